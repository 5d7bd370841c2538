"""The conditions of terminating the current proceedings until 2016-11-30 (立案、结案意见).

From 2015-01-01 the opinion on filing and closing names six situations; from 2015-02-04 the
interpretation of the Civil Procedure Law, which ranks above it, lets a case without property be
terminated when the creditor signs or the panel verifies and the president approves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duixian.kernel.periods import add_months
from duixian.law.rules.property_facts import PropertyFacts, why_not_counted
from duixian.law.rules.termination_conditions import (
    money_owed,
    no_disposable_property,
    survey_exhausted,
)
from duixian.law.rules.termination_facts import (
    Condition,
    TerminationFacts,
    condition,
    interpretation_start,
)
from duixian.law.texts import parameter

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the six situations: whether it holds, and what is lacking where it does not."""

    key: str
    title: str
    objection: bool
    lacking: str

    @property
    def holds(self) -> bool:
        return not self.lacking


def _counted(facts: TerminationFacts) -> list[PropertyFacts]:
    return [
        thing
        for thing in facts.property
        if why_not_counted(thing, outstanding=facts.outstanding, on=facts.on) is None
    ]


def _no_property_agreed(facts: TerminationFacts) -> str:
    if _counted(facts):
        return "有可供执行的财产"
    return "" if facts.consents() else "申请执行人没有书面同意"


def _suspended_long(facts: TerminationFacts) -> str:
    if facts.suspended_since is None:
        return "没有因无财产中止执行"
    years = parameter("termination-suspended-years", on=facts.on).length
    full = add_months(facts.suspended_since, years * _MONTHS_A_YEAR)
    if facts.on < full:
        return f"{facts.suspended_since} 中止执行，至 {full} 才满{years}年"
    return "有可供执行的财产" if _counted(facts) else ""


def _no_leads_agreed(facts: TerminationFacts) -> str:
    if not facts.no_leads_stated:
        return "申请执行人没有表示提供不出财产线索"
    return "" if facts.consents() else "申请执行人没有书面同意"


def _unsold(facts: TerminationFacts) -> str:
    things = [each for each in facts.property if each.obstacle == "unsold_not_taken_in_kind"]
    if not things:
        return "没有流拍而申请执行人不接受抵债的财产"
    rounds = dict(facts.unsold_rounds)
    for thing in things:
        needed = rounds_needed(thing, facts.on)
        if rounds.get(thing.id, 0) < needed:
            return f"{thing.label}流拍 {rounds.get(thing.id, 0)} 次，应当满{needed}次"
    return "另有可供执行的财产" if _counted(facts) else ""


def rounds_needed(thing: PropertyFacts, on: date) -> int:
    """How often a thing must have failed to sell: movables twice, all else three times."""
    movable = thing.kind in ("movable", "vehicle")
    key = "termination-unsold-rounds-movable" if movable else "termination-unsold-rounds-other"
    return parameter(key, on=on).length


def _instalment_settlement(facts: TerminationFacts) -> str:
    return "" if facts.done(facts.instalments_agreed_on) else "没有达成分期履行的和解协议"


def _creditor_aided(facts: TerminationFacts) -> str:
    if not facts.done(facts.creditor_aided_on):
        return "没有对特殊困难的申请执行人给予救助"
    return "有可供执行的财产" if _counted(facts) else ""


_TESTS = {
    "no_property_agreed": _no_property_agreed,
    "suspended_long": _suspended_long,
    "no_leads_agreed": _no_leads_agreed,
    "unsold": _unsold,
    "instalment_settlement": _instalment_settlement,
    "creditor_aided": _creditor_aided,
}


def situations(facts: TerminationFacts) -> tuple[Situation, ...]:
    """Each of the six situations of the opinion, answered."""
    rows: list[Mapping[str, Any]] = parameter("termination-situations", on=facts.on).value
    return tuple(
        Situation(row["situation"], row["title"], row["objection"], _TESTS[row["situation"]](facts))
        for row in rows
    )


def chosen(facts: TerminationFacts) -> Situation | None:
    """The situation the case rests on: one without a time for objection where there is one."""
    held = [each for each in situations(facts) if each.holds]
    return min(held, key=lambda each: each.objection, default=None)


def by_interpretation(facts: TerminationFacts) -> bool:
    """Whether the interpretation alone suffices: no property, and panel and president confirmed."""
    return (
        facts.on >= interpretation_start()
        and facts.done(facts.panel_deliberated_on)
        and facts.done(facts.president_approved_on)
        and not _counted(facts)
    )


def _situation(facts: TerminationFacts) -> Condition:
    found = chosen(facts)
    lacking = []
    if found is None and not by_interpretation(facts):
        lacking = [f"{each.title}：{each.lacking}" for each in situations(facts)]
    good = found.title if found else "经合议庭审查核实并报院长批准（民诉法解释），不以六种情形为限"
    return condition(
        "situation",
        "符合可以终本的情形之一",
        lacking,
        f"{good}。",
        "取得申请执行人书面同意，或者待其他情形具备；2015年2月4日起也可以经合议庭核实、院长批准。",
        "termination-situations",
        "termination-basis",
        evidence="书面同意、中止裁定、流拍记录、和解协议或者救助决定",
    )


def _objection(facts: TerminationFacts) -> Condition:
    found = chosen(facts)
    lacking = []
    if found is not None and found.objection and not by_interpretation(facts):
        lacking = _objection_lacking(facts)
    return condition(
        "objection",
        "已告知申请执行人可以在指定期限内提出异议",
        lacking,
        "已告知，异议期限已过或者异议已经另行组成合议庭听证。"
        if facts.objection_until
        else "所依据的情形不需要告知异议期限。",
        "书面告知申请执行人并指定异议期限；提出异议的，另行组成合议庭听证。",
        "termination-situations",
        evidence="告知书、听证笔录",
    )


def _objection_lacking(facts: TerminationFacts) -> list[str]:
    if facts.objection_until is None:
        return ["没有告知申请执行人可以提出异议"]
    if facts.objected:
        return (
            [] if facts.done(facts.reheard_on) else ["申请执行人提出异议，没有另行组成合议庭听证"]
        )
    if facts.on <= facts.objection_until:
        return [f"指定的异议期限至 {facts.objection_until} 才届满"]
    return []


def _inquiries_of_entities(facts: TerminationFacts) -> Condition:
    rows = parameter("termination-inquiry-kinds-entity", on=facts.on).value
    answered = {
        (each.debtor, each.kind) for each in facts.survey.inquiries if facts.done(each.answered_on)
    }
    lacking = [
        f"{debtor.name}的{row['title']}没有查询结果"
        for debtor in facts.living()
        if debtor.entity
        for row in rows
        if (debtor.name, row["kind"]) not in answered
    ]
    lacking += [
        f"没有向{debtor.name}的单位或者居住地周围群众调查"
        for debtor in facts.living()
        if not debtor.entity and not facts.done(facts.survey.residence_inquired_on)
    ]
    return condition(
        "least_survey",
        "已达到最低的调查要求",
        lacking,
        "法人的股权已查询，自然人的单位或者居住地已调查。",
        "法人、其他组织补查股权；自然人到其单位或者居住地调查。",
        "termination-situations",
        evidence="工商登记查询结果、调查笔录",
    )


def _panel(facts: TerminationFacts) -> Condition:
    lacking = []
    if not facts.done(facts.panel_deliberated_on):
        lacking.append("没有经合议庭评议")
    elif facts.on >= interpretation_start() and not (
        facts.consents() or facts.done(facts.president_approved_on)
    ):
        lacking.append("申请执行人没有签字确认，也没有报院长批准")
    return condition(
        "confirmation",
        "合议庭评议；申请执行人签字确认，或者院长批准",
        lacking,
        "经合议庭评议，" + ("申请执行人签字确认。" if facts.consents() else "院长批准。"),
        "提请合议庭评议；申请执行人不签字的，报院长批准。",
        "termination-situations",
        "termination-basis",
        evidence="合议庭评议笔录、院长审批表",
    )


def conditions_of_2015(facts: TerminationFacts) -> Iterator[Condition]:
    """Every condition of the standard of 2015."""
    yield money_owed(facts)
    yield survey_exhausted(facts)
    yield _inquiries_of_entities(facts)
    if not facts.done(facts.instalments_agreed_on):
        yield no_disposable_property(facts)
    yield _situation(facts)
    yield _objection(facts)
    yield _panel(facts)


def questions_of_2015(facts: TerminationFacts) -> tuple[str, ...]:
    """Whether the six situations are the only ones, where the answer turns on it."""
    if not by_interpretation(facts):
        return ()
    found = chosen(facts)
    if found is not None and not found.objection:
        return ()
    if found is None:
        other = "没有一种具备，不能终本"
    else:
        lacking = _objection_lacking(facts)
        other = f"以“{found.title}”终本，" + ("；".join(lacking) if lacking else "结果相同")
    return (
        "民诉法解释只要求合议庭核实、院长批准，立案结案意见列了六种情形；此处以解释为准。"
        f"如以六种情形为限，则{other}。",
    )
