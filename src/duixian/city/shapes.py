"""What the city is made of, and how it is written to `population.json`.

Amounts are integer fen, dates ISO, keys the names of the fields below. Everything a registry or a
bank would hold stands in the property lists; what nobody is told stands in `truths` alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

FORMAT = "duixian-population/1"


@dataclass(frozen=True, slots=True)
class Person:
    """自然人. `district` is the key of the court of the place where the person lives."""

    id: str
    name: str
    number: str
    sex: str
    born: date
    died: date | None
    district: str
    address: str
    phone: str
    work: str
    spouse: str | None


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm, bank, public body, public institution or village committee.

    `kind`: company, builder, developer, property_manager, insurer, lender, bank, public_body
    (党政机关), public_institution (事业单位), village_committee (村民委员会).
    `status`: operating (存续), abnormal (经营异常), revoked (吊销), deregistered (注销).
    """

    id: str
    name: str
    number: str
    kind: str
    status: str
    founded: date
    district: str
    address: str
    phone: str
    representative: str
    representative_name: str
    capital: int


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank of the city; `firm` is its identity as a party to cases."""

    code: str
    name: str
    firm: str


@dataclass(frozen=True, slots=True)
class Hold:
    """An earlier freeze or seal (在先查封、冻结) of some authority, with its rank from 1."""

    authority: str
    document: str
    amount: int
    since: date
    until: date
    rank: int


@dataclass(frozen=True, slots=True)
class Mortgage:
    """A mortgage or pledge (抵押、质押) on a thing."""

    holder: str
    holder_name: str
    holder_number: str
    certificate: str
    secured: int
    since: date


@dataclass(frozen=True, slots=True)
class Share:
    """A co-owner's part (共有份额) in millionths."""

    owner: str
    owner_name: str
    owner_number: str
    millionths: int


@dataclass(frozen=True, slots=True)
class Account:
    """A deposit account.

    `kind`: personal (个人结算户), basic (基本户), general (一般户), wage (农民工工资专户), pension
    (养老金户), union_dues (工会经费户), supervised (预售资金监管户).
    `state`: normal (正常), inward_only (只收不付), dormant (久悬).
    """

    id: str
    bank: str
    bank_name: str
    branch: str
    number: str
    kind: str
    state: str
    opened: date
    owner: str
    owner_name: str
    owner_number: str
    balance: int
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class RealEstate:
    """A registered unit. `use`: 住宅, 商业, 工业, 车位. `market_value` is not in the register."""

    id: str
    title_number: str
    unit_number: str
    location: str
    district: str
    use: str
    area: str
    registered: date
    owner: str
    owner_name: str
    owner_number: str
    owners: tuple[Share, ...]
    mortgages: tuple[Mortgage, ...]
    holds: tuple[Hold, ...]
    market_value: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A registered vehicle. `market_value` and `whereabouts` are not in the register."""

    id: str
    plate: str
    frame_number: str
    engine_number: str
    make: str
    kind: str
    use: str
    state: str
    registered: date
    inspected_until: date
    owner: str
    owner_name: str
    owner_number: str
    mortgages: tuple[Mortgage, ...]
    holds: tuple[Hold, ...]
    market_value: int
    whereabouts: str


@dataclass(frozen=True, slots=True)
class Security:
    """A holding of a listed security; `pledged` is how many of `quantity` are pledged."""

    id: str
    broker: str
    account: str
    code: str
    name: str
    quantity: int
    pledged: int
    unit_value: int
    owner: str
    owner_name: str
    owner_number: str


@dataclass(frozen=True, slots=True)
class Equity:
    """A part of a firm (股权); `millionths` of `contribution` paid in."""

    id: str
    firm: str
    firm_name: str
    firm_number: str
    millionths: int
    contribution: int
    pledged: bool
    owner: str
    owner_name: str
    owner_number: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Property really a party's, registered in another's name. `kind` names the list it is in."""

    kind: str
    property: str
    in_name_of: str
    how: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What nobody is told. No institution may answer from it; it drives the people of the city.

    `disposition`: pays_on_notice, pays_under_pressure, evades, hides_property, cannot_pay,
    vanished, dead, shell (a firm with nothing behind it).
    `able_to_pay` is what the party could pay in all, in fen, its hidden property included.
    """

    party: str
    disposition: str
    able_to_pay: int
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True)
class Population:
    """The whole city without its courts."""

    size: str
    seed: int
    as_of: date
    banks: tuple[Bank, ...]
    persons: tuple[Person, ...]
    firms: tuple[Firm, ...]
    accounts: tuple[Account, ...]
    real_estate: tuple[RealEstate, ...]
    vehicles: tuple[Vehicle, ...]
    securities: tuple[Security, ...]
    equities: tuple[Equity, ...]
    truths: tuple[Truth, ...]

    @cached_property
    def parties(self) -> dict[str, Person | Firm]:
        """Persons and firms by id."""
        persons: dict[str, Person | Firm] = {person.id: person for person in self.persons}
        return persons | {firm.id: firm for firm in self.firms}

    @cached_property
    def truth(self) -> dict[str, Truth]:
        """The hidden truth by the party's id."""
        return {truth.party: truth for truth in self.truths}

    @cached_property
    def holdings(self) -> dict[str, tuple[Account | RealEstate | Vehicle, ...]]:
        """Accounts, real estate and vehicles by the id of the registered (first) owner."""
        found: dict[str, list[Account | RealEstate | Vehicle]] = {}
        lists: tuple[Sequence[Account | RealEstate | Vehicle], ...] = (
            self.accounts,
            self.real_estate,
            self.vehicles,
        )
        for things in lists:
            for thing in things:
                found.setdefault(thing.owner, []).append(thing)
        return {owner: tuple(things) for owner, things in found.items()}

    def as_json(self) -> str:
        """The whole city as one JSON document."""
        return "".join(self._pieces())

    def save(self, path: Path) -> None:
        """Write `as_json()` to a file, a row a line, without holding the text in memory."""
        with path.open("w", encoding="utf-8") as target:
            target.writelines(self._pieces())

    def _pieces(self) -> Iterator[str]:
        head = {"format": FORMAT, "synthetic": True, "size": self.size, "seed": self.seed,
                "as_of": self.as_of.isoformat()}  # fmt: skip
        yield json.dumps(head)[:-1]
        for name in _LISTS:
            yield f',\n"{name}": ['
            comma = "\n"
            for row in getattr(self, name):
                yield comma + json.dumps(_plain(row), ensure_ascii=False)
                comma = ",\n"
            yield "]"
        yield "}\n"

    @classmethod
    def from_json(cls, text: str) -> Population:
        """Read what `as_json()` wrote. Raises ValueError for another format."""
        data = json.loads(text)
        if data.get("format") != FORMAT:
            raise ValueError(f"not a population of this format: {data.get('format')!r}")
        lists = {
            name: tuple(_build(kind, row) for row in data[name]) for name, kind in _LISTS.items()
        }
        return cls(
            size=data["size"], seed=data["seed"], as_of=date.fromisoformat(data["as_of"]), **lists
        )

    @classmethod
    def load(cls, path: Path) -> Population:
        """Read the file that `save()` wrote."""
        return cls.from_json(path.read_text(encoding="utf-8"))


_LISTS: dict[str, Any] = {
    "banks": Bank,
    "persons": Person,
    "firms": Firm,
    "accounts": Account,
    "real_estate": RealEstate,
    "vehicles": Vehicle,
    "securities": Security,
    "equities": Equity,
    "truths": Truth,
}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        kind: Any = type(value)
        return {name: _plain(getattr(value, name)) for name in _names(kind)}
    return value


@cache
def _readers(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """How each field comes back from JSON: as a date, as a tuple of rows, or as it is."""
    readers: list[tuple[str, str, Any]] = []
    for name, hint in get_type_hints(kind).items():
        if date in (hint, *get_args(hint)):
            readers.append((name, "date", None))
        elif get_origin(hint) is tuple:
            readers.append((name, "rows", get_args(hint)[0]))
        else:
            readers.append((name, "plain", None))
    return tuple(readers)


def _build(kind: Any, row: dict[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name, how, inner in _readers(kind):
        value = row[name]
        if how == "date" and value is not None:
            value = date.fromisoformat(value)
        elif how == "rows" and inner is not None:
            value = tuple(_build(inner, part) for part in value)
        values[name] = value
    return kind(**values)
