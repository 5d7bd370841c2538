"""Signatures (签批): agree, refuse, withdraw; an act is checked again when it takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from duixian.contexts.record import hooks, powers
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Doing, catalogue, read_facts
from duixian.contexts.record.doing import Done, Waiting, effect_signed
from duixian.contexts.record.models import Draft, DraftSignature
from duixian.contexts.record.viewing import set_viewer
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Fully signed, but the law no longer allows it (条件已失): nothing was performed."""

    draft_id: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Returned:
    """A signer refused, or the drafter withdrew (退回、撤回)."""

    draft_id: int
    status: str


def sign(draft_id: int, *, by: Actor, note: str = "") -> Done | Waiting | Lapsed:
    """Agree to a draft as the role it waits for; the last signature makes it take effect."""
    with transaction.atomic():
        set_viewer(by.courts)
        draft = _waiting_draft(draft_id)
        role = _signing_role(draft, by)
        _put_word(draft, by, role, agreed=True, note=note)
        step = draft.steps[draft.step]
        agreed = draft.signatures.filter(step=draft.step, agreed=True).count()
        if agreed < step["people"]:
            return Waiting(draft.pk, role.title)
        draft.step += 1
        if draft.step < len(draft.steps):
            draft.waiting_role = draft.steps[draft.step]["role"]
            draft.save(update_fields=["step", "waiting_role"])
            return Waiting(draft.pk, Role(draft.waiting_role).title)
        return _take_effect(draft)


def refuse(draft_id: int, *, by: Actor, reason: str) -> Returned:
    """Send a draft back with a reason; it will not take effect."""
    if not reason.strip():
        raise Refusal(
            "record.reason_missing", "退回须写明理由", cure="填写退回理由", field="reason"
        )
    with transaction.atomic():
        set_viewer(by.courts)
        draft = _waiting_draft(draft_id)
        role = _signing_role(draft, by)
        _put_word(draft, by, role, agreed=False, note=reason)
        return _settle(draft, Draft.Status.REFUSED)


def withdraw(draft_id: int, *, by: Actor) -> Returned:
    """The drafter takes a draft back before it took effect."""
    with transaction.atomic():
        set_viewer(by.courts)
        draft = _waiting_draft(draft_id)
        if draft.person_id != by.person_id:
            raise Refusal(
                "record.not_your_draft", "只有起草人可以撤回", cure="请起草人撤回", status=403
            )
        return _settle(draft, Draft.Status.WITHDRAWN)


def _waiting_draft(draft_id: int) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise Refusal("record.not_found", "没有这一待签事项，或您无权查看", status=404)
    if draft.status != Draft.Status.WAITING:
        raise Refusal(
            "record.draft_settled",
            f"此事项已{Draft.Status(draft.status).label}",
            cure="刷新页面查看结果",
            status=409,
        )
    return draft


def _signing_role(draft: Draft, by: Actor) -> Role:
    role = Role(draft.waiting_role)
    if not by.holds(role) or by.court_id != draft.court_id:
        raise Refusal(
            "record.not_your_signature",
            f"此事项待本院{role.title}签署",
            cure="请有权人员签署，或由其授权",
            status=403,
        )
    if by.person_id is None or by.person_id == draft.person_id:
        raise Refusal(
            "record.own_draft", "起草人不能签署自己起草的事项", cure="请另一人签署", status=403
        )
    if draft.signatures.filter(person_id=by.person_id).exists():
        raise Refusal(
            "record.signed_already", "您已签署过此事项", cure="请其他有权人员签署", status=409
        )
    act = catalogue.find(draft.act)
    act.admits_signer(by, role, draft.case_id)
    if role.branch is not Branch.COMMAND:
        powers.keep_apart(act, draft.case_id, by.person_id)
    return role


def _put_word(draft: Draft, by: Actor, role: Role, *, agreed: bool, note: str) -> None:
    assert by.person_id is not None  # _signing_role refused those without one
    delegation = None if role in by.roles else by.delegated.get(role)
    DraftSignature.objects.create(
        draft=draft,
        court_id=draft.court_id,
        step=draft.step,
        person_id=by.person_id,
        person_name=by.name,
        role=str(role),
        for_person_id=delegation.person_id if delegation else None,
        for_person_name=delegation.name if delegation else "",
        agreed=agreed,
        note=note,
        signed_at=clock.now(),
    )


def _take_effect(draft: Draft) -> Done | Lapsed:
    try:
        with transaction.atomic():
            done = _effect_of(draft)
    except Refusal as refusal:
        draft.refusal = refusal.as_json()
        _settle(draft, Draft.Status.LAPSED)
        return Lapsed(draft.pk, refusal)
    draft.entry_id = done.entry_id
    _settle(draft, Draft.Status.EFFECTED)
    return done


def _effect_of(draft: Draft) -> Done:
    act = read_facts(catalogue.find(draft.act), draft.facts)
    drafter = hooks.actor_of(draft.person_id) if draft.person_id is not None else None
    if drafter is None:
        raise Refusal("record.drafter_gone", "起草人已不在本院任职", cure="由现承办人重新起草")
    now = clock.now()
    at = Doing(
        by=drafter,
        on=clock.civil_date(now),
        now=now,
        court_id=draft.court_id,
        case_id=draft.case_id,
        role=Role(draft.role),
        signers=[_signer(word) for word in draft.signatures.order_by("signed_at")],
    )
    return effect_signed(act, at, draft.steps)


def _signer(word: DraftSignature) -> dict[str, Any]:
    return {
        "person_id": word.person_id,
        "name": word.person_name,
        "role": word.role,
        "for": word.for_person_name,
        "note": word.note,
        "signed_at": word.signed_at.isoformat(),
    }


def _settle(draft: Draft, status: Draft.Status) -> Returned:
    draft.status = status
    draft.waiting_role = ""
    draft.settled_at = clock.now()
    draft.save(
        update_fields=["status", "waiting_role", "settled_at", "step", "entry_id", "refusal"]
    )
    return Returned(draft.pk, status.value)
