"""The tools of sharing out: distribution, its plan's periods, transfer of disposal, relief."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.money import Fen, yuan
from duixian.law.rules.distribution import Claim, Terms, distribution
from duixian.law.rules.distribution_plan import PlanFacts, plan_standing
from duixian.law.rules.relief import ReliefFacts, relief
from duixian.law.rules.transfer_of_disposal import TransferFacts, transfer_of_disposal
from duixian.law.tool_fields import Input, Money, Output, Tool, iso, reasons


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
    nature: Literal["civil", "tax", "medical", "restitution", "fine", "confiscation"] = Field(
        default="civil", title="债务种类"
    )
    arose_on: date | None = Field(default=None, title="担保设立日、欠税发生日")
    title_state: Literal["final", "pending", "untitled"] = Field(default="final", title="执行依据")


class DistributionQuestion(Input):
    proceeds: Money = Field(title="所得价款")
    costs: Money = Field(default=Fen(0), title="执行费用")
    debtor: Literal["person", "company"] = Field(title="被执行人")
    claims: list[ClaimIn] = Field(title="债权")
    on: date = Field(title="日期")
    kept_for_debtor: Money = Field(default=Fen(0), title="为被执行人保留的租金等")
    participation: bool = Field(default=True, title="有债权人申请参与分配")
    closed_without_liquidation: bool = Field(
        default=False, title="企业法人已撤销、注销或者歇业且未清理"
    )
    doubled: Literal["last", "with_debt"] = Field(default="last", title="加倍部分的次序")
    wages_first: bool = Field(default=False, title="先付工资")
    tax_first: bool = Field(default=False, title="日期不明的税款先于担保物权")


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
    kept_for_debtor: str = Field(title="为被执行人保留")
    reserved: list[str] = Field(title="份额预留的债权")
    rest_to_debtor: str = Field(title="退还被执行人")
    residue_fen_to: list[str] = Field(title="尾差归属")


def _distribution(asked: DistributionQuestion) -> DistributionAnswer:
    found = distribution(
        proceeds=asked.proceeds,
        costs=asked.costs,
        debtor=asked.debtor,
        claims=[Claim(**each.model_dump()) for each in asked.claims],
        on=asked.on,
        kept_for_debtor=asked.kept_for_debtor,
        terms=Terms(
            participation=asked.participation,
            closed_without_liquidation=asked.closed_without_liquidation,
            doubled=asked.doubled,
            wages_first=asked.wages_first,
            tax_first=asked.tax_first,
        ),
    )
    value = found.value
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
            for each in value.paid
        ],
        costs_paid=yuan(value.costs_paid),
        kept_for_debtor=yuan(value.kept_for_debtor),
        reserved=[each.id for each in value.paid if each.reserved],
        rest_to_debtor=yuan(value.rest_to_debtor),
        residue_fen_to=list(value.residue_fen_to),
        **reasons(found),
    )


class PlanQuestion(Input):
    on: date = Field(title="日期")
    served_on: date = Field(title="方案送达日")
    objected_on: date | None = Field(default=None, title="提出异议日")
    opponents_told_on: date | None = Field(default=None, title="异议通知其他人日")
    opposed_on: date | None = Field(default=None, title="提出反对意见日")
    objector_told_on: date | None = Field(default=None, title="反对意见通知异议人日")
    sued_on: date | None = Field(default=None, title="起诉日")


class PlanAnswer(Output):
    stage: str = Field(title="阶段代码")
    standing: str = Field(title="现状")
    due: str | None = Field(title="期限届满日")
    in_time: bool = Field(title="未逾期")


def _plan(asked: PlanQuestion) -> PlanAnswer:
    facts = PlanFacts(**asked.model_dump(exclude={"on"}))
    found = plan_standing(facts=facts, on=asked.on)
    value = found.value
    return PlanAnswer(
        stage=value.stage,
        standing=value.words,
        due=iso(value.due),
        in_time=value.in_time,
        **reasons(found),
    )


class TransferQuestion(Input):
    on: date = Field(title="日期")
    asker: Literal["priority_claim", "first_waiting"] = Field(title="商请法院")
    first_sealed_on: date = Field(title="首先查封日")
    sale_begun_on: date | None = Field(default=None, title="发布拍卖公告或者进入变卖日")
    asked_on: date | None = Field(default=None, title="收到商请移送执行函日")
    in_dispute: bool = Field(default=False, title="争议标的")


class TransferAnswer(Output):
    may_ask: bool = Field(title="可以商请移送")
    from_day: str | None = Field(title="最早商请日")
    why: str = Field(title="理由")
    send_by: str | None = Field(title="最迟出具移送执行函")


def _transfer(asked: TransferQuestion) -> TransferAnswer:
    facts = TransferFacts(**asked.model_dump(exclude={"on"}))
    found = transfer_of_disposal(facts=facts, on=asked.on)
    value = found.value
    return TransferAnswer(
        may_ask=value.may_ask,
        from_day=iso(value.from_day),
        why=value.why,
        send_by=iso(value.send_by),
        **reasons(found),
    )


class ReliefQuestion(Input):
    on: date = Field(title="日期")
    monthly_wage: Money = Field(title="上年度职工月平均工资")
    unperformed: Money = Field(title="未执行到位数额")
    helped_before: bool = Field(default=False, title="本案已经救助过")
    exceptional: bool = Field(default=False, title="损失特别重大、生活特别困难")
    complete_on: date | None = Field(default=None, title="申请材料齐备日")
    funded_on: date | None = Field(default=None, title="救助资金到位日")
    advance: bool = Field(default=False, title="先行救助")
    advance_more: bool = Field(default=False, title="先行救助确有必要超过一般月数")
    advanced: Money = Field(default=Fen(0), title="已先行救助")


class ReliefAnswer(Output):
    highest: str = Field(title="救助金上限")
    decide_by: str | None = Field(title="最迟作出决定")
    tell_by: str | None = Field(title="最迟通知领取")


def _relief(asked: ReliefQuestion) -> ReliefAnswer:
    found = relief(facts=ReliefFacts(**asked.model_dump(exclude={"on"})), on=asked.on)
    value = found.value
    return ReliefAnswer(
        highest=yuan(value.highest),
        decide_by=iso(value.decide_by),
        tell_by=iso(value.tell_by),
        **reasons(found),
    )


DISTRIBUTION_TOOLS: tuple[Tool[Any], ...] = (
    Tool("distribution", "案款分配", DistributionQuestion, DistributionAnswer, _distribution),
    Tool("plan-objection", "分配方案异议", PlanQuestion, PlanAnswer, _plan),
    Tool("disposal-transfer", "处分权移送", TransferQuestion, TransferAnswer, _transfer),
    Tool("relief", "司法救助金", ReliefQuestion, ReliefAnswer, _relief),
)
