"""What may be paid to creditors: all that is theirs, and never the same fen twice (R4.3.2)."""

from __future__ import annotations

from datetime import date

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.cases.resuming import resume
from duixian.contexts.disposal.acts_end import ConfirmSale
from duixian.contexts.distribution.acts import (
    RecordDirectPayment,
    payable_to_creditors,
    surplus_of,
)
from duixian.contexts.ledger.acts import CollectFee, RecordReceipt, fee_due
from duixian.contexts.record.acts import Subject
from duixian.contexts.record.doing import begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.money import Fen, fen, yuan
from duixian.law import enforcement_fee
from tests.contexts.disposal.selling import Selling
from tests.world import TestCourt, World, act, file_case, on_day

DAY = date(2017, 1, 9)


def receive(court: TestCourt, case_id: int, amount: int, reference: str, on: date = DAY) -> None:
    facts = {
        "case": case_id,
        "amount": yuan(Fen(amount)),
        "received_on": on,
        "payer": "方某平",
        "bank_reference": reference,
    }
    do(act(RecordReceipt, **facts), by=court.finance)


def money_of(court: TestCourt, case_id: int) -> tuple[int, int, int]:
    """Fen for the creditors, for the debtor, and of fee still due, read on the day one stands on."""
    with viewing(court.officer):
        at = begin_reading(court.officer, Subject(court.court.pk, case_id))
        case = Case.objects.get(pk=case_id)
        return payable_to_creditors(at), surplus_of(at), fee_due(case, at.on)


def owed_now(court: TestCourt, case_id: int) -> int:
    with viewing(court.officer):
        return owed(case_id, DAY).value.outstanding


def fee_on(amount: int) -> int:
    return enforcement_fee(amount=Fen(amount), on=DAY).value.amount


def test_what_the_debtor_paid_directly_is_not_paid_again(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day(DAY):
        claim = owed_now(court, case_id)
        direct = {"amount": "600000.00", "paid_on": DAY, "evidence": "收条"}
        do(act(RecordDirectPayment, case=case_id, **direct), by=court.officer)
        receive(court, case_id, claim, "HS1")
        creditors, debtor, fee = money_of(court, case_id)
    assert creditors == claim - fen("600000.00")
    assert fee == fee_on(claim)
    assert debtor == claim - creditors - fee


def test_the_surplus_of_a_sale_bears_no_fee(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day(DAY):
        claim = owed_now(court, case_id)
        receive(court, case_id, claim + fen("3000000.00"), "HS1")
        assert money_of(court, case_id)[2] == fee_on(claim)
        do(act(CollectFee, case=case_id, amount=yuan(Fen(fee_on(claim)))), by=court.officer)
        creditors, debtor, fee = money_of(court, case_id)
    assert (creditors, fee) == (claim, 0)
    assert debtor == fen("3000000.00") - fee_on(claim)


def test_a_resumed_case_pays_only_what_comes_to_it_and_takes_the_fee_once(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day(DAY):
        claim = owed_now(court, case_id)
        receive(court, case_id, fen("400000.00"), "HS1")
        fee = fee_on(fen("400000.00"))
        do(act(CollectFee, case=case_id, amount=yuan(Fen(fee))), by=court.officer)
        with viewing(court.filing):
            left = owed(case_id, DAY).value.outstanding
            new = resume(Case.objects.get(pk=case_id), DAY, owed=left, reason="发现财产").pk
        assert left == claim - fen("400000.00") + fee
        receive(court, new, claim, "HS2")
        creditors, debtor, still_due = money_of(court, new)
    assert creditors == left
    assert still_due == fee_on(claim) - fee
    assert debtor == claim - creditors - still_due


def test_the_price_of_a_sale_is_paid_out_only_when_the_sale_is_confirmed(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    story.paid("2018-12-14", "812000.00")
    with on_day("2018-12-15"):
        waiting = money_of(story.court, story.case)
    story.signed("2018-12-18", ConfirmSale, lot=lot)
    with on_day("2018-12-18"):
        creditors, debtor, fee = money_of(story.court, story.case)
    assert waiting[:2] == (0, 0)
    assert creditors + debtor + fee == fen("812000.00") and creditors > 0


def test_a_fee_larger_than_the_last_receipt_is_not_lost_to_the_creditor(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day(DAY):
        receive(court, case_id, fen("500000.00"), "HS1", date(2017, 1, 5))
        receive(court, case_id, fen("10.00"), "HS2")
        fee = fee_on(fen("500010.00"))
        assert money_of(court, case_id)[2] == fee
        do(act(CollectFee, case=case_id, amount=yuan(Fen(fee))), by=court.officer)
        assert money_of(court, case_id)[0] == fen("500010.00") - fee
        with viewing(court.officer):
            assert owed(case_id, DAY).value.credited == fen("500010.00") - fee
            assert sum(each.amount for each in cases.credits_of(case_id)) == fen("500010.00") - fee
