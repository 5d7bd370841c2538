"""Every read of the record others may make. All need an open viewing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, catalogue, read_facts
from duixian.contexts.record.models import DayRoot, Draft, DraftSignature, Entry
from duixian.contexts.record.viewing import read_once
from duixian.kernel.findings import Refusal


def entry(entry_id: int) -> Entry:
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise Refusal("record.not_found", "没有这一日志，或您无权查看", status=404)
    return found


def journal_of(case_id: int) -> QuerySet[Entry]:
    """The journal of a case, newest first."""
    return Entry.objects.filter(case_id=case_id).order_by("-seq")


@read_once
def entry_counts(case_id: int) -> tuple[int, int]:
    """How many entries of a case people made, and how many the system."""
    counted = Entry.objects.filter(case_id=case_id).aggregate(
        by_people=Count("person_id"), all=Count("pk")
    )
    return counted["by_people"], counted["all"] - counted["by_people"]


def entries_of(case_id: int, codes: Iterable[str]) -> QuerySet[Entry]:
    """Entries of these acts in a case, oldest first."""
    return Entry.objects.filter(case_id=case_id, act__in=list(codes)).order_by("seq")


def results_of(case_id: int, code: str) -> list[dict[str, Any]]:
    """The results of an act in a case, oldest first."""
    return list(entries_of(case_id, [code]).values_list("result", flat=True))


def has_entry(case_id: int, code: str, **facts: Any) -> bool:
    """Whether an act of this code (with these facts) took effect in the case."""
    return Entry.objects.filter(case_id=case_id, act=code, facts__contains=facts).exists()


def drafts_waiting_for(actor: Actor) -> QuerySet[Draft]:
    """Drafts this person may sign now, oldest first; their own are not among them."""
    if actor.person_id is None:
        return Draft.objects.none()
    roles = [str(role) for role in (*actor.roles, *actor.delegated)]
    waiting = Draft.objects.filter(
        court_id=actor.court_id, waiting_role__in=roles, status=Draft.Status.WAITING
    )
    return (
        waiting.exclude(person_id=actor.person_id)
        .exclude(signatures__person_id=actor.person_id)
        .order_by("created_at", "pk")
    )


def drafts_of_case(case_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(case_id=case_id).order_by("-created_at")


def draft(draft_id: int) -> Draft:
    found = Draft.objects.filter(pk=draft_id).first()
    if found is None:
        raise Refusal("record.not_found", "没有这一待签事项，或您无权查看", status=404)
    return found


def act_of_draft(found: Draft) -> Act:
    """The act a draft would do, rebuilt from its stored facts."""
    return read_facts(catalogue.find(found.act), found.facts)


def latest_root(court_id: int, on: date) -> DayRoot | None:
    """The last published day root of a court up to a day."""
    return DayRoot.objects.filter(court_id=court_id, day__lte=on).order_by("-day").first()


def drafts_of_person(person_id: int) -> QuerySet[Draft]:
    """What a person put before signers, newest first."""
    return Draft.objects.filter(person_id=person_id).order_by("-created_at", "-pk")


def signed_by(person_id: int) -> QuerySet[DraftSignature]:
    """A person's words on drafts, newest first, each with its draft."""
    return (
        DraftSignature.objects.filter(person_id=person_id)
        .select_related("draft")
        .order_by("-signed_at", "-pk")
    )
