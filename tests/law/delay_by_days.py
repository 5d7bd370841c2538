"""Delay interest walked day by day with fractions: slow, plain, and written apart from the rule.

It knows one item, payments, pauses and an ordinary interest at one rate; the default choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from duixian.law import DelayPause, Payment
from duixian.law.rules.rate import BENCHMARK_TIERS, Series, rate_on

NEW_RULE, REPLY = date(2014, 8, 1), date(2009, 5, 18)
MONTHS = {"6M": 6, "1Y": 12, "3Y": 36, "5Y": 60}


@dataclass
class Pots:
    """What is owed in fen: whole for costs and principal, exact for interest."""

    costs: int
    base: int
    principal: int
    interest: dict[str, Fraction] = field(
        default_factory=lambda: dict.fromkeys(("ordinary", "old", "doubled"), Fraction(0))
    )
    settled: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("ordinary", "old", "doubled"), 0)
    )
    surplus: int = 0

    def left(self, pot: str) -> int:
        exact = self.interest[pot] + Fraction(1, 2)
        return exact.numerator // exact.denominator

    def total(self, pot: str) -> int:
        return self.settled[pot] + self.left(pot)

    def pay_interest(self, pot: str, money: int) -> int:
        if not money:
            return 0
        owed = self.left(pot)
        taken = min(owed, money)
        self.settled[pot] += taken
        self.interest[pot] = Fraction(0) if taken == owed else self.interest[pot] - taken
        return money - taken

    def receive(self, money: int) -> None:
        taken = min(money, self.costs)
        self.costs -= taken
        money = self.pay_interest("ordinary", money - taken)
        taken = min(money, self.base)
        self.base -= taken
        self.principal = max(0, self.principal - taken)
        money = self.pay_interest("old", money - taken)
        self.surplus += self.pay_interest("doubled", money)


def tier_of(due: date, end: date) -> str:
    """The tier by whole months, a month without the day ending on its last."""
    for tier, months in MONTHS.items():
        month = due.month - 1 + months
        year, month = due.year + month // 12, month % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        last = (following - timedelta(1)).day
        if end <= date(year, month, min(due.day, last)):
            return tier
    return BENCHMARK_TIERS[-1]


@cache
def _old_rate(day: date, tier: str) -> Fraction:
    if day >= REPLY:
        return Fraction(rate_on(series=Series("benchmark", tier), on=day).value.number)
    return max(
        Fraction(rate_on(series=Series("benchmark", each), on=day).value.number)
        for each in BENCHMARK_TIERS
    )


def walk(
    pots: Pots,
    due: date,
    until: date,
    payments: Sequence[Payment],
    pauses: Sequence[DelayPause] = (),
    annual_rate: Fraction = Fraction(0),
    starts: date | None = None,
) -> Pots:
    """Each day of delay is the day it ends on; ordinary interest counts the day it starts on."""
    tier = tier_of(due, min(until, NEW_RULE - timedelta(1)))
    waiting = sorted(payments, key=lambda payment: payment.on)
    day = min(due, starts or due)
    while True:
        while waiting and waiting[0].on <= day:
            pots.receive(waiting.pop(0).amount)
        if day >= until:
            return pots
        following = day + timedelta(1)
        stopped = {each.ground for each in pauses if each.start <= day and following <= each.end}
        if starts is not None and day >= starts and "bankruptcy" not in stopped:
            pots.interest["ordinary"] += pots.principal * annual_rate / 100 / 360
        if day >= due and following < NEW_RULE and "bankruptcy" not in stopped:
            pots.interest["old"] += pots.base * _old_rate(following, tier) * 2 / 100 / 360
        if (
            day >= due
            and following >= NEW_RULE
            and not stopped & {"retrial", "review", "bankruptcy"}
        ):
            pots.interest["doubled"] += pots.base * Fraction(175, 1_000_000)
        day = following
