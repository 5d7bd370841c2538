"""Whose cases, and which of them: the filters of the desk and of the list, one condition a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.actors import Actor
from duixian.kernel.periods import add_months
from duixian.kernel.roles import Role

LIVELIHOOD = "涉民生"
LAPSING_WITHIN = 30  # days: the officer has time to renew
MONTHS_NEAR_THE_END = 5  # since filing
_WHOLE_COURT = (Role.BUREAU_DIRECTOR, Role.PRESIDENT, Role.FINANCE, Role.FILING_HALL)


def is_officer(actor: Actor) -> bool:
    return actor.person_id is not None and actor.holds(Role.OFFICER)


def my_open_cases(actor: Actor) -> QuerySet[Case]:
    """The open cases a person works on: an officer's own, everyone else's whole court."""
    if is_officer(actor):
        return cases.cases_of_officer(actor.person_id or 0, actor.court_id)
    return cases.open_cases(actor.court_id)


def unassigned(court_id: int) -> QuerySet[Case]:
    """Open cases of a court that no officer has yet (待分案), longest waiting first."""
    return cases.open_cases(court_id).filter(officer=None).order_by("filed_on", "id")


def my_clocks(actor: Actor, until: date) -> QuerySet[Deadline]:
    """The running clocks a person answers for, due up to a day, most overdue first."""
    if is_officer(actor):
        return deadlines.due_of_officer(actor.person_id or 0, until)
    found = deadlines.due_in_court(actor.court_id, until)
    if actor.holds(Role.BUREAU_DIRECTOR, Role.PRESIDENT, Role.INSPECTOR, Role.CLERK):
        return found
    return found.filter(responsible__in=[str(role) for role in actor.roles])


@dataclass(frozen=True, slots=True)
class Filter:
    """A named selection of cases. `narrow` takes the cases and the day."""

    key: str
    title: str
    narrow: Callable[[QuerySet[Case], date], QuerySet[Case]]


def _found_not_controlled(found: QuerySet[Case], _today: date) -> QuerySet[Case]:
    return found.filter(pk__in=assets.cases_with_uncontrolled())


def _money_waiting(found: QuerySet[Case], _today: date) -> QuerySet[Case]:
    return found.filter(pk__in=ledger.cases_with_money_waiting())


def _lapsing(found: QuerySet[Case], today: date) -> QuerySet[Case]:
    until = today + timedelta(days=LAPSING_WITHIN)
    return found.filter(pk__in=measures.cases_with_expiring(until))


def _five_months(found: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Filed five months ago or earlier: the execution term is near."""
    day = add_months(today, -MONTHS_NEAR_THE_END)
    return found.filter(filed_on__lte=day)


FILTERS: dict[str, Filter] = {
    each.key: each
    for each in (
        Filter("answers", _("反馈未处理"), _found_not_controlled),
        Filter("money", _("案款待发"), _money_waiting),
        Filter("lapsing", _("措施将失效"), _lapsing),
        Filter(
            "livelihood",
            _("涉民生优先"),
            lambda found, _today: found.filter(flags__contains=[LIVELIHOOD]),
        ),
        Filter("five_months", _("满五个月"), _five_months),
        Filter("all", _("全部在办"), lambda found, _today: found),
    )
}


def in_series(found: QuerySet[Case], series: str) -> QuerySet[Case]:
    return found.filter(series=series)


def with_clock_due_before(found: QuerySet[Case], day: date) -> QuerySet[Case]:
    """Cases with a clock running out before a day."""
    return found.filter(pk__in=deadlines.cases_due_before(day))
