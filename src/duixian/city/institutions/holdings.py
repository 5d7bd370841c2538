"""Laying the city's property in the books: each institution learns only what it would hold.

Of the population file only accounts, real estate and vehicles are read, and of these only what
stands in a register: no market value, no whereabouts, nothing of `truths`.
"""

from __future__ import annotations

import json
from typing import Any, Protocol

from duixian.city.institutions.book import Book
from duixian.city.institutions.configuration import InstitutionSettings
from duixian.city.institutions.ranking import Ranking
from duixian.city.shapes import Account, Hold, Mortgage, RealEstate, Share, Vehicle
from duixian.gateways.protocol import InstitutionKind
from duixian.kernel.money import yuan

ACCOUNT_CLASSES = {
    "personal": "个人结算账户",
    "basic": "基本存款账户",
    "general": "一般存款账户",
    "wage": "农民工工资专用账户",
    "pension": "养老金账户",
    "union_dues": "工会经费账户",
    "supervised": "商品房预售资金监管账户",
}
PROTECTED = frozenset({"wage", "union_dues", "supervised"})
INCOME = frozenset({"personal", "pension"})
ACCOUNT_STATES = {"normal": "正常", "inward_only": "只收不付", "dormant": "久悬", "closed": "销户"}
WHOLE = 1_000_000


class Holdings(Protocol):
    """What is read of a population; `duixian.city.shapes.Population` is one."""

    @property
    def accounts(self) -> tuple[Account, ...]: ...
    @property
    def real_estate(self) -> tuple[RealEstate, ...]: ...
    @property
    def vehicles(self) -> tuple[Vehicle, ...]: ...


def lay_in(book: Book, settings: InstitutionSettings, holdings: Holdings) -> int:
    """Enter what this institution holds and return how many objects were new.

    An object already in the book is left as it is: the book knows better what happened since.
    """
    new = 0
    with book.transaction():
        ranking = Ranking(book)
        if settings.kind is InstitutionKind.BANK:
            for account in holdings.accounts:
                if account.bank == settings.bank_code:
                    new += _enter_account(book, ranking, account)
        elif settings.kind is InstitutionKind.LAND:
            for estate in holdings.real_estate:
                new += _enter_estate(book, ranking, estate)
        elif settings.kind is InstitutionKind.VEHICLES:
            for vehicle in holdings.vehicles:
                new += _enter_vehicle(book, ranking, vehicle)
    return new


def _enter_account(book: Book, ranking: Ranking, account: Account) -> int:
    facts = {
        "branch": account.branch,
        "branch_code": account.bank,
        "opened_on": account.opened.isoformat(),
    }
    entered = _enter_object(
        book,
        account.number,
        facts,
        state=ACCOUNT_STATES[account.state],
        class_=ACCOUNT_CLASSES[account.kind],
        protected=account.kind in PROTECTED,
        income=account.kind in INCOME,
        balance=account.balance,
    )
    if entered:
        _enter_holder(book, account.number, 0, account.owner_number, account.owner_name, "")
        _enter_holds(ranking, account.number, account.holds, money=True)
    return entered


def _enter_estate(book: Book, ranking: Ranking, estate: RealEstate) -> int:
    facts = {
        "location": estate.location,
        "planned_use": estate.use,
        "floor_area": estate.area,
        "certificate": estate.title_number,
        "registered_on": estate.registered.isoformat(),
        "co_ownership": "共同共有" if len(estate.owners) > 1 else "单独所有",
        "mortgages": [_mortgage(one) for one in estate.mortgages],
    }
    entered = _enter_object(book, estate.unit_number, facts, state="现势", class_="房地产权")
    if entered:
        owners = estate.owners or (
            Share(estate.owner, estate.owner_name, estate.owner_number, WHOLE),
        )
        for position, owner in enumerate(owners):
            share = f"{owner.millionths / WHOLE:.2%}"
            _enter_holder(
                book, estate.unit_number, position, owner.owner_number, owner.owner_name, share
            )
        _enter_holds(ranking, estate.unit_number, estate.holds, money=False)
    return entered


def _enter_vehicle(book: Book, ranking: Ranking, vehicle: Vehicle) -> int:
    facts = {
        "plate": vehicle.plate,
        "plate_kind": "小型汽车",
        "brand": vehicle.make,
        "vehicle_kind": vehicle.kind,
        "engine_number": vehicle.engine_number,
        "registered_on": vehicle.registered.isoformat(),
        "use": vehicle.use,
        "mortgages": [_mortgage(one) for one in vehicle.mortgages],
    }
    entered = _enter_object(
        book, vehicle.frame_number, facts, state=vehicle.state, class_=vehicle.kind
    )
    if entered:
        _enter_holder(book, vehicle.frame_number, 0, vehicle.owner_number, vehicle.owner_name, "")
        _enter_holds(ranking, vehicle.frame_number, vehicle.holds, money=False)
    return entered


def _mortgage(one: Mortgage) -> dict[str, str]:
    return {
        "mortgagee": one.holder_name,
        "secured": yuan(one.secured),
        "certificate": one.certificate,
    }


def _enter_object(
    book: Book,
    object_key: str,
    facts: dict[str, Any],
    *,
    state: str,
    class_: str,
    protected: bool = False,
    income: bool = False,
    balance: int | None = None,
) -> int:
    cursor = book.run(
        "INSERT OR IGNORE INTO objects"
        " (object_key, state, class, protected, income, balance, facts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        object_key,
        state,
        class_,
        protected,
        income,
        balance,
        json.dumps(facts, ensure_ascii=False),
    )
    return cursor.rowcount


def _enter_holder(
    book: Book, object_key: str, position: int, id_number: str, name: str, share: str
) -> None:
    book.run(
        "INSERT INTO holders (object_key, position, id_number, name, share) VALUES (?, ?, ?, ?, ?)",
        object_key,
        position,
        id_number,
        name,
        share,
    )


def _enter_holds(
    ranking: Ranking, object_key: str, holds: tuple[Hold, ...], *, money: bool
) -> None:
    """Earlier measures of other authorities, in their rank; they have no court we know."""
    for hold in sorted(holds, key=lambda one: one.rank):
        ranking.place(
            object_key,
            day=hold.since,
            court="",
            authority=hold.authority,
            document=hold.document,
            request_number="",
            limit=hold.amount if money else None,
            term=(hold.since, hold.until),
        )
