"""What each day asks for, court by court: what was missed, expired or is late is noted, those who

must act are warned, and the day is closed.

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
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.acts_course import NoteExpired
from duixian.contexts.record import verification
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.supervision import queries as supervision
from duixian.contexts.supervision.acts_warning import CloseWarning, RaiseWarning
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
    note_expired_measures(court_id)
    note_overdue_answers(court_id)
    warn(court_id)
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


def note_expired_measures(court_id: int) -> int:
    """Put measures whose term passed without renewal on record; returns how many."""
    with viewing(system_actor(court_id)):
        rows = [(each.case_id, each.pk) for each in measures.lapsed(court_id, clock.today())]
    for case_id, measure_id in rows:
        _quietly(NoteExpired(case=case_id, measure=measure_id), court_id, f"expired:{measure_id}")
    return len(rows)


def warn(court_id: int) -> int:
    """Raise the warnings that clocks ask for and close those that had their time, case by case.

    Returns how many cases. Without keys: both acts refuse when there is nothing left to do.
    """
    with viewing(system_actor(court_id)):
        cases = supervision.cases_to_look_at(court_id, clock.today())
    for case_id in cases:
        _quietly(CloseWarning(case=case_id), court_id)
        _quietly(RaiseWarning(case=case_id), court_id)
    return len(cases)


def _quietly(act: Act, court_id: int, key: str | None = None) -> None:
    """Another worker may have been quicker: a refusal here is no fault."""
    try:
        do(act, by=system_actor(court_id), key=key)
    except Refusal as refusal:
        log.info("not needed any more", act=act.code, refusal=refusal.code)
