"""What may not be taken from a debtor (豁免财产): things by kind, and the costs of living.

The home has a file of its own: exempt_home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.texts import citation, citations, provisions
from duixian.law.versions import rule

_NOTHING = Fen(0)

ExemptObject = Literal[
    "household_goods",
    "living_costs",
    "income",
    "education",
    "unpublished_work",
    "disability_aid",
    "medal",
    "treaty",
    "wage_account",
    "other_by_law",
]

OBJECTS: dict[ExemptObject, str] = {
    "household_goods": "生活必需的衣服、家具、炊具、餐具等家庭生活必需物品",
    "living_costs": "被执行人及其所扶养家属的必需生活费用",
    "income": "收入",
    "education": "完成义务教育所必需的物品",
    "unpublished_work": "未公开的发明、未发表的著作",
    "disability_aid": "身体缺陷所必需的辅助工具、医疗物品",
    "medal": "勋章及其他荣誉表彰的物品",
    "treaty": "依条约、协定免于查封、扣押、冻结的财产",
    "wage_account": "农民工工资专用账户资金、工资保证金",
    "other_by_law": "法律、司法解释规定的其他不得查封的财产",
}


@dataclass(frozen=True, slots=True)
class ExemptFacts:
    """What the answer for a thing or a sum depends on; money in fen.

    necessary: needed for living, or for schooling, or for the disability. published: the work was
    made public. for_those_wages: execution is for the wages of the account's own project. amount:
    the month's income, or the money at hand. minimum_standard: the local minimum living standard
    (最低生活保障标准) a person and month, standard_from: since when it is in force. dependants: family
    he supports; months: for how long; more_needed: further necessary costs the court accepts.
    by_provision: which law exempts it, for other_by_law and treaty.
    """

    necessary: bool = True
    published: bool = False
    for_those_wages: bool = False
    amount: Fen | None = None
    minimum_standard: Fen | None = None
    standard_from: date | None = None
    dependants: int = 0
    months: int = 1
    more_needed: Fen = _NOTHING
    by_provision: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Whether it is exempt; for money and homes the sum kept (fen); why; a grace's last day."""

    exempt: bool
    kept: Fen | None
    why: str
    until: date | None = None


@rule
def exempt(*, object: ExemptObject, facts: ExemptFacts, on: date) -> Finding[Exemption]:
    """Whether a thing is exempt, or how much of a sum.

    Refuses with `exempt.*`, and with `law.provision_not_in_force` before there was such a rule.
    """
    if object in ("living_costs", "income"):
        return _living(object, facts, on)
    if object == "wage_account":
        return _wage_account(facts, on)
    value = _thing(object, facts)
    keys = ("exempt-property",)
    step = Step(OBJECTS[object], value.why, {}, "不得查封" if value.exempt else "可以查封", keys)
    return Finding(value, (step,), citations(*keys, on=on))


def _thing(object_: ExemptObject, facts: ExemptFacts) -> Exemption:
    if object_ in ("household_goods", "education", "disability_aid") and not facts.necessary:
        return Exemption(False, None, "不是生活、学习或者身体所必需。")
    if object_ == "unpublished_work" and facts.published:
        return Exemption(False, None, "发明已经公开或者著作已经发表。")
    if object_ in ("treaty", "other_by_law") and not facts.by_provision:
        raise Refusal(
            "exempt.provision_missing",
            "没有写明依据哪一规定豁免。",
            "请在 by_provision 写明法律、条约的名称和条款。",
            "facts.by_provision",
        )
    words = f"（{facts.by_provision}）" if facts.by_provision else ""
    return Exemption(True, None, f"属于{OBJECTS[object_]}{words}。")


def _wage_account(facts: ExemptFacts, on: date) -> Finding[Exemption]:
    keys = ("migrant-wage-account",)
    cited = citations(*keys, on=on)
    if facts.for_those_wages:
        value = Exemption(False, None, "为支付本项目农民工工资而执行。")
    else:
        value = Exemption(True, None, "除用于支付本项目农民工工资外，不得查封、冻结、划拨。")
    said = "不得查封" if value.exempt else "可以执行"
    return Finding(value, (Step(OBJECTS["wage_account"], value.why, {}, said, keys),), cited)


def _check_living(facts: ExemptFacts, on: date) -> None:
    for name in ("amount", "minimum_standard", "more_needed", "dependants"):
        number = getattr(facts, name)
        if number is not None and number < 0:
            raise Refusal("exempt.negative", "不能是负数。", "请核对。", f"facts.{name}")
    if facts.months < 1:
        raise Refusal("exempt.no_month", "至少一个月。", "months 填 1 以上。", "facts.months")
    if facts.minimum_standard is None and not facts.more_needed:
        raise Refusal(
            "exempt.standard_missing",
            "没有填写当地最低生活保障标准。",
            "填写 minimum_standard 和 standard_from；当地没有标准的，在 more_needed 填写法院确定的数额。",
            "facts.minimum_standard",
        )
    if facts.minimum_standard is not None and facts.standard_from is None:
        raise Refusal(
            "exempt.standard_undated",
            "没有填写该标准自何日起执行。",
            "请填写 standard_from。",
            "facts.standard_from",
        )
    if facts.standard_from is not None and facts.standard_from > on:
        raise Refusal(
            "exempt.standard_later",
            f"该标准自{facts.standard_from}起执行，{on}尚未施行。",
            "请填写该日有效的标准。",
            "facts.standard_from",
        )


def _living(object_: ExemptObject, facts: ExemptFacts, on: date) -> Finding[Exemption]:
    """The local minimum for him and his family, and what the court accepts beyond it."""
    _check_living(facts, on)
    keys = ["exempt-property"]
    if object_ == "income":
        keys = ["garnishing-income", *(["exempt-property"] if _known(on) else [])]
    citation(keys[0], on=on)
    persons = 1 + facts.dependants
    standard = facts.minimum_standard or Fen(0)
    needed = Fen(standard * persons * facts.months + facts.more_needed)
    kept = needed if facts.amount is None else Fen(min(needed, facts.amount))
    since = facts.standard_from.isoformat() if facts.standard_from else "无"
    steps = [
        Step(
            "当地最低生活保障标准×人数×月数",
            f"{yuan(standard)}×{persons}×{facts.months}",
            {"标准自": since, "人数": str(persons), "月数": str(facts.months)},
            yuan(standard * persons * facts.months),
            tuple(keys),
        )
    ]
    if facts.more_needed:
        steps.append(Step("另行确定的必需费用", "", {}, yuan(facts.more_needed), tuple(keys)))
    left = None
    if facts.amount is not None:
        left = Fen(facts.amount - kept)
        words = {"收入或者存款": yuan(facts.amount), "保留": yuan(kept)}
        formula = f"{yuan(facts.amount)}−{yuan(kept)}"
        steps.append(Step("可以执行", formula, words, yuan(left), tuple(keys)))
    whole = left == 0
    value = Exemption(whole or kept > 0, kept, "保留被执行人及其所扶养家属的必需生活费用。")
    question = "国家没有规定工资的固定保留比例；在当地标准以上保留多少，由法院按实际需要确定。"
    return Finding(value, tuple(steps), citations(*keys, on=on), (question,))


def _known(on: date) -> bool:
    return bool(provisions()["exempt-property"].on(on))
