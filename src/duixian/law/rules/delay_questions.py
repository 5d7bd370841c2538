"""What the texts on delay interest leave open (条文未明说的), told only where it mattered.

Each question is the claim reckoned once more with the other choice; a question whose other choice
gives the same figures is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from duixian.kernel.money import Fen, yuan
from duixian.law.rules.day_tables import calendar_day_base, old_rule_ends, practised_day_base
from duixian.law.rules.delay_account import item_kinds, tier_by_length
from duixian.law.rules.delay_facts import (
    STOPPING_ALL,
    Claim,
    Conversion,
    DayCount,
    DebtLine,
    OldRule,
    OrdinaryInterest,
)
from duixian.law.rules.rate import BENCHMARK_TIERS
from duixian.law.texts import parameter, provisions

if TYPE_CHECKING:
    from duixian.law.rules.delay_interest import DelayInterest


@dataclass(frozen=True, slots=True)
class Alternative:
    """The other choice of a question: what is open, what was chosen, and the claim by the other."""

    question: str
    other: str
    claim: Claim


def open_questions(
    value: DelayInterest,
    claim: Claim,
    reckon: Callable[[Claim], DelayInterest],
    conversion: Conversion | None,
) -> tuple[str, ...]:
    """Every open question that mattered, with what the other choice would give."""
    asked = []
    for each in _alternatives(claim):
        other = reckon(each.claim)
        if _figures(other) != _figures(value):
            asked.append(f"{each.question}{each.other}：{_compared(other, value)}。")
    asked += _tiers(value, claim, reckon)
    asked += _in_words(value, claim, reckon, conversion)
    return tuple(asked)


def _figures(value: DelayInterest) -> tuple[int, ...]:
    return (value.interest, value.outstanding.total, value.surplus)


def _compared(other: DelayInterest, value: DelayInterest) -> str:
    words = f"利息合计 {yuan(other.interest)} 元，此处 {yuan(value.interest)} 元"
    if other.outstanding.total - other.interest != value.outstanding.total - value.interest:
        words += (
            f"；尚欠 {yuan(other.outstanding.total)} 元，此处 {yuan(value.outstanding.total)} 元"
        )
    return words


def _alternatives(claim: Claim) -> Iterator[Alternative]:
    yield from _day_count(claim)
    if claim.first_due.toordinal() < old_rule_ends() - 1:
        yield from _old_rule(claim)
    yield from _bases(claim)
    yield from _ordinary(claim)


def _day_count(claim: Claim) -> Iterator[Alternative]:
    chosen = claim.choices.day_count
    other: DayCount = "both-ends" if chosen == "expiry-excluded" else "expiry-excluded"
    said = {
        "expiry-excluded": "此处从次日起算，付款当日计入；",
        "both-ends": "此处届满当日和付款当日都计入；",
        "neither-end": "此处届满当日和付款当日都不计；",
    }
    told = {"both-ends": "届满当日也计入的", "expiry-excluded": "届满当日不计、付款当日计入的"}
    yield Alternative(
        f"条文未明说届满当日是否计入，{said[chosen]}",
        told[other],
        replace(claim, choices=replace(claim.choices, day_count=other)),
    )


def _old(claim: Claim, **changes: object) -> Claim:
    return replace(claim, old_rule=replace(claim.old_rule, **changes))  # type: ignore[arg-type]


def _old_rule(claim: Claim) -> Iterator[Alternative]:
    rule, choices = claim.old_rule, claim.choices
    practised = parameter("old-delay-day-base", on=date.fromordinal(old_rule_ends() - 1)).length
    base = rule.day_base or practised
    other_base = calendar_day_base() if base == practised else practised
    yield Alternative(
        f"旧规定未写明年天数，此处 {base} 天；",
        f"按 {other_base} 天",
        _old(claim, day_base=other_base),
    )
    follows = rule.rates == "following"
    yield Alternative(
        f"旧规定未写明利率是否随调整变化，此处{'分段随调整' if follows else '按起算日利率'}；",
        "按起算日利率不变" if follows else "分段随调整",
        _old(claim, rates="as-at-start" if follows else "following"),
    )
    highest = rule.before_2009 == "highest"
    reply = provisions()["old-delay-interest"].versions[0][0].in_force_from
    yield Alternative(
        f"{reply} 前按1992年意见为银行同期贷款最高利率增加一倍，最高利率没有单独公布，此处"
        f"{'取基准利率最高一档' if highest else '按批复口径'}；",
        "按批复口径" if highest else "取基准利率最高一档",
        _old(claim, before_2009="as-reply" if highest else "highest"),
    )
    beside = choices.set_off == "side-by-side"
    yield Alternative(
        f"2014年8月1日前的付款，旧批复为本息并还，此处{'并还' if beside else '按先本后息抵充'}；",
        "按先本后息抵充" if beside else "按并还",
        replace(
            claim,
            choices=replace(choices, set_off="debt-first" if beside else "side-by-side"),
        ),
    )
    stopped = choices.old_pauses == "stopped"
    yield Alternative(
        f"旧规定没有中止期间不计利息的规定，此处{'不计' if stopped else '照计'}；",
        "中止期间照计" if stopped else "比照新规定不计",
        replace(
            claim,
            choices=replace(choices, old_pauses="running" if stopped else "stopped"),
        ),
    )
    yield from _award_rate(claim, rule)


_AWARD = {
    "reply": "仍按批复加倍",
    "award-once-more": "按判决利率再计一倍",
    "benchmark-once": "另加一倍基准利率",
}


def _award_rate(claim: Claim, rule: OldRule) -> Iterator[Alternative]:
    for name, words in _AWARD.items():
        if name != rule.award_rate:
            yield Alternative(
                "判决自定利率计至实际清偿的，旧规定怎样加倍没有定论，"
                f"此处{_AWARD[rule.award_rate]}；",
                words,
                _old(claim, award_rate=name),
            )


def _bases(claim: Claim) -> Iterator[Alternative]:
    for index, line in enumerate(claim.lines):
        kind = item_kinds()[line.kind]
        if not kind["disputed"]:
            continue
        chosen = kind["new"] if line.in_base is None else line.in_base
        lines = list(claim.lines)
        lines[index] = replace(line, in_base=not chosen)
        yield Alternative(
            f"{kind['title']}是否计入加倍部分的基数有不同意见（{kind['reason']}），"
            f"此处{'计入' if chosen else '不计入'}；",
            "不计入" if chosen else "计入",
            replace(claim, lines=tuple(lines)),
        )
    if claim.costs:
        item = DebtLine(claim.costs, claim.first_due, "court_costs", in_base=True)
        yield Alternative(
            "诉讼费、保全费是否计入加倍部分的基数有不同意见，此处不计入；",
            "计入",
            replace(claim, costs=Fen(0), lines=(item, *claim.lines)),
        )
    bearing = claim.choices.part_payment == "bearing-first"
    yield Alternative(
        f"部分清偿先抵减哪一部分本金没有写明，此处{'先' if bearing else '后'}抵减计息本金；",
        "后抵减计息本金" if bearing else "先抵减计息本金",
        replace(
            claim,
            choices=replace(
                claim.choices, part_payment="bearing-last" if bearing else "bearing-first"
            ),
        ),
    )


def _with_terms(
    claim: Claim, change: Callable[[DebtLine, OrdinaryInterest], OrdinaryInterest]
) -> Claim:
    return replace(
        claim,
        lines=tuple(
            replace(line, ordinary=tuple(change(line, term) for term in line.ordinary))
            for line in claim.lines
        ),
    )


def _ordinary(claim: Claim) -> Iterator[Alternative]:
    terms = [(line, term) for line in claim.lines for term in line.ordinary]
    if any(term.day_base is None for _, term in terms):
        yield Alternative(
            f"执行依据没有写明一般债务利息的年天数，此处 {practised_day_base()} 天；",
            f"按 {calendar_day_base()} 天",
            _with_terms(
                claim,
                lambda _, term: replace(term, day_base=term.day_base or calendar_day_base()),
            ),
        )
    if any(term.until == line.performance_due for line, term in terms):
        yield Alternative(
            "计至判决确定的付款之日的，届满后不再计一般债务利息；",
            "文义为计至实际清偿的",
            _with_terms(
                claim,
                lambda line, term: (
                    replace(term, until=None) if term.until == line.performance_due else term
                ),
            ),
        )


def _tiers(
    value: DelayInterest, claim: Claim, reckon: Callable[[Claim], DelayInterest]
) -> list[str]:
    """The tier of the benchmark under the old rule: the lowest and the highest it could give."""
    last_old = date.fromordinal(old_rule_ends() - 1)
    if claim.first_due >= last_old:
        return []
    chosen = claim.old_rule.tier
    if chosen == "by-length":
        chosen = tier_by_length(claim.first_due, min(claim.until, last_old))
    others = {tier: reckon(_old(claim, tier=tier)) for tier in BENCHMARK_TIERS}
    totals = sorted(others.values(), key=lambda each: each.interest)
    if totals[0].interest == totals[-1].interest == value.interest:
        return []
    return [
        f"旧规定未写明利率档次，此处按 {chosen} 档；各档利息合计最低 {yuan(totals[0].interest)} 元、"
        f"最高 {yuan(totals[-1].interest)} 元，此处 {yuan(value.interest)} 元。"
    ]


def _in_words(
    value: DelayInterest,
    claim: Claim,
    reckon: Callable[[Claim], DelayInterest],
    conversion: Conversion | None,
) -> list[str]:
    """Questions whose other choice is no other figure of this claim."""
    asked = []
    stops = [pause for pause in claim.pauses if pause.ground == STOPPING_ALL]
    if stops and value.outstanding.doubled:
        asked.append(
            f"破产申请受理前的加倍部分 {yuan(value.outstanding.doubled)} 元可否申报、"
            "列在哪一顺位，条文没有写明，实务多列在普通债权之后。"
        )
    if conversion is not None and conversion.on != _rate_day(claim):
        asked.append(
            f"起算之日是届满当日还是次日没有写明；此处取 {conversion.on} 的中间价，"
            f"届满当日为 {_rate_day(claim)}。"
        )
    return asked


def _rate_day(claim: Claim) -> date:
    return max(claim.first_due, date.fromordinal(old_rule_ends()))
