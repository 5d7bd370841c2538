"""An act through the one door against the same rows by hand.

Two acts, one of money (ledger.record_receipt: receipt, account, transfer, credit, clocks, job) and
one with a paper (documents.issue_enforcement_notice). Before anything is timed, the rows both ways
write are counted table by table: they must be equal, or the bench says so and stops.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg.rows import dict_row

from bench.by_hand import ByHand, Case, Row
from bench.court import BenchCourt, file_case, found_court
from bench.measuring import Figure, Pair, pairs, watching
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record.acts import Act, read_facts
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.protection import house_models
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.service.addresses import Addresses

NAME = "do_vs_sql"
TURNS = {"small": 5, "full": 120}
WARM = 6  # psycopg prepares a statement at its sixth execution
GOAL = "at most 3x"
AMOUNT = "10000.00"


class Both:
    """The two acts, done through the door and by hand, each turn on a fresh case."""

    def __init__(self, court: BenchCourt, addresses: Addresses, cases: int) -> None:
        self._finance = court.actor(Role.FINANCE)
        self._officer = court.officer()
        self._court_id = court.court.pk
        self.cases = [file_case(court, serial) for serial in range(1, cases + 1)]
        arguments = addresses.app.connect_arguments()
        self._raw = psycopg.connect(**arguments, row_factory=dict_row, autocommit=True)
        owner = addresses.owner.connect_arguments()
        self._owner = psycopg.connect(**owner, row_factory=dict_row, autocommit=True)

    def close(self) -> None:
        self._raw.close()
        self._owner.close()

    def _rows(self, query: str, value: int) -> list[Row]:
        return self._owner.execute(query, [value]).fetchall()

    def _entry(self, done: Done) -> Row:
        return self._rows("SELECT * FROM record_entry WHERE id = %s", done.entry_id)[0]

    def case(self, place: int) -> Case:
        return Case(self.cases[place], self._court_id)

    def receipt(self, place: int) -> Done:
        facts = {
            "case": self.cases[place],
            "amount": AMOUNT,
            "received_on": clock.today(),
            "payer": "方某平",
            "bank_reference": f"DO-{place}",
        }
        return _done(read_facts(RecordReceipt, facts), self._finance)

    def notice(self, place: int) -> Done:
        facts = {"case": self.cases[place]}
        return _done(read_facts(IssueEnforcementNotice, facts), self._officer)

    def by_hand(self, actor: Any, role: Role) -> ByHand:
        by = {"person_id": actor.person_id, "person_name": actor.name, "role": str(role)}
        return ByHand(self._raw, by)

    def receipt_by_hand(self, done: Done) -> Callable[[int], None]:
        """The hand's version of a receipt that was just done."""
        hand, sample = self.by_hand(self._finance, Role.FINANCE), self._entry(done)
        clocks = self._rows(
            "SELECT * FROM deadlines_deadline WHERE started_entry = %s", done.entry_id
        )
        for each in clocks:
            del each["id"]
        return lambda place: hand.receipt(self.case(place), sample, clocks, f"HAND-{place}")

    def notice_by_hand(self, done: Done) -> Callable[[int], None]:
        hand, sample = self.by_hand(self._officer, Role.OFFICER), self._entry(done)
        (paper,) = self._rows("SELECT * FROM documents_document WHERE entry_id = %s", done.entry_id)
        del paper["id"]
        met = self._rows(
            "SELECT node FROM deadlines_deadline WHERE ended_entry = %s", done.entry_id
        )
        sample["met"] = [each["node"] for each in met]
        return lambda place: hand.notice(self.case(place), sample, paper)


def _done(act: Act, by: Any) -> Done:
    done = do(act, by=by)
    assert isinstance(done, Done)
    return done


def rows_of_tables() -> dict[str, int]:
    """How many rows each table holds, the outbox included."""
    tables = [model._meta.db_table for model in house_models()] + ["procrastinate_jobs"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
        )
        return dict(cursor.fetchall())


def _written(what: Callable[[], object]) -> dict[str, int]:
    before = rows_of_tables()
    what()
    after = rows_of_tables()
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


class NotTheSameRows(Exception):
    """The hand does not write what the act writes; bench/by_hand.py must follow the act."""


def _same_rows(act: Callable[[], object], hand: Callable[[], object]) -> None:
    ours, theirs = _written(act), _written(hand)
    if ours != theirs:
        raise NotTheSameRows(f"the act wrote {ours}, by hand {theirs}")


def run(size: str, addresses: Addresses) -> list[Figure]:
    turns = TURNS[size]
    both = Both(found_court(2), addresses, 2 * (turns + WARM) + 4)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        receipts = _compare(both.receipt, both.receipt_by_hand, turns)
        notices = _compare(both.notice, both.notice_by_hand, turns)
    finally:
        both.close()
    return [
        *_figures("ledger.record_receipt", *receipts),
        *_figures("documents.issue_enforcement_notice", *notices),
    ]


def _compare(
    act: Callable[[int], Done], hand_of: Callable[[Done], Callable[[int], None]], turns: int
) -> tuple[Pair, int, float]:
    hand = hand_of(act(0))
    _same_rows(lambda: act(1), lambda: hand(2))
    with watching() as seen:
        act(3)
    cases = iter(range(4, 4 + 2 * (turns + WARM)))
    # The side that takes the even cases changes nothing: they are all alike.
    pair = pairs(lambda _turn: act(next(cases)), lambda _turn: hand(next(cases)), turns, WARM)
    return pair, len(seen), seen.seconds


def _figures(name: str, pair: Pair, statements: int, _seconds: float) -> list[Figure]:
    return [
        Figure(NAME, f"{name}: do() against SQL by hand", pair.ratio, "x", GOAL, pair.spread),
        Figure(NAME, f"{name}: do()", pair.a * 1000, "ms"),
        Figure(NAME, f"{name}: by hand", pair.b * 1000, "ms"),
        Figure(NAME, f"{name}: statements of do()", statements, "statements"),
    ]
