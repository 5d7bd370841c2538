"""Whom the court asks, whom it believes, and when everything has been asked (R4.3.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets import queries
from duixian.contexts.assets.acts_answer import RecordAnswer
from duixian.contexts.assets.acts_inquiry import NoteOverdue, RecordFailed, SendInquiries
from duixian.contexts.assets.acts_survey import ConcludeSurvey, RecordSurveyStep
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record import sealing
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from tests.contexts.assets.answers import (
    account,
    answer,
    answer_facts,
    ask,
    debtors,
    done,
    enrol,
    inquiry_id,
    system,
)
from tests.world import World, act, case_facts, file_case, on_day

HOUSE = {
    "kind": "real_estate",
    "unit_number": "340202001001GB00001F00010001",
    "location": "镜湖区北京中路某小区3幢201室",
    "planned_use": "住宅",
    "certificate": "皖(2015)芜湖市不动产权第0001号",
    "rights": [{"kind": "抵押权", "holder": "徽商银行", "amount": "300000.00"}],
}


def clock_of(world: World, case_id: int, node: str) -> Any:
    with viewing(world.jinghu.officer):
        return {each.node: each for each in deadlines.of_case(case_id)}.get(node)


def test_the_first_inquiry_asks_every_institution_about_every_debtor(world: World) -> None:
    court = world.jinghu
    enrol(court)
    case_id = file_case(court)
    asked = ask(court, case_id, "2016-12-14")
    assert len(asked.result["inquiries"]) == 6
    assert asked.result["document"]
    assert clock_of(world, case_id, "first_network_inquiry").state == "met"
    with viewing(court.officer):
        progress = queries.progress_of([case_id])[case_id]
        correlations = {each.correlation for each in queries.inquiries_of(case_id)}
    assert (progress.asked, progress.waiting, progress.answered) == (6, 6, 0)
    assert len(correlations) == 6


def test_what_is_being_asked_is_not_asked_twice(world: World) -> None:
    court = world.jinghu
    enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    with on_day("2016-12-15"), pytest.raises(Refusal) as refused:
        attempt(act(SendInquiries, case=case_id), by=court.officer)
    assert refused.value.code == "assets.asked_already"
    assert refused.value.transient


def test_only_the_officer_in_charge_asks_and_only_about_debtors(world: World) -> None:
    court = world.jinghu
    enrol(court)
    case_id = file_case(court)
    with on_day("2016-12-14"):
        for by, code in (
            (world.jiujiang.officer, "record.not_found"),
            (court.finance, "record.not_your_act"),
        ):
            with pytest.raises(Refusal) as refused:
                do(act(SendInquiries, case=case_id), by=by)
            assert refused.value.code in (code, "cases.not_found")
        with pytest.raises(Refusal) as refused:
            attempt(act(SendInquiries, case=case_id, debtors=[999999]), by=court.officer)
    assert refused.value.code == "assets.not_a_debtor"


def test_nobody_is_asked_about_by_name_alone(world: World) -> None:
    court = world.jinghu
    enrol(court)
    debtor = {"kind": "person", "name": "无号人", "identity_number": ""}
    case_id = file_case(court, debtors=[debtor])
    with on_day("2016-12-14"):
        with pytest.raises(Refusal) as refused:
            attempt(act(SendInquiries, case=case_id), by=court.officer)
        assert refused.value.code == "assets.nobody_to_ask_about"
        named = act(SendInquiries, case=case_id, debtors=[debtors(court, case_id)[0].pk])
        with pytest.raises(Refusal) as refused:
            attempt(named, by=court.officer)
    assert refused.value.code == "assets.identity_missing"


def test_an_answer_brings_property_and_starts_the_screening(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    told = answer(
        court, case_id, person, places["deposit"], [account("6222021234563308", "142305.77")]
    )
    assert told.result["property_found"] and len(told.result["assets"]) == 1
    assert clock_of(world, case_id, "answer_screening").state == "running"
    with viewing(court.officer):
        asset = queries.assets_of(case_id)[0]
        assert queries.number_of(asset) == "6222021234563308"
        entry = Entry.objects.get(pk=told.entry_id)
    assert (asset.available, asset.key_masked, asset.found_by) == (
        14_230_577,
        "尾号3308",
        "inquiry",
    )
    assert asset.found_on == date(2016, 12, 15)
    for stored in (str(entry.facts), str(entry.result), entry.line, asset.description):
        assert "6222021234563308" not in stored and "报文" not in stored
    assert sealing.unseal(entry.facts["found"][0]["number"]) == "6222021234563308"


def test_the_same_answer_twice_is_one_answer(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    found = [account("6222021234563308", "100.00")]
    answer(court, case_id, person, places["deposit"], found)
    with pytest.raises(Refusal) as refused:
        answer(court, case_id, person, places["deposit"], found, evidence="另一报文，内容相同")
    assert (refused.value.code, refused.value.status) == ("assets.answer_repeated", 409)
    later = [account("6222021234563308", "50.00")]
    corrected = answer(court, case_id, person, places["deposit"], later, day="2016-12-16")
    assert corrected.result["assets"] == [] and len(corrected.result["known_assets"]) == 1
    with viewing(court.officer):
        assert [each.available for each in queries.assets_of(case_id)] == [5_000]


@pytest.mark.parametrize(
    "changed",
    [
        {"answered_name": "方某评"},
        {"answered_identity": "349900197403159996"},
        {"answered_identity": ""},
    ],
)
def test_an_answer_about_somebody_else_brings_nothing(
    world: World, changed: dict[str, str]
) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    told = answer(
        court, case_id, person, places["deposit"], [account("6222029999", "9.00")], **changed
    )
    assert not told.result["identity_matches"] and not told.result["property_found"]
    with viewing(court.officer):
        assert queries.assets_of(case_id) == []
        kept = queries.answers_of(case_id).get()
        asked = kept.inquiry
    assert kept.verdict == "mismatch" and kept.found_count == 1
    assert asked.state == "refused" and "不一致" in asked.reason


def test_a_house_of_others_is_not_the_debtors(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    own = answer_facts(person, "2016-12-15", [])
    me = {
        "name": own["answered_name"],
        "identity_number": own["answered_identity"],
        "share": "1/2",
    }
    wife = {"name": "方某妻", "identity_number": "349900197503150024", "share": "1/2"}
    told = answer(
        court,
        case_id,
        person,
        places["real_estate"],
        [
            {**HOUSE, "holders": [me, wife]},
            {**HOUSE, "unit_number": "340202001001GB00002F00010001", "holders": [wife]},
        ],
    )
    assert told.result["not_owned"] == 1 and len(told.result["assets"]) == 1
    with viewing(court.officer):
        house = queries.assets_of(case_id)[0]
    assert house.share == "1/2" and house.details["co_owners"] == ["方某妻"]
    assert house.prior == [
        {
            "sort": "right",
            "kind": "抵押权",
            "holder": "徽商银行",
            "amount": 30_000_000,
            "certificate": "",
        }
    ]


def test_the_survey_is_complete_when_all_is_asked_answered_and_covered(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court, debtors=case_facts()["debtors"][:1])
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    answer(court, case_id, person, places["deposit"], [])
    answer(court, case_id, person, places["real_estate"], [])
    with on_day("2016-12-15"), pytest.raises(Refusal) as refused:
        attempt(act(ConcludeSurvey, case=case_id, conclusion="未发现财产"), by=court.officer)
    assert refused.value.code == "assets.answers_outstanding"
    last = answer(court, case_id, person, places["vehicle"], [])
    assert not last.result["survey_complete"], "securities were asked of nobody"
    with on_day("2016-12-16"), pytest.raises(Refusal) as refused:
        attempt(act(ConcludeSurvey, case=case_id, conclusion="未发现财产"), by=court.officer)
    assert refused.value.code == "assets.kinds_not_covered"
    assert "方某平的有价证券" in refused.value.message
    with on_day("2016-12-16"):
        step = act(
            RecordSurveyStep,
            case=case_id,
            kind="offline_inquiry",
            on="2016-12-16",
            place="证券登记结算机构",
            covers=["security"],
            note="查无证券账户",
        )
        do(step, by=court.officer)
        concluded = done(
            do(act(ConcludeSurvey, case=case_id, conclusion="未发现财产"), by=court.officer)
        )
    assert concluded.result["survey_complete"] and not concluded.result["property_found"]
    assert clock_of(world, case_id, "property_survey").state == "met"


def test_a_late_institution_is_noted_and_may_still_answer(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14", institutions=[places["deposit"]])
    person = debtors(court, case_id)[0]
    inquiry = inquiry_id(court, case_id, person, places["deposit"])
    note = act(NoteOverdue, case=case_id, inquiry=inquiry)
    with on_day("2016-12-16"), pytest.raises(Refusal) as refused:
        do(note, by=system(court))
    assert refused.value.transient
    with on_day("2016-12-19"):
        with viewing(court.officer):
            assert queries.inquiries_overdue(court.court.pk, date(2016, 12, 19)).count() == 2
        do(note, by=system(court))
    answer(court, case_id, person, places["deposit"], [], day="2016-12-20")
    with viewing(court.officer):
        assert queries.inquiry(inquiry).state == "answered"


def test_a_returned_request_says_why_and_can_be_asked_anew(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14", institutions=[places["vehicle"]])
    person = debtors(court, case_id)[0]
    inquiry = inquiry_id(court, case_id, person, places["vehicle"])
    with on_day("2016-12-15"):
        returned = act(
            RecordFailed, case=case_id, inquiry=inquiry, reason="缺少法律文书", refused=True
        )
        do(returned, by=system(court))
    again = ask(court, case_id, "2016-12-15", institutions=[places["vehicle"]], debtors=[person.pk])
    assert len(again.result["inquiries"]) == 1


def test_an_answer_needs_a_question_that_was_sent(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    with on_day("2016-12-14"):
        do(act(SendInquiries, case=case_id), by=court.officer)
    person = debtors(court, case_id)[0]
    inquiry = inquiry_id(court, case_id, person, places["deposit"])
    facts = answer_facts(person, "2016-12-14", [])
    with on_day("2016-12-14"), pytest.raises(Refusal) as refused:
        attempt(act(RecordAnswer, case=case_id, inquiry=inquiry, **facts), by=system(court))
    assert refused.value.code == "assets.answer_before_question"
