"""A buyer in default loses his deposit and nothing else; what he paid too much goes back."""

from __future__ import annotations

from datetime import date
from typing import Any

from duixian.contexts.cases.owed import owed
from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.acts_end import ConfirmSale
from duixian.contexts.disposal.acts_result import RecordDefault, WithdrawAuction
from duixian.contexts.distribution import queries
from duixian.contexts.distribution.acts import ConfirmPayout, FailPayout, PayOut
from duixian.contexts.distribution.acts_buyer import ReturnToBuyer
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.acts import CollectFee
from duixian.contexts.record.acts import catalogue
from duixian.contexts.record.viewing import viewing
from duixian.kernel.money import Fen, fen, yuan
from duixian.workflow import requests
from tests.contexts.assets.answers import system
from tests.contexts.disposal.selling import BUYER, Selling
from tests.contexts.distribution.test_payable import money_of
from tests.world import World, identity_number, on_day

DAY = "2018-12-25"


def in_default(world: World, paid: str = "300000.00") -> tuple[Selling, dict[str, Any]]:
    """The deposit was 70,000; the buyer paid more than that, and not the price."""
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-14", paid)
    story.do("2018-12-24", RecordDefault, lot=lot, explanation="电话催告")
    return story, in_default_facts(story, "230000.00")


def in_default_facts(story: Selling, amount: str) -> dict[str, Any]:
    with viewing(story.court.officer):
        (sale,) = disposal.sales_of(story.case)
    return {
        "sale": sale.pk,
        "amount": amount,
        "account_name": BUYER["buyer"],
        "account_number": "6217000012349999",
        "bank_name": "徽商银行芜湖分行",
    }


def test_only_the_lost_deposit_is_the_creditors(world: World) -> None:
    story, facts = in_default(world)
    with on_day(DAY):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert (creditors + fee, debtor) == (fen("70000.00"), 0)
    proposed = story.proposed(DAY, ReturnToBuyer)
    assert proposed["sale"] == facts["sale"] and proposed["amount"] == fen("230000.00")


def test_what_was_paid_beyond_the_deposit_goes_back_through_the_bank(world: World) -> None:
    story, facts = in_default(world)
    above = story.refusal(DAY, ReturnToBuyer, **{**facts, "amount": "230000.01"})
    assert (above.code, above.field) == ("distribution.above_returnable", "amount")
    stranger = story.refusal(DAY, ReturnToBuyer, **{**facts, "account_name": "他人"})
    assert stranger.code == "distribution.account_of_another"
    ordered = story.signed(DAY, ReturnToBuyer, story.court.director, **facts)
    again = story.refusal(DAY, ReturnToBuyer, **facts)
    assert again.code == "distribution.nothing_to_return"
    with on_day(DAY):
        creditors, _, fee = money_of(story.court, story.case)
    assert creditors + fee == fen("70000.00"), "the creditors' part is not touched"
    payout = ordered.result["payout"]
    paid = {"payout": payout, "bank_reference": "T1"}
    story.do(DAY, ConfirmPayout, by=system(story.court), **paid)
    with viewing(story.court.officer):
        account = ledger.account_of_case(story.case)
        assert account is not None and account.balance == fen("70000.00")
        assert ledger.imbalance(story.court.court.pk) == 0
        assert [each.left for each in ledger.receipts_of(story.case)] == [fen("70000.00")]
        assert queries.payout(payout).state == "paid"


def test_money_the_bank_returned_is_the_buyers_still(world: World) -> None:
    story, facts = in_default(world)
    ordered = story.signed(DAY, ReturnToBuyer, story.court.director, **facts)
    failed = {"payout": ordered.result["payout"], "reason": "账户已销户"}
    story.do(DAY, FailPayout, by=system(story.court), **failed)
    with viewing(story.court.officer):
        assert [each.left for each in ledger.receipts_of(story.case)] == [fen("300000.00")]
    with on_day(DAY):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert (creditors + fee, debtor) == (fen("70000.00"), 0)
    story.signed(DAY, ReturnToBuyer, story.court.director, **facts)


def test_what_a_buyer_paid_beyond_the_price_is_his(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-14", "812000.00", "价款")
    story.paid("2018-12-14", "5000.00", "多付", payer="张某的配偶")
    story.signed("2018-12-18", ConfirmSale, lot=lot)
    with on_day("2018-12-18"):
        assert sum(money_of(story.court, story.case)) == fen("812000.00")
    facts = {
        **story.proposed("2018-12-18", ReturnToBuyer),
        "account_name": "张某的配偶",
        "account_number": "6217000012349999",
        "bank_name": "徽商银行芜湖分行",
    }
    assert facts["amount"] == fen("5000.00")
    story.signed("2018-12-18", ReturnToBuyer, story.court.director, **facts)


def test_the_order_reaches_the_bank_like_a_payout() -> None:
    assert catalogue.find("distribution.return_to_buyer").signed_by
    assert "distribution.return_to_buyer" in requests.heard_codes()


def debtor_overpays(story: Selling, day: str, above: str) -> tuple[int, int]:
    """The debtor pays all that is owed and `above` more; what was owed, and the surplus due."""
    with viewing(story.court.officer):
        owing = owed(story.case, date.fromisoformat(day)).value.outstanding
    amount = yuan(Fen(owing + fen(above)))
    story.paid(day, amount, "债务人", how="paid", payer=story.debtor.party.name)
    return owing, fen(above)


def test_the_debtors_surplus_waits_for_no_sale(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-14", "812000.00")
    owing, above = debtor_overpays(story, "2018-12-15", "300000.00")
    with on_day("2018-12-15"):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert creditors == owing
    assert debtor == above - fee > 0


def test_what_went_back_to_a_buyer_is_not_paid_out_again(world: World) -> None:
    story, facts = in_default(world, "170000.00")
    story.signed(DAY, ReturnToBuyer, story.court.director, **{**facts, "amount": "100000.00"})
    owing, above = debtor_overpays(story, DAY, "300000.00")
    with on_day(DAY):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert creditors == owing + fen("70000.00"), "what was owed and the lost deposit"
    assert debtor == above - fee > 0


def test_a_deposit_booked_after_the_default_is_lost_too(world: World) -> None:
    story, _ = in_default(world, "20000.00")
    story.paid(DAY, "30000.00", "迟到")
    with on_day(DAY):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert (creditors + fee, debtor) == (fen("50000.00"), 0)
    refused = story.refusal(DAY, ReturnToBuyer, **in_default_facts(story, "0.01"))
    assert refused.code == "distribution.nothing_to_return", "the deposit was 70,000"
    story.paid(DAY, "45000.00", "又来")
    assert story.proposed(DAY, ReturnToBuyer)["amount"] == fen("25000.00")
    with on_day(DAY):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert (creditors + fee, debtor) == (fen("70000.00"), 0)


def test_a_payout_takes_no_receipt_of_a_sale_that_waits(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    price = story.paid("2018-12-13", "812000.00").result["receipt"]
    paid = story.paid("2018-12-14", "100000.00", "债务人", how="paid", payer="方某平")
    proposed = story.proposed("2018-12-15", CollectFee)
    story.do("2018-12-15", CollectFee, amount=yuan(proposed["amount"]))
    account = {"account_number": "6217000012349999", "bank_name": "徽商银行芜湖分行"}
    facts = {**story.proposed("2018-12-15", PayOut), **account}
    facts["amount"] = yuan(facts["amount"])
    ordered = story.signed("2018-12-15", PayOut, story.court.director, **facts)
    assert ordered.result["receipt"] == [paid.result["receipt"]]
    with viewing(story.court.officer):
        left = {each.pk: each.left for each in ledger.receipts_of(story.case)}
    assert left == {price: fen("812000.00"), paid.result["receipt"]: 0}


def test_a_difference_paid_in_vain_goes_back_to_the_creditor(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.unsold("2018-12-12", lot)
    creditor = story.creditor.party.name
    story.paid("2018-12-13", "50000.00", "差额", payer=creditor)
    early = story.refusal("2018-12-14", ReturnToBuyer, **back(story, creditor))
    assert early.code == "distribution.nothing_to_return", "he may still take it in kind"
    given_up = {"lot": lot, "ground": "settled", "explanation": "和解"}
    story.signed("2018-12-15", WithdrawAuction, story.court.director, **given_up)
    proposed = story.proposed("2018-12-16", ReturnToBuyer)
    wanted = {"round": story.round, "amount": fen("50000.00"), "account_name": creditor}
    assert proposed == wanted
    stranger = story.refusal("2018-12-16", ReturnToBuyer, **back(story, "他人"))
    assert stranger.code == "distribution.account_of_another"
    facts = back(story, creditor)
    ordered = story.signed("2018-12-16", ReturnToBuyer, story.court.director, **facts)
    with on_day("2018-12-16"):
        assert money_of(story.court, story.case) == (0, 0, 0)
    failed = {"payout": ordered.result["payout"], "reason": "账户已销户"}
    story.do("2018-12-16", FailPayout, by=system(story.court), **failed)
    ordered = story.signed("2018-12-16", ReturnToBuyer, story.court.director, **facts)
    paid = {"payout": ordered.result["payout"], "bank_reference": "T1"}
    story.do("2018-12-16", ConfirmPayout, by=system(story.court), **paid)
    with viewing(story.court.officer):
        account = ledger.account_of_case(story.case)
        assert account is not None and account.balance == 0


def back(story: Selling, name: str) -> dict[str, Any]:
    return {
        "round": story.round,
        "amount": "50000.00",
        "account_name": name,
        "account_number": "6217000012349999",
        "bank_name": "徽商银行芜湖分行",
    }


def house_default(world: World) -> tuple[Selling, int]:
    """In 2016, by an auction house: sold for 1,100,000 to one who paid 60,000 of it and no more."""
    story = Selling(world, begins="2016-11-01")
    lot = story.agreed("2016-11-10")
    terms = {
        "starts_on": "2016-12-05",
        "platform": "芜湖某拍卖有限公司",
        "hours": 1,
        "starting_price": "1000000.00",
        "deposit": "50000.00",
    }
    story.announced("2016-11-15", lot, **terms)
    story.sold("2016-12-06", lot, "1100000.00")
    story.paid("2016-12-06", "60000.00")
    recorded = story.do("2016-12-28", RecordDefault, lot=lot, explanation="电话催告")
    assert (recorded.result["forfeited"], recorded.result["withheld"]) == (0, fen("50000.00"))
    return story, lot


def resold(story: Selling, lot: int, price: str, costs: str) -> dict[str, Any]:
    """The house is sold again on line in 2017, paid, and confirmed with the costs of it all."""
    story.announced("2017-01-03", lot, starts_on="2017-02-06", deposit="70000.00")
    other = {"buyer": "李某", "buyer_identity": identity_number(78)}
    story.sold("2017-02-08", lot, price, **other)
    story.paid("2017-02-09", price, "李1", payer="李某")
    confirmed = story.signed("2017-02-10", ConfirmSale, lot=lot, resale_costs=costs)
    (default,) = confirmed.result["defaults"]
    return dict(default)


def test_a_deposit_with_an_auction_house_waits_for_the_resale(world: World) -> None:
    story, _ = house_default(world)
    with on_day("2016-12-28"):
        assert money_of(story.court, story.case) == (0, 0, 0), "nobody's yet"
    assert story.proposed("2016-12-28", ReturnToBuyer)["amount"] == fen("10000.00")


def test_the_gap_and_costs_are_taken_and_the_rest_of_the_deposit_goes_back(world: World) -> None:
    story, lot = house_default(world)
    default = resold(story, lot, "1080000.00", "5000.00")
    assert default["gap"] == fen("20000.00")
    assert (default["taken"], default["deposit_returned"]) == (fen("25000.00"), fen("25000.00"))
    assert default["top_up"] == 0
    with on_day("2017-02-10"):
        assert sum(money_of(story.court, story.case)) == fen("1105000.00")
    assert story.proposed("2017-02-10", ReturnToBuyer)["amount"] == fen("35000.00")


def test_a_gap_beyond_the_deposit_is_owed_still(world: World) -> None:
    story, lot = house_default(world)
    default = resold(story, lot, "1000000.00", "5000.00")
    assert (default["taken"], default["deposit_returned"]) == (fen("50000.00"), 0)
    assert default["top_up"] == fen("55000.00")
    with on_day("2017-02-10"):
        assert sum(money_of(story.court, story.case)) == fen("1050000.00")
    assert story.proposed("2017-02-10", ReturnToBuyer)["amount"] == fen("10000.00")


def test_costs_are_charged_to_nobody_where_nobody_defaulted_with_an_auction_house(
    world: World,
) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-14", "812000.00")
    refused = story.refusal("2018-12-18", ConfirmSale, lot=lot, resale_costs="1.00")
    assert (refused.code, refused.field) == ("disposal.no_default_to_charge", "resale_costs")
