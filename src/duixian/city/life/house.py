"""What the house itself does every day, called as its own daily task would be."""

from __future__ import annotations

from duixian.city.life.town import Town
from duixian.contexts.assets.models import Inquiry
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.measures.models import Measure
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.jobs import daily
from duixian.kernel.calendar import is_working_day


def look_after(town: Town) -> None:
    """Missed nodes and overdue answers are put on record, in the courts that have any.

    The day roots are left to the running house: it closes days of the wall's calendar.
    """
    here = list(town.court_keys)
    with viewing(town.overseer):
        missed = Deadline.objects.filter(
            state=Deadline.State.RUNNING,
            due_on__lt=town.today,
            missed_on=None,
            court_id__in=here,
        )
        overdue = Inquiry.objects.filter(
            state=Inquiry.State.SENT, due_on__lt=town.today, court_id__in=here
        )
        with_missed = sorted(set(missed.values_list("court_id", flat=True)))
        with_overdue = sorted(set(overdue.values_list("court_id", flat=True)))
    for court_id in with_missed:
        daily.note_missed(court_id)
    for court_id in with_overdue:
        daily.note_overdue_answers(court_id)


def close_the_day(town: Town) -> None:
    """Measures that ran out are put on record, and warnings are raised and closed."""
    here = list(town.court_keys)
    with viewing(town.overseer):
        expired = Measure.objects.filter(
            state="effective", ends_on__lt=town.today, court_id__in=here
        )
        with_expired = sorted(set(expired.values_list("court_id", flat=True)))
    for court_id in with_expired:
        daily.note_expired_measures(court_id)
    if is_working_day(town.today):
        for court_id in sorted(town.court_keys):
            daily.warn(court_id)


def entries(town: Town) -> int:
    """How many entries the journal of the whole city has."""
    with viewing(town.overseer):
        return Entry.objects.count()
