"""How long is long: days, working days, months and years, and what rolls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duixian.kernel.calendar import is_working_day
from duixian.kernel.periods import (
    Interval,
    Kind,
    Period,
    Unit,
    add_months,
    add_working_days,
    before_expiry,
    days_in_union,
    due_on,
)

days_in_table = st.dates(date(2007, 1, 1), date(2025, 12, 31))


def test_the_example_of_the_supreme_court() -> None:
    # Answer of 2014-12-12: filed 2014-05-28, three months end 2014-08-28.
    assert due_on(date(2014, 5, 28), Period(3, Unit.MONTH)).due == date(2014, 8, 28)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2016, 8, 31), 6, date(2017, 2, 28)),
        (date(2015, 8, 31), 6, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2017, 2, 28), 1, date(2017, 3, 28)),
        (date(2017, 3, 31), -1, date(2017, 2, 28)),
    ],
)
def test_a_month_without_the_day_ends_on_its_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_procedural_period_rolls_over_the_holiday_and_a_measure_does_not() -> None:
    ten = Period(10, Unit.DAY)
    rolled = due_on(date(2016, 9, 21), ten)
    assert (rolled.natural, rolled.due) == (date(2016, 10, 1), date(2016, 10, 8))
    assert rolled.rolled
    assert due_on(date(2016, 9, 21), ten, Kind.MEASURE).due == date(2016, 10, 1)


def test_a_period_may_end_on_a_saturday_that_is_worked() -> None:
    assert due_on(date(2017, 5, 17), Period(10, Unit.DAY)).due == date(2017, 5, 27)


def test_before_expiry_counts_back_and_stays_on_a_day_off() -> None:
    sunday = before_expiry(date(2017, 12, 17), 7)
    assert sunday == date(2017, 12, 10)
    assert not is_working_day(sunday)


def test_a_negative_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not negative"):
        due_on(date(2017, 1, 1), Period(-1, Unit.DAY))


@given(days_in_table, st.integers(0, 400))
def test_a_procedural_end_is_a_working_day_no_earlier_than_counted(start: date, days: int) -> None:
    found = due_on(start, Period(days, Unit.DAY))
    assert found.natural == start + timedelta(days=days)
    assert found.due >= found.natural
    assert is_working_day(found.due)
    between = (found.due - found.natural).days
    assert not any(is_working_day(found.natural + timedelta(days=n)) for n in range(between))


@given(days_in_table, st.integers(1, 40))
def test_working_days_counted_one_by_one(start: date, count: int) -> None:
    end = add_working_days(start, count)
    passed = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert sum(is_working_day(day) for day in passed) == count
    assert is_working_day(end)


@given(days_in_table, st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_end_earlier(start: date, months: int, more: int) -> None:
    assert add_months(start, months) <= add_months(start, months + more)


intervals = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda pair: Interval(
            date(2016, 1, 1) + timedelta(days=pair[0]),
            date(2016, 1, 1) + timedelta(days=pair[0] + pair[1]),
        )
    ),
    max_size=8,
)


@given(intervals)
def test_excluded_days_are_counted_once_each(some: list[Interval]) -> None:
    counted = {
        interval.start + timedelta(days=n)
        for interval in some
        for n in range((interval.end - interval.start).days)
    }
    assert days_in_union(some) == len(counted)
