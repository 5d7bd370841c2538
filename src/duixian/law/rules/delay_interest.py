"""Interest for delayed performance (迟延履行期间的债务利息): what a late debtor owes, day by day.

From 2014-08-01 the doubled part (加倍部分) runs on the money debt other than ordinary interest, at
a daily rate; delay before that day follows the 2009 reply, twice the benchmark loan rate. The
ordinary interest (一般债务利息) runs by the title. Days of delay are the end date minus the date the
performance period expired. Everything is exact; each pot is rounded once, half up, when it is
settled by a payment or stated at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, half_up_to_fen, yuan, yuan_exactly
from duixian.kernel.periods import add_months
from duixian.law.rules.rate import Series, Stretch, rate_stretches, series_title
from duixian.law.texts import citation, parameter, provisions

RULE_VERSION = "2026.11"

# Grounds (art. 3(3)) whose days the doubled part does not run, and those it keeps running on.
STOPPING_GROUNDS = {
    "review": "非因被执行人申请，对生效法律文书审查而中止或者暂缓执行",
    "retrial": "再审中止执行",
}
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


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is still owed, pot by pot, in fen (尚欠)."""

    costs: Fen
    principal: Fen
    ordinary: Fen
    old_rule: Fen
    doubled: Fen

    @property
    def total(self) -> Fen:
        return Fen(self.costs + self.principal + self.ordinary + self.old_rule + self.doubled)


@dataclass(frozen=True, slots=True)
class DelayInterest:
    """The worksheet's totals. `total_due` is everything owed before payments (应付合计)."""

    doubled_part: Fen
    ordinary: Fen
    old_rule_interest: Fen
    total_due: Fen
    paid: Fen
    outstanding: Outstanding
    surplus: Fen
    segments: tuple[Segment, ...]


@dataclass(slots=True)
class _Pot:
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
class _Account:
    """The running state of one claim while payments and days go by."""

    costs: int
    base: int
    principal: int
    ordinary: _Pot = field(default_factory=_Pot)
    old: _Pot = field(default_factory=_Pot)
    doubled: _Pot = field(default_factory=_Pot)
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


def _refuse(code: str, field_name: str, message: str, cure: str) -> Refusal:
    return Refusal(code=f"delay_interest.{code}", message=message, cure=cure, field=field_name)


def _check(
    base: Fen, performance_due: date, until: date, payments: Sequence[Payment], costs: Fen
) -> None:
    if base < 0 or costs < 0:
        raise _refuse("negative_amount", "base", "金额不能是负数。", "请核对债务金额。")
    if until < performance_due:
        raise _refuse(
            "ends_before_due",
            "until",
            f"计算截止日 {until} 早于履行期限届满日 {performance_due}，没有迟延。",
            "请核对两个日期。",
        )
    for index, payment in enumerate(payments):
        if payment.amount <= 0:
            raise _refuse(
                "payment_not_positive",
                f"payments[{index}].amount",
                "付款金额应当大于零。",
                "请核对付款记录。",
            )
        if payment.on > until:
            raise _refuse(
                "payment_after_end",
                f"payments[{index}].on",
                f"付款日 {payment.on} 晚于计算截止日 {until}。",
                "请把截止日改为付款日或者以后，或者去掉这笔付款。",
            )


def _check_pauses(pauses: Sequence[DelayPause]) -> None:
    for index, pause in enumerate(pauses):
        if pause.end < pause.start:
            raise _refuse(
                "pause_ends_before_start",
                f"pauses[{index}].to",
                "暂停的结束日早于开始日。",
                "请核对暂停的起止日期。",
            )
        if pause.ground not in STOPPING_GROUNDS and pause.ground not in RUNNING_GROUNDS:
            listed = "、".join((*STOPPING_GROUNDS, *RUNNING_GROUNDS))
            raise _refuse(
                "unknown_ground",
                f"pauses[{index}].ground",
                f"没有登记过暂停事由“{pause.ground}”。",
                f"可用的事由：{listed}。",
            )


def _tier_by_length(performance_due: date, end: date) -> str:
    """The benchmark tier for the length of the delay under the old rule."""
    for row in parameter("benchmark-tiers", on=end).value:
        if "months" not in row or end <= add_months(performance_due, row["months"]):
            return str(row["tier"])
    raise AssertionError("the last tier has no upper bound")


def _cuts(start: date, end: date, inner: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Neighbouring pairs of start, the dates strictly inside, and end."""
    if start >= end:
        return iter(())
    points = sorted({start, end, *(day for day in inner if start < day < end)})
    return pairwise(points)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Everything about one claim that does not change while the account runs."""

    performance_due: date
    until: date
    stops: tuple[DelayPause, ...]
    ordinary: OrdinaryInterest | None
    old_tier: str
    old_day_base: int
    old_multiple: Decimal

    def accrue(self, account: _Account, start: date, end: date) -> None:
        """Add the interest of the days between two events to each pot."""
        self._accrue_ordinary(account, start, end)
        last_old = new_rule_start() - timedelta(days=1)
        self._accrue_old(account, max(start, self.performance_due), min(end, last_old))
        self._accrue_doubled(account, max(start, self.performance_due, last_old), end)

    def _accrue_ordinary(self, account: _Account, start: date, end: date) -> None:
        interest = self.ordinary
        if interest is None or account.principal == 0:
            return
        start = max(start, interest.start)
        end = min(end, interest.until) if interest.until else end
        if start >= end:
            return
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

    def _accrue_old(self, account: _Account, start: date, end: date) -> None:
        if start >= end or account.base == 0:
            return
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

    def _accrue_doubled(self, account: _Account, start: date, end: date) -> None:
        if account.base == 0:
            return
        edges = [day for pause in self.stops for day in (pause.start, pause.end)]
        for first, last in _cuts(start, end, edges):
            if any(pause.start <= first and last <= pause.end for pause in self.stops):
                continue
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
        raise _refuse(
            "no_ordinary_rate",
            "ordinary.annual_rate",
            "一般债务利息没有写明利率。",
            "请填年利率、LPR 或者贷款基准利率中的一种。",
        )
    return [Stretch(start, end, interest.annual_rate)]


def _rate_text(rate: Decimal, multiple: Decimal, day_base: int) -> str:
    times = f"×{multiple}" if multiple != 1 else ""
    return f"{rate}%{times}/{day_base}"


_RULE_NAMES = {
    "ordinary": "一般债务利息",
    "old": "迟延履行利息（2014年8月1日前）",
    "doubled": "加倍部分债务利息",
}
_RULE_PROVISIONS = {
    "ordinary": ("ordinary-interest",),
    "old": ("old-delay-interest",),
    "doubled": ("doubled-part", "delay-start", "delay-end"),
}


def _steps(value: DelayInterest, known: set[str], pauses: Sequence[DelayPause]) -> list[Step]:
    steps = []
    for segment in value.segments:
        keys = tuple(key for key in _RULE_PROVISIONS[segment.rule] if key in known)
        steps.append(
            Step(
                f"{_RULE_NAMES[segment.rule]} {segment.start} 至 {segment.end}",
                f"{yuan(segment.base)}×{segment.rate_words}×{segment.days}天",
                {
                    "基数": yuan(segment.base),
                    "利率": segment.rate_words,
                    "天数": str(segment.days),
                },
                yuan_exactly(segment.amount),
                keys,
            )
        )
    for pause in pauses:
        stops = pause.ground in STOPPING_GROUNDS
        words = STOPPING_GROUNDS.get(pause.ground) or RUNNING_GROUNDS[pause.ground]
        steps.append(
            Step(
                "不计算加倍部分的期间" if stops else "继续计算加倍部分的期间",
                words,
                {"起": pause.start.isoformat(), "止": pause.end.isoformat()},
                f"{(pause.end - pause.start).days}天",
                ("delay-end",) if "delay-end" in known else (),
            )
        )
    owed = value.outstanding
    for label, amount in (
        ("一般债务利息合计", value.ordinary),
        ("旧规定迟延履行利息合计", value.old_rule_interest),
        ("加倍部分合计，末位一次四舍五入到分", value.doubled_part),
        ("应付合计", value.total_due),
        ("已付", value.paid),
        ("尚欠", owed.total),
    ):
        steps.append(Step(label, "", {}, yuan(amount)))
    return steps


def _cited(until: date, performance_due: date, *, paid: bool, ordinary: bool) -> list[Citation]:
    keys = ["delay-interest-duty"]
    if until >= new_rule_start():
        keys += ["ordinary-interest"] if ordinary else []
        keys += ["doubled-part", "delay-start", "delay-end"]
        keys += ["set-off-order"] if paid else []
        keys += ["delay-transition"] if performance_due < new_rule_start() else []
    if paid:
        keys += ["set-off-costs-interest-principal", "set-off-costs-interest-principal-old"]
    cited = [citation(key, on=until) for key in keys if provisions()[key].on(until)]
    if performance_due < new_rule_start():
        first = provisions()["old-delay-interest"].versions[0][0].in_force_from
        last_old = new_rule_start() - timedelta(days=1)
        cited.append(citation("old-delay-interest", on=max(first, min(until, last_old))))
    return cited


def _questions(
    performance_due: date, base: Fen, ordinary: OrdinaryInterest | None, *, paid: bool, tier: str
) -> tuple[str, ...]:
    asked = ["条文未明说届满当日是否计入；此处从次日起算，付款当日计入。"]
    if performance_due < new_rule_start():
        asked.append(f"旧规定未写明利率档次和年天数；此处按 {tier} 档、分段随调整变化计算。")
        if paid:
            asked.append("2014年8月1日前的付款，旧批复为本息并还；此处按先本后息抵充。")
    first = provisions()["old-delay-interest"].versions[0][0].in_force_from
    if performance_due < first:
        asked.append(f"{first} 前的迟延，旧意见为银行同期贷款最高利率；此处按批复口径计算。")
    if ordinary and paid and ordinary.principal != base:
        asked.append("部分清偿先抵减计息本金；条文未写明与其他金钱债务之间的次序。")
    return tuple(asked)


def delay_interest(
    *,
    base: Fen,
    performance_due: date,
    until: date,
    payments: Sequence[Payment] = (),
    pauses: Sequence[DelayPause] = (),
    costs: Fen = Fen(0),
    ordinary: OrdinaryInterest | None = None,
    old_rule: OldRule | None = None,
    currency: str = "CNY",
) -> Finding[DelayInterest]:
    """What a claim comes to on a day, with the interest for delay (迟延履行期间的债务利息).

    base: the unpaid money debt other than ordinary interest, in fen; performance_due: the day the
    performance period expired; costs: court costs the debtor owes besides, first paid, no
    interest. Refuses with `delay_interest.*`, and with `law.parameter_not_known_on_day` where a
    published rate is not known.
    """
    ordered = sorted(payments, key=lambda payment: payment.on)
    _check(base, performance_due, until, payments, costs)
    _check_pauses(pauses)
    rules = _rules(performance_due, until, pauses, ordinary, old_rule or OldRule(), currency)
    principal = ordinary.principal if ordinary else Fen(0)
    account = _Account(costs=costs, base=base, principal=principal)
    cursor = min([performance_due, *([ordinary.start] if ordinary else [])])
    for payment in ordered:
        rules.accrue(account, cursor, payment.on)
        account.receive(payment.amount)
        cursor = max(cursor, payment.on)
    rules.accrue(account, cursor, until)
    paid = sum(payment.amount for payment in ordered)
    value = DelayInterest(
        doubled_part=account.doubled.total,
        ordinary=account.ordinary.total,
        old_rule_interest=account.old.total,
        total_due=Fen(
            costs + base + account.ordinary.total + account.old.total + account.doubled.total
        ),
        paid=Fen(paid),
        outstanding=Outstanding(
            Fen(account.costs),
            Fen(account.base),
            account.ordinary.left,
            account.old.left,
            account.doubled.left,
        ),
        surplus=Fen(account.surplus),
        segments=tuple(account.segments),
    )
    cited = _cited(until, performance_due, paid=bool(ordered), ordinary=ordinary is not None)
    known = {each.key for each in cited}
    return Finding(
        value,
        tuple(_steps(value, known, pauses)),
        tuple(cited),
        _questions(performance_due, base, ordinary, paid=bool(ordered), tier=rules.old_tier),
        RULE_VERSION,
    )


def _rules(
    performance_due: date,
    until: date,
    pauses: Sequence[DelayPause],
    ordinary: OrdinaryInterest | None,
    old_rule: OldRule,
    currency: str,
) -> _Rules:
    last_old = new_rule_start() - timedelta(days=1)
    crosses = performance_due < last_old
    if currency != "CNY" and (crosses or (ordinary and ordinary.series)):
        raise _refuse(
            "currency_without_rate",
            "currency",
            f"{currency} 债务没有人民币基准利率或者 LPR 可用。",
            "旧规定期间和按人民币利率计息的部分，请先按规定折算为人民币。",
        )
    tier = old_rule.tier
    if tier == "by-length":
        tier = _tier_by_length(performance_due, min(until, last_old)) if crosses else "6M"
    day_base = old_rule.day_base or parameter("old-delay-day-base", on=last_old).length
    return _Rules(
        performance_due=performance_due,
        until=until,
        stops=tuple(pause for pause in pauses if pause.ground in STOPPING_GROUNDS),
        ordinary=ordinary,
        old_tier=tier,
        old_day_base=day_base,
        old_multiple=Decimal(parameter("old-delay-multiple", on=last_old).length),
    )


def describe_series(interest: OrdinaryInterest) -> str:
    """The words for how a title's interest runs, for documents and screens."""
    if interest.series is not None:
        times = f"的{interest.multiple}倍" if interest.multiple != 1 else ""
        return f"按{series_title(interest.series)}{times}"
    return f"按年利率{interest.annual_rate}%"
