"""Money that moves on its own (收支): salaries come in, people spend what nobody holds."""

from __future__ import annotations

from duixian.city.institutions.book import Book
from duixian.city.institutions.ranking import Ranking


class MoneyRefused(Exception):
    """The bank does not make the payment."""


def move_money(book: Book, account: str, amount: int, counterparty: str) -> int:
    """Credit (positive) or debit (negative) an account, in fen; return what is then available.

    A debit never touches what a measure holds; money that comes in is caught by the measures on
    the account, and lets the next in the queue take effect. Raises MoneyRefused.
    """
    with book.transaction():
        found = book.one("SELECT balance FROM objects WHERE object_key = ?", account)
        if found is None or found["balance"] is None:
            raise MoneyRefused(f"没有账户 {account}")
        ranking = Ranking(book)
        if amount < 0 and -amount > ranking.standing(account).available:
            raise MoneyRefused("可用余额不足")
        day = book.today()
        book.run("UPDATE objects SET balance = balance + ? WHERE object_key = ?", amount, account)
        book.run(
            "INSERT INTO movements (object_key, day, sort, amount, counterparty)"
            " VALUES (?, ?, ?, ?, ?)",
            account,
            day.isoformat(),
            "credit" if amount > 0 else "debit",
            amount,
            counterparty,
        )
        ranking.promote(account, day)
        return ranking.standing(account).available
