"""The running account of a late debt (迟延债务的账): facts, pots, and the interest of each day.

`delay_interest` asks this account and gives the reasons; nothing else should need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, half_up_to_fen
from duixian.law.rules.rate import Series, Stretch, rate_stretches
from duixian.law.texts import parameter, provisions

# Grounds (art. 3(3)) whose days the doubled part does not run, and those it keeps running on.
STOPPING_GROUNDS = {
    "review": "非因被执行人申请，对生效法律文书审查而中止或者暂缓执行",
    "retrial": "再审中止执行",
    "bankruptcy": "破产申请受理，停止计息",
}
# The ground on which every kind of interest stops, not the doubled part alone.
STOPPING_ALL = "bankruptcy"
RUNNING_GROUNDS = {
    "debtor_request": "被执行人申请的中止或者暂缓",
    "settlement": "执行和解",
    "no_property": "没有可供执行的财产",
    "termination": "终结本次执行程序",
    "appraisal": "评估、拍卖",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that reached the creditor or the court on a day (清偿、扣划)."""

    on: date
    amount: Fen


@dataclass(frozen=True, slots=True)
class DelayPause:
    """A stay of enforcement (中止、暂缓) with its ground; only some grounds stop the clock."""

    start: date
    end: date
    ground: str


@dataclass(frozen=True, slots=True)
class OrdinaryInterest:
    """Ordinary interest by the title (一般债务利息): a fixed annual rate, or a published series.

    `annual_rate` is in percent; `multiple` multiplies a published rate. `until` None means until
    actual payment; the end day itself is not counted.
    """

    principal: Fen
    start: date
    annual_rate: Decimal | None = None
    series: Series | None = None
    multiple: Decimal = Decimal(1)
    day_base: int = 360
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OldRule:
    """Switches of the 2009 rule its text leaves open: the tier, and the days of a year."""

    tier: str = "by-length"
    day_base: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of days with one base and one rate. The start day is not counted for delay.

    `rate` is in percent with any multiple in it: a day for "doubled", a year of `day_base` days
    for the others; `rate_words` says both.
    """

    start: date
    end: date
    days: int
    base: Fen
    rate: Decimal
    rate_words: str
    amount: Fraction
    rule: Literal["ordinary", "old", "doubled"]


@dataclass(slots=True)
class Pot:
    """Accrued interest that a payment may settle."""

    accrued: Fraction = Fraction(0)
    settled: int = 0

    def pay(self, money: int) -> int:
        """Take what the pot is owed out of the money; what is left of the money is returned."""
        owed = half_up_to_fen(self.accrued)
        if money >= owed:
            self.settled += owed
            self.accrued = Fraction(0)
            return money - owed
        self.settled += money
        self.accrued -= money
        return 0

    @property
    def left(self) -> Fen:
        return half_up_to_fen(self.accrued)

    @property
    def total(self) -> Fen:
        return Fen(self.settled + self.left)


@dataclass(slots=True)
class Account:
    """The running state of one claim while payments and days go by."""

    costs: int
    base: int
    principal: int
    ordinary: Pot = field(default_factory=Pot)
    old: Pot = field(default_factory=Pot)
    doubled: Pot = field(default_factory=Pot)
    surplus: int = 0
    segments: list[Segment] = field(default_factory=list)

    def receive(self, money: int) -> None:
        """Costs, ordinary interest, principal, then old-rule interest, then the doubled part."""
        taken = min(money, self.costs)
        self.costs -= taken
        money = self.ordinary.pay(money - taken)
        taken = min(money, self.base)
        self.base -= taken
        self.principal = max(0, self.principal - taken)
        money = self.old.pay(money - taken)
        self.surplus += self.doubled.pay(money)


def new_rule_start() -> date:
    """The day from which the doubled part runs by the new rule (2014-08-01)."""
    return provisions()["doubled-part"].versions[0][0].in_force_from


def refuse(code: str, field_name: str, message: str, cure: str) -> Refusal:
    return Refusal(code=f"delay_interest.{code}", message=message, cure=cure, field=field_name)


def _cuts(start: date, end: date, inner: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Neighbouring pairs of start, the dates strictly inside, and end."""
    if start >= end:
        return iter(())
    points = sorted({start, end, *(day for day in inner if start < day < end)})
    return pairwise(points)


@dataclass(frozen=True, slots=True)
class DelayRules:
    """Everything about one claim that does not change while the account runs."""

    performance_due: date
    until: date
    stops: tuple[DelayPause, ...]
    ordinary: OrdinaryInterest | None
    old_tier: str
    old_day_base: int
    old_multiple: Decimal

    def accrue(self, account: Account, start: date, end: date) -> None:
        """Add the interest of the days between two events to each pot."""
        self._accrue_ordinary(account, start, end)
        last_old = new_rule_start() - timedelta(days=1)
        self._accrue_old(account, max(start, self.performance_due), min(end, last_old))
        self._accrue_doubled(account, max(start, self.performance_due, last_old), end)

    def _running(self, start: date, end: date, *, everything: bool) -> Iterator[tuple[date, date]]:
        """The stretches on which interest runs; `everything`: what only bankruptcy stops."""
        stops = [pause for pause in self.stops if not everything or pause.ground == STOPPING_ALL]
        edges = [day for pause in stops for day in (pause.start, pause.end)]
        for first, last in _cuts(start, end, edges):
            if not any(pause.start <= first and last <= pause.end for pause in stops):
                yield first, last

    def _accrue_ordinary(self, account: Account, start: date, end: date) -> None:
        interest = self.ordinary
        if interest is None or account.principal == 0:
            return
        start = max(start, interest.start)
        end = min(end, interest.until) if interest.until else end
        if start >= end:
            return
        for first, last in self._running(start, end, everything=True):
            self._accrue_ordinary_between(account, interest, first, last)

    def _accrue_ordinary_between(
        self, account: Account, interest: OrdinaryInterest, start: date, end: date
    ) -> None:
        for stretch in _ordinary_stretches(interest, start, end):
            annual = Fraction(stretch.rate) * Fraction(interest.multiple)
            amount = account.principal * annual * stretch.days / (100 * interest.day_base)
            account.ordinary.accrued += amount
            account.segments.append(
                Segment(
                    stretch.start,
                    stretch.end,
                    stretch.days,
                    Fen(account.principal),
                    stretch.rate * interest.multiple,
                    _rate_text(stretch.rate, interest.multiple, interest.day_base),
                    amount,
                    "ordinary",
                )
            )

    def _accrue_old(self, account: Account, start: date, end: date) -> None:
        if start >= end or account.base == 0:
            return
        for first, last in self._running(start, end, everything=True):
            self._accrue_old_between(account, first, last)

    def _accrue_old_between(self, account: Account, start: date, end: date) -> None:
        # Days start+1 to end count, so the rates of those days are asked for.
        shift = timedelta(days=1)
        series = Series("benchmark", self.old_tier)
        for stretch in rate_stretches(series, start + shift, end + shift):
            annual = Fraction(stretch.rate) * Fraction(self.old_multiple)
            amount = account.base * annual * stretch.days / (100 * self.old_day_base)
            account.old.accrued += amount
            account.segments.append(
                Segment(
                    stretch.start - shift,
                    stretch.end - shift,
                    stretch.days,
                    Fen(account.base),
                    stretch.rate * self.old_multiple,
                    _rate_text(stretch.rate, self.old_multiple, self.old_day_base),
                    amount,
                    "old",
                )
            )

    def _accrue_doubled(self, account: Account, start: date, end: date) -> None:
        if account.base == 0:
            return
        for first, last in self._running(start, end, everything=False):
            rate = parameter("doubled-part-daily-rate", on=last)
            days = (last - first).days
            amount = account.base * Fraction(rate.number) * days / 100
            account.doubled.accrued += amount
            account.segments.append(
                Segment(
                    first,
                    last,
                    days,
                    Fen(account.base),
                    rate.number,
                    f"{rate.number}%/日",
                    amount,
                    "doubled",
                )
            )


def _ordinary_stretches(interest: OrdinaryInterest, start: date, end: date) -> list[Stretch]:
    if interest.series is not None:
        return rate_stretches(interest.series, start, end)
    if interest.annual_rate is None:
        raise refuse(
            "no_ordinary_rate",
            "ordinary.annual_rate",
            "一般债务利息没有写明利率。",
            "请填年利率、LPR 或者贷款基准利率中的一种。",
        )
    return [Stretch(start, end, interest.annual_rate)]


def _rate_text(rate: Decimal, multiple: Decimal, day_base: int) -> str:
    times = f"×{multiple}" if multiple != 1 else ""
    return f"{rate}%{times}/{day_base}"
