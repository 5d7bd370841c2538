"""Counting periods of time (期间). The day of the event is never counted.

Months and years end on the day with the same number; where the month has no such day they end on
its last day. That rounding has a name, `round_down_to_month_end`, because other laws round up.
A procedural period (诉讼期间) that ends on a day off ends on the next working day; the term of a
measure (查封、扣押、冻结期限) does not roll, since its effect ends by itself.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duixian.kernel.calendar import next_working_day, roll_forward
from duixian.kernel.findings import Refusal


class Unit(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def words(self) -> str:
        return {"day": "日", "working_day": "个工作日", "month": "个月", "year": "年"}[self.value]


class Kind(StrEnum):
    """Whether a period that ends on a day off rolls on to the next working day."""

    PROCEDURAL = "procedural"  # 诉讼期间: rolls
    MEASURE = "measure"  # 措施期限: does not
    INTERNAL = "internal"  # 内部办案期限: rolls, the next working day is when it can be done

    @property
    def rolls(self) -> bool:
        return self is not Kind.MEASURE


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: 10 days, 3 working days, 6 months, 1 year."""

    length: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.length}{self.unit.words}"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period: as counted, and after any roll to a working day."""

    natural: date
    due: date

    @property
    def rolled(self) -> bool:
        return self.due != self.natural


def round_down_to_month_end(year: int, month: int, day: int) -> date:
    """The day of that month, or the month's last day where it is shorter.

    >>> round_down_to_month_end(2017, 2, 31)
    datetime.date(2017, 2, 28)
    """
    return date(year, month, min(day, months.monthrange(year, month)[1]))


def add_months(start: date, count: int) -> date:
    """The day `count` months on (or back, if negative), rounded down to the month's end.

    >>> add_months(date(2014, 5, 28), 3), add_months(date(2016, 8, 31), 6)
    (datetime.date(2014, 8, 28), datetime.date(2017, 2, 28))
    """
    index = start.year * 12 + start.month - 1 + count
    return round_down_to_month_end(index // 12, index % 12 + 1, start.day)


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after the start day.

    >>> add_working_days(date(2016, 9, 30), 3)
    datetime.date(2016, 10, 10)
    """
    day = start
    for _ in range(count):
        day = next_working_day(day)
    return day


def natural_end(start: date, period: Period) -> date:
    """The last day of a period as counted, before any roll.

    >>> natural_end(date(2016, 12, 12), Period(6, Unit.MONTH))
    datetime.date(2017, 6, 12)

    Refuses with `period.beyond_calendar` where no date is that far away.
    """
    if period.length < 0:
        raise ValueError(f"a period is not negative: {period.length}")
    try:
        return _counted(start, period)
    except (OverflowError, ValueError):
        raise Refusal(
            code="period.beyond_calendar",
            message=f"自 {start.isoformat()} 起 {period}，超出了历法的范围。",
            cure="请核对期间的长度和单位。",
            field="length",
        ) from None


def _counted(start: date, period: Period) -> date:
    match period.unit:
        case Unit.DAY:
            return start + timedelta(days=period.length)
        case Unit.WORKING_DAY:
            return add_working_days(start, period.length)
        case Unit.MONTH:
            return add_months(start, period.length)
        case Unit.YEAR:
            return add_months(start, 12 * period.length)


def due_on(start: date, period: Period, kind: Kind = Kind.PROCEDURAL) -> Due:
    """When a period that starts with an event on `start` ends.

    >>> due_on(date(2016, 9, 21), Period(10, Unit.DAY)).due
    datetime.date(2016, 10, 8)
    >>> due_on(date(2016, 9, 21), Period(10, Unit.DAY), Kind.MEASURE).due
    datetime.date(2016, 10, 1)
    """
    natural = natural_end(start, period)
    return Due(natural, roll_forward(natural) if kind.rolls else natural)


def before_expiry(expiry: date, days: int) -> date:
    """The last day that is still `days` days before an expiry (届满…日前); it never rolls forward.

    >>> before_expiry(date(2017, 12, 15), 7)
    datetime.date(2017, 12, 8)
    """
    return expiry - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days that do not count (不计入期限): from `start` up to, not including, `end`."""

    start: date
    end: date
    ground: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval ends before it starts: {self.start} to {self.end}")


def days_in_union(intervals: Iterable[Interval]) -> int:
    """The days covered by any of the intervals, none counted twice.

    >>> days_in_union([Interval(date(2017, 2, 27), date(2017, 4, 10))])
    42
    >>> days_in_union([Interval(date(2017, 1, 1), date(2017, 1, 5)),
    ...                Interval(date(2017, 1, 3), date(2017, 1, 8))])
    7
    """
    total = 0
    reached: date | None = None
    for interval in sorted(intervals, key=lambda each: (each.start, each.end)):
        start = interval.start if reached is None else max(interval.start, reached)
        if interval.end > start:
            total += (interval.end - start).days
        reached = interval.end if reached is None else max(reached, interval.end)
    return total
