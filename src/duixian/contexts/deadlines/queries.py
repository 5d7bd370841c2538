"""What is due, what is overdue, which clocks a case has. Closed cases are never touched:

their clocks have ended, and the indexes hold running clocks only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from duixian.contexts.deadlines import engine, listening
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.viewing import read_once
from duixian.kernel.findings import Finding, Refusal
from duixian.law import Node, load_nodes


def node_of(deadline: Deadline | Due) -> Node:
    return load_nodes()[deadline.node]


@read_once
def of_case(case_id: int) -> list[Deadline]:
    """All clocks of a case by start, then by due date."""
    return list(Deadline.objects.filter(case_id=case_id).order_by("started_on", "due_on", "id"))


def running_of_case(case_id: int) -> list[Deadline]:
    """The running clocks of a case, due first."""
    running = [each for each in of_case(case_id) if each.state == Deadline.State.RUNNING]
    return sorted(running, key=lambda each: each.due_on or date.max)


def due_of_officer(officer_id: int, until: date) -> QuerySet[Deadline]:
    """An officer's running clocks due up to a day, most overdue first."""
    return Deadline.objects.filter(
        officer_id=officer_id, state=Deadline.State.RUNNING, due_on__lte=until
    ).order_by("due_on", "id")


def due_in_court(court_id: int, until: date) -> QuerySet[Deadline]:
    """A court's running clocks due up to a day, most overdue first."""
    return Deadline.objects.filter(
        court_id=court_id, state=Deadline.State.RUNNING, due_on__lte=until
    ).order_by("due_on", "id")


class DueCase(NamedTuple):
    """What a work list shows of a case."""

    pk: int
    docket_number: str
    creditor_names: str
    debtor_names: str
    flags: list[str]
    owed_amount: int
    owed_on: date


class Due(NamedTuple):
    """What a work list shows of a clock: a row of the database, and no more than that."""

    pk: int
    node: str
    subject: str
    due_on: date | None
    state: str
    case: DueCase


_OF_CLOCK = ("pk", "node", "subject", "due_on", "state")
_OF_CASE = tuple(f"case__{name}" for name in DueCase._fields)


def due_rows(found: QuerySet[Deadline], most: int) -> list[Due]:
    """The first of some clocks with their cases, for lists of hundreds of rows.

    Models of 52 columns would cost five times the query itself.
    """
    rows = found.values_list(*_OF_CLOCK, *_OF_CASE)[:most]
    return [Due(*row[:5], case=DueCase(*row[5:])) for row in rows]


def warned_on(deadline: Deadline, on: date) -> bool:
    """Whether the clock is inside its warning days: the widest of those the node names."""
    widest = max(node_of(deadline).warn_days_before, default=0)
    return deadline.due_on is not None and on >= deadline.due_on - timedelta(days=widest)


def newly_missed(court_id: int, on: date) -> QuerySet[Deadline]:
    """Running clocks whose day has passed and which are not yet noted as missed."""
    return due_in_court(court_id, on - timedelta(days=1)).filter(missed_on=None)


def counts_by_day(officer_id: int, start: date, end: date) -> dict[date, int]:
    """How many of an officer's clocks fall due on each day of a span."""
    rows = (
        Deadline.objects.filter(
            officer_id=officer_id,
            state=Deadline.State.RUNNING,
            due_on__gte=start,
            due_on__lte=end,
        )
        .order_by()
        .values("due_on")
        .annotate(number=Count("id"))
    )
    return {row["due_on"]: row["number"] for row in rows}


def overdue_by_node(court_ids: list[int], on: date, soon: date) -> list[tuple[str, int, int]]:
    """Per node: how many are overdue, how many fall due up to `soon`; worst first."""
    running = Deadline.objects.filter(
        court_id__in=court_ids, state=Deadline.State.RUNNING, due_on__lte=soon
    ).order_by()
    overdue = {
        row["node"]: row["number"]
        for row in running.filter(due_on__lt=on).values("node").annotate(number=Count("id"))
    }
    every = {
        row["node"]: row["number"] for row in running.values("node").annotate(number=Count("id"))
    }
    rows = [
        (node, overdue.get(node, 0), number - overdue.get(node, 0))
        for node, number in every.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def overdue_by_court(court_ids: list[int], on: date) -> dict[int, int]:
    """How many clocks are overdue in each court."""
    rows = (
        Deadline.objects.filter(court_id__in=court_ids, state=Deadline.State.RUNNING, due_on__lt=on)
        .order_by()
        .values("court_id")
        .annotate(number=Count("id"))
    )
    return {row["court_id"]: row["number"] for row in rows}


def due_by_officer(court_id: int, on: date, within: int = 7) -> dict[int, tuple[int, int]]:
    """Per officer of a court: clocks overdue on a day, and those due from it within some days."""
    late = Q(due_on__lt=on)
    rows = (
        due_in_court(court_id, on + timedelta(days=within))
        .filter(officer_id__isnull=False)
        .order_by()
        .values("officer_id")
        .annotate(late=Count("id", filter=late), soon=Count("id", filter=~late))
    )
    return {row["officer_id"]: (row["late"], row["soon"]) for row in rows}


def overdue_of_node(court_ids: list[int], node: str, on: date) -> QuerySet[Deadline]:
    """Overdue clocks of one kind with their cases, longest overdue first."""
    return (
        Deadline.objects.filter(
            court_id__in=court_ids, node=node, state=Deadline.State.RUNNING, due_on__lt=on
        )
        .select_related("case__officer")
        .order_by("due_on", "id")
    )


def reasons(deadline: Deadline) -> Finding[date]:
    """How the due date came about, step by step (依据)."""
    clock = engine.Clock(**{name: getattr(deadline, name) for name in listening.COLUMNS})
    return engine.finding(clock)


def running_of_cases(case_ids: list[int]) -> dict[int, list[Deadline]]:
    """The running clocks of several cases by case, due first, in one query."""
    found: dict[int, list[Deadline]] = {}
    rows = Deadline.objects.filter(case_id__in=case_ids, state=Deadline.State.RUNNING)
    for each in rows.order_by("due_on", "id"):
        found.setdefault(each.case_id, []).append(each)
    return found


def one(deadline_id: int) -> Deadline:
    """A clock by its id; a Refusal (404) when it is not seen."""
    found = Deadline.objects.filter(pk=deadline_id).first()
    if found is None:
        raise Refusal("deadlines.not_found", "没有这一期限，或您无权查看", status=404)
    return found


def cases_due_before(day: date) -> QuerySet[Deadline, Any]:
    """Ids of cases with a clock running out before a day (a subquery)."""
    found = Deadline.objects.filter(state=Deadline.State.RUNNING, due_on__lt=day)
    return found.order_by().values("case_id")


def due_first(case_ids: list[int]) -> dict[int, Deadline]:
    """For each of several cases the running clock due first, in one query."""
    found: dict[int, Deadline] = {}
    rows = Deadline.objects.filter(
        case_id__in=case_ids, state=Deadline.State.RUNNING, due_on__isnull=False
    )
    for each in rows.order_by("due_on", "id"):
        found.setdefault(each.case_id, each)
    return found


def running_of_subjects(node: str, subjects: Mapping[int, int | None]) -> dict[int, Deadline]:
    """The running clocks of one node by what they are about (a receipt, a measure).

    subjects: what they are about, with its case, through which its clocks are found.
    """
    found = Deadline.objects.filter(
        case_id__in=set(subjects.values()),
        node=node,
        subject__in=[str(each) for each in subjects],
        state=Deadline.State.RUNNING,
    )
    return {int(each.subject): each for each in found}
