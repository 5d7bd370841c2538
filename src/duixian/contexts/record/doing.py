"""The one door: `do` is the only way anything is written.

authority -> signatures -> law check -> perform -> document -> journal -> deadlines -> outbox,
in one database transaction; what is refused changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction
from pydantic_core import to_jsonable_python

from duixian.contexts.record import hooks, journal, outbox, powers
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Doing, Signature, Subject
from duixian.contexts.record.models import Draft, Entry, Repeat
from duixian.contexts.record.sealing import keyed_hash
from duixian.contexts.record.turns import wait_for_turn
from duixian.contexts.record.viewing import reading_anew, set_viewer
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

# What a document may concern, by the names results use: its service meets the clocks of that thing.
_CONCERNED = ("debtor", "measure", "asset", "receipt", "payout")


@dataclass(frozen=True, slots=True)
class Done:
    """An act that took effect (已生效)."""

    entry_id: int
    seq: int
    hash: str
    occurred_on: date
    recorded_at: datetime
    result: dict[str, Any]
    case_id: int | None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that waits for signatures (待签发)."""

    draft_id: int
    waiting_for: str
    repeated: bool = False


def do(
    act: Act, *, by: Actor, key: str | None = None, occurred_on: date | None = None
) -> Done | Waiting:
    """Do an act, or put it before those who must sign it.

    key: idempotency key; the same key with the same facts answers as the first time and does
    nothing. occurred_on: the day it happened, today unless entered late. Raises Refusal.
    """
    with transaction.atomic():
        set_viewer(by.courts)
        if key:
            earlier = _earlier(act, by, key)
            if earlier is not None:
                return earlier
        # Locked before anything of the case is read: whoever waited sees what went before.
        head = journal.lock_case(act.case_in_question())
        at = _begin(act, by, _subject(act, by, head), occurred_on)
        if head is None:
            head = _lock(act, at)
        act.admit(at)
        needed = act.needs(at)
        if needed:
            act.check(at)
            outcome: Done | Waiting = _put_before_signers(act, at, needed)
        else:
            outcome = effect(act, at, head)
        if key:
            _remember(act, at, key, outcome)
        return outcome


def attempt(act: Act, *, by: Actor, occurred_on: date | None = None) -> None:
    """Check authority and law without doing anything: raises the Refusal `do` would raise."""
    with transaction.atomic():
        set_viewer(by.courts)
        at = _begin(act, by, act.subject(by), occurred_on)
        act.admit(at)
        act.check(at)


def begin_reading(by: Actor, subject: Subject, on: date | None = None) -> Doing:
    """A Doing for asking what may be done; writes nothing. Needs an open viewing."""
    now = clock.now()
    return Doing(
        by=by,
        on=on or clock.civil_date(now),
        now=now,
        court_id=subject.court_id,
        case_id=subject.case_id,
    )


def _begin(act: Act, by: Actor, subject: Subject, occurred_on: date | None) -> Doing:
    now = clock.now()
    today = clock.civil_date(now)
    if occurred_on is not None and occurred_on > today:
        raise Refusal(
            "record.occurred_in_future",
            "发生日期晚于今天",
            cure="填写实际发生的日期，不能早记",
            field="occurred_on",
        )
    at = Doing(
        by=by,
        on=occurred_on or today,
        now=now,
        court_id=subject.court_id,
        case_id=subject.case_id,
    )
    at.role = authorise(type(act), at)
    return at


def _subject(act: Act, by: Actor, head: journal.Head | None) -> Subject:
    if head is None:
        return act.subject(by)
    return Subject(court_id=head.court_id, case_id=head.case_id)


def _lock(act: Act, at: Doing) -> journal.Head | None:
    """The chain the entry will be on; none yet where the act opens it."""
    if at.case_id is None and act.opens_case:
        return None
    return journal.lock_chain(at.court_id, at.case_id)


def authorise(act: type[Act], at: Doing) -> Role:
    """The role the person acts in, or a Refusal (403; 404 for what the person may not see)."""
    if at.court_id not in at.by.courts:
        raise Refusal(
            "record.not_found", "没有这一案件，或您无权查看", cure="核对案号与所在法院", status=404
        )
    role = at.by.role_among(act.done_by)
    elsewhere = at.court_id != at.by.court_id  # a court below: others were not found above
    if role is None or (elsewhere and not act.by_superior):
        allowed = "、".join(each.title for each in act.done_by)
        whose = "本院或上级法院" if act.by_superior else "本院"
        raise Refusal(
            "record.not_your_act",
            f"“{act.title}”应由{whose}{allowed}办理",
            cure="请交由有权人员办理，或申请授权",
            status=403,
        )
    powers.keep_apart(act, at.case_id, at.by.person_id)
    return role


@reading_anew
def effect(act: Act, at: Doing, head: journal.Head | None = None) -> Done:
    """Check by the law of the day, perform, issue, record, tell. Inside the caller's transaction.

    head: the chain, where it is locked already; otherwise nothing may have been read through `at`.
    """
    head = head or _lock(act, at)
    if head is not None:
        at.memo["entry_id"] = head.next_entry_id
    act.check(at)
    result = to_jsonable_python(act.perform(at))
    if head is None:
        if at.case_id is not None:
            head = journal.open_chain(at.court_id, at.case_id)
        else:  # a court is founded: its chain begins with this entry
            head = journal.lock_chain(at.court_id, None)
        at.memo["entry_id"] = head.next_entry_id
    if act.document is not None:
        values = to_jsonable_python(act.document_values(at, result))
        about = {name: result[name] for name in _CONCERNED if name in result}
        result["document"] = hooks.issue_document(act.document, at, values, about=about)
    entry = journal.append(
        head,
        {
            "court_id": at.court_id,
            "case_id": at.case_id,
            "act": act.code,
            "person_id": at.by.person_id,
            "person_name": at.by.name,
            "role": str(at.role),
            "signers": at.signers,
            "occurred_on": at.on,
            "recorded_at": at.now,
            "facts": act.stored_facts(),
            "result": result,
            "provisions": list(act.under),
            "line": act.journal_line(result),
        },
        head.next_entry_id,
    )
    for listen in hooks.listeners:
        listen(act, at, entry["id"], result)
    if act.code in hooks.wanted_by_workflow:
        outbox.put(entry["id"], at.court_id, at.case_id)
    return Done(
        entry_id=entry["id"],
        seq=entry["seq"],
        hash=entry["hash"],
        occurred_on=at.on,
        recorded_at=at.now,
        result=result,
        case_id=at.case_id,
    )


def effect_signed(act: Act, at: Doing, agreed: list[dict[str, Any]]) -> Done:
    """Let a fully signed act take effect, if its drafter may still do it and no more must sign.

    agreed: the steps that were signed. The drafter may have left the court, lost the role or the
    case; what happened meanwhile may ask for other signatures. Raises Refusal.
    """
    head = _lock(act, at)
    at.role = authorise(type(act), at)
    act.admit(at)
    if _steps(act.needs(at)) != agreed:
        raise Refusal(
            "record.signatures_changed",
            "起草后情况有变，应由其他人员签署",
            cure="重新起草，由现在应当签署的人员签署",
        )
    return effect(act, at, head)


def _steps(needed: tuple[Signature, ...]) -> list[dict[str, Any]]:
    return [{"role": str(step.role), "people": step.people} for step in needed]


def _put_before_signers(act: Act, at: Doing, needed: tuple[Signature, ...]) -> Waiting:
    steps = _steps(needed)
    draft = Draft.objects.create(
        court_id=at.court_id,
        case_id=at.case_id,
        act=act.code,
        facts=act.drafted(at).stored_facts(),
        person_id=at.by.person_id,
        person_name=at.by.name,
        role=str(at.role),
        occurred_on=at.on,
        created_at=at.now,
        steps=steps,
        waiting_role=steps[0]["role"],
    )
    return Waiting(draft.pk, Role(steps[0]["role"]).title)


def _who(by: Actor) -> str:
    return f"person:{by.person_id}" if by.person_id is not None else f"system:{by.court_id}"


def _facts_hash(act: Act) -> str:
    """Keyed, because the facts are hashed with identity numbers unsealed, which are guessable."""
    plain: dict[str, Any] = {"act": act.code, "facts": act.model_dump(mode="json")}
    return keyed_hash(rfc8785.dumps(plain).decode())


def _earlier(act: Act, by: Actor, key: str) -> Done | Waiting | None:
    """What the same key did before. Waits for a twin still in flight: a double click is one act."""
    wait_for_turn(f"{_who(by)} {key}")
    repeat = Repeat.objects.filter(who=_who(by), key=key).first()
    if repeat is None:
        return None
    if repeat.facts_hash != _facts_hash(act):
        raise Refusal(
            "record.key_reused",
            "同一幂等键已用于另一内容",
            cure="换一个 Idempotency-Key 再提交",
            status=409,
        )
    if repeat.draft_id is not None:
        draft = Draft.objects.get(pk=repeat.draft_id)
        waiting = Role(draft.waiting_role).title if draft.waiting_role else ""
        return Waiting(draft.pk, waiting, repeated=True)
    assert repeat.entry_id is not None
    return done_of(Entry.objects.get(pk=repeat.entry_id), repeated=True)


def done_of(entry: Entry, *, repeated: bool = False) -> Done:
    """The outcome an entry stands for."""
    return Done(
        entry_id=entry.pk,
        seq=entry.seq,
        hash=entry.hash,
        occurred_on=entry.occurred_on,
        recorded_at=entry.recorded_at,
        result=entry.result,
        case_id=entry.case_id,
        repeated=repeated,
    )


def _remember(act: Act, at: Doing, key: str, outcome: Done | Waiting) -> None:
    done = outcome if isinstance(outcome, Done) else None
    Repeat.objects.create(
        court_id=at.court_id,
        who=_who(at.by),
        key=key,
        facts_hash=_facts_hash(act),
        entry_id=done.entry_id if done else None,
        draft_id=outcome.draft_id if isinstance(outcome, Waiting) else None,
        created_at=at.now,
    )
