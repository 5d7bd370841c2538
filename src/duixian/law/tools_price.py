"""The tools of finding a price: the ladder, the inquiry's mean, validity, fees, and all periods."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Finding
from duixian.law.rules.appraisal_fee import appraisal_fee
from duixian.law.rules.bidding import bidding_end
from duixian.law.rules.disposal_terms import disposal_terms
from duixian.law.rules.network_price import NetworkReport, network_price
from duixian.law.rules.reference_price import (
    PriceFacts,
    next_price_way,
    price_validity,
)
from duixian.law.tool_fields import Input, Money, Output, Rate, Tool, iso, money, reasons

WayIn = Literal["agreement", "directed", "network", "appraisal"]


class TriedIn(Input):
    way: WayIn = Field(title="方式")
    result: Literal["priced", "failed"] = Field(title="结果")


class ReferencePriceQuestion(Input):
    on: date = Field(title="日期")
    tried: list[TriedIn] = Field(default_factory=list, title="已经采用的方式")
    party_refuses: bool = Field(default=False, title="一方拒绝议价或者下落不明")
    government_price: bool = Field(default=False, title="有计税基准价、政府定价或者政府指导价")
    both_ask: WayIn | None = Field(default=None, title="双方一致要求的方式")
    appraisal_required: bool = Field(default=False, title="法律规定必须评估")
    needs_inspection: bool = Field(default=False, title="需要现场勘验或者专业鉴定")
    equity: bool = Field(default=False, title="股权")
    creditor_asks: bool = Field(default=False, title="申请执行人书面申请不经评估拍卖")
    hollow: bool = Field(default=False, title="公司已无经营价值")
    low_value: bool = Field(default=False, title="价值较低或者价格容易确定")
    both_waive: bool = Field(default=False, title="双方申请不评估")

    def to_facts(self) -> PriceFacts:
        plain = self.model_dump(exclude={"on", "tried"})
        return PriceFacts(tried={each.way: each.result for each in self.tried}, **plain)


class ReferencePriceAnswer(Output):
    way: str = Field(title="下一步代码")
    next_step: str = Field(title="下一步")
    why: str = Field(title="理由")
    agency_choice: str = Field(title="怎样确定机构")


def _reference_price(asked: ReferencePriceQuestion) -> ReferencePriceAnswer:
    found = next_price_way(facts=asked.to_facts(), on=asked.on)
    value = found.value
    return ReferencePriceAnswer(
        way=value.way,
        next_step=value.words,
        why=value.why,
        agency_choice=value.agency_choice,
        **reasons(found),
    )


class ValidityQuestion(Input):
    fixed_on: date = Field(title="参考价确定日")
    on: date = Field(title="日期")
    stated_until: date | None = Field(default=None, title="报告载明的有效期届满日")
    first_notice_on: date | None = Field(default=None, title="首次拍卖公告或者直接变卖日")


class ValidityAnswer(Output):
    valid_until: str | None = Field(title="有效期届满日")
    sale_until: str | None = Field(title="最迟成交日")
    new_price_needed: bool = Field(title="须重新确定参考价")


def _validity(asked: ValidityQuestion) -> ValidityAnswer:
    found = price_validity(**asked.model_dump())
    value = found.value
    return ValidityAnswer(
        valid_until=iso(value.valid_until),
        sale_until=iso(value.sale_until),
        new_price_needed=value.new_price_needed,
        **reasons(found),
    )


class ReportIn(Input):
    platform: str = Field(title="平台")
    asked_on: date = Field(title="收到委托日")
    delivered_on: date | None = Field(default=None, title="出具报告日")
    price: Money | None = Field(default=None, title="结果")
    objection: Literal["unquestioned", "rejected", "corrected"] = Field(
        default="unquestioned", title="异议"
    )
    extension_asked: bool = Field(default=False, title="期限内申请延长")


class NetworkPriceQuestion(Input):
    reports: list[ReportIn] = Field(title="网络询价报告")
    on: date = Field(title="日期")


class NetworkPriceAnswer(Output):
    price: str | None = Field(title="参考价")
    counted: list[str] = Field(title="计入的平台")
    late: list[str] = Field(title="未按期出具的平台")


def _network_price(asked: NetworkPriceQuestion) -> NetworkPriceAnswer:
    reports = [NetworkReport(**each.model_dump()) for each in asked.reports]
    found = network_price(reports=reports, on=asked.on)
    value = found.value
    return NetworkPriceAnswer(
        price=money(value.price),
        counted=list(value.counted),
        late=list(value.late),
        **reasons(found),
    )


class AppraisalFeeQuestion(Input):
    outcome: Literal["sold", "unsold", "withdrawn", "renewed", "replaced"] = Field(title="结果")
    on: date = Field(title="日期")
    appraised: Money | None = Field(default=None, title="评估价")
    price: Money | None = Field(default=None, title="成交价")
    tariff: Rate | None = Field(default=None, title="收费标准（%）")
    actual_cost: Money | None = Field(default=None, title="实际支出")
    fee_paid: Money | None = Field(default=None, title="原评估费")


class AppraisalFeeAnswer(Output):
    basis: str = Field(title="计费依据代码")
    base: str | None = Field(title="计费基数")
    amount: str | None = Field(title="评估费")


def _appraisal_fee(asked: AppraisalFeeQuestion) -> AppraisalFeeAnswer:
    found = appraisal_fee(**asked.model_dump())
    value = found.value
    return AppraisalFeeAnswer(
        basis=value.basis, base=money(value.base), amount=money(value.amount), **reasons(found)
    )


class TermsQuestion(Input):
    subject: Literal["reference_price", "online", "traditional"] = Field(title="事项")
    on: date = Field(title="日期")
    event_on: date | None = Field(default=None, title="起算的事件日")


class TermOut(Input):
    key: str = Field(title="参数键名")
    title: str = Field(title="名称")
    value: str = Field(title="数值")
    unit: str = Field(title="单位")
    ahead: bool = Field(title="在事件之前")
    due: str | None = Field(title="日期")


class TermsAnswer(Output):
    terms: list[TermOut] = Field(title="期限与数额")


def _terms(asked: TermsQuestion) -> TermsAnswer:
    found: Finding[Any] = disposal_terms(**asked.model_dump())
    rows = [
        TermOut(
            key=each.key,
            title=each.title,
            value=each.value,
            unit=each.unit,
            ahead=each.ahead,
            due=iso(each.due),
        )
        for each in found.value
    ]
    return TermsAnswer(terms=rows, **reasons(found))


class BiddingQuestion(Input):
    starts_at: datetime = Field(title="竞价开始")
    bids: list[datetime] = Field(default_factory=list, title="出价到达系统的时间")
    hours: int | None = Field(default=None, title="公告的竞价小时数")


class BiddingAnswer(Output):
    ends_at: str = Field(title="竞价结束")
    extensions: int = Field(title="顺延次数")
    too_late: int = Field(title="逾时出价")


def _bidding(asked: BiddingQuestion) -> BiddingAnswer:
    found = bidding_end(starts_at=asked.starts_at, bids=asked.bids, hours=asked.hours)
    value = found.value
    return BiddingAnswer(
        ends_at=value.ends_at.isoformat(),
        extensions=value.extensions,
        too_late=value.too_late,
        **reasons(found),
    )


PRICE_TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "reference-price",
        "处置参考价",
        ReferencePriceQuestion,
        ReferencePriceAnswer,
        _reference_price,
    ),
    Tool("price-validity", "参考价有效期", ValidityQuestion, ValidityAnswer, _validity),
    Tool("network-price", "网络询价", NetworkPriceQuestion, NetworkPriceAnswer, _network_price),
    Tool("appraisal-fee", "评估费", AppraisalFeeQuestion, AppraisalFeeAnswer, _appraisal_fee),
    Tool("disposal-terms", "处置各项期限", TermsQuestion, TermsAnswer, _terms),
    Tool("bidding-end", "网络竞价结束时间", BiddingQuestion, BiddingAnswer, _bidding),
)
