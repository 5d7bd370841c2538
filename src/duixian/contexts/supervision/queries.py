"""Every read of warnings and instructions others may make. All need an open viewing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import catalogue
from duixian.contexts.supervision.acts_warning import title_of
from duixian.contexts.supervision.gathering import LIVE, cases_to_look_at, policies_of
from duixian.contexts.supervision.models import Instruction, Warning
from duixian.kernel.roles import Role
from duixian.law import load_nodes

__all__ = ["Instruction", "Warning", "cases_to_look_at", "policies_of", "title_of"]

EXCESS = "excess"


def warnings_for(actor: Actor, *, answered: bool = False) -> QuerySet[Warning]:
    """Warnings this person must act on (我的预警), most overdue first.

    Officers: those of their own cases. Others: those addressed to a role they hold in their own
    court. answered: with those already answered but not yet gone.
    """
    states = LIVE if answered else (Warning.State.OPEN,)
    mine = Q(pk__isnull=True)
    if actor.holds(Role.OFFICER):
        mine |= Q(to_role=str(Role.OFFICER), case__officer_id=actor.person_id)
    others = [str(role) for role in (*actor.roles, *actor.delegated) if role is not Role.OFFICER]
    if others:
        mine |= Q(to_role__in=others)
    return (
        Warning.objects.filter(mine, court_id=actor.court_id, state__in=states)
        .select_related("case__officer")
        .order_by("due_on", "id")
    )


def warnings_of_case(case_id: int) -> QuerySet[Warning]:
    """Warnings of a case that still stand, most overdue first."""
    return Warning.objects.filter(case_id=case_id, state__in=LIVE).order_by("due_on", "id")


def history_of_case(case_id: int) -> QuerySet[Warning]:
    """Every warning a case ever had, newest first."""
    return Warning.objects.filter(case_id=case_id).order_by("-raised_on", "-id")


def warnings_of_cases(case_ids: Sequence[int]) -> dict[int, int]:
    """How many open warnings each of several cases has, in one query."""
    rows = (
        Warning.objects.filter(case_id__in=list(case_ids), state=Warning.State.OPEN)
        .order_by()
        .values("case_id")
        .annotate(number=Count("id"))
    )
    return {row["case_id"]: row["number"] for row in rows}


def standing(court_ids: Sequence[int], level: str, cause: str = "") -> QuerySet[Warning]:
    """The very warnings behind a number of the board: of some courts, at a level, of a cause.

    cause: the key of a node, or `EXCESS`; empty for all.
    """
    found = Warning.objects.filter(court_id__in=list(court_ids), level=level, state__in=LIVE)
    if cause == EXCESS:
        found = found.filter(cause=Warning.Cause.EXCESS)
    elif cause:
        found = found.filter(node=cause)
    return found.select_related("case__officer", "case__court").order_by("due_on", "id")


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Warnings of one cause on the board: standing now, of them late, and against last week."""

    cause: str
    title: str
    title_en: str
    standing: int
    late: int
    unanswered: int
    week_ago: int

    @property
    def change(self) -> int:
        """How many more stand than stood a week ago."""
        return self.standing - self.week_ago


def by_cause(court_ids: Sequence[int], on: date) -> list[CauseLine]:
    """Warnings at the officer's level by cause, worst first, in one query."""
    week_ago = on - timedelta(days=7)
    alive = Q(state__in=LIVE)
    rows = (
        Warning.objects.filter(court_id__in=list(court_ids), level=Warning.Level.OFFICER)
        .filter(alive | Q(closed_on__gt=week_ago))
        .order_by()
        .values("cause", "node")
        .annotate(
            now=Count("id", filter=alive),
            late=Count("id", filter=alive & Q(step__lt=0)),
            unanswered=Count("id", filter=Q(state=Warning.State.OPEN)),
            then=Count("id", filter=Q(raised_on__lte=week_ago)),
        )
    )
    lines = [
        CauseLine(
            cause=row["node"] or EXCESS,
            title=load_nodes()[row["node"]].title if row["node"] else "超额控制",
            title_en=load_nodes()[row["node"]].title_en if row["node"] else "Too much frozen",
            standing=row["now"],
            late=row["late"],
            unanswered=row["unanswered"],
            week_ago=row["then"],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.standing, line.cause))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The act a warning asks for, with the facts that are known."""

    code: str
    title: str
    title_en: str
    facts: Mapping[str, Any]


def proposal(warning: Warning) -> Proposal | None:
    """What would make a warning go away: renew, release, or the act that meets the clock."""
    if warning.cause == Warning.Cause.EXCESS:
        code, facts = "measures.reduce", {"measure": int(warning.subject)}
        facts["amount"] = warning.amount or 0
        return _proposal(code, facts)
    node = load_nodes()[warning.node]
    facts = {node.per: int(warning.subject)} if node.per != "case" and warning.subject else {}
    for code in node.met_by:
        found = _proposal(code, facts)
        if found is not None:
            return found
    return None


def _proposal(code: str, facts: dict[str, int]) -> Proposal | None:
    act = next((each for each in catalogue if each.code == code), None)
    if act is None or not act.offered or set(act.done_by) == {Role.SYSTEM}:
        return None
    known = {name: value for name, value in facts.items() if name in act.model_fields}
    return Proposal(code, act.title, act.title_en, known)


# --- instructions ----------------------------------------------------------------------------


def instructions_of_case(case_id: int) -> QuerySet[Instruction]:
    """Instructions in a case, newest first."""
    return (
        Instruction.objects.filter(case_id=case_id)
        .select_related("from_court")
        .order_by("-given_on", "-id")
    )


def instructions_to(officer_id: int) -> QuerySet[Instruction]:
    """What an officer must still report on, due first (我的督办)."""
    return (
        Instruction.objects.filter(case__officer_id=officer_id, state=Instruction.State.OPEN)
        .select_related("case", "from_court")
        .order_by("due_on", "id")
    )


def instructions_from(person_id: int) -> QuerySet[Instruction]:
    """What a person demanded and has not struck off yet, due first."""
    return (
        Instruction.objects.filter(from_person_id=person_id)
        .exclude(state=Instruction.State.SETTLED)
        .select_related("case__officer", "case__court")
        .order_by("due_on", "id")
    )


def instructions_overdue(court_ids: Sequence[int], on: date) -> QuerySet[Instruction]:
    """Instructions nobody has reported on in time, longest overdue first."""
    return (
        Instruction.objects.filter(
            court_id__in=list(court_ids), state=Instruction.State.OPEN, due_on__lt=on
        )
        .select_related("case__officer", "case__court", "from_court")
        .order_by("due_on", "id")
    )
