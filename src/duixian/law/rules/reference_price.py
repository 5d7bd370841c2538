"""How the price of a thing to be sold is found (确定处置参考价): which way next, and how long it holds.

Since 2018-09-01 a ladder: agreement of the parties, directed inquiry, network inquiry, appraisal.
Before it an appraisal, from 2005 with two exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Way = Literal["agreement", "directed", "network", "appraisal"]
NextWay = Literal[
    "agreement",
    "directed",
    "network",
    "appraisal",
    "start_above_costs",
    "market",
    "fixed",
    "impossible",
]
Tried = Literal["priced", "failed"]

WAYS: dict[NextWay, str] = {
    "agreement": "当事人议价",
    "directed": "定向询价",
    "network": "网络询价",
    "appraisal": "委托评估",
    "start_above_costs": "不评估，起拍价适当高于执行费用",
    "market": "不评估，按市价等确定保留价",
    "fixed": "参考价已确定",
    "impossible": "不能确定参考价，不得拍卖",
}

_LADDER: tuple[Way, ...] = ("agreement", "directed", "network", "appraisal")
_KEYS: dict[Way, str] = {
    "agreement": "price-by-agreement",
    "directed": "directed-inquiry",
    "network": "price-network-inquiry",
    "appraisal": "price-by-appraisal",
}


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What is known of the thing, the parties, and the ways tried already.

    tried: by way, priced (a price came of it) or failed. party_refuses: one refuses to agree or
    cannot be found. government_price: a tax base, government-set or guide price exists. both_ask:
    the way all parties ask for. appraisal_required: by law. needs_inspection: the price needs a
    visit or expert work. equity: shares in a company; creditor_asks: in writing, for sale without
    a report; hollow: the company has no business of value. low_value, both_waive: only before
    2018-09-01.
    """

    tried: Mapping[Way, Tried] = field(default_factory=dict)
    party_refuses: bool = False
    government_price: bool = False
    both_ask: Way | None = None
    appraisal_required: bool = False
    needs_inspection: bool = False
    equity: bool = False
    creditor_asks: bool = False
    hollow: bool = False
    low_value: bool = False
    both_waive: bool = False


@dataclass(frozen=True, slots=True)
class NextPriceWay:
    """The next way, in words, why, and how an agency is chosen where one is."""

    way: NextWay
    words: str
    why: str
    agency_choice: str


@rule
def next_price_way(*, facts: PriceFacts, on: date) -> Finding[NextPriceWay]:
    """The next step in finding a price, by the law of the day.

    Refuses with `law.parameter_not_known_on_day` before 1998-07-18.
    """
    choice = parameter("appraiser-choice", on=on)
    laddered = bool(provisions()["price-by-agreement"].on(on))
    way, why, keys = _by_ladder(facts, on) if laddered else _by_appraisal(facts, on)
    agency = str(choice.value) if way == "appraisal" else ""
    if agency:
        keys = (*keys, *(each.key for each in choice.provisions))
    inputs = {WAYS[each]: _tried(facts, each) for each in _LADDER if each in facts.tried}
    steps = [Step(WAYS[way], why, inputs, WAYS[way], keys)]
    if agency:
        steps.append(Step("确定评估机构", "", {}, agency, keys[-1:]))
    value = NextPriceWay(way, WAYS[way], why, agency)
    return Finding(value, tuple(steps), citations(*keys, on=on))


def _tried(facts: PriceFacts, way: Way) -> str:
    return "已得出价格" if facts.tried[way] == "priced" else "未能得出价格"


def _by_ladder(facts: PriceFacts, on: date) -> tuple[NextWay, str, tuple[str, ...]]:
    for way in _LADDER:
        if facts.tried.get(way) == "priced":
            return "fixed", f"{WAYS[way]}已得出价格。", (_KEYS[way],)
    if facts.appraisal_required or facts.both_ask == "appraisal":
        why = (
            "法律、行政法规规定必须评估。"
            if facts.appraisal_required
            else "双方当事人要求委托评估。"
        )
        return _appraisal(facts, on, why)
    asked = facts.both_ask
    if asked is not None and asked not in facts.tried:
        return asked, f"双方当事人一致要求{WAYS[asked]}。", (_KEYS[asked],)
    if "agreement" not in facts.tried and not facts.party_refuses:
        return "agreement", "首先由当事人议价。", (_KEYS["agreement"],)
    failed = "当事人议价不成" if "agreement" in facts.tried else "一方拒绝议价或者下落不明"
    if facts.government_price and "directed" not in facts.tried:
        why = f"{failed}，且有计税基准价、政府定价或者政府指导价。"
        return "directed", why, (_KEYS["directed"],)
    if not facts.needs_inspection and "network" not in facts.tried:
        why = "定向询价不能或者不成，且无需专业人员现场勘验或者鉴定。"
        return "network", why, (_KEYS["network"],)
    inspected = facts.needs_inspection
    why = "需要由专业人员现场勘验或者鉴定。" if inspected else "网络询价不能或者不成。"
    return _appraisal(facts, on, why)


def _appraisal(facts: PriceFacts, on: date, why: str) -> tuple[NextWay, str, tuple[str, ...]]:
    """Appraisal; for shares nobody can appraise, a start above the costs, unless hollow."""
    key = _KEYS["appraisal"]
    if facts.tried.get("appraisal") != "failed":
        return "appraisal", why, (key,)
    shares = "equity-without-report"
    if facts.equity and provisions()[shares].on(on):
        if facts.hollow:
            return "impossible", "公司已无经营价值，不能以高于执行费用的价格起拍。", (shares,)
        if facts.creditor_asks:
            why = "评估机构无法出具报告，申请执行人书面申请拍卖股权。"
            return "start_above_costs", why, (shares,)
        return "impossible", "评估机构无法出具报告，须申请执行人书面申请。", (shares,)
    return "appraisal", "前一机构未出具报告，另行委托下一顺序的机构。", (key, "appraisal-term")


def _by_appraisal(facts: PriceFacts, on: date) -> tuple[NextWay, str, tuple[str, ...]]:
    key = "appraisal-2004" if provisions()["appraisal-2004"].on(on) else "appraisal-1998"
    if facts.tried.get("appraisal") == "priced":
        return "fixed", "委托评估已得出价格。", (key,)
    if key == "appraisal-2004" and (facts.low_value or facts.both_waive):
        why = "财产价值较低或者价格容易确定。" if facts.low_value else "双方当事人申请不评估。"
        return "market", why, (key,)
    return "appraisal", "拍卖前应当委托评估。", (key,)


@dataclass(frozen=True, slots=True)
class PriceValidity:
    """The last day of the price, the last day of a sale begun on it, and whether it must be anew."""

    valid_until: date | None
    sale_until: date | None
    new_price_needed: bool


@rule
def price_validity(
    *,
    fixed_on: date,
    on: date,
    stated_until: date | None = None,
    first_notice_on: date | None = None,
) -> Finding[PriceValidity]:
    """How long a price fixed on a day may be used, judged on `on`.

    stated_until: as the report itself says; first_notice_on: the first auction notice, or the sale
    without auction. Before 2018-09-01 only the report's own day counts. Refuses with
    `price_validity.before_fixed`.
    """
    for name, day in (("on", on), ("first_notice_on", first_notice_on)):
        if day is not None and day < fixed_on:
            raise Refusal(
                "price_validity.before_fixed", "这一天早于参考价确定之日。", "请核对日期。", name
            )
    key = "reference-price-validity"
    if not provisions()[key].on(fixed_on):
        value = PriceValidity(
            stated_until, stated_until, stated_until is not None and on > stated_until
        )
        words = stated_until.isoformat() if stated_until else "未载明"
        step = Step("以报告载明的有效期为准", "", {}, words)
        question = "2018年9月1日前没有统一的有效期规定。"
        return Finding(value, (step,), (), (question,))
    longest = parameter("reference-price-validity", on=fixed_on)
    last = natural_end(fixed_on, Period(longest.length, Unit(longest.unit)))
    valid = min(last, stated_until) if stated_until else last
    grace = parameter("reference-price-grace", on=fixed_on)
    in_time = first_notice_on is not None and first_notice_on <= valid
    more = Period(grace.length, Unit(grace.unit))
    sale = natural_end(valid, more) if in_time else valid
    steps = (
        Step(
            f"有效期最长{Period(longest.length, Unit(longest.unit))}",
            "报告载明更短的，以报告为准",
            {"确定": fixed_on.isoformat()},
            valid.isoformat(),
            (key,),
        ),
        Step(
            f"有效期内发布首次公告的，届满后{more}内成交有效"
            if in_time
            else "有效期内没有发布首次公告",
            "",
            {"首次公告": first_notice_on.isoformat() if first_notice_on else "无"},
            sale.isoformat(),
            (key,),
        ),
    )
    value = PriceValidity(valid, sale, on > sale)
    return Finding(value, steps, citations(key, on=fixed_on))
