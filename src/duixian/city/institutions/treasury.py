"""The court bank's desk (案款银行): courts' enforcement accounts, payments, statements.

A payment is durable before its receipt is given; its money is reserved until the payee's bank has
decided; only a payment that was made shows in the statement.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import rfc8785
from pydantic import BaseModel, ValidationError

from duixian.city.institutions.clearing import Incoming
from duixian.city.institutions.control import CLOSED_STATES
from duixian.city.institutions.money import credit_court_account, move_money
from duixian.gateways.errors import MessageRefused
from duixian.gateways.protocol import (
    REASONS,
    Envelope,
    Kind,
    LineFound,
    NotYetBody,
    PaymentOrder,
    PaymentReceipt,
    PaymentResult,
    Reason,
    StatementPage,
    StatementRequest,
    normal_name,
    read_body,
)
from duixian.gateways.signing import fault_of
from duixian.kernel import clock
from duixian.kernel.money import Fen

if TYPE_CHECKING:
    from duixian.city.institutions.desk import Desk

LINES_A_PAGE = 200
ACCOUNT_CLASS = "执行款专户"


def court_account_number(bank: str, court: str) -> str:
    """The number of the account a bank keeps for a court: the same wherever it is asked.

    >>> len(court_account_number("bank-ztb", "jinghu"))
    16
    """
    digest = hashlib.sha256(f"{bank}/{court}".encode()).hexdigest()
    return f"88{int(digest, 16) % 10**14:014d}"


def court_account_name(court_name: str) -> str:
    """In whose name it stands."""
    return f"{court_name}{ACCOUNT_CLASS}"


class Treasury:
    """What a bank does with courts' accounts; a bank that keeps none only credits others' money."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._book = desk.book
        self._opened: set[str] = set()

    # Accounts

    def open_accounts(self) -> None:
        """Every enrolled court has its account here."""
        courts = self._desk.courts()
        if not self._desk.settings.keeps_court_accounts or self._opened >= courts.keys():
            return
        bank = self._desk.settings.identifier
        with self._book.transaction():
            for court in courts.values():
                number, name = (
                    court_account_number(bank, court.code),
                    court_account_name(court.name),
                )
                self._book.run(
                    "INSERT OR IGNORE INTO objects (object_key, class, protected, balance)"
                    " VALUES (?, ?, 1, 0)",
                    number,
                    ACCOUNT_CLASS,
                )
                self._book.run(
                    "INSERT OR IGNORE INTO holders (object_key, position, id_number, name)"
                    " VALUES (?, 0, ?, ?)",
                    number,
                    court.code,
                    name,
                )
                self._book.run(
                    "INSERT OR IGNORE INTO court_accounts (number, court, name) VALUES (?, ?, ?)",
                    number,
                    court.code,
                    name,
                )
        self._opened = set(courts)

    def _account(self, number: str, court: str) -> str | None:
        """The court's account a number is, or stands under."""
        row = self._book.one("SELECT number FROM court_accounts WHERE court = ?", court)
        return row["number"] if row is not None and number.startswith(row["number"]) else None

    # Payments

    def receive(self, raw: bytes) -> tuple[Envelope, Kind, BaseModel | dict[str, Any]]:
        """A payment order comes in; what is to be said. Raises MessageRefused."""
        envelope = self._desk.open(raw, Kind.PAYMENT_ORDER)
        try:
            order = read_body(PaymentOrder, envelope.body)
        except (ValidationError, RecursionError) as error:
            raise MessageRefused(Reason.MALFORMED, fault_of(error)) from error
        if order.court_code != envelope.sender:
            raise MessageRefused(Reason.WRONG_COURT)
        if not order.order_number == envelope.correlation == envelope.idempotency_key:
            raise MessageRefused(Reason.MALFORMED, "ZFDH 与报文的请求单号、幂等键不一致")
        self.open_accounts()
        account = self._account(order.account_number, envelope.sender)
        if account is None:
            reason = Reason.UNKNOWN_ACCOUNT
            return envelope, Kind.RETURN, self._desk.return_body(envelope.correlation, reason)
        return envelope, Kind.PAYMENT_RECEIPT, self._enter(envelope, order, account)

    def _enter(self, envelope: Envelope, order: PaymentOrder, account: str) -> dict[str, Any]:
        digest = hashlib.sha256(rfc8785.dumps(envelope.body)).hexdigest()
        with self._book.transaction():
            known = self._book.one(
                "SELECT court, digest, receipt FROM payments WHERE order_number = ?",
                order.order_number,
            )
            if known is not None:
                if known["court"] != envelope.sender:
                    raise MessageRefused(Reason.CORRELATION_REUSED)
                if known["digest"] != digest:
                    raise MessageRefused(Reason.IDEMPOTENCY_CONFLICT)
                receipt: dict[str, Any] = json.loads(known["receipt"])
                return receipt
            receipt = self._insert(envelope, order, account, digest)
            self._desk.checkpoint("before_commit")
        self._desk.checkpoint("after_commit")
        return receipt

    def _insert(
        self, envelope: Envelope, order: PaymentOrder, account: str, digest: str
    ) -> dict[str, Any]:
        day = self._book.today()
        mischief = self._desk.mischief("late_answer", "wrong_payment")
        late = mischief == "late_answer"
        due_on = day + timedelta(days=self._desk.settings.faults.late_days if late else 1)
        receipt = PaymentReceipt(
            order_number=order.order_number,
            receipt_number=f"{self._desk.settings.identifier}-Z{order.order_number[:12]}",
            received_on=day,
        ).model_dump(mode="json", by_alias=True)
        self._book.run(
            "INSERT INTO payments (court, order_number, account, digest, body, receipt, amount,"
            " due_at, due_on, mischief) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            envelope.sender,
            order.order_number,
            account,
            digest,
            json.dumps(envelope.body, ensure_ascii=False),
            json.dumps(receipt, ensure_ascii=False),
            order.amount,
            math.inf if late else clock.wall().timestamp() + self._desk.latency(),
            due_on.isoformat(),
            mischief,
        )
        return receipt

    def settle(self, instant: float, day: str) -> int:
        """Send off the payments that are due; returns how many."""
        due = self._book.all(
            "SELECT * FROM payments WHERE state = 'queued' AND (due_at <= ? OR due_on <= ?)"
            " ORDER BY number",
            instant,
            day,
        )
        for row in due:
            with self._book.transaction():
                self._send_off(row)
                self._desk.checkpoint("before_effect")
            self._desk.checkpoint("after_effect")
        return len(due)

    def _send_off(self, row: sqlite3.Row) -> None:
        if self._available(row["account"]) < row["amount"]:
            self._finish(row, "failed", reason=Reason.NOT_ENOUGH_MONEY.value)
            return
        order = read_body(PaymentOrder, json.loads(row["body"]))
        holder = self._book.one("SELECT name FROM court_accounts WHERE number = ?", row["account"])
        assert holder is not None
        self._book.run("UPDATE payments SET state = 'clearing' WHERE number = ?", row["number"])
        self._book.run(
            "INSERT INTO transfers_out (payee_bank, payee_account, payee_name, payer_account,"
            " payer_name, amount, day, remark, order_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            order.payee_bank,
            order.payee_account,
            order.payee_name,
            row["account"],
            holder["name"],
            row["amount"],
            self._book.today().isoformat(),
            f"{order.docket_number} {order.purpose}".strip(),
            order.order_number,
        )

    def _available(self, account: str) -> int:
        """The balance less what is reserved for payments under way."""
        row = self._book.one(
            "SELECT o.balance - COALESCE((SELECT SUM(amount) FROM payments"
            " WHERE account = o.object_key AND state = 'clearing'), 0) AS free"
            " FROM objects o WHERE o.object_key = ?",
            account,
        )
        return int(row["free"]) if row is not None else 0

    def settled(self, transfer: sqlite3.Row, outcome: str, reason: str) -> None:
        """The clearing tells what became of a transfer that was a payment of ours."""
        if not transfer["order_number"]:
            return
        row = self._book.one(
            "SELECT * FROM payments WHERE order_number = ? AND state = 'clearing'",
            transfer["order_number"],
        )
        if row is None:
            return
        if outcome == "returned":
            self._finish(row, "failed", reason=reason)
            return
        reference = f"{self._desk.settings.identifier}-F{row['number']:09d}"
        credit_court_account(
            self._book,
            account=row["account"],
            reference=reference,
            named=row["account"],
            amount=-row["amount"],
            value_on=self._book.today(),
            counterparty=transfer["payee_name"],
            counterparty_account=transfer["payee_account"],
            remark=transfer["remark"],
            order_number=transfer["order_number"],
        )
        self._finish(row, "paid", reference=reference)

    def _finish(
        self, row: sqlite3.Row, state: str, *, reference: str = "", reason: str = ""
    ) -> None:
        self._book.run(
            "UPDATE payments SET state = ?, settled_on = ?, reference = ?, reason = ?"
            " WHERE number = ?",
            state,
            self._book.today().isoformat(),
            reference,
            reason,
            row["number"],
        )

    def credit(self, money: Incoming) -> str:
        """Money from another bank; the reason when it must go back."""
        self.open_accounts()
        court = self._book.one(
            "SELECT number FROM court_accounts WHERE ? LIKE number || '%'", money.payee_account
        )
        if court is not None:
            credit_court_account(
                self._book,
                account=court["number"],
                reference=money.reference,
                named=money.payee_account,
                amount=money.amount,
                value_on=money.day,
                counterparty=money.payer_name,
                counterparty_account=money.payer_account,
                remark=money.remark,
                request_number=money.request_number,
            )
            return ""
        found = self._book.one("SELECT * FROM objects WHERE object_key = ?", money.payee_account)
        if found is None or found["balance"] is None:
            return Reason.PAYEE_UNKNOWN.value
        if found["state"] in CLOSED_STATES:
            return Reason.PAYEE_CLOSED.value
        holders = self._book.all(
            "SELECT name FROM holders WHERE object_key = ?", money.payee_account
        )
        if normal_name(money.payee_name) not in [normal_name(row["name"]) for row in holders]:
            return Reason.PAYEE_NAME_DIFFERS.value
        move_money(self._book, money.payee_account, money.amount, money.payer_name)
        return ""

    # Giving out

    def fetch(
        self, raw: bytes, kind: Kind, correlation: str
    ) -> tuple[Envelope, Kind, BaseModel | dict[str, Any]]:
        """A result or a page of the statement. Raises MessageRefused."""
        envelope = self._desk.open(raw, kind)
        if envelope.correlation != correlation:
            raise MessageRefused(Reason.MALFORMED, "地址与报文的请求单号不一致")
        if kind is Kind.STATEMENT_FETCH:
            return self._page(envelope)
        row = self._book.one("SELECT * FROM payments WHERE order_number = ?", correlation)
        if row is None:
            raise MessageRefused(Reason.UNKNOWN_CORRELATION)
        if row["court"] != envelope.sender:
            raise MessageRefused(Reason.WRONG_COURT)
        if row["state"] in ("queued", "clearing"):
            wait = max(0.05, self._desk.settings.latency.median_seconds)
            body = NotYetBody(request_number=correlation, retry_after_seconds=wait)
            return envelope, Kind.NOT_YET, body
        return envelope, Kind.PAYMENT_RESULT, self._result(row)

    def _result(self, row: sqlite3.Row) -> PaymentResult:
        order = read_body(PaymentOrder, json.loads(row["body"]))
        wrong = row["mischief"] == "wrong_payment"
        other_order = wrong and row["number"] % 2 == 0
        reason = Reason(row["reason"]) if row["reason"] else None
        return PaymentResult(
            order_number=f"x{order.order_number[1:]}" if other_order else order.order_number,
            state="1" if row["state"] == "paid" else "2",
            amount=Fen(order.amount * 10) if wrong and not other_order else order.amount,
            payee_account=order.payee_account,
            settled_on=date.fromisoformat(row["settled_on"]),
            bank_reference=row["reference"],
            reason=reason,
            reason_text=REASONS[reason].chinese if reason else "",
        )

    def _page(self, envelope: Envelope) -> tuple[Envelope, Kind, BaseModel | dict[str, Any]]:
        try:
            wanted = read_body(StatementRequest, envelope.body)
        except (ValidationError, RecursionError) as error:
            raise MessageRefused(Reason.MALFORMED, fault_of(error)) from error
        self.open_accounts()
        account = self._account(wanted.account_number, envelope.sender)
        if account != wanted.account_number:
            reason = Reason.UNKNOWN_ACCOUNT
            return envelope, Kind.RETURN, self._desk.return_body(envelope.correlation, reason)
        rows = self._book.all(
            "SELECT * FROM statement_lines WHERE account = ? AND serial > ?"
            " ORDER BY serial LIMIT ?",
            account,
            wanted.after,
            LINES_A_PAGE + 1,
        )
        held = self._book.one("SELECT balance FROM objects WHERE object_key = ?", account)
        assert held is not None
        page = StatementPage(
            account_number=account,
            lines=tuple(_line(row) for row in rows[:LINES_A_PAGE]),
            more=len(rows) > LINES_A_PAGE,
            balance=Fen(held["balance"]),
        ).model_dump(mode="json", by_alias=True)
        if self._desk.mischief("duplicate_records"):
            page["LSLIST"] = page["LSLIST"] * 2
        return envelope, Kind.STATEMENT_PAGE, page


def _line(row: sqlite3.Row) -> LineFound:
    return LineFound(
        serial=row["serial"],
        bank_reference=row["reference"],
        booked_on=date.fromisoformat(row["booked_on"]),
        value_on=date.fromisoformat(row["value_on"]),
        amount=Fen(row["amount"]),
        account_number=row["named"],
        counterparty=row["counterparty"],
        counterparty_account=row["counterparty_account"],
        remark=row["remark"],
        request_number=row["request_number"],
        order_number=row["order_number"],
    )
