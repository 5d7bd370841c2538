"""Putting jobs about a row into the queue: by name, one at a time for a row."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

QUEUE = "institutions"


def queue_job(task: str, argument: str, row_id: int, court_id: int, *, seconds: int = 0) -> None:
    """Look at a row, now or in some seconds. Jobs about one row never run side by side."""
    how = {"schedule_in": {"seconds": seconds}} if seconds else {}
    app.configure_task(
        task, allow_unknown=True, queue=QUEUE, lock=f"{argument}:{row_id}", **how
    ).defer(**{argument: row_id, "court_id": court_id})


def with_a_job(argument: str, row_ids: Iterable[int]) -> set[int]:
    """Those of the rows about which a job waits or runs."""
    locks = [f"{argument}:{row_id}" for row_id in row_ids]
    found = ProcrastinateJob.objects.filter(lock__in=locks, status__in=("todo", "doing"))
    return {int(lock.rsplit(":", 1)[1]) for lock in found.values_list("lock", flat=True) if lock}
