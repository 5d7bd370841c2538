"""Whose case is looked at on which day: what officers mean to do, and how soon each gets to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duixian.kernel.calendar import roll_forward


@dataclass(frozen=True, slots=True)
class Diligence:
    """How an officer works: days until he comes back to a case by himself, first time and later.

    `heeds`: whether he comes back in time for what falls due.
    """

    first: tuple[int, int]
    later: tuple[int, int]
    heeds: bool


QUICK = Diligence((0, 2), (5, 10), heeds=True)
ORDINARY = Diligence((1, 6), (9, 18), heeds=True)
SLOW = Diligence((6, 16), (20, 40), heeds=False)


def diligence(draw: float) -> Diligence:
    """Of ten officers three are quick and two are slow."""
    if draw < 0.3:
        return QUICK
    return ORDINARY if draw < 0.8 else SLOW


@dataclass
class Agenda:
    """Cases by the day of their next turn. It is a plan, not a record: losing it loses nothing."""

    _by_day: defaultdict[date, set[int]] = field(default_factory=lambda: defaultdict(set))
    _day_of: dict[int, date] = field(default_factory=dict)

    def plan(self, case_id: int, day: date) -> None:
        """A turn on the first working day from `day`, unless an earlier one is planned."""
        day = roll_forward(day)
        planned = self._day_of.get(case_id)
        if planned is not None and planned <= day:
            return
        if planned is not None:
            self._by_day[planned].discard(case_id)
        self._day_of[case_id] = day
        self._by_day[day].add(case_id)

    def call(self, case_ids: Iterable[int], today: date) -> None:
        """Something happened in these cases: their people look at them next morning."""
        for case_id in case_ids:
            self.plan(case_id, today + timedelta(days=1))

    def take(self, day: date) -> list[int]:
        """The cases whose turn it is, in the order of their ids."""
        found = sorted(self._by_day.pop(day, ()))
        for case_id in found:
            del self._day_of[case_id]
        return found
