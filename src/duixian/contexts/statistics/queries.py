"""What the board shows, in a fixed number of queries whatever the number of cases.

Indicators count first-enforcement cases (执) filed since the outline's year; numerator and
denominator go down to case numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.statistics.engine import Point

SINCE = date(2016, 1, 1)


@dataclass(frozen=True, slots=True)
class CourtFigures:
    """One court's indicators on a day."""

    court_id: int
    done: int
    with_property: int
    open: int
    closed: int
    terminated: int
    average_days: Decimal | None
    collected: int

    @property
    def termination_rate(self) -> float | None:
        return self.terminated / self.closed if self.closed else None


_PROPERTY = "(property_class = 'property' OR closing = 'executed')"
_OURS = "court_id = ANY(%(courts)s) AND docket_type = '执' AND filed_on >= %(since)s"

_BY_COURT = f"""
SELECT court_id,
    count(*) FILTER (WHERE closing = 'executed'),
    count(*) FILTER (WHERE {_PROPERTY}),
    count(*) FILTER (WHERE state <> 'closed'),
    count(*) FILTER (WHERE state = 'closed'),
    count(*) FILTER (WHERE closing = 'terminated_proceedings'),
    avg(closed_on - filed_on) FILTER (WHERE state = 'closed'),
    coalesce(sum(collected_amount), 0)
FROM cases_case WHERE {_OURS} GROUP BY court_id
"""

_TREND = f"""
SELECT day::date,
    (SELECT count(*) FROM cases_case WHERE {_OURS} AND closing = 'executed'
        AND closed_on <= day),
    (SELECT count(*) FROM cases_case WHERE {_OURS} AND filed_on <= day
        AND ((classified_on <= day AND property_class = 'property')
            OR (closing = 'executed' AND closed_on <= day)))
FROM unnest(%(days)s::date[]) AS day ORDER BY day
"""


def by_court(court_ids: Sequence[int]) -> dict[int, CourtFigures]:
    """Figures of each court that has cases."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_COURT, {"courts": list(court_ids), "since": SINCE})
        return {
            row[0]: CourtFigures(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                int(row[7]),
            )
            for row in cursor.fetchall()
        }


def trend(court_ids: Sequence[int], days: Sequence[date]) -> list[Point]:
    """The share of property cases executed as it stood on each of some days."""
    with connection.cursor() as cursor:
        cursor.execute(_TREND, {"courts": list(court_ids), "since": SINCE, "days": list(days)})
        return [Point(row[0], row[1], row[2]) for row in cursor.fetchall()]


def month_ends(until: date, months: int) -> list[date]:
    """The last days of the months before a day, and the day itself; oldest first."""
    days = [until]
    day = until.replace(day=1)
    for _ in range(months):
        day -= timedelta(days=1)
        days.append(day)
        day = day.replace(day=1)
    return sorted(days)


def cases_counted(court_ids: Sequence[int], *, done: bool) -> QuerySet[Case]:
    """The very cases behind the share: executed ones, or property cases still open."""
    found = cases.of_courts(court_ids).filter(docket_type="执", filed_on__gte=SINCE)
    if done:
        return found.filter(closing=Case.Closing.EXECUTED)
    return found.filter(property_class="property").exclude(state=Case.State.CLOSED)


_OBSTACLES = """
SELECT reason, count(*) FROM (
    SELECT c.id, CASE
        WHEN c.state = 'suspended' THEN 'suspended'
        WHEN EXISTS (SELECT 1 FROM ledger_receipt r WHERE r.case_id = c.id
            AND r.disbursed < r.amount) THEN 'money_waiting'
        WHEN EXISTS (SELECT 1 FROM measures_measure m WHERE m.case_id = c.id
            AND m.state = 'effective' AND m.must_be_sold
            AND NOT EXISTS (SELECT 1 FROM disposal_lot l WHERE l.asset_id = m.asset_id))
            THEN 'controlled_not_sold'
        WHEN EXISTS (SELECT 1 FROM disposal_lot l WHERE l.case_id = c.id
            AND l.state IN ('pricing', 'priced')) THEN 'pricing'
        WHEN EXISTS (SELECT 1 FROM disposal_lot l WHERE l.case_id = c.id
            AND l.state IN ('announced', 'unsold')) THEN 'auction'
        WHEN EXISTS (SELECT 1 FROM measures_measure m WHERE m.case_id = c.id
            AND m.state = 'effective' AND m.kind = 'freeze') THEN 'frozen_not_levied'
        ELSE 'found_not_controlled' END AS reason
    FROM cases_case c
    WHERE c.court_id = ANY(%(courts)s) AND c.docket_type = '执' AND c.filed_on >= %(since)s
        AND c.property_class = 'property' AND c.state <> 'closed'
) AS stuck GROUP BY reason ORDER BY count(*) DESC
"""


def obstacles(court_ids: Sequence[int]) -> dict[str, int]:
    """Why property cases are still open, each counted once by what comes first."""
    with connection.cursor() as cursor:
        cursor.execute(_OBSTACLES, {"courts": list(court_ids), "since": SINCE})
        return {row[0]: row[1] for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Stuck:
    """A property case that does not move: the clock longest overdue in it."""

    case_id: int
    docket_number: str
    officer: str
    node: str
    due_on: date
    owed: int


_STUCK = """
SELECT * FROM (
    SELECT DISTINCT ON (c.id) c.id, c.docket_number, coalesce(p.name, ''), d.node, d.due_on,
        c.owed_amount
    FROM cases_case c
    JOIN deadlines_deadline d ON d.case_id = c.id AND d.state = 'running' AND d.due_on < %(today)s
    LEFT JOIN courts_person p ON p.id = c.officer_id
    WHERE c.court_id = ANY(%(courts)s) AND c.docket_type = '执' AND c.filed_on >= %(since)s
        AND c.property_class = 'property' AND c.state = 'open'
    ORDER BY c.id, d.due_on
) AS first ORDER BY owed_amount DESC, due_on LIMIT %(limit)s
"""


def stuck(court_ids: Sequence[int], today: date, limit: int = 8) -> list[Stuck]:
    """Open property cases with an overdue clock, most owed first: where to look first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STUCK, {"courts": list(court_ids), "since": SINCE, "today": today, "limit": limit}
        )
        return [Stuck(*row) for row in cursor.fetchall()]


_UNRESTRICTED = """
SELECT DISTINCT c.id FROM cases_case c
JOIN cases_caseparty p ON p.case_id = c.id AND p.role = 'debtor'
WHERE c.court_id = ANY(%(courts)s) AND c.closing = 'terminated_proceedings'
    AND c.closed_on >= %(start)s
    AND NOT EXISTS (SELECT 1 FROM sanctions_restriction r
        WHERE r.debtor_id = p.id AND r.lifted_on IS NULL)
"""

_BELOW_STANDARD = """
SELECT c.id FROM cases_case c
LEFT JOIN closing_closing e ON e.case_id = c.id
WHERE c.court_id = ANY(%(courts)s) AND c.closing = 'terminated_proceedings'
    AND c.closed_on >= %(start)s
    AND (e.id IS NULL OR jsonb_array_length(e.check_result) = 0
        OR e.check_result @> '[{"met": false}]')
"""

VIOLATIONS = {
    "terminated_debtors_restricted": _UNRESTRICTED,
    "terminations_by_standard": _BELOW_STANDARD,
}


def violations(indicator: str, court_ids: Sequence[int], start: date) -> list[int]:
    """Cases that break an invariant of R2.2, by id."""
    with connection.cursor() as cursor:
        cursor.execute(VIOLATIONS[indicator], {"courts": list(court_ids), "start": start})
        return [row[0] for row in cursor.fetchall()]


_LISTED = """
SELECT c.court_id, count(*) FILTER (WHERE l.id IS NOT NULL), count(*)
FROM cases_case c
JOIN cases_caseparty p ON p.case_id = c.id AND p.role = 'debtor'
LEFT JOIN sanctions_listing l ON l.debtor_id = p.id
WHERE c.court_id = ANY(%(courts)s) AND c.closing = 'terminated_proceedings'
GROUP BY c.court_id
"""


def listing_rates(court_ids: Sequence[int]) -> dict[int, float]:
    """The share of debtors of terminated cases ever listed as dishonest, by court (R6.4)."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"courts": list(court_ids)})
        return {row[0]: row[1] / row[2] for row in cursor.fetchall() if row[2]}


_MONEY = """
SELECT court_id, coalesce(sum(amount - disbursed), 0) FROM ledger_receipt
WHERE court_id = ANY(%(courts)s) AND case_id IS NOT NULL AND disbursed < amount
    AND received_on < %(before)s GROUP BY court_id
"""


def money_waiting_since(court_ids: Sequence[int], before: date) -> dict[int, int]:
    """Fen received before a day and not paid out yet, by court."""
    with connection.cursor() as cursor:
        cursor.execute(_MONEY, {"courts": list(court_ids), "before": before})
        return {row[0]: int(row[1]) for row in cursor.fetchall()}


_MISSED_WEEKS = """
SELECT court_id, (%(today)s::date - missed_on) / 7, count(*) FROM deadlines_deadline
WHERE court_id = ANY(%(courts)s) AND missed_on > %(today)s::date - 84
    AND missed_on <= %(today)s::date
GROUP BY 1, 2
"""


def missed_by_week(court_ids: Sequence[int], today: date, weeks: int = 12) -> dict[int, list[int]]:
    """Deadlines newly missed in each of the last weeks, oldest first, by court."""
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MISSED_WEEKS, {"courts": list(court_ids), "today": today})
        for court_id, ago, number in cursor.fetchall():
            line = found.setdefault(court_id, [0] * weeks)
            if ago < weeks:
                line[weeks - 1 - ago] += number
    return found
