"""Interest for delayed performance (迟延履行期间的债务利息): what a late debtor owes, day by day.

From 2014-08-01 the doubled part (加倍部分) runs on the money debt other than ordinary interest, at
a daily rate; delay before that day follows the 2009 reply, twice the benchmark loan rate. The
ordinary interest (一般债务利息) runs by the title. Days of delay are the end date minus the date the
performance period expired. Everything is exact; each pot is rounded once, half up, when it is
settled by a payment or stated at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, yuan, yuan_exactly
from duixian.kernel.periods import add_months
from duixian.law.rules.delay_account import (
    RUNNING_GROUNDS,
    STOPPING_ALL,
    STOPPING_GROUNDS,
    Account,
    DelayPause,
    DelayRules,
    OldRule,
    OrdinaryInterest,
    Payment,
    Segment,
    new_rule_start,
    refuse,
)
from duixian.law.rules.rate import series_title
from duixian.law.texts import citation, parameter, provisions

__all__ = [
    "RUNNING_GROUNDS",
    "STOPPING_ALL",
    "STOPPING_GROUNDS",
    "DelayInterest",
    "DelayPause",
    "OldRule",
    "OrdinaryInterest",
    "Outstanding",
    "Payment",
    "Segment",
    "delay_interest",
    "describe_series",
    "new_rule_start",
]

RULE_VERSION = "2026.11"


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


def _check(
    base: Fen, performance_due: date, until: date, payments: Sequence[Payment], costs: Fen
) -> None:
    if base < 0 or costs < 0:
        raise refuse("negative_amount", "base", "金额不能是负数。", "请核对债务金额。")
    if until < performance_due:
        raise refuse(
            "ends_before_due",
            "until",
            f"计算截止日 {until} 早于履行期限届满日 {performance_due}，没有迟延。",
            "请核对两个日期。",
        )
    for index, payment in enumerate(payments):
        if payment.amount <= 0:
            raise refuse(
                "payment_not_positive",
                f"payments[{index}].amount",
                "付款金额应当大于零。",
                "请核对付款记录。",
            )
        if payment.on > until:
            raise refuse(
                "payment_after_end",
                f"payments[{index}].on",
                f"付款日 {payment.on} 晚于计算截止日 {until}。",
                "请把截止日改为付款日或者以后，或者去掉这笔付款。",
            )


def _check_pauses(pauses: Sequence[DelayPause]) -> None:
    for index, pause in enumerate(pauses):
        if pause.end < pause.start:
            raise refuse(
                "pause_ends_before_start",
                f"pauses[{index}].to",
                "暂停的结束日早于开始日。",
                "请核对暂停的起止日期。",
            )
        if pause.ground not in STOPPING_GROUNDS and pause.ground not in RUNNING_GROUNDS:
            listed = "、".join((*STOPPING_GROUNDS, *RUNNING_GROUNDS))
            raise refuse(
                "unknown_ground",
                f"pauses[{index}].ground",
                f"没有登记过暂停事由“{pause.ground}”。",
                f"可用的事由：{listed}。",
            )


def tier_by_length(performance_due: date, end: date) -> str:
    """The benchmark tier for the length of the delay under the old rule."""
    for row in parameter("benchmark-tiers", on=end).value:
        if "months" not in row or end <= add_months(performance_due, row["months"]):
            return str(row["tier"])
    raise AssertionError("the last tier has no upper bound")


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


def _pause_label(pause: DelayPause) -> str:
    if pause.ground == STOPPING_ALL:
        return "停止计息的期间"
    if pause.ground in STOPPING_GROUNDS:
        return "不计算加倍部分的期间"
    return "继续计算加倍部分的期间"


def _pause_provisions(pause: DelayPause) -> tuple[str, ...]:
    if pause.ground == STOPPING_ALL:
        return ("interest-stops-in-bankruptcy",)
    return ("delay-end",)


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
        words = STOPPING_GROUNDS.get(pause.ground) or RUNNING_GROUNDS[pause.ground]
        steps.append(
            Step(
                _pause_label(pause),
                words,
                {"起": pause.start.isoformat(), "止": pause.end.isoformat()},
                f"{(pause.end - pause.start).days}天",
                tuple(key for key in _pause_provisions(pause) if key in known),
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
    account = Account(costs=costs, base=base, principal=principal)
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
    if any(pause.ground == STOPPING_ALL for pause in pauses):
        cited.append(citation("interest-stops-in-bankruptcy", on=until))
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
) -> DelayRules:
    last_old = new_rule_start() - timedelta(days=1)
    crosses = performance_due < last_old
    if currency != "CNY" and (crosses or (ordinary and ordinary.series)):
        raise refuse(
            "currency_without_rate",
            "currency",
            f"{currency} 债务没有人民币基准利率或者 LPR 可用。",
            "旧规定期间和按人民币利率计息的部分，请先按规定折算为人民币。",
        )
    tier = old_rule.tier
    if tier == "by-length":
        tier = tier_by_length(performance_due, min(until, last_old)) if crosses else "6M"
    day_base = old_rule.day_base or parameter("old-delay-day-base", on=last_old).length
    return DelayRules(
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
