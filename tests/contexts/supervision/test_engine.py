"""Which warning a clock asks for on which day, and what becomes of those that stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duixian.contexts.supervision.engine import LATE, Policy, Standing, plan, steps

POLICY = Policy((7, 3, 1), 3, 10)
DUE = date(2017, 5, 20)
KEY = ("execution_term", "", 1)
OTHER = ("payout", "9", 1)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2017-05-12", []),
        ("2017-05-13", [("officer", 7)]),
        ("2017-05-16", [("officer", 7)]),
        ("2017-05-17", [("officer", 3)]),
        ("2017-05-20", [("officer", 1)]),
        ("2017-05-21", [("officer", LATE)]),
        ("2017-05-23", [("officer", LATE), ("bureau_director", -3)]),
        ("2017-05-30", [("officer", LATE), ("bureau_director", -3), ("president", -10)]),
    ],
)
def test_the_nearest_step_counts_and_lateness_climbs(
    day: str, wanted: list[tuple[str, int]]
) -> None:
    assert steps(DUE, POLICY, date.fromisoformat(day)) == wanted


def test_a_court_that_warns_only_afterwards() -> None:
    assert steps(DUE, Policy((), 1, 1), DUE) == []
    assert len(steps(DUE, Policy((), 1, 1), DUE + timedelta(days=1))) == 3


def test_a_nearer_step_replaces_and_an_ended_clock_closes_with_its_reason() -> None:
    standing = [Standing(1, KEY, "officer", 7), Standing(2, OTHER, "officer", 3)]
    found = plan({KEY: DUE}, standing, {KEY[0]: POLICY}, date(2017, 5, 18), {OTHER: "met"})
    assert [(each.level, each.step) for each in found.to_raise] == [("officer", 3)]
    assert found.replaced == (1,)
    assert found.to_close == ((2, "met"),)


def test_a_day_moved_away_closes_what_was_raised() -> None:
    found = plan(
        {KEY: date(2017, 9, 1)},
        [Standing(1, KEY, "officer", LATE), Standing(2, KEY, "president", -10)],
        {KEY[0]: POLICY},
        date(2017, 5, 18),
    )
    assert found.to_close == ((1, "moved"), (2, "moved")) and not found.to_raise


@given(st.integers(-40, 40), st.sets(st.integers(0, 30)), st.integers(1, 9), st.integers(1, 9))
def test_what_was_just_raised_is_wanted_no_more(
    late: int, days: set[int], director: int, more: int
) -> None:
    policies = {KEY[0]: Policy(tuple(sorted(days)), director, director + more)}
    on = DUE + timedelta(days=late)
    first = plan({KEY: DUE}, [], policies, on)
    standing = [
        Standing(at, each.key, each.level, each.step) for at, each in enumerate(first.to_raise)
    ]
    again = plan({KEY: DUE}, standing, policies, on)
    assert not (again.to_raise or again.replaced or again.to_close)
