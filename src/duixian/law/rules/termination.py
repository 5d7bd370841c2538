"""May the current enforcement proceedings be terminated (终结本次执行程序, 终本) on a day?

Every condition is answered on its own, with why, the evidence and the cure. From 2016-12-01 by
the rules on termination; before, by the interpretation of the Civil Procedure Law alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, display
from duixian.kernel.periods import add_months
from duixian.law.rules.property_facts import (
    PropertyFacts,
    SurveyFacts,
    open_inquiries,
    open_survey_steps,
    why_not_counted,
)
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class DebtorFacts:
    """What was done about one debtor (被执行人).

    declaration: "filed", "late", "false", "refused" or "none" where none came and the time ran
    out, "waiting" while it runs; sanctioned: whether the default was punished; must_list: whether
    a ground of the dishonest list is met (失信).
    """

    name: str
    declaration: str = "waiting"
    declaration_verified: bool = False
    sanctioned: bool = False
    consumption_restricted_on: date | None = None
    must_list: bool = False
    listed: bool = False
    missing: bool = False
    searched_for: bool = False
    dead: bool = False


@dataclass(frozen=True, slots=True)
class TerminationFacts:
    """The recorded facts of one case, as of a day."""

    on: date
    filed_on: date
    outstanding: Fen
    debtors: tuple[DebtorFacts, ...]
    enforcement_notice_on: date | None = None
    declaration_ordered_on: date | None = None
    property: tuple[PropertyFacts, ...] = ()
    survey: SurveyFacts = field(default_factory=SurveyFacts)
    unpunished_obstruction: tuple[str, ...] = ()
    talk_on: date | None = None
    creditor_agrees: bool | None = None
    creditor_applied: bool = False
    panel_deliberated_on: date | None = None
    president_approved_on: date | None = None
    conduct_only: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of termination, answered."""

    key: str
    title: str
    met: bool
    why: str
    evidence: str = ""
    cure: str = ""
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminationCheck:
    """Whether the case may be terminated, and every condition."""

    may_terminate: bool
    conditions: tuple[Condition, ...]

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.met)


def _condition(
    key: str, title: str, lacking: list[str], good: str, cure: str, *keys: str, evidence: str = ""
) -> Condition:
    """A condition met when nothing is lacking."""
    if lacking:
        return Condition(key, title, False, "；".join(lacking) + "。", evidence, cure, keys)
    return Condition(key, title, True, good, evidence, "", keys)


def _living(facts: TerminationFacts) -> tuple[DebtorFacts, ...]:
    return tuple(debtor for debtor in facts.debtors if not debtor.dead)


def _money_owed(facts: TerminationFacts) -> Condition:
    lacking = []
    if facts.outstanding <= 0:
        lacking.append("已经没有尚欠金额")
    if facts.conduct_only:
        lacking.append("执行标的只是行为")
    if not _living(facts):
        lacking.append("被执行人均已死亡或者终止")
    return _condition(
        "money_owed",
        "尚有未执行到位的金钱债务",
        lacking,
        f"尚欠 {display(facts.outstanding)} 元。",
        "已经全部履行的以执行完毕结案；其他情形选择相应的结案方式。",
        "termination-basis",
    )


def _notice_and_declaration(facts: TerminationFacts) -> Condition:
    lacking = []
    if facts.enforcement_notice_on is None:
        lacking.append("没有发出执行通知")
    if facts.declaration_ordered_on is None:
        lacking.append("没有责令报告财产")
    for debtor in _living(facts):
        if debtor.declaration == "waiting":
            lacking.append(f"{debtor.name}报告财产的期限还没有届满")
        elif debtor.declaration == "filed" and not debtor.declaration_verified:
            lacking.append(f"{debtor.name}的财产报告没有核实")
        elif debtor.declaration not in ("filed", "waiting") and not debtor.sanctioned:
            lacking.append(f"{debtor.name}未如实按期报告财产，没有予以处罚")
    return _condition(
        "notice_and_declaration",
        "已发出执行通知、责令报告财产",
        lacking,
        f"{facts.enforcement_notice_on} 发出执行通知，{facts.declaration_ordered_on} 责令报告财产。",
        "补发执行通知、报告财产令；核实报告；对拒绝、拖延、虚假报告的予以罚款、拘留并纳入失信名单。",
        "termination-conditions",
        "termination-declaration",
    )


def _restriction_and_listing(facts: TerminationFacts) -> Condition:
    lacking = []
    for debtor in _living(facts):
        restricted = debtor.consumption_restricted_on
        if restricted is None or restricted > facts.on:
            lacking.append(f"没有对{debtor.name}限制消费")
        if debtor.must_list and not debtor.listed:
            lacking.append(f"{debtor.name}符合条件而没有纳入失信名单")
    return _condition(
        "restriction_and_listing",
        "已限制消费，符合条件的已纳入失信名单",
        lacking,
        "对每个被执行人都已限制消费，应当纳入失信名单的都已纳入。",
        "发出限制消费令；符合条件的作出纳入失信名单决定。",
        "termination-conditions",
    )


def _survey_exhausted(facts: TerminationFacts) -> Condition:
    names = tuple(debtor.name for debtor in _living(facts))
    lacking = [f"{gap}没有查询结果" for gap in open_inquiries(facts.survey, names, facts.on)]
    lacking += open_survey_steps(facts.survey)
    lacking += _stale_inquiries(facts, names)
    return _condition(
        "survey_exhausted",
        "已穷尽财产调查措施",
        lacking,
        "必须查询的财产都有结果，线索都已核实。",
        _survey_cure(facts.on),
        "exhausted-survey",
        "termination-basis",
        evidence="、".join(each.evidence for each in facts.survey.inquiries if each.evidence),
    )


def _survey_cure(on: date) -> str:
    if on < _rules_start():
        return "补作查询、核实线索。"
    limit = parameter("termination-inquiry-freshness", on=on)
    return f"补作查询、核实线索；终本前{limit.length}个月内的查询结果才作数。"


def _stale_inquiries(facts: TerminationFacts, names: tuple[str, ...]) -> list[str]:
    """Inquiries whose newest answer of a kind is older than the check allows."""
    if facts.on < _rules_start():
        return []
    limit = parameter("termination-inquiry-freshness", on=facts.on)
    oldest = add_months(facts.on, -limit.length)
    newest: dict[tuple[str, str], date] = {}
    for each in facts.survey.inquiries:
        if each.debtor in names and each.answered_on:
            key = (each.debtor, each.kind)
            newest[key] = max(newest.get(key, each.answered_on), each.answered_on)
    stale = sorted({debtor for (debtor, _), day in newest.items() if day < oldest})
    return [f"{debtor}的查询结果早于 {oldest}，应当重新查询" for debtor in stale]


def _why_it_counts(thing: PropertyFacts) -> str:
    if thing.set_aside:
        return f"{thing.label}认定不宜执行（{thing.set_aside}），但不是法律规定的不能处置的情形"
    return f"{thing.label}可以处置"


def _no_disposable_property(facts: TerminationFacts) -> Condition:
    lacking, reasons = [], []
    for thing in facts.property:
        reason = why_not_counted(thing, outstanding=facts.outstanding, on=facts.on)
        if reason is None:
            lacking.append(_why_it_counts(thing))
        else:
            reasons.append(f"{thing.label}：{reason.words}")
    good = "；".join(reasons) + "。" if reasons else "没有发现可供执行的财产。"
    return _condition(
        "no_disposable_property",
        "没有可供执行的财产，或者发现的财产不能处置",
        lacking,
        good,
        "先依法控制、处置；拍卖变卖不成且申请执行人不接受抵债后再查一次。",
        "termination-conditions",
        "cannot-be-disposed",
        "termination-basis",
        evidence="、".join(thing.evidence for thing in facts.property if thing.evidence),
    )


def _long_enough(facts: TerminationFacts) -> Condition:
    limit = parameter("termination-earliest", on=facts.on)
    earliest = add_months(facts.filed_on, limit.length)
    lacking = []
    if facts.on <= earliest:
        lacking.append(f"{facts.filed_on} 立案，至 {earliest} 才满{limit.length}个月")
    return _condition(
        "long_enough",
        f"自立案之日起已超过{limit.length}个月",
        lacking,
        f"{facts.filed_on} 立案，{earliest} 满{limit.length}个月。",
        f"{earliest} 之后再办。",
        "termination-conditions",
    )


def _missing_and_obstruction(facts: TerminationFacts) -> Condition:
    lacking = [
        f"{debtor.name}下落不明，没有依法查找"
        for debtor in _living(facts)
        if debtor.missing and not debtor.searched_for
    ]
    lacking += [f"妨害执行的行为没有处理：{each}" for each in facts.unpunished_obstruction]
    return _condition(
        "missing_and_obstruction",
        "下落不明的已查找，妨害执行的已处理",
        lacking,
        "没有未查找的被执行人，没有未处理的妨害执行行为。",
        "协助查找下落；予以罚款、拘留，构成犯罪的启动刑事追究程序。",
        "termination-conditions",
    )


def _talk(facts: TerminationFacts) -> Condition:
    lacking = []
    if not facts.creditor_applied and (facts.talk_on is None or facts.talk_on > facts.on):
        lacking.append("没有终本约谈记录")
    good = (
        "申请执行人自己申请终本。"
        if facts.creditor_applied
        else f"{facts.talk_on} 已约谈并记录意见。"
    )
    return _condition(
        "talk",
        "已将案件情况告知申请执行人并听取意见",
        lacking,
        good,
        "约谈申请执行人，告知措施、财产状况、依据和后果，记录其意见。",
        "termination-talk",
    )


def _confirmation(facts: TerminationFacts) -> Condition:
    agreed = facts.creditor_applied or facts.creditor_agrees is True
    reviewed = facts.panel_deliberated_on is not None and facts.president_approved_on is not None
    lacking = []
    if not agreed and not reviewed:
        lacking.append("申请执行人没有签字确认，也没有经合议庭核实并报院长批准")
    good = "申请执行人签字确认。" if agreed else "经合议庭核实，院长批准。"
    return _condition(
        "confirmation",
        "申请执行人签字确认，或者合议庭核实、院长批准",
        lacking,
        good,
        "请申请执行人签字确认；不同意的，提请合议庭核实并报院长批准。",
        "termination-basis",
    )


def _rules_start() -> date:
    return provisions()["termination-conditions"].versions[0][0].in_force_from


def _conditions(facts: TerminationFacts) -> Iterator[Condition]:
    yield _money_owed(facts)
    if facts.on >= _rules_start():
        yield _notice_and_declaration(facts)
        yield _restriction_and_listing(facts)
    yield _survey_exhausted(facts)
    yield _no_disposable_property(facts)
    if facts.on >= _rules_start():
        yield _long_enough(facts)
        yield _missing_and_obstruction(facts)
        yield _talk(facts)
    yield _confirmation(facts)


@rule
def termination_check(facts: TerminationFacts) -> Finding[TerminationCheck]:
    """Check every condition for terminating the current proceedings on `facts.on`.

    Refuses with `law.provision_not_in_force` for days before 2015-02-04, when only policy
    documents governed.
    """
    basis = citations("termination-basis", on=facts.on)
    conditions = tuple(_conditions(facts))
    keys = {key: None for condition in conditions for key in condition.provisions}
    known = [key for key in keys if provisions()[key].on(facts.on)]
    cited = {each.key: each for each in (*basis, *citations(*known, on=facts.on))}
    steps = tuple(
        Step(
            condition.title,
            "",
            {"证据": condition.evidence} if condition.evidence else {},
            ("具备：" if condition.met else "不具备：") + condition.why,
            tuple(key for key in condition.provisions if key in cited),
        )
        for condition in conditions
    )
    value = TerminationCheck(all(condition.met for condition in conditions), conditions)
    questions: tuple[str, ...] = ()
    if facts.on >= _rules_start():
        questions = ("条文未写明三个月是否扣除不计入执行期限的期间；此处不扣除。",)
    return Finding(value, steps, tuple(cited.values()), questions)
