"""A month of a small city: every act through the one door, and every book in order after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import Q, Sum

from duixian.city.demonstration import city_of
from duixian.city.institutions.book import Book
from duixian.city.institutions.configuration import Folder
from duixian.city.laying_in import lay_in
from duixian.city.life import debtor, finance, living, signers
from duixian.city.life.living import Life
from duixian.city.life.turn import Turn
from duixian.city.shapes import Truth
from duixian.contexts.assets.models import Answer, Inquiry
from duixian.contexts.cases.models import Case, CaseParty, Title
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Court, Person
from duixian.contexts.deadlines import listening
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.models import Account, CourtBankAccount, Receipt
from duixian.contexts.record import verification
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.gateways.network import directory_file
from duixian.kernel import clock
from duixian.kernel.identifiers import parse_docket_number
from duixian.service.places import DataFolder

TODAY = date(2026, 10, 20)
LAST = TODAY - timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("DUIXIAN_DATA", str(tmp_path / "data"))
    return DataFolder(tmp_path / "data")


def _lay_in(folder: DataFolder, a_month: int) -> None:
    with clock.standing_at(TODAY):
        lay_in("small", 5, months=1, a_month=a_month, progress=lambda line: None, folder=folder)


def _every_other_debtor_pays_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the first visit, in full; most of them name no case, and their payees change banks."""
    truth, pays_after = Turn.truth, debtor._pays_after

    def serial(turn: Turn) -> int:
        return parse_docket_number(turn.case.docket_number).serial

    def able(turn: Turn, party: CaseParty) -> Truth:
        rich = Truth("", "pays_on_notice", 10**12, ())
        return truth(turn, party) if serial(turn) % 2 else rich

    def at_once(turn: Turn, party: CaseParty) -> int | None:
        return pays_after(turn, party) if serial(turn) % 2 else 0

    monkeypatch.setattr(Turn, "truth", able)
    monkeypatch.setattr(debtor, "_pays_after", at_once)
    monkeypatch.setattr(finance, "_GOES_ASTRAY", 0.7)
    monkeypatch.setattr(finance, "_CLOSES_ACCOUNT", 1.0)
    monkeypatch.setattr(signers, "_READS", 1.0)
    monkeypatch.setattr(signers, "_SENDS_BACK", 0.0)


@contextmanager
def _seeing_everything() -> Iterator[None]:
    """The president of the upper court sees every court of the city."""
    with clock.standing_at(TODAY):
        president = courts.actor(Person.objects.get(username="wuhu.president"))
        with viewing(president):
            yield


def _journal() -> Counter[str]:
    with _seeing_everything():
        return Counter(Entry.objects.values_list("act", flat=True))


def test_a_month_leaves_every_book_in_order(
    db: None, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _every_other_debtor_pays_at_once(monkeypatch)
    _lay_in(folder, a_month=24)
    acts = _journal()
    for code in (
        "documents.issue_enforcement_notice",
        "documents.record_service",
        "assets.order_declaration",
        "assets.record_answer",
        "measures.freeze_deposit",
        "measures.confirm_measure",
        "ledger.open_court_account",
        "ledger.enter_statement",
        "ledger.record_receipt",
        "ledger.record_unknown_receipt",
        "ledger.claim_unknown_receipt",
        "distribution.pay_out",
        "distribution.fail_payout",
        "distribution.confirm_payout",
        "supervision.raise_warning",
    ):
        assert acts[code], f"nobody did {code}"
    with _seeing_everything():
        assert list(verification.faults()) == []
        for court in Court.objects.all():
            assert ledger.imbalance(court.pk) == 0
        cases = list(Case.objects.values_list("pk", flat=True))
        assert len(cases) >= 18
        for case_id in cases:
            assert listening.replay(case_id) == listening.clocks_of(case_id)
        _the_bank_holds_what_the_books_say(folder)
    _living_on_without_new_days_changes_nothing(folder, acts)


def _the_bank_holds_what_the_books_say(folder: DataFolder) -> None:
    """Every fen at the bank is in the court's ledger, every line is booked, no payout in doubt."""
    institutions = Folder(directory_file(folder.path).parent)
    at_bank = 0
    for account in CourtBankAccount.objects.select_related("court"):
        book = Book(institutions.book(account.institution_key))
        try:
            found = book.one("SELECT balance FROM objects WHERE object_key = ?", account.number)
        finally:
            book.close()
        assert found is not None
        assert found["balance"] == _should_be_there(account.court_id)
        at_bank += found["balance"]
        assert not ledger.lines_not_booked(account.court_id).exists()
        assert not distribution.in_doubt(account.court_id).exists()
    assert at_bank > 0


def _should_be_there(court_id: int) -> int:
    """What came in less what was paid out and given back; a fee taken stays where it is."""
    out = Q(kind__in=(Account.Kind.PAID_OUT, Account.Kind.REFUNDED))
    accounts = Account.objects.filter(court_id=court_id)
    came_in = accounts.filter(kind=Account.Kind.BANK).aggregate(sum=Sum("debits_posted"))["sum"]
    paid = accounts.filter(out).aggregate(sum=Sum("credits_posted"))["sum"]
    return (came_in or 0) - (paid or 0)


def _living_on_without_new_days_changes_nothing(folder: DataFolder, acts: Counter[str]) -> None:
    city = city_of(folder)
    assert city is not None and city.lived_until == LAST
    lived = Life(folder, city, a_month=24).live_until(LAST, lambda line: None)
    assert lived.days == 0
    assert _journal() == acts


def test_a_day_cut_short_is_gone_on_with_and_doubles_nothing(
    db: None, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after a day's acts and before the day is written down."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    _every_other_debtor_pays_at_once(monkeypatch)
    with monkeypatch.context() as cut:
        cut.setattr(living, "live_day", _dying_on(LAST, living.live_day, die))
        with pytest.raises(KeyboardInterrupt):
            _lay_in(folder, a_month=8)
    city = city_of(folder)
    assert city is not None and city.lived_until == LAST - timedelta(days=1)
    before = _journal()
    _lay_in(folder, a_month=8)
    after = _journal()
    assert after["cases.file_case"] == before["cases.file_case"]
    with _seeing_everything():
        titles = Counter(Title.objects.values_list("number", flat=True))
        assert max(titles.values()) == 1
        references = Counter(Receipt.objects.values_list("bank_reference", flat=True))
        assert not references or max(references.values()) == 1
        answered = Answer.objects.values_list("inquiry_id", flat=True)
        assert len(answered) == len(set(answered))
        assert not Inquiry.objects.filter(state="to_send").exists()
        _the_bank_holds_what_the_books_say(folder)
        assert list(verification.faults()) == []


def _dying_on(day: date, live_day: object, die: object) -> object:
    def lived(life: Life, desks: object, today: date, **more: object) -> None:
        live_day(life, desks, today, **more)  # type: ignore[operator]
        if today == day:
            die()  # type: ignore[operator]

    return lived


def test_the_same_seed_lives_the_same_days(db: None, folder: DataFolder, tmp_path: Path) -> None:
    """Two cities of one seed hand in the same applications on the same days."""
    _lay_in(folder, a_month=3)
    city = city_of(folder)
    assert city is not None
    first, second = (Life(folder, replace(city), a_month=3).arrivals for _ in range(2))
    days = [city.begins_on + timedelta(days=place) for place in range(30)]
    assert [first.on(day) for day in days] == [second.on(day) for day in days]
    assert any(first.on(day) for day in days)
