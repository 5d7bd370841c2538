"""What must hold of delay interest whatever the figures are."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.kernel.money import Fen, half_up_to_fen
from duixian.law import (
    DelayInterest,
    DelayPause,
    OrdinaryInterest,
    Payment,
    delay_interest,
)
from duixian.law.rules.delay_interest import new_rule_start

LAST_OLD = new_rule_start() - timedelta(days=1)
money = st.integers(0, 10**12).map(Fen)
some_money = st.integers(1, 10**10).map(Fen)
due_days = st.dates(date(2009, 5, 18), date(2025, 12, 31))
lengths = st.integers(0, 3000)


def _owed(base: Fen, due: date, until: date, **more: object) -> DelayInterest:
    return delay_interest(base=base, performance_due=due, until=until, **more).value  # type: ignore[arg-type]


@given(money, due_days, lengths, st.integers(0, 400))
@settings(max_examples=60)
def test_waiting_longer_never_costs_less(base: Fen, due: date, days: int, more: int) -> None:
    until = due + timedelta(days=days)
    later = until + timedelta(days=more)
    now, then = _owed(base, due, until), _owed(base, due, later)
    assert then.doubled_part >= now.doubled_part
    # A longer delay may change the tier of the old rule, which rises with length.
    assert then.old_rule_interest >= now.old_rule_interest


@given(some_money, st.dates(LAST_OLD, date(2025, 1, 1)), lengths)
@settings(max_examples=60)
def test_the_doubled_part_is_base_times_rate_times_days(base: Fen, due: date, days: int) -> None:
    found = _owed(base, due, due + timedelta(days=days))
    assert found.doubled_part == half_up_to_fen(Fraction(base) * Fraction("0.000175") * days)
    assert found.old_rule_interest == 0


@given(some_money, due_days, lengths, st.integers(0, 3000))
@settings(max_examples=60)
def test_exact_segments_add_up_across_any_day(
    base: Fen, due: date, first: int, second: int
) -> None:
    # A payment of nothing is not possible, so the split is made by the sums of the segments.
    middle = due + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = sum(s.amount for s in _owed(base, due, end).segments if s.rule == "doubled")
    early = sum(s.amount for s in _owed(base, due, middle).segments if s.rule == "doubled")
    late = sum(s.amount for s in _owed(base, max(due, middle), end).segments if s.rule == "doubled")
    assert whole == early + late


@given(some_money, st.integers(1, 1500))
@settings(max_examples=40)
def test_the_change_of_2014_adds_one_day_and_no_jump(base: Fen, days: int) -> None:
    due = LAST_OLD - timedelta(days=days)
    before = _owed(base, due, LAST_OLD)
    after = _owed(base, due, LAST_OLD + timedelta(days=1))
    assert before.doubled_part == 0
    assert after.old_rule_interest == before.old_rule_interest
    assert after.doubled_part == half_up_to_fen(Fraction(base) * Fraction("0.000175"))


@given(some_money, due_days, lengths)
@settings(max_examples=60)
def test_every_day_of_delay_is_counted_once(base: Fen, due: date, days: int) -> None:
    segments = _owed(base, due, due + timedelta(days=days)).segments
    assert sum(segment.days for segment in segments) == days
    for earlier, later in pairwise(segments):
        assert earlier.end == later.start


payments = st.lists(st.tuples(st.integers(0, 700), some_money), max_size=5)


@given(some_money, money, payments, st.integers(0, 10**9).map(Fen))
@settings(max_examples=80)
def test_no_fen_is_lost_whatever_is_paid(
    base: Fen, principal: Fen, paid: list[tuple[int, Fen]], costs: Fen
) -> None:
    due = date(2016, 1, 1)
    found = _owed(
        base,
        due,
        due + timedelta(days=700),
        costs=costs,
        payments=[Payment(due + timedelta(days=day), amount) for day, amount in paid],
        ordinary=OrdinaryInterest(
            min(base, principal, key=int), date(2015, 6, 1), annual_rate=Decimal("7.3")
        ),
    )
    assert found.total_due - found.paid == found.outstanding.total - found.surplus
    assert min(found.outstanding.principal, found.outstanding.costs, found.surplus) >= 0
    assert found.surplus == 0 or found.outstanding.total == 0


@given(some_money, st.integers(1, 600), some_money)
@settings(max_examples=60)
def test_paying_earlier_never_costs_more(base: Fen, day: int, amount: Fen) -> None:
    due, until = date(2016, 1, 1), date(2018, 1, 1)
    early = _owed(base, due, until, payments=[Payment(due + timedelta(days=day), amount)])
    late = _owed(base, due, until, payments=[Payment(due + timedelta(days=day + 30), amount)])
    assert early.doubled_part <= late.doubled_part


@given(some_money, st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=40)
def test_a_pause_takes_out_its_days_and_overlaps_only_once(
    base: Fen, start: int, length: int
) -> None:
    due = date(2016, 1, 1)
    begin = due + timedelta(days=start)
    pause = DelayPause(begin, begin + timedelta(days=length), "retrial")
    inner = DelayPause(begin, begin + timedelta(days=length // 2), "review")
    until = due + timedelta(days=700)
    found = _owed(base, due, until, pauses=[pause, inner])
    assert sum(segment.days for segment in found.segments) == 700 - length
