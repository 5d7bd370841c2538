"""Sending inquiries and fetching their answers: each request ends in a named state."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import structlog

from duixian.contexts.assets import queries
from duixian.contexts.assets.acts_answer import RecordAnswer
from duixian.contexts.assets.acts_inquiry import NoteOverdue, RecordFailed, RecordSent
from duixian.contexts.assets.models import Inquiry
from duixian.contexts.parties import queries as parties
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import Act, read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.gateways import dealings
from duixian.gateways.dealings import NotYet, Refused, Sent, Subject, WrongIdentity
from duixian.gateways.errors import GatewayError, Misconfigured, Unreachable
from duixian.jobs.connection import gateway_for, officer_of, writ
from duixian.jobs.faults import Meaning, ends, meaning_of
from duixian.jobs.queueing import queue_job
from duixian.kernel import clock
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)

FETCH_FIRST_AFTER_SECONDS = 2


def _subject(inquiry: Inquiry) -> Subject:
    party = inquiry.debtor.party
    return Subject(party.name, parties.identity_number(party))


def send(inquiry_id: int, court_id: int) -> None:
    """Send an inquiry once; the correlation makes a repeat harmless at the institution."""
    system = system_actor(court_id)
    with viewing(system):
        inquiry = queries.inquiry(inquiry_id)
        if inquiry.state not in (Inquiry.State.TO_SEND, Inquiry.State.FAILED):
            return
        request = _request(inquiry)
    tried_before = inquiry.state == Inquiry.State.FAILED
    try:
        reply = gateway_for(inquiry.institution.key, court_id).send_inquiry(request)
    except Misconfigured as fault:
        _note_failure(inquiry, system, fault.message, refused=not tried_before)
        if tried_before:
            raise
        return
    except GatewayError as fault:
        # Unreachable, or a reply that cannot be believed: the institution may have the request.
        _note_failure(inquiry, system, fault.message, refused=False)
        raise
    if isinstance(reply, Sent):
        _sent(inquiry, system, reply.receipt_number)
    elif meaning_of(reply) is Meaning.KNOWN:
        _sent(inquiry, system, "")
    else:
        over = ends(reply, tried_before=tried_before)
        _note_failure(inquiry, system, reply.message, refused=over)
        if not over:
            raise Unreachable(reply.message, institution=inquiry.institution.key)


def _request(inquiry: Inquiry) -> dealings.Inquiry:
    """The message, from what stood when the inquiry was ordered: the same however often sent."""
    entry = record.entry(inquiry.entry_id)
    return dealings.Inquiry(
        correlation=inquiry.correlation,
        docket_number=inquiry.case.docket_number,
        subject=_subject(inquiry),
        officer=officer_of(inquiry.case, inquiry.entry_id),
        writs=(writ(entry.result["document"]),),
    )


def _sent(inquiry: Inquiry, system: Actor, receipt_number: str) -> None:
    _do(
        RecordSent(case=inquiry.case_id, inquiry=inquiry.pk, receipt_number=receipt_number[:80]),
        system,
        key=f"sent:{inquiry.correlation}:{inquiry.attempts}",
    )
    _fetch_later(inquiry.pk, inquiry.court_id, FETCH_FIRST_AFTER_SECONDS)


def fetch(inquiry_id: int, court_id: int) -> None:
    """Fetch the answer; not yet there, ask again later, and note when it is overdue."""
    system = system_actor(court_id)
    with viewing(system):
        inquiry = queries.inquiry(inquiry_id)
        if inquiry.state not in (Inquiry.State.SENT, Inquiry.State.OVERDUE):
            return
        subject = _subject(inquiry)
    try:
        gateway = gateway_for(inquiry.institution.key, court_id)
        reply = gateway.fetch_answer(inquiry.correlation, subject)
    except GatewayError as fault:
        log.warning("no usable answer", inquiry=inquiry_id, fault=fault.message)
        _note_overdue(inquiry, system)
        raise
    if isinstance(reply, NotYet):
        _note_overdue(inquiry, system)
        _fetch_later(inquiry_id, court_id, max(1, int(reply.retry_after_seconds)))
    elif isinstance(reply, Refused):
        _hear_refusal(inquiry, system, reply)
    else:
        _record(inquiry, system, answer_facts(inquiry, subject, reply))


def _hear_refusal(inquiry: Inquiry, system: Actor, reply: Refused) -> None:
    """A return closes the inquiry; a request the institution has lost goes out again."""
    meaning = meaning_of(reply)
    if meaning is Meaning.LOST:
        _note_failure(inquiry, system, reply.message, refused=False)
        queue_job("duixian.send_inquiry", "inquiry_id", inquiry.pk, inquiry.court_id)
    elif meaning is Meaning.FINAL:
        _note_failure(inquiry, system, reply.message, refused=True)
    else:
        _note_overdue(inquiry, system)
        raise Unreachable(reply.message, institution=inquiry.institution.key)


def answer_facts(
    inquiry: Inquiry, subject: Subject, reply: dealings.Answer | WrongIdentity
) -> dict[str, Any]:
    """The facts of `assets.record_answer` from what the gateway read."""
    facts: dict[str, Any] = {"case": inquiry.case_id, "inquiry": inquiry.pk}
    if isinstance(reply, WrongIdentity):
        return facts | {
            "answered_name": reply.answered_name,
            "answered_identity": reply.answered_id_number,
            "answered_on": clock.today(),
        }
    return facts | {
        "answered_name": subject.name,
        "answered_identity": subject.id_number,
        "answered_on": min(reply.answered_on, clock.today()),
        "found": [
            *map(_deposit, reply.deposits),
            *map(_real_estate, reply.estates),
            *map(_vehicle, reply.vehicles),
        ],
        "evidence": reply.evidence,
    }


def _measures(existing: tuple[dealings.ExistingMeasure, ...]) -> list[dict[str, Any]]:
    return [
        {
            "sequence": each.sequence,
            "authority": each.authority,
            "document_number": each.document_number,
            "ends_on": each.ends_on,
            "amount": each.amount,
            "queued": each.queued,
        }
        for each in existing
    ]


def _rights(mortgages: tuple[dealings.Mortgage, ...]) -> list[dict[str, Any]]:
    return [
        {
            "kind": "抵押权",
            "holder": each.mortgagee,
            "amount": each.secured,
            "certificate": each.certificate,
        }
        for each in mortgages
    ]


def _deposit(found: dealings.DepositAccount) -> dict[str, Any]:
    return {
        "kind": "deposit",
        "number": found.number,
        "account_class": found.account_class,
        "account_state": found.state,
        "branch": found.branch,
        "branch_code": found.branch_code,
        "currency": found.currency,
        "balance": found.balance,
        "available": found.available,
        "opened_on": found.opened_on,
        "closed_on": found.closed_on,
        "protected": found.protected,
        "measures": _measures(found.existing),
        "remark": found.remark[:400],
    }


def _real_estate(found: dealings.RealEstate) -> dict[str, Any]:
    plain = {
        name: getattr(found, name)
        for name in (
            "unit_number",
            "right_kind",
            "location",
            "planned_use",
            "floor_area",
            "certificate",
            "registry",
            "registered_on",
            "co_ownership",
        )
    }
    holders = [
        {
            "name": each.name,
            "identity_number": each.id_number,
            "share": each.share,
            "ownership": each.ownership,
        }
        for each in found.holders
    ]
    return {
        "kind": "real_estate",
        **plain,
        "register_state": found.state,
        "holders": holders,
        "measures": _measures(found.existing),
        "rights": _rights(found.mortgages),
    }


def _vehicle(found: dealings.Vehicle) -> dict[str, Any]:
    plain = asdict(found)
    for name in ("mortgages", "existing", "state"):
        plain.pop(name)
    return {
        "kind": "vehicle",
        **plain,
        "register_state": found.state,
        "measures": _measures(found.existing),
        "rights": _rights(found.mortgages),
    }


def _record(inquiry: Inquiry, system: Actor, facts: dict[str, Any]) -> None:
    act = read_facts(RecordAnswer, facts)
    try:
        do(act, by=system, key=f"answer:{inquiry.correlation}")
    except Refusal as refusal:
        if refusal.code != "assets.answer_repeated":
            raise


def _note_failure(inquiry: Inquiry, system: Actor, reason: str, *, refused: bool) -> None:
    """Put a failure on record, once for a run of equal ones."""
    if inquiry.state == Inquiry.State.FAILED and inquiry.reason == reason[:400] and not refused:
        return
    _do(
        RecordFailed(
            case=inquiry.case_id, inquiry=inquiry.pk, reason=reason[:400], refused=refused
        ),
        system,
    )


def _note_overdue(inquiry: Inquiry, system: Actor) -> None:
    if inquiry.state != Inquiry.State.SENT or inquiry.due_on is None:
        return
    if clock.today() > inquiry.due_on:
        _do(
            NoteOverdue(case=inquiry.case_id, inquiry=inquiry.pk),
            system,
            key=f"overdue:{inquiry.correlation}",
        )


def _do(act: Act, system: Actor, *, key: str | None = None) -> None:
    """Do what happened to an inquiry; that another worker was quicker is no fault."""
    try:
        do(act, by=system, key=key)
    except Refusal as refusal:
        if refusal.code != "assets.inquiry_settled":
            raise
        log.info("not needed any more", act=act.code)


def _fetch_later(inquiry_id: int, court_id: int, seconds: int) -> None:
    queue_job("duixian.fetch_answer", "inquiry_id", inquiry_id, court_id, seconds=seconds)
