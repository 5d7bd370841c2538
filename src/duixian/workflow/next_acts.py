"""The next lawful acts in a case (现在可以办): what this person may do now, most urgent first,

and what is not possible yet with the cure that would make it possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from duixian.contexts.cases import access
from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Doing, Subject, catalogue
from duixian.contexts.record.doing import begin_reading
from duixian.kernel.findings import Refusal
from duixian.law import load_nodes


@dataclass(frozen=True, slots=True)
class Possible:
    """An act on this case: allowed now (refusal None) or refused with its cure."""

    act: type[CaseAct]
    refusal: Refusal | None
    deadline: Deadline | None

    @property
    def due_on(self) -> date | None:
        return self.deadline.due_on if self.deadline is not None else None


@dataclass(frozen=True, slots=True)
class NextActs:
    allowed: list[Possible]
    refused: list[Possible]


def next_acts(by: Actor, case: Case, *, on: date | None = None) -> NextActs:
    """All acts of this person on this case, tried against law and record. Needs a viewing."""
    at = begin_reading(by, Subject(case.court_id, case.pk), on)
    at.memo["case"] = case
    urgent = _urgent(case.pk)
    allowed: list[Possible] = []
    refused: list[Possible] = []
    for act in catalogue:
        if not (act.offered and issubclass(act, CaseAct)) or not _admitted(act, at, case):
            continue
        refusal = _refusal(act, at)
        possible = Possible(act, refusal, urgent.get(act.code))
        (refused if refusal else allowed).append(possible)
    allowed.sort(key=lambda each: (each.due_on or date.max,))
    refused.sort(key=lambda each: (each.due_on or date.max,))
    return NextActs(allowed, refused)


@cache
def _ending_acts() -> frozenset[str]:
    """Acts that end a case: a term running out is no reason to hurry to one of them."""
    return frozenset(code for node in load_nodes().values() for code in node.cancelled_by)


def _urgent(case_id: int) -> dict[str, Deadline]:
    """For each act that would meet a running clock: the clock due first."""
    first: dict[str, Deadline] = {}
    for deadline in deadlines.running_of_case(case_id):
        for code in deadlines.node_of(deadline).met_by:
            if code not in _ending_acts():
                first.setdefault(code, deadline)
    return first


def _admitted(act: type[CaseAct], at: Doing, case: Case) -> bool:
    role = at.by.role_among(act.done_by)
    if role is None or (case.court_id != at.by.court_id and not act.by_superior):
        return False
    at.role = role
    try:
        access.admit_to_act(act, at, case)
    except Refusal:
        return False
    return True


def _refusal(act: type[CaseAct], at: Doing) -> Refusal | None:
    try:
        act.ready(at)
    except Refusal as refusal:
        return refusal
    return None
