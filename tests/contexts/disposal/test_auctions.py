"""A sealed thing is sold: rounds, floors, notices, payment, confirmation, withdrawal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from duixian.contexts.assets.acts_set_aside import MarkNotEnforceable
from duixian.contexts.cases.acts_course import SuspendCase
from duixian.contexts.cases.models import Case, Obligation
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.acts_auction import AnnounceAuction
from duixian.contexts.disposal.acts_end import ConfirmSale, TakeInKind
from duixian.contexts.disposal.acts_price import FixPriceByAgreement, StartReferencePrice
from duixian.contexts.disposal.acts_result import (
    RecordAuctionResult,
    RecordDefault,
    WithdrawAuction,
)
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.acts_control import SealUp
from duixian.contexts.measures.acts_course import Lift
from duixian.contexts.measures.acts_receipt import ConfirmLift, ConfirmMeasure
from duixian.contexts.record.doing import Waiting, attempt, do
from duixian.contexts.record.signing import Lapsed, sign
from duixian.contexts.record.viewing import viewing
from duixian.kernel.clock import CHINA
from duixian.kernel.money import fen
from tests.contexts.assets.answers import system
from tests.contexts.disposal.selling import BUYER, Selling
from tests.world import World, act, identity_number, on_day


def test_a_house_is_sold_in_the_first_round_and_passes_by_ruling(world: World) -> None:
    story = Selling(world)
    assert story.clock("reference_price_start") == ("running", date(2018, 11, 7))
    lot = story.agreed("2018-10-22")
    assert story.clock("reference_price_start")[0] == "met"  # type: ignore[index]
    assert story.clock("auction_start") == ("running", date(2018, 11, 1))
    announced = story.announced("2018-10-30", lot)
    assert story.clock("auction_start")[0] == "met"  # type: ignore[index]
    assert story.clock("execution_term")[0] == "paused"  # type: ignore[index]
    sold = story.sold("2018-12-12", lot, "812000.00")
    assert sold.result["unsold"] is False and sold.result["pay_by"] == "2018-12-22"
    assert story.clock("execution_term")[0] == "running"  # type: ignore[index]
    story.paid("2018-12-14", "70000.00", "保证金")
    story.paid("2018-12-14", "5000.00", "债务人", how="paid")
    refused = story.refusal("2018-12-15", ConfirmSale, lot=lot)
    assert refused.code == "disposal.price_not_paid" and "742,000.00" in refused.message
    assert refused.transient and refused.cure.startswith("由财务以“变价款”登记到账")
    story.paid("2018-12-17", "742000.00", "余款")
    confirmed = story.signed("2018-12-18", ConfirmSale, lot=lot)
    assert confirmed.result["paid_on"] == "2018-12-17"
    with viewing(story.court.officer):
        first = plain_text(documents.sheet(announced.result["ruling"]))
        ruling = plain_text(documents.sheet(confirmed.result["ruling"]))
        number = documents.document(confirmed.result["ruling"]).number
        notice = plain_text(documents.sheet(confirmed.result["document"]))
        measure = measures.measure(story.measure)
        orders = measures.orders_to_send(story.court.court.pk)
    assert "皖(2015)芜湖市不动产权第0001号" in first and "1,000,000.00" in first
    assert "张某" in ruling and BUYER["buyer_identity"] in ruling and "812,000.00" in ruling
    assert "2018年12月12日" in ruling and "2018年12月17日" in ruling
    assert number in notice and "解除" in notice
    assert measure.state == "lifted" and orders[-1].kind == "lift"
    assert story.the_asset().state == "disposed"
    assert story.lot(lot).state == "confirmed"
    assert story.clock("measure_expiry")[0] == "cancelled"  # type: ignore[index]


def test_a_house_nobody_wants_goes_through_two_rounds_to_a_sale(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    once = story.unsold("2018-12-12", lot)
    assert once.result["unsold"] is True and once.result["next_round"] == "2"
    assert story.clock("second_auction") == ("running", date(2019, 1, 11))
    with viewing(story.court.officer):
        step = queries.next_step(story.lot(lot), date(2018, 12, 12))
    assert (step.act, step.words) == ("disposal.announce_auction", "公告第二次拍卖")
    terms = {"round": "2", "starting_price": "560000.00", "deposit": "56000.00"}
    second = story.announced("2018-12-17", lot, **terms, starts_on="2019-01-02")
    assert second.result["ruling"] is None, "one ruling for all rounds"
    assert story.clock("second_auction")[0] == "met"  # type: ignore[index]
    assert story.unsold("2019-01-04", lot).result["next_round"] == "sale"
    terms = {"round": "sale", "starting_price": "560000.00", "deposit": "560000.00"}
    sale = story.announced("2019-01-10", lot, **terms, starts_on="2019-01-25")
    ends = datetime.fromisoformat(sale.result["ends_at"])
    assert ends.astimezone(CHINA) == datetime(2019, 3, 26, 10, tzinfo=CHINA), "sixty days"
    early = story.refusal("2019-03-01", RecordAuctionResult, lot=lot, sold=False)
    assert early.code == "disposal.bidding_not_over"
    bought = story.sold("2019-03-01", lot, "560000.00", bids=1)
    assert bought.result["round"] == "sale"
    story.paid("2019-03-04", "560000.00")
    confirmed = story.signed("2019-03-05", ConfirmSale, lot=lot)
    with viewing(story.court.officer):
        ruling = plain_text(documents.sheet(confirmed.result["ruling"]))
    assert "依法变卖被执行人" in ruling


def test_a_failed_sale_ends_the_rounds_and_the_creditor_may_take_it(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.unsold("2018-12-12", lot)
    terms = {"round": "2", "starting_price": "560000.00", "deposit": "56000.00"}
    story.announced("2018-12-17", lot, **terms, starts_on="2019-01-02")
    story.unsold("2019-01-04", lot)
    terms = {"round": "sale", "starting_price": "560000.00", "deposit": "560000.00"}
    story.announced("2019-01-10", lot, **terms, starts_on="2019-01-25")
    failed = story.unsold("2019-03-27", lot)
    assert failed.result["no_more_rounds"] and failed.result["unsold"] is False
    refused = story.refusal("2019-03-28", AnnounceAuction, **story.terms(lot))
    assert refused.code == "disposal.no_more_rounds" and "以物抵债" in refused.cure
    with viewing(story.court.officer):
        before = Case.objects.get(pk=story.case).owed_amount
    taken = story.signed(
        "2019-03-29", TakeInKind, lot=lot, creditor=story.creditor.pk, request="书面申请"
    )
    assert taken.result["credited"] == fen("560000.00")
    with viewing(story.court.officer):
        case = Case.objects.get(pk=story.case)
        ruling = plain_text(documents.sheet(taken.result["ruling"]))
    assert case.collected_amount == fen("560000.00") and case.owed_amount < before
    assert story.creditor.party.name in ruling and "560,000.00" in ruling
    assert story.lot(lot).state == "taken" and story.the_asset().state == "disposed"
    assert story.clock("measure_expiry")[0] == "cancelled"  # type: ignore[index]


def test_a_thing_worth_more_than_the_claim_is_taken_only_for_the_difference(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22", "3000000.00")
    story.announced("2018-10-30", lot, starting_price="2100000.00", deposit="210000.00")
    story.unsold("2018-12-12", lot)
    facts = {"lot": lot, "creditor": story.creditor.pk, "request": "书面申请"}
    refused = story.refusal("2018-12-13", TakeInKind, **facts)
    assert refused.code == "disposal.difference_not_paid"
    missing = str(refused.details["difference"])
    story.paid("2018-12-13", missing, "差额")
    taken = story.signed("2018-12-13", TakeInKind, **facts)
    assert taken.result["credited"] == fen("2100000.00")


def refused_terms(story: Selling, lot: int, **changed: Any) -> Any:
    return story.refusal("2018-10-30", AnnounceAuction, **story.terms(lot, **changed))


def test_terms_below_the_law_are_refused_with_what_would_cure_them(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    low = refused_terms(story, lot, starting_price="699999.99")
    assert (low.code, low.field) == ("disposal.below_floor", "starting_price")
    assert low.cure == "起拍价至少填 700,000.00"
    story_ok = story.terms(lot, starting_price="700000.00")
    with on_day("2018-10-30"):
        attempt(act(AnnounceAuction, case=story.case, **story_ok), by=story.court.officer)
    small = refused_terms(story, lot, deposit="34999.99")
    large = refused_terms(story, lot, deposit="140000.01")
    assert small.code == large.code == "disposal.deposit_out_of_bounds"
    assert "35,000.00" in small.message and "140,000.00" in large.message
    soon = refused_terms(story, lot, starts_on="2018-11-28")
    assert (soon.code, soon.field) == ("disposal.notice_too_short", "starts_on")
    assert soon.details["earliest"] == "2018-11-29" and "2018-11-29" in soon.cure
    assert refused_terms(story, lot, hours=23).code == "disposal.bidding_too_short"
    assert refused_terms(story, lot, round="2").code == "disposal.wrong_round"
    late = refused_terms(story, lot, starts_on="2021-10-08")
    assert late.code == "disposal.measure_ends_first" and "续行" in late.cure


def test_a_car_is_announced_for_fifteen_days(world: World) -> None:
    story = Selling(world, kind="vehicle")
    lot = story.agreed("2018-10-22", "100000.00")
    terms = {"starting_price": "70000.00", "deposit": "7000.00", "step": "500.00"}
    soon = refused_terms(story, lot, **terms, starts_on="2018-11-13")
    assert soon.details["earliest"] == "2018-11-14"
    story.announced("2018-10-30", lot, **terms, starts_on="2018-11-14")


def test_the_form_proposes_the_lowest_lawful_terms(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    proposed = story.proposed("2018-10-30", AnnounceAuction)
    assert proposed == {
        "lot": lot,
        "round": "1",
        "starting_price": "700000.00",
        "deposit": "35000.00",
        "starts_on": date(2018, 12, 2),
    }
    facts = {**proposed, "platform": "人民法院诉讼资产网", "step": "5000.00"}
    story.signed("2018-10-30", AnnounceAuction, **facts)


def test_before_2017_an_auction_house_may_not_go_below_the_appraisal(world: World) -> None:
    story = Selling(world, begins="2016-11-01")
    lot = story.agreed("2016-11-10")
    assert story.lot(lot).valid_until is None, "no limit was written then"
    terms = {"starts_on": "2016-12-05", "platform": "芜湖某拍卖有限公司", "hours": 1}
    refused = story.refusal("2016-11-15", AnnounceAuction, **story.terms(lot, **terms))
    assert refused.code == "disposal.below_floor" and "1,000,000.00" in refused.cure
    terms |= {"starting_price": "1000000.00"}
    assert story.announced("2016-11-15", lot, **terms).result["procedure"] == "traditional"
    story.unsold("2016-12-06", lot)
    with viewing(story.court.officer):
        at = queries.following_round(story.lot(lot), queries.auctions_of(lot), date(2016, 12, 6))
    assert at == 2


def test_a_price_that_has_run_out_is_fixed_anew(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    assert story.lot(lot).valid_until == date(2019, 10, 22)
    again = story.refusal(
        "2019-10-22",
        FixPriceByAgreement,
        asset=story.asset,
        amount="1.00",
        agreed_by=story.parties,
        agreed_on="2019-10-22",
        record="再议",
    )
    assert again.code == "disposal.nothing_to_price", "the old price still holds"
    terms = story.terms(lot, starts_on="2019-12-10")
    assert story.refusal("2019-10-23", AnnounceAuction, **terms).code == "disposal.price_expired"
    assert story.agreed("2019-10-23", "900000.00") == lot
    assert story.lot(lot).price == fen("900000.00")


def test_a_buyer_who_does_not_pay_loses_the_deposit_and_may_not_bid_again(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-12", "70000.00", "保证金")
    early = story.refusal("2018-12-22", RecordDefault, lot=lot, explanation="电话催告")
    assert early.code == "disposal.time_to_pay"
    lost = story.do("2018-12-24", RecordDefault, lot=lot, explanation="电话催告")
    assert lost.result["forfeited"] == fen("70000.00")
    assert story.lot(lot).state == "priced"
    story.announced("2018-12-25", lot, starts_on="2019-01-25")
    facts = {**BUYER, "lot": lot, "sold": True, "price": "700000.00"}
    barred = story.refusal("2019-01-27", RecordAuctionResult, **facts)
    assert (barred.code, barred.field) == ("disposal.buyer_barred", "buyer_identity")
    other = {"buyer": "李某", "buyer_identity": identity_number(78)}
    story.sold("2019-01-27", lot, "700000.00", **other)
    story.paid("2019-01-28", "650000.00", "李1", payer="李某")
    short = story.refusal("2019-01-29", ConfirmSale, lot=lot)
    assert short.details["missing"] == "50000.00", "a lost deposit pays nobody else's price"


def test_the_result_waits_for_the_end_of_bidding_and_must_fit(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    early = story.refusal("2018-12-10", RecordAuctionResult, lot=lot, sold=False)
    assert early.code == "disposal.bidding_not_over" and "2018-12-11 10:00" in early.message
    facts = {**BUYER, "lot": lot, "sold": True}
    low = story.refusal("2018-12-12", RecordAuctionResult, **facts, price="699999.00")
    assert (low.code, low.field) == ("disposal.sold_below_start", "price")
    nobody = story.refusal("2018-12-12", RecordAuctionResult, lot=lot, sold=True, price="700000.00")
    assert nobody.code == "disposal.buyer_missing"
    odd = story.refusal("2018-12-12", RecordAuctionResult, lot=lot, sold=False, bids=3)
    assert odd.code == "disposal.unsold_with_buyer"


@pytest.mark.parametrize(
    ("ground", "after"), [("creditor_withdrew", "withdrawn"), ("notice_error", "priced")]
)
def test_an_announced_auction_is_withdrawn_on_a_ground(
    world: World, ground: str, after: str
) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    facts = {"lot": lot, "ground": ground, "explanation": "书面申请"}
    withdrawn = story.signed("2018-11-05", WithdrawAuction, story.court.director, **facts)
    assert withdrawn.result["ends"] is (after == "withdrawn")
    assert story.lot(lot).state == after
    assert story.clock("execution_term")[0] == "running"  # type: ignore[index]
    gone = story.refusal("2018-12-12", RecordAuctionResult, lot=lot, sold=False)
    assert gone.code == "disposal.no_lot"
    if after == "priced":
        story.announced("2018-11-06", lot)
    else:
        assert story.do("2018-11-06", StartReferencePrice, asset=story.asset).result["lot"] != lot


def test_nothing_is_withdrawn_as_paid_while_something_is_owed(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    facts = {"lot": lot, "ground": "debtor_paid", "explanation": "已履行"}
    assert story.refusal("2018-10-23", WithdrawAuction, **facts).code == "disposal.not_paid"
    story.paid("2018-10-23", "1500000.00", how="paid")
    story.signed("2018-10-24", WithdrawAuction, story.court.director, **facts)
    assert story.lot(lot).state == "withdrawn"


def test_nothing_is_withdrawn_as_paid_while_instalments_are_to_come(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    with viewing(story.court.officer):
        Obligation.objects.filter(case=story.case).update(due_on=date(2020, 6, 30))
    facts = {"lot": lot, "ground": "debtor_paid", "explanation": "到期部分已履行"}
    refused = story.refusal("2018-10-23", WithdrawAuction, **facts)
    assert refused.code == "disposal.instalments_to_come" and "918,478.44" in refused.message


def test_what_nobody_buys_or_takes_is_given_up_and_marked(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    given_up = {"lot": lot, "ground": "not_sold", "explanation": "申请人不接受抵债"}
    early = story.refusal("2018-10-23", WithdrawAuction, **given_up)
    assert early.code == "disposal.rounds_left"
    story.announced("2018-10-30", lot)
    story.unsold("2018-12-12", lot)
    terms = {"round": "2", "starting_price": "560000.00", "deposit": "56000.00"}
    story.announced("2018-12-17", lot, **terms, starts_on="2019-01-02")
    story.unsold("2019-01-04", lot)
    terms = {"round": "sale", "starting_price": "560000.00", "deposit": "560000.00"}
    higher = {**terms, "starting_price": "600000.00", "deposit": "600000.00"}
    fixed = story.refusal(
        "2019-01-10", AnnounceAuction, **story.terms(lot, **higher, starts_on="2019-01-25")
    )
    assert fixed.code == "disposal.sale_price_fixed" and fixed.cure == "变卖价填 560,000.00"
    story.announced("2019-01-10", lot, **terms, starts_on="2019-01-25")
    story.unsold("2019-03-27", lot)
    with viewing(story.court.officer):
        assert queries.is_on_sale(story.case)
        assert queries.next_step(story.lot(lot), date(2019, 3, 28)).act == "disposal.take_in_kind"
    story.signed("2019-03-28", WithdrawAuction, story.court.director, **given_up)
    given = {"asset": story.asset, "ground": "unsold"}
    story.signed("2019-03-28", MarkNotEnforceable, story.court.director, **given)
    refused = story.refusal("2019-03-29", StartReferencePrice, asset=story.asset)
    assert refused.code == "disposal.not_enforceable" and "未成交" in refused.message
    with viewing(story.court.officer):
        assert not queries.is_on_sale(story.case)


def test_nothing_is_sold_while_enforcement_is_suspended(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    suspension = {"ground": "other", "explanation": "上级法院通知"}
    story.signed("2018-11-01", SuspendCase, story.court.director, **suspension)
    refused = story.refusal("2018-12-12", RecordAuctionResult, lot=lot, sold=False)
    assert refused.code == "disposal.suspended" and "撤回" in refused.cure
    facts = {"lot": lot, "ground": "put_off", "explanation": "上级法院通知"}
    story.signed("2018-11-01", WithdrawAuction, story.court.director, **facts)
    assert story.lot(lot).state == "priced"


def test_a_house_sealed_anew_before_payment_is_released_under_the_new_seal(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "700000.00")
    story.paid("2018-12-13", "700000.00")
    lift = story.do("2018-12-14", Lift, measure=story.measure, reason="误解除")
    refused = story.refusal("2018-12-14", ConfirmSale, lot=lot)
    assert refused.code == "disposal.not_controlled" and "重新查封" in refused.cure
    story.do("2018-12-14", ConfirmLift, by=system(story.court), order=lift.result["order"])
    sealed = story.do("2018-12-14", SealUp, asset=story.asset)
    order = {"order": sealed.result["order"], "outcome": "effective"}
    story.do("2018-12-15", ConfirmMeasure, by=system(story.court), **order)
    confirmed = story.signed("2018-12-16", ConfirmSale, lot=lot)
    assert confirmed.result["measure"] == sealed.result["measure"] != story.measure


def test_what_is_to_be_done_is_found_by_day_and_officer(world: World) -> None:
    story = Selling(world)
    court = story.court.court.pk
    lot = story.agreed("2018-10-22")
    auction = story.announced("2018-10-30", lot).result["auction"]
    with on_day("2018-11-01"), viewing(story.court.officer):
        assert [each.pk for each in queries.upcoming(court)] == [auction]
        assert not queries.ended_unrecorded(court).exists()
        assert queries.next_step(story.lot(lot)).not_before == date(2018, 12, 11)
    with on_day("2018-12-12"), viewing(story.court.officer):
        assert [each.pk for each in queries.ended_unrecorded(court)] == [auction]
    story.sold("2018-12-12", lot, "700000.00")
    with on_day("2018-12-12"), viewing(story.court.officer):
        assert not queries.upcoming(court).exists()
        (sale,) = queries.awaiting_price(court)
        assert (sale.price, sale.auction.lot_id) == (fen("700000.00"), lot)
        step = queries.next_step(story.lot(lot))
    assert step.act is None and "700,000.00" in step.words
    story.paid("2018-12-13", "700000.00")
    with on_day("2018-12-13"), viewing(story.court.officer):
        assert queries.next_step(story.lot(lot)).act == "disposal.confirm_sale"
        assert [each.pk for each in queries.lots_of_court(court)] == [lot]
    story.signed("2018-12-14", ConfirmSale, lot=lot)
    with viewing(story.court.officer):
        assert not queries.awaiting_price(court).exists()
        assert not queries.lots_of_court(court).exists()


def test_an_announcement_that_waited_too_long_for_signatures_lapses(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    terms = story.terms(lot, starts_on="2018-11-29")
    with on_day("2018-10-30"):
        waiting = do(act(AnnounceAuction, case=story.case, **terms), by=story.court.officer)
    assert isinstance(waiting, Waiting)
    with on_day("2018-10-31"):
        first, second, third = story.panel
        sign(waiting.draft_id, by=first)
        sign(waiting.draft_id, by=second)
        lapsed = sign(waiting.draft_id, by=third)
    assert isinstance(lapsed, Lapsed) and lapsed.refusal.code == "disposal.notice_too_short"
    assert story.lot(lot).state == "priced"
