"""Which warnings a clock asks for on a day, and which of those standing have had their time.

Pure: the daily job, the acts and the tests ask the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OFFICER, DIRECTOR, PRESIDENT = "officer", "bureau_director", "president"
LATE = -1  # the officer's own step from the first day late
Key = tuple[str, str, int]  # node, subject, round of a clock


@dataclass(frozen=True, slots=True)
class Policy:
    """When one kind of clock is warned of: days before, then days late by level."""

    days_before: tuple[int, ...]
    director_after: int
    president_after: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A warning not closed yet."""

    id: int
    key: Key
    level: str
    step: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A warning a clock asks for today."""

    key: Key
    level: str
    step: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What must change: warnings to raise, those they replace, those to close and why."""

    to_raise: tuple[Wanted, ...]
    replaced: tuple[int, ...]
    to_close: tuple[tuple[int, str], ...]


def steps(due_on: date, policy: Policy, on: date) -> list[tuple[str, int]]:
    """The level and step of every warning a clock asks for on a day; the nearest step counts."""
    left = (due_on - on).days
    if left >= 0:
        reached = [days for days in policy.days_before if left <= days]
        return [(OFFICER, min(reached))] if reached else []
    found = [(OFFICER, LATE)]
    if -left >= policy.director_after:
        found.append((DIRECTOR, -policy.director_after))
    if -left >= policy.president_after:
        found.append((PRESIDENT, -policy.president_after))
    return found


def plan(
    running: Mapping[Key, date],
    standing: Sequence[Standing],
    policies: Mapping[str, Policy],
    on: date,
    ended: Mapping[Key, str] | None = None,
) -> Plan:
    """What to raise and close in one case.

    running: due date of each running clock; ended: state of the others, where it is known.
    """
    wanted = {
        (key, level): Wanted(key, level, step, due_on)
        for key, due_on in running.items()
        for level, step in steps(due_on, policies[key[0]], on)
    }
    replaced, to_close, kept = [], [], set()
    for each in standing:
        asked = wanted.get((each.key, each.level))
        if asked is None:
            because = "moved" if each.key in running else (ended or {}).get(each.key, "cancelled")
            to_close.append((each.id, because))
        elif asked.step == each.step:
            kept.add((each.key, each.level))
        else:
            replaced.append(each.id)
    to_raise = tuple(each for place, each in wanted.items() if place not in kept)
    return Plan(to_raise, tuple(replaced), tuple(to_close))
