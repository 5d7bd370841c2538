"""How clocks move with the journal: pure, so that a rebuild gives what living gave.

An entry is `{"id", "act", "on", **facts, **result}`. `advance` is the only transition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.periods import Interval, Period, Unit, natural_end
from duixian.law import Extension, Node, due_date, load_nodes, parameter

Key = tuple[str, str, int]
ASSIGNED = "cases.assign_officer"
MISSED = "deadlines.note_missed"
RUNNING, PAUSED, MET, CANCELLED = "running", "paused", "met", "cancelled"


@dataclass(frozen=True)
class Clock:
    """One clock of a case; the fields are the columns of its row."""

    node: str
    subject: str
    round: int
    state: str
    officer_id: int | None
    responsible: str
    started_on: date
    started_entry: int
    due_on: date | None = None
    unknown_because: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    intervals: list[list[str]] = field(default_factory=list)
    open_pauses: list[list[str]] = field(default_factory=list)
    extensions: list[list[Any]] = field(default_factory=list)
    ended_on: date | None = None
    ended_entry: int | None = None
    missed_on: date | None = None
    missed_entry: int | None = None

    @property
    def key(self) -> Key:
        return (self.node, self.subject, self.round)

    @property
    def alive(self) -> bool:
        return self.state in (RUNNING, PAUSED)


Clocks = dict[Key, Clock]


@cache
def concerned_nodes(act: str) -> tuple[Node, ...]:
    """The nodes an act of this code can move, in procedural order."""
    return tuple(
        node
        for node in load_nodes().values()
        if act
        in {
            *node.started_by,
            *node.met_by,
            *node.paused_by,
            *node.resumed_by,
            *node.extended_by,
            *node.cancelled_by,
        }
    )


def advance(clocks: Mapping[Key, Clock], entry: Mapping[str, Any]) -> Clocks:
    """The clocks after an entry. Order within an entry: end, pause, extend, start."""
    moved = dict(clocks)
    act = entry["act"]
    if act == ASSIGNED:
        _hand_over(moved, entry["officer"])
    if act == MISSED:
        _miss(moved, entry)
    for node in concerned_nodes(act):
        _move(moved, node, entry)
    return moved


def _hand_over(clocks: Clocks, officer: int) -> None:
    for key, clock in clocks.items():
        if clock.alive:
            clocks[key] = replace(clock, officer_id=officer)


def _move(clocks: Clocks, node: Node, entry: Mapping[str, Any]) -> None:
    act = entry["act"]
    if act in node.cancelled_by:
        _end(clocks, node, entry, CANCELLED)
    if act in node.met_by and node.meets(entry):
        _end(clocks, node, entry, MET)
    if act in node.paused_by or act in node.resumed_by:
        _pause_or_resume(clocks, node, entry)
    if act in node.extended_by:
        _extend(clocks, node, entry)
    if act in node.started_by and node.starts(entry):
        _start(clocks, node, entry)


def finding(clock: Clock) -> Finding[date]:
    """The due date of a clock with its steps and provisions (依据)."""
    node = load_nodes()[clock.node]
    return due_date(
        node,
        clock.started_on,
        clock.facts,
        excluded=[
            Interval(date.fromisoformat(start), date.fromisoformat(end), ground)
            for start, end, ground in clock.intervals
        ],
        extended=[
            Extension(Period(length, Unit(unit)), ground)
            for length, unit, ground in clock.extensions
        ],
    )


def _subjects(node: Node, entry: Mapping[str, Any]) -> list[str]:
    """What the entry is about, in the node's terms: one clock each; "" for the case itself."""
    if node.per == "case":
        return [""]
    value = entry.get(node.per)
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _alive(clocks: Clocks, node: Node, entry: Mapping[str, Any], *, whole: bool) -> list[Clock]:
    """The living clocks of a node that an entry touches; `whole`: all of them if it names none."""
    subjects = _subjects(node, entry)
    return [
        clock
        for clock in clocks.values()
        if clock.node == node.key
        and clock.alive
        and (clock.subject in subjects or (whole and not subjects))
    ]


def _end(clocks: Clocks, node: Node, entry: Mapping[str, Any], state: str) -> None:
    closing = entry["act"].startswith("closing.")
    for clock in _alive(clocks, node, entry, whole=state == CANCELLED and closing):
        ended = replace(
            clock,
            state=state,
            ended_on=entry["on"],
            ended_entry=entry["id"],
            open_pauses=[],
            intervals=_with_open_closed(clock, entry["on"]),
        )
        clocks[clock.key] = ended
        if state == MET and node.restarts and _another_round(node, clocks, clock, entry["on"]):
            _open(clocks, node, clock.subject, entry, clock.officer_id, clock.facts)


def _another_round(node: Node, clocks: Clocks, clock: Clock, on: date) -> bool:
    if node.ends_after_parameter is None:
        return True
    first = min(
        each.started_on
        for each in clocks.values()
        if (each.node, each.subject) == (clock.node, clock.subject)
    )
    span = parameter(node.ends_after_parameter, on=first)
    return on < natural_end(first, Period(span.length, Unit(span.unit)))


def _with_open_closed(clock: Clock, on: date) -> list[list[str]]:
    closed = [
        [start, max(start, on.isoformat()), ground] for _by, start, ground in clock.open_pauses
    ]
    return [*clock.intervals, *closed]


def _pause_or_resume(clocks: Clocks, node: Node, entry: Mapping[str, Any]) -> None:
    for clock in _alive(clocks, node, entry, whole=True):
        paused = clock
        for pause in node.pauses:
            if entry["act"] == pause.by:
                paused = replace(
                    paused,
                    open_pauses=[
                        *paused.open_pauses,
                        [pause.by, entry["on"].isoformat(), pause.ground],
                    ],
                )
            elif entry["act"] in pause.until:
                paused = _resume(paused, pause.by, entry["on"])
        state = PAUSED if paused.open_pauses else RUNNING
        clocks[clock.key] = _dated(replace(paused, state=state))


def _resume(clock: Clock, by: str, on: date) -> Clock:
    """The oldest open pause of this kind ends; others (another auction) stay open."""
    for place, (kind, start, ground) in enumerate(clock.open_pauses):
        if kind == by:
            return replace(
                clock,
                open_pauses=clock.open_pauses[:place] + clock.open_pauses[place + 1 :],
                intervals=[*clock.intervals, [start, max(start, on.isoformat()), ground]],
            )
    return clock


def _extend(clocks: Clocks, node: Node, entry: Mapping[str, Any]) -> None:
    for clock in _alive(clocks, node, entry, whole=True):
        period = [entry["months"], "month", entry.get("ground", "")]
        clocks[clock.key] = _dated(replace(clock, extensions=[*clock.extensions, period]))


def _start(clocks: Clocks, node: Node, entry: Mapping[str, Any]) -> None:
    if not node.applies_on(entry["on"]):
        return
    for subject in _subjects(node, entry):
        running = [
            clock
            for clock in clocks.values()
            if (clock.node, clock.subject) == (node.key, subject) and clock.alive
        ]
        if running and not node.due_field:
            continue
        for clock in running:
            clocks[clock.key] = replace(
                clock, state=CANCELLED, ended_on=entry["on"], ended_entry=entry["id"]
            )
        officer = entry.get("officer") if entry["act"] == ASSIGNED else None
        if officer is None:
            officer = next((c.officer_id for c in clocks.values() if c.officer_id), None)
        _open(clocks, node, subject, entry, officer, entry)


def _open(
    clocks: Clocks,
    node: Node,
    subject: str,
    entry: Mapping[str, Any],
    officer: int | None,
    facts: Mapping[str, Any],
) -> None:
    round_ = 1 + max(
        (c.round for c in clocks.values() if (c.node, c.subject) == (node.key, subject)), default=0
    )
    kept = {node.due_field: facts.get(node.due_field)} if node.due_field else {}
    clock = Clock(
        node=node.key,
        subject=subject,
        round=round_,
        state=RUNNING,
        officer_id=officer,
        responsible=str(node.responsible),
        started_on=entry["on"],
        started_entry=entry["id"],
        facts=kept,
    )
    clocks[clock.key] = _dated(clock)


def _dated(clock: Clock) -> Clock:
    """With the due date the law gives now; where it gives none, with the reason."""
    try:
        return replace(clock, due_on=finding(clock).value, unknown_because="")
    except Refusal as refusal:
        return replace(clock, due_on=None, unknown_because=refusal.message)


def _miss(clocks: Clocks, entry: Mapping[str, Any]) -> None:
    for node, subject, round_ in entry["missed"]:
        clock = clocks.get((node, subject, round_))
        if clock is not None and clock.missed_on is None:
            clocks[clock.key] = replace(clock, missed_on=entry["on"], missed_entry=entry["id"])
