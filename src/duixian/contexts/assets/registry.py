"""Entering things into the register of what a debtor owns, and marking how they stand.

Acts of this room and of rooms above write the register through these functions only, inside
their own perform.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duixian.contexts.assets.facts import (
    FoundDeposit,
    FoundItem,
    FoundRealEstate,
    FoundRight,
    FoundVehicle,
)
from duixian.contexts.assets.models import Answer, Asset, Institution
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record import sealing
from duixian.kernel import identifiers
from duixian.kernel.money import yuan

PROTECTED = "依法不得冻结的专用账户"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing to be entered, whoever told of it."""

    kind: str
    description: str
    key: str = ""
    balance: int | None = None
    available: int | None = None
    value: int | None = None
    share: str = ""
    prior: Sequence[Mapping[str, Any]] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    protected: bool = False


def mask_key(kind: str, key: str) -> str:
    """A number as it is shown: accounts by their last four, registry numbers whole.

    >>> mask_key("deposit", "6222021234563308"), mask_key("vehicle", "皖B12345")
    ('尾号3308', '皖B12345')
    """
    if kind in ("deposit", "security"):
        return f"尾号{key[-4:]}" if len(key) > 4 else "*" * len(key)
    return key[:60]


def key_hash(kind: str, key: str) -> str:
    """The keyed hash a thing's number is compared by."""
    return sealing.keyed_hash(f"{kind}:{identifiers.normalise(key).upper()}") if key else ""


def enter(
    thing: Thing,
    owner: CaseParty,
    *,
    institution: Institution | None,
    found_by: str,
    on: date,
    answer: Answer | None = None,
    identity_hash: str = "",
) -> tuple[Asset, bool]:
    """The asset of a thing: entered anew (True), or brought up to date when it is known (False).

    What is controlled, disposed of or judged not enforceable keeps its state; only what was
    observed of it changes. An exemption once established is never lost by a later answer.
    """
    hashed = key_hash(thing.kind, thing.key)
    known = None
    if hashed:
        known = (
            Asset.objects.select_for_update()
            .filter(case_id=owner.case_id, owner=owner, kind=thing.kind, key_hash=hashed)
            .first()
        )
    asset = known or Asset(
        court_id=owner.court_id,
        case_id=owner.case_id,
        owner=owner,
        kind=thing.kind,
        key_sealed=sealing.seal(thing.key) if thing.key else "",
        key_hash=hashed,
        key_masked=mask_key(thing.kind, thing.key),
        found_by=found_by,
        found_on=on,
        seen_on=on,
    )
    if known is None or on >= known.seen_on:
        _observe(asset, thing, on)
    if institution is not None and (answer is not None or asset.institution_id is None):
        asset.institution = institution
    if answer is not None:
        asset.answer, asset.identity_hash = answer, identity_hash
    if thing.protected and not asset.exempt:
        asset.exempt, asset.exempt_reason = True, PROTECTED
    asset.save()
    return asset, known is None


def _observe(asset: Asset, thing: Thing, on: date) -> None:
    asset.description = thing.description[:300]
    asset.details = {**asset.details, **{k: v for k, v in thing.details.items() if v}}
    asset.prior = list(thing.prior)
    asset.seen_on = on
    for name in ("balance", "available", "value"):
        told = getattr(thing, name)
        if told is not None:
            setattr(asset, name, told)
    if thing.share:
        asset.share = thing.share


def mark(asset_id: int, state: str, *, reason: str = "") -> None:
    """A higher room says how an asset stands now: controlled, released, disposed of."""
    asset = Asset.objects.select_for_update().get(pk=asset_id)
    asset.state, asset.state_reason = Asset.State(state), reason
    asset.save(update_fields=["state", "state_reason"])


def see_money(asset_id: int, balance: int | None, available: int | None, on: date) -> None:
    """A receipt told what an account now holds."""
    asset = Asset.objects.select_for_update().get(pk=asset_id)
    if on >= asset.seen_on:
        asset.seen_on = on
        asset.balance = balance if balance is not None else asset.balance
        asset.available = available if available is not None else asset.available
        asset.save(update_fields=["seen_on", "balance", "available"])


def thing_of(item: FoundItem, holder: str = "") -> Thing:
    """The thing an answer's item describes. `holder`: whose share of real estate counts."""
    if isinstance(item, FoundDeposit):
        return _deposit(item)
    if isinstance(item, FoundRealEstate):
        return _real_estate(item, holder)
    if isinstance(item, FoundVehicle):
        return _vehicle(item)
    return _right(item)


def _prior(item: FoundItem) -> list[dict[str, Any]]:
    measures = [
        {
            "sort": "measure",
            "sequence": each.sequence,
            "authority": each.authority,
            "document_number": each.document_number,
            "ends_on": each.ends_on.isoformat() if each.ends_on else None,
            "amount": each.amount,
            "queued": each.queued,
        }
        for each in sorted(item.measures, key=lambda each: each.sequence)
    ]
    rights = [
        {
            "sort": "right",
            "kind": each.kind,
            "holder": each.holder,
            "amount": each.amount,
            "certificate": each.certificate,
        }
        for each in item.rights
    ]
    return measures + rights


def _deposit(item: FoundDeposit) -> Thing:
    label = f"（{item.account_class}）" if item.account_class else ""
    return Thing(
        kind="deposit",
        description=f"{item.branch or '存款账户'} {mask_key('deposit', item.number)}{label}",
        key=item.number,
        balance=item.balance,
        available=item.available,
        prior=_prior(item),
        details={
            "account_class": item.account_class,
            "account_state": item.account_state,
            "branch": item.branch,
            "branch_code": item.branch_code,
            "currency": item.currency,
            "opened_on": item.opened_on.isoformat() if item.opened_on else "",
            "closed_on": item.closed_on.isoformat() if item.closed_on else "",
            "remark": item.remark,
        },
        protected=item.protected,
    )


def _real_estate(item: FoundRealEstate, holder: str) -> Thing:
    mine = next((each for each in item.holders if each.identity_number == holder), None)
    others = [each.name for each in item.holders if each is not mine]
    return Thing(
        kind="real_estate",
        description=f"{item.location} {item.planned_use}".strip(),
        key=item.unit_number,
        share=(mine.share or mine.ownership) if mine else "",
        prior=_prior(item),
        details={
            "right_kind": item.right_kind,
            "location": item.location,
            "planned_use": item.planned_use,
            "floor_area": item.floor_area,
            "certificate": item.certificate,
            "registry": item.registry,
            "registered_on": item.registered_on.isoformat() if item.registered_on else "",
            "co_ownership": item.co_ownership,
            "register_state": item.register_state,
            "co_owners": others,
            "remark": item.remark,
        },
    )


def _vehicle(item: FoundVehicle) -> Thing:
    return Thing(
        kind="vehicle",
        description=f"{item.plate} {item.brand or item.vehicle_kind}".strip(),
        key=item.identification,
        prior=_prior(item),
        details={
            "plate": item.plate,
            "plate_kind": item.plate_kind,
            "brand": item.brand,
            "vehicle_kind": item.vehicle_kind,
            "engine_number": item.engine_number,
            "registered_on": item.registered_on.isoformat() if item.registered_on else "",
            "use": item.use,
            "colour": item.colour,
            "register_state": item.register_state,
            "registry": item.registry,
            "remark": item.remark,
        },
    )


def _right(item: FoundRight) -> Thing:
    worth = f"，估值{yuan(item.value)}元" if item.value is not None else ""
    return Thing(
        kind=item.kind,
        description=f"{item.name} {item.share}".strip() + worth,
        key=item.number,
        value=item.value,
        share=item.share,
        prior=_prior(item),
        details={
            "name": item.name,
            "number": item.number if item.kind == "equity" else "",
            "remark": item.remark,
        },
    )
