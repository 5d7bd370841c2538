"""The one listener inside the act's transaction, and the rebuild from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from duixian.contexts.deadlines import engine
from duixian.contexts.deadlines.engine import Clock, Clocks
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Act, Doing

COLUMNS = tuple(Clock.__dataclass_fields__)
_KEY = ("case_id", "node", "subject", "round")
_MOVING = tuple(name for name in COLUMNS if name not in _KEY)


def hear(act: Act, at: Doing, entry_id: int, result: Mapping[str, Any]) -> None:
    """Move the clocks of the case by the entry just recorded."""
    moves_all = act.code in (engine.ASSIGNED, engine.MISSED)
    if at.case_id is None or not (moves_all or engine.concerned_nodes(act.code)):
        return
    entry = as_entry(act.code, at.on, entry_id, act.stored_facts(), result)
    # A case that this entry opens has no clocks yet.
    before = {} if act.opens_case else clocks_of(at.case_id)
    after = engine.advance(before, entry)
    _write(at.court_id, at.case_id, before, after)


def as_entry(
    code: str, on: Any, entry_id: int, facts: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    """An entry as the engine reads it; the result wins over the facts."""
    return {**facts, **result, "id": entry_id, "act": code, "on": on}


def clocks_of(case_id: int) -> Clocks:
    """The clocks of a case as the rows have them."""
    rows = Deadline.objects.filter(case_id=case_id).values(*COLUMNS)
    clocks = [Clock(**row) for row in rows]
    return {clock.key: clock for clock in clocks}


def replay(case_id: int) -> Clocks:
    """The clocks of a case as the journal alone gives them."""
    clocks: Clocks = {}
    for entry in record.journal_of(case_id).order_by("seq"):
        clocks = engine.advance(
            clocks, as_entry(entry.act, entry.occurred_on, entry.pk, entry.facts, entry.result)
        )
    return clocks


def rebuild(court_id: int, case_id: int) -> int:
    """Replace the rows of a case by what the journal gives; returns how many differed."""
    before, after = clocks_of(case_id), replay(case_id)
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    gone = [before[key] for key in before.keys() - after.keys()]
    for clock in gone:
        Deadline.objects.filter(
            case_id=case_id, node=clock.node, subject=clock.subject, round=clock.round
        ).delete()
    _write(court_id, case_id, before, after)
    return len(differing)


_JSON = ("facts", "intervals", "open_pauses", "extensions")
_INTO = ", ".join(("court_id", "case_id", *COLUMNS))
_ROW = ", ".join(["%s"] * (2 + len(COLUMNS)))
_NEW = ", ".join(f"{name} = excluded.{name}" for name in _MOVING)


def _write(court_id: int, case_id: int, before: Clocks, after: Clocks) -> None:
    """Put the clocks that are new or have moved into their rows, in one statement.

    Written out, because every act comes through here and building it anew costs more than it.
    """
    moved = [clock for key, clock in after.items() if before.get(key) != clock]
    if not moved:
        return
    values = ", ".join([f"({_ROW})"] * len(moved))
    statement = (
        f"INSERT INTO deadlines_deadline ({_INTO}) VALUES {values} "
        f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {_NEW}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [value for clock in moved for value in (court_id, case_id, *_cells(clock))],
        )


def _cells(clock: Clock) -> list[Any]:
    cells = ((name, getattr(clock, name)) for name in COLUMNS)
    return [Jsonb(cell) if name in _JSON else cell for name, cell in cells]
