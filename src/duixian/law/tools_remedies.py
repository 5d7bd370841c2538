"""The tools on remedies and what surrounds enforcement: periods, preservation, signatures, KPIs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Interval
from duixian.law.rules.advance_enforcement import AdvanceFacts, advance_enforcement
from duixian.law.rules.bankruptcy_transfer import BankruptcyFacts, bankruptcy_transfer
from duixian.law.rules.disclosure import disclosure, paper_publication
from duixian.law.rules.indicators import indicator_reading
from duixian.law.rules.preservation import PreservationFacts, Stage, preservation
from duixian.law.rules.remedies import remedy_period
from duixian.law.rules.signatures import who_signs
from duixian.law.tool_fields import Input, Money, Output, Tool, iso, money, reasons
from duixian.law.tools_sanctions import PointOut

_MOST_ROWS = 50
_LARGEST = 10**18


class ExcludedIn(Input):
    start: date = Field(alias="from", title="自")
    end: date = Field(alias="to", title="至（不含）")
    ground: str = Field(default="", max_length=200, title="事由")


class RemedyQuestion(Input):
    remedy: str = Field(max_length=60, title="救济途径")
    event_on: date | None = Field(default=None, title="起算事件日")
    filed_on: date | None = Field(default=None, title="提出、收到日")
    excluded: list[ExcludedIn] = Field(
        default_factory=list, max_length=_MOST_ROWS, title="不计入的期间"
    )


class RemedyAnswer(Output):
    title: str = Field(title="救济途径")
    who: str = Field(title="由谁提出")
    to: str = Field(title="向谁提出")
    file_from: str | None = Field(title="最早提出日")
    file_by: str | None = Field(title="最迟提出日")
    until: str = Field(title="没有天数时的时点")
    in_time: bool | None = Field(title="在期限内")
    decide_by: str | None = Field(title="最迟决定日")
    decide_by_extended: str | None = Field(title="延长后的最迟决定日")
    effect: str = Field(title="效力")


def _intervals(rows: list[ExcludedIn]) -> tuple[Interval, ...]:
    for index, row in enumerate(rows):
        if row.end < row.start:
            raise Refusal(
                code="remedy.excluded_backwards",
                message="不计入的期间止日早于起日。",
                cure="请核对两个日期；止日当日不计。",
                field=f"excluded[{index}].to",
            )
    return tuple(Interval(row.start, row.end, row.ground) for row in rows)


def _remedy(asked: RemedyQuestion) -> RemedyAnswer:
    found = remedy_period(
        remedy=asked.remedy,
        event_on=asked.event_on,
        filed_on=asked.filed_on,
        excluded=_intervals(asked.excluded),
    )
    value = found.value
    return RemedyAnswer(
        title=value.remedy.title,
        who=value.remedy.who,
        to=value.remedy.to,
        file_from=iso(value.file_from),
        file_by=iso(value.file_by),
        until=value.remedy.until,
        in_time=value.in_time,
        decide_by=iso(value.decide_by),
        decide_by_extended=iso(value.decide_by_extended),
        effect=value.remedy.effect,
        **reasons(found),
    )


class PreservationQuestion(Input):
    stage: Stage = Field(title="阶段")
    applied_on: date = Field(title="申请日")
    amount: Money = Field(title="请求保全的数额")
    object_value: Money | None = Field(default=None, title="争议标的的价值")
    waiver: str | None = Field(default=None, max_length=40, title="不要求担保的情形")
    urgent: bool = Field(default=False, title="情况紧急")
    applied_at: datetime | None = Field(default=None, title="接受申请的时刻")
    secured_on: date | None = Field(default=None, title="提供担保日")
    ruled_on: date | None = Field(default=None, title="裁定日")
    measured_on: date | None = Field(default=None, title="采取措施日")
    performance_due: date | None = Field(default=None, title="履行期间届满日")
    lift_asked_on: date | None = Field(default=None, title="申请解除日")
    respondent_secured: bool = Field(default=False, title="被保全人提供充分担保")
    applicant_agrees: bool = Field(default=False, title="申请保全人同意")


class PreservationAnswer(Output):
    security_required: Literal["must", "may", "may_waive"] = Field(title="担保")
    security_highest: str | None = Field(title="担保上限")
    rule_by: str | None = Field(title="最迟裁定日")
    rule_by_moment: str | None = Field(title="最迟裁定时刻")
    start_by: str | None = Field(title="最迟开始执行日")
    sue_by: str | None = Field(title="最迟起诉日")
    apply_by: str | None = Field(title="最迟申请执行日")
    lift_by: str | None = Field(title="最迟解除日")
    must_lift: bool = Field(title="应当解除")


def _preservation(asked: PreservationQuestion) -> PreservationAnswer:
    found = preservation(PreservationFacts(**asked.model_dump()))
    value = found.value
    moment = value.rule_by_moment
    return PreservationAnswer(
        security_required=value.security_required,
        security_highest=money(value.security_highest),
        rule_by=iso(value.rule_by),
        rule_by_moment=None if moment is None else moment.isoformat(" ", "minutes"),
        start_by=iso(value.start_by),
        sue_by=iso(value.sue_by),
        apply_by=iso(value.apply_by),
        lift_by=iso(value.lift_by),
        must_lift=value.must_lift,
        **reasons(found),
    )


class AdvanceQuestion(Input):
    on: date = Field(title="申请日")
    kind: str = Field(max_length=40, title="案件")
    urgency: str | None = Field(default=None, max_length=40, title="紧急情况")
    clear: bool = Field(default=False, title="权利义务关系明确")
    needed: bool = Field(default=False, title="严重影响生活或者生产经营")
    able: bool = Field(default=False, title="有履行能力")
    pending: bool = Field(default=True, title="诉讼尚未终审")
    security_asked: bool = Field(default=False, title="责令担保")
    security_given: bool = Field(default=False, title="已提供担保")


class AdvanceAnswer(Output):
    may_rule: bool = Field(title="可以裁定先予执行")
    points: list[PointOut] = Field(title="各项条件")


def _advance(asked: AdvanceQuestion) -> AdvanceAnswer:
    found = advance_enforcement(AdvanceFacts(**asked.model_dump()))
    return AdvanceAnswer(
        may_rule=found.value.may_rule,
        points=[PointOut.of(each) for each in found.value.points],
        **reasons(found),
    )


class TransferQuestion(Input):
    on: date = Field(title="日期")
    company: bool = Field(title="企业法人")
    consented_in_writing: bool = Field(title="书面同意")
    insolvent: bool = Field(title="具备破产原因")
    panel_agreed: bool | None = Field(default=None, title="合议庭同意")
    president_signed: bool | None = Field(default=None, title="院长签署")
    decided_on: date | None = Field(default=None, title="移送决定日")
    received_on: date | None = Field(default=None, title="受移送法院收到日")
    ruled_on: date | None = Field(default=None, title="受理裁定日")
    ruling_received_on: date | None = Field(default=None, title="执行法院收到裁定日")
    refused_on: date | None = Field(default=None, title="不予受理裁定日")
    upper_court_told_on: date | None = Field(default=None, title="上级法院收到函件日")
    declared_bankrupt: bool = Field(default=False, title="已宣告破产")
    remote: bool = Field(default=False, title="移送异地中级法院")
    own_upper_court_agreed: bool = Field(default=False, title="本地中级法院同意")


class TransferDayOut(Input):
    key: str = Field(title="代码")
    title: str = Field(title="事项")
    by: str = Field(title="最迟")


class TransferAnswer(Output):
    may_transfer: bool = Field(title="可以移送")
    points: list[PointOut] = Field(title="各项条件")
    days: list[TransferDayOut] = Field(title="期限")
    in_order_of_measures: bool = Field(title="按查封先后受偿")
    effect: str = Field(title="对执行的效力")


def _transfer(asked: TransferQuestion) -> TransferAnswer:
    found = bankruptcy_transfer(BankruptcyFacts(**asked.model_dump()))
    value = found.value
    return TransferAnswer(
        may_transfer=value.may_transfer,
        points=[PointOut.of(each) for each in value.points],
        days=[
            TransferDayOut(key=each.key, title=each.title, by=each.by.isoformat())
            for each in value.days
        ],
        in_order_of_measures=value.in_order_of_measures,
        effect=value.effect,
        **reasons(found),
    )


class SignatureQuestion(Input):
    act: str = Field(max_length=60, title="行为")
    on: date = Field(title="日期")


class SignatureAnswer(Output):
    title: str = Field(title="行为")
    approver: str = Field(title="批准、签发人")
    power: str = Field(title="权力性质")
    panel: bool = Field(title="合议庭评议")
    officers_at_least: int | None = Field(title="讨论人数")
    separate: bool = Field(title="实施人员回避")


def _signature(asked: SignatureQuestion) -> SignatureAnswer:
    found = who_signs(act=asked.act, on=asked.on)
    row = found.value.signing
    return SignatureAnswer(
        title=row.title,
        approver=row.approver,
        power=row.power,
        panel=row.panel,
        officers_at_least=found.value.officers_at_least,
        separate=found.value.separate,
        **reasons(found),
    )


class IndicatorQuestion(Input):
    indicator: str = Field(max_length=60, title="指标")
    numerator: int = Field(le=_LARGEST, title="分子")
    denominator: int = Field(le=_LARGEST, title="分母")
    on: date = Field(title="日期")


class IndicatorAnswer(Output):
    title: str = Field(title="指标")
    value: str = Field(title="数值")
    target: str | None = Field(title="目标（%）")
    met: bool | None = Field(title="达到目标")
    short_by: int | None = Field(title="还差")


def _indicator(asked: IndicatorQuestion) -> IndicatorAnswer:
    found = indicator_reading(
        indicator=asked.indicator,
        numerator=asked.numerator,
        denominator=asked.denominator,
        on=asked.on,
    )
    value = found.value
    return IndicatorAnswer(
        title=value.indicator.title,
        value=str(value.value),
        target=None if value.target is None else str(value.target),
        met=value.met,
        short_by=value.short_by,
        **reasons(found),
    )


class DisclosureQuestion(Input):
    matter: str = Field(max_length=60, title="公开事项")
    on: date = Field(title="日期")


class DisclosureAnswer(Output):
    title: str = Field(title="公开事项")
    audience: str = Field(title="公开对象")


def _disclosure(asked: DisclosureQuestion) -> DisclosureAnswer:
    found = disclosure(matter=asked.matter, on=asked.on)
    return DisclosureAnswer(
        title=found.value.title, audience=found.value.audience, **reasons(found)
    )


class PaperQuestion(Input):
    paper: str = Field(max_length=60, title="文书")
    on: date = Field(title="日期")
    circumstances: list[str] = Field(
        default_factory=list, max_length=_MOST_ROWS, title="不公布的情形"
    )
    people: list[str] = Field(default_factory=list, max_length=_MOST_ROWS, title="涉及的人员")


class PaperAnswer(Output):
    published: bool = Field(title="在互联网公布")
    withheld_because: list[str] = Field(title="不公布的理由")
    hidden_names: list[str] = Field(title="隐名的人员")
    deleted: list[str] = Field(title="删除的信息")


def _paper(asked: PaperQuestion) -> PaperAnswer:
    found = paper_publication(
        paper=asked.paper,
        on=asked.on,
        circumstances=tuple(asked.circumstances),
        people=tuple(asked.people),
    )
    value = found.value
    return PaperAnswer(
        published=value.published,
        withheld_because=list(value.withheld_because),
        hidden_names=list(value.hidden_names),
        deleted=list(value.deleted),
        **reasons(found),
    )


REMEDY_TOOLS: tuple[Tool[Any], ...] = (
    Tool("remedy-period", "异议、复议、诉讼、监督的期限", RemedyQuestion, RemedyAnswer, _remedy),
    Tool("preservation", "财产保全", PreservationQuestion, PreservationAnswer, _preservation),
    Tool("advance-enforcement", "先予执行", AdvanceQuestion, AdvanceAnswer, _advance),
    Tool("bankruptcy-transfer", "移送破产审查", TransferQuestion, TransferAnswer, _transfer),
    Tool("who-signs", "审批与签发权限", SignatureQuestion, SignatureAnswer, _signature),
    Tool("indicator", "质效指标", IndicatorQuestion, IndicatorAnswer, _indicator),
    Tool("disclosure", "执行公开", DisclosureQuestion, DisclosureAnswer, _disclosure),
    Tool("paper-publication", "文书公布", PaperQuestion, PaperAnswer, _paper),
)
