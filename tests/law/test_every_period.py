"""Every period the law uses, from every day of 2010 to 2026, against two calendars not our own.

The ends are counted here in another way: months by dateutil, working days by their place in the
list of all working days, the roll by looking the next one up. The two libraries know nothing of
each other nor of our table; `period` itself is asked too, not only the kernel beneath it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays
import pytest
from dateutil.relativedelta import relativedelta

from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law import period
from duixian.law.nodes import load_nodes
from duixian.law.texts import parameters

FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
STARTS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
UNITS = {unit.value for unit in Unit}


def _lengths() -> list[Period]:
    """Every length in a unit of time that any parameter has or had."""
    found = {
        Period(int(entry.value), Unit(entry.unit))
        for history in parameters().values()
        for entry in history.entries
        if entry.unit in UNITS and entry.value
    }
    return sorted(found, key=lambda each: (each.unit, each.length))


LENGTHS = _lengths()


@cache
def _working_days(library: str) -> list[date]:
    """All working days of 2010 to 2026, in order, as a library has them."""
    if library == "chinesecalendar":
        works: Callable[[date], bool] = chinese_calendar.is_workday
    else:
        works = holidays.country_holidays("CN", years=range(2010, 2027)).is_working_day
    return [day for day in STARTS if works(day)]


def _natural(start: date, length: Period, working: list[date]) -> date | None:
    """The end as counted; None past the libraries' last year."""
    if length.unit is Unit.WORKING_DAY:
        at = bisect_right(working, start) + length.length - 1
        return working[at] if at < len(working) else None
    steps = {Unit.DAY: "days", Unit.MONTH: "months", Unit.YEAR: "years"}
    end: date = start + relativedelta(**{steps[length.unit]: length.length})  # type: ignore[arg-type]
    return end if end <= LAST else None


def test_the_lengths_of_the_nodes_are_among_those_walked() -> None:
    used = {
        Period(int(entry.value), Unit(entry.unit))
        for node in load_nodes().values()
        for entry in parameters()[node.parameter].entries
    }
    assert used <= set(LENGTHS)
    assert {Period(1, Unit.YEAR), Period(6, Unit.MONTH), Period(10, Unit.DAY)} <= set(LENGTHS)
    assert len(STARTS) == 6209


@pytest.mark.parametrize("library", ["chinesecalendar", "holidays"])
@pytest.mark.parametrize("length", LENGTHS, ids=str)
def test_every_start_ends_as_the_library_says(length: Period, library: str) -> None:
    working = _working_days(library)
    wrong, counted = [], 0
    for start in STARTS:
        natural = _natural(start, length, working)
        if natural is None:
            continue
        at = bisect_left(working, natural)
        if at == len(working):  # 31 December 2026 and the rest before a year not decreed
            continue
        counted += 1
        procedural = due_on(start, length, Kind.PROCEDURAL)
        measure = due_on(start, length, Kind.MEASURE)
        if (procedural.natural, procedural.due, measure.due) != (natural, working[at], natural):
            wrong.append((start, natural, working[at], procedural, measure))
    assert not wrong, wrong[:3]
    assert counted > len(STARTS) // 3 or length.unit is Unit.YEAR


def test_the_rule_says_the_same_with_its_reasons() -> None:
    """A day in each quarter is enough for the reasons; all days were walked above."""
    working = _working_days("chinesecalendar")
    for length in LENGTHS:
        for start in STARTS[::97]:
            natural = _natural(start, length, working)
            if natural is None or natural > working[-1]:
                continue
            found = period(start=start, length=length)
            assert found.value == due_on(start, length)
            rolled = found.value.due != natural
            assert len(found.steps) == 1 + rolled
            assert found.steps[-1].value == found.value.due.isoformat()
            assert not found.open_questions
            assert "periods" in {each.key for each in found.provisions}


def test_an_end_in_a_year_not_decreed_is_said_to_be_provisional() -> None:
    for start in STARTS[-60:]:
        found = period(start=start, length=Period(3, Unit.MONTH))
        assert (found.value.due.year == 2027) == bool(found.open_questions)
        measure = period(start=start, length=Period(3, Unit.MONTH), kind=Kind.MEASURE)
        assert not measure.open_questions
        assert measure.value.due == measure.value.natural


def test_an_end_beyond_the_table_is_refused_and_not_guessed() -> None:
    with pytest.raises(Refusal) as refused:
        period(start=LAST, length=Period(2, Unit.YEAR))
    assert refused.value.code == "calendar.day_beyond_data"
