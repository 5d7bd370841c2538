"""Every fen from payer to payee (R4.3.2)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution.acts import ConfirmPayout, FailPayout, PayOut
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.ledger import queries
from duixian.contexts.ledger.acts import (
    ClaimUnknownReceipt,
    CollectFee,
    EnterStatement,
    RecordReceipt,
    RecordUnknownReceipt,
)
from duixian.contexts.ledger.acts_receipt import IssueReceipt
from duixian.contexts.ledger.models import Account, Transfer
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.signing import sign
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import fen
from duixian.kernel.roles import Role
from tests.world import TestCourt, World, act, effected, file_case, on_day


def receive(court: TestCourt, case_id: int, amount: str, reference: str, on: str) -> Done:
    with on_day(on):
        done = do(
            act(
                RecordReceipt,
                case=case_id,
                amount=amount,
                received_on=on,
                payer="安徽澄江装饰有限公司",
                bank_reference=reference,
            ),
            by=court.finance,
        )
    assert isinstance(done, Done)
    return done


def pay_facts(court: TestCourt, case_id: int, amount: str) -> dict[str, object]:
    with viewing(court.officer):
        creditor = cases.creditors_of(case_id)[0]
    return {
        "case": case_id,
        "payee": creditor.pk,
        "amount": amount,
        "account_name": creditor.party.name,
        "account_number": "6217000012345678",
        "bank_name": "徽商银行芜湖分行",
    }


def test_money_in_fee_and_payout_leave_the_book_balanced(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "100000.00", "HS20170109001", "2017-01-09")
    with on_day("2017-01-12"):
        do(act(CollectFee, case=case_id, amount="1400.00"), by=court.officer)
        waiting = do(act(PayOut, **pay_facts(court, case_id, "98600.00")), by=court.officer)
        ordered = effected(waiting, court.director)
        with pytest.raises(Refusal) as refused:
            do(act(PayOut, **pay_facts(court, case_id, "0.01")), by=court.officer)
        assert refused.value.code == "distribution.nothing_to_pay"
        do(
            act(ConfirmPayout, case=case_id, payout=ordered.result["payout"], bank_reference="P1"),
            by=system_actor(court.court.pk),
        )
    with viewing(court.officer):
        assert queries.imbalance(court.court.pk) == 0
        account = queries.account_of_case(case_id)
        assert account is not None and account.balance == 0
        assert Case.objects.get(pk=case_id).collected_amount == fen("98600.00")
        assert not queries.waiting_payout(court.court.pk).exists()
        # credits are what came in less what was not the creditor's
        assert sum(each.amount for each in cases.credits_of(case_id)) == fen("98600.00")


def test_the_payer_is_given_a_receipt_of_what_the_book_says(world: World) -> None:
    court = world.jinghu
    case_id, other = file_case(court), file_case(court)
    received = receive(court, case_id, "100000.00", "HS20170109001", "2017-01-09").result
    receive(court, other, "5.00", "HS20170109002", "2017-01-09")
    with on_day("2017-01-10"):
        wrong = act(IssueReceipt, case=other, receipt=received["receipt"])
        with pytest.raises(Refusal) as refused:
            do(wrong, by=court.finance)
        assert refused.value.code == "ledger.not_a_receipt"
        issued = do(act(IssueReceipt, case=case_id, receipt=received["receipt"]), by=court.finance)
    assert isinstance(issued, Done)
    with viewing(court.officer):
        paper = issued.result["document"]
        words = plain_text(documents.sheet(paper))
        assert documents.render_pdf(paper).startswith(b"%PDF")
    for each in (received["number"], "安徽澄江装饰有限公司", "HS20170109001", "壹拾万元整"):
        assert each in words
    assert "副本" not in words
    with on_day("2017-01-11"):
        again = do(act(IssueReceipt, case=case_id, receipt=received["receipt"]), by=court.finance)
    assert isinstance(again, Done)
    with viewing(court.officer):
        words = plain_text(documents.sheet(again.result["document"]))
    assert "本收据为副本，正本已于2017年1月10日开具" in words


def test_the_same_bank_reference_is_never_received_twice(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "500.00", "HS1", "2017-01-09")
    with pytest.raises(Refusal) as refused:
        receive(court, case_id, "500.00", "HS1", "2017-01-09")
    assert refused.value.code == "ledger.received_already"
    with viewing(court.officer):
        assert queries.available_in_case(case_id) == fen("500.00")


def test_a_failed_payout_gives_the_money_back_to_the_case(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "9000.00", "HS2", "2017-01-09")
    with on_day("2017-01-12"):
        waiting = do(act(PayOut, **pay_facts(court, case_id, "8950.00")), by=court.officer)
        ordered = effected(waiting, court.director)
        fail = act(FailPayout, case=case_id, payout=ordered.result["payout"], reason="账户已销户")
        do(fail, by=system_actor(court.court.pk))
        with pytest.raises(Refusal) as refused:
            do(fail, by=system_actor(court.court.pk))
        assert refused.value.code == "distribution.payout_settled"
    with viewing(court.officer):
        assert queries.available_in_case(case_id) == fen("9000.00")
        assert [each.left for each in queries.waiting_payout(court.court.pk)] == [fen("9000.00")]
        # the bank's return starts the clock of paying out anew
        assert "payout" in {each.node for each in deadlines.running_of_case(case_id)}


def test_money_goes_only_to_an_account_in_the_creditors_name(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "9000.00", "HS3", "2017-01-09")
    facts = pay_facts(court, case_id, "100.00") | {"account_name": "他人"}
    with on_day("2017-01-12"), pytest.raises(Refusal) as refused:
        do(act(PayOut, **facts), by=court.officer)
    assert refused.value.code == "distribution.account_of_another"


def test_unknown_money_is_claimed_by_a_case(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2017-02-01"):
        found = do(
            act(
                RecordUnknownReceipt,
                amount="3000.00",
                received_on="2017-02-01",
                payer="方某平",
                bank_reference="HS9",
            ),
            by=court.finance,
        )
        assert isinstance(found, Done)
        claim = act(
            ClaimUnknownReceipt,
            case=case_id,
            unknown_receipt=found.result["unknown_receipt"],
            reason="汇款附言写明案号",
        )
        drafted = do(claim, by=court.officer)
        assert isinstance(drafted, Waiting) and drafted.waiting_for == Role.FINANCE.title
        with viewing(court.officer):
            assert queries.available_in_case(case_id) == 0, "one person's word is not enough"
        effected(drafted, court.finance)
        with pytest.raises(Refusal) as refused:
            do(claim, by=court.officer)
        assert refused.value.code == "ledger.no_unknown_money"
    with viewing(court.officer):
        assert queries.available_in_case(case_id) == fen("3000.00")
        assert queries.imbalance(court.court.pk) == 0


def test_what_finance_claims_the_director_signs_for(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    found = {
        "amount": "3000.00",
        "received_on": "2017-02-01",
        "payer": "方某平",
        "bank_reference": "HS9",
    }
    with on_day("2017-02-01"):
        came = do(act(RecordUnknownReceipt, **found), by=court.finance)
        assert isinstance(came, Done)
        claim = {
            "case": case_id,
            "unknown_receipt": came.result["unknown_receipt"],
            "reason": "汇款附言写明案号",
        }
        drafted = do(act(ClaimUnknownReceipt, **claim), by=court.finance)
        assert isinstance(drafted, Waiting)
        with pytest.raises(Refusal) as refused:
            sign(drafted.draft_id, by=court.finance)
        assert refused.value.code == "record.not_your_signature"
        effected(drafted, court.director)
    with viewing(court.officer):
        assert queries.available_in_case(case_id) == fen("3000.00")


def test_the_bank_statement_shows_what_the_book_lacks(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "500.00", "HS1", "2017-01-09")
    lines = [
        {"bank_reference": name, "on": "2017-01-09", "amount": amount, "counterparty": "某"}
        for name, amount in (("HS1", "500.00"), ("HS7", "80.00"))
    ]
    with on_day("2017-01-10"):
        entered = do(act(EnterStatement, lines=lines), by=court.finance)
        again = do(act(EnterStatement, lines=lines), by=court.finance)
    assert isinstance(entered, Done) and entered.result == {"entered": 2, "known": 0}
    assert isinstance(again, Done) and again.result == {"entered": 0, "known": 2}
    with viewing(court.officer):
        found = queries.reconcile(court.court.pk, date(2017, 1, 9))
    assert [each.bank_reference for each in found.in_bank_only] == ["HS7"]
    assert not found.in_book_only and not found.agrees


def test_the_database_itself_refuses_overdrafts_and_edited_transfers(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    receive(court, case_id, "500.00", "HS1", "2017-01-09")
    with viewing(court.officer):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(case_id=case_id).update(debits_posted=50_001)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Transfer.objects.update(amount=1)
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM record_entry")


def test_the_day_interest_stops_is_not_free_to_choose(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    facts = {
        "case": case_id,
        "amount": "500.00",
        "received_on": "2017-01-09",
        "payer": "某",
        "bank_reference": "HS1",
    }
    for changed, code in (
        ({"credited_on": "2015-01-01"}, "ledger.credited_outside_case"),
        ({"credited_on": "2017-01-10"}, "ledger.credited_outside_case"),
        ({"how": "sold", "credited_on": "2017-01-09"}, "ledger.credited_by_ruling"),
    ):
        with on_day("2017-01-10"), pytest.raises(Refusal) as refused:
            do(act(RecordReceipt, **{**facts, **changed}), by=court.finance)
        assert refused.value.code == code
