"""Taking turns on something that has no row yet (依次办理): two twins cannot both be the first."""

from __future__ import annotations

from django.db import connection


def wait_for_turn(name: str) -> None:
    """Wait until nobody else holds `name`; it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
