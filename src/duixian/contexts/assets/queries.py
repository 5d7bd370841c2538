"""Every read of the register of property others may make. All need an open viewing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from duixian.contexts.assets import engine
from duixian.contexts.assets.facts import KINDS
from duixian.contexts.assets.links import court_of_token, token_of
from duixian.contexts.assets.models import (
    Answer,
    Asset,
    Declaration,
    DeclarationLink,
    DeclarationOrder,
    DeclaredItem,
    Inquiry,
    Institution,
    Lead,
    SurveyStep,
    Whereabouts,
)
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record import sealing
from duixian.contexts.record.viewing import read_once
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.law import parameter

KIND_LABELS = KINDS

__all__ = [
    "KIND_LABELS",
    "Answer",
    "Asset",
    "Declaration",
    "Inquiry",
    "Institution",
    "Lead",
    "court_of_token",
]


# --- the directory ---------------------------------------------------------------------------


def institutions(*, active_only: bool = True) -> QuerySet[Institution]:
    """The directory of institutions, by kind and key."""
    found = Institution.objects.order_by("kind", "key")
    return found.filter(active=True) if active_only else found


def institution(key: str) -> Institution | None:
    return Institution.objects.filter(key=key).first()


# --- inquiries and answers -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far inquiries have come (查询进度)."""

    asked: int
    answered: int
    waiting: int
    failed: int
    overdue: int

    @property
    def done(self) -> bool:
        return self.asked > 0 and not self.waiting and not self.overdue


def inquiries_of(case_id: int) -> QuerySet[Inquiry]:
    """Inquiries of a case with debtor and institution, in the order asked."""
    return (
        Inquiry.objects.filter(case_id=case_id)
        .select_related("debtor__party", "institution")
        .order_by("debtor__seq", "id")
    )


def of_ids(inquiry_ids: Iterable[int]) -> list[Inquiry]:
    return list(
        Inquiry.objects.filter(pk__in=list(inquiry_ids))
        .select_related("debtor__party", "institution")
        .order_by("id")
    )


def inquiry(inquiry_id: int) -> Inquiry:
    """An inquiry with case, debtor and institution; a Refusal (404) when it is not seen."""
    found = (
        Inquiry.objects.filter(pk=inquiry_id)
        .select_related("case__officer", "debtor__party", "institution", "court")
        .first()
    )
    if found is None:
        raise Refusal("assets.unknown_inquiry", "没有这一查询，或您无权查看", status=404)
    return found


def by_correlation(correlation: str) -> Inquiry | None:
    return Inquiry.objects.filter(correlation=correlation).select_related("institution").first()


def progress_of(case_ids: Sequence[int]) -> dict[int, Progress]:
    """Progress of the inquiries of several cases, in one query; cases without any are absent."""
    return {
        row.pop("case_id"): Progress(**row)
        for row in _progress(Inquiry.objects.filter(case_id__in=list(case_ids)), "case_id")
    }


def progress_of_officer(person_id: int, since: date) -> Progress:
    """The progress of everything asked since a day in an officer's open cases (今日查询)."""
    rows = _progress(
        Inquiry.objects.filter(
            case__officer_id=person_id, case__closed_on=None, ordered_on__gte=since
        ),
        "case__officer_id",
    )
    for row in rows:
        row.pop("case__officer_id")
        return Progress(**row)
    return Progress(0, 0, 0, 0, 0)


def _progress(found: QuerySet[Inquiry], by: str) -> list[dict[str, int]]:
    def number(*states: str) -> Count:
        return Count("id", filter=Q(state__in=states))

    return list(
        found.order_by()
        .values(by)
        .annotate(
            asked=Count("id"),
            answered=number("answered"),
            waiting=number("to_send", "sent"),
            failed=number("refused", "failed"),
            overdue=number("overdue"),
        )
    )


def inquiries_to_send(court_id: int, limit: int = 200) -> list[Inquiry]:
    """What a job must send now, oldest first."""
    return list(
        Inquiry.objects.filter(court_id=court_id, state=Inquiry.State.TO_SEND)
        .select_related("institution")
        .order_by("id")[:limit]
    )


def inquiries_waiting(court_id: int, limit: int = 500) -> list[Inquiry]:
    """Sent and not answered, overdue ones included: whose answers a job must fetch."""
    return list(
        Inquiry.objects.filter(
            court_id=court_id, state__in=[Inquiry.State.SENT, Inquiry.State.OVERDUE]
        )
        .select_related("institution")
        .order_by("id")[:limit]
    )


def inquiries_without_end(*court_ids: int) -> QuerySet[Inquiry]:
    """Neither answered nor returned, those that could not be sent included, oldest first."""
    waiting = ("to_send", "failed", "sent", "overdue")
    found = Inquiry.objects.filter(court_id__in=court_ids, state__in=waiting)
    return found.select_related("case", "institution").order_by("id")


def inquiries_overdue(court_id: int, on: date) -> QuerySet[Inquiry]:
    """Sent, the institution's time has passed, and not yet noted."""
    return Inquiry.objects.filter(court_id=court_id, state=Inquiry.State.SENT, due_on__lt=on)


def answers_of(case_id: int) -> QuerySet[Answer]:
    """Answers in a case, newest first."""
    return (
        Answer.objects.filter(case_id=case_id)
        .select_related("inquiry__institution", "inquiry__debtor__party")
        .order_by("-received_at", "-id")
    )


def answers_since(officer_id: int, since: datetime) -> QuerySet[Answer]:
    """Answers that came into an officer's open cases after an instant, newest first."""
    return (
        Answer.objects.filter(
            case__officer_id=officer_id, case__closed_on=None, received_at__gt=since
        )
        .select_related("case", "inquiry__institution", "inquiry__debtor__party")
        .order_by("-received_at", "-id")
    )


def last_answered_on(case_id: int) -> dict[tuple[int, str], date]:
    """By debtor and kind of property: the last day an institution answered about it."""
    last: dict[tuple[int, str], date] = {}
    rows = (
        Inquiry.objects.filter(case_id=case_id, state=Inquiry.State.ANSWERED)
        .values("debtor_id", "kinds")
        .annotate(last=Max("answered_on"))
        .order_by()
    )
    for row in rows:
        for kind in row["kinds"]:
            key = (row["debtor_id"], kind)
            last[key] = max(last.get(key, row["last"]), row["last"])
    return last


def mandatory_kinds(on: date) -> tuple[str, ...]:
    """The kinds of property that must have been asked about, by the law of a day."""
    return tuple(row["kind"] for row in parameter("termination-inquiry-kinds", on=on).value)


@read_once
def asked_in(case_id: int) -> list[Inquiry]:
    """The inquiries of a case, for those who look through all of them."""
    return list(inquiries_of(case_id))


def coverage_of(case_id: int, on: date) -> engine.Coverage:
    """What is outstanding and missing in the survey of a case (查询覆盖)."""
    debtors = [each.pk for each in cases.debtors_of(case_id) if _can_be_asked(each)]
    asked = [
        engine.Asked(each.debtor_id, tuple(each.kinds), each.state) for each in asked_in(case_id)
    ]
    elsewhere: dict[int, set[str]] = {debtor: set() for debtor in debtors}
    for step in survey_steps_of(case_id):
        for debtor in debtors if step.debtor_id is None else [step.debtor_id]:
            elsewhere.setdefault(debtor, set()).update(step.covers)
    return engine.coverage(
        debtors,
        mandatory_kinds(on),
        asked,
        {debtor: frozenset(kinds) for debtor, kinds in elsewhere.items()},
    )


def _can_be_asked(debtor: CaseParty) -> bool:
    return debtor.party.standing not in ("dead", "deregistered")


# --- property --------------------------------------------------------------------------------


@read_once
def assets_of(case_id: int) -> list[Asset]:
    """The property of a case with owner and institution, by owner, then kind and worth."""
    return list(
        Asset.objects.filter(case_id=case_id)
        .select_related("owner__party", "institution")
        .order_by("owner__seq", "kind", "-available", "-value", "id")
    )


def asset(asset_id: int) -> Asset:
    """An asset with case, owner and institution; a Refusal (404) when it is not seen."""
    found = (
        Asset.objects.filter(pk=asset_id)
        .select_related("case", "owner__party", "institution")
        .first()
    )
    if found is None:
        raise Refusal("assets.unknown_asset", "没有这一财产，或您无权查看", status=404)
    return found


def asset_in_case(case_id: int, asset_id: int) -> Asset | None:
    """An asset of this very case with owner and institution."""
    return (
        Asset.objects.filter(pk=asset_id, case_id=case_id)
        .select_related("owner__party", "institution")
        .first()
    )


def number_of(found: Asset) -> str:
    """The whole account or register number, for an order or a paper that must carry it."""
    return sealing.unseal(found.key_sealed) if found.key_sealed else ""


def asset_counts(case_id: int) -> dict[str, int]:
    """How many things of a case stand in which state."""
    rows = (
        Asset.objects.filter(case_id=case_id)
        .order_by()
        .values("state")
        .annotate(number=Count("id"))
    )
    return {row["state"]: row["number"] for row in rows}


def found_on_day(officer_id: int, on: date | None = None) -> QuerySet[Asset]:
    """What was found on a day (today) in an officer's open cases, worth most first."""
    day = on or clock.today()
    return (
        Asset.objects.filter(case__officer_id=officer_id, case__closed_on=None, found_on=day)
        .select_related("case", "owner__party", "institution")
        .order_by("-available", "-value", "-id")
    )


def same_thing_elsewhere(found: Asset) -> QuerySet[Asset]:
    """The same thing in other cases the viewer sees (关联财产)."""
    if not found.key_hash:
        return Asset.objects.none()
    return (
        Asset.objects.filter(kind=found.kind, key_hash=found.key_hash)
        .exclude(pk=found.pk)
        .select_related("case", "owner__party")
        .order_by("id")
    )


# --- declarations ----------------------------------------------------------------------------


def declaration_orders_of(case_id: int) -> QuerySet[DeclarationOrder]:
    return (
        DeclarationOrder.objects.filter(case_id=case_id)
        .select_related("debtor__party")
        .order_by("id")
    )


def declarations_of(case_id: int) -> QuerySet[Declaration]:
    """Declarations of a case with their items, oldest first."""
    return (
        Declaration.objects.filter(case_id=case_id)
        .select_related("debtor__party", "order")
        .prefetch_related("items")
        .order_by("filed_on", "id")
    )


def contradictions_of(case_id: int, debtor_id: int) -> list[engine.Contradiction]:
    """How what a debtor declared differs from what was found; empty before he declared."""
    filed = Declaration.objects.filter(case_id=case_id, debtor_id=debtor_id)
    if not filed.exists():
        return []
    declared = [
        engine.Declared(
            item.kind,
            item.description,
            item.key_hash,
            Fen(item.amount) if item.amount is not None else None,
        )
        for item in DeclaredItem.objects.filter(declaration__in=filed, is_change=False).order_by(
            "id"
        )
    ]
    known = [
        engine.Known(each.pk, each.kind, each.description, each.key_hash, _worth(each))
        for each in Asset.objects.filter(case_id=case_id, owner_id=debtor_id)
        .exclude(found_by=Asset.FoundBy.DECLARATION, answer=None)
        .order_by("id")
        if each.balance is None or each.balance > 0
    ]
    return engine.compare(declared, known)


# How a declaration can be broken: nothing came in time, it came late, or it conceals something.
BROKEN_DECLARATIONS = ("none", "late", "false")


def declaration_state(case_id: int, debtor_id: int, on: date) -> str:
    """How a debtor met the duty to declare (报告情况) on a day.

    filed, late or false where something came; waiting or none where nothing did. What a debtor
    declared and nobody confirms conceals nothing: it is no false declaration.
    """
    declared = [each for each in _declared_in(case_id) if each.debtor_id == debtor_id]
    if declared:
        if any(each.kind != "unconfirmed" for each in contradictions_of(case_id, debtor_id)):
            return "false"
        return "late" if declared[0].late_days else "filed"
    orders = [each for each in _ordered_in(case_id) if each.debtor_id == debtor_id]
    overdue = bool(orders) and on > max(each.due_on for each in orders)
    return "none" if overdue else "waiting"


@read_once
def _declared_in(case_id: int) -> list[Declaration]:
    return list(declarations_of(case_id))


@read_once
def _ordered_in(case_id: int) -> list[DeclarationOrder]:
    return list(declaration_orders_of(case_id))


def _worth(found: Asset) -> Fen | None:
    worth = found.balance if found.balance is not None else found.value
    return Fen(worth) if worth is not None else None


def link_of_token(token: str) -> DeclarationLink | None:
    """The open link behind a token. Look it up under the sight of `court_of_token(token)`."""
    return (
        DeclarationLink.objects.filter(token_hash=sealing.keyed_hash(token), revoked_on=None)
        .select_related("case", "debtor__party", "order")
        .first()
    )


def links_of(case_id: int) -> QuerySet[DeclarationLink]:
    """The open declaration links of a case, with whom and what they are for."""
    return (
        DeclarationLink.objects.filter(case_id=case_id, revoked_on=None)
        .select_related("debtor__party", "order")
        .order_by("id")
    )


def declaration_token(link_id: int) -> str:
    """The token to be sent to the debtor; a Refusal (404) when the link is not seen."""
    link = DeclarationLink.objects.filter(pk=link_id).first()
    if link is None:
        raise Refusal("assets.link_not_valid", "没有这一申报链接", status=404)
    return token_of(link.court_id, link.nonce)


# --- leads and survey ------------------------------------------------------------------------


def leads_of(case_id: int) -> QuerySet[Lead]:
    return Lead.objects.filter(case_id=case_id).select_related("debtor__party").order_by("id")


@read_once
def survey_steps_of(case_id: int) -> list[SurveyStep]:
    return list(
        SurveyStep.objects.filter(case_id=case_id)
        .select_related("debtor__party")
        .order_by("on", "id")
    )


@read_once
def whereabouts_of(case_id: int) -> dict[int, Whereabouts]:
    """By debtor: the newest word on whether he can be found; nobody stands here unasked."""
    rows = Whereabouts.objects.filter(case_id=case_id).order_by("on", "id")
    return {each.debtor_id: each for each in rows}


def board(case_id: int) -> dict[str, Any]:
    """What the case page shows of property, in a handful of queries."""
    found = assets_of(case_id)
    return {
        "assets": found,
        "progress": progress_of([case_id]).get(case_id),
        "coverage": coverage_of(case_id, clock.today()),
        "leads_open": Lead.objects.filter(case_id=case_id, outcome="").count(),
    }


def uncontrolled_of_officer(officer_id: int) -> QuerySet[Asset]:
    """What was found in an officer's open cases and is not controlled yet, worth most first."""
    return (
        Asset.objects.filter(
            case__officer_id=officer_id,
            case__closed_on=None,
            state=Asset.State.FOUND,
            exempt=False,
        )
        .select_related("case", "owner__party", "institution")
        .order_by(F("available").desc(nulls_last=True), F("value").desc(nulls_last=True), "-id")
    )


def cases_with_uncontrolled() -> QuerySet[Asset, Any]:
    """Ids of cases in which something was found that is not controlled yet (a subquery)."""
    found = Asset.objects.filter(state=Asset.State.FOUND, exempt=False)
    return found.order_by().values("case_id")
