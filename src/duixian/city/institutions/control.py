"""What an order does to the book (协助控制): the whole of it in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

from duixian.city.institutions.book import Book
from duixian.city.institutions.ranking import Measure, Ranking
from duixian.gateways.protocol import (
    REASONS,
    AccountOrder,
    ControlOrder,
    ControlOutcome,
    EstateOrder,
    FreezeFound,
    Reason,
    VehicleOrder,
    normal_name,
)
from duixian.gateways.protocol import Measure as Kind
from duixian.kernel.money import Fen

Target = AccountOrder | EstateOrder | VehicleOrder
CLOSED_STATES = frozenset({"销户", "注销"})


class NotControlled(Exception):
    """The order has no effect, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Control:
    """Carries out one order on one day."""

    def __init__(self, book: Book, order: ControlOrder, day: date) -> None:
        self._book = book
        self._ranking = Ranking(book)
        self._order = order
        self._day = day
        self._ways: dict[Kind, Callable[[Target, sqlite3.Row], ControlOutcome]] = {
            Kind.FREEZE: self._freeze,
            Kind.SEAL_UP: self._freeze,
            Kind.QUEUE: self._freeze,
            Kind.RENEW: self._renew,
            Kind.LIFT: self._lift,
            Kind.LIFT_QUEUED: self._lift_queued,
            Kind.LEVY: self._levy,
            Kind.GARNISH: self._garnish,
            Kind.FREEZE_AND_LEVY: self._freeze_and_levy,
        }

    def carry_out(self) -> tuple[ControlOutcome, ...]:
        """One outcome an object, controlled or not; an object that fails changes nothing."""
        targets: tuple[Any, ...] = self._order.targets
        return tuple(self._one(target) for target in targets)

    def _one(self, target: Target) -> ControlOutcome:
        try:
            found = self._object_of_person(target)
            return self._ways[target.measure](target, found)
        except NotControlled as refusal:
            return self._outcome(
                target,
                state="2",
                reason=refusal.reason,
                reason_text=REASONS[refusal.reason].chinese,
            )

    def _object_of_person(self, target: Target) -> sqlite3.Row:
        """The object, if it is this person's: number and name both, or nothing happens."""
        found = self._book.one("SELECT * FROM objects WHERE object_key = ?", key_of(target))
        if found is None:
            raise NotControlled(Reason.UNKNOWN_OBJECT)
        holders = self._book.all("SELECT * FROM holders WHERE object_key = ?", key_of(target))
        wanted = (self._order.id_number, normal_name(self._order.name))
        if wanted not in [(row["id_number"], normal_name(row["name"])) for row in holders]:
            raise NotControlled(Reason.NOT_OWNED_BY_PERSON)
        if found["state"] in CLOSED_STATES:
            raise NotControlled(Reason.OBJECT_CLOSED)
        return found

    def _freeze(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        number = self._place(target, found)
        return self._standing_outcome(target, number)

    def _place(self, target: Target, found: sqlite3.Row) -> int:
        if found["protected"]:
            raise NotControlled(Reason.PROTECTED_OBJECT)
        assert target.starts_on is not None and target.ends_on is not None
        if target.ends_on < self._day:
            raise NotControlled(Reason.END_IN_THE_PAST)
        return self._ranking.place(
            key_of(target),
            day=self._day,
            court=self._order.court_code,
            authority=self._order.court_name,
            document=target.ruling_number,
            request_number=self._order.request_number,
            limit=_amount(target),
            term=(target.starts_on, target.ends_on),
        )

    def _renew(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        own = self._own(target, effective=True)
        assert target.ends_on is not None and own.ends_on is not None
        if target.ends_on <= own.ends_on:
            raise NotControlled(Reason.END_NOT_LATER)
        self._ranking.prolong(own, target.ends_on)
        return self._standing_outcome(target, own.number)

    def _lift(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        own = self._own(target, effective=True)
        part = _amount(target)
        if part is not None and own.limit is not None and part < own.limit:
            self._ranking.set_limit(own, own.limit - part, self._day)
            return self._standing_outcome(target, own.number)
        self._ranking.end(own, "lifted", self._day)
        return self._ended_outcome(target, own)

    def _lift_queued(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        own = self._own(target, effective=False)
        if not own.queued:
            raise NotControlled(Reason.NOT_QUEUED)
        self._ranking.end(own, "lifted", self._day)
        return self._ended_outcome(target, own)

    def _levy(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        own = self._own(target, effective=True)
        amount = _amount(target)
        held = self._ranking.standing(key_of(target)).held.get(own.number, 0)
        if amount is None or amount > held:
            raise NotControlled(Reason.ABOVE_FROZEN)
        self._take(target, own, amount)
        return self._taken_outcome(target, own, amount)

    def _freeze_and_levy(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        number = self._place(target, found)
        standing = self._ranking.standing(key_of(target))
        held = standing.held.get(number, 0)
        if held == 0:
            return self._standing_outcome(target, number)
        own = next(measure for measure in standing.live if measure.number == number)
        self._take(target, own, held)
        return self._taken_outcome(target, own, held)

    def _garnish(self, target: Target, found: sqlite3.Row) -> ControlOutcome:
        if not found["income"]:
            raise NotControlled(Reason.NOT_AN_INCOME_ACCOUNT)
        available = self._ranking.standing(key_of(target)).available
        amount = min(_amount(target) or 0, available)
        if amount == 0:
            raise NotControlled(Reason.NOTHING_AVAILABLE)
        self._move_out(target, amount, "income")
        return self._outcome(target, state="1", controlled=Fen(amount), **self._money(target))

    def _take(self, target: Target, own: Measure, amount: int) -> None:
        self._move_out(target, amount, "levy")
        self._ranking.set_limit(own, (own.limit or 0) - amount, self._day)

    def _move_out(self, target: Target, amount: int, sort: str) -> None:
        assert isinstance(target, AccountOrder)
        self._book.run(
            "UPDATE objects SET balance = balance - ? WHERE object_key = ?", amount, key_of(target)
        )
        self._book.run(
            "INSERT INTO movements (object_key, day, sort, amount, counterparty,"
            " counterparty_account, request_number) VALUES (?, ?, ?, ?, ?, ?, ?)",
            key_of(target),
            self._day.isoformat(),
            sort,
            -amount,
            target.court_account_name,
            target.court_account_number,
            self._order.request_number,
        )
        self._book.run(
            "INSERT INTO transfers_out (payee_bank, payee_account, payee_name, payer_account,"
            " payer_name, amount, day, remark, request_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            target.court_account_bank,
            target.court_account_number,
            target.court_account_name,
            key_of(target),
            self._order.name,
            amount,
            self._day.isoformat(),
            f"{self._order.docket_number} 扣划",
            self._order.request_number,
        )

    def _own(self, target: Target, *, effective: bool) -> Measure:
        own = self._ranking.own(key_of(target), self._order.court_code, target.original_request)
        if own is None:
            raise NotControlled(Reason.NO_OWN_MEASURE)
        if not own.effective and not own.queued:
            raise NotControlled(Reason.MEASURE_ENDED)
        if effective and own.queued:
            raise NotControlled(Reason.MEASURE_NOT_EFFECTIVE)
        return own

    def _standing_outcome(self, target: Target, number: int) -> ControlOutcome:
        standing = self._ranking.standing(key_of(target))
        measure = next(one for one in standing.live if one.number == number)
        money = measure.limit is not None
        return self._outcome(
            target,
            state="1",
            rank=standing.rank_of(number),
            queued=measure.queued,
            starts_on=measure.starts_on,
            ends_on=measure.ends_on,
            limit=Fen(measure.limit) if measure.limit is not None else None,
            controlled=Fen(standing.held.get(number, 0)) if money else None,
            registration=f"{number:08d}",
            prior=tuple(
                FreezeFound(
                    sequence=position,
                    ends_on=one.ends_on,
                    authority=one.authority,
                    document_number=one.document,
                    amount=Fen(one.limit) if one.limit is not None else None,
                    queued=one.queued,
                )
                for position, one in enumerate(standing.before(number), start=1)
            ),
            **self._money(target),
        )

    def _ended_outcome(self, target: Target, own: Measure) -> ControlOutcome:
        return self._outcome(
            target,
            state="1",
            starts_on=own.starts_on,
            ends_on=self._day,
            registration=f"{own.number:08d}",
            **self._money(target),
        )

    def _taken_outcome(self, target: Target, own: Measure, amount: int) -> ControlOutcome:
        left = self._ranking.own(key_of(target), own.court, own.request_number)
        limit = left.limit if left is not None else 0
        return self._outcome(
            target,
            state="1",
            starts_on=own.starts_on,
            ends_on=own.ends_on,
            limit=Fen(limit or 0),
            controlled=Fen(amount),
            registration=f"{own.number:08d}",
            **self._money(target),
        )

    def _money(self, target: Target) -> dict[str, Fen]:
        standing = self._ranking.standing(key_of(target))
        if standing.balance is None:
            return {}
        return {"balance": Fen(standing.balance), "available": Fen(standing.available)}

    def _outcome(self, target: Target, **items: Any) -> ControlOutcome:
        names = {
            AccountOrder: "account_number",
            EstateOrder: "unit_number",
            VehicleOrder: "identification",
        }
        items[names[type(target)]] = key_of(target)
        if isinstance(target, AccountOrder):
            items["content"] = target.content
        return ControlOutcome(sequence=target.sequence, **items)


def key_of(target: Target) -> str:
    """The key of the object in the book."""
    if isinstance(target, AccountOrder):
        return target.account_number
    if isinstance(target, EstateOrder):
        return target.unit_number
    return target.identification


def _amount(target: Target) -> int | None:
    return target.amount if isinstance(target, AccountOrder) else None
