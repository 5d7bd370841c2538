"""The whole way over the network: from filing to the creditor's account, each effect once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.models import Case
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.distribution.acts import PayOut, payable_to_creditors
from duixian.contexts.ledger import court_accounts, queries
from duixian.contexts.ledger.acts import CollectFee, fee_due
from duixian.contexts.ledger.models import StatementLine
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.acts_control import FreezeDeposit
from duixian.contexts.measures.acts_levy import LevyDeposit
from duixian.contexts.record.acts import Subject
from duixian.contexts.record.doing import Done, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.gateways.dealings import Subject as Person
from duixian.gateways.network import Network
from duixian.jobs import inquiring, paying, receiving, reconciling
from duixian.jobs.connection import speaking_through
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role
from duixian.workflow.outstanding import outstanding
from tests.gateways import town
from tests.workflow import network
from tests.workflow.network import (
    BALANCE,
    COURT_BANK,
    CREDITORS_ACCOUNT,
    CREDITORS_BANK,
    CREDITORS_BANK_NAME,
    DAY,
    DEBTORS_BANK,
    Linked,
)
from tests.world import World, act, case_facts, effected, make_world, on_day

LEVIED = 60_000


@pytest.fixture
def world(db: None) -> World:
    return make_world()


class Story:
    """One case, step by step; every step works off the queue."""

    def __init__(self, house: Linked, owing: Person, serial: int = 1) -> None:
        self.house = house
        facts = case_facts(**network.facts_of_case(owing, serial))
        filed = do(act(FileCase, **facts), by=house.court.filing)
        assert isinstance(filed, Done) and filed.case_id is not None
        self.case = filed.case_id
        house.queue.work()
        with viewing(house.court.director):
            found = Case.objects.get(pk=self.case)
            officers = house.court.people[Role.OFFICER]
            place = [each.pk for each in officers].index(found.officer_id)
        self.officer = house.court.actor(Role.OFFICER, place)

    def account_at(self, bank: str) -> Any:
        with viewing(self.officer):
            found = assets.assets_of(self.case)
            return next(each for each in found if each.institution.key == bank)

    def freeze(self, bank: str = DEBTORS_BANK, amount: int = LEVIED) -> None:
        asset = self.account_at(bank).pk
        self.house.do(
            FreezeDeposit, by=self.officer, case=self.case, asset=asset, amount=yuan(amount)
        )
        self.house.queue.work()

    def order_levy(self, amount: int = LEVIED) -> None:
        with viewing(self.officer):
            frozen = measures.measures_of(self.case).get(kind="freeze", state="effective")
        levy = act(LevyDeposit, case=self.case, measure=frozen.pk, amount=yuan(amount))
        effected(do(levy, by=self.officer), self.house.court.director)

    def fetch_statement(self) -> None:
        receiving.fetch(self.house.court_id)

    def take_fee(self) -> int:
        with viewing(self.officer):
            fee = fee_due(Case.objects.get(pk=self.case), DAY)
        if fee:
            self.house.do(CollectFee, by=self.house.court.finance, case=self.case, amount=yuan(fee))
        return fee

    def order_payout(self, **changed: Any) -> int:
        with viewing(self.officer):
            payee = cases.creditors_of(self.case)[0]
            reading = begin_reading(self.officer, Subject(self.house.court_id, self.case))
            amount = payable_to_creditors(reading)
        facts = {
            "case": self.case,
            "payee": payee.pk,
            "amount": yuan(amount),
            "account_name": payee.party.name,
            "account_number": CREDITORS_ACCOUNT,
            "bank_name": CREDITORS_BANK_NAME,
        }
        ordered = effected(
            do(act(PayOut, **(facts | changed)), by=self.officer), self.house.court.director
        )
        return int(ordered.result["payout"])

    def payout(self) -> Any:
        with viewing(self.officer):
            return distribution.payouts_of(self.case)[-1]

    def receipts(self) -> list[Any]:
        with viewing(self.officer):
            return queries.receipts_of(self.case)


def until_received(story: Story) -> None:
    """The money crosses between the banks within a moment; the statement is asked till it came."""
    for _ in range(100):
        story.fetch_statement()
        if story.receipts():
            return
    raise AssertionError("the levied money never came")


def nothing_is_open(house: Linked) -> None:
    with viewing(house.court.director):
        assert outstanding(house.court_id) == []
        assert queries.imbalance(house.court_id) == 0
        assert not queries.lines_not_booked(house.court_id).exists()


def test_from_filing_to_the_creditor_s_account(world: World, tmp_path: Path) -> None:
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story = Story(house, town.ZHANG)
        with viewing(story.officer):
            asked = list(assets.inquiries_of(story.case))
        assert len(asked) == 6 and {each.state for each in asked} == {"answered"}
        assert story.account_at(DEBTORS_BANK).balance == BALANCE

        story.freeze()
        frozen = house.book(DEBTORS_BANK, town.number_of("7002", 1))["measures"]
        assert [(each["limit_fen"], each["court"]) for each in frozen] == [(LEVIED, "jinghu")]

        story.order_levy()
        house.queue.work()
        assert house.balance(DEBTORS_BANK, town.number_of("7002", 1)) == BALANCE - LEVIED
        until_received(story)
        story.fetch_statement()
        (receipt,) = story.receipts()
        assert (receipt.how, receipt.amount, receipt.received_on) == ("levied", LEVIED, DAY)
        assert receipt.payer == town.ZHANG.name
        assert house.balance(COURT_BANK, house.account) == LEVIED

        fee = story.take_fee()
        story.order_payout()
        house.queue.work()
        paid = story.payout()
        assert (paid.state, paid.amount) == ("paid", LEVIED - fee)
        assert house.balance(CREDITORS_BANK, CREDITORS_ACCOUNT) == LEVIED - fee
        assert house.balance(COURT_BANK, house.account) == fee
        story.fetch_statement()
        with viewing(story.officer):
            line = StatementLine.objects.get(order_number=paid.order_id)
            assert (line.amount, line.bank_reference) == (-paid.amount, paid.bank_reference)
            assert queries.reconcile(house.court_id, DAY).agrees
        nothing_is_open(house)


def test_under_faults_and_kills_every_effect_happens_once(world: World, tmp_path: Path) -> None:
    """Servers fail, lose replies, cut them off and are killed between an order and its receipt."""
    with network.linked(tmp_path, world) as house, on_day(DAY):
        for bank in (DEBTORS_BANK, COURT_BANK):
            house.running.administration.set_faults(
                bank, server_error=0.15, lost_reply=0.15, malformed=0.15, duplicate_records=0.3
            )
        story = Story(house, town.ZHANG)
        story.freeze()
        story.order_levy()
        house.running.administration.script(DEBTORS_BANK, "crash_after_commit")
        house.queue.work_once()
        house.queue.work_once()
        assert house.running.await_death() == -9
        house.running.start()
        house.queue.work()
        until_received(story)
        story.take_fee()
        story.order_payout()
        house.running.administration.script(COURT_BANK, "malformed", "lost_reply")
        house.queue.work()
        assert house.queue.troubles, "something did go wrong"

        moved = house.book(DEBTORS_BANK, town.number_of("7002", 1))
        assert [each["amount"] for each in moved["movements"]] == [-LEVIED]
        assert len(moved["measures"]) == 1
        assert len(story.receipts()) == 1
        paid = story.payout()
        assert paid.state == "paid"
        assert house.balance(CREDITORS_BANK, CREDITORS_ACCOUNT) == paid.amount
        story.fetch_statement()
        nothing_is_open(house)


def test_debtors_pay_into_their_case_s_account_or_name_it(world: World, tmp_path: Path) -> None:
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story, move = Story(house, town.ZHANG), house.running.administration.move_money
        number = court_accounts.number_of_case(house.account, story.case)
        slip = number[:-3] + str((int(number[-3]) + 1) % 10) + number[-2:]
        with viewing(story.officer):
            docket = Case.objects.get(pk=story.case).docket_number
        move(COURT_BANK, number, 1_000, town.ZHANG.name)
        move(COURT_BANK, house.account, 2_000, town.ZHANG.name, remark=f"交{docket}案款")
        move(COURT_BANK, house.account, 3_000, "竞买人甲", remark=f"{docket} 拍卖成交余款")
        move(COURT_BANK, house.account, 4_000, "不知何人", remark="货款")
        move(COURT_BANK, slip, 5_000, "写错账号的人")
        story.fetch_statement()
        story.fetch_statement()
        assert [(each.how, each.amount) for each in story.receipts()] == [
            ("paid", 1_000),
            ("paid", 2_000),
        ]
        with viewing(story.officer):
            unknown = queries.unknown_receipts(house.court_id)
            assert [each.amount for each in unknown] == [3_000, 4_000, 5_000]
        nothing_is_open(house)


def with_money(house: Linked) -> Story:
    """A case with money on its account, ready to be paid out."""
    story = Story(house, town.ZHANG)
    number = court_accounts.number_of_case(house.account, story.case)
    house.running.administration.move_money(COURT_BANK, number, LEVIED, town.ZHANG.name)
    story.fetch_statement()
    story.take_fee()
    return story


def test_a_payout_the_payee_s_bank_returns_fails_with_its_reason(
    world: World, tmp_path: Path
) -> None:
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story = with_money(house)
        before = house.balance(COURT_BANK, house.account)
        story.order_payout(account_number=town.number_of("7003", 1))
        house.queue.work()
        failed = story.payout()
        assert (failed.state, failed.failure) == ("failed", "收款户名与账号不符")
        assert house.balance(COURT_BANK, house.account) == before
        story.order_payout()
        house.queue.work()
        assert story.payout().state == "paid"
        nothing_is_open(house)


def test_a_result_about_another_payment_is_not_booked_and_stands_in_doubt(
    world: World, tmp_path: Path
) -> None:
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story = with_money(house)
        house.running.administration.set_faults(COURT_BANK, wrong_payment=1.0)
        payout_id = story.order_payout()
        house.queue.work()
        paying.fetch(payout_id, house.court_id)
        doubtful = story.payout()
        assert doubtful.state == "ordered" and "金额" in doubtful.doubt
        with viewing(story.officer):
            assert [each.pk for each in distribution.in_doubt(house.court_id)] == [payout_id]
            account = queries.account_of_case(story.case)
            assert account is not None and account.debits_held == doubtful.amount
            (open_one,) = outstanding(house.court_id)
        assert (open_one.label, open_one.reason) == ("付款待核实", doubtful.doubt)


def test_a_dead_institution_parks_requests_in_sight_and_takes_them_up_again(
    world: World, tmp_path: Path
) -> None:
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story = with_money(house)
        house.running.kill()
        payout_id = story.order_payout()
        for _ in range(3):
            house.queue.work_once()
        house.queue.taken()
        parked = story.payout()
        assert parked.state == "ordered" and "连接失败" in parked.trouble
        with viewing(story.officer):
            (open_one,) = outstanding(house.court_id)
        assert (open_one.sort, open_one.row_id) == ("payout", payout_id)
        house.running.start()
        assert reconciling.take_up_again(house.court_id) == 1
        house.queue.work()
        assert story.payout().state == "paid"
        nothing_is_open(house)


def test_a_request_sent_again_is_the_same_to_the_letter(world: World, tmp_path: Path) -> None:
    """The first reply cannot be believed; by the second try another officer has the case."""
    with network.linked(tmp_path, world) as house, on_day(DAY):
        story = Story(house, town.ZHANG)
        asset = story.account_at(DEBTORS_BANK).pk
        house.running.administration.script(DEBTORS_BANK, "forged")
        house.do(FreezeDeposit, by=story.officer, case=story.case, asset=asset, amount="600.00")
        house.queue.work_once()
        house.queue.work_once()
        with viewing(story.officer):
            (order,) = measures.orders_of(story.case)
        assert order.state == "failed"
        other = next(
            each for each in house.court.people[Role.OFFICER] if each.pk != story.officer.person_id
        )
        house.do(
            AssignOfficer,
            by=house.court.director,
            case=story.case,
            officer=other.pk,
            reason="原承办人回避",
        )
        house.queue.work()
        with viewing(house.court.director):
            (order,) = measures.orders_of(story.case)
        assert order.state == "confirmed"
        taken = [each for each in house.book(DEBTORS_BANK)["requests"] if each["sort"] == "order"]
        assert len(taken) == 1


def test_what_an_institution_lost_after_its_receipt_is_sent_again(
    world: World, tmp_path: Path
) -> None:
    with network.linked(tmp_path / "first", world) as house, on_day(DAY):
        house.running.administration.set_faults(DEBTORS_BANK, late_answer=1.0)
        story = StoryBeforeAnswers(house)
        waiting = story.inquiry()
        assert waiting.state == "sent"
    with network.linked(tmp_path / "second", world) as house, on_day(DAY):
        other = Network.open(directory=house.running.folder.directory, keys=house.running.keys)
        with speaking_through(other):
            inquiring.fetch(waiting.pk, house.court_id)
            assert story.inquiry().state == "failed"
            house.queue.work()
        other.close()
        assert story.inquiry().state == "answered", (story.inquiry().reason, house.queue.troubles)


class StoryBeforeAnswers:
    """A case filed while the debtor's bank answers late."""

    def __init__(self, house: Linked) -> None:
        self.court = house.court
        facts = case_facts(**network.facts_of_case(town.ZHANG, 9))
        filed = do(act(FileCase, **facts), by=house.court.filing)
        assert isinstance(filed, Done) and filed.case_id is not None
        self.case = filed.case_id
        for _ in range(6):
            house.queue.work_once()
        house.queue.taken()

    def inquiry(self) -> Any:
        with viewing(self.court.director):
            found = assets.inquiries_of(self.case)
            return next(each for each in found if each.institution.key == DEBTORS_BANK)
