"""Whose money a payment for a sale is: by its reference or its account, never by a name."""

from __future__ import annotations

from typing import Any

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.acts_end import ConfirmSale
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.acts import (
    ClaimUnknownReceipt,
    EnterStatement,
    RecordReceipt,
    RecordUnknownReceipt,
)
from duixian.contexts.ledger.models import StatementLine
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.jobs import receiving
from duixian.kernel.money import fen
from tests.contexts.assets.answers import done
from tests.contexts.disposal.selling import BUYER, Selling
from tests.world import World, act, on_day

BUYERS_ACCOUNT = "6217000012349999"


def test_money_for_one_sale_does_not_confirm_a_dearer_one(world: World) -> None:
    story = Selling(world)
    house = story.agreed("2018-10-22")
    story.asset, story.measure = story.seal("vehicle", "2018-10-22")
    car = story.agreed("2018-10-23", "100000.00")
    story.announced("2018-10-30", house)
    story.announced("2018-10-30", car, starting_price="70000.00", deposit="7000.00")
    story.sold("2018-12-12", house, "812000.00")
    story.sold("2018-12-12", car, "90000.00")
    story.paid("2018-12-14", "90000.00", "车款")
    refused = story.refusal("2018-12-15", ConfirmSale, lot=house)
    assert refused.code == "disposal.price_not_paid"
    assert refused.details["missing"] == "812000.00", "the note names the car"
    story.signed("2018-12-15", ConfirmSale, lot=car)
    still = story.refusal("2018-12-16", ConfirmSale, lot=house)
    assert still.details["missing"] == "812000.00"


def test_a_name_alone_identifies_no_payment(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    early = story.announced("2018-10-30", lot).result["auction"]
    receipt = {
        "how": "sold",
        "amount": "700000.00",
        "received_on": "2018-12-13",
        "payer": BUYER["buyer"],
        "bank_reference": "只有姓名",
    }
    finance, reference = story.court.finance, queries.payment_reference(early)
    before = {**receipt, "received_on": "2018-11-01", "payment_reference": reference}
    refused = story.refusal("2018-11-01", RecordReceipt, by=finance, **before)
    assert refused.code == "ledger.sale_not_identified", "nobody has bought yet"
    story.sold("2018-12-12", lot, "700000.00")
    for words in ("", "拍卖成交款", slip_of(reference)):
        facts = {**receipt, "payment_reference": words}
        refused = story.refusal("2018-12-13", RecordReceipt, by=finance, **facts)
        assert (refused.code, refused.field) == (
            "ledger.sale_not_identified",
            "payment_reference",
        )
    story.paid("2018-12-13", "700000.00", payer="张某的配偶")
    story.signed("2018-12-14", ConfirmSale, lot=lot)


def slip_of(reference: str) -> str:
    """The reference with its last digit of the round written wrong."""
    return f"{reference[:-3]}{(int(reference[-3]) + 1) % 10}{reference[-2:]}"


def test_the_account_of_the_deposit_together_with_the_name_identifies_the_rest(
    world: World,
) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    reference = queries.payment_reference(story.announced("2018-10-30", lot).result["auction"])
    story.sold("2018-12-12", lot, "700000.00")
    receipt = {"how": "sold", "payer": BUYER["buyer"], "received_on": "2018-12-13"}
    account = {"payer_account": "6217000012349999"}
    finance = story.court.finance
    deposit = {**receipt, **account, "amount": "70000.00", "bank_reference": "保证金"}
    rest = {**receipt, **account, "amount": "630000.00", "bank_reference": "余款"}
    unknown = story.refusal("2018-12-13", RecordReceipt, by=finance, **deposit)
    assert unknown.code == "ledger.sale_not_identified", "the account is not known yet"
    story.do("2018-12-13", RecordReceipt, by=finance, **deposit, payment_reference=reference)
    other = story.refusal("2018-12-13", RecordReceipt, by=finance, **{**rest, "payer": "李某"})
    assert other.code == "ledger.sale_not_identified", "an account alone is not enough"
    story.do("2018-12-13", RecordReceipt, by=finance, **rest)
    story.signed("2018-12-14", ConfirmSale, lot=lot)


def test_unknown_money_becomes_a_price_only_by_its_reference_and_two_persons(
    world: World,
) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    reference = queries.payment_reference(story.announced("2018-10-30", lot).result["auction"])
    story.sold("2018-12-12", lot, "700000.00")
    found = {
        "amount": "700000.00",
        "received_on": "2018-12-13",
        "payer": BUYER["buyer"],
        "bank_reference": "无附言",
    }
    with on_day("2018-12-13"):
        came = done(do(act(RecordUnknownReceipt, **found), by=story.court.finance))
    claim = {
        "unknown_receipt": came.result["unknown_receipt"],
        "how": "sold",
        "reason": "买受人出示汇款回单",
    }
    refused = story.refusal("2018-12-14", ClaimUnknownReceipt, **claim)
    assert refused.code == "ledger.sale_not_identified"
    story.signed(
        "2018-12-14",
        ClaimUnknownReceipt,
        story.court.finance,
        **claim,
        payment_reference=reference,
    )
    with viewing(story.court.officer):
        assert Case.objects.get(pk=story.case).collected_amount == 0, "the price waits"
    story.signed("2018-12-15", ConfirmSale, lot=lot)


def test_the_price_pays_the_debt_on_the_day_of_the_ruling(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "700000.00")
    story.paid("2018-12-13", "700000.00", "价款")
    with viewing(story.court.officer):
        assert Case.objects.get(pk=story.case).collected_amount == 0
    story.signed("2018-12-20", ConfirmSale, lot=lot)
    with viewing(story.court.officer):
        credits = [(each.on.isoformat(), each.amount) for each in cases.credits_of(story.case)]
    assert credits == [("2018-12-20", fen("700000.00"))]


def line(serial: int, amount: str, remark: str, **changed: Any) -> dict[str, Any]:
    return {
        "bank_reference": f"HS{serial}",
        "on": "2018-12-13",
        "amount": amount,
        "counterparty": BUYER["buyer"],
        "remark": remark,
        "bank_account": "8812345678901234",
        "serial": serial,
        **changed,
    }


def test_money_of_a_sale_is_booked_by_what_identifies_it(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    round_id = story.announced("2018-10-30", lot).result["auction"]
    story.sold("2018-12-12", lot, "700000.00")
    reference = queries.payment_reference(round_id)
    from_buyer = {"payer_account": BUYERS_ACCOUNT}
    lines = [
        line(1, "70000.00", f"保证金 {reference}", **from_buyer),
        line(2, "600000.00", "尾款", **from_buyer),
        line(3, "30000.00", "拍卖成交余款"),
    ]
    court = story.court.court.pk
    with on_day("2018-12-13"):
        do(act(EnterStatement, lines=lines), by=system_actor(court))
        assert receiving.book(court) == 3
    with viewing(story.court.officer):
        booked = [(each.how, each.amount) for each in ledger.receipts_of(story.case)]
        assert booked == [("sold", 7_000_000), ("sold", 60_000_000)]
        assert [each.bank_reference for each in ledger.unknown_receipts(court)] == ["HS3"]
        (kept,) = StatementLine.objects.filter(bank_reference="HS1")
        assert BUYERS_ACCOUNT not in kept.payer_account_sealed
