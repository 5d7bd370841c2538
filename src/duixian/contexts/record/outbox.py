"""The outbox: what must happen next is put into PostgreSQL in the act's own transaction."""

from __future__ import annotations

from procrastinate.contrib.django import app

DELIVER_ENTRY = "duixian.deliver_entry"


def put(entry_id: int, court_id: int, case_id: int | None) -> None:
    """Queue the delivery of an entry to the workflow; one case's entries go in order."""
    lock = f"case:{case_id}" if case_id is not None else f"court:{court_id}"
    app.configure_task(DELIVER_ENTRY, allow_unknown=True, queue="workflow", lock=lock).defer(
        entry_id=entry_id, court_id=court_id
    )
