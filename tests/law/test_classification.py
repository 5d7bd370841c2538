"""Has this case property available for enforcement? Line by line, from facts alone (R2.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from duixian.kernel.money import fen
from duixian.law import (
    Availability,
    ClassificationFacts,
    InquiryFacts,
    PropertyFacts,
    SurveyFacts,
    classify,
)
from duixian.law.texts import parameter

ON = date(2017, 5, 17)
KINDS = [row["kind"] for row in parameter("termination-inquiry-kinds", on=ON).value]
ASKED = SurveyFacts(
    inquiries=tuple(
        InquiryFacts("方某平", kind, date(2016, 12, 14), date(2016, 12, 15)) for kind in KINDS
    )
)
FACTS = ClassificationFacts(ON, fen("731745.53"), ("方某平",), survey=ASKED)
HOME = PropertyFacts("1", "住宅1套", "immovable", fen("1286000.00"), True, evidence="评估报告")
CAR = PropertyFacts("2", "轿车1辆", "vehicle", None, True, physically_held=False)
QUEUED = PropertyFacts("3", "徽商银行存款", "deposit", fen("50000.00"), True, first_ranked=False)


def test_the_case_page_a_home_counts_a_car_and_a_queued_freeze_do_not() -> None:
    found = classify(replace(FACTS, property=(HOME, CAR, QUEUED))).value
    assert found.availability is Availability.PROPERTY
    assert found.counted_value == fen("1286000.00")
    assert found.covers_outstanding
    assert [line.counted for line in found.lines] == [True, False, False]
    assert "高于尚欠" in found.lines[0].words
    assert found.lines[0].evidence == "评估报告"
    assert "未实际扣押，不计" in found.lines[1].words
    assert "轮候" in found.lines[2].words


def test_when_nothing_counts_and_all_was_asked_there_is_no_property() -> None:
    found = classify(replace(FACTS, property=(CAR, QUEUED))).value
    assert found.availability is Availability.NO_PROPERTY
    assert found.counted_value == 0


def test_when_nothing_was_asked_nothing_is_known() -> None:
    found = classify(replace(FACTS, survey=SurveyFacts())).value
    assert found.availability is Availability.PENDING
    assert len(found.lines) == len(KINDS)
    assert all("方某平的" in line.words for line in found.lines)


def test_an_unverified_lead_keeps_the_case_open() -> None:
    survey = replace(ASKED, unverified_leads=("门面租金",))
    found = classify(replace(FACTS, survey=survey)).value
    assert found.availability is Availability.PENDING
    assert "门面租金" in found.lines[0].words


def test_property_found_and_not_controlled_counts_and_says_what_to_do() -> None:
    found = classify(replace(FACTS, property=(replace(HOME, controlled=False),))).value
    assert found.availability is Availability.PROPERTY
    assert "应当控制" in found.lines[0].words


def test_less_than_what_is_owed_is_property_that_does_not_cover_it() -> None:
    flat = replace(HOME, value=fen("100000.00"))
    found = classify(replace(FACTS, property=(flat,))).value
    assert found.availability is Availability.PROPERTY
    assert not found.covers_outstanding
