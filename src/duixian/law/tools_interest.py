"""The tools of late money: delay interest, and delay money for other duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, yuan, yuan_exactly
from duixian.law.rules.delay_facts import CONVERSIONS, RUNNING_GROUNDS, STOPPING_GROUNDS
from duixian.law.rules.delay_interest import (
    Choices,
    Conversion,
    DebtLine,
    DelayInterest,
    DelayPause,
    OldRule,
    OrdinaryInterest,
    Payment,
    PrivateLoan,
    delay_interest,
)
from duixian.law.rules.delay_money import delay_money
from duixian.law.rules.rate import Series, switch_to_lpr
from duixian.law.tool_fields import Input, Money, Output, Rate, Tool, reasons

DayBase = Literal[360, 365]
Tier = Literal["6M", "1Y", "3Y", "5Y", "5Y+"]
PotName = Literal["costs", "ordinary", "principal", "old", "doubled"]

# Words people write for the grounds, beside their codes and full wording.
_GROUND_WORDS = {
    "再审": "retrial",
    "审查": "review",
    "被执行人申请": "debtor_request",
    "和解": "settlement",
    "无财产": "no_property",
    "终本": "termination",
    "破产": "bankruptcy",
    "评估": "appraisal",
    "拍卖": "appraisal",
    "其他": "other",
}
_FULL_WORDS = {words: code for code, words in (STOPPING_GROUNDS | RUNNING_GROUNDS).items()}


class PaymentIn(Input):
    on: date = Field(title="付款日")
    amount: Money = Field(title="金额")
    how: str = Field(default="paid", title="清偿方式", examples=[*CONVERSIONS])
    effective_on: date | None = Field(default=None, title="裁定生效或者变价完成之日")

    def to_fact(self) -> Payment:
        return Payment(self.on, self.amount, self.how, self.effective_on)


class PauseIn(Input):
    start: date = Field(alias="from", title="起")
    end: date | None = Field(default=None, alias="to", title="止", description="空为至今未止")
    ground: str = Field(
        title="事由", examples=[*STOPPING_GROUNDS, *RUNNING_GROUNDS], description="事由代码或名称"
    )

    def to_fact(self, until: date) -> DelayPause:
        code = (_GROUND_WORDS | _FULL_WORDS).get(self.ground, self.ground)
        return DelayPause(self.start, self.end or max(until, self.start), code)


class LprIn(Input):
    tenor: Literal["1Y", "5Y"] = Field(title="期限")
    multiple: Rate = Field(default=Decimal(1), title="倍数")


class BenchmarkIn(Input):
    tier: Tier = Field(title="档次")
    multiple: Rate = Field(default=Decimal(1), title="倍数")


class PrivateLoanIn(Input):
    made_on: date = Field(title="借款合同成立日")
    sued_on: date | None = Field(default=None, title="起诉日")


class OrdinaryIn(Input):
    principal: Money = Field(title="计息本金")
    start: date = Field(alias="from", title="起息日")
    annual_rate: Rate | None = Field(default=None, title="年利率（%）")
    lpr: LprIn | None = Field(default=None, title="按 LPR")
    benchmark: BenchmarkIn | None = Field(default=None, title="按贷款基准利率")
    day_base: DayBase | None = Field(default=None, title="年天数")
    until: date | None = Field(default=None, title="计至")
    private_loan: PrivateLoanIn | None = Field(default=None, title="民间借贷")

    def to_facts(self) -> list[OrdinaryInterest]:
        """One interest; or two, the benchmark up to the day the LPR took its place."""
        if self.annual_rate is None and self.lpr is None and self.benchmark is None:
            raise self._one_rate_wanted()
        if self.annual_rate is not None and (self.lpr or self.benchmark):
            raise self._one_rate_wanted()
        loan = self.private_loan
        plain = OrdinaryInterest(
            principal=self.principal,
            start=self.start,
            annual_rate=self.annual_rate,
            day_base=self.day_base,
            until=self.until,
            private_loan=PrivateLoan(loan.made_on, loan.sued_on) if loan else None,
        )
        found = [plain] if self.annual_rate is not None else []
        if self.benchmark:
            series = Series("benchmark", self.benchmark.tier)
            found.append(replace(plain, series=series, multiple=self.benchmark.multiple))
        if self.lpr:
            series = Series("LPR", self.lpr.tenor)
            found.append(replace(plain, series=series, multiple=self.lpr.multiple))
        return _one_after_the_other(found) if len(found) > 1 else found

    def _one_rate_wanted(self) -> Refusal:
        return Refusal(
            code="delay_interest.one_rate_wanted",
            message="一般债务利息的利率应当只填一种。",
            cure="annual_rate、lpr、benchmark 三项中填一项；先按基准利率后按 LPR 的，两项都填。",
            field="ordinary",
        )


def _one_after_the_other(found: list[OrdinaryInterest]) -> list[OrdinaryInterest]:
    """The benchmark for days before the LPR's first publication, the LPR from it on."""
    earlier, later = found
    switch = switch_to_lpr()
    kept = []
    if earlier.start < switch:
        kept.append(replace(earlier, until=min(switch, earlier.until or switch)))
    if later.until is None or later.until > switch:
        kept.append(replace(later, start=max(switch, later.start)))
    return kept


class LineIn(Input):
    amount: Money = Field(title="金额")
    performance_due: date = Field(title="履行期限届满日")
    kind: str = Field(default="principal", title="判项种类")
    in_base: bool | None = Field(default=None, title="计入加倍部分的基数")
    ordinary: list[OrdinaryIn] = Field(default_factory=list, title="一般债务利息")

    def to_fact(self) -> DebtLine:
        terms = tuple(fact for each in self.ordinary for fact in each.to_facts())
        return DebtLine(self.amount, self.performance_due, self.kind, self.in_base, terms)


class OldRuleIn(Input):
    tier: Literal["by-length", "6M", "1Y", "3Y", "5Y", "5Y+"] = Field(
        default="by-length", title="基准利率档次"
    )
    day_base: DayBase | None = Field(default=None, title="年天数")
    rates: Literal["following", "as-at-start"] = Field(default="following", title="利率调整")
    before_2009: Literal["highest", "as-reply"] = Field(
        default="as-reply", title="2009年5月18日前的利率"
    )
    award_rate: Literal["reply", "award-once-more", "benchmark-once"] = Field(
        default="reply", title="判决自定利率的加倍"
    )


class ChoicesIn(Input):
    day_count: Literal["expiry-excluded", "both-ends", "neither-end"] = Field(
        default="expiry-excluded", title="天数"
    )
    set_off: Literal["debt-first", "side-by-side"] = Field(
        default="debt-first", title="2014年8月1日前付款的抵充"
    )
    agreed_order: list[PotName] | None = Field(default=None, title="约定的抵充顺序")
    part_payment: Literal["bearing-first", "bearing-last"] = Field(
        default="bearing-first", title="部分清偿先抵减的本金"
    )
    old_pauses: Literal["running", "stopped"] = Field(
        default="running", title="2014年8月1日前的中止期间"
    )

    def to_fact(self) -> Choices:
        return Choices(
            day_count=self.day_count,
            set_off=self.set_off,
            agreed_order=tuple(self.agreed_order) if self.agreed_order is not None else None,
            part_payment=self.part_payment,
            old_pauses=self.old_pauses,
        )


class ConversionIn(Input):
    middle_rate: Rate = Field(title="中间价（元）")
    on: date = Field(title="中间价日期")
    per: Literal[1, 100] = Field(default=1, title="外币单位数")
    how: Literal["published", "bank", "cross_usd"] = Field(
        default="published", title="中间价的来源"
    )


class DelayInterestQuestion(Input):
    base: Money | None = Field(default=None, title="金钱债务（不含一般债务利息）")
    performance_due: date | None = Field(default=None, title="履行期限届满日")
    until: date = Field(title="计至")
    lines: list[LineIn] = Field(default_factory=list, title="其他判项、分期")
    payments: list[PaymentIn] = Field(default_factory=list, title="已付款")
    pauses: list[PauseIn] = Field(default_factory=list, title="中止、暂缓")
    costs: Money = Field(default=Fen(0), title="诉讼费、保全费")
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$", title="币种")
    conversion: ConversionIn | None = Field(default=None, title="折算人民币")
    ordinary: OrdinaryIn | None = Field(default=None, title="一般债务利息")
    further_ordinary: list[OrdinaryIn] = Field(
        default_factory=list, title="并行的罚息、复利、违约金"
    )
    old_rule: OldRuleIn | None = Field(default=None, title="旧规定的选择")
    choices: ChoicesIn | None = Field(default=None, title="条文未明说的选择")
    reversal: bool = Field(default=False, title="执行回转")
    explain: bool = Field(default=True, title="写明理由")


class OutstandingOut(Input):
    costs: str = Field(title="费用")
    principal: str = Field(title="本金")
    ordinary: str = Field(title="一般债务利息")
    old_rule: str = Field(title="旧规定利息")
    doubled: str = Field(title="加倍部分")


class SegmentOut(Input):
    start: str = Field(alias="from", title="起（当日不计）")
    end: str = Field(alias="to", title="止")
    days: int = Field(title="天数")
    base: str = Field(title="基数")
    rate: str = Field(title="利率（%）")
    amount: str = Field(title="金额")
    rule: str = Field(title="规则")


class DelayInterestAnswer(Output):
    doubled_part: str = Field(title="加倍部分债务利息")
    ordinary: str = Field(title="一般债务利息")
    old_rule_interest: str = Field(title="旧规定迟延履行利息")
    total_due: str = Field(title="应付合计")
    paid: str = Field(title="已付")
    outstanding: OutstandingOut = Field(title="尚欠各项")
    outstanding_total: str = Field(title="尚欠")
    surplus: str = Field(title="多付")
    not_due: str = Field(title="尚未到期")
    currency: str = Field(title="币种")
    warnings: list[str] = Field(title="提示")
    segments: list[SegmentOut] = Field(title="分段")


def _delay_interest(asked: DelayInterestQuestion) -> DelayInterestAnswer:
    old = asked.old_rule
    terms = [asked.ordinary] if asked.ordinary else []
    found = delay_interest(
        base=asked.base,
        performance_due=asked.performance_due,
        until=asked.until,
        lines=[each.to_fact() for each in asked.lines],
        payments=[each.to_fact() for each in asked.payments],
        pauses=[each.to_fact(asked.until) for each in asked.pauses],
        costs=asked.costs,
        ordinary=[fact for each in (*terms, *asked.further_ordinary) for fact in each.to_facts()],
        old_rule=OldRule(old.tier, old.day_base, old.rates, old.before_2009, old.award_rate)
        if old
        else None,
        choices=asked.choices.to_fact() if asked.choices else None,
        currency=asked.currency,
        conversion=Conversion(**asked.conversion.model_dump()) if asked.conversion else None,
        reversal=asked.reversal,
        explain=asked.explain,
    )
    figures = {**_figures(found.value), **reasons(found)}
    if not asked.explain:
        # Figures of our own making, many in a batch: there is nothing in them to check.
        return DelayInterestAnswer.model_construct(**figures)
    return DelayInterestAnswer(**figures)


def _figures(value: DelayInterest) -> dict[str, Any]:
    owed = value.outstanding
    return {
        "doubled_part": yuan(value.doubled_part),
        "ordinary": yuan(value.ordinary),
        "old_rule_interest": yuan(value.old_rule_interest),
        "total_due": yuan(value.total_due),
        "paid": yuan(value.paid),
        "outstanding": OutstandingOut.model_construct(
            costs=yuan(owed.costs),
            principal=yuan(owed.principal),
            ordinary=yuan(owed.ordinary),
            old_rule=yuan(owed.old_rule),
            doubled=yuan(owed.doubled),
        ),
        "outstanding_total": yuan(owed.total),
        "surplus": yuan(value.surplus),
        "not_due": yuan(value.not_due),
        "currency": value.currency,
        "warnings": list(value.warnings),
        "segments": [
            SegmentOut.model_validate(
                {
                    "from": each.start.isoformat(),
                    "to": each.end.isoformat(),
                    "days": each.days,
                    "base": yuan(each.base),
                    "rate": f"{each.rate:f}",
                    "amount": yuan_exactly(each.amount),
                    "rule": each.rule,
                }
            )
            for each in value.segments
        ],
    }


class DelayMoneyQuestion(Input):
    performance_due: date = Field(title="履行期限届满日")
    loss: Money | None = Field(default=None, title="已经造成的损失")
    loss_proved: bool = Field(default=False, title="损失已经查明")
    fixed_by_court: Money | None = Field(default=None, title="法院决定的数额")
    on: date = Field(title="日期")


class DelayMoneyAnswer(Output):
    delay_money: str = Field(title="迟延履行金")
    runs_from: str = Field(title="起算日")


def _delay_money(asked: DelayMoneyQuestion) -> DelayMoneyAnswer:
    found = delay_money(
        performance_due=asked.performance_due,
        loss=asked.loss,
        loss_proved=asked.loss_proved,
        fixed_by_court=asked.fixed_by_court,
        on=asked.on,
    )
    return DelayMoneyAnswer(
        delay_money=yuan(found.value.amount),
        runs_from=found.value.runs_from.isoformat(),
        **reasons(found),
    )


INTEREST_TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "delay-interest",
        "迟延履行期间的债务利息",
        DelayInterestQuestion,
        DelayInterestAnswer,
        _delay_interest,
    ),
    Tool("delay-money", "迟延履行金", DelayMoneyQuestion, DelayMoneyAnswer, _delay_money),
)
