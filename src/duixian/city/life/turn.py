"""One case's turn on one day: what its people know of it, and the acts they do.

A turn is one transaction: cut short, none of it happened.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from zlib import crc32

from django.db.models import Count, Max

from duixian.city.life.town import Town
from duixian.city.shapes import Firm, Person, Truth
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case, CaseParty
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.parties import queries as parties
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import Doing, Subject
from duixian.contexts.record.doing import Done, Waiting, begin_reading
from duixian.contexts.record.models import Draft
from duixian.kernel.roles import Role

NOTHING_HIDDEN = Truth("", "cannot_pay", 0, ())


@dataclass(frozen=True, slots=True)
class Past:
    """How often an act took effect in the case, and when last."""

    times: int
    last_on: date


@dataclass
class Turn:
    """What the people of a case see today, and how they act."""

    town: Town
    case: Case
    court: str
    officer: Actor
    did: int = 0
    back_on: date | None = None
    _notes: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        return self.town.today

    @property
    def open(self) -> bool:
        return self.case.state == Case.State.OPEN

    # --- what is known

    @cached_property
    def past(self) -> dict[str, Past]:
        """The acts of the case by code."""
        rows = (
            record.journal_of(self.case.pk)
            .order_by()
            .values("act")
            .annotate(times=Count("id"), last=Max("occurred_on"))
        )
        return {row["act"]: Past(row["times"], row["last"]) for row in rows}

    def has(self, code: str) -> bool:
        """Whether an act of this code took effect in the case."""
        return code in self.past

    def days_since(self, code: str) -> int:
        """Days since the act last took effect; -1 when it never did."""
        return (self.today - self.past[code].last_on).days if code in self.past else -1

    @cached_property
    def waiting(self) -> set[str]:
        """Codes of acts that wait for signatures in this case."""
        drafts = record.drafts_of_case(self.case.pk).filter(status=Draft.Status.WAITING)
        return set(drafts.values_list("act", flat=True))

    @cached_property
    def debtors(self) -> list[CaseParty]:
        return cases.debtors_of(self.case.pk)

    @cached_property
    def creditors(self) -> list[CaseParty]:
        return cases.creditors_of(self.case.pk)

    @cached_property
    def running(self) -> list[Deadline]:
        """The clocks that run, by due date."""
        return deadlines.running_of_case(self.case.pk)

    def due(self, node: str) -> date | None:
        """The day a node's running clock is due."""
        return next((each.due_on for each in self.running if each.node == node), None)

    def inhabitant(self, party: CaseParty) -> Person | Firm | None:
        """Who of the city a party is, by identity number alone."""
        known = self.town.inhabitants
        if party.party_id not in known:
            number = parties.identity_number(party.party)
            known[party.party_id] = self.town.by_number.get(number)
        return known[party.party_id]

    def truth(self, party: CaseParty) -> Truth:
        """What nobody is told about a party."""
        found = self.inhabitant(party)
        if found is None:
            return NOTHING_HIDDEN
        return self.town.population.truth.get(found.id, NOTHING_HIDDEN)

    # --- chance

    def chance(self, *labels: str | int) -> random.Random:
        """Chance that belongs to this case, the same on every day."""
        return self.town.chance(self.case.docket_number, *labels)

    def luck(self, *labels: str | int) -> random.Random:
        """Chance of this case today."""
        return self.town.chance_today(self.case.docket_number, *labels)

    # --- doing

    def do(
        self,
        code: str,
        facts: Mapping[str, Any] | None = None,
        *,
        by: Actor | None = None,
        about: str | int = "",
    ) -> Done | Waiting | None:
        """An act on this case, once a day for what it is about."""
        if not self.town.knows(code):
            return None
        outcome = self.town.do(
            code,
            {"case": self.case.pk, **(facts or {})},
            by=by or self.officer,
            named=(self.case.pk, code, about),
        )
        if isinstance(outcome, Waiting):
            self.waiting.add(code)
        if outcome is not None:
            self.did += 1
            self.past[code] = Past(self.past[code].times + 1 if self.has(code) else 1, self.today)
        return outcome

    def one_of(self, role: Role) -> Actor:
        """Somebody of a role in the case's court, always the same for the case."""
        return self.town.one_of(self.court, role, self._number)

    @cached_property
    def _number(self) -> int:
        return crc32(self.case.docket_number.encode())

    @cached_property
    def system(self) -> Actor:
        return system_actor(self.case.court_id)

    def come_back_in(self, days: int) -> None:
        """Ask for another turn in so many days, or earlier if somebody asked so."""
        day = self.today + timedelta(days=max(1, days))
        self.back_on = min(self.back_on, day) if self.back_on else day

    def come_back_before(self, days: Iterable[date | None]) -> None:
        """Ask for a turn the day before the earliest of these days."""
        for day in days:
            if day is not None and day > self.today:
                self.come_back_in((day - self.today).days - 1)

    def reading(self) -> Doing:
        """For asking what would be possible today."""
        return begin_reading(self.officer, Subject(self.case.court_id, self.case.pk))

    def reread(self) -> None:
        """After acts: the case as it is now."""
        self.case.refresh_from_db()
