"""How a thing comes to its price: agreement of everyone, or an appraiser nobody chose."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from duixian.contexts.cases import models as cases
from duixian.contexts.disposal import engine, queries
from duixian.contexts.disposal.acts_agency import EnrolAgency
from duixian.contexts.disposal.acts_appraisal import (
    DrawAppraiser,
    FixPriceByAppraisal,
    RecordAppraisal,
    ReplaceAppraiser,
)
from duixian.contexts.disposal.acts_objection import RecordPriceObjection, SettlePriceObjection
from duixian.contexts.disposal.acts_price import FixPriceByAgreement, StartReferencePrice
from duixian.contexts.measures.acts_course import Lift
from duixian.contexts.record import queries as record
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import fen
from tests.contexts.assets.answers import system
from tests.contexts.disposal.selling import AGENCIES, Selling
from tests.world import World, act, credit_code, on_day

REPORT = {"report_number": "皖评(2018)031号", "report_on": "2018-11-20", "value": "1200000.00"}


def reported(story: Selling) -> int:
    """Drawn on 22 October, reported a month later; returns the lot."""
    lot = int(story.drawn("2018-10-22").result["lot"])
    story.do("2018-11-22", RecordAppraisal, lot=lot, **REPORT)
    return lot


def test_the_appraiser_is_drawn_and_anyone_can_draw_again(world: World) -> None:
    story = Selling(world)
    drawn = story.drawn("2018-10-22")
    assert sorted(drawn.result["order"]) == sorted(AGENCIES)
    assert drawn.result["agency_name"] == drawn.result["order"][0]
    assert story.clock("appraiser_selection")[0] == "met"  # type: ignore[index]
    assert story.clock("appraisal_report") == ("running", date(2018, 11, 21))
    with viewing(story.court.officer):
        (draw,) = queries.draws_of(story.case)
        again = queries.verify_draw(draw)
        start = record.entries_of(story.case, ["disposal.start_reference_price"]).get()
    assert again.holds and again.order == tuple(draw.order)
    assert draw.commitment == start.hash, "fixed before anybody could draw"
    draw.order = [draw.order[1], draw.order[0], *draw.order[2:]]
    draw.candidates = draw.candidates[:-1]
    with viewing(story.court.officer):
        assert len(queries.verify_draw(draw).faults) == 2, "a changed draw is found out"


def test_a_draw_can_be_neither_repeated_nor_rewritten(world: World) -> None:
    story = Selling(world)
    lot = story.drawn("2018-10-22").result["lot"]
    again = story.refusal("2018-10-22", DrawAppraiser, lot=lot)
    assert again.code == "disposal.no_lot"
    with pytest.raises(ProgrammingError), transaction.atomic(), viewing(story.court.officer):
        queries.draws_of(story.case).update(seed="")


def test_agencies_enrolled_after_the_start_are_not_drawn(world: World) -> None:
    story = Selling(world)
    lot = story.started("2018-10-22")
    friend = {
        "credit_code": credit_code(9999),
        "name": "友人评估有限公司",
        "kinds": ["real_estate"],
    }
    with on_day("2018-10-23"):
        do(act(EnrolAgency, **friend), by=system(story.court))
    drawn = story.do("2018-10-23", DrawAppraiser, lot=lot)
    assert "友人评估有限公司" not in drawn.result["order"]


def test_an_agency_struck_off_before_the_draw_is_passed_over(world: World) -> None:
    story = Selling(world)
    lot = story.started("2018-10-22")
    with viewing(story.court.officer):
        begun = record.entries_of(story.case, ["disposal.start_reference_price"]).get()
        docket = cases.Case.objects.get(pk=story.case).docket_number
    seed = engine.seed_of(docket, story.asset, begun.hash)
    listed = {each["code"]: each["name"] for each in begun.result["candidates"]}
    first, second, *_ = engine.draw_order(seed, list(listed))
    struck = {"credit_code": first, "name": listed[first], "kinds": ["vehicle"], "active": False}
    with on_day("2018-10-23"):
        do(act(EnrolAgency, **struck), by=system(story.court))
    drawn = story.do("2018-10-23", DrawAppraiser, lot=lot)
    assert drawn.result["order"][:2] == [listed[first], listed[second]]
    assert drawn.result["agency_name"] == listed[second]


def test_an_appraiser_who_cannot_report_gives_way_to_the_next_drawn(world: World) -> None:
    story = Selling(world)
    drawn = story.drawn("2018-10-22")
    lot, order = drawn.result["lot"], drawn.result["order"]
    for place in (1, 2, 3):
        next_one = story.do("2018-10-29", ReplaceAppraiser, lot=lot, reason="退回委托")
        assert next_one.result["agency_name"] == order[place]
    assert story.clock("appraisal_report") == ("running", date(2018, 11, 28)), "a term of its own"
    refused = story.refusal("2018-10-29", ReplaceAppraiser, lot=lot, reason="退回委托")
    assert refused.code == "disposal.no_agency_left"


def test_the_appraisal_becomes_the_price_after_everyone_could_object(world: World) -> None:
    story = Selling(world)
    lot = reported(story)
    assert story.clock("appraisal_report")[0] == "met"  # type: ignore[index]
    served = {"lot": lot, "served_on": "2018-11-23"}
    early = story.refusal("2018-11-28", FixPriceByAppraisal, **served)
    assert early.code == "disposal.objection_time_open" and early.transient
    fixed = story.do("2018-11-29", FixPriceByAppraisal, **served)
    assert fixed.result["price"] == fen("1200000.00")
    assert fixed.result["valid_until"] == "2019-11-29"
    assert story.clock("auction_start") == ("running", date(2018, 12, 10))


def test_an_open_objection_holds_the_price_and_a_correction_changes_it(world: World) -> None:
    story = Selling(world)
    lot = reported(story)
    objection = {
        "lot": lot,
        "objector": story.debtor.pk,
        "report_received_on": "2018-11-23",
        "objected_on": "2018-11-28",
        "content": "面积有误",
    }
    late = story.refusal(
        "2018-11-30", RecordPriceObjection, **{**objection, "objected_on": "2018-11-29"}
    )
    assert late.code == "disposal.objection_late" and "2018-11-28" in late.message
    made = story.do("2018-11-28", RecordPriceObjection, **objection)
    twice = story.refusal("2018-11-28", RecordPriceObjection, **objection)
    assert twice.code == "disposal.objected_already"
    served = {"lot": lot, "served_on": "2018-11-23"}
    held = story.refusal("2018-12-03", FixPriceByAppraisal, **served)
    assert held.code == "disposal.objection_open"
    settled = {"lot": lot, "objection": made.result["objection"], "answer": "面积更正"}
    unclear = story.refusal("2018-12-03", SettlePriceObjection, **settled, outcome="upheld")
    assert unclear.code == "disposal.correction_unclear"
    story.do(
        "2018-12-03",
        SettlePriceObjection,
        **settled,
        outcome="upheld",
        corrected_value="1150000.00",
    )
    assert story.do("2018-12-03", FixPriceByAppraisal, **served).result["price"] == fen("1150000")


def test_a_report_is_not_recorded_with_impossible_facts(world: World) -> None:
    story = Selling(world)
    lot = story.drawn("2018-10-22").result["lot"]
    before = {**REPORT, "report_on": "2018-10-21"}
    refused = story.refusal("2018-11-22", RecordAppraisal, lot=lot, **before)
    assert (refused.code, refused.field) == ("disposal.report_day_impossible", "report_on")
    expired = story.refusal(
        "2018-11-22", RecordAppraisal, lot=lot, **REPORT, valid_until="2018-11-21"
    )
    assert expired.code == "disposal.report_expired"


def test_a_price_is_agreed_only_by_everyone(world: World) -> None:
    story = Selling(world)
    facts = {"asset": story.asset, "amount": "1.00", "agreed_on": "2018-10-22", "record": "议价"}
    refused = story.refusal(
        "2018-10-22", FixPriceByAgreement, **facts, agreed_by=story.parties[:-1]
    )
    assert (refused.code, refused.field) == ("disposal.not_all_agreed", "agreed_by")
    assert "澄江装饰" in refused.message and "委托评估" in refused.cure


def test_agreement_after_the_start_ends_the_appraisal(world: World) -> None:
    story = Selling(world)
    lot = story.drawn("2018-10-22").result["lot"]
    assert story.clock("execution_term")[0] == "paused"  # type: ignore[index]
    assert story.agreed("2018-10-25") == lot
    assert story.clock("appraisal_report")[0] == "cancelled"  # type: ignore[index]
    assert story.clock("execution_term")[0] == "running"  # type: ignore[index]


def test_only_what_is_sealed_for_sale_comes_to_a_price(world: World) -> None:
    story = Selling(world, must_be_sold=False)
    refused = story.refusal("2018-10-22", StartReferencePrice, asset=story.asset)
    assert refused.code == "disposal.need_not_be_sold"
    story.do("2018-10-22", Lift, measure=story.measure, reason="申请人同意")
    lifted = story.refusal("2018-10-23", StartReferencePrice, asset=story.asset)
    assert lifted.code == "disposal.nothing_to_price"


def test_without_agencies_only_agreement_is_left(world: World) -> None:
    story = Selling(world)
    with on_day("2018-10-20"):
        for serial, name in enumerate(AGENCIES):
            struck = {"credit_code": credit_code(9000 + serial), "name": name, "active": False}
            do(act(EnrolAgency, **struck, kinds=["real_estate"]), by=system(story.court))
    refused = story.refusal("2018-10-22", StartReferencePrice, asset=story.asset)
    assert refused.code == "disposal.no_agency" and "登记评估机构" in refused.cure
    story.agreed("2018-10-22")


def test_an_agency_is_enrolled_only_under_a_true_code(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        act(EnrolAgency, credit_code="913499000000000000", name="某评估", kinds=["vehicle"])
    assert refused.value.code == "record.malformed_facts" and "校验不通过" in refused.value.message


def test_another_court_sees_neither_lot_nor_draw(world: World) -> None:
    story = Selling(world)
    story.drawn("2018-10-22")
    with viewing(world.jiujiang.officer):
        assert not queries.lots_of(story.case).exists()
        assert not queries.draws_of(story.case).exists()
    with viewing(story.court.officer):
        assert [each.asset_id for each in queries.lots_of(story.case)] == [story.asset]


def test_a_draw_does_not_depend_on_how_the_list_was_written() -> None:
    seed = engine.seed_of("(2018)皖0202执1号", 5, "ab" * 32)
    assert engine.draw_order(seed, ["A", "B", "C"]) == engine.draw_order(seed, ["C", "B", "A"])
    other = engine.seed_of("(2018)皖0202执1号", 6, "ab" * 32)
    assert seed != other
