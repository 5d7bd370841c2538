"""What jobs hand to the court's bank and get back: plain dataclasses, money in fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duixian.gateways.protocol import Reason
from duixian.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money to be paid from the court's account (支付指令). The order number pays once."""

    order_number: str
    docket_number: str
    account_number: str
    payee_name: str
    payee_account: str = field(repr=False)
    payee_bank: str
    amount: Fen
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """The order is durable at the bank; nothing is paid yet (已受理)."""

    order_number: str
    receipt_number: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Paid:
    """The payee's bank has the money (付款成功)."""

    order_number: str
    bank_reference: str
    settled_on: date
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NotPaid:
    """The money came back to the court's account (付款失败), with the reason and its cure."""

    order_number: str
    settled_on: date
    message: str
    cure: str = ""
    reason: Reason | None = None
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WrongPayment:
    """The bank speaks of another payment than ours (支付结果不符): nothing of it may be booked."""

    order_number: str
    message: str
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the statement (流水); money out is negative."""

    serial: int
    bank_reference: str
    booked_on: date
    value_on: date
    amount: Fen
    account_number: str
    counterparty: str
    counterparty_account: str = field(repr=False)
    remark: str = ""
    request_number: str = ""
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in ascending order; `more`: ask again after the last serial."""

    lines: tuple[Line, ...]
    more: bool
    balance: Fen
