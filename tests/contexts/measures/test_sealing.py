"""Houses, vehicles and rights: indivisible things, ranks, and what must be sold."""

from __future__ import annotations

from datetime import date
from typing import Any

from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.measures import queries
from duixian.contexts.measures.acts_control import FreezeDeposit, SealUp
from duixian.contexts.measures.acts_receipt import ConfirmMeasure
from duixian.contexts.record.viewing import viewing
from duixian.kernel.money import fen, yuan
from tests.contexts.assets.answers import account, answer, answer_facts
from tests.contexts.measures.test_control import Story
from tests.world import World, on_day

CAR = {
    "kind": "vehicle",
    "identification": "LSVAA4182E2184847",
    "plate": "皖B12345",
    "brand": "大众",
}


def house(story: Story, **changed: Any) -> dict[str, Any]:
    own = answer_facts(story.debtor, "2016-12-15", [])
    return {
        "kind": "real_estate",
        "unit_number": "340202001001GB00001F00010001",
        "location": "镜湖区北京中路某小区3幢201室",
        "planned_use": "住宅",
        "certificate": "皖(2015)芜湖市不动产权第0001号",
        "holders": [{"name": own["answered_name"], "identity_number": own["answered_identity"]}],
        **changed,
    }


def found(story: Story, kind: str, item: dict[str, Any]) -> int:
    told = answer(story.court, story.case, story.debtor, story.places[kind], [item])
    return int(told.result["assets"][0])


def test_a_house_is_sealed_for_three_years_and_must_be_priced(world: World) -> None:
    story = Story(world)
    asset = found(story, "real_estate", house(story))
    sealed = story.do("2016-12-16", SealUp, asset=asset)
    assert sealed.result["ends_on"] == "2019-12-16" and sealed.result["must_be_sold"]
    measure = str(sealed.result["measure"])
    assert story.clocks("reference_price_start") == [(measure, "running", date(2017, 1, 16))]
    with viewing(story.court.officer):
        notice = plain_text(documents.sheet(sealed.result["document"]))
    assert "皖(2015)芜湖市不动产权第0001号" in notice and "查封期限三年" in notice
    story.system("2016-12-19", ConfirmMeasure, order=sealed.result["order"], outcome="effective")
    assert story.clocks("reference_price_start") == [(measure, "running", date(2017, 1, 16))]


def test_a_car_is_sealed_for_two_years(world: World) -> None:
    story = Story(world)
    asset = found(story, "vehicle", CAR)
    assert story.do("2016-12-16", SealUp, asset=asset).result["ends_on"] == "2018-12-16"


def test_a_queued_seal_is_not_to_be_sold_before_its_turn(world: World) -> None:
    story = Story(world)
    prior = {"authority": "弋江区法院", "document_number": "(2016)皖0203执9号"}
    asset = found(story, "real_estate", house(story, measures=[prior]))
    sealed = story.do("2016-12-16", SealUp, asset=asset)
    assert sealed.result["queued"] and not sealed.result["must_be_sold"]
    assert story.clocks("reference_price_start") == []
    order = sealed.result["order"]
    story.system("2016-12-19", ConfirmMeasure, order=order, outcome="queued", rank=2)
    came = story.system("2017-05-10", ConfirmMeasure, order=order, outcome="effective")
    assert came.result["ends_on"] == "2020-05-10" and came.result["must_be_sold"]
    assert story.clocks("reference_price_start")[0][1:] == ("running", date(2017, 6, 9))


def test_a_thing_worth_more_than_is_owed_needs_its_reason(world: World) -> None:
    story = Story(world)
    entered = story.do(
        "2016-12-16",
        RegisterAsset,
        owner=story.debtor.pk,
        kind="equity",
        description="芜湖某公司股权",
        number="91349900000000001X",
        institution=story.places["real_estate"],
        value="5000000.00",
        found_by="lead",
    )
    asset = entered.result["asset"]
    refused = story.refusal("2016-12-16", SealUp, asset=asset)
    assert refused.code == "measures.over_ceiling" and refused.field == "excess_reason"
    sealed = story.do(
        "2016-12-16", SealUp, asset=asset, excess_reason="股权不可分，没有其他可供执行财产"
    )
    assert sealed.result["ends_on"] == "2019-12-16"
    with viewing(story.court.officer):
        ruling = plain_text(documents.sheet(sealed.result["ruling"]))
    assert "一、冻结被执行人下列财产" in ruling


def test_nothing_more_is_sealed_when_the_money_suffices(world: World) -> None:
    story = Story(world, account("6222020001", "9000000.00"))
    asset = found(story, "vehicle", CAR)
    with on_day("2016-12-16"), viewing(story.court.officer):
        total = queries.ceiling(story.case, date(2016, 12, 16)).total
    story.frozen(0, yuan(total))
    refused = story.refusal("2016-12-16", SealUp, asset=asset)
    assert refused.code == "measures.controlled_enough"
    assert story.held() == total > fen("918478.44")


def test_each_kind_of_property_has_its_own_act(world: World) -> None:
    story = Story(world, account("6222020001", "100.00"))
    car = found(story, "vehicle", CAR)
    as_money = story.refusal("2016-12-16", FreezeDeposit, asset=car, amount="1.00")
    assert as_money.code == "measures.not_a_deposit"
    as_thing = story.refusal("2016-12-16", SealUp, asset=story.assets[0])
    assert as_thing.code == "measures.is_a_deposit"
