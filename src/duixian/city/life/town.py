"""The town as its people know it: who works where, chance, and the one way to do an act."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from duixian.city.demonstration import City
from duixian.city.draw import stream
from duixian.city.shapes import Account, Firm, Person, Population
from duixian.city.staff import Official, Staff
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Person as CourtPerson
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import catalogue, read_facts
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.models import Repeat
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

_BETWEEN_PAYMENTS = 28


_OWN_ACCOUNTS = ("personal", "basic", "general")
_BANK_ELSEWHERE = "合州外埠银行"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money somebody brings to a court's account, once by its reference (fen)."""

    number: str
    amount: int
    payer: str
    reference: str
    remark: str


@dataclass(frozen=True, slots=True)
class Payee:
    """An account to be paid to: number, bank, and what the city knows of it."""

    number: str
    bank_name: str
    known: Account | None = None


@cache
def _known_acts() -> frozenset[str]:
    return frozenset(act.code for act in catalogue)


@dataclass
class Tally:
    """What was done and what was refused, by code."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def acts(self) -> int:
        return sum(self.done.values())


@dataclass
class Town:
    """Everybody's view of the city on the day it lives (`today`)."""

    city: City
    population: Population
    today: date
    courts: frozenset[str] | None = None
    """The courts whose days are lived here, by key; all that sit where not said."""
    tally: Tally = field(default_factory=Tally)
    spent: Counter[int] = field(default_factory=Counter)
    """Fen each party has paid in this life, by the party's id in the house."""
    payments: list[Payment] = field(default_factory=list)
    """What people bring to the courts' bank today; they do it before it closes."""
    closings: list[Account] = field(default_factory=list)
    """Accounts whose holders close them today."""
    astray: dict[int, dict[int, int]] = field(default_factory=dict)
    """By court, as far as asked for today: the receipt without a case each case's debtor shows."""
    heard: dict[str, int] = field(default_factory=dict)
    """The last line of each court bank's book that its courts were told of."""
    weighed: dict[int, frozenset[tuple[int, date]]] = field(default_factory=dict)
    """What property each case's officer has weighed already: nothing new, nothing to do."""
    dockets: dict[int, str] = field(default_factory=dict)
    """Docket numbers of the cases met so far: chance knows a case by them, never by its id."""
    inhabitants: dict[int, Person | Firm | None] = field(default_factory=dict)
    """Who of the city each party is, by the party's id in the house."""
    _payments: dict[int, date] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _keys_used: set[str] = field(default_factory=set)

    @cached_property
    def staff(self) -> Staff:
        return self.city.staff()

    @cached_property
    def sitting(self) -> list[str]:
        """The courts of the whole city that sit, by key."""
        return [court.key for court in self.staff.courts]

    @cached_property
    def court_ids(self) -> dict[str, int]:
        """Ids of the courts that sit and are lived here, by key."""
        keys = [key for key in self.sitting if self.courts is None or key in self.courts]
        return dict(courts.all_courts().filter(key__in=keys).values_list("key", "pk"))

    @cached_property
    def by_number(self) -> dict[str, Person | Firm]:
        """The people and firms of the city by identity number or credit code."""
        return {each.number: each for each in self.population.parties.values()}

    @cached_property
    def market_values(self) -> dict[str, int]:
        """What things would fetch, by unit or frame number: no register knows it."""
        units = {each.unit_number: each.market_value for each in self.population.real_estate}
        return units | {each.frame_number: each.market_value for each in self.population.vehicles}

    @cached_property
    def court_keys(self) -> dict[int, str]:
        return {pk: key for key, pk in self.court_ids.items()}

    def begin(self, day: date, *, lived_before: bool = False) -> None:
        """Another day. `lived_before`: a life cut short may have done some of it already."""
        self.today = day
        self.payments.clear()
        self.closings.clear()
        self.astray.clear()
        self._keys_used = set()
        if not lived_before:
            return
        for court_id in self.court_ids.values():
            with viewing(system_actor(court_id)):
                used = Repeat.objects.filter(
                    court_id=court_id, key__startswith=f"city:{day.isoformat()}:"
                )
                self._keys_used.update(used.values_list("key", flat=True))

    def chance(self, *labels: str | int) -> random.Random:
        """The stream of chance of something, the same whenever this city lives."""
        return stream(self.city.seed, "life", *labels)

    def chance_today(self, *labels: str | int) -> random.Random:
        return self.chance(self.today.isoformat(), *labels)

    def actor(self, official: Official) -> Actor:
        """An official as the house knows him."""
        if official.user not in self._actors:
            person = courts.person_of_username(official.user)
            assert person is not None, f"{official.user} works in no court"
            self._actors[official.user] = courts.actor(person)
        return self._actors[official.user]

    def one_of(self, court: str, role: Role, turn: int = 0) -> Actor:
        """Somebody of a role in a court; `turn` picks among several."""
        people = self.staff.of(court, role)
        return self.actor(people[turn % len(people)])

    @cached_property
    def overseer(self) -> Actor:
        """Somebody who sees every court of the city."""
        return self.one_of("wuhu", Role.PRESIDENT)

    @cached_property
    def _by_person(self) -> dict[int, Official]:
        by_user = {official.user: official for official in self.staff.officials}
        people = CourtPerson.objects.filter(username__in=by_user).values_list("pk", "username")
        return {pk: by_user[user] for pk, user in people}

    def user(self, person_id: int | None) -> str:
        """The login of the official behind a person's id; empty for nobody."""
        return self._by_person[person_id].user if person_id is not None else ""

    def person(self, person_id: int) -> Actor:
        """The official behind a person's id."""
        return self.actor(self._by_person[person_id])

    @staticmethod
    def knows(code: str) -> bool:
        """Whether the house has an act of this code."""
        return code in _known_acts()

    def done_today(self, *labels: str | int) -> bool:
        """Whether this was done on this day already, perhaps by a life cut short."""
        return self._key(labels) in self._keys_used

    def do(
        self, code: str, facts: dict[str, Any], *, by: Actor, named: tuple[str | int, ...]
    ) -> Done | Waiting | None:
        """Do an act once a day under a name; None when it was done before, or is refused."""
        key = self._key(named)
        if key in self._keys_used:
            return None
        try:
            outcome = do(read_facts(catalogue.find(code), facts), by=by, key=key)
        except Refusal as refusal:
            self.tally.refused[f"{code} {refusal.code}"] += 1
            return None
        self._keys_used.add(key)
        self.tally.done[code] += 1
        return outcome

    def _key(self, labels: tuple[str | int, ...]) -> str:
        return ":".join(["city", self.today.isoformat(), *map(str, labels)])

    def docket(self, case_id: int | None) -> str:
        """The docket number of a case met before; empty for none."""
        return self.dockets.get(case_id, "") if case_id is not None else ""

    def paid_lately(self, case_id: int) -> bool:
        """Whether a debtor of the case paid within a month: then he waits."""
        last = self._payments.get(case_id)
        return last is not None and (self.today - last).days < _BETWEEN_PAYMENTS

    def remember_payment(self, case_id: int) -> None:
        self._payments[case_id] = self.today

    def accounts_of(self, inhabitant: Person | Firm | None, party_id: int) -> list[Payee]:
        """The bank accounts somebody can be paid to; the last is at a bank of another city."""
        holdings = self.population.holdings.get(inhabitant.id, ()) if inhabitant else ()
        here = [
            Payee(thing.number, thing.bank_name, thing)
            for thing in holdings
            if isinstance(thing, Account) and thing.kind in _OWN_ACCOUNTS
        ]
        return [*here, Payee(f"99{party_id:017d}", _BANK_ELSEWHERE)]
