"""The court's bank: levied money arrives once, payments are made once, the statement says so."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duixian.city.institutions.book import Book
from duixian.city.institutions.clearing import Clearing, Incoming
from duixian.city.institutions.configuration import Folder, default_institutions, publish
from duixian.city.institutions.desk import Desk
from duixian.city.institutions.holdings import lay_in
from duixian.city.institutions.money import close_account, move_money
from duixian.city.institutions.ranking import Ranking
from duixian.city.institutions.treasury import court_account_name, court_account_number
from duixian.gateways import directory
from duixian.gateways.dealings import CourtAccount, NotYet, Refused
from duixian.gateways.errors import Malformed, Unreachable
from duixian.gateways.keys import PrivateKey
from duixian.gateways.protocol import Measure
from duixian.gateways.treasury import (
    CourtBankGateway,
    Line,
    NotPaid,
    Page,
    Paid,
    Payment,
    PaymentTaken,
    WrongPayment,
)
from duixian.kernel.money import Fen
from tests.gateways import stories, town
from tests.gateways.running import COURT, COURT_NAME, OTHER_COURT, RunningInstitutions

BANK, ELSEWHERE = "bank-7001", "bank-7002"
ACCOUNT = court_account_number(BANK, COURT)
OTHERS = court_account_number(BANK, OTHER_COURT)
NAME = court_account_name(COURT_NAME)
MONEY = 500_000
CUSTOMER = "6200700100000017"
_cases = itertools.count(1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstitutions]:
    """Institutions of this file's own, for they will be killed and the court's money counted."""
    root = tmp_path_factory.mktemp("court-bank")
    with RunningInstitutions.started(root, town.population(), today=town.DAY) as institutions:
        institutions.administration.move_money(BANK, ACCOUNT, MONEY, "开户", remark="期初")
        yield institutions


def court_bank(running: RunningInstitutions, *, other_court: bool = False) -> CourtBankGateway:
    gateway = running.gateway(BANK, other_court=other_court)
    assert isinstance(gateway, CourtBankGateway)
    return gateway


def payment(amount: int = 12_345, serial: int = 905, **changes: Any) -> Payment:
    plain = Payment(
        order_number=uuid.uuid4().hex,
        docket_number="（2016）皖0202执1号",
        account_number=f"{ACCOUNT}{next(_cases):010d}",
        payee_name=town.CREDITOR.name,
        payee_account=town.number_of("7002", serial),
        payee_bank="赭塔合作银行中山路支行",
        amount=Fen(amount),
    )
    return replace(plain, **changes)


def paid(gateway: CourtBankGateway, wanted: Payment) -> Any:
    assert isinstance(gateway.send_payment(wanted), PaymentTaken)
    return stories.awaited(lambda: gateway.fetch_payment(wanted))


def balance(running: RunningInstitutions, bank: str, account: str) -> int:
    (found,) = running.administration.book(bank, account)["objects"]
    return int(found["balance"])


def lines(gateway: CourtBankGateway, account: str = ACCOUNT) -> list[Line]:
    found: list[Line] = []
    while True:
        page = gateway.fetch_statement(account, found[-1].serial if found else 0)
        assert isinstance(page, Page)
        found += page.lines
        if not page.more:
            assert sum(line.amount for line in found) == page.balance
            return found


def test_a_payment_repeated_is_made_once_and_shows_in_the_statement(
    running: RunningInstitutions,
) -> None:
    bank, wanted = court_bank(running), payment()
    before = balance(running, ELSEWHERE, wanted.payee_account)
    running.administration.script(BANK, "server_error", "lost_reply", "none", "lost_reply")
    said = paid(bank, wanted)
    assert isinstance(said, Paid)
    assert isinstance(bank.send_payment(wanted), PaymentTaken)
    again = bank.fetch_payment(wanted)
    assert isinstance(again, Paid) and again.bank_reference == said.bank_reference
    assert balance(running, ELSEWHERE, wanted.payee_account) == before + wanted.amount
    (line,) = [line for line in lines(bank) if line.order_number == wanted.order_number]
    assert (line.amount, line.bank_reference) == (-wanted.amount, said.bank_reference)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("payee_name_differs", {"payee_name": town.LI.name}),
        ("payee_closed", {"payee_account": town.number_of("7002", 906)}),
        ("payee_unknown", {"payee_account": "6200700299999999"}),
        ("not_enough_money", {"amount": Fen(10_000_000)}),
    ],
)
def test_a_payment_that_cannot_be_made_leaves_the_money_where_it_is(
    reason: str, changes: dict[str, Any], running: RunningInstitutions
) -> None:
    bank, before = court_bank(running), balance(running, BANK, ACCOUNT)
    said = paid(bank, payment(**changes))
    assert isinstance(said, NotPaid) and said.reason == reason and said.cure
    assert balance(running, BANK, ACCOUNT) == before
    lines(bank)


def test_one_order_number_is_one_payment(running: RunningInstitutions) -> None:
    bank, wanted = court_bank(running), payment()
    assert isinstance(paid(bank, wanted), Paid)
    said = bank.send_payment(replace(wanted, amount=Fen(1)))
    assert isinstance(said, Refused) and said.reason == "idempotency_conflict"


def test_no_court_pays_from_or_reads_another_s_account(running: RunningInstitutions) -> None:
    bank = court_bank(running)
    said = bank.send_payment(payment(account_number=OTHERS))
    assert isinstance(said, Refused) and said.reason == "unknown_account"
    assert isinstance(bank.fetch_statement(OTHERS, 0), Refused)
    mine = payment()
    bank.send_payment(mine)
    peeped = court_bank(running, other_court=True).fetch_payment(mine)
    assert isinstance(peeped, Refused) and peeped.reason == "wrong_court"
    unknown = bank.fetch_payment(payment())
    assert isinstance(unknown, Refused) and unknown.reason == "unknown_correlation"


def test_a_result_about_another_payment_is_not_believed(running: RunningInstitutions) -> None:
    bank = court_bank(running)
    running.administration.set_faults(BANK, wrong_payment=1.0)
    first, second = payment(), payment()
    said = {type(paid(bank, each)) for each in (first, second)}
    words = {getattr(bank.fetch_payment(each), "message", "") for each in (first, second)}
    running.administration.set_faults(BANK)
    assert said == {WrongPayment}
    assert any("金额" in text for text in words) and any("指令号" in text for text in words)


def test_a_late_payment_waits_for_its_day(tmp_path: Path) -> None:
    with RunningInstitutions.started(tmp_path, town.population(), today=town.DAY) as slow:
        slow.administration.move_money(BANK, ACCOUNT, MONEY, "开户")
        slow.administration.set_faults(BANK, late_answer=1.0, late_days=1)
        bank, wanted = court_bank(slow), payment()
        assert isinstance(bank.send_payment(wanted), PaymentTaken)
        assert isinstance(bank.fetch_payment(wanted), NotYet)
        slow.administration.set_day(town.DAY.replace(day=18))
        said = stories.awaited(lambda: bank.fetch_payment(wanted))
        assert isinstance(said, Paid) and said.settled_on == town.DAY.replace(day=18)


def test_lines_sent_twice_count_once_and_pages_follow_each_other(
    running: RunningInstitutions,
) -> None:
    bank = court_bank(running)
    for _ in range(3):
        running.administration.move_money(BANK, f"{ACCOUNT}0000000101", 100, "某人", remark="交款")
    whole = lines(bank)
    running.administration.set_faults(BANK, duplicate_records=1.0)
    assert lines(bank) == whole
    running.administration.set_faults(BANK)
    later = bank.fetch_statement(ACCOUNT, whole[-2].serial)
    assert isinstance(later, Page) and later.lines == (whole[-1],)
    running.administration.script(BANK, "tampered")
    with pytest.raises(Malformed):
        bank.fetch_statement(ACCOUNT, 0)


def test_levied_money_reaches_the_court_s_account_from_every_bank(
    running: RunningInstitutions,
) -> None:
    bank = court_bank(running)
    named = f"{ACCOUNT}0000000777"
    levies = []
    for institution in (BANK, ELSEWHERE):
        first = stories.freeze(stories.target_of(institution, 50), 60_000)
        stories.done(running.gateway(institution), first)
        account = CourtAccount(NAME, "江岸商业银行", named)
        levy = stories.follow(first, Measure.LEVY, 25_000, court_account=account)
        assert stories.done(running.gateway(institution), levy).controlled
        levies.append(levy.correlation)

    def arrived() -> Any:
        found = {line.request_number: line for line in lines(bank) if line.request_number}
        return found if found.keys() >= set(levies) else NotYet(BANK, "", 0.05)

    found = stories.awaited(arrived)
    for correlation in levies:
        line = found[correlation]
        assert (line.amount, line.account_number) == (25_000, named)
        assert (line.counterparty, line.value_on) == (town.ZHANG.name, town.DAY)


@pytest.mark.parametrize(
    "moment",
    ["crash_before_commit", "crash_after_commit", "crash_before_effect", "crash_after_effect"],
)
def test_killed_in_the_middle_of_a_payment_it_is_made_once(
    moment: str, running: RunningInstitutions
) -> None:
    wanted = payment()
    before = balance(running, ELSEWHERE, wanted.payee_account)
    running.administration.script(BANK, moment)
    with pytest.raises(Unreachable):
        court_bank(running).send_payment(wanted)
    assert running.await_death() == -9
    running.start()
    assert isinstance(paid(court_bank(running), wanted), Paid)
    assert balance(running, ELSEWHERE, wanted.payee_account) == before + wanted.amount
    made = [line for line in lines(court_bank(running)) if line.order_number == wanted.order_number]
    assert len(made) == 1


class PowerCut(BaseException):
    """Everything in memory is gone."""


MOMENTS = ("passed_on", "crediting", "decided", "heard")


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_clearing_cut_at_any_step_moves_money_once(moment: str, tmp_path: Path) -> None:
    """Each step of the clearing is cut once; afterwards the money is in one place, once."""
    folder = Folder(tmp_path)
    settings = default_institutions(town.BANKS)[:2]
    publish(folder, settings, "127.0.0.1", 1)
    directory.enrol_court(folder.courts, COURT, COURT_NAME, PrivateKey.new().public)
    cut: list[str] = []

    def checkpoint(place: str) -> None:
        if place == moment and not cut:
            cut.append(place)
            raise PowerCut

    desks = [Desk(folder, one, checkpoint) for one in settings]
    for desk in desks:
        lay_in(desk.book, desk.settings, town.population())
    payer = desks[1]
    payer.book.run(
        "INSERT INTO transfers_out (payee_bank, payee_account, payee_name, payer_account,"
        " payer_name, amount, day, request_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "江岸商业银行",
        f"{ACCOUNT}0000000001",
        NAME,
        town.number_of("7002", 1),
        town.ZHANG.name,
        4_200,
        town.DAY.isoformat(),
        "levy-1",
    )
    for _ in range(3):
        for place, desk in enumerate(desks):
            try:
                desk.settle()
            except PowerCut:
                desk.close()
                desks[place] = Desk(folder, desk.settings, checkpoint)
    assert cut == [moment]
    court, payer = desks
    (row,) = court.book.all("SELECT amount, request_number FROM statement_lines")
    assert (row["amount"], row["request_number"]) == (4_200, "levy-1")
    (held,) = court.book.all("SELECT balance FROM objects WHERE object_key = ?", ACCOUNT)
    assert held["balance"] == 4_200
    assert [each["state"] for each in payer.book.all("SELECT state FROM transfers_out")] == [
        "credited"
    ]
    for desk in desks:
        desk.close()


def test_the_clearing_gives_back_what_nobody_takes(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    settings = default_institutions(town.BANKS)[:1]
    publish(folder, settings, "127.0.0.1", 1)
    desk = Desk(folder, settings[0])
    desk.book.run(
        "INSERT INTO transfers_out (payee_bank, payee_account, payee_name, payer_account,"
        " payer_name, amount, day) VALUES ('江岸商业银行', '9999', '某', '1', '甲', 1, '2016-05-17')"
    )
    heard: list[tuple[str, str]] = []
    clearing = Clearing(folder, BANK, desk.book)
    for _ in range(2):
        clearing.exchange(
            lambda money: "payee_unknown" if isinstance(money, Incoming) else "",
            lambda row, outcome, reason: heard.append((outcome, reason)),
        )
    assert heard == [("returned", "payee_unknown")]
    clearing.close()
    desk.close()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A bank's book with a court's account and one customer's, a thousand yuan in it."""
    kept = Book(tmp_path / "book.sqlite")
    for number, balance in ((ACCOUNT, 0), (CUSTOMER, 100_000)):
        kept.run(
            "INSERT INTO objects (object_key, class, balance) VALUES (?, '', ?)", number, balance
        )
    kept.run(
        "INSERT INTO court_accounts (number, court, name) VALUES (?, ?, ?)", ACCOUNT, COURT, NAME
    )
    yield kept
    kept.close()


def _row(book: Book, number: str) -> tuple[int, str]:
    found = book.one("SELECT balance, state FROM objects WHERE object_key = ?", number)
    assert found is not None
    return found["balance"], found["state"]


def test_a_slip_pays_once_however_often_it_is_brought(book: Book) -> None:
    case_number = f"{ACCOUNT}0000000196"
    for _ in range(2):
        move_money(book, case_number, 5_000, "李某", remark="案款", reference="JH01")
    move_money(book, case_number, 700, "李某", remark="案款", reference="JH02")
    assert _row(book, ACCOUNT)[0] == 5_700
    lines = book.all("SELECT reference, named FROM statement_lines ORDER BY serial")
    assert [tuple(line) for line in lines] == [("JH01", case_number), ("JH02", case_number)]


def test_a_holder_closes_his_account_once_and_never_one_that_is_frozen(book: Book) -> None:
    day = book.today()
    frozen = {"document": "冻1号", "request_number": "a", "authority": COURT_NAME}
    number = Ranking(book).place(
        CUSTOMER, day=day, court=COURT, limit=1_000, term=(day, day), **frozen
    )
    assert not close_account(book, CUSTOMER)
    assert _row(book, CUSTOMER)[0] == 100_000
    (own,) = Ranking(book).standing(CUSTOMER).live
    assert own.number == number
    Ranking(book).end(own, "lifted", day)
    assert close_account(book, CUSTOMER)
    assert _row(book, CUSTOMER) == (0, "销户")
    assert not close_account(book, CUSTOMER)
    taken = book.one("SELECT SUM(amount) AS out FROM movements WHERE object_key = ?", CUSTOMER)
    assert taken is not None and taken["out"] == -100_000
