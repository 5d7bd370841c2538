"""Tools of procedure: closing, terms of execution, resumption, waiting measures, declarations."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Interval
from duixian.law.rules.after_termination import QueryAfter, after_termination
from duixian.law.rules.application_period import application_period
from duixian.law.rules.closing_mode import PAPERS, ServiceOn, closing_mode
from duixian.law.rules.declaration_duty import declaration_duty
from duixian.law.rules.entrusting import entrusting
from duixian.law.rules.execution_term import TermExtension, change_of_court, execution_term
from duixian.law.rules.inaction import inaction_signs
from duixian.law.rules.resumption import resumption
from duixian.law.rules.waiting_measures import OneMeasure, waiting_measures
from duixian.law.tool_fields import Input, Output, Tool, iso, reasons


class ServiceIn(Input):
    who: str = Field(title="受送达人")
    on: date = Field(title="日期")
    how: Literal["direct", "residence", "public_notice", "post", "through_unit"] = Field(
        default="direct", title="送达方式"
    )
    creditor: bool = Field(default=False, title="是申请执行人")


class ClosingModeQuestion(Input):
    case_type: str = Field(title="类型代字")
    mode: str = Field(title="结案方式")
    on: date = Field(title="日期")
    ground: str | None = Field(default=None, title="事由")
    state: Literal["suspended", "deferred", "settlement_not_performed"] | None = Field(
        default=None, title="案件状态"
    )
    completion_confirmed: bool = Field(default=False, title="双方确认履行完毕")
    services: list[ServiceIn] = Field(default_factory=list, title="送达")


class ClosingModeAnswer(Output):
    allowed: bool = Field(title="可以这样结案")
    why: str = Field(title="理由")
    modes: list[str] = Field(title="这一类案件的结案方式")
    paper: str = Field(title="文书")
    closed_on: str | None = Field(title="结案日期")


def _closing_mode(asked: ClosingModeQuestion) -> ClosingModeAnswer:
    found = closing_mode(
        case_type_code=asked.case_type,
        mode=asked.mode,
        on=asked.on,
        ground=asked.ground,
        state=asked.state,
        completion_confirmed=asked.completion_confirmed,
        services=[ServiceOn(**each.model_dump()) for each in asked.services],
    )
    value = found.value
    return ClosingModeAnswer(
        allowed=value.allowed,
        why=value.why,
        modes=list(value.modes),
        paper=PAPERS[value.paper],
        closed_on=iso(value.closed_on),
        **reasons(found),
    )


class IntervalIn(Input):
    start: date = Field(alias="from", title="起")
    end: date = Field(alias="to", title="止（当日不计）")
    ground: str = Field(title="事由")

    def to_fact(self, field: str) -> Interval:
        """The interval; refuses with `interval.reversed` where it ends before it starts."""
        if self.end < self.start:
            raise Refusal(
                code="interval.reversed",
                message=f"{self.start} 至 {self.end}，止期早于起期。",
                cure="请核对日期。",
                field=field,
            )
        return Interval(self.start, self.end, self.ground)


class ExtensionIn(Input):
    months: int = Field(title="月数")
    applied_on: date = Field(title="申请日")
    approved_on: date = Field(title="批准日")


class ExecutionTermQuestion(Input):
    filed_on: date = Field(title="立案日")
    kind: Literal["ordinary", "administrative", "criminal_property"] = Field(
        default="ordinary", title="案件种类"
    )
    excluded: list[IntervalIn] = Field(default_factory=list, title="不计入期限")
    extensions: list[ExtensionIn] = Field(default_factory=list, title="延长")


class ExecutionTermAnswer(Output):
    due: str = Field(title="届满日")
    natural_due: str = Field(title="顺延前的届满日")
    excluded_days: int = Field(title="不计入的天数")
    extended_months: int = Field(title="延长的月数")
    request_by: str | None = Field(title="最迟申请延长日")


def _execution_term(asked: ExecutionTermQuestion) -> ExecutionTermAnswer:
    found = execution_term(
        filed_on=asked.filed_on,
        kind=asked.kind,
        excluded=[each.to_fact("excluded") for each in asked.excluded],
        extensions=[TermExtension(**each.model_dump()) for each in asked.extensions],
    )
    value = found.value
    return ExecutionTermAnswer(
        due=value.due.isoformat(),
        natural_due=value.natural.isoformat(),
        excluded_days=value.excluded_days,
        extended_months=value.extended_months,
        request_by=iso(value.request_by),
        **reasons(found),
    )


class ChangeOfCourtQuestion(Input):
    situation: Literal["property_at_application", "property_found", "act", "other"] = Field(
        title="情形"
    )
    received_on: date = Field(title="收到申请执行书日")
    found_on: date | None = Field(default=None, title="发现财产日")
    excluded: list[IntervalIn] = Field(default_factory=list, title="不包括的期间")


class ChangeOfCourtAnswer(Output):
    may_apply_from: str = Field(title="可以申请的首日")


def _change_of_court(asked: ChangeOfCourtQuestion) -> ChangeOfCourtAnswer:
    found = change_of_court(
        situation=asked.situation,
        received_on=asked.received_on,
        found_on=asked.found_on,
        excluded=[each.to_fact("excluded") for each in asked.excluded],
    )
    return ChangeOfCourtAnswer(may_apply_from=found.value.isoformat(), **reasons(found))


class ApplicationPeriodQuestion(Input):
    performance_due: date = Field(title="履行期限届满日")
    natural_person: bool = Field(default=True, title="有公民一方")
    interrupted_on: list[date] = Field(default_factory=list, title="中断日期")
    suspended: list[IntervalIn] = Field(default_factory=list, title="障碍期间")
    applied_on: date | None = Field(default=None, title="申请日")


class ApplicationPeriodAnswer(Output):
    last_day: str = Field(title="最后一日")
    in_time: bool | None = Field(title="按期申请")


def _application_period(asked: ApplicationPeriodQuestion) -> ApplicationPeriodAnswer:
    found = application_period(
        performance_due=asked.performance_due,
        natural_person=asked.natural_person,
        interrupted_on=asked.interrupted_on,
        suspended=[each.to_fact("suspended") for each in asked.suspended],
        applied_on=asked.applied_on,
    )
    return ApplicationPeriodAnswer(
        last_day=found.value.last_day.isoformat(), in_time=found.value.in_time, **reasons(found)
    )


class ResumptionQuestion(Input):
    ending: Literal["settlement", "termination", "entrusted", "final_termination", "withdrawn"] = (
        Field(title="结束方式")
    )
    ground: (
        Literal[
            "settlement_by_fraud",
            "settlement_broken",
            "property_found",
            "entrustment_returned",
            "conditions_ripe",
        ]
        | None
    ) = Field(default=None, title="情形")
    on: date = Field(title="日期")
    applied_on: date | None = Field(default=None, title="申请日")
    performance_due: date | None = Field(default=None, title="履行期限届满日")
    natural_person: bool = Field(default=True, title="有公民一方")
    urgent: bool = Field(default=False, title="情况紧急")


class ResumptionAnswer(Output):
    may_resume: bool = Field(title="可以恢复执行")
    filed_as: str = Field(title="立案的类型代字")
    own_motion: bool = Field(title="依职权恢复")
    apply_by: str | None = Field(title="最迟申请日")
    control_first: bool = Field(title="可以先行控制")
    why: str = Field(title="理由")


def _resumption(asked: ResumptionQuestion) -> ResumptionAnswer:
    found = resumption(**asked.model_dump())
    value = found.value
    return ResumptionAnswer(
        may_resume=value.may_resume,
        filed_as=value.filed_as,
        own_motion=value.own_motion,
        apply_by=iso(value.apply_by),
        control_first=value.control_first,
        why=value.why,
        **reasons(found),
    )


class QueryIn(Input):
    on: date = Field(title="查询日")
    found: bool = Field(default=False, title="查到财产")


class AfterTerminationQuestion(Input):
    served_on: date = Field(title="终本裁定送达申请执行人日")
    on: date = Field(title="日期")
    queries_made: list[QueryIn] = Field(default_factory=list, title="已作的查询")
    valid_lead: bool = Field(default=False, title="有人提供有效线索")
    fixed_listing_term: bool = Field(default=False, title="失信有固定期限")


class AfterTerminationAnswer(Output):
    queries: list[str] = Field(title="应当查询的日期")
    next_query: str | None = Field(title="下一次查询")
    overdue: int = Field(title="逾期未查次数")
    library_by: str = Field(title="最迟录入终本库日")
    delete_listing_by: str | None = Field(title="最迟删除失信信息日")


def _after_termination(asked: AfterTerminationQuestion) -> AfterTerminationAnswer:
    found = after_termination(
        served_on=asked.served_on,
        on=asked.on,
        queries_made=[QueryAfter(each.on, each.found) for each in asked.queries_made],
        valid_lead=asked.valid_lead,
        fixed_listing_term=asked.fixed_listing_term,
    )
    value = found.value
    return AfterTerminationAnswer(
        queries=[each.isoformat() for each in value.queries],
        next_query=iso(value.next_query),
        overdue=value.overdue,
        library_by=value.library_by.isoformat(),
        delete_listing_by=iso(value.delete_listing_by),
        **reasons(found),
    )


class OneMeasureIn(Input):
    id: str = Field(title="编号")
    served_on: date = Field(title="送达协助单位日")
    order: int = Field(default=1, ge=1, title="同日先后")
    ends_on: date | None = Field(default=None, title="届满日")
    lifted_on: date | None = Field(default=None, title="解除日")


class WaitingMeasuresQuestion(Input):
    object: Literal["deposit", "movable", "immovable", "other_right"] = Field(title="标的物")
    measures: list[OneMeasureIn] = Field(min_length=1, title="查封、扣押、冻结")
    on: date = Field(title="日期")
    sold_on: date | None = Field(default=None, title="整体处分日")


class PlaceOut(Input):
    id: str = Field(title="编号")
    rank: int | None = Field(title="顺位")
    starts_on: str | None = Field(title="生效日")
    ends_on: str | None = Field(title="届满日")
    words: str = Field(title="状态")


class WaitingMeasuresAnswer(Output):
    in_effect: str = Field(title="生效的措施")
    places: list[PlaceOut] = Field(title="各措施的顺位")


def _waiting_measures(asked: WaitingMeasuresQuestion) -> WaitingMeasuresAnswer:
    found = waiting_measures(
        object=asked.object,
        measures=[OneMeasure(**each.model_dump()) for each in asked.measures],
        on=asked.on,
        sold_on=asked.sold_on,
    )
    return WaitingMeasuresAnswer(
        in_effect=found.value.in_effect,
        places=[
            PlaceOut(
                id=each.id,
                rank=each.rank,
                starts_on=iso(each.starts_on),
                ends_on=iso(each.ends_on),
                words=each.words,
            )
            for each in found.value.places
        ],
        **reasons(found),
    )


class DeclarationDutyQuestion(Input):
    ordered_on: date = Field(title="报告财产令日期")
    notice_received_on: date = Field(title="收到执行通知日")
    on: date = Field(title="日期")
    due: date | None = Field(default=None, title="报告财产令写明的期限")
    extended_to: date | None = Field(default=None, title="延长至")
    filed_on: date | None = Field(default=None, title="报告日")
    changed_on: date | None = Field(default=None, title="财产变动日")


class DeclarationDutyAnswer(Output):
    scope: list[str] = Field(title="报告的范围")
    changes: list[str] = Field(title="报告的变动")
    changes_from: str = Field(title="变动自")
    due_on: str = Field(title="报告期限")
    update_by: str | None = Field(title="补充报告期限")
    late_days: int = Field(title="逾期天数")


def _declaration_duty(asked: DeclarationDutyQuestion) -> DeclarationDutyAnswer:
    found = declaration_duty(**asked.model_dump())
    value = found.value
    return DeclarationDutyAnswer(
        scope=list(value.scope),
        changes=list(value.changes),
        changes_from=value.changes_from.isoformat(),
        due_on=value.due_on.isoformat(),
        update_by=iso(value.update_by),
        late_days=value.late_days,
        **reasons(found),
    )


class EntrustingQuestion(Input):
    received_on: date = Field(title="受托法院收到日")
    debtors_elsewhere: int = Field(default=0, title="异地被执行人数")
    properties_elsewhere: int = Field(default=0, title="异地财产处数")
    measure_ends_on: date | None = Field(default=None, title="措施届满日")


class EntrustingAnswer(Output):
    duty: str = Field(title="应当还是可以委托")
    elsewhere: bool = Field(title="经批准可以异地执行")
    renew_first: bool = Field(title="应当先续行")
    filed_by: str = Field(title="立案期限")
    started_by: str = Field(title="开始执行期限")
    reported_by: str = Field(title="函告期限")
    complain_from: str = Field(title="可以请求上级法院")
    closed_as: str = Field(title="委托法院的结案方式")
    channel: str = Field(title="移送方式")


def _entrusting(asked: EntrustingQuestion) -> EntrustingAnswer:
    found = entrusting(**asked.model_dump())
    value = found.value
    return EntrustingAnswer(
        duty="应当" if value.duty == "should" else "可以",
        elsewhere=value.elsewhere,
        renew_first=value.renew_first,
        filed_by=value.filed_by.isoformat(),
        started_by=value.started_by.isoformat(),
        reported_by=value.reported_by.isoformat(),
        complain_from=value.complain_from.isoformat(),
        closed_as=value.closed_as,
        channel=value.channel,
        **reasons(found),
    )


class InactionQuestion(Input):
    open_since: dict[str, date] = Field(title="各项自何日起可办")
    on: date = Field(title="日期")
    term_due: date | None = Field(default=None, title="执行期限届满日")


class SignOut(Input):
    key: str = Field(title="代码")
    title: str = Field(title="情形")
    due: str = Field(title="应当在")
    days: int = Field(title="超过天数")


class InactionAnswer(Output):
    signs: list[SignOut] = Field(title="触及的口径")
    definitions: list[str] = Field(title="司法解释的定义")


def _inaction(asked: InactionQuestion) -> InactionAnswer:
    found = inaction_signs(open_since=asked.open_since, on=asked.on, term_due=asked.term_due)
    return InactionAnswer(
        signs=[
            SignOut(key=each.key, title=each.title, due=each.due.isoformat(), days=each.days)
            for each in found.value.signs
        ],
        definitions=list(found.value.definitions),
        **reasons(found),
    )


PROCEDURE_TOOLS: tuple[Tool[Any], ...] = (
    Tool("closing-mode", "结案方式", ClosingModeQuestion, ClosingModeAnswer, _closing_mode),
    Tool("execution-term", "执行期限", ExecutionTermQuestion, ExecutionTermAnswer, _execution_term),
    Tool(
        "change-of-court",
        "申请变更执行法院",
        ChangeOfCourtQuestion,
        ChangeOfCourtAnswer,
        _change_of_court,
    ),
    Tool(
        "application-period",
        "申请执行的期间",
        ApplicationPeriodQuestion,
        ApplicationPeriodAnswer,
        _application_period,
    ),
    Tool("resumption", "恢复执行", ResumptionQuestion, ResumptionAnswer, _resumption),
    Tool(
        "after-termination",
        "终本后的查询与管理",
        AfterTerminationQuestion,
        AfterTerminationAnswer,
        _after_termination,
    ),
    Tool(
        "waiting-measures",
        "轮候查封、扣押、冻结",
        WaitingMeasuresQuestion,
        WaitingMeasuresAnswer,
        _waiting_measures,
    ),
    Tool(
        "declaration-duty",
        "报告财产",
        DeclarationDutyQuestion,
        DeclarationDutyAnswer,
        _declaration_duty,
    ),
    Tool("entrusting", "委托执行", EntrustingQuestion, EntrustingAnswer, _entrusting),
    Tool("inaction", "消极执行的口径", InactionQuestion, InactionAnswer, _inaction),
)
