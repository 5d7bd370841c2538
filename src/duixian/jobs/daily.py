"""What each day asks for, court by court: missed deadlines noted, late answers noted, day closed.

Safe to run at any time and as often as one likes: everything it does is done once.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_inquiry import NoteOverdue
from duixian.contexts.courts import queries as courts
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.acts import NoteMissed
from duixian.contexts.record import verification
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.jobs.importing import discard_old_lists
from duixian.kernel import clock
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)


def look_after_all_courts() -> None:
    for court in courts.all_courts():
        look_after(court.pk)


def look_after(court_id: int) -> None:
    """One court's day."""
    note_missed(court_id)
    note_overdue_answers(court_id)
    discard_old_lists(court_id)
    with viewing(system_actor(court_id)):
        verification.close_day(court_id, clock.today() - timedelta(days=1))


def note_missed(court_id: int) -> int:
    """Put newly missed deadlines on record, a case at a time; returns how many cases."""
    system = system_actor(court_id)
    today = clock.today()
    with viewing(system):
        cases = sorted(
            set(deadlines.newly_missed(court_id, today).values_list("case_id", flat=True))
        )
    for case_id in cases:
        _quietly(NoteMissed(case=case_id), court_id, f"missed:{case_id}:{today.isoformat()}")
    return len(cases)


def note_overdue_answers(court_id: int) -> int:
    """Put answers that institutions owe beyond their time on record."""
    today = clock.today()
    with viewing(system_actor(court_id)):
        rows = list(
            assets.inquiries_overdue(court_id, today).values_list("pk", "case_id", "correlation")
        )
    for inquiry_id, case_id, correlation in rows:
        _quietly(NoteOverdue(case=case_id, inquiry=inquiry_id), court_id, f"overdue:{correlation}")
    return len(rows)


def _quietly(act: NoteMissed | NoteOverdue, court_id: int, key: str) -> None:
    """Another worker may have been quicker: a refusal here is no fault."""
    try:
        do(act, by=system_actor(court_id), key=key)
    except Refusal as refusal:
        log.info("not needed any more", act=act.code, refusal=refusal.code)
