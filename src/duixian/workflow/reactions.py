"""What follows what. Each reaction hears acts by code and does, as the system, the next act.

A reaction returns the act to do, or None. It is done with a key made of the entry and the
reaction's name: a delivery repeated after a crash does nothing twice. Refusals are put on record
and do not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from duixian.contexts.assets.acts_inquiry import SendInquiries
from duixian.contexts.cases import access as cases
from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.closing import gathering
from duixian.contexts.closing.acts_class import ClassifyCase
from duixian.contexts.closing.acts_termination import EnterTerminationLibrary, OpenResumedCase
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import Waiting, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.workflow import requests
from duixian.workflow.models import Reaction, Switch

React = Callable[[Entry], Act | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A reaction: its name, the acts it hears, what it does."""

    name: str
    title: str
    hears: tuple[str, ...]
    react: React


RULES: dict[str, Rule] = {}


def hears(*codes: str, title: str) -> Callable[[React], React]:
    """Enter a reaction to acts of these codes."""

    def enter(react: React) -> React:
        RULES[react.__name__] = Rule(react.__name__, title, codes, react)
        return react

    return enter


def heard_codes() -> set[str]:
    """Acts whose entries must be delivered here."""
    return {code for rule in RULES.values() for code in rule.hears} | requests.heard_codes()


def deliver(entry_id: int, court_id: int) -> list[Reaction]:
    """React to an entry: every rule that hears its act, each in its own transaction.

    Safe to repeat. A transient refusal is raised again after the others are done, so that the
    job is retried.
    """
    system = system_actor(court_id)
    with viewing(system):
        entry = record.entry(entry_id)
        done_before = set(Reaction.objects.filter(entry_id=entry_id).values_list("name", flat=True))
        off = set(Switch.objects.filter(court_id=court_id).values_list("name", flat=True))
    made: list[Reaction] = []
    transient: Refusal | None = None
    for rule in RULES.values():
        if entry.act not in rule.hears or rule.name in done_before:
            continue
        if rule.name in off:
            made.append(_keep(entry, rule, Reaction.Outcome.OFF, ""))
            continue
        try:
            outcome = _run(entry, rule)
        except Refusal as refusal:
            if refusal.transient:
                transient = refusal
                continue
            outcome = (Reaction.Outcome.REFUSED, refusal.message)
        made.append(_keep(entry, rule, *outcome))
    requests.pass_on(entry)
    if transient is not None:
        raise transient
    return made


def _run(entry: Entry, rule: Rule) -> tuple[Reaction.Outcome, str]:
    with viewing(system_actor(entry.court_id)):
        act = rule.react(entry)
    if act is None:
        return Reaction.Outcome.DONE, "无需办理"
    done = do(act, by=system_actor(entry.court_id), key=f"{rule.name}:{entry.pk}")
    if isinstance(done, Waiting):
        return Reaction.Outcome.WAITING, done.waiting_for
    return Reaction.Outcome.DONE, f"日志 {done.entry_id}"


def _keep(entry: Entry, rule: Rule, outcome: Reaction.Outcome, message: str) -> Reaction:
    with viewing(system_actor(entry.court_id)), transaction.atomic():
        made, _ = Reaction.objects.get_or_create(
            entry_id=entry.pk,
            name=rule.name,
            defaults={
                "court_id": entry.court_id,
                "case_id": entry.case_id,
                "outcome": outcome,
                "message": message[:400],
                "done_at": clock.now(),
            },
        )
    return made


@hears("cases.file_case", title="立案后按规则分案")
def assign_by_rule(entry: Entry) -> Act | None:
    """R4.4.5: a filed case goes to an officer at once, with the reason shown."""
    assigned = record.has_entry(entry.case_id or 0, AssignOfficer.code)
    return None if assigned else AssignOfficer(case=entry.case_id or 0)


@hears("cases.assign_officer", title="分案后自动发起网络查询")
def ask_institutions(entry: Entry) -> Act | None:
    """R4.1.1: every debtor is asked about as soon as the case has an officer."""
    asked = record.has_entry(entry.case_id or 0, SendInquiries.code)
    return None if asked else SendInquiries(case=entry.case_id or 0)


@hears("closing.terminate_current_proceedings", title="终本后录入终本案件信息库")
def enter_library(entry: Entry) -> Act | None:
    """R4.4.1: the library follows the ruling by itself, within the law's days."""
    return EnterTerminationLibrary(case=entry.case_id or 0)


@hears("cases.resume_after_termination", title="恢复执行案件开案")
def open_resumed_case(entry: Entry) -> Act | None:
    """The resumed case gets its own chain and clocks."""
    return OpenResumedCase(case=entry.result["resumed_as"])


@hears("cases.open_resumed_case", title="恢复执行案件分案")
def assign_resumed_case(entry: Entry) -> Act | None:
    return AssignOfficer(case=entry.case_id or 0)


@hears(
    "assets.record_answer",
    "assets.register_asset",
    "assets.mark_exempt",
    "assets.mark_not_enforceable",
    "assets.file_declaration",
    "assets.verify_lead",
    "assets.record_survey_step",
    "measures.confirm_measure",
    "measures.lift",
    "measures.confirm_levy",
    "disposal.record_auction_result",
    "disposal.confirm_sale",
    "ledger.record_receipt",
    title="事实变化后重新认定有无财产",
)
def classify_anew(entry: Entry) -> Act | None:
    """R2.1: the class follows the facts; an entry is made only when it changes.

    One empty answer among several still awaited changes nothing.
    """
    nothing_new = {"property_found": False, "survey_complete": False}
    if entry.act == "assets.record_answer" and nothing_new.items() <= entry.result.items():
        return None
    case = cases.case_or_refuse(entry.case_id)
    found = gathering.classification(case, clock.today()).value.availability.value
    return None if found == case.property_class else ClassifyCase(case=case.pk)


def known(names: Iterable[str]) -> list[Rule]:
    """The rules of these names, in order of entry."""
    wanted = set(names)
    return [rule for rule in RULES.values() if rule.name in wanted]
