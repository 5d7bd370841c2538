"""May a case be transferred to bankruptcy, and which days follow (执行案件移送破产审查)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.calendar import roll_forward
from duixian.kernel.findings import Finding, Step
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.rules.points import Point, steps_of
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Effect = Literal["none", "suspend", "lift_and_suspend", "terminate"]
_EFFECTS: dict[Effect, str] = {
    "none": "没有影响",
    "suspend": "中止执行",
    "lift_and_suspend": "解除保全措施，中止执行",
    "terminate": "终结执行",
}


@dataclass(frozen=True, slots=True)
class BankruptcyFacts:
    """One company debtor and the days known so far.

    company: an enterprise legal person; consented_in_writing: the debtor or any one creditor of
    any case against it; insolvent: cannot pay what is due, and its assets do not suffice or it
    plainly lacks the means; remote: a basic court sends the case to an intermediate court elsewhere,
    for which its own intermediate court must agree.
    """

    on: date
    company: bool
    consented_in_writing: bool
    insolvent: bool
    panel_agreed: bool | None = None
    president_signed: bool | None = None
    decided_on: date | None = None
    received_on: date | None = None
    ruled_on: date | None = None
    ruling_received_on: date | None = None
    refused_on: date | None = None
    upper_court_told_on: date | None = None
    declared_bankrupt: bool = False
    remote: bool = False
    own_upper_court_agreed: bool = False


@dataclass(frozen=True, slots=True)
class TransferDay:
    """One day that follows from an event: what must be done, by when."""

    key: str
    title: str
    by: date


@dataclass(frozen=True, slots=True)
class BankruptcyTransfer:
    """Whether the case may be transferred, what stands against it, and what falls due.

    in_order_of_measures: nobody consents, so ordinary claims are paid by the order of measures.
    """

    may_transfer: bool
    points: tuple[Point, ...]
    days: tuple[TransferDay, ...]
    in_order_of_measures: bool
    effect: Effect


# What falls due after an event: key, words, the event's field and words, the parameter.
_CLOCKS = (
    ("serve_decision", "送达移送决定", "decided_on", "作出决定之日", "transfer-service-term"),
    ("tell_incomplete", "告知补正材料", "received_on", "收到材料之日", "transfer-papers-told"),
    ("rule", "裁定是否受理", "received_on", "收到材料之日", "bankruptcy-decision-days"),
    ("serve_ruling", "送达受理裁定", "ruled_on", "作出裁定之日", "transfer-ruling-service"),
    ("hand_over", "移交财产", "ruling_received_on", "收到裁定之日", "transfer-handover-term"),
    ("return_papers", "退回材料和财产", "refused_on", "裁定不予受理之日", "transfer-return-term"),
    (
        "upper_order",
        "上级法院责令接收、裁定",
        "upper_court_told_on",
        "收到函件之日",
        "transfer-supervision-term",
    ),
)


def _points(facts: BankruptcyFacts) -> list[Point]:
    guided = provisions()["transfer-conditions"].on(facts.on)
    basis = "transfer-conditions" if guided else "bankruptcy-referral"
    found = [
        Point(
            "company",
            "被执行人为企业法人",
            facts.company,
            "企业法人" if facts.company else "不是企业法人",
            basis,
        ),
        Point(
            "consent",
            "被执行人或者任何一名申请执行人书面同意",
            facts.consented_in_writing,
            "已书面同意" if facts.consented_in_writing else "没有书面同意",
            basis,
        ),
        Point(
            "insolvent",
            "不能清偿到期债务，且资产不足或者明显缺乏清偿能力",
            facts.insolvent,
            "符合" if facts.insolvent else "不符合",
            "insolvency",
        ),
    ]
    if not guided:
        return found
    if facts.remote:
        agreed = facts.own_upper_court_agreed
        why = "已同意" if agreed else "先报请所在地中级法院执行部门审核同意"
        found.append(Point("remote", "异地移送的审核", agreed, why, "transfer-remote"))
    for key, title, said in (
        ("panel", "合议庭评议同意", facts.panel_agreed),
        ("president", "院长签署移送决定", facts.president_signed),
    ):
        if said is not None:
            found.append(Point(key, title, said, "已办" if said else "未办", "transfer-decision"))
    return found


@rule
def bankruptcy_transfer(facts: BankruptcyFacts) -> Finding[BankruptcyTransfer]:
    """Whether a case may be transferred to bankruptcy on a day, and what then falls due.

    Refuses with `law.provision_not_in_force` before 2015-02-04.
    """
    points = _points(facts)
    steps = steps_of(points)
    cited = {
        each.key: each
        for each in citations(
            "bankruptcy-referral", *(each.provision for each in points), on=facts.on
        )
    }
    may = all(each.met for each in points)
    steps.append(
        Step("移送破产审查", "", {}, "可以移送" if may else "不得移送", (points[0].provision,))
    )
    guided = _guidance(facts, steps)
    cited |= {each.key: each for each in citations(*guided, on=facts.on)}
    effect = _effect(facts, steps)
    if effect != "none":
        keys = steps[-1].provisions
        cited |= {each.key: each for each in citations(*keys, on=facts.on)}
    days = []
    for key, title, field, words, number in _CLOCKS:
        start = getattr(facts, field)
        if start is None:
            continue
        found = parameter(number, on=start)
        length = Period(found.length, Unit(found.unit))
        due = roll_forward(natural_end(start, length))
        basis = tuple(each.key for each in found.provisions)
        days.append(TransferDay(key, title, due))
        steps.append(
            Step(
                title,
                f"自{words}次日起{length}",
                {words: start.isoformat()},
                due.isoformat(),
                basis,
            )
        )
        cited |= {each.key: each for each in found.provisions}
    by_order = facts.company and not facts.consented_in_writing
    if by_order:
        words = "无人同意移送，也无人申请破产的，扣除费用和优先债权后，按查封、扣押、冻结的先后受偿"
        steps.append(Step("不移送时的清偿", words, {}, "按先后", ("company-debtor-order",)))
        cited |= {each.key: each for each in citations("company-debtor-order", on=facts.on)}
    value = BankruptcyTransfer(may, tuple(points), tuple(days), by_order, effect)
    return Finding(value, tuple(steps), tuple(cited.values()))


def _guidance(facts: BankruptcyFacts, steps: list[Step]) -> tuple[str, ...]:
    """Which court it goes to, and whom to ask first."""
    if not provisions()["transfer-conditions"].on(facts.on):
        return ()
    words = "以中级法院管辖为原则；经高级法院批准，可以由具备条件的基层法院管辖"
    steps.append(Step("受移送法院", words, {}, "被执行人住所地法院", ("transfer-court",)))
    if facts.company and facts.insolvent and not facts.consented_in_writing:
        words = "询问申请执行人、被执行人是否同意移送"
        steps.append(Step("征询", words, {}, "应当征询", ("transfer-inquiry",)))
        return ("transfer-court", "transfer-inquiry")
    return ("transfer-court",)


def _effect(facts: BankruptcyFacts, steps: list[Step]) -> Effect:
    """What the bankruptcy does to enforcement so far."""
    effect: Effect = "none"
    keys: tuple[str, ...] = ("bankruptcy-effect",)
    if facts.declared_bankrupt:
        effect, keys = "terminate", ("bankruptcy-effect", "termination-by-bankruptcy")
    elif facts.ruling_received_on is not None:
        effect, keys = "lift_and_suspend", ("bankruptcy-effect", "measures-lifted-in-bankruptcy")
    elif facts.decided_on is not None and provisions()["transfer-suspension"].on(facts.on):
        effect, keys = "suspend", ("transfer-suspension",)
    if effect != "none":
        steps.append(Step("对执行的效力", "", {}, _EFFECTS[effect], keys))
    return effect
