"""The reasons of a reckoning of delay interest (迟延利息的计算依据): steps, provisions, warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Step
from duixian.kernel.money import yuan, yuan_exactly
from duixian.law.rules import delay_currency
from duixian.law.rules.day_tables import cap_on, old_rule_ends, table_of
from duixian.law.rules.delay_account import item_kinds
from duixian.law.rules.delay_facts import (
    CONVERSIONS,
    RUNNING_GROUNDS,
    STOPPING_ALL,
    STOPPING_GROUNDS,
    Claim,
    Conversion,
    DelayPause,
    OrdinaryInterest,
)
from duixian.law.rules.delay_questions import open_questions
from duixian.law.texts import citation, provisions

if TYPE_CHECKING:
    from duixian.law.rules.delay_interest import DelayInterest

_RULE_NAMES = {
    "ordinary": "一般债务利息",
    "old": "迟延履行利息（2014年8月1日前）",
    "doubled": "加倍部分债务利息",
}
_RULE_PROVISIONS = {
    "ordinary": ("ordinary-interest",),
    "old": ("old-delay-interest", "old-delay-interest-1992"),
    "doubled": ("doubled-part", "delay-start", "delay-end"),
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything a finding says besides its figures."""

    steps: tuple[Step, ...]
    provisions: tuple[Citation, ...]
    open_questions: tuple[str, ...]
    warnings: tuple[str, ...]


def reasons_of(
    value: DelayInterest,
    claim: Claim,
    awarded: Claim,
    reckon: Callable[[Claim], DelayInterest],
    *,
    conversion: Conversion | None,
    reversal: bool,
) -> Reasons:
    """Why the figures are so; `awarded` is the claim before any conversion to yuan."""
    cited = _cited(claim, reversal=reversal, foreign=value.currency != "CNY" or bool(conversion))
    known = {each.key for each in cited}
    steps = []
    if conversion is not None:
        steps.append(delay_currency.step(awarded, claim, conversion))
    steps += _item_steps(claim) if len(claim.lines) > 1 else []
    steps += _segment_steps(value, known)
    steps += _pause_steps(claim.pauses, known)
    steps += _payment_steps(claim, known)
    steps += _total_steps(value)
    warnings, caps = _cap_warnings(claim)
    return Reasons(
        steps=tuple(steps),
        provisions=tuple({each.key: each for each in (*cited, *caps)}.values()),
        open_questions=open_questions(value, claim, reckon, conversion),
        warnings=tuple(warnings),
    )


def _item_steps(claim: Claim) -> list[Step]:
    steps = []
    for line in sorted(claim.lines, key=lambda each: each.performance_due):
        kind = item_kinds()[line.kind]
        new = kind["new"] if line.in_base is None else line.in_base
        steps.append(
            Step(
                f"判项：{kind['title']}",
                f"履行期限 {line.performance_due} 届满",
                {"计入加倍部分的基数": "是" if new else "否"},
                yuan(line.amount),
            )
        )
    return steps


def _segment_steps(value: DelayInterest, known: set[str]) -> list[Step]:
    return [
        Step(
            f"{_RULE_NAMES[segment.rule]} {segment.start} 至 {segment.end}",
            f"{yuan(segment.base)}×{segment.rate_words}×{segment.days}天",
            {
                "基数": yuan(segment.base),
                "利率": segment.rate_words,
                "天数": str(segment.days),
            },
            yuan_exactly(segment.amount),
            tuple(key for key in _RULE_PROVISIONS[segment.rule] if key in known),
        )
        for segment in value.segments
    ]


def _pause_steps(pauses: Sequence[DelayPause], known: set[str]) -> list[Step]:
    steps = []
    for pause in pauses:
        label, key = "继续计算加倍部分的期间", "delay-end"
        if pause.ground == STOPPING_ALL:
            label, key = "停止计息的期间", "interest-stops-in-bankruptcy"
        elif pause.ground in STOPPING_GROUNDS:
            label = "不计算加倍部分的期间"
        steps.append(
            Step(
                label,
                STOPPING_GROUNDS.get(pause.ground) or RUNNING_GROUNDS[pause.ground],
                {"起": pause.start.isoformat(), "止": pause.end.isoformat()},
                f"{(pause.end - pause.start).days}天",
                (key,) if key in known else (),
            )
        )
    return steps


def _payment_steps(claim: Claim, known: set[str]) -> list[Step]:
    """Only what is not simply paid needs a line on the day it ends the interest."""
    return [
        Step(
            f"清偿 {yuan(payment.amount)} 元",
            CONVERSIONS[payment.how],
            {"到账": payment.on.isoformat()},
            payment.ends_on.isoformat(),
            tuple(key for key in ("delay-end",) if key in known),
        )
        for payment in claim.payments
        if payment.how != "paid"
    ]


def _total_steps(value: DelayInterest) -> list[Step]:
    rows = [
        ("一般债务利息合计", value.ordinary),
        ("旧规定迟延履行利息合计", value.old_rule_interest),
        ("加倍部分合计，末位一次四舍五入到分", value.doubled_part),
        ("应付合计", value.total_due),
        ("已付", value.paid),
        ("尚欠", value.outstanding.total),
    ]
    if value.not_due:
        rows.append(("尚未到期，不计入应付", value.not_due))
    return [Step(label, "", {}, yuan(amount)) for label, amount in rows]


def _cited(claim: Claim, *, reversal: bool, foreign: bool) -> list[Citation]:
    until, due = claim.until, claim.first_due
    new_rule = date.fromordinal(old_rule_ends())
    keys = ["delay-interest-duty"]
    if until >= new_rule:
        if any(line.ordinary for line in claim.lines):
            keys.append("ordinary-interest")
        keys += ["doubled-part", "delay-start", "delay-end"]
        keys += ["foreign-currency-delay"] if foreign else []
        keys += ["reversal-delay-interest"] if reversal else []
        keys += ["set-off-order"] if claim.payments else []
        keys += ["delay-transition"] if due < new_rule else []
    if claim.payments:
        keys += ["set-off-costs-interest-principal", "set-off-costs-interest-principal-old"]
    cited = [citation(key, on=until) for key in keys if provisions()[key].on(until)]
    if due < new_rule - timedelta(days=1):
        cited += _old_rules(claim, new_rule - timedelta(days=1))
    for pause in claim.pauses:
        if pause.ground == STOPPING_ALL:
            cited.append(citation("interest-stops-in-bankruptcy", on=pause.start))
            later = provisions()["delay-interest-not-admitted"].on(until)
            cited += later
    return cited


def _old_rules(claim: Claim, last_old: date) -> list[Citation]:
    """The texts of the delay before 2014-08-01, as they stood while it ran."""
    found = []
    end = min(claim.until, last_old)
    reply = provisions()["old-delay-interest"].versions[0][0].in_force_from
    if claim.first_due < reply - timedelta(days=1):
        found.append(citation("old-delay-interest-1992", on=min(end, reply - timedelta(days=1))))
    if end >= reply:
        found.append(citation("old-delay-interest", on=end))
        if claim.payments and claim.choices.set_off == "side-by-side":
            found.append(citation("side-by-side", on=end))
    return found


def _cap_warnings(claim: Claim) -> tuple[list[str], list[Citation]]:
    """Interest of a private loan above the cap of its day: the title still governs, but look."""
    warnings: list[str] = []
    cited: list[Citation] = []
    for line in claim.lines:
        for term in line.ordinary:
            if term.private_loan is None:
                continue
            cap = cap_on(term.private_loan.made_on, term.private_loan.sued_on)
            highest = _highest_rate(term, claim.until)
            if cap is not None and highest > cap[0]:
                warnings.append(
                    f"一般债务利息年利率最高 {highest.normalize():f}%，高于民间借贷司法保护上限"
                    f" {cap[0].normalize():f}%（{cap[1].title}）。执行以执行依据为准，请核对。"
                )
                cited += cap[1].provisions
    return warnings, cited


def _highest_rate(term: OrdinaryInterest, until: date) -> Decimal:
    table = table_of(term)
    first, end = term.start.toordinal(), min(term.until or until, until).toordinal()
    rows = [row for _, _, row in table.stretches(first, max(end, first + 1))]
    return max(table.rates[row] for row in rows)
