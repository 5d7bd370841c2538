"""Whether a debtor's home may be sold, and what is kept for his housing (唯一住房、生活必需住房)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.rules.exempt import Exemption
from duixian.law.texts import Parameter, citations, parameter, provisions
from duixian.law.versions import rule

_MONTHS = 12  # of a year


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the answer for a home depends on; money in fen.

    needed: he and his family need it to live. beyond_need: it is more than they need.
    supporter_has_home: someone bound to support him has a fit home. transferred_to_dodge: he gave
    away another home after the title took effect. housing_offered: the creditor gives housing by
    the local low-rent size. rent_kept: the creditor agrees to leave rent out of the price;
    monthly_rent, rent_years: how much. title_is_handover: the title is to hand over this very home;
    notice_served_on: the enforcement notice. mortgaged, sale_ruling_on: by the rule of 2005.
    """

    needed: bool = True
    beyond_need: bool = False
    supporter_has_home: bool = False
    transferred_to_dodge: bool = False
    housing_offered: bool = False
    rent_kept: bool = False
    monthly_rent: Fen | None = None
    rent_years: int | None = None
    title_is_handover: bool = False
    notice_served_on: date | None = None
    mortgaged: bool = False
    sale_ruling_on: date | None = None


def _finding(
    value: Exemption, on: date, *keys: str, steps: tuple[Step, ...] = (), question: str = ""
) -> Finding[Exemption]:
    said = "不得拍卖、变卖、抵债" if value.exempt else "可以执行"
    last = Step(value.why.rstrip("。"), "", {}, said, keys)
    questions = (question,) if question else ()
    return Finding(value, (*steps, last), citations(*keys, on=on), questions)


@rule
def exempt_home(*, facts: HomeFacts, on: date) -> Finding[Exemption]:
    """Whether the home is exempt on a day, or how much rent must be left out of its price.

    Refuses with `exempt.*`, and with `law.provision_not_in_force` before 2005.
    """
    objections = bool(provisions()["only-home"].on(on))
    if facts.title_is_handover and objections:
        return _handover(facts, on)
    if not facts.needed:
        return _finding(Exemption(False, None, "不是生活所必需的居住房屋。"), on, "needed-home")
    if facts.mortgaged and provisions()["mortgaged-home-grace"].on(on):
        return _mortgaged(facts, on)
    if facts.beyond_need:
        why = "超过生活必需，保障最低生活标准所必需的居住房屋和普通生活必需品后可以执行。"
        return _finding(Exemption(False, None, why), on, "home-beyond-need")
    if objections:
        defeated = _defeated(facts)
        if defeated:
            return _finding(Exemption(False, None, defeated), on, "needed-home", "only-home")
        if facts.rent_kept:
            return _rent(facts, on)
    why = "本人及所扶养家属生活所必需，可以查封，不得拍卖、变卖或者抵债。"
    return _finding(Exemption(True, None, why), on, "needed-home")


def _defeated(facts: HomeFacts) -> str:
    """Why his objection that it is the only home fails; empty when it does not."""
    if facts.supporter_has_home:
        return "对被执行人有扶养义务的人名下有其他能够维持生活必需的居住房屋。"
    if facts.transferred_to_dodge:
        return "执行依据生效后为逃避债务转让其名下其他房屋。"
    if facts.housing_offered:
        return "申请执行人按照当地廉租住房保障面积标准提供居住房屋。"
    return ""


def _grace(found: Parameter, start: date | None, field: str) -> date:
    if start is None:
        raise Refusal(
            "exempt.day_missing", "宽限期起算日没有填写。", f"请填写 {field}。", f"facts.{field}"
        )
    return natural_end(start, Period(found.length, Unit(found.unit)))


def _grace_step(found: Parameter, start: date | None, until: date, key: str) -> Step:
    words = {"起算": start.isoformat() if start else ""}
    period = Period(found.length, Unit(found.unit))
    return Step(f"{period}宽限期届满", "", words, until.isoformat(), (key,))


def _handover(facts: HomeFacts, on: date) -> Finding[Exemption]:
    key = "only-home"
    found = parameter("home-handover-grace", on=on)
    until = _grace(found, facts.notice_served_on, "notice_served_on")
    within = on <= until
    why = "执行依据就是交付该房屋，宽限期内。" if within else "执行依据就是交付该房屋，宽限期已满。"
    step = _grace_step(found, facts.notice_served_on, until, key)
    return _finding(Exemption(within, None, why, until), on, key, steps=(step,))


def _mortgaged(facts: HomeFacts, on: date) -> Finding[Exemption]:
    key = "mortgaged-home-grace"
    if facts.sale_ruling_on is None:
        why = "已设定抵押，可以裁定拍卖、变卖或者抵债。"
        return _finding(Exemption(False, None, why), on, key)
    found = parameter(key, on=on)
    until = _grace(found, facts.sale_ruling_on, "sale_ruling_on")
    within = on <= until
    why = (
        "已设定抵押，宽限期内不得强制迁出。" if within else "已设定抵押，宽限期已满，可以强制迁出。"
    )
    step = _grace_step(found, facts.sale_ruling_on, until, key)
    return _finding(Exemption(within, None, why, until), on, key, steps=(step,))


def _rent(facts: HomeFacts, on: date) -> Finding[Exemption]:
    """Rent of five to eight years by the local market, left to the debtor out of the price."""
    lowest = parameter("home-rent-years-lowest", on=on).length
    highest = parameter("home-rent-years-highest", on=on).length
    if facts.monthly_rent is None or facts.monthly_rent <= 0:
        raise Refusal(
            "exempt.rent_missing",
            "没有填写当地房屋租赁市场平均月租金。",
            "请填写 monthly_rent。",
            "facts.monthly_rent",
        )
    years = facts.rent_years
    if years is not None and not lowest <= years <= highest:
        raise Refusal(
            "exempt.rent_years",
            f"保留租金的年数应在{lowest}年至{highest}年之间。",
            f"rent_years 填 {lowest} 至 {highest}。",
            "facts.rent_years",
            provisions=("only-home",),
        )
    chosen = lowest if years is None else years
    kept = Fen(facts.monthly_rent * _MONTHS * chosen)
    step = Step(
        "从变价款中保留的租金",
        f"{yuan(facts.monthly_rent)}×{_MONTHS}×{chosen}",
        {"月租金": yuan(facts.monthly_rent), "年数": str(chosen)},
        yuan(kept),
        ("only-home",),
    )
    question = ""
    if years is None:
        most = facts.monthly_rent * _MONTHS * highest
        question = (
            f"{lowest}年至{highest}年之间由法院确定；此处取{lowest}年。"
            f"若取{highest}年，保留 {yuan(most)} 元。"
        )
    why = "申请执行人同意从变价款中保留租金，可以变价，保留该数额。"
    value = Exemption(False, kept, why)
    return _finding(value, on, "needed-home", "only-home", steps=(step,), question=question)
