"""The rule's whole numbers against a walk through every day, whatever is paid and paused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.kernel.money import Fen
from duixian.law import DelayPause, OldRule, OrdinaryInterest, Payment, delay_interest
from tests.law.delay_by_days import Pots, tier_of, walk

amounts = st.integers(1, 10**9).map(Fen)
grounds = st.sampled_from(["retrial", "review", "bankruptcy", "settlement", "debtor_request"])


@given(
    base=amounts,
    principal=amounts,
    costs=st.integers(0, 10**6).map(Fen),
    due=st.dates(date(2008, 1, 1), date(2017, 1, 1)),
    days=st.integers(0, 900),
    before=st.integers(-200, 400),
    paid=st.lists(st.tuples(st.integers(-30, 900), amounts), max_size=4),
    paused=st.lists(st.tuples(st.integers(-30, 900), st.integers(0, 300), grounds), max_size=3),
    rate=st.decimals(0, 24, places=2),
)
@settings(max_examples=40, deadline=None)
def test_the_rule_is_the_walk(
    base: Fen,
    principal: Fen,
    costs: Fen,
    due: date,
    days: int,
    before: int,
    paid: list[tuple[int, Fen]],
    paused: list[tuple[int, int, str]],
    rate: Decimal,
) -> None:
    until, starts = due + timedelta(days), due - timedelta(before)
    bearing = min(base, principal, key=int)
    payments = [Payment(due + timedelta(min(day, days)), amount) for day, amount in paid]
    pauses = [
        DelayPause(due + timedelta(day), due + timedelta(day + length), ground)
        for day, length, ground in paused
    ]
    found = delay_interest(
        base=base,
        performance_due=due,
        until=until,
        costs=costs,
        payments=payments,
        pauses=pauses,
        ordinary=OrdinaryInterest(bearing, starts, annual_rate=rate),
        old_rule=OldRule(before_2009="highest"),
        explain=False,
    ).value
    pots = walk(Pots(costs, base, bearing), due, until, payments, pauses, Fraction(rate), starts)
    assert found.ordinary == pots.total("ordinary")
    assert found.old_rule_interest == pots.total("old")
    assert found.doubled_part == pots.total("doubled")
    assert found.outstanding.costs == pots.costs
    assert found.outstanding.principal == pots.base
    assert found.outstanding.doubled == pots.left("doubled")
    assert found.surplus == pots.surplus


def test_the_walk_itself_on_a_case_worked_by_hand() -> None:
    pots = walk(Pots(0, 10_000_000, 0), date(2016, 1, 1), date(2016, 4, 10), [])
    assert pots.total("doubled") == 175_000
    assert tier_of(date(2012, 7, 31), date(2013, 1, 31)) == "6M"
    assert tier_of(date(2012, 7, 31), date(2013, 2, 1)) == "1Y"
