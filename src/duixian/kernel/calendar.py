"""China's official calendar: which days courts work (工作日), by the State Council's notices.

Weekends and the days off of each year's notice are not worked; weekend days that a notice swaps
(调休) are. Years without data are refused, never guessed; a year whose notice is not out yet is
provisional and says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from duixian.kernel.findings import Refusal

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """One year's arrangement (节假日安排) with the notice it comes from."""

    year: int
    notice: str
    provisional: bool
    days_off: Mapping[date, str]
    made_up_working_days: frozenset[date]
    changed_by: str = ""


@cache
def _years() -> Mapping[int, Year]:
    found = {}
    for item in resources.files("duixian.kernel.holidays").iterdir():
        if not item.name.endswith(".toml"):
            continue
        raw = tomllib.loads(item.read_text(encoding="utf-8"))
        found[raw["year"]] = Year(
            year=raw["year"],
            notice=raw["notice"],
            provisional=raw["provisional"],
            days_off={day: name for day, name in raw["days_off"]},
            made_up_working_days=frozenset(raw["made_up_working_days"]),
            changed_by=raw.get("changed_by", ""),
        )
    return found


def first_year() -> int:
    """The first year the table holds."""
    return min(_years())


def last_year() -> int:
    """The last year the table holds, provisional or not."""
    return max(_years())


def arrangement(day: date) -> Year:
    """The arrangement of the year the day falls in.

    Refuses with `calendar.day_beyond_data` when the table has no such year.
    """
    year = _years().get(day.year)
    if year is None:
        raise Refusal(
            code="calendar.day_beyond_data",
            message=f"没有{day.year}年的节假日安排，不能判断 {day.isoformat()} 是否工作日。",
            cure=f"现有{first_year()}年至{last_year()}年的安排；"
            "国务院办公厅发布该年通知后补入节假日表。",
            field="date",
        )
    return year


def is_provisional(day: date) -> bool:
    """Whether the year's notice was not out when the table was made."""
    return arrangement(day).provisional


def is_made_up_working_day(day: date) -> bool:
    """Whether the day is a weekend day worked instead (调休上班).

    >>> is_made_up_working_day(date(2017, 5, 27))
    True
    """
    return day in arrangement(day).made_up_working_days


def is_working_day(day: date) -> bool:
    """Whether courts work on the day.

    >>> is_working_day(date(2017, 5, 27)), is_working_day(date(2017, 5, 29))
    (True, False)
    """
    year = arrangement(day)
    if day in year.days_off:
        return False
    return day.weekday() < SATURDAY or day in year.made_up_working_days


def holiday_name(day: date) -> str | None:
    """The holiday the day belongs to, or None on working days and plain weekends.

    >>> holiday_name(date(2016, 10, 6)), holiday_name(date(2016, 11, 5))
    ('国庆节', None)
    """
    return arrangement(day).days_off.get(day)


def next_working_day(day: date) -> date:
    """The first working day after the day, the day itself not counted.

    >>> next_working_day(date(2016, 9, 30))
    datetime.date(2016, 10, 8)
    """
    following = day + timedelta(days=1)
    while not is_working_day(following):
        following += timedelta(days=1)
    return following


def previous_working_day(day: date) -> date:
    """The last working day before the day, the day itself not counted."""
    earlier = day - timedelta(days=1)
    while not is_working_day(earlier):
        earlier -= timedelta(days=1)
    return earlier


def roll_forward(day: date) -> date:
    """The day itself when courts work on it, else the next day they do (顺延)."""
    return day if is_working_day(day) else next_working_day(day)
