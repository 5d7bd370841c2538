"""A case file as the facts of the act of filing (立案), in the JSON the courts' system reads.

The city speaks as the filing hall would: amounts as yuan in text, days in ISO form. Nothing the
city knows beyond the application is told.
"""

from __future__ import annotations

from typing import Any

from duixian.city.case_shapes import CaseFile, CaseParty, Interest, Obligation
from duixian.kernel.money import yuan

FILE_CASE = "cases.file_case"

_FLAGS = {
    "livelihood": "涉民生",
    "public_body_debtor": "涉党政机关",
    "enterprise": "涉企业",
    "finance": "涉金融",
    "minor": "涉未成年人",
    "series": "集团案件",
}
_KINDS = {"person": "person", "firm": "firm", "other_organisation": "other"}


def filing_facts(case: CaseFile, *, with_docket_number: bool = False) -> dict[str, Any]:
    """The facts of `cases.file_case` for an application.

    With `with_docket_number` the case keeps the number its court's list gives it; else the court
    numbers it anew.
    """
    facts: dict[str, Any] = {
        "applied_on": case.received_on.isoformat(),
        "source": case.source,
        "cause": case.cause,
        "competence": "first_instance",
        "creditors": [_party(party) | {"agent": party.agent} for party in case.creditors],
        "debtors": [_debtor(case, party) for party in case.debtors],
        "titles": [_title(case)],
        "flags": sorted(_FLAGS[flag] for flag in case.flags),
        "series": case.series or "",
    }
    if with_docket_number:
        facts["docket_number"] = case.docket_number
    return facts


def debtor_shares(case: CaseFile) -> dict[str, int]:
    """What each debtor owes alone, in fen, by id: meaningful where liability is several (按份)."""
    shares = {debtor.party: 0 for debtor in case.debtors}
    for item in case.obligations:
        if len(item.debtors) == 1:
            shares[item.debtors[0]] += item.amount
    return shares


def _party(party: CaseParty) -> dict[str, Any]:
    return {
        "kind": _KINDS[party.kind],
        "name": party.name,
        "identity_number": party.identity_number,
        "address": party.address,
        "phone": party.phone,
        "legal_representative": party.legal_representative,
    }


def _debtor(case: CaseFile, party: CaseParty) -> dict[str, Any]:
    facts = _party(party) | {"liability": party.liability or "sole"}
    if party.liability == "several":
        facts["share"] = yuan(debtor_shares(case)[party.party])
    return facts


def _title(case: CaseFile) -> dict[str, Any]:
    title = case.title
    return {
        "kind": title.kind,
        "number": title.number,
        "issuer": title.issued_by,
        "effective_on": title.effective_on.isoformat(),
        "performance_due_on": title.performance_due.isoformat(),
        "operative_text": title.text,
        "obligations": [_obligation(item) for item in case.obligations],
    }


def _obligation(item: Obligation) -> dict[str, Any]:
    costs = item.category == "costs"
    return {
        "kind": item.kind,
        "text": item.text,
        "principal": yuan(0 if costs else item.amount),
        "costs": yuan(item.amount if costs else 0),
        "interest": _interest(item.interest) if item.interest else None,
        "due_on": item.due.isoformat(),
    }


def _interest(interest: Interest) -> dict[str, Any]:
    whole, rest = divmod(interest.rate, 10_000)
    return {
        "principal": yuan(interest.base),
        "starts_on": interest.since.isoformat(),
        "annual_rate": f"{whole}.{rest:04d}".rstrip("0").rstrip("."),
        "day_base": 365,
    }
