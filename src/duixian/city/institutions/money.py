"""Money that moves on its own (收支): salaries come in, people spend what nobody holds, debtors pay."""

from __future__ import annotations

from datetime import date

from duixian.city.institutions.book import Book
from duixian.city.institutions.ranking import Ranking

CLOSED = "销户"


class MoneyRefused(Exception):
    """The bank does not make the payment."""


def move_money(
    book: Book,
    account: str,
    amount: int,
    counterparty: str,
    *,
    remark: str = "",
    reference: str = "",
) -> int:
    """Credit (positive) or debit (negative) an account, in fen; return what is then available.

    A debit never touches what a measure holds; money that comes in is caught by the measures on
    the account, and lets the next in the queue take effect. A court's enforcement account, or a
    case's account under it, takes money with a remark and shows it in its statement; money with a
    reference of its own comes to it once, however often it is brought. Raises MoneyRefused.
    """
    with book.transaction():
        court = book.one("SELECT number FROM court_accounts WHERE ? LIKE number || '%'", account)
        key = court["number"] if court is not None else account
        found = book.one("SELECT balance FROM objects WHERE object_key = ?", key)
        if found is None or found["balance"] is None:
            raise MoneyRefused(f"没有账户 {account}")
        if court is not None and amount <= 0:
            raise MoneyRefused("执行款专户只按法院的支付指令付款")
        ranking = Ranking(book)
        if amount < 0 and -amount > ranking.standing(key).available:
            raise MoneyRefused("可用余额不足")
        day = book.today()
        if court is not None:
            if reference and _known(book, reference):
                return ranking.standing(key).available
            last = book.one("SELECT COALESCE(MAX(serial), 0) + 1 AS next FROM statement_lines")
            assert last is not None
            credit_court_account(
                book,
                account=key,
                reference=reference or f"D{day:%Y%m%d}{last['next']:09d}",
                named=account,
                amount=amount,
                value_on=day,
                counterparty=counterparty,
                remark=remark,
            )
            return ranking.standing(key).available
        book.run("UPDATE objects SET balance = balance + ? WHERE object_key = ?", amount, key)
        _note_movement(book, key, day, amount, counterparty)
        ranking.promote(key, day)
        return ranking.standing(key).available


def _known(book: Book, reference: str) -> bool:
    return book.one("SELECT 1 FROM statement_lines WHERE reference = ?", reference) is not None


def close_account(book: Book, account: str) -> bool:
    """The holder takes what is there and closes the account (销户); not while a measure stands on it.

    Returns whether it is closed now and was open before.
    """
    with book.transaction():
        found = book.one("SELECT balance, state FROM objects WHERE object_key = ?", account)
        if found is None or found["balance"] is None or found["state"] == CLOSED:
            return False
        if Ranking(book).standing(account).live:
            return False
        if found["balance"]:
            _note_movement(book, account, book.today(), -found["balance"], "销户取款")
        book.run("UPDATE objects SET balance = 0, state = ? WHERE object_key = ?", CLOSED, account)
        return True


def credit_court_account(
    book: Book,
    *,
    account: str,
    reference: str,
    named: str,
    amount: int,
    value_on: date,
    counterparty: str,
    counterparty_account: str = "",
    remark: str = "",
    request_number: str = "",
    order_number: str = "",
) -> None:
    """Money in (positive) or out of a court's account, with its line in the statement.

    named: the number the payer wrote, the court's own or a case's under it. Part of the caller's
    transaction; a reference is used once.
    """
    day = book.today()
    book.run("UPDATE objects SET balance = balance + ? WHERE object_key = ?", amount, account)
    _note_movement(book, account, day, amount, counterparty)
    book.run(
        "INSERT INTO statement_lines (account, reference, booked_on, value_on, amount, named,"
        " counterparty, counterparty_account, remark, request_number, order_number)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        account,
        reference,
        day.isoformat(),
        value_on.isoformat(),
        amount,
        named,
        counterparty,
        counterparty_account,
        remark,
        request_number,
        order_number,
    )


def _note_movement(book: Book, account: str, day: date, amount: int, counterparty: str) -> None:
    book.run(
        "INSERT INTO movements (object_key, day, sort, amount, counterparty)"
        " VALUES (?, ?, ?, ?, ?)",
        account,
        day.isoformat(),
        "credit" if amount > 0 else "debit",
        amount,
        counterparty,
    )
