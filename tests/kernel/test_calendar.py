"""The table of working days, day by day against two libraries that know nothing of each other."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from duixian.kernel.calendar import (
    arrangement,
    first_year,
    holiday_name,
    is_made_up_working_day,
    is_provisional,
    is_working_day,
    last_year,
    next_working_day,
    previous_working_day,
)
from duixian.kernel.findings import Refusal

DECREED = range(2007, 2027)


@pytest.mark.parametrize("year", DECREED)
def test_every_day_of_a_decreed_year_is_as_both_libraries_say(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        said = (chinese_calendar.is_workday(day), other.is_working_day(day))
        if said != (is_working_day(day), is_working_day(day)):
            wrong.append((day, said, is_working_day(day)))
        day += timedelta(days=1)
    assert not wrong


@pytest.mark.parametrize("year", DECREED)
def test_made_up_days_are_weekend_days_and_days_off_have_a_name(year: int) -> None:
    table = arrangement(date(year, 1, 1))
    assert table.notice.startswith(f"国务院办公厅关于{year}年部分节假日安排的通知")
    assert not table.provisional
    assert all(day.weekday() >= 5 for day in table.made_up_working_days)
    assert not table.made_up_working_days & set(table.days_off)
    assert all(name and day.year == year for day, name in table.days_off.items())


def test_the_extended_spring_festival_of_2020_is_off() -> None:
    assert holiday_name(date(2020, 1, 31)) == "春节"
    assert not is_working_day(date(2020, 2, 1))
    assert is_working_day(date(2020, 2, 3))


def test_a_saturday_worked_is_no_holiday() -> None:
    saturday = date(2017, 5, 27)
    assert is_made_up_working_day(saturday)
    assert is_working_day(saturday)
    assert holiday_name(saturday) is None


def test_the_neighbours_of_national_day() -> None:
    assert next_working_day(date(2016, 9, 30)) == date(2016, 10, 8)
    assert previous_working_day(date(2016, 10, 8)) == date(2016, 9, 30)


def test_a_year_not_decreed_yet_is_provisional() -> None:
    assert is_provisional(date(2027, 3, 1))
    assert not is_provisional(date(2026, 3, 1))


@pytest.mark.parametrize("day", [date(2006, 12, 31), date(2028, 1, 1)])
def test_a_day_beyond_the_table_is_refused_and_not_guessed(day: date) -> None:
    assert (first_year(), last_year()) == (2007, 2027)
    with pytest.raises(Refusal) as refused:
        is_working_day(day)
    assert refused.value.code == "calendar.day_beyond_data"
    assert str(day.year) in refused.value.message
