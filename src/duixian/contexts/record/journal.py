"""The journal: appending an entry to its chain, and the canonical form its hash is taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import rfc8785
from django.db import connection
from psycopg.types.json import Jsonb

HASHED = (
    "chain",
    "seq",
    "court_id",
    "case_id",
    "act",
    "person_id",
    "person_name",
    "role",
    "signers",
    "occurred_on",
    "recorded_at",
    "facts",
    "result",
    "provisions",
    "line",
    "previous",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A locked chain: its length and last hash, and the id its next entry will have."""

    name: str
    length: int
    hash: str
    next_entry_id: int
    court_id: int
    case_id: int | None


def chain_of(court_id: int, case_id: int | None) -> str:
    """A case has its own chain; what belongs to no case goes on its court's chain."""
    return f"case:{case_id}" if case_id is not None else f"court:{court_id}"


def canonical(entry: Mapping[str, Any]) -> bytes:
    """RFC 8785 form of the hashed fields, as the database stored them."""
    plain = {name: entry[name] for name in HASHED}
    plain["occurred_on"] = _text_of_date(plain["occurred_on"])
    plain["recorded_at"] = _text_of_instant(plain["recorded_at"])
    return rfc8785.dumps(plain)


def hash_of(entry: Mapping[str, Any]) -> str:
    return sha256(canonical(entry)).hexdigest()


def _text_of_date(value: date) -> str:
    return value.isoformat()


def _text_of_instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def lock_case(case_id: int | None) -> Head | None:
    """Take the row lock of a case's chain; None where the viewer sees no such chain."""
    if case_id is None:
        return None
    name = f"case:{case_id}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT length, head, nextval('record_entry_id_seq'), court_id "
            "FROM record_chain WHERE name = %s FOR UPDATE",
            [name],
        )
        row = cursor.fetchone()
    return Head(name, row[0], row[1], row[2], row[3], case_id) if row is not None else None


def lock_chain(court_id: int, case_id: int | None) -> Head:
    """Take the chain's row lock, creating the chain at its first entry."""
    name = chain_of(court_id, case_id)
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "SELECT length, head, nextval('record_entry_id_seq') "
                "FROM record_chain WHERE name = %s FOR UPDATE",
                [name],
            )
            row = cursor.fetchone()
            if row is not None:
                return Head(name, row[0], row[1], row[2], court_id, case_id)
            cursor.execute(
                "INSERT INTO record_chain (name, court_id, length, head) VALUES (%s, %s, 0, '') "
                "ON CONFLICT DO NOTHING",
                [name, court_id],
            )
    raise AssertionError(f"chain {name} could be neither read nor created")


def open_chain(court_id: int, case_id: int) -> Head:
    """The chain of a case that this very transaction created: new, and locked by being so."""
    name = chain_of(court_id, case_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_chain (name, court_id, length, head) VALUES (%s, %s, 0, '') "
            "RETURNING nextval('record_entry_id_seq')",
            [name, court_id],
        )
        row = cursor.fetchone()
    assert row is not None
    return Head(name, 0, "", row[0], court_id, case_id)


_APPEND = """
WITH grown AS (
    UPDATE record_chain SET length = %(seq)s, head = %(hash)s WHERE name = %(chain)s
)
INSERT INTO record_entry (id, chain, seq, court_id, case_id, act, person_id, person_name, role,
    signers, occurred_on, recorded_at, facts, result, provisions, line, previous, hash)
VALUES (%(id)s, %(chain)s, %(seq)s, %(court_id)s, %(case_id)s, %(act)s, %(person_id)s,
    %(person_name)s, %(role)s, %(signers)s, %(occurred_on)s, %(recorded_at)s, %(facts)s,
    %(result)s, %(provisions)s, %(line)s, %(previous)s, %(hash)s)
"""

_JSON = ("signers", "facts", "result", "provisions")


def append(head: Head, entry: dict[str, Any], entry_id: int) -> dict[str, Any]:
    """Write `entry` as the next of its chain; returns it with seq, previous and hash.

    entry_id: the id reserved for it when the chain was locked.
    """
    whole = {
        **entry,
        "chain": head.name,
        "seq": head.length + 1,
        "previous": head.hash,
        "id": entry_id,
    }
    whole["hash"] = hash_of(whole)
    stored = {name: Jsonb(value) if name in _JSON else value for name, value in whole.items()}
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, stored)  # type: ignore[arg-type]  # psycopg adapts Jsonb
    return whole
