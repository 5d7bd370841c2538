"""The tool that checks the conditions of terminating the current proceedings (终本)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.law.rules.property_facts import InquiryFacts, PropertyFacts, SurveyFacts
from duixian.law.rules.termination import DebtorFacts, TerminationFacts, termination_check
from duixian.law.tool_fields import Input, Money, Output, Tool, reasons

_LISTS = ("debtors", "property", "survey", "unpunished_obstruction", "unsold_rounds")


class DebtorIn(Input):
    name: str = Field(title="姓名或名称")
    declaration: Literal["filed", "late", "false", "refused", "none", "waiting"] = Field(
        default="waiting", title="报告财产"
    )
    declaration_verified: bool = Field(default=False, title="报告已核实")
    sanctioned: bool = Field(default=False, title="已处罚")
    consumption_restricted_on: date | None = Field(default=None, title="限制消费日期")
    must_list: bool = Field(default=False, title="应当纳入失信名单")
    listed: bool = Field(default=False, title="已纳入失信名单")
    missing: bool = Field(default=False, title="下落不明")
    searched_for: bool = Field(default=False, title="已查找")
    dead: bool = Field(default=False, title="死亡或者终止")
    entity: bool = Field(default=False, title="法人或者其他组织")
    coded: bool = Field(default=True, title="有机构代码")


class PropertyIn(Input):
    id: str = Field(title="编号")
    label: str = Field(title="名称")
    kind: Literal["deposit", "movable", "vehicle", "immovable", "other_right"] = Field(title="种类")
    value: Money | None = Field(default=None, title="价值")
    controlled: bool = Field(default=False, title="已控制")
    first_ranked: bool = Field(default=True, title="首封")
    physically_held: bool = Field(default=True, title="实际扣押")
    obstacle: (
        Literal[
            "unsold_not_taken_in_kind",
            "no_value_after_priority",
            "disposed",
            "exempt",
            "needed_home",
            "title_disputed",
            "not_located",
        ]
        | None
    ) = Field(default=None, title="不能处置的原因")
    set_aside: str = Field(default="", title="认定不宜执行的理由")
    evidence: str = Field(default="", title="证据")


class InquiryIn(Input):
    debtor: str = Field(title="被执行人")
    kind: str = Field(title="财产种类")
    sent_on: date = Field(title="发出日")
    answered_on: date | None = Field(default=None, title="答复日")
    evidence: str = Field(default="", title="证据")


class SurveyIn(Input):
    inquiries: list[InquiryIn] = Field(default_factory=list, title="查询")
    unverified_leads: list[str] = Field(default_factory=list, title="未核实的线索")
    residence_inquiry_needed: bool = Field(default=False, title="需要住所地调查")
    residence_inquired_on: date | None = Field(default=None, title="住所地调查日期")
    search_needed: bool = Field(default=False, title="需要搜查")
    searched_on: date | None = Field(default=None, title="搜查日期")
    audit_applied: bool = Field(default=False, title="申请审计")
    audit_concluded_on: date | None = Field(default=None, title="审计办结日期")
    reward_applied: bool = Field(default=False, title="申请悬赏")
    reward_published_on: date | None = Field(default=None, title="悬赏公布日期")


class UnsoldIn(Input):
    id: str = Field(title="财产编号")
    rounds: int = Field(ge=0, title="流拍次数")


class TerminationQuestion(Input):
    on: date = Field(title="日期")
    filed_on: date = Field(title="立案日")
    outstanding: Money = Field(title="尚欠金额")
    debtors: list[DebtorIn] = Field(min_length=1, title="被执行人")
    enforcement_notice_on: date | None = Field(default=None, title="执行通知日期")
    declaration_ordered_on: date | None = Field(default=None, title="报告财产令日期")
    property: list[PropertyIn] = Field(default_factory=list, title="财产")
    survey: SurveyIn = Field(default_factory=SurveyIn, title="财产调查")
    unpunished_obstruction: list[str] = Field(default_factory=list, title="未处理的妨害行为")
    talk_on: date | None = Field(default=None, title="终本约谈日期")
    creditor_agrees: bool | None = Field(default=None, title="申请执行人同意")
    creditor_applied: bool = Field(default=False, title="申请执行人申请终本")
    panel_deliberated_on: date | None = Field(default=None, title="合议日期")
    president_approved_on: date | None = Field(default=None, title="院长批准日期")
    conduct_only: bool = Field(default=False, title="只有行为义务")
    excluded_days: int = Field(default=0, ge=0, title="不计入执行期限的天数")
    resumed_case: bool = Field(default=False, title="恢复执行案件")
    creditor_is_court: bool = Field(default=False, title="法院移送执行")
    cause_code: int | None = Field(default=None, title="案由代码")
    suspended_since: date | None = Field(default=None, title="因无财产中止执行日期")
    unsold_rounds: list[UnsoldIn] = Field(default_factory=list, title="流拍次数")
    instalments_agreed_on: date | None = Field(default=None, title="分期履行和解协议日期")
    creditor_aided_on: date | None = Field(default=None, title="救助日期")
    no_leads_stated: bool = Field(default=False, title="表示提供不出线索")
    objection_until: date | None = Field(default=None, title="告知的异议期限届满日")
    objected: bool = Field(default=False, title="提出异议")
    reheard_on: date | None = Field(default=None, title="另行组成合议庭听证日期")

    def to_facts(self) -> TerminationFacts:
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in type(self).model_fields if name not in _LISTS
        }
        survey = self.survey.model_dump()
        survey["inquiries"] = tuple(
            InquiryFacts(**each.model_dump()) for each in self.survey.inquiries
        )
        survey["unverified_leads"] = tuple(self.survey.unverified_leads)
        return TerminationFacts(
            **plain,
            debtors=tuple(DebtorFacts(**each.model_dump()) for each in self.debtors),
            property=tuple(PropertyFacts(**each.model_dump()) for each in self.property),
            survey=SurveyFacts(**survey),
            unpunished_obstruction=tuple(self.unpunished_obstruction),
            unsold_rounds=tuple((each.id, each.rounds) for each in self.unsold_rounds),
        )


class ConditionOut(Input):
    key: str = Field(title="条件代码")
    title: str = Field(title="条件")
    met: bool = Field(title="具备")
    why: str = Field(title="理由")
    evidence: str = Field(title="证据")
    cure: str = Field(title="怎样补正")
    provisions: list[str] = Field(title="条文键名")


class TerminationAnswer(Output):
    may_terminate: bool = Field(title="可以终本")
    standard: str = Field(title="适用的标准")
    conditions: list[ConditionOut] = Field(title="各项条件")


def _termination(asked: TerminationQuestion) -> TerminationAnswer:
    found = termination_check(asked.to_facts())
    return TerminationAnswer(
        may_terminate=found.value.may_terminate,
        standard=found.value.standard,
        conditions=[
            ConditionOut(
                key=each.key,
                title=each.title,
                met=each.met,
                why=each.why,
                evidence=each.evidence,
                cure=each.cure,
                provisions=list(each.provisions),
            )
            for each in found.value.conditions
        ],
        **reasons(found),
    )


TERMINATION_TOOL: Tool[Any] = Tool(
    "termination-check",
    "终结本次执行程序的条件",
    TerminationQuestion,
    TerminationAnswer,
    _termination,
)
