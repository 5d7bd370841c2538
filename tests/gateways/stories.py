"""Words the stories share: writs, an officer, inquiries and orders with fresh numbers."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from datetime import date
from typing import Any

from duixian.gateways.dealings import (
    CourtAccount,
    DepositTarget,
    EstateTarget,
    Inquiry,
    NotYet,
    Officer,
    Order,
    Receipt,
    Refused,
    Result,
    Sent,
    Subject,
    Target,
    VehicleTarget,
)
from duixian.gateways.protocol import Measure, Writ
from duixian.gateways.registry import Gateway
from duixian.kernel.money import Fen
from tests.gateways import town

OFFICER = Officer("周执行", "皖执工0001", "皖执公0001", "0553-0000001")
NOTICE = Writ.of("协助查询通知书.pdf", "协助查询通知书", b"%PDF notice of inquiry")
FREEZE_NOTICE = Writ.of("协助冻结通知书.pdf", "协助冻结通知书", b"%PDF notice of assistance")
RULING = Writ.of("执行裁定书.pdf", "执行裁定书", b"%PDF ruling")
CASE_ACCOUNT = CourtAccount("镜湖区法院执行款专户", "江岸商业银行", "9999000011112222")
STARTS, ENDS = date(2016, 5, 17), date(2017, 5, 16)

_serial = itertools.count(1)
_taken: dict[str, itertools.count[int]] = {}


def fresh(prefix: str = "Q") -> str:
    """A request number nobody used before in this session."""
    return f"340202-{prefix}{next(_serial):06d}"


def inquiry(subject: Subject = town.ZHANG, **changes: Any) -> Inquiry:
    """An inquiry about one person with its notice."""
    plain = Inquiry(
        correlation=fresh(),
        docket_number="（2016）皖0202执1号",
        subject=subject,
        officer=OFFICER,
        writs=(NOTICE,),
        notice_name="协助查询通知书",
    )
    return replace(plain, **changes)


def order(measure: Measure, target: Target, subject: Subject = town.ZHANG, **changes: Any) -> Order:
    """An order with notice and ruling, a term of a year where it has one."""
    plain = Order(
        correlation=fresh("K"),
        docket_number="（2016）皖0202执1号",
        subject=subject,
        officer=OFFICER,
        writs=(FREEZE_NOTICE, RULING),
        measure=measure,
        target=target,
        ruling_number="（2016）皖0202执1号之一",
        starts_on=STARTS if measure.has_term else None,
        ends_on=ENDS if measure.has_term else None,
    )
    return replace(plain, **changes)


def freeze(target: Target, amount: int, subject: Subject = town.ZHANG, **changes: Any) -> Order:
    """A freeze of so many fen."""
    return order(Measure.FREEZE, target, subject, amount=Fen(amount), **changes)


def follow(first: Order, measure: Measure, amount: int | None = None, **changes: Any) -> Order:
    """An order that acts on the measure of an earlier one."""
    items: dict[str, Any] = {
        "original_request": first.correlation,
        "original_docket": first.docket_number,
        "amount": Fen(amount) if amount is not None else None,
    }
    if measure.takes_money:
        items["court_account"] = CASE_ACCOUNT
    return order(measure, first.target, first.subject, **(items | changes))


def next_target(institution: str) -> Target:
    """An object of 张三丰 at the institution that no other story has touched."""
    serial = next(_taken.setdefault(institution, itertools.count(1)))
    assert serial <= town.ACCOUNTS_EACH, "give the town more accounts"
    return target_of(institution, serial)


def target_of(institution: str, serial: int) -> Target:
    """The object with this serial at the institution."""
    if institution.startswith("bank-"):
        return DepositTarget(town.number_of(institution.removeprefix("bank-"), serial))
    if institution.startswith("land-"):
        return EstateTarget(f"349900001001GB{serial:05d}F00000001")
    return VehicleTarget(f"L0XTOWN00{serial:08d}")


def key_of(target: Target) -> str:
    """How the book calls the object."""
    if isinstance(target, DepositTarget):
        return target.account_number
    if isinstance(target, EstateTarget):
        return target.unit_number
    return target.identification


def done(gateway: Gateway, wanted: Order) -> Result:
    """Hand in an order and wait for what it did."""
    receipt = gateway.send_order(wanted)
    assert isinstance(receipt, Receipt), receipt
    return result_of(gateway, wanted.correlation)


def result_of(gateway: Gateway, correlation: str) -> Result:
    """Wait for a result."""
    result = awaited(lambda: gateway.fetch_result(correlation))
    assert isinstance(result, Result), result
    return result


def answered(gateway: Gateway, wanted: Inquiry) -> Any:
    """Hand in an inquiry and wait for the answer, whatever it is."""
    sent = gateway.send_inquiry(wanted)
    assert isinstance(sent, Sent), sent
    return awaited(lambda: gateway.fetch_answer(wanted.correlation, wanted.subject))


def awaited(ask: Any, seconds: float = 10.0) -> Any:
    """Ask until something other than NotYet comes."""
    patience = time.monotonic() + seconds
    while isinstance(said := ask(), NotYet):
        assert time.monotonic() < patience, "no answer came"
        time.sleep(min(said.retry_after_seconds, 0.1))
    return said


def reason_of(said: Any) -> str:
    """The reason code of a refusal, a return or an order without effect."""
    assert isinstance(said, Refused | Result), said
    assert said.reason is not None, said
    return said.reason.value
