"""The tools on sanctions: the dishonest list, consumption, fines, exit bans, the refusal crime."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.money import yuan
from duixian.law.rules.consumption_restriction import RestrictionFacts, consumption_restriction
from duixian.law.rules.dishonest_list import ListingGround
from duixian.law.rules.exit_ban import ExitBanFacts, Position, exit_ban
from duixian.law.rules.listing_terms import (
    GROUND_TITLES,
    DebtorListingFacts,
    TermStart,
    dishonest_listing,
)
from duixian.law.rules.points import Point
from duixian.law.rules.refusal_crime import Performance, Pursuit, RefusalFacts, refusal_crime
from duixian.law.rules.sanction_limits import (
    Conduct,
    Sanction,
    SanctionFacts,
    Whom,
    sanction_limit,
)
from duixian.law.tool_fields import Input, Money, Output, Tool, iso, reasons

_LONGEST_DAYS = 3660
_MOST_ROWS = 50


class PointOut(Input):
    key: str = Field(title="代码")
    title: str = Field(title="条件")
    met: bool = Field(title="具备")
    why: str = Field(title="理由")

    @classmethod
    def of(cls, point: Point) -> PointOut:
        return cls(key=point.key, title=point.title, met=point.met, why=point.why)


class ListingQuestion(Input):
    on: date = Field(title="决定日")
    name: str = Field(default="被执行人", min_length=1, max_length=200, title="姓名或名称")
    grounds: list[ListingGround] = Field(
        default_factory=list, max_length=_MOST_ROWS, title="有证据的情形"
    )
    able: bool = Field(default=False, title="有履行能力")
    minor: bool = Field(default=False, title="未成年人")
    covered: bool = Field(default=False, title="已控制足以清偿的财产")
    secured: bool = Field(default=False, title="已提供充分有效担保")
    later_ranked: bool = Field(default=False, title="履行顺序在后")
    creditor_defers: bool = Field(default=False, title="申请执行人申请暂不采取")
    campus_student: bool = Field(default=False, title="校园贷纠纷的全日制在校生")
    behind_unit: bool = Field(default=False, title="只因单位失信而涉及的人员")
    not_refusing: bool = Field(default=False, title="另有正当原因")
    serious: bool = Field(default=False, title="暴力、威胁情节严重")
    several_acts: bool = Field(default=False, title="多项失信行为")
    extension_years: int = Field(default=0, title="延长年数")
    grace_months: int = Field(default=0, title="宽限月数")
    published_on: date | None = Field(default=None, title="公布日")
    term_from: TermStart = Field(default="decision", title="期限起算")
    removal: str | None = Field(default=None, max_length=40, title="删除事由")
    removal_on: date | None = Field(default=None, title="删除事由发生日")
    removal_queries: int | None = Field(default=None, title="终本后空查次数")


class GroundOut(Input):
    ground: str = Field(title="情形代码")
    title: str = Field(title="情形")
    must_list: bool = Field(title="应当纳入")


class ExclusionOut(Input):
    key: str = Field(title="代码")
    ground: str = Field(title="情形代码")
    why: str = Field(title="理由")
    cure: str = Field(title="怎样消除")


class ListingAnswer(Output):
    must_list: bool = Field(title="应当纳入")
    may_not_list: bool = Field(title="不得纳入")
    grounds: list[GroundOut] = Field(title="各情形")
    exclusions: list[ExclusionOut] = Field(title="不予纳入的理由")
    publish_from: str | None = Field(title="公布日")
    term_ends: str | None = Field(title="期限届满日")
    remove_by: str | None = Field(title="最迟删除日")
    relist_from: str | None = Field(title="可再次申请的首日")


def _listing(asked: ListingQuestion) -> ListingAnswer:
    facts = asked.model_dump() | {"grounds": tuple(asked.grounds)}
    found = dishonest_listing(DebtorListingFacts(**facts))
    value = found.value
    return ListingAnswer(
        must_list=value.must_list,
        may_not_list=not value.must_list,
        grounds=[
            GroundOut(ground=each.ground, title=GROUND_TITLES[each.ground], must_list=each.holds)
            for each in value.grounds
        ],
        exclusions=[
            ExclusionOut(key=one.key, ground=each.ground, why=one.words, cure=one.cure)
            for each in value.grounds
            for one in each.obstacles
        ],
        publish_from=iso(value.publish_from),
        term_ends=iso(value.term_ends),
        remove_by=iso(value.remove_by),
        relist_from=iso(value.relist_from),
        **reasons(found),
    )


class RestrictionQuestion(Input):
    on: date = Field(title="日期")
    unit: bool = Field(default=False, title="单位")
    unperformed: bool = Field(default=True, title="逾期未履行")
    listed: bool = Field(default=False, title="已纳入失信名单")
    applied: bool = Field(default=True, title="申请执行人申请或者依职权")
    covered: bool = Field(default=False, title="已控制足以清偿的财产")
    creditor_defers: bool = Field(default=False, title="申请执行人申请暂不采取")
    student: bool = Field(default=False, title="校园贷纠纷的全日制在校生")
    performed: bool = Field(default=False, title="已履行完毕")
    secured: bool = Field(default=False, title="已提供有效担保")
    creditor_agrees: bool = Field(default=False, title="申请执行人同意解除")
    barred_act: bool = Field(default=False, title="有禁止的消费")
    permitted: bool = Field(default=False, title="经法院批准")
    relief_ground: str | None = Field(default=None, max_length=40, title="暂时解除的事由")
    relief_from: date | None = Field(default=None, title="暂时解除自")
    relief_days: int | None = Field(
        default=None, ge=-_LONGEST_DAYS, le=_LONGEST_DAYS, title="暂时解除天数"
    )


class RestrictionOut(Output):
    answer: str = Field(title="限制消费")
    acts: list[str] = Field(title="禁止的行为")
    persons: list[str] = Field(title="一并受限的人员")
    must_lift: bool = Field(title="应当解除")
    may_lift: bool = Field(title="可以解除")
    points: list[PointOut] = Field(title="各项条件")
    breach: bool = Field(title="违反限制消费令")
    relief_ends: str | None = Field(title="暂时解除至")


def _restriction(asked: RestrictionQuestion) -> RestrictionOut:
    found = consumption_restriction(RestrictionFacts(**asked.model_dump()))
    value = found.value
    return RestrictionOut(
        answer=value.answer,
        acts=list(value.acts),
        persons=list(value.persons),
        must_lift=value.must_lift,
        may_lift=value.may_lift,
        points=[PointOut.of(each) for each in value.points],
        breach=value.breach,
        relief_ends=iso(value.relief_ends),
        **reasons(found),
    )


class LimitQuestion(Input):
    kind: Sanction = Field(title="处罚或者措施")
    whom: Whom = Field(title="对象")
    on: date = Field(title="日期")
    amount: Money | None = Field(default=None, title="罚款数额")
    days: int | None = Field(default=None, title="拘留天数")
    hours: int | None = Field(default=None, title="询问小时数")
    punished_before: bool = Field(default=False, title="对同一行为已经处罚")
    repeated_default: bool = Field(default=False, title="指定期间内仍不完成只能由其完成的行为")
    grave: bool = Field(default=False, title="情况复杂、可能拘留")
    approved: bool | None = Field(default=None, title="院长批准")
    served_on: date | None = Field(default=None, title="决定书送达日")
    conduct: Conduct | None = Field(default=None, title="行为")
    still_refusing: bool = Field(default=False, title="罚款后仍不协助")


class LimitAnswer(Output):
    lowest: str = Field(title="最低")
    highest: str = Field(title="最高")
    unit: str = Field(title="单位")
    allowed: bool | None = Field(title="符合规定")
    points: list[PointOut] = Field(title="各项条件")
    paper: str = Field(title="文书")
    must_punish: bool = Field(title="应当处罚")
    review_by: str | None = Field(title="最迟申请复议日")


def _limit(asked: LimitQuestion) -> LimitAnswer:
    found = sanction_limit(SanctionFacts(**asked.model_dump()))
    value = found.value
    money = value.unit == "fen"
    return LimitAnswer(
        lowest=yuan(value.lowest) if money else str(value.lowest),
        highest=yuan(value.highest) if money else str(value.highest),
        unit="yuan" if money else value.unit,
        allowed=value.allowed,
        points=[PointOut.of(each) for each in value.points],
        paper=value.paper,
        must_punish=value.must_punish,
        review_by=iso(value.review_by),
        **reasons(found),
    )


class ExitBanQuestion(Input):
    on: date = Field(title="日期")
    position: Position = Field(title="身份")
    applied_in_writing: bool = Field(default=False, title="申请执行人书面申请")
    needed: bool = Field(default=False, title="依职权认为必要")
    foreigner: bool = Field(default=False, title="外国人")
    performed: bool = Field(default=False, title="已全部履行")
    secured: bool = Field(default=False, title="已提供充分有效担保")
    creditor_agrees: bool = Field(default=False, title="申请执行人同意解除")


class ExitBanAnswer(Output):
    may_impose: bool = Field(title="可以限制出境")
    must_lift: bool = Field(title="应当解除")
    may_lift: bool = Field(title="可以解除")
    points: list[PointOut] = Field(title="各项条件")


def _exit_ban(asked: ExitBanQuestion) -> ExitBanAnswer:
    found = exit_ban(ExitBanFacts(**asked.model_dump()))
    return ExitBanAnswer(
        may_impose=found.value.may_impose,
        must_lift=found.value.must_lift,
        may_lift=found.value.may_lift,
        points=[PointOut.of(each) for each in found.value.points],
        **reasons(found),
    )


class CrimeQuestion(Input):
    on: date = Field(title="行为日期")
    able: bool = Field(title="有能力执行")
    conduct: list[str] = Field(max_length=_MOST_ROWS, title="行为情形")
    unit: bool = Field(default=False, title="单位")
    sanctioned: bool = Field(default=False, title="已罚款、拘留")
    before_effect: bool = Field(default=False, title="诉讼开始后、裁判生效前的行为")
    performance: Performance = Field(default="none", title="履行情况")
    livelihood: bool = Field(default=False, title="赡养费、医疗费、劳动报酬等案件")
    complained_on: date | None = Field(default=None, title="控告日")
    pursuit: Pursuit = Field(default="not_asked", title="追究情况")
    asked_on: date | None = Field(default=None, title="不予追究的答复日")


class CrimeAnswer(Output):
    tier: Literal["serious", "very_serious"] | None = Field(title="情节")
    most_years: int | None = Field(title="最高刑（年）")
    situations: list[PointOut] = Field(title="各情形")
    private_suit_from: str | None = Field(title="可自诉首日")
    leniency: str = Field(title="从宽、从重")


def _crime(asked: CrimeQuestion) -> CrimeAnswer:
    facts = asked.model_dump() | {"conduct": tuple(asked.conduct)}
    found = refusal_crime(RefusalFacts(**facts))
    value = found.value
    return CrimeAnswer(
        tier=value.tier,
        most_years=value.most_years,
        situations=[PointOut.of(each) for each in value.situations],
        private_suit_from=iso(value.private_suit_from),
        leniency=value.leniency,
        **reasons(found),
    )


SANCTION_TOOLS: tuple[Tool[Any], ...] = (
    Tool("listing-check", "纳入失信名单", ListingQuestion, ListingAnswer, _listing),
    Tool("consumption-check", "限制消费", RestrictionQuestion, RestrictionOut, _restriction),
    Tool("sanction-limit", "罚款、拘留、拘传的限额", LimitQuestion, LimitAnswer, _limit),
    Tool("exit-ban", "限制出境", ExitBanQuestion, ExitBanAnswer, _exit_ban),
    Tool("refusal-crime", "拒不执行判决、裁定罪的情形", CrimeQuestion, CrimeAnswer, _crime),
)
