"""Serial numbers without gaps: dockets per court, type and year; documents; receipts."""

from __future__ import annotations

from django.db import connection


def next_serial(scope: str, court_id: int) -> int:
    """The next number of `scope`, from 1. Its row is locked until the act's transaction ends,

    so that a rolled back act gives its number back. Lock order: chain, counter, accounts by id.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_counter (scope, court_id, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (scope) DO UPDATE SET last = record_counter.last + 1 RETURNING last",
            [scope, court_id],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def raise_serial_to(scope: str, court_id: int, at_least: int) -> None:
    """Numbers given elsewhere (import of old cases) are never given again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_counter (scope, court_id, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (scope) DO UPDATE SET last = greatest(record_counter.last, excluded.last)",
            [scope, court_id, at_least],
        )
