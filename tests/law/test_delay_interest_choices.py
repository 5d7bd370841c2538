"""Items, instalments and switches of delay interest: what must hold whatever the figures are."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.kernel.money import Fen, fen, half_up_to_fen
from duixian.law import (
    Choices,
    DebtLine,
    DelayInterest,
    DelayPause,
    OldRule,
    OrdinaryInterest,
    Payment,
    Series,
    delay_interest,
)
from duixian.law.rules.delay_account import LAW_ORDER

amounts = st.integers(1, 10**10).map(Fen)
dues = st.dates(date(1993, 1, 1), date(2025, 12, 31))
items = st.lists(st.tuples(amounts, st.integers(0, 2000)), min_size=1, max_size=4)
BASE = fen("100000.00")


def figures(**asked: Any) -> DelayInterest:
    return delay_interest(**asked).value


def lines_of(items: list[tuple[Fen, int]], due: date) -> list[DebtLine]:
    return [DebtLine(amount, due + timedelta(days)) for amount, days in items]


@given(items, dues, st.integers(0, 3000))
@settings(max_examples=50)
def test_instalments_bear_what_each_would_bear_alone(
    items: list[tuple[Fen, int]], due: date, days: int
) -> None:
    until = due + timedelta(max(each for _, each in items) + days)
    together = figures(lines=lines_of(items, due), until=until)
    alone = [
        figures(base=line.amount, performance_due=line.performance_due, until=until)
        for line in lines_of(items, due)
    ]
    for rule in ("old", "doubled"):
        whole = sum(each.amount for each in together.segments if each.rule == rule)
        parts = sum(each.amount for one in alone for each in one.segments if each.rule == rule)
        assert whole == parts


@given(items, dues, st.integers(0, 3000))
@settings(max_examples=50)
def test_stretches_add_up_to_the_pots(items: list[tuple[Fen, int]], due: date, days: int) -> None:
    found = figures(lines=lines_of(items, due), until=due + timedelta(2000 + days))
    for rule, pot in (("old", found.old_rule_interest), ("doubled", found.doubled_part)):
        exact = sum(
            (each.amount for each in found.segments if each.rule == rule), start=Fraction(0)
        )
        assert half_up_to_fen(exact) == pot


@given(amounts, amounts, dues, st.integers(0, 3000))
@settings(max_examples=50)
def test_owing_more_never_costs_less(one: Fen, other: Fen, due: date, days: int) -> None:
    less, more = sorted((one, other))
    until = due + timedelta(days)
    low, high = (figures(base=each, performance_due=due, until=until) for each in (less, more))
    assert low.doubled_part <= high.doubled_part
    assert low.old_rule_interest <= high.old_rule_interest
    assert low.total_due <= high.total_due


@given(amounts, st.integers(0, 1500))
@settings(max_examples=50)
def test_the_two_rules_meet_without_a_jump(base: Fen, after: int) -> None:
    """Old part up to 2014-07-31 and new part from 2014-08-01: no day twice, no day left out."""
    due = date(2013, 3, 3)
    last_old = date(2014, 7, 31)
    whole = figures(base=base, performance_due=due, until=last_old + timedelta(after))
    old = figures(base=base, performance_due=due, until=last_old)
    new = figures(base=base, performance_due=last_old, until=last_old + timedelta(after))
    assert whole.interest == old.old_rule_interest + new.doubled_part
    assert sum(each.days for each in whole.segments) == (last_old - due).days + after


choices = st.builds(
    Choices,
    day_count=st.sampled_from(["expiry-excluded", "both-ends", "neither-end"]),
    set_off=st.sampled_from(["debt-first", "side-by-side"]),
    agreed_order=st.none() | st.permutations(LAW_ORDER).map(tuple),
    part_payment=st.sampled_from(["bearing-first", "bearing-last"]),
    old_pauses=st.sampled_from(["running", "stopped"]),
)
old_rules = st.builds(
    OldRule,
    tier=st.sampled_from(["by-length", "6M", "1Y", "3Y", "5Y", "5Y+"]),
    day_base=st.sampled_from([None, 360, 365]),
    rates=st.sampled_from(["following", "as-at-start"]),
    before_2009=st.sampled_from(["highest", "as-reply"]),
    award_rate=st.sampled_from(["reply", "award-once-more", "benchmark-once"]),
)


@given(
    items=items,
    paid=st.lists(st.tuples(st.integers(0, 2500), amounts), max_size=5),
    paused=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 400)), max_size=2),
    costs=st.integers(0, 10**7).map(Fen),
    chosen=choices,
    old=old_rules,
    due=st.dates(date(2007, 1, 1), date(2018, 1, 1)),
)
@settings(max_examples=120, deadline=None)
def test_no_fen_is_lost_and_no_pot_is_negative_whatever_is_chosen(
    items: list[tuple[Fen, int]],
    paid: list[tuple[int, Fen]],
    paused: list[tuple[int, int]],
    costs: Fen,
    chosen: Choices,
    old: OldRule,
    due: date,
) -> None:
    lines = lines_of(items, due)
    interest = OrdinaryInterest(items[0][0], due - timedelta(90), annual_rate=Decimal("7.3"))
    lines[0] = DebtLine(lines[0].amount, due, ordinary=(interest,))
    asked: dict[str, Any] = {
        "lines": lines,
        "until": due + timedelta(2500),
        "payments": [Payment(due + timedelta(day), amount) for day, amount in paid],
        "pauses": [
            DelayPause(due + timedelta(day), due + timedelta(day + length), "retrial")
            for day, length in paused
        ],
        "costs": costs,
        "choices": chosen,
        "old_rule": old,
    }
    found = figures(**asked)
    owed = found.outstanding
    assert found.total_due - found.paid == owed.total - found.surplus
    assert found.total_due == costs + sum(amount for amount, _ in items) + found.interest
    assert min(owed.costs, owed.principal, owed.ordinary, owed.old_rule, owed.doubled) >= 0
    assert found.surplus == 0 or owed.total == 0
    bare = figures(**asked, explain=False)
    assert bare.segments == ()
    assert (bare.interest, bare.outstanding, bare.surplus) == (
        found.interest,
        found.outstanding,
        found.surplus,
    )


@given(amounts, amounts, st.integers(1, 500))
@settings(max_examples=60)
def test_side_by_side_pays_debt_and_interest_in_one_proportion(
    base: Fen, money: Fen, days: int
) -> None:
    """并还: debt paid × (1 + interest of a fen) = money, to the fen."""
    due = date(2012, 9, 1)
    day = due + timedelta(days)
    before = figures(base=base, performance_due=due, until=day, explain=True)
    found = figures(
        base=base,
        performance_due=due,
        until=day,
        payments=[Payment(day, money)],
        choices=Choices(set_off="side-by-side"),
    )
    exact = sum((each.amount for each in before.segments), start=Fraction(0))
    if money >= base + half_up_to_fen(exact):
        assert found.outstanding.total == 0
        return
    paid = base - found.outstanding.principal
    assert paid == half_up_to_fen(Fraction(money) / (1 + exact / base))
    assert found.outstanding.old_rule == half_up_to_fen(max(exact - (money - paid), Fraction(0)))


def question_with(words: str, **asked: Any) -> str:
    asked_of = delay_interest(**asked).open_questions
    found = [each for each in asked_of if words in each]
    assert len(found) == 1, asked_of
    return found[0]


def interest_said(question: str) -> list[str]:
    return re.findall(r"利息合计 ([\d.]+) 元", question)


OLD: dict[str, Any] = {
    "base": BASE,
    "performance_due": date(2012, 3, 31),
    "until": date(2014, 12, 31),
}
EARLY = {**OLD, "performance_due": date(2008, 12, 31), "until": date(2010, 6, 30)}
PAUSED = {**OLD, "pauses": [DelayPause(date(2013, 1, 1), date(2013, 6, 1), "retrial")]}
PAID = {**OLD, "payments": [Payment(date(2013, 1, 1), fen("50000.00"))]}
BEARING = OrdinaryInterest(fen("60000.00"), date(2012, 1, 1), annual_rate=Decimal("9"))
AWARDED = {**PAID, "ordinary": BEARING}
ENDING = OrdinaryInterest(
    BASE, date(2012, 1, 1), annual_rate=Decimal("9"), until=OLD["performance_due"]
)
PENALTY = DebtLine(fen("9000.00"), date(2016, 1, 1), "fixed_penalty")
NEW: dict[str, Any] = {"base": BASE, "performance_due": date(2016, 1, 1), "until": date(2017, 1, 1)}


@pytest.mark.parametrize(
    ("words", "asked", "other"),
    [
        ("届满当日也计入", NEW, {"choices": Choices(day_count="both-ends")}),
        ("年天数", OLD, {"old_rule": OldRule(day_base=365)}),
        ("按起算日利率不变", OLD, {"old_rule": OldRule(rates="as-at-start")}),
        ("取基准利率最高一档", EARLY, {"old_rule": OldRule(before_2009="highest")}),
        ("按并还", PAID, {"choices": Choices(set_off="side-by-side")}),
        ("比照新规定不计", PAUSED, {"choices": Choices(old_pauses="stopped")}),
        ("按判决利率再计一倍", AWARDED, {"old_rule": OldRule(award_rate="award-once-more")}),
        ("另加一倍基准利率", AWARDED, {"old_rule": OldRule(award_rate="benchmark-once")}),
        ("后抵减计息本金", AWARDED, {"choices": Choices(part_payment="bearing-last")}),
        (
            "固定数额的违约金",
            {**NEW, "lines": [PENALTY]},
            {"lines": [DebtLine(PENALTY.amount, PENALTY.performance_due, "fixed_penalty", True)]},
        ),
        (
            "诉讼费、保全费",
            {**NEW, "costs": fen("2300.00")},
            {
                "costs": Fen(0),
                "lines": [DebtLine(fen("2300.00"), date(2016, 1, 1), "court_costs", True)],
            },
        ),
    ],
)
def test_a_question_that_mattered_says_what_the_other_choice_gives(
    words: str, asked: dict[str, Any], other: dict[str, Any]
) -> None:
    question = question_with(words, **asked)
    here, there = figures(**asked), figures(**{**asked, **other})
    assert interest_said(question)[0] == f"{there.interest // 100}.{there.interest % 100:02d}"
    assert f"此处 {here.interest // 100}.{here.interest % 100:02d} 元" in question
    back = delay_interest(**{**asked, **other}).open_questions
    assert any(
        f"利息合计 {here.interest // 100}.{here.interest % 100:02d} 元" in each for each in back
    )


def test_a_rate_that_stops_at_the_judgment_says_what_actual_payment_would_give() -> None:
    question = question_with("文义为计至实际清偿的", **OLD, ordinary=ENDING)
    running = OrdinaryInterest(BASE, date(2012, 1, 1), annual_rate=Decimal("9"))
    assert interest_said(question) == [f"{figures(**OLD, ordinary=running).interest / 100:.2f}"]


def test_the_days_of_a_year_are_asked_for_only_where_the_title_names_none() -> None:
    open_ = OrdinaryInterest(BASE, date(2016, 1, 1), series=Series("benchmark", "1Y"))
    named = OrdinaryInterest(BASE, date(2016, 1, 1), series=Series("benchmark", "1Y"), day_base=360)
    assert question_with("没有写明一般债务利息的年天数", **NEW, ordinary=open_)
    assert not [
        each for each in delay_interest(**NEW, ordinary=named).open_questions if "年天数" in each
    ]


def test_the_tier_says_the_lowest_and_the_highest_it_could_give() -> None:
    question = question_with("利率档次", **OLD)
    figures_by_tier = [
        figures(**OLD, old_rule=OldRule(tier=tier)).interest
        for tier in ("6M", "1Y", "3Y", "5Y", "5Y+")
    ]
    assert f"最低 {min(figures_by_tier) / 100:.2f} 元" in question
    assert f"最高 {max(figures_by_tier) / 100:.2f} 元" in question


def test_a_question_that_did_not_matter_is_not_asked() -> None:
    assert (
        delay_interest(
            base=Fen(0), performance_due=date(2012, 1, 1), until=date(2016, 1, 1)
        ).open_questions
        == ()
    )
    only_days = delay_interest(**NEW).open_questions
    assert len(only_days) == 1 and "届满当日" in only_days[0]


def test_in_bankruptcy_it_says_what_of_the_doubled_part_is_in_doubt() -> None:
    stop = DelayPause(date(2016, 4, 10), date(2017, 1, 1), "bankruptcy")
    found = delay_interest(**NEW, pauses=[stop])
    assert any("1750.00 元可否申报" in each for each in found.open_questions)
    assert "interest-stops-in-bankruptcy" in {each.key for each in found.provisions}


def test_without_an_explanation_there_are_figures_alone() -> None:
    bare = delay_interest(**OLD, explain=False)
    assert bare.value.interest == figures(**OLD).interest
    assert (bare.steps, bare.provisions, bare.open_questions, bare.value.segments) == (
        (),
        (),
        (),
        (),
    )
    assert bare.rule_version
