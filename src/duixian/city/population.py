"""The city's people and property from a size and a seed: the same today, tomorrow and elsewhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from duixian.city.draw import Table, stream
from duixian.city.people import bury, make_firms, make_persons
from duixian.city.property import Party, Register, several
from duixian.city.shapes import Firm, Hidden, Person, Population, Truth

SIZES = {"small": (400, 120), "medium": (20_000, 4_000), "large": (200_000, 40_000)}
"""Persons and firms (banks, public bodies and villages among them) of each size."""

AS_OF = date(2016, 1, 1)
"""The day on which the city stands when no other is asked for: before the first case."""

_PERSON_DISPOSITION = Table(
    [
        ("pays_on_notice", 24.0),
        ("pays_under_pressure", 24.0),
        ("evades", 10.0),
        ("hides_property", 6.0),
        ("cannot_pay", 31.0),
        ("vanished", 4.0),
        ("dead", 1.0),
    ]
)
_FIRM_DISPOSITION = Table(
    [
        ("pays_on_notice", 28.0),
        ("pays_under_pressure", 26.0),
        ("evades", 12.0),
        ("hides_property", 8.0),
        ("cannot_pay", 16.0),
        ("shell", 10.0),
    ]
)


@dataclass(frozen=True, slots=True)
class Means:
    """What a party of one disposition has: money relative to others, things on average."""

    money: float
    homes: float
    vehicles: float
    findable: float


_MEANS = {
    "pays_on_notice": Means(3.0, 0.75, 0.6, 0.95),
    "pays_under_pressure": Means(2.0, 0.6, 0.5, 0.8),
    "evades": Means(1.2, 0.45, 0.5, 0.3),
    "hides_property": Means(0.25, 0.12, 0.12, 0.2),
    "cannot_pay": Means(0.05, 0.1, 0.08, 0.6),
    "vanished": Means(0.08, 0.1, 0.12, 0.1),
    "dead": Means(0.4, 0.3, 0.1, 0.7),
    "shell": Means(0.02, 0.02, 0.1, 0.1),
}
_PUBLIC_KINDS = ("public_body", "public_institution", "village_committee")


def make_population(size: str, seed: int, as_of: date = AS_OF) -> Population:
    """The city of `size` (small, medium, large) that belongs to `seed`.

    Raises ValueError for a size that is not one of `SIZES`.
    """
    if size not in SIZES:
        raise ValueError(f"size must be one of {', '.join(SIZES)}, not {size!r}")
    person_count, firm_count = SIZES[size]
    persons = make_persons(person_count, seed, as_of)
    firms, banks = make_firms(firm_count, seed, persons)
    firm_of = {firm.id: firm for firm in firms}
    register = Register(
        chance=stream(seed, "property"),
        as_of=as_of,
        banks={bank.code: bank for bank in banks},
        bank_firms={bank.code: firm_of[bank.firm] for bank in banks},
    )
    persons, person_truths = _furnish_persons(persons, register, seed, as_of)
    firm_truths = _furnish_firms(firms, persons, register, seed)
    return Population(
        size=size,
        seed=seed,
        as_of=as_of,
        banks=banks,
        persons=persons,
        firms=firms,
        accounts=tuple(register.accounts),
        real_estate=tuple(register.real_estate),
        vehicles=tuple(register.vehicles),
        securities=tuple(register.securities),
        equities=tuple(register.equities),
        truths=(*person_truths, *firm_truths),
    )


def _furnish_persons(
    persons: tuple[Person, ...], register: Register, seed: int, as_of: date
) -> tuple[tuple[Person, ...], list[Truth]]:
    chance = stream(seed, "dispositions")
    by_id = {person.id: person for person in persons}
    living: list[Person] = []
    truths: list[Truth] = []
    for person in persons:
        disposition = _PERSON_DISPOSITION.draw(chance)
        if disposition == "dead":
            person = bury(chance, person, as_of)
        living.append(person)
        spouse = by_id.get(person.spouse or "")
        worth = _person_property(person, spouse, _MEANS[disposition], register)
        friend = spouse or chance.choice(persons)
        hidden, hidden_worth = _hide(disposition, person, friend, register)
        truths.append(Truth(person.id, disposition, worth + hidden_worth, hidden))
    return tuple(living), truths


def _person_property(
    person: Person, spouse: Person | None, means: Means, register: Register
) -> int:
    chance = register.chance
    start = register.marks()
    register.add_account(person, "personal", 2_600 * means.money + 40, 1.5)
    several(
        chance, 1.6, lambda: register.add_account(person, "personal", 2_600 * means.money + 20, 1.7)
    )
    if person.work == "退休":
        register.add_account(person, "pension", 3_000, 0.7)
    several(
        chance,
        means.homes,
        lambda: register.add_real_estate(
            person, co_owner=spouse if chance.random() < 0.7 else None
        ),
    )
    several(chance, means.vehicles, lambda: register.add_vehicle(person, means.findable))
    several(chance, 0.08 * means.money, lambda: register.add_security(person))
    return register.worth_since(start)


def _hide(
    disposition: str, party: Party, friend: Person, register: Register
) -> tuple[tuple[Hidden, ...], int]:
    """Property of a party who hides it, registered in the name of a spouse or a friend."""
    if disposition != "hides_property":
        return (), 0
    chance = register.chance
    start = register.marks()
    money = register.add_account(friend, "personal", 90_000, 1.0)
    hidden = [Hidden("accounts", money.id, friend.id, "经营款项转入他人账户")]
    if chance.random() < 0.5:
        home = register.add_real_estate(friend, "住宅")
        hidden.append(Hidden("real_estate", home.id, friend.id, "购房登记在他人名下"))
    if chance.random() < 0.5:
        vehicle = register.add_vehicle(friend, 0.5)
        hidden.append(Hidden("vehicles", vehicle.id, friend.id, "购车登记在他人名下"))
    return tuple(hidden), register.worth_since(start)


def _furnish_firms(
    firms: tuple[Firm, ...], persons: tuple[Person, ...], register: Register, seed: int
) -> list[Truth]:
    chance = stream(seed, "firm-dispositions")
    by_id = {person.id: person for person in persons}
    truths: list[Truth] = []
    for firm in firms:
        if firm.kind in ("bank", "insurer"):
            disposition = "pays_on_notice"
        elif firm.kind in _PUBLIC_KINDS:
            disposition = chance.choice(("pays_under_pressure", "evades", "pays_on_notice"))
        else:
            disposition = _FIRM_DISPOSITION.draw(chance)
        start = register.marks()
        _firm_property(firm, _MEANS[disposition], register)
        worth = register.worth_since(start)
        representative = by_id[firm.representative]
        hidden, hidden_worth = _hide(disposition, firm, representative, register)
        truths.append(Truth(firm.id, disposition, worth + hidden_worth, hidden))
        if firm.kind not in ("bank", *_PUBLIC_KINDS):
            register.add_equities(firm, _holders(chance, representative, persons))
    return truths


def _holders(
    chance: random.Random, representative: Person, persons: tuple[Person, ...]
) -> list[Person]:
    others = chance.sample(persons, chance.choice((0, 1, 1, 2, 3)))
    return [representative, *(other for other in others if other.id != representative.id)]


def _firm_property(firm: Firm, means: Means, register: Register) -> None:
    chance = register.chance
    scale = 40.0 if firm.kind in ("bank", "insurer") else 1.0
    register.add_account(firm, "basic", 30_000 * means.money * scale + 100, 1.9)
    several(
        chance, 1.4, lambda: register.add_account(firm, "general", 26_000 * means.money + 50, 2.1)
    )
    if firm.kind == "builder" or (firm.kind == "developer" and chance.random() < 0.5):
        register.add_account(firm, "wage", 60_000 * means.money + 5_000, 1.2)
    if firm.kind == "developer":
        register.add_account(firm, "supervised", 900_000 * means.money + 20_000, 1.3)
    if chance.random() < 0.2:
        register.add_account(firm, "union_dues", 8_000, 0.8)
    homes = means.homes * (2.5 if firm.kind == "developer" else 0.6)
    uses = ("住宅", "商业", "车位") if firm.kind == "developer" else ("工业", "商业")
    if firm.kind not in _PUBLIC_KINDS:
        several(chance, homes, lambda: register.add_real_estate(firm, chance.choice(uses)))
    several(chance, means.vehicles * 1.2, lambda: register.add_vehicle(firm, means.findable))
    several(chance, 0.1 * means.money, lambda: register.add_security(firm))
