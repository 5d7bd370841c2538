"""What an institution answers to an inquiry (协助查询), from its own book and nothing else."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any

from duixian.city.institutions.book import Book
from duixian.city.institutions.ranking import Ranking, Standing
from duixian.gateways.protocol import (
    AccountFound,
    EstateFound,
    FreezeFound,
    HolderFound,
    InquiryAnswer,
    InquiryRequest,
    InstitutionKind,
    MortgageFound,
    SealFound,
    TransactionFound,
    VehicleFound,
    normal_name,
)
from duixian.gateways.protocol.inquiry import NO_ACCOUNT
from duixian.kernel import clock
from duixian.kernel.money import Fen

_MONEY_OUT, _MONEY_IN = "借", "贷"


class NameDiffers(Exception):
    """The number is known here under another name: the request goes back (请求回退)."""


class Answering:
    """Answers inquiries of one institution on one day."""

    def __init__(self, book: Book, kind: InstitutionKind, name: str, day: date) -> None:
        self._book = book
        self._kind = kind
        self._name = name
        self._day = day
        self._ranking = Ranking(book)

    def answer(self, request: InquiryRequest) -> InquiryAnswer:
        """Everything held by the person. Raises NameDiffers."""
        return self._about(request, request.name, request.id_number)

    def about_somebody_else(self, request: InquiryRequest) -> InquiryAnswer:
        """A wrong answer, for training and tests: another customer's property."""
        other = self._book.one(
            "SELECT id_number, name FROM holders WHERE id_number <> ? ORDER BY id_number LIMIT 1",
            request.id_number,
        )
        if other is None:
            return self.answer(request)
        return self._about(request, other["name"], other["id_number"])

    def _about(self, request: InquiryRequest, name: str, id_number: str) -> InquiryAnswer:
        rows = self._book.all(
            "SELECT objects.*, holders.name AS holder FROM holders JOIN objects USING (object_key)"
            " WHERE id_number = ? ORDER BY object_key",
            id_number,
        )
        if any(normal_name(row["holder"]) != normal_name(name) for row in rows):
            raise NameDiffers
        found: dict[str, Any] = {}
        if self._kind is InstitutionKind.BANK:
            found["accounts"] = self._accounts(rows, request)
        elif self._kind is InstitutionKind.LAND:
            found["estates"] = tuple(self._estate(row) for row in rows)
        else:
            found["vehicles"] = tuple(self._vehicle(row, id_number) for row in rows)
        return InquiryAnswer(
            request_number=request.request_number,
            name=name,
            id_number=id_number,
            answered_on=self._day,
            **found,
        )

    def _accounts(
        self, rows: list[sqlite3.Row], request: InquiryRequest
    ) -> tuple[AccountFound, ...]:
        if not rows:
            return (AccountFound(sequence=1, number=NO_ACCOUNT, answered_at=self._instant()),)
        return tuple(
            self._account(row, position, request) for position, row in enumerate(rows, start=1)
        )

    def _account(self, row: sqlite3.Row, position: int, request: InquiryRequest) -> AccountFound:
        facts = json.loads(row["facts"])
        standing = self._ranking.standing(row["object_key"])
        return AccountFound(
            sequence=position,
            number=row["object_key"],
            account_class=row["class"],
            state=row["state"],
            branch=facts.get("branch", ""),
            branch_code=facts.get("branch_code", ""),
            opened_on=facts.get("opened_on"),
            balance=Fen(row["balance"]),
            available=Fen(standing.available),
            answered_at=self._instant(),
            protected=bool(row["protected"]),
            freezes=_freezes(standing),
            transactions=self._transactions(row["object_key"], request),
        )

    def _transactions(
        self, object_key: str, request: InquiryRequest
    ) -> tuple[TransactionFound, ...]:
        if request.transactions_from is None:
            return ()
        until = request.transactions_to or self._day
        rows = self._book.all(
            "SELECT * FROM movements WHERE object_key = ? AND day BETWEEN ? AND ? ORDER BY number",
            object_key,
            request.transactions_from.isoformat(),
            until.isoformat(),
        )
        return tuple(
            TransactionFound(
                sequence=position,
                direction=_MONEY_OUT if row["amount"] < 0 else _MONEY_IN,
                amount=Fen(abs(row["amount"])),
                on=row["day"],
                serial=f"{row['number']:010d}",
                counterparty=row["counterparty"],
                counterparty_account=row["counterparty_account"],
            )
            for position, row in enumerate(rows, start=1)
        )

    def _estate(self, row: sqlite3.Row) -> EstateFound:
        facts = json.loads(row["facts"])
        holders = self._book.all(
            "SELECT * FROM holders WHERE object_key = ? ORDER BY position", row["object_key"]
        )
        return EstateFound(
            unit_number=row["object_key"],
            right_kind=row["class"],
            location=facts["location"],
            planned_use=facts["planned_use"],
            floor_area=facts["floor_area"],
            certificate=facts["certificate"],
            registry=self._name,
            registered_on=facts["registered_on"],
            co_ownership=facts["co_ownership"],
            state=row["state"],
            holders=tuple(
                HolderFound(
                    order=holder["position"] + 1,
                    name=holder["name"],
                    id_number=holder["id_number"],
                    share=holder["share"],
                    ownership=facts["co_ownership"],
                )
                for holder in holders
            ),
            mortgages=tuple(MortgageFound(**one) for one in facts["mortgages"]),
            seals=_seals(self._ranking.standing(row["object_key"])),
        )

    def _vehicle(self, row: sqlite3.Row, id_number: str) -> VehicleFound:
        facts = json.loads(row["facts"])
        return VehicleFound(
            identification=row["object_key"],
            plate=facts["plate"],
            plate_kind=facts["plate_kind"],
            brand=facts["brand"],
            vehicle_kind=facts["vehicle_kind"],
            engine_number=facts["engine_number"],
            registered_on=facts["registered_on"],
            use=facts["use"],
            state=row["state"],
            registry=self._name,
            owner_name=row["holder"],
            owner_id_number=id_number,
            mortgages=tuple(MortgageFound(**one) for one in facts["mortgages"]),
            seals=_seals(self._ranking.standing(row["object_key"])),
        )

    def _instant(self) -> str:
        return f"{self._day.isoformat()} {clock.now().astimezone(clock.CHINA):%H:%M:%S}"


def _freezes(standing: Standing) -> tuple[FreezeFound, ...]:
    return tuple(
        FreezeFound(
            sequence=position,
            ends_on=one.ends_on,
            authority=one.authority,
            document_number=one.document,
            amount=Fen(one.limit) if one.limit is not None else None,
            queued=one.queued,
        )
        for position, one in enumerate(standing.live, start=1)
    )


def _seals(standing: Standing) -> tuple[SealFound, ...]:
    return tuple(
        SealFound(
            sequence=position,
            authority=one.authority,
            document_number=one.document,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            queued=one.queued,
        )
        for position, one in enumerate(standing.live, start=1)
    )
