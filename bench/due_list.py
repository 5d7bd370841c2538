"""What is due, over a million running clocks: the house's query against one SQL by hand.

Both give the first 200 rows with what the desk shows of them, as the application's role with
row-level security.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
from django.db.models import QuerySet

from bench.court import BenchCourt, found_court
from bench.lives import live
from bench.loading import Load, lay_in
from bench.measuring import Figure, pairs
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.service.addresses import Addresses

NAME = "due_list"
GOAL = "at most 2x"
CLOCKS = {"small": 600, "full": 1_000_000}
OFFICERS = {"small": 3, "full": 300}
TURNS = {"small": 5, "full": 60}
WARM = 6  # psycopg prepares a statement at its sixth execution
SHOWN = 200
WITHIN = 7  # days

_DUE = """
SELECT due.id, due.node, due.subject, due.due_on, due.state, due.case_id, docket_number,
    creditor_names, debtor_names, flags, owed_amount, owed_on
FROM deadlines_deadline AS due JOIN cases_case AS it ON it.id = due.case_id
WHERE due.state = 'running' AND due.{whose} = %s AND due.due_on <= %s
ORDER BY due.due_on, due.id LIMIT 200
"""


class NotTheSameRows(Exception):
    """The two lists differ."""


def run(size: str, addresses: Addresses) -> list[Figure]:
    court = found_court(OFFICERS[size])
    running = _lay_in(size, court, addresses)
    officer = court.officers[1].pk
    until = clock.today() + timedelta(days=WITHIN)
    lists: list[tuple[str, str, int, Callable[[], QuerySet[Deadline]]]] = [
        ("of a court", "court_id", court.court.pk, lambda: _court_list(court, until)),
        ("of an officer", "officer_id", officer, lambda: deadlines.due_of_officer(officer, until)),
    ]
    figures = [Figure(NAME, "running clocks", running, "rows")]
    with psycopg.connect(**addresses.app.connect_arguments(), autocommit=True) as raw:
        for title, column, value, query in lists:
            figures += _compare(title, raw, court, query, (column, value, until), TURNS[size])
    return figures


def _court_list(court: BenchCourt, until: date) -> QuerySet[Deadline]:
    return deadlines.due_in_court(court.court.pk, until)


def _lay_in(size: str, court: BenchCourt, addresses: Addresses) -> int:
    samples = live(court)
    with viewing(court.officer()):
        each = Deadline.objects.filter(state=Deadline.State.RUNNING).count()
    load = Load(
        cases=samples,
        first=1,
        copies=-(-CLOCKS[size] // each),
        officer=court.officers[0].pk,
        officer_copies=0,
        others=[person.pk for person in court.officers],
    )
    lay_in(addresses, load, only=(Case, Deadline))
    with viewing(court.officer()):
        return Deadline.objects.filter(state=Deadline.State.RUNNING).count()


def _compare(
    title: str,
    raw: psycopg.Connection[Any],
    court: BenchCourt,
    query: Callable[[], QuerySet[Deadline]],
    by: tuple[str, int, date],
    turns: int,
) -> list[Figure]:
    column, value, until = by
    actor = court.officer()
    statement = _DUE.format(whose=column)

    def ours(_turn: int = 0) -> list[deadlines.Due]:
        with viewing(actor):
            return deadlines.due_rows(query(), SHOWN)

    def by_hand(_turn: int = 0) -> list[tuple[Any, ...]]:
        with raw.transaction():
            raw.execute("SELECT set_config('duixian.courts', %s, true)", [str(actor.court_id)])
            return raw.execute(statement, [value, until]).fetchall()  # type: ignore[arg-type]

    if [(*due[:5], *due.case) for due in ours()] != by_hand():
        raise NotTheSameRows(f"due list {title}")
    pair = pairs(ours, by_hand, turns, WARM)
    shown = f"first {len(by_hand())} rows; {pair.spread}"
    return [
        Figure(NAME, f"{title}: house against one SQL", pair.ratio, "x", GOAL, shown),
        Figure(NAME, f"{title}: house", pair.a * 1000, "ms"),
        Figure(NAME, f"{title}: one SQL", pair.b * 1000, "ms"),
    ]
