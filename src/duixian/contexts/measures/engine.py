"""The control plan (控制方案): what to freeze, pure. Never above what is owed.

Exempt money stays out; usable money first, in as few accounts as will do; accounts others hold
are queued and do not count until their turn comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from duixian.kernel.money import Fen, display

NOTHING = Fen(0)


NO_TRIFLES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Account:
    """An account that might be frozen.

    `available`: what can be used of it now; `kept`: what must be left to the debtor; `behind`:
    how many effective measures of others stand before ours; `why_not`: why it may not be frozen.
    """

    key: int
    label: str
    owner: int
    available: Fen
    kept: Fen = NOTHING
    behind: int = 0
    why_not: str = ""

    @property
    def usable(self) -> Fen:
        """What a freeze can really hold today."""
        return Fen(max(0, self.available - self.kept))

    @property
    def would_queue(self) -> bool:
        """Others hold it and leave nothing: ours can only wait."""
        return self.behind > 0 and self.usable == 0


@dataclass(frozen=True, slots=True)
class Room:
    """How much may still be controlled (本次最多); `owners`: less for debtors liable for a share."""

    total: Fen
    owners: Mapping[int, Fen] = field(default_factory=dict)

    def of(self, owner: int) -> Fen:
        return Fen(min(self.total, self.owners.get(owner, self.total)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan. `queued`: the amount waits and is not counted; `rank` in the queue."""

    key: int
    amount: Fen
    queued: bool = False
    rank: int = 1
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its sum; `short`: what the accounts together do not cover."""

    lines: tuple[Line, ...]
    total: Fen
    short: Fen

    def amount_of(self, key: int) -> Fen:
        return next((line.amount for line in self.lines if line.key == key), Fen(0))

    def why_not(self, key: int) -> str:
        """Why the plan passes an account over; empty where it does not, or has no need of it."""
        return next((line.why_not for line in self.lines if line.key == key), "")


def plan(accounts: Sequence[Account], room: Room, trifles: Mapping[int, str] = NO_TRIFLES) -> Plan:
    """The fewest accounts that hold what may be held: the largest first, the last one trimmed.

    The last account is the smallest that covers what remains. What is short is asked for from
    the queue behind others. The lines keep the order of `accounts`. trifles: accounts not worth
    a freeze, by key, with why; they are left to whoever draws up the plan.
    """
    left = int(room.total)
    owners = {owner: int(most) for owner, most in room.owners.items()}
    chosen: dict[int, Line] = {}
    free = [
        each
        for each in accounts
        if not each.why_not and each.usable > 0 and each.key not in trifles
    ]
    while left > 0 and free:
        limits = {each.key: min(left, owners.get(each.owner, left)) for each in free}
        enough = [each for each in free if each.usable >= limits[each.key] == left]
        pick = (
            min(enough, key=lambda each: (each.usable, each.key))
            if enough
            else max(free, key=lambda each: (min(each.usable, limits[each.key]), -each.key))
        )
        amount = min(int(pick.usable), limits[pick.key])
        free.remove(pick)
        if amount <= 0:
            continue
        chosen[pick.key] = Line(pick.key, Fen(amount))
        left -= amount
        if pick.owner in owners:
            owners[pick.owner] -= amount
    if left > 0:
        for each in accounts:
            if not each.why_not and each.would_queue:
                most = min(left, owners.get(each.owner, left))
                if most > 0:
                    chosen[each.key] = Line(each.key, Fen(most), True, each.behind + 1)
    lines = tuple(
        chosen.get(
            each.key, Line(each.key, Fen(0), why_not=each.why_not or trifles.get(each.key, ""))
        )
        for each in accounts
    )
    return Plan(lines, Fen(int(room.total) - left), Fen(left))


@dataclass(frozen=True, slots=True)
class Cure:
    """A change that would make the plan lawful, in words and as amounts by account."""

    words: str
    amounts: Mapping[int, Fen]


@dataclass(frozen=True, slots=True)
class Excess:
    """What is above the ceiling (超标的): by how much, at which line, and what would cure it."""

    over: Fen
    key: int
    at_most: Fen
    sentence: str
    cures: tuple[Cure, ...]


def judge(accounts: Sequence[Account], amounts: Mapping[int, Fen], room: Room) -> Excess | None:
    """Whether the amounts asked for, in the order of the accounts, are above what is left.

    Amounts that would only queue are not counted: they are not yet effective.
    """
    counted = [each for each in accounts if amounts.get(each.key, 0) > 0 and not each.would_queue]
    for owner in room.owners:
        of_owner = [each for each in counted if each.owner == owner]
        found = _excess(of_owner, amounts, int(room.of(owner)))
        if found is not None:
            return found
    return _excess(counted, amounts, int(room.total))


def _excess(counted: Sequence[Account], amounts: Mapping[int, Fen], most: int) -> Excess | None:
    total = sum(int(amounts[each.key]) for each in counted)
    over = total - most
    if over <= 0:
        return None
    before, place = 0, 0
    while before + amounts[counted[place].key] <= most:
        before += int(amounts[counted[place].key])
        place += 1
    crossing, later = counted[place], counted[place + 1 :]
    at_most = Fen(max(0, int(amounts[crossing.key]) - over))
    cures = [_changed(amounts, crossing, at_most)] if at_most else []
    without_later = Fen(most - before)
    if later and without_later < amounts[crossing.key]:
        cures.append(_dropped(amounts, crossing, later, without_later))
    sentence = (
        f"最多填 {display(at_most)}：前面各户加上它已超过债权和费用"
        if at_most
        else "不能再冻结：其他各户已足以清偿债权和费用"
    )
    return Excess(Fen(over), crossing.key, at_most, sentence, tuple(cures))


def _changed(amounts: Mapping[int, Fen], account: Account, to: Fen) -> Cure:
    return Cure(f"把{account.label} 改为 {display(to)}", {**amounts, account.key: to})


def _dropped(
    amounts: Mapping[int, Fen], account: Account, later: Sequence[Account], to: Fen
) -> Cure:
    names = "、".join(each.label for each in later)
    changed = {**amounts, **{each.key: Fen(0) for each in later}, account.key: to}
    words = f"不冻{names}"
    words += f"，{account.label} 改为 {display(to)}" if to else f"，也不冻{account.label}"
    return Cure(words, changed)


def held_after(accounts: Sequence[Account], amounts: Mapping[int, Fen]) -> Fen:
    """What the amounts would hold: nothing where they only queue."""
    return Fen(
        sum(
            min(int(amounts.get(each.key, 0)), int(each.usable))
            for each in accounts
            if not each.would_queue and not each.why_not
        )
    )
