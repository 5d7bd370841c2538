"""The larger tools: delay interest and distribution; the check before termination is beside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, yuan, yuan_exactly
from duixian.law.rules.delay_interest import (
    RUNNING_GROUNDS,
    STOPPING_GROUNDS,
    DelayPause,
    OldRule,
    OrdinaryInterest,
    Payment,
    delay_interest,
)
from duixian.law.rules.distribution import Claim, distribution
from duixian.law.rules.rate import Series
from duixian.law.tool_fields import Input, Money, Output, Rate, Tool, reasons
from duixian.law.tools_termination import TERMINATION_TOOL

DayBase = Literal[360, 365]
Tier = Literal["6M", "1Y", "3Y", "5Y", "5Y+"]

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


class PaymentIn(Input):
    on: date = Field(title="付款日")
    amount: Money = Field(title="金额")


class PauseIn(Input):
    start: date = Field(alias="from", title="起")
    end: date = Field(alias="to", title="止")
    ground: str = Field(
        title="事由", examples=[*STOPPING_GROUNDS, *RUNNING_GROUNDS], description="事由代码或名称"
    )

    def to_fact(self) -> DelayPause:
        full = {words: code for code, words in (STOPPING_GROUNDS | RUNNING_GROUNDS).items()}
        code = (_GROUND_WORDS | full).get(self.ground, self.ground)
        return DelayPause(self.start, self.end, code)


class LprIn(Input):
    tenor: Literal["1Y", "5Y"] = Field(title="期限")
    multiple: Rate = Field(default=Decimal(1), title="倍数")


class BenchmarkIn(Input):
    tier: Tier = Field(title="档次")
    multiple: Rate = Field(default=Decimal(1), title="倍数")


class OrdinaryIn(Input):
    principal: Money = Field(title="计息本金")
    start: date = Field(alias="from", title="起息日")
    annual_rate: Rate | None = Field(default=None, title="年利率（%）")
    lpr: LprIn | None = Field(default=None, title="按 LPR")
    benchmark: BenchmarkIn | None = Field(default=None, title="按贷款基准利率")
    day_base: DayBase = Field(default=360, title="年天数")
    until: date | None = Field(default=None, title="计至")

    def to_fact(self) -> OrdinaryInterest:
        chosen = [each for each in (self.annual_rate, self.lpr, self.benchmark) if each is not None]
        if len(chosen) != 1:
            raise Refusal(
                code="delay_interest.one_rate_wanted",
                message="一般债务利息的利率应当只填一种。",
                cure="annual_rate、lpr、benchmark 三项中填一项。",
                field="ordinary",
            )
        series, multiple = None, Decimal(1)
        if self.lpr:
            series, multiple = Series("LPR", self.lpr.tenor), self.lpr.multiple
        elif self.benchmark:
            series, multiple = Series("benchmark", self.benchmark.tier), self.benchmark.multiple
        return OrdinaryInterest(
            principal=self.principal,
            start=self.start,
            annual_rate=self.annual_rate,
            series=series,
            multiple=multiple,
            day_base=self.day_base,
            until=self.until,
        )


class OldRuleIn(Input):
    tier: Literal["by-length", "6M", "1Y", "3Y", "5Y", "5Y+"] = Field(
        default="by-length", title="基准利率档次"
    )
    day_base: DayBase | None = Field(default=None, title="年天数")


class DelayInterestQuestion(Input):
    base: Money = Field(title="金钱债务（不含一般债务利息）")
    performance_due: date = Field(title="履行期限届满日")
    until: date = Field(title="计至")
    payments: list[PaymentIn] = Field(default_factory=list, title="已付款")
    pauses: list[PauseIn] = Field(default_factory=list, title="中止、暂缓")
    costs: Money = Field(default=Fen(0), title="诉讼费、保全费")
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$", title="币种")
    ordinary: OrdinaryIn | None = Field(default=None, title="一般债务利息")
    old_rule: OldRuleIn | None = Field(default=None, title="旧规定的选择")


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
    segments: list[SegmentOut] = Field(title="分段")


def _delay_interest(asked: DelayInterestQuestion) -> DelayInterestAnswer:
    old = asked.old_rule or OldRuleIn()
    found = delay_interest(
        base=asked.base,
        performance_due=asked.performance_due,
        until=asked.until,
        payments=[Payment(each.on, each.amount) for each in asked.payments],
        pauses=[each.to_fact() for each in asked.pauses],
        costs=asked.costs,
        ordinary=asked.ordinary.to_fact() if asked.ordinary else None,
        old_rule=OldRule(old.tier, old.day_base),
        currency=asked.currency,
    )
    value = found.value
    owed = value.outstanding
    return DelayInterestAnswer(
        doubled_part=yuan(value.doubled_part),
        ordinary=yuan(value.ordinary),
        old_rule_interest=yuan(value.old_rule_interest),
        total_due=yuan(value.total_due),
        paid=yuan(value.paid),
        outstanding=OutstandingOut(
            costs=yuan(owed.costs),
            principal=yuan(owed.principal),
            ordinary=yuan(owed.ordinary),
            old_rule=yuan(owed.old_rule),
            doubled=yuan(owed.doubled),
        ),
        outstanding_total=yuan(owed.total),
        surplus=yuan(value.surplus),
        segments=[
            SegmentOut.model_validate(
                {
                    "from": each.start.isoformat(),
                    "to": each.end.isoformat(),
                    "days": each.days,
                    "base": yuan(each.base),
                    "rate": str(each.rate),
                    "amount": yuan_exactly(each.amount),
                    "rule": each.rule,
                }
            )
            for each in value.segments
        ],
        **reasons(found),
    )


class ClaimIn(Input):
    id: str = Field(title="债权编号")
    principal: Money = Field(title="本金")
    ordinary: Money = Field(default=Fen(0), title="一般债务利息")
    doubled: Money = Field(default=Fen(0), title="加倍部分")
    rank: Literal["secured", "priority", "ordinary"] = Field(default="ordinary", title="性质")
    charge_on_object: bool = Field(default=False, title="对标的物优先")
    charge_order: int = Field(default=1, ge=1, title="优先顺位")
    measure_order: int = Field(default=1, ge=1, title="查封顺位")
    wages: bool = Field(default=False, title="工资")


class DistributionQuestion(Input):
    proceeds: Money = Field(title="所得价款")
    costs: Money = Field(default=Fen(0), title="执行费用")
    debtor: Literal["person", "company"] = Field(title="被执行人")
    claims: list[ClaimIn] = Field(title="债权")
    on: date = Field(title="日期")


class ShareOut(Input):
    id: str = Field(title="债权编号")
    amount: str = Field(title="分得")
    principal: str = Field(title="本金")
    ordinary: str = Field(title="一般债务利息")
    doubled: str = Field(title="加倍部分")
    left: str = Field(title="未受偿")


class DistributionAnswer(Output):
    paid: list[ShareOut] = Field(title="分配")
    costs_paid: str = Field(title="已扣费用")
    rest_to_debtor: str = Field(title="退还被执行人")
    residue_fen_to: list[str] = Field(title="尾差归属")


def _distribution(asked: DistributionQuestion) -> DistributionAnswer:
    found = distribution(
        proceeds=asked.proceeds,
        costs=asked.costs,
        debtor=asked.debtor,
        claims=[Claim(**each.model_dump()) for each in asked.claims],
        on=asked.on,
    )
    return DistributionAnswer(
        paid=[
            ShareOut(
                id=each.id,
                amount=yuan(each.amount),
                principal=yuan(each.principal),
                ordinary=yuan(each.ordinary),
                doubled=yuan(each.doubled),
                left=yuan(each.left),
            )
            for each in found.value.paid
        ],
        costs_paid=yuan(found.value.costs_paid),
        rest_to_debtor=yuan(found.value.rest_to_debtor),
        residue_fen_to=list(found.value.residue_fen_to),
        **reasons(found),
    )


CLAIM_TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "delay-interest",
        "迟延履行期间的债务利息",
        DelayInterestQuestion,
        DelayInterestAnswer,
        _delay_interest,
    ),
    Tool("distribution", "案款分配", DistributionQuestion, DistributionAnswer, _distribution),
    TERMINATION_TOOL,
)
