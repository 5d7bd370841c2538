"""The wall under every query: row-level security shows only the courts of the present viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from duixian.contexts.record.actors import Actor


def set_viewer(courts: Sequence[int]) -> None:
    """Tell PostgreSQL which courts' rows this transaction may see; must be inside one.

    The setting is local to the transaction, so a pooled connection forgets it by itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('duixian.courts', %s, true)", [",".join(map(str, courts))]
        )


@contextmanager
def viewing(actor: Actor) -> Iterator[None]:
    """A transaction that sees what `actor` may see. Without it the application sees no rows."""
    with transaction.atomic():
        set_viewer(actor.courts)
        yield
