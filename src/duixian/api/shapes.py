"""How rows look in JSON: yuan as decimal strings, ISO dates, identity numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duixian.contexts.assets.models import Asset
from duixian.contexts.cases.models import Case, CaseParty
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.documents.models import Document
from duixian.contexts.measures.models import Measure
from duixian.contexts.record import sealing
from duixian.contexts.record.acts import Act
from duixian.contexts.record.models import Draft, Entry
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role
from duixian.workflow.next_acts import Possible


def case(row: Case) -> dict[str, Any]:
    return {
        "id": row.pk,
        "docket_number": row.docket_number,
        "court": row.court_id,
        "state": row.state,
        "cause": row.cause,
        "filed_on": row.filed_on,
        "officer": row.officer_id,
        "creditors": row.creditor_names,
        "debtors": row.debtor_names,
        "claim_amount": yuan(row.claim_amount),
        "collected": yuan(row.collected_amount),
        "owed": yuan(row.owed_amount),
        "owed_on": row.owed_on,
        "flags": row.flags,
        "property_class": row.property_class,
        "closed_on": row.closed_on,
        "closing": row.closing,
    }


def party(row: CaseParty) -> dict[str, Any]:
    return {
        "id": row.pk,
        "role": row.role,
        "name": row.party.name,
        "kind": row.party.kind,
        "identity_masked": row.party.identity_masked,
        "liability": row.liability,
        "share": yuan(row.share) if row.share is not None else None,
        "agent": row.agent,
    }


def deadline(row: Deadline) -> dict[str, Any]:
    node = deadlines.node_of(row)
    return {
        "node": row.node,
        "title": node.title,
        "title_en": node.title_en,
        "subject": row.subject,
        "state": row.state,
        "started_on": row.started_on,
        "due_on": row.due_on,
        "ended_on": row.ended_on,
        "missed_on": row.missed_on,
        "late": row.late,
        "responsible": row.responsible,
        "unknown_because": row.unknown_because,
    }


def _without_secrets(value: Any) -> Any:
    """Stored facts with sealed texts replaced: an answer never carries an identity number."""
    if isinstance(value, str):
        return "（已加密）" if sealing.is_sealed(value) else value
    if isinstance(value, Mapping):
        return {key: _without_secrets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    return value


def entry(row: Entry) -> dict[str, Any]:
    return {
        "entry": row.pk,
        "seq": row.seq,
        "act": row.act,
        "line": row.line,
        "person": row.person_name,
        "role": row.role,
        "signers": row.signers,
        "occurred_on": row.occurred_on,
        "recorded_at": row.recorded_at,
        "facts": _without_secrets(row.facts),
        "result": row.result,
        "provisions": row.provisions,
        "previous": row.previous,
        "hash": row.hash,
    }


def draft(row: Draft) -> dict[str, Any]:
    return {
        "draft": row.pk,
        "case": row.case_id,
        "act": row.act,
        "facts": _without_secrets(row.facts),
        "person": row.person_name,
        "created_at": row.created_at,
        "status": row.status,
        "waiting_for": Role(row.waiting_role).title if row.waiting_role else "",
        "refusal": row.refusal,
        "entry": row.entry_id,
    }


def act(kind: type[Act]) -> dict[str, Any]:
    return {
        "code": kind.code,
        "title": kind.title,
        "title_en": kind.title_en,
        "meaning": (kind.__doc__ or "").strip(),
        "branch": kind.branch,
        "done_by": [str(role) for role in kind.done_by],
        "signed_by": [{"role": str(step.role), "people": step.people} for step in kind.signed_by],
        "provisions": list(kind.under),
        "document": kind.document,
        "irreversible": kind.irreversible,
        "undone_by": kind.undone_by,
        "facts": kind.model_json_schema(),
    }


def possible(row: Possible) -> dict[str, Any]:
    return {
        "code": row.act.code,
        "title": row.act.title,
        "due_on": row.due_on,
        "node": row.deadline.node if row.deadline else None,
        "refusal": row.refusal.as_json() if row.refusal else None,
    }


def asset(row: Asset) -> dict[str, Any]:
    def amount(fen: int | None) -> str | None:
        return yuan(fen) if fen is not None else None

    return {
        "id": row.pk,
        "kind": row.kind,
        "owner": row.owner_id,
        "owner_name": row.owner.party.name,
        "institution": row.institution.name if row.institution is not None else None,
        "number_masked": row.key_masked,
        "description": row.description,
        "balance": amount(row.balance),
        "available": amount(row.available),
        "value": amount(row.value),
        "share": row.share,
        "exempt": row.exempt,
        "exempt_reason": row.exempt_reason,
        "state": row.state,
        "found_by": row.found_by,
        "found_on": row.found_on,
    }


def measure(row: Measure) -> dict[str, Any]:
    return {
        "id": row.pk,
        "asset": row.asset_id,
        "description": row.asset.description,
        "kind": row.kind,
        "state": row.state,
        "rank": row.rank,
        "ordered_on": row.ordered_on,
        "ordered_amount": yuan(row.ordered_amount) if row.ordered_amount is not None else None,
        "held": yuan(row.held_amount),
        "levied": yuan(row.levied_amount),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
    }


def document(row: Document) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "number": row.number,
        "addressee": row.addressee,
        "issued_on": row.issued_on,
        "entry": row.entry_id,
        "hash": row.content_hash,
        "must_be_served": row.must_be_served,
        "services": [
            {
                "recipient": each.recipient_name,
                "method": each.method,
                "served_on": each.served_on,
                "completed_on": each.completed_on,
                "reason": each.reason,
            }
            for each in row.services.all()
        ],
    }
