"""The running account of a late debt (迟延债务的账): pots that grow by days and shrink by payments.

`settle` runs a claim through its payments in whole numbers. Only when a trace is asked for are
the stretches written down, from which the worksheet is made. Each pot is rounded once, half up,
when a payment settles it or when it is stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import lcm
from typing import Any, Literal

from duixian.kernel.money import Fen
from duixian.kernel.periods import add_months
from duixian.law.rules.day_tables import DayTable, doubled_table, old_rule_ends, old_table, table_of
from duixian.law.rules.delay_facts import (
    STOPPING_ALL,
    STOPPING_GROUNDS,
    Claim,
    DebtLine,
    OldRule,
    OrdinaryInterest,
    Pot,
)
from duixian.law.texts import parameter, parameters

LAW_ORDER: tuple[Pot, ...] = ("costs", "ordinary", "principal", "old", "doubled")
# How far the first counted day is moved by the way days are counted.
_SHIFT = {"expiry-excluded": 0, "both-ends": -1, "neither-end": 1}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of days with one base and one rate. The start day is not counted for delay.

    `rate` is in percent with any multiple in it: a day for "doubled", a year of `day_base` days
    for the others; `rate_words` says both.
    """

    start: date
    end: date
    days: int
    base: Fen
    rate: Decimal
    rate_words: str
    amount: Fraction
    rule: Literal["ordinary", "old", "doubled"]


@dataclass(slots=True)
class Till:
    """A pot (一笔待抵充的利息): what accrued, over one denominator, and what was settled, in fen."""

    denominator: int
    accrued: int = 0
    settled: int = 0

    @property
    def left(self) -> int:
        return (2 * self.accrued + self.denominator) // (2 * self.denominator)

    @property
    def total(self) -> int:
        return self.settled + self.left

    def pay(self, money: int) -> int:
        """Take what is owed out of the money; what is left of the money is returned."""
        if not self.accrued:
            return money
        owed = self.left
        if money >= owed:
            self.settled += owed
            self.accrued = 0
            return money - owed
        self.settled += money
        self.accrued -= money * self.denominator
        return 0


@dataclass(slots=True)
class Term:
    """An ordinary interest while it runs: what of its principal is left, and its table."""

    principal: int
    start: int
    end: int
    table: DayTable
    factor: int = 1


@dataclass(slots=True)
class Item:
    """A line of the title while it is paid off; days are ordinals.

    `expires` is the day its period expired; `due` is that day moved by how days are counted.
    """

    left: int
    expires: int
    due: int
    cost: bool
    old: DayTable | None
    new: bool
    terms: list[Term]
    factor: int = 1
    # Where the title's own rate is what is doubled, the principal that rate runs on.
    award: list[Term] | None = None


Trace = list[tuple[str, int, int, int, DayTable, int]]


class Account:
    """The state of one claim while payments and days go by."""

    def __init__(self, claim: Claim, trace: Trace | None = None) -> None:
        self._trace = trace
        self.choices = claim.choices
        self.until = claim.until.toordinal()
        self.surplus = 0
        self._ends = old_rule_ends()
        self._doubled = doubled_table()
        shift = _SHIFT[self.choices.day_count]
        self.items = [_item(line, claim, shift) for line in _ordered(claim.lines)]
        if claim.costs:
            first = self.items[0]
            self.items.insert(0, Item(claim.costs, first.expires, first.due, True, None, False, []))
        self.ordinary = Till(self._common("terms"))
        self.old = Till(self._common("old"))
        self.doubled = Till(self._doubled.denominator)
        self._new = [item for item in self.items if item.new]
        self._cuts = sorted({item.due for item in self._new})[1:]
        self._stops = _stops(claim) if claim.pauses else None

    def _common(self, pot: str) -> int:
        """One denominator for all tables of a pot; each item or term learns its factor."""
        holders: list[tuple[Any, DayTable]] = []
        for item in self.items:
            if pot == "terms":
                holders += [(term, term.table) for term in item.terms]
            else:
                holders += [(item, item.old)] if item.old else []
                holders += [(term, term.table) for term in item.award or ()]
        if not holders:
            return 1
        if len(holders) == 1:
            return holders[0][1].denominator
        common = lcm(*(table.denominator for _, table in holders))
        for holder, table in holders:
            holder.factor = common // table.denominator
        return common

    def left_of_items(self) -> tuple[int, int, int]:
        """What is left of costs, of items due by the end of the reckoning, and of later ones."""
        costs = principal = not_due = 0
        for item in self.items:
            if item.expires > self.until:
                not_due += item.left
            elif item.cost:
                costs += item.left
            else:
                principal += item.left
        return costs, principal, not_due

    def accrue(self, start: int, end: int) -> None:
        """Add the interest of the days between two events to each pot."""
        for item in self.items:
            for term in item.terms:
                self._accrue_ordinary(term, start, end)
        last_old = self._ends - 1
        if start < last_old:
            for item in self.items:
                if item.left and item.old:
                    self._accrue_old(item, max(start, item.due), min(end, last_old))
        self._accrue_doubled(max(start, last_old), end)

    def _running(
        self, start: int, end: int, pot: str, inner: Iterable[int] = ()
    ) -> Iterable[tuple[int, int]]:
        """The stretches between two days on which a pot runs, cut at the days in `inner`."""
        stops = self._stops[pot] if self._stops else ()
        edges = {start, end, *(day for day in inner if start < day < end)}
        edges |= {day for stop in stops for day in stop if start < day < end}
        return [
            (first, last)
            for first, last in pairwise(sorted(edges))
            if not any(stop[0] <= first and last <= stop[1] for stop in stops)
        ]

    def _accrue_ordinary(self, term: Term, start: int, end: int) -> None:
        start, end = max(start, term.start), min(end, term.end)
        if start >= end or not term.principal:
            return
        table = term.table
        whole = ((start, end),)
        for first, last in self._running(start, end, "ordinary") if self._stops else whole:
            self.ordinary.accrued += term.principal * table.earned(first, last) * term.factor
            if self._trace is not None:
                self._trace.append(("ordinary", first, last, term.principal, table, 0))

    def _accrue_old(self, item: Item, start: int, end: int) -> None:
        table = item.old
        if start >= end or table is None:
            return
        for first, last in self._running(start, end, "old", _award_days(item)):
            running = [
                term
                for term in item.award or ()
                if term.principal and term.start <= first and last <= term.end
            ]
            for term in running:
                earned = term.table.earned(first, last)
                self.old.accrued += term.principal * earned * term.factor
                if self._trace is not None:
                    self._trace.append(("old", first, last, term.principal, term.table, 0))
            rest = item.left - max((term.principal for term in running), default=0)
            if rest > 0:
                # Days first+1 to last count, so the rates of those days are asked for.
                self.old.accrued += rest * table.earned(first + 1, last + 1) * item.factor
                if self._trace is not None:
                    self._trace.append(("old", first, last, rest, table, 1))

    def _accrue_doubled(self, start: int, end: int) -> None:
        if not self._new:
            return
        start = max(start, self._new[0].due)
        if start >= end:
            return
        broken = self._stops or self._cuts
        whole = ((start, end),)
        for first, last in self._running(start, end, "doubled", self._cuts) if broken else whole:
            base = 0
            for item in self._new:
                if item.due <= first:
                    base += item.left
            if base:
                self.doubled.accrued += base * self._doubled.earned(first + 1, last + 1)
                if self._trace is not None:
                    self._trace.append(("doubled", first, last, base, self._doubled, 1))

    def receive(self, money: int, day: int) -> None:
        """Money on a day goes through the pots in the order that governs it."""
        order = self.choices.agreed_order or LAW_ORDER
        if self.choices.set_off == "side-by-side" and day < self._ends:
            money = self._reduce(money, day, cost=True)
            money = self.ordinary.pay(money)
            money = self._side_by_side(money, day)
            order = LAW_ORDER
        for pot in order:
            if not money:
                return
            if pot == "costs" or pot == "principal":
                money = self._reduce(money, day, cost=pot == "costs")
            else:
                till: Till = getattr(self, pot)
                money = till.pay(money)
        # What the debtor pays ahead reduces what falls due next.
        self.surplus += self._reduce(money, None, cost=False)

    def _reduce(self, money: int, day: int | None, *, cost: bool) -> int:
        """Pay items off in the order they fell due; None also takes those not yet due."""
        for item in self.items:
            if not money:
                return 0
            if item.cost == cost and (cost or day is None or item.expires <= day):
                taken = min(money, item.left)
                item.left -= taken
                money -= taken
                for term in (*item.terms, *(item.award or ())):
                    if self.choices.part_payment == "bearing-first":
                        term.principal = max(0, term.principal - taken)
                    else:
                        term.principal = min(term.principal, item.left)
        return money

    def _side_by_side(self, money: int, day: int) -> int:
        """Debt and old interest in proportion (并还): debt paid = money ÷ (1 + interest ÷ debt)."""
        base = sum(item.left for item in self.items if not item.cost and item.expires <= day)
        if not self.old.accrued or not base:
            return money
        if money >= base + self.old.left:
            return money
        debt = Fraction(base) * self.old.denominator
        paid = Fraction(money) * debt / (debt + self.old.accrued)
        whole = (2 * paid.numerator + paid.denominator) // (2 * paid.denominator)
        self.old.pay(money - whole)
        self._reduce(whole, day, cost=False)
        return 0


def _stops(claim: Claim) -> dict[str, list[tuple[int, int]]] | None:
    """The pauses of each pot by their grounds; None where nothing stops any."""
    every, whole = [], []
    for each in claim.pauses:
        if each.ground in STOPPING_GROUNDS:
            days = each.start.toordinal(), each.end.toordinal()
            every.append(days)
            whole += [days] if each.ground == STOPPING_ALL else []
    if not every:
        return None
    old = every if claim.choices.old_pauses == "stopped" else whole
    return {"ordinary": whole, "old": old, "doubled": every}


def _award_days(item: Item) -> list[int]:
    return [day for term in item.award or () for day in (term.start, term.end)]


def _ordered(lines: Iterable[DebtLine]) -> list[DebtLine]:
    return sorted(lines, key=lambda line: line.performance_due)


def _term(interest: OrdinaryInterest) -> Term:
    end = interest.until or date.max
    return Term(interest.principal, interest.start.toordinal(), end.toordinal(), table_of(interest))


@cache
def item_kinds() -> dict[str, dict[str, Any]]:
    """The kinds of items a title orders, and whether each is in the base (判项的种类)."""
    rows = parameters()["debt-item-kinds"].entries[-1].value
    return {row["kind"]: row for row in rows}


def _item(line: DebtLine, claim: Claim, shift: int) -> Item:
    kind = item_kinds()[line.kind]
    new = kind["new"] if line.in_base is None else line.in_base
    expires = line.performance_due.toordinal()
    due = expires + shift
    old = kind["old"] or line.in_base is True
    terms = [_term(each) for each in line.ordinary]
    item = Item(line.amount, expires, due, kind["cost"], None, new, terms)
    if old and due < old_rule_ends() - 1 and due < claim.until.toordinal():
        runs_on = any(each.until is None or each.until.toordinal() > due for each in line.ordinary)
        item.old = _old_table(claim.old_rule, date.fromordinal(due), claim.until, runs_on)
        if claim.old_rule.award_rate == "award-once-more":
            item.award = [_term(each) for each in line.ordinary]
    return item


def _old_table(rule: OldRule, due: date, until: date, runs_on: bool) -> DayTable:
    tier = rule.tier
    if tier == "by-length":
        tier = tier_by_length(due, min(until, date.fromordinal(old_rule_ends() - 1)))
    fixed = due.toordinal() + 1 if rule.rates == "as-at-start" else None
    once = 1 if runs_on and rule.award_rate == "benchmark-once" else None
    return old_table(tier, rule.day_base, rule.before_2009, fixed, once)


def tier_by_length(performance_due: date, end: date) -> str:
    """The benchmark tier for the length of the delay under the old rule."""
    for row in parameter("benchmark-tiers", on=end).value:
        if "months" not in row or end <= add_months(performance_due, row["months"]):
            return str(row["tier"])
    raise AssertionError("the last tier has no upper bound")


def settle(claim: Claim, trace: Trace | None = None) -> Account:
    """The account of a claim at its end, every payment received in the order of its day."""
    account = Account(claim, trace)
    cursor = min(item.due for item in account.items)
    for item in account.items:
        for term in item.terms:
            cursor = min(cursor, term.start)
    arrivals = sorted(
        [(each.ends_on.toordinal(), each.amount) for each in claim.payments],
        key=lambda arrival: arrival[0],
    )
    for day, amount in arrivals:
        if day > cursor:
            account.accrue(cursor, day)
            cursor = day
        account.receive(amount, day)
    if account.until > cursor:
        account.accrue(cursor, account.until)
    return account


def segments(trace: Trace) -> list[Segment]:
    """The stretches of a trace with one rate each, for people."""
    found = []
    for rule, first, last, base, table, shift in trace:
        for start, end, row in table.stretches(first + shift, last + shift):
            days = end - start
            found.append(
                Segment(
                    date.fromordinal(start - shift),
                    date.fromordinal(end - shift),
                    days,
                    Fen(base),
                    table.rates[row],
                    table.words[row],
                    Fraction(base * table.numerators[row] * days, table.denominator),
                    rule,  # type: ignore[arg-type]
                )
            )
    return found
