"""Pure decisions of the assets room: who was answered about, what is covered, what was hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duixian.contexts.parties.engine import name_key
from duixian.kernel.money import Fen, display

# What may be asked of an institution by its capability, in the words of the register.
KINDS_BY_CAPABILITY: Mapping[str, str] = {
    "deposits": "deposit",
    "real_estate": "real_estate",
    "vehicles": "vehicle",
    "companies": "equity",
    "securities": "security",
}


def kinds_of(capabilities: Iterable[str]) -> list[str]:
    """The kinds of property an institution can be asked about, in a fixed order.

    >>> kinds_of(["control", "deposits"])
    ['deposit']
    """
    able = set(capabilities)
    return [kind for capability, kind in KINDS_BY_CAPABILITY.items() if capability in able]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom something is about: name and whole identity number."""

    name: str
    number: str


def same_person(asked: Identity, answered: Identity) -> bool:
    """Whether an answer is about the debtor asked: number and normalised name both equal.

    A missing number is never equal to anything: nobody is presumed from a name alone.

    >>> same_person(Identity("方某平", "X1"), Identity("方某平", ""))
    False
    """
    return (
        bool(asked.number)
        and asked.number.strip().upper() == answered.number.strip().upper()
        and name_key(asked.name) == name_key(answered.name)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """How one inquiry stands, for judging whether the survey is complete."""

    debtor: int
    kinds: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the survey has come (查询覆盖): what is outstanding and what nobody was asked."""

    outstanding: int
    missing: tuple[tuple[int, str], ...]

    @property
    def complete(self) -> bool:
        return not self.outstanding and not self.missing


def coverage(
    debtors: Sequence[int],
    mandatory: Sequence[str],
    asked: Iterable[Asked],
    elsewhere: Mapping[int, frozenset[str]],
) -> Coverage:
    """Whether every mandatory kind was answered for every debtor and no answer is awaited.

    `elsewhere`: kinds covered for a debtor by steps outside the network. An institution that
    refused or could not be reached covers nothing; one that was not yet asked is outstanding.
    """
    outstanding = 0
    covered: dict[int, set[str]] = {debtor: set(elsewhere.get(debtor, ())) for debtor in debtors}
    for each in asked:
        if each.state in ("to_send", "sent", "overdue"):
            outstanding += 1
        elif each.state == "answered" and each.debtor in covered:
            covered[each.debtor].update(each.kinds)
    missing = tuple(
        (debtor, kind) for debtor in debtors for kind in mandatory if kind not in covered[debtor]
    )
    return Coverage(outstanding, missing)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared thing. `key`: keyed hash of its number, empty when none was given."""

    kind: str
    description: str
    key: str = ""
    amount: Fen | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A thing the court knows from others than the debtor."""

    asset: int
    kind: str
    description: str
    key: str = ""
    amount: Fen | None = None
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A difference between declared and found (报告与查询不符), to be explained or punished.

    kind: undeclared (found, not declared), understated (declared for less), unconfirmed
    (declared, but no institution knows it).
    """

    kind: str
    asset: int | None
    sentence: str
    difference: Fen | None = None


def compare(declared: Sequence[Declared], known: Sequence[Known]) -> list[Contradiction]:
    """What the debtor kept silent about or stated too low, then what nobody confirms.

    Things are the same when their numbers are; a declared thing without a number answers for at
    most one known thing of its kind with the same description.
    """
    unused = list(declared)
    found: list[Contradiction] = []
    for thing in sorted(known, key=lambda each: not each.key):
        match = _match(thing, unused)
        if match is None:
            worth = f"，{display(thing.amount)}元" if thing.amount else ""
            found.append(
                Contradiction(
                    "undeclared", thing.asset, f"未报告：{thing.description}{worth}", thing.amount
                )
            )
            continue
        unused.remove(match)
        if match.amount is not None and thing.amount is not None and match.amount < thing.amount:
            gap = Fen(thing.amount - match.amount)
            found.append(
                Contradiction(
                    "understated",
                    thing.asset,
                    f"少报：{thing.description}，报告{display(match.amount)}元，"
                    f"查得{display(thing.amount)}元",
                    gap,
                )
            )
    found += [
        Contradiction("unconfirmed", None, f"报告但未查到：{each.description}", each.amount)
        for each in unused
        if each.key
    ]
    return found


def _match(thing: Known, declared: Sequence[Declared]) -> Declared | None:
    for each in declared:
        if each.kind == thing.kind and each.key and each.key == thing.key:
            return each
    wanted = name_key(thing.description)
    for each in declared:
        if each.kind == thing.kind and not each.key and name_key(each.description) == wanted:
            return each
    return None
