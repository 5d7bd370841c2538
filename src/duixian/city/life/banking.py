"""The end of a day at the banks: people pay in, close accounts, and courts read their statements.

Whatever is done here can be done again: money comes in once by its reference, a line is booked once.
"""

from __future__ import annotations

from collections.abc import Iterator

from duixian.city.institutions.desk import Desk
from duixian.city.institutions.money import close_account, move_money
from duixian.city.life.institutions import Desks
from duixian.city.life.town import Payment, Town
from duixian.contexts.ledger import court_accounts
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.record.viewing import viewing
from duixian.jobs import receiving

_STRANGER_PAYS = 0.02


def close_the_day(town: Town, desks: Desks) -> Iterator[tuple[int, int]]:
    """The cases money came in for, each with the days until its officer looks at it."""
    _stranger_pays(town)
    for account in town.closings:
        for desk in desks.desks.values():
            if desk.settings.bank_code == account.bank:
                close_account(desk.book, account.number)
    for key, desk in desks.desks.items():
        if desk.settings.keeps_court_accounts:
            _pay_in(desk, town.payments)
            for court_id in _with_news(town, key, desk):
                receiving.fetch(court_id)
                yield from _received(town, court_id)


def _stranger_pays(town: Town) -> None:
    """Now and then somebody pays and writes nothing: it stays money of unknown origin (不明款)."""
    mood = town.chance_today("stranger")
    if mood.random() >= _STRANGER_PAYS:
        return
    court_id = town.court_ids.get(mood.choice(town.sitting))
    if court_id is None:  # another process lives that court
        return
    with viewing(town.overseer):
        account = court_accounts.of_court(court_id)
    if account is not None:
        amount = mood.randrange(100, 9_000) * 100
        payer = mood.choice(town.population.persons).name
        reference = f"WM{town.today:%Y%m%d}"
        town.payments.append(Payment(account.number, amount, payer, reference, "还款"))


def _pay_in(desk: Desk, payments: list[Payment]) -> None:
    with desk.book.transaction():
        for each in payments:
            move_money(
                desk.book,
                each.number,
                each.amount,
                each.payer,
                remark=each.remark,
                reference=each.reference,
            )


def _with_news(town: Town, key: str, desk: Desk) -> list[int]:
    """The courts in whose accounts something moved since they were told last."""
    rows = desk.book.all(
        "SELECT a.court, MAX(l.serial) AS last FROM statement_lines l"
        " JOIN court_accounts a ON a.number = l.account WHERE l.serial > ? GROUP BY a.court",
        town.heard.get(key, 0),
    )
    if rows:
        town.heard[key] = max(row["last"] for row in rows)
    return sorted(town.court_ids[row["court"]] for row in rows if row["court"] in town.court_ids)


def _received(town: Town, court_id: int) -> Iterator[tuple[int, int]]:
    with viewing(town.overseer):
        fresh = ledger.waiting_payout(court_id).filter(received_on=town.today)
        found = list(fresh.values_list("case_id", flat=True))
    for case_id in found:
        yield case_id, town.chance_today("received", town.docket(case_id)).randrange(1, 7)
