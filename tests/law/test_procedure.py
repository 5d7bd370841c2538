"""Smaller rules of procedure: types of cases, splitting, entrusted matters, sorting new cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.kernel.findings import Refusal
from duixian.kernel.identifiers import CASE_TYPES
from duixian.kernel.money import fen
from duixian.kernel.periods import Interval
from duixian.law import (
    ServiceOn,
    TriageFacts,
    case_type,
    change_of_court,
    closing_mode,
    cross_enforcement,
    entrusted_matter,
    execution_term,
    filed_as,
    inaction_signs,
    may_split,
    resumption,
    triage,
)
from duixian.law.texts import parameter, parameters

ON = date(2022, 3, 1)


def _code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


# --- types of cases ---------------------------------------------------------------------------


def test_every_type_of_the_table_reads_as_a_docket_number() -> None:
    for row in parameter("case-types", on=ON).value:
        assert CASE_TYPES[row["code"]] == row["title"]
        found = case_type(code=row["code"], on=ON).value
        assert (found.number, found.title) == (row["number"], row["title"])


def test_every_enforcement_type_has_its_closing_modes() -> None:
    groups = {row["modes"] for row in parameter("closing-modes", on=ON).value}
    named = {row["modes"] for row in parameter("case-types", on=ON).value if row["modes"]}
    assert groups == named


def test_the_class_of_a_type_is_in_words() -> None:
    assert case_type(code="执异", on=ON).value.class_words == "执行审查类"
    assert case_type(code="执恢", on=ON).value.class_words == "执行实施类"
    assert {each.key for each in case_type(code="破申", on=ON).provisions} == {"case-types"}


def test_there_was_no_type_code_before_2016() -> None:
    with pytest.raises(Refusal) as refused:
        case_type(code="执", on=date(2015, 12, 31))
    assert _code(refused) == "law.parameter_not_known_on_day"
    with pytest.raises(Refusal) as refused:
        case_type(code="执请", on=ON)
    assert _code(refused) == "case_type.unknown"
    assert "执恢" in refused.value.cure


@pytest.mark.parametrize(
    ("matter", "code"),
    [
        ("conduct_objection", "执异"),
        ("third_party_objection", "执异"),
        ("jurisdiction_objection", "执异"),
        ("change_party", "执异"),
        ("substantive_defence", "执异"),
        ("non_enforcement", "执异"),
        ("reconsideration", "执复"),
        ("petition", "执监"),
        ("six_months_unenforced", "执监"),
        ("dispute_between_courts", "执协"),
    ],
)
def test_what_a_matter_is_filed_as(matter: str, code: str) -> None:
    assert filed_as(matter=matter, on=ON).value == code


def test_a_matter_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        filed_as(matter="gossip", on=ON)
    assert _code(refused) == "case_type.unknown_matter"


def test_one_title_is_one_case_but_for_four_grounds() -> None:
    grounds = [row["ground"] for row in parameter("splitting-grounds", on=ON).value]
    assert grounds == ["instalments", "several_debtors", "several_creditors", "maintenance"]
    assert all(may_split(ground=each, on=ON).value for each in grounds)
    assert not may_split(ground=None, on=ON).value
    assert not may_split(ground="statistics", on=ON).value


# --- closing, terms ---------------------------------------------------------------------------


def test_each_way_of_service_counts_from_its_own_day() -> None:
    for how in ("direct", "residence", "public_notice", "post", "through_unit"):
        served = [ServiceOn("甲", date(2022, 3, 1), how=how)]
        found = closing_mode(case_type_code="执", mode="executed", on=ON, services=served)
        assert found.value.closed_on == date(2022, 3, 1)
    with pytest.raises(Refusal) as refused:
        served = [ServiceOn("甲", ON, how="pigeon")]
        closing_mode(case_type_code="执", mode="executed", on=ON, services=served)
    assert _code(refused) == "closing_mode.unknown_way"


def test_an_unknown_state_or_kind_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        closing_mode(case_type_code="执", mode="executed", on=ON, state="asleep")
    assert _code(refused) == "closing_mode.unknown_state"
    kind: Any = "friendly"
    with pytest.raises(Refusal) as refused:
        execution_term(filed_on=ON, kind=kind)
    assert _code(refused) == "execution_term.unknown_kind"
    with pytest.raises(Refusal) as refused:
        change_of_court(situation="boredom", received_on=ON)
    assert _code(refused) == "change_of_court.unknown_situation"
    ending: Any = "forgotten"
    with pytest.raises(Refusal) as refused:
        resumption(ending=ending, ground=None, on=ON)
    assert _code(refused) == "resumption.unknown_ending"
    with pytest.raises(Refusal) as refused:
        resumption(ending="termination", ground="hope", on=ON)
    assert _code(refused) == "resumption.unknown_ground"


@pytest.mark.parametrize(
    ("ground", "stops"),
    [
        ("public_notice", True),
        ("appraisal", True),
        ("jurisdiction", True),
        ("suspension", True),
        ("deferral", True),
        ("deferral_by_upper_court", True),
        ("dispute", True),
        ("auction", False),
        ("request_on_law", False),
    ],
)
def test_every_ground_lengthens_the_term_but_not_every_one_the_six_months(
    ground: str, stops: bool
) -> None:
    ten = [Interval(date(2017, 2, 1), date(2017, 2, 11), ground)]
    term = execution_term(filed_on=date(2016, 12, 12), excluded=ten).value
    assert term.natural == date(2017, 6, 22)
    first = change_of_court(situation="other", received_on=date(2016, 12, 12), excluded=ten).value
    assert first == (date(2017, 6, 23) if stops else date(2017, 6, 13))


def test_every_exclusion_cites_the_list_it_stands_on() -> None:
    one = [Interval(date(2017, 2, 1), date(2017, 2, 11), "dispute")]
    found = execution_term(filed_on=date(2016, 12, 12), excluded=one)
    assert "internal-exclusions" in {each.key for each in found.provisions}
    assert found.rule == "execution_term"


# --- entrusting, crossing, sorting ------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "urgent", "due"),
    [
        (10, False, date(2022, 3, 11)),
        (20, False, date(2022, 3, 21)),
        (None, False, date(2022, 3, 21)),
        (None, True, date(2022, 3, 2)),
        (20, True, date(2022, 3, 2)),
    ],
)
def test_an_entrusted_matter_is_due(asked: int | None, urgent: bool, due: date) -> None:
    found = entrusted_matter(group="deposit", received_on=ON, asked_days=asked, urgent=urgent)
    assert found.value == due


@pytest.mark.parametrize("days", [9, 21])
def test_a_time_out_of_the_range_is_refused(days: int) -> None:
    with pytest.raises(Refusal) as refused:
        entrusted_matter(group="deposit", received_on=ON, asked_days=days)
    assert _code(refused) == "entrusted_matter.days_out_of_range"


def test_a_case_is_no_matter_to_entrust() -> None:
    with pytest.raises(Refusal) as refused:
        entrusted_matter(group="case", received_on=ON)
    assert _code(refused) == "entrusted_matter.unknown_group"
    assert "deposit、equity、immovable、survey、service" in refused.value.cure


def test_crossing_needs_a_ground_and_a_form() -> None:
    day = date(2024, 6, 17)
    assert cross_enforcement(grounds=["inaction"], form="urged", on=day).value
    assert not cross_enforcement(grounds=[], form="urged", on=day).value
    for grounds, form, code in (
        (["envy"], "urged", "cross_enforcement.unknown_ground"),
        (["inaction"], "sung", "cross_enforcement.unknown_form"),
    ):
        with pytest.raises(Refusal) as refused:
            cross_enforcement(grounds=grounds, form=form, on=day)
        assert _code(refused) == code
    with pytest.raises(Refusal) as refused:
        cross_enforcement(grounds=["inaction"], form="urged", on=date(2024, 6, 16))
    assert _code(refused) == "law.parameter_not_known_on_day"


SMALL = TriageFacts(fen("100000.00"), by_mediation=True, address_confirmed=True)


@pytest.mark.parametrize(
    ("facts", "fast"),
    [
        (SMALL, True),
        (TriageFacts(fen("100000.01"), by_mediation=True, address_confirmed=True), False),
        (TriageFacts(fen("100000.00"), by_mediation=True), False),
        (TriageFacts(fen("100000.00"), address_confirmed=True), False),
        (TriageFacts(fen("9000000.00"), covered=True), True),
        (TriageFacts(fen("9000000.00"), covered=True, needs_sale=True), False),
        (TriageFacts(fen("9000000.00"), paying=True), True),
        (TriageFacts(fen("9000000.00"), paying=True, resumed=True), True),
        (TriageFacts(fen("9000000.00"), covered=True, resumed=True), False),
        (TriageFacts(fen("9000000.00"), kind="preservation"), True),
        (TriageFacts(fen("9000000.00"), kind="fees"), True),
        (TriageFacts(fen("9000000.00"), kind="title_transfer"), True),
        (TriageFacts(fen("9000000.00"), kind="act"), False),
    ],
)
def test_which_team_takes_a_case(facts: TriageFacts, fast: bool) -> None:
    found = triage(facts=facts, on=ON)
    assert found.value.fast is fast
    assert found.value.reasons
    assert "100,000.00" in found.open_questions[0]


def test_the_reasons_of_the_slow_are_those_against() -> None:
    found = triage(facts=TriageFacts(fen("1.00"), covered=True, needs_sale=True), on=ON)
    assert found.value.reasons == ("需要评估、拍卖",)
    assert triage(facts=TriageFacts(fen("1.00")), on=ON).value.reasons == ("没有快执的情形",)


# --- inaction ---------------------------------------------------------------------------------


def test_every_sign_has_a_clock_or_is_the_term_itself() -> None:
    for row in parameter("inaction-indicators", on=ON).value:
        if row["key"] == "over_term":
            continue
        assert row["parameter"] in parameters()
        found = inaction_signs(open_since={row["key"]: date(2022, 1, 4)}, on=date(2023, 1, 4))
        assert [each.key for each in found.value.signs] == [row["key"]]


def test_nothing_late_is_no_sign_and_no_definition() -> None:
    found = inaction_signs(open_since={}, on=ON, term_due=ON)
    assert not found.value.signs
    assert not found.value.definitions
    assert found.steps[0].value == "没有触及"
