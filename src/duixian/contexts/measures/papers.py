"""The rulings and notices measures need (裁定书、协助执行通知书): their values, by template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from duixian.contexts.assets import queries as assets
from duixian.contexts.documents import issuing
from duixian.contexts.documents import queries as documents
from duixian.contexts.measures.models import Measure
from duixian.contexts.parties import queries as parties
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing
from duixian.kernel.money import display

VERBS = {"freeze": "冻结", "seal": "查封", "levy": "扣划"}
FROZEN_RIGHTS = ("equity", "security", "other")


def verb_of(measure: Measure) -> str:
    """冻结 for money and rights, 查封 for things that are registered or stand."""
    if measure.kind == Measure.Kind.SEAL and measure.asset.kind in FROZEN_RIGHTS:
        return "冻结"
    return VERBS[measure.kind]


def whom(measure: Measure) -> dict[str, Any]:
    """The institution addressed, and the owner with the number that must be equal there."""
    party = measure.asset.owner.party
    institution = measure.asset.institution
    return {
        "institution": institution.name if institution is not None else "",
        "owner": party.name,
        "owner_identity": parties.identity_number(party),
    }


def number_of(document_id: int | None) -> str:
    return documents.document(document_id).number if document_id is not None else ""


def first_notice_number(measure: Measure) -> str:
    """The number of the notice by which the institution was first asked for the measure."""
    return number_of(record.entry(measure.entry_id).result.get("document"))


def account_number(asset: assets.Asset) -> str:
    """The whole number, which the notice to the institution must carry."""
    return assets.number_of(asset)


def money(amount: int) -> str:
    return display(amount)


def ruling_to_freeze(at: Doing, measure: Measure, ends_on: date, term: str) -> int:
    """The ruling that money is frozen."""
    asset = measure.asset
    assert measure.ordered_amount is not None
    values: dict[str, Any] = {
        "object_kind": "银行存款",
        "amount": measure.ordered_amount,
        "items": [
            {
                "owner": asset.owner.party.name,
                "institution": asset.institution.name if asset.institution else "",
                "object": asset.description,
                "amount": money(measure.ordered_amount),
            }
        ],
        "starts_on": (measure.starts_on or at.on).isoformat(),
        "ends_on": ends_on.isoformat(),
        "term": term,
    }
    if asset.kept_amount:
        values["reserved"] = (
            f"该账户内{money(asset.kept_amount)}元依法应当保留（{asset.exempt_reason}），不予冻结。"
        )
    return issuing.issue("ruling_freeze", at, values, about={"measure": measure.pk})


def notice_to_freeze(measure: Measure, starts_on: date, ends_on: date, term: str) -> dict[str, Any]:
    """Values of the notice to freeze a deposit, or to freeze it longer."""
    asset = measure.asset
    assert measure.ordered_amount is not None
    return {
        **whom(measure),
        "ruling_number": number_of(measure.ruling_id),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "term": term,
        "amount": measure.ordered_amount,
        "items": [
            {
                "holder": asset.owner.party.name,
                "account": account_number(asset),
                "amount": money(measure.ordered_amount),
                "note": "轮候" if measure.queued_behind_others else "",
            }
        ],
    }


def ruling_to_seal(
    at: Doing, measure: Measure, ends_on: date, term: str, *, use_allowed: bool
) -> int:
    """The ruling that a thing is sealed up or a right frozen."""
    values: dict[str, Any] = {
        "measure": _register_word(measure),
        "items": [
            {
                "owner": measure.asset.owner.party.name,
                "object": measure.asset.description,
                "register": _register_entry(measure),
                "note": _note(measure),
            }
        ],
        "starts_on": (measure.starts_on or at.on).isoformat(),
        "ends_on": ends_on.isoformat(),
        "term": term,
    }
    if use_allowed:
        values["use_allowed"] = "是"
    return issuing.issue("ruling_seal", at, values, about={"measure": measure.pk})


def notice_to_seal(measure: Measure, starts_on: date, ends_on: date, term: str) -> dict[str, Any]:
    """Values of the notice to a registry to enter a seizure, or to enter it for longer."""
    return {
        **whom(measure),
        "measure": _register_word(measure),
        "ruling_number": number_of(measure.ruling_id),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "term": term,
        "items": [
            {
                "object": measure.asset.description,
                "register": _register_entry(measure),
                "note": _note(measure),
            }
        ],
    }


def _register_word(measure: Measure) -> str:
    return f"轮候{verb_of(measure)}" if measure.queued_behind_others else verb_of(measure)


def _register_entry(measure: Measure) -> str:
    details: Mapping[str, Any] = measure.asset.details
    certificate = str(details.get("certificate") or details.get("plate") or "")
    number = assets.number_of(measure.asset)
    return "，".join(part for part in (certificate, number) if part)


def _note(measure: Measure) -> str:
    share = measure.asset.share
    return f"被执行人份额：{share}" if share else ""


def ruling_to_levy(at: Doing, levy: Measure) -> int:
    """The ruling that frozen money is taken."""
    asset = levy.asset
    assert levy.ordered_amount is not None
    values: dict[str, Any] = {
        "amount": levy.ordered_amount,
        "items": [
            {
                "owner": asset.owner.party.name,
                "institution": asset.institution.name if asset.institution else "",
                "object": asset.description,
                "amount": money(levy.ordered_amount),
            }
        ],
    }
    return issuing.issue("ruling_levy", at, values, about={"measure": levy.pk})


def ruling_to_lift(at: Doing, measure: Measure, reason: str, extent: str) -> int:
    """The ruling that a measure ends, whole or in part."""
    values = {
        "measure": verb_of(measure),
        "reason": reason,
        "items": [
            {
                "owner": measure.asset.owner.party.name,
                "object": measure.asset.description,
                "ruling_number": number_of(measure.ruling_id),
                "extent": extent,
            }
        ],
    }
    return issuing.issue("ruling_lift", at, values)


def notice_to_lift(measure: Measure, ruling: int, reason: str, extent: str) -> dict[str, Any]:
    """Values of the notice to an institution to end a measure, whole or in part."""
    return {
        **whom(measure),
        "ruling_number": number_of(ruling),
        "measure": verb_of(measure),
        "reason": reason,
        "items": [
            {
                "object": measure.asset.description,
                "notice_number": first_notice_number(measure),
                "extent": extent,
            }
        ],
    }
