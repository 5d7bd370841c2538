"""Every read of cases others may make. All need an open viewing."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from duixian.contexts.cases.engine import Candidate
from duixian.contexts.cases.models import (
    Case,
    CaseParty,
    Credit,
    Extension,
    Obligation,
    PanelMember,
    Pause,
    Title,
)
from duixian.contexts.courts import queries as courts
from duixian.contexts.parties import engine as names
from duixian.contexts.record import sealing
from duixian.contexts.record.viewing import read_once
from duixian.kernel import identifiers
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

# 2016皖0202执12号: people leave the brackets around the year out when they type.
_UNBRACKETED_YEAR = re.compile(r"^(\d{4})(?=\D)")


def open_cases(court_id: int | None = None) -> QuerySet[Case]:
    """Cases not closed, newest first."""
    found = Case.objects.exclude(state=Case.State.CLOSED)
    if court_id is not None:
        found = found.filter(court_id=court_id)
    return found.order_by("-filed_on", "-id")


def of_courts(court_ids: Sequence[int]) -> QuerySet[Case]:
    """Every case of some courts, open or closed, newest first."""
    return Case.objects.filter(court_id__in=list(court_ids)).order_by("-filed_on", "-id")


def cases_of_officer(person_id: int, court_id: int) -> QuerySet[Case]:
    """An officer's open cases."""
    return open_cases(court_id).filter(officer_id=person_id)


def by_docket(docket_number: str) -> Case | None:
    """The case of a docket number, as printed or with full-width brackets."""
    text = docket_number.strip()
    with contextlib.suppress(Refusal):
        text = identifiers.parse_docket_number(text).canonical
    return Case.objects.filter(docket_number=text).order_by("id").first()


def court_of(case_id: int) -> int | None:
    """The court a case belongs to; None for one not seen."""
    return Case.objects.filter(pk=case_id).values_list("court_id", flat=True).first()


def search(text: str, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Cases by docket number, party name, whole identity number or its last four characters."""
    found = Case.objects.order_by("-filed_on", "-id") if cases is None else cases
    text = text.strip()
    if not text:
        return found
    if len(text) >= 15 and text.isalnum() and text.isascii():
        return found.filter(
            parties__party__identity_hash=sealing.keyed_hash(text.upper())
        ).distinct()
    if len(text) == 4 and text[:3].isdigit() and text.isascii():
        tail = Q(parties__party__identity_tail=text.upper())
        return found.filter(tail | Q(docket_serial=int(text) if text.isdigit() else 0)).distinct()
    if text.isdigit():
        return found.filter(docket_serial=int(text))
    half_width = _UNBRACKETED_YEAR.sub(r"(\1)", text.replace("（", "(").replace("）", ")"))
    return found.filter(
        Q(docket_number__contains=half_width) | Q(names_key__contains=names.name_key(text))
    )


def with_fingerprint(court_id: int, fingerprint: str) -> Case | None:
    """The case an import row became, if it was imported before."""
    return Case.objects.filter(court_id=court_id, fingerprint=fingerprint).first()


def has_docket(court_id: int, docket_number: str) -> bool:
    """Whether the court has a case of this (canonical) docket number."""
    return Case.objects.filter(court_id=court_id, docket_number=docket_number).exists()


def cases_with_fingerprints(court_id: int, fingerprints: Sequence[str]) -> dict[str, int]:
    """The cases that rows of lists became, by fingerprint."""
    found = Case.objects.filter(court_id=court_id, fingerprint__in=list(fingerprints))
    return dict(found.values_list("fingerprint", "pk"))


def open_cases_on_title(
    court_id: int, title_numbers: Sequence[str], creditor_numbers: Sequence[str]
) -> list[Case]:
    """Open cases of the court on the same title for one of the same creditors (重复立案)."""
    hashes = [sealing.keyed_hash(each) for each in creditor_numbers]
    return list(
        open_cases(court_id)
        .filter(
            titles__number__in=list(title_numbers),
            parties__role=CaseParty.Role.CREDITOR,
            parties__party__identity_hash__in=hashes,
        )
        .distinct()[:20]
    )


def related_open_cases(
    court_id: int, debtor_ids: Sequence[int], *, but: int | None = None
) -> list[Case]:
    """Open cases in which one of these parties is a debtor (关联案件)."""
    # In two steps: from the few appearances to their cases, never through all open cases.
    appearances = CaseParty.objects.filter(
        party_id__in=list(debtor_ids), role=CaseParty.Role.DEBTOR, court_id=court_id
    )
    case_ids = set(appearances.values_list("case_id", flat=True)) - {but}
    if not case_ids:
        return []
    return list(open_cases(court_id).filter(pk__in=case_ids)[:50])


def going_on_in(case: Case) -> Case:
    """The case this one goes on in: its newest open resumption, or itself."""
    if case.state != Case.State.CLOSED:
        return case  # only what was closed is resumed
    resumed = case.resumptions.exclude(state=Case.State.CLOSED).order_by("-id").first()
    return going_on_in(resumed) if resumed is not None else case


@read_once
def parties_of(case_id: int) -> list[CaseParty]:
    """All parties with their roles, creditors first, in order."""
    return list(
        CaseParty.objects.filter(case_id=case_id).select_related("party").order_by("role", "seq")
    )


def debtors_of(case_id: int) -> list[CaseParty]:
    return [each for each in parties_of(case_id) if each.role == CaseParty.Role.DEBTOR]


def creditors_of(case_id: int) -> list[CaseParty]:
    return [each for each in parties_of(case_id) if each.role == CaseParty.Role.CREDITOR]


def debtor(case_id: int, appearance_id: int) -> CaseParty | None:
    """A debtor of the case by the id of its appearance."""
    return (
        CaseParty.objects.filter(pk=appearance_id, case_id=case_id, role=CaseParty.Role.DEBTOR)
        .select_related("party")
        .first()
    )


@read_once
def titles_of(case_id: int) -> list[Title]:
    return list(
        Title.objects.filter(case_id=case_id).prefetch_related("obligations").order_by("id")
    )


@read_once
def obligations_of(case_id: int) -> list[Obligation]:
    return list(Obligation.objects.filter(case_id=case_id).select_related("title").order_by("id"))


def panels_of(case_id: int) -> list[PanelMember]:
    """Every seat of every panel the case had, the newest panel and its presiding judge first."""
    return list(
        PanelMember.objects.filter(case_id=case_id)
        .select_related("person")
        .order_by("-forming", "-presiding", "id")
    )


def panel_of(case_id: int) -> list[PanelMember]:
    """The judges of the case's panel (合议庭), presiding judge first; empty when none was formed."""
    seats = panels_of(case_id)
    return [each for each in seats if each.forming == seats[0].forming]


@read_once
def pauses_of(case_id: int) -> list[Pause]:
    return list(Pause.objects.filter(case_id=case_id).order_by("starts_on", "id"))


def extensions_of(case_id: int) -> list[Extension]:
    return list(Extension.objects.filter(case_id=case_id).order_by("id"))


@read_once
def credits_of(case_id: int, until: date | None = None) -> list[Credit]:
    """Money credited to the claim, oldest first."""
    found = Credit.objects.filter(case_id=case_id)
    if until is not None:
        found = found.filter(on__lte=until)
    return list(found.order_by("on", "id"))


def officer_candidates(
    court_id: int, on: date, *, debtor_ids: Iterable[int], series: str
) -> list[Candidate]:
    """The court's officers with what decides an assignment: load, same debtor, same series."""
    officers = list(courts.holders(court_id, Role.OFFICER, on))
    mine = Q(court_id=court_id, officer_id__in=[each.pk for each in officers])
    open_now = Case.objects.exclude(state=Case.State.CLOSED).filter(mine)
    load = _count(open_now)
    same_debtor = _count(
        open_now.filter(parties__role="debtor", parties__party_id__in=list(debtor_ids))
    )
    same_series = _count(open_now.filter(series=series)) if series else {}
    return [
        Candidate(
            person_id=each.pk,
            name=each.name,
            open_cases=load.get(each.pk, 0),
            same_debtor=same_debtor.get(each.pk, 0),
            same_series=same_series.get(each.pk, 0),
        )
        for each in officers
    ]


def _count(cases: QuerySet[Case]) -> dict[int, int]:
    rows = cases.order_by().values("officer_id").annotate(number=Count("id", distinct=True))
    return {row["officer_id"]: row["number"] for row in rows}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases of a court stand where."""

    open: int
    suspended: int
    closed: int


def counts(court_id: int) -> Counts:
    rows = (
        Case.objects.filter(court_id=court_id)
        .order_by()
        .values("state")
        .annotate(number=Count("id"))
    )
    by_state = {row["state"]: row["number"] for row in rows}
    return Counts(
        open=by_state.get(Case.State.OPEN, 0),
        suspended=by_state.get(Case.State.SUSPENDED, 0),
        closed=by_state.get(Case.State.CLOSED, 0),
    )


def of_ids(case_ids: Sequence[int]) -> list[Case]:
    """Several cases with officer and team, in the order asked; those not seen are left out."""
    found = {
        each.pk: each
        for each in Case.objects.filter(pk__in=list(case_ids)).select_related(
            "officer", "team", "court"
        )
    }
    return [found[case_id] for case_id in case_ids if case_id in found]
