"""The conditions of terminating the current proceedings since 2016-12-01 (终本规定).

Those that the older standard shares are used there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duixian.kernel.money import display
from duixian.kernel.periods import add_months
from duixian.law.rules.property_facts import (
    PropertyFacts,
    open_inquiries,
    open_survey_steps,
    why_not_counted,
)
from duixian.law.rules.termination_facts import (
    Condition,
    TerminationFacts,
    condition,
    fresh_since,
)
from duixian.law.texts import parameter


def money_owed(facts: TerminationFacts) -> Condition:
    """Money is still owed, and by somebody who can still owe it."""
    lacking = []
    if facts.outstanding <= 0:
        lacking.append("已经没有尚欠金额")
    if facts.conduct_only:
        lacking.append("执行标的只是行为")
    if not facts.living():
        lacking.append("被执行人均已死亡或者终止")
    return condition(
        "money_owed",
        "尚有未执行到位的金钱债务",
        lacking,
        f"尚欠 {display(facts.outstanding)} 元。",
        "已经全部履行的以执行完毕结案；其他情形选择相应的结案方式。",
        "termination-basis",
        "termination-situations",
    )


def _notice_and_declaration(facts: TerminationFacts) -> Condition:
    lacking = []
    if not facts.done(facts.enforcement_notice_on):
        lacking.append("没有发出执行通知")
    if not facts.done(facts.declaration_ordered_on):
        lacking.append("没有责令报告财产")
    for debtor in facts.living():
        if debtor.declaration == "waiting":
            lacking.append(f"{debtor.name}报告财产的期限还没有届满")
        elif debtor.declaration == "filed" and not debtor.declaration_verified:
            lacking.append(f"{debtor.name}的财产报告没有核实")
        elif debtor.declaration not in ("filed", "waiting") and not debtor.sanctioned:
            lacking.append(f"{debtor.name}未如实按期报告财产，没有予以处罚")
    return condition(
        "notice_and_declaration",
        "已发出执行通知、责令报告财产",
        lacking,
        f"{facts.enforcement_notice_on} 发出执行通知，{facts.declaration_ordered_on} 责令报告财产。",
        "补发执行通知、报告财产令；核实报告；对拒绝、拖延、虚假报告的予以罚款、拘留并纳入失信名单。",
        "termination-conditions",
        "termination-declaration",
        evidence="执行通知书、报告财产令、送达回证、财产报告及核实材料",
    )


def _restriction_and_listing(facts: TerminationFacts) -> Condition:
    lacking = []
    for debtor in facts.living():
        if not facts.done(debtor.consumption_restricted_on):
            lacking.append(f"没有对{debtor.name}限制消费")
        if debtor.must_list and not debtor.listed:
            lacking.append(f"{debtor.name}符合条件而没有纳入失信名单")
    return condition(
        "restriction_and_listing",
        "已限制消费，符合条件的已纳入失信名单",
        lacking,
        "对每个被执行人都已限制消费，应当纳入失信名单的都已纳入。",
        "发出限制消费令；符合条件的作出纳入失信名单决定。",
        "termination-conditions",
        evidence="限制消费令、失信决定书",
    )


def survey_exhausted(facts: TerminationFacts) -> Condition:
    """Every inquiry that must be made is answered, freshly, and every other step is taken."""
    names = tuple(debtor.name for debtor in facts.living())
    lacking = [f"{gap}没有查询结果" for gap in open_inquiries(facts.survey, names, facts.on)]
    lacking += open_survey_steps(facts.survey)
    lacking += _stale_inquiries(facts, names)
    return condition(
        "survey_exhausted",
        "已穷尽财产调查措施",
        lacking,
        "必须查询的财产都有结果，线索都已核实。",
        _survey_cure(facts.on),
        "exhausted-survey",
        "termination-basis",
        "termination-situations",
        evidence="、".join(each.evidence for each in facts.survey.inquiries if each.evidence),
    )


def _survey_cure(on: date) -> str:
    if fresh_since(on) is None:
        return "补作查询、核实线索。"
    limit = parameter("termination-inquiry-freshness", on=on)
    return f"补作查询、核实线索；终本前{limit.length}个月内的查询结果才作数。"


def _stale_inquiries(facts: TerminationFacts, names: tuple[str, ...]) -> list[str]:
    """Inquiries whose newest answer of a kind is older than the check allows."""
    oldest = fresh_since(facts.on)
    if oldest is None:
        return []
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


def no_disposable_property(facts: TerminationFacts) -> Condition:
    """Nothing was found, or what was found cannot be disposed of."""
    lacking, reasons = [], []
    for thing in facts.property:
        reason = why_not_counted(thing, outstanding=facts.outstanding, on=facts.on)
        if reason is None:
            lacking.append(_why_it_counts(thing))
        else:
            reasons.append(f"{thing.label}：{reason.words}")
    good = "；".join(reasons) + "。" if reasons else "没有发现可供执行的财产。"
    return condition(
        "no_disposable_property",
        "没有可供执行的财产，或者发现的财产不能处置",
        lacking,
        good,
        "先依法控制、处置；拍卖变卖不成且申请执行人不接受抵债后再查一次。",
        "termination-conditions",
        "cannot-be-disposed",
        "termination-basis",
        "termination-situations",
        evidence="、".join(thing.evidence for thing in facts.property if thing.evidence),
    )


def earliest(facts: TerminationFacts, *, without_excluded: bool = False) -> date:
    """The day on which the shortest time since filing is full; a case may be closed after it."""
    limit = parameter("termination-earliest", on=facts.on)
    full = add_months(facts.filed_on, limit.length)
    return date.fromordinal(full.toordinal() + facts.excluded_days) if without_excluded else full


def _long_enough(facts: TerminationFacts) -> Condition:
    limit = parameter("termination-earliest", on=facts.on)
    full = earliest(facts)
    lacking = []
    if facts.on <= full:
        lacking.append(f"{facts.filed_on} 立案，至 {full} 才满{limit.length}个月")
    return condition(
        "long_enough",
        f"自立案之日起已超过{limit.length}个月",
        lacking,
        f"{facts.filed_on} 立案，{full} 满{limit.length}个月。",
        f"{full} 之后再办。",
        "termination-conditions",
        evidence="立案信息表",
    )


def _missing_and_obstruction(facts: TerminationFacts) -> Condition:
    lacking = [
        f"{debtor.name}下落不明，没有依法查找"
        for debtor in facts.living()
        if debtor.missing and not debtor.searched_for
    ]
    lacking += [f"妨害执行的行为没有处理：{each}" for each in facts.unpunished_obstruction]
    return condition(
        "missing_and_obstruction",
        "下落不明的已查找，妨害执行的已处理",
        lacking,
        "没有未查找的被执行人，没有未处理的妨害执行行为。",
        "协助查找下落；予以罚款、拘留，构成犯罪的启动刑事追究程序。",
        "termination-conditions",
        evidence="查找下落的记录、处罚决定书、移送函",
    )


def _no_talk_needed(facts: TerminationFacts) -> str:
    """Why the talk may be left out; empty where it may not."""
    if facts.creditor_applied:
        return "申请执行人自己申请终本。"
    if facts.creditor_is_court:
        return "人民法院移送执行的案件，没有申请执行人可以约谈。"
    rows = parameter("termination-talk-exempt-causes", on=facts.on).value
    code = facts.cause_code
    if code is not None and any(row["first"] <= code <= row["last"] for row in rows):
        return f"案由 {code}，检查口径不要求约谈。"
    return ""


def _talk(facts: TerminationFacts) -> Condition:
    exempt = _no_talk_needed(facts)
    lacking = []
    if not exempt and not facts.done(facts.talk_on):
        lacking.append("没有终本约谈记录")
    return condition(
        "talk",
        "已将案件情况告知申请执行人并听取意见",
        lacking,
        exempt or f"{facts.talk_on} 已约谈并记录意见。",
        "约谈申请执行人，告知措施、财产状况、依据和后果，记录其意见。",
        "termination-talk",
        evidence="约谈笔录",
    )


def confirmation(facts: TerminationFacts) -> Condition:
    """The creditor signs, or panel and president confirm (民诉法解释)."""
    reviewed = facts.done(facts.panel_deliberated_on) and facts.done(facts.president_approved_on)
    lacking = []
    if not facts.consents() and not reviewed:
        lacking.append("申请执行人没有签字确认，也没有经合议庭核实并报院长批准")
    return condition(
        "confirmation",
        "申请执行人签字确认，或者合议庭核实、院长批准",
        lacking,
        "申请执行人签字确认。" if facts.consents() else "经合议庭核实，院长批准。",
        "请申请执行人签字确认；不同意的，提请合议庭核实并报院长批准。",
        "termination-basis",
        evidence="申请执行人签字的笔录，或者合议庭评议笔录、院长审批表",
    )


def conditions_of_2016(facts: TerminationFacts) -> Iterator[Condition]:
    """Every condition of the rules of 2016, in the order of their articles."""
    yield money_owed(facts)
    yield _notice_and_declaration(facts)
    yield _restriction_and_listing(facts)
    yield survey_exhausted(facts)
    yield no_disposable_property(facts)
    yield _long_enough(facts)
    yield _missing_and_obstruction(facts)
    yield _talk(facts)
    yield confirmation(facts)


def questions_of_2016(facts: TerminationFacts) -> tuple[str, ...]:
    """What the rules of 2016 leave open, and what the other reading would give in this case."""
    found = []
    if facts.excluded_days:
        other = earliest(facts, without_excluded=True)
        said = "满足" if facts.on > other else "不满足"
        found.append(
            "条文未写明三个月是否扣除不计入执行期限的期间；此处不扣除。"
            f"如扣除 {facts.excluded_days} 天，{other} 届满，{facts.on} {said}此项。"
        )
    else:
        found.append("条文未写明三个月是否扣除不计入执行期限的期间；此处不扣除。")
    if facts.resumed_case:
        said = "不受此项影响，结果会不同" if facts.on <= earliest(facts) else "结果相同"
        found.append(
            "条文只说自立案之日起，未写明是否适用于恢复执行案件；"
            f"此处按恢复执行案件的立案日计算。如不适用，则{said}。"
        )
    return tuple(found)
