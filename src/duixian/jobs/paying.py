"""Payouts at the bank: each order is paid once, and booked only when the bank says exactly that."""

from __future__ import annotations

import structlog

from duixian.contexts.distribution import queries
from duixian.contexts.distribution.acts import ConfirmPayout, FailPayout
from duixian.contexts.distribution.acts_bank import (
    DoubtPayout,
    NotePayoutTrouble,
    RecordPayoutSent,
)
from duixian.contexts.distribution.models import Payout
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.gateways.dealings import NotYet, Refused
from duixian.gateways.errors import GatewayError, Malformed, Misconfigured, Unreachable
from duixian.gateways.treasury import (
    CourtBankGateway,
    NotPaid,
    Paid,
    Payment,
    PaymentTaken,
    WrongPayment,
)
from duixian.jobs.connection import court_bank
from duixian.jobs.faults import Meaning, ends, meaning_of
from duixian.jobs.queueing import queue_job
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen

log = structlog.get_logger(__name__)

FETCH_FIRST_AFTER_SECONDS = 2
NO_BANK = "本院没有登记能联网付款的执行款专户，须到柜面付款，由财务登记结果"


def send(payout_id: int, court_id: int) -> None:
    """Hand the order to the bank; the order number makes a repeat harmless there."""
    with viewing(system_actor(court_id)):
        payout = queries.payout(payout_id)
        if payout.state != Payout.State.ORDERED:
            return
        request = _request(payout)
    if not payout.institution_key:
        _note_trouble(payout, NO_BANK)
        return
    if payout.sent_on is not None:
        fetch(payout_id, court_id)
        return
    try:
        bank = court_bank(payout.institution_key, court_id)
        reply = bank.send_payment(request)
    except Misconfigured as fault:
        if payout.trouble:
            # An earlier try may have reached the bank: nothing is final.
            raise
        _fail(payout, fault.message)
        return
    except (Unreachable, Malformed) as fault:
        _note_trouble(payout, fault.message)
        raise
    if isinstance(reply, PaymentTaken):
        _taken(payout, reply.receipt_number)
    elif meaning_of(reply) is Meaning.KNOWN:
        _taken(payout, "")
    elif ends(reply, tried_before=bool(payout.trouble)):
        _fail(payout, reply.message)
    else:
        _note_trouble(payout, reply.message)
        raise Unreachable(reply.message, institution=payout.institution_key)


def fetch(payout_id: int, court_id: int) -> None:
    """Ask what became of it; not yet there, ask again later."""
    with viewing(system_actor(court_id)):
        payout = queries.payout(payout_id)
        if payout.state != Payout.State.ORDERED or not payout.institution_key:
            return
        request = _request(payout)
    try:
        bank = court_bank(payout.institution_key, court_id)
        reply = bank.fetch_payment(request)
    except GatewayError as fault:
        _note_trouble(payout, fault.message)
        raise
    _hear(payout, reply, bank, request)


def _hear(
    payout: Payout,
    reply: Paid | NotPaid | WrongPayment | NotYet | Refused,
    bank: CourtBankGateway,
    request: Payment,
) -> None:
    if isinstance(reply, Paid):
        paid = ConfirmPayout(
            case=payout.case_id, payout=payout.pk, bank_reference=reply.bank_reference
        )
        _do(paid, payout, key=f"paid:{payout.order_id}")
    elif isinstance(reply, NotPaid):
        _fail(payout, reply.message)
    elif isinstance(reply, WrongPayment):
        # Loud in the log and visible on the payout; the money stays reserved until a person asks.
        log.error("bank speaks of another payment", payout=payout.number, difference=reply.message)
        if payout.doubt != reply.message:
            doubt = DoubtPayout(case=payout.case_id, payout=payout.pk, reason=reply.message)
            _do(doubt, payout)
    elif isinstance(reply, NotYet):
        _fetch_later(payout, max(1, int(reply.retry_after_seconds)))
    elif meaning_of(reply) is Meaning.LOST:
        # The same number again: had the bank it after all, it would still pay once.
        taken = bank.send_payment(request)
        if not isinstance(taken, PaymentTaken):
            _note_trouble(payout, taken.message)
            raise Unreachable(taken.message, institution=payout.institution_key)
        _fetch_later(payout, FETCH_FIRST_AFTER_SECONDS)
    else:
        _note_trouble(payout, reply.message)
        raise Unreachable(reply.message, institution=payout.institution_key)


def _request(payout: Payout) -> Payment:
    """The order, from the payout's own row alone: the same bytes however often it is sent."""
    return Payment(
        order_number=payout.order_id,
        docket_number=payout.case.docket_number,
        account_number=payout.paid_from,
        payee_name=payout.account_name,
        payee_account=queries.account_number(payout),
        payee_bank=payout.bank_name,
        amount=Fen(payout.amount),
        purpose=payout.number,
    )


def _taken(payout: Payout, receipt_number: str) -> None:
    sent = RecordPayoutSent(
        case=payout.case_id, payout=payout.pk, receipt_number=receipt_number[:80]
    )
    _do(sent, payout, key=f"payout-sent:{payout.order_id}")
    _fetch_later(payout, FETCH_FIRST_AFTER_SECONDS)


def _fail(payout: Payout, reason: str) -> None:
    failed = FailPayout(case=payout.case_id, payout=payout.pk, reason=reason[:200])
    _do(failed, payout, key=f"payout-failed:{payout.order_id}")


def _note_trouble(payout: Payout, reason: str) -> None:
    """Put it on record, once for a run of equal ones."""
    if payout.trouble != reason[:200]:
        _do(NotePayoutTrouble(case=payout.case_id, payout=payout.pk, reason=reason[:200]), payout)


def _do(act: Act, payout: Payout, *, key: str | None = None) -> None:
    """That another worker, or finance, was quicker is no fault."""
    try:
        do(act, by=system_actor(payout.court_id), key=key)
    except Refusal as refusal:
        if refusal.code != "distribution.payout_settled":
            raise
        log.info("not needed any more", payout=payout.number, act=act.code)


def _fetch_later(payout: Payout, seconds: int) -> None:
    queue_job("duixian.fetch_payout", "payout_id", payout.pk, payout.court_id, seconds=seconds)
