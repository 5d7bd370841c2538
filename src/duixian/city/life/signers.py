"""Those who sign: directors, presidents and panels read what waits for them, most days."""

from __future__ import annotations

from django.db import transaction

from duixian.city.life.town import Town
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.models import Draft
from duixian.contexts.record.signing import Lapsed, refuse, sign
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

_READS = 0.75
_SENDS_BACK = 0.03
_ORDER = (
    Role.PANEL_JUDGE,
    Role.ADJUDICATION_JUDGE,
    Role.FINANCE,
    Role.BUREAU_DIRECTOR,
    Role.PRESIDENT,
)


def sign_what_waits(town: Town) -> set[int]:
    """Sign or send back; the cases in which something took effect or came back."""
    moved: set[int] = set()
    with viewing(town.overseer):
        waiting = Draft.objects.filter(status=Draft.Status.WAITING)
        asked = set(waiting.values_list("court_id", "waiting_role").distinct())
    for court_id in sorted({court for court, _ in asked}):
        if court_id not in town.court_keys:
            continue
        for role in _ORDER:
            # A director's word may put a draft before the president on the same day.
            if role is not Role.PRESIDENT and (court_id, role.value) not in asked:
                continue
            for official in town.staff.of(town.court_keys[court_id], role):
                moved |= _read(town, town.actor(official), role)
    return moved


def _read(town: Town, signer: Actor, role: Role) -> set[int]:
    with viewing(signer):
        drafts = [
            (draft.pk, draft.act, draft.case_id)
            for draft in record.drafts_waiting_for(signer)
            if draft.waiting_role == role.value
        ]
    moved: set[int] = set()
    for draft_id, act, case_id in drafts:
        mood = town.chance_today("sign", act, town.docket(case_id), signer.name)
        if mood.random() >= _READS:
            continue
        given = _give_word(town, signer, draft_id, act, back=mood.random() < _SENDS_BACK)
        if given and case_id is not None:
            moved.add(case_id)
    return moved


def _give_word(town: Town, signer: Actor, draft_id: int, act: str, *, back: bool) -> bool:
    try:
        with transaction.atomic():
            if back:
                refuse(draft_id, by=signer, reason="材料不全，补正后再报")
                town.tally.done["record.refuse"] += 1
                return True
            outcome = sign(draft_id, by=signer)
    except Refusal as refusal:
        town.tally.refused[f"sign {act} {refusal.code}"] += 1
        return False
    town.tally.done["record.sign"] += 1
    if isinstance(outcome, Lapsed):
        town.tally.refused[f"lapsed {act} {outcome.refusal.code}"] += 1
    return True
