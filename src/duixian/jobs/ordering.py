"""Sending control orders and fetching their results: each takes effect once, however often sent."""

from __future__ import annotations

from typing import Any

import structlog

from duixian.contexts.assets import queries as assets
from duixian.contexts.documents import queries as documents
from duixian.contexts.measures import queries
from duixian.contexts.measures.acts_levy import ConfirmLevy
from duixian.contexts.measures.acts_receipt import (
    ConfirmLift,
    ConfirmMeasure,
    RecordFailed,
    RecordSent,
    refusal_of,
)
from duixian.contexts.measures.models import MeasureOrder
from duixian.contexts.parties import queries as parties
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.gateways import dealings
from duixian.gateways.dealings import (
    CourtAccount,
    DepositTarget,
    EstateTarget,
    NotYet,
    Receipt,
    Refused,
    Result,
    Subject,
    Target,
    VehicleTarget,
)
from duixian.gateways.errors import GatewayError, Misconfigured, Unreachable
from duixian.gateways.protocol import Measure, Writ
from duixian.jobs.connection import gateway_for, officer_of, writ
from duixian.jobs.faults import Meaning, ends, meaning_of
from duixian.jobs.queueing import queue_job
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen

log = structlog.get_logger(__name__)

FETCH_FIRST_AFTER_SECONDS = 2
OPEN = (MeasureOrder.State.TO_SEND, MeasureOrder.State.FAILED)

_MEASURES = {
    "freeze": Measure.FREEZE,
    "seal": Measure.SEAL_UP,
    "queue": Measure.QUEUE,
    "continue": Measure.RENEW,
    "lift": Measure.LIFT,
    "lift_queued": Measure.LIFT_QUEUED,
    "reduce": Measure.LIFT,
    "levy": Measure.LEVY,
}
_NO_LONGER_NEEDED = frozenset({"measures.order_settled", "measures.wrong_state"})


def send(order_id: int, court_id: int) -> None:
    """Send an order; the correlation makes a repeat harmless at the institution."""
    with viewing(system_actor(court_id)):
        order = queries.order(order_id)
        if order.state not in OPEN or not order.by_network:
            return
        request = _request(order)
    tried_before = order.state == MeasureOrder.State.FAILED
    try:
        reply = gateway_for(order.institution.key, court_id).send_order(request)
    except Misconfigured as fault:
        if tried_before:
            _note_failure(order, fault.message)
            raise
        _do(_refused(order, fault.message), order)
        return
    except GatewayError as fault:
        # Unreachable, or a reply that cannot be believed: the institution may have the order.
        _note_failure(order, fault.message)
        raise
    if isinstance(reply, Receipt):
        _sent(order, reply.receipt_number)
    elif meaning_of(reply) is Meaning.KNOWN:
        _sent(order, "")
    elif ends(reply, tried_before=tried_before):
        _do(_refused(order, reply.message), order)
    else:
        _note_failure(order, reply.message)
        raise Unreachable(reply.message, institution=order.institution.key)


def _sent(order: MeasureOrder, receipt_number: str) -> None:
    sent = RecordSent(case=order.case_id, order=order.pk, receipt_number=receipt_number[:80])
    _do(sent, order, key=f"order-sent:{order.correlation}:{order.attempts}")
    _fetch_later(order.pk, order.court_id, FETCH_FIRST_AFTER_SECONDS)


def _note_failure(order: MeasureOrder, reason: str) -> None:
    """Put a failure on record, once for a run of equal ones."""
    if order.state == MeasureOrder.State.FAILED and order.reason == reason[:400]:
        return
    _do(RecordFailed(case=order.case_id, order=order.pk, reason=reason[:400]), order)


def fetch(order_id: int, court_id: int) -> None:
    """Fetch the result of an order; not yet there, ask again later."""
    with viewing(system_actor(court_id)):
        order = queries.order(order_id)
        if order.state != MeasureOrder.State.SENT:
            return
    reply = gateway_for(order.institution.key, court_id).fetch_result(order.correlation)
    if isinstance(reply, NotYet):
        _fetch_later(order_id, court_id, max(1, int(reply.retry_after_seconds)))
    elif isinstance(reply, Refused):
        _hear_refusal(order, reply)
    elif not reply.controlled:
        _do(_refused(order, reply.message or "未能控制"), order)
    else:
        _do(_settlement(order, reply), order, key=f"order-result:{order.correlation}")


def _hear_refusal(order: MeasureOrder, reply: Refused) -> None:
    """A return closes the order; one the institution has lost goes out again."""
    meaning = meaning_of(reply)
    if meaning is Meaning.LOST:
        _note_failure(order, reply.message)
        queue_job("duixian.send_order", "order_id", order.pk, order.court_id)
    elif meaning is Meaning.FINAL:
        _do(_refused(order, reply.message), order)
    else:
        raise Unreachable(reply.message, institution=order.institution.key)


def _do(act: Act, order: MeasureOrder, *, key: str | None = None) -> None:
    """Do what the institution said; that another worker was quicker is no fault."""
    system: Actor = system_actor(order.court_id)
    try:
        do(act, by=system, key=key)
    except Refusal as refusal:
        if refusal.code not in _NO_LONGER_NEEDED:
            raise
        log.info("not needed any more", order=order.pk, refusal=refusal.code)


def _refused(order: MeasureOrder, reason: str) -> Act:
    return refusal_of(order.kind)(
        case=order.case_id, order=order.pk, reason=(reason or "协助单位未说明理由")[:400]
    )


def _settlement(order: MeasureOrder, reply: Result) -> Act:
    """The act that records what the order did."""
    if order.kind == "levy":
        return ConfirmLevy(
            case=order.case_id, order=order.pk, levied_amount=reply.amount or order.amount or 0
        )
    if order.kind in ("lift", "lift_queued", "reduce"):
        return ConfirmLift(case=order.case_id, order=order.pk)
    return ConfirmMeasure(
        case=order.case_id,
        order=order.pk,
        outcome="queued" if reply.queued else "effective",
        rank=reply.rank,
        held_amount=reply.amount,
        starts_on=reply.starts_on,
        ends_on=reply.ends_on,
        balance=reply.balance,
        available=reply.available,
        registration=reply.registration[:80],
    )


def _request(order: MeasureOrder) -> dealings.Order:
    """The message of an order, from its row, the asset and the papers it needs."""
    entry = record.entry(order.entry_id)
    party = order.measure.asset.owner.party
    ruling_id = entry.result.get("ruling") or order.measure.ruling_id
    account: dict[str, Any] | None = order.pay_into
    return dealings.Order(
        correlation=order.correlation,
        docket_number=order.case.docket_number,
        subject=Subject(party.name, parties.identity_number(party)),
        officer=officer_of(order.case, order.entry_id),
        writs=_writs(entry.result.get("document"), ruling_id),
        measure=_MEASURES[order.kind],
        target=_target(order),
        ruling_number=documents.document(ruling_id).number if ruling_id else "",
        amount=Fen(order.amount) if order.amount is not None else None,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        original_request=order.original,
        original_docket=order.case.docket_number if order.original else "",
        court_account=CourtAccount(account["name"], account["bank"], account["number"])
        if account
        else None,
    )


def _writs(notice_id: int | None, ruling_id: int | None) -> tuple[Writ, ...]:
    return tuple(writ(each) for each in (notice_id, ruling_id) if each is not None)


def _target(order: MeasureOrder) -> Target:
    """The thing to be controlled, with the items of the answer that must be repeated."""
    asset = order.measure.asset
    number, details = assets.number_of(asset), asset.details
    if asset.kind == "deposit":
        return DepositTarget(
            account_number=number,
            account_class=details.get("account_class", ""),
            branch=details.get("branch", ""),
            branch_code=details.get("branch_code", ""),
            currency=details.get("currency", "CNY") or "CNY",
        )
    if asset.kind == "real_estate":
        return EstateTarget(number, details.get("certificate", ""), details.get("location", ""))
    if asset.kind == "vehicle":
        return VehicleTarget(number, details.get("plate", ""))
    raise LookupError(f"no gateway controls property of kind {asset.kind}")


def _fetch_later(order_id: int, court_id: int, seconds: int) -> None:
    queue_job("duixian.fetch_result", "order_id", order_id, court_id, seconds=seconds)
