"""Who is paid before whom out of one pot (清偿顺序), by the law of the day. Pure lists, no money moved.

Medical costs of the injured, charges on the thing by their order with tax where it ranks, victims'
restitution, other priorities, tax, ordinary claims, doubled parts, fines, confiscation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from duixian.kernel.money import Fen
from duixian.law.texts import provisions

DebtorKind = Literal["person", "company"]
Rank = Literal["secured", "priority", "ordinary"]
Nature = Literal["civil", "tax", "medical", "restitution", "fine", "confiscation"]
TitleState = Literal["final", "pending", "untitled"]
Part = Literal["debt", "doubled", "whole"]

CRIMINAL: tuple[Nature, ...] = ("medical", "restitution", "fine", "confiscation")

_NOTHING = Fen(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """One creditor's claim on the proceeds, in fen.

    charge_order and measure_order: 1 is first; equal orders share pro rata. wages: whether it is
    for wages, which the law of individual enforcement does not rank by itself. nature: civil, tax
    (税款), or one of the four debts of a criminal judgment. arose_on: the day a charge was created
    or a tax fell into arrears, by which the two rank. title_state (执行依据): final, pending (a
    share is kept aside), or untitled (only a charge on the thing lets such a claim join).
    """

    id: str
    principal: Fen
    ordinary: Fen = _NOTHING
    doubled: Fen = _NOTHING
    rank: Rank = "ordinary"
    charge_on_object: bool = False
    charge_order: int = 1
    measure_order: int = 1
    wages: bool = False
    nature: Nature = "civil"
    arose_on: date | None = None
    title_state: TitleState = "final"

    @property
    def debt(self) -> int:
        """The money debt of the title: ordinary interest and principal, without the doubled part."""
        return self.principal + self.ordinary

    @property
    def has_charge(self) -> bool:
        return self.rank != "ordinary" and self.charge_on_object and self.nature == "civil"

    @property
    def may_join(self) -> bool:
        """Without a title only a charge on the thing, or a public debt, lets a claim join."""
        return self.title_state != "untitled" or self.has_charge or self.nature != "civil"

    def amount(self, part: Part) -> int:
        """What of it is shared in a layer that hands out this part, in fen."""
        amounts = {"debt": self.debt, "doubled": int(self.doubled)}
        return amounts.get(part, self.debt + self.doubled)


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides the order beside the claims; the last three answer what texts leave open.

    participation: for a person, whether creditors joined (参与分配), else the order of measures.
    closed_without_liquidation: a company revoked, deregistered or closed and not liquidated, which
    until 2020 was shared out like a person. doubled: the doubled part after the debts it belongs
    to, or with them. wages_first: wages before other ordinary claims, as policy. tax_first: tax
    before charges whose day is not known.
    """

    participation: bool = True
    closed_without_liquidation: bool = False
    doubled: Literal["last", "with_debt"] = "last"
    wages_first: bool = False
    tax_first: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """Claims that are paid together, in full or pro rata: words, part, members, provision keys."""

    label: str
    part: Part
    members: tuple[Claim, ...]
    keys: tuple[str, ...]


def in_force(key: str, on: date) -> bool:
    return bool(provisions()[key].on(on))


def pro_rata(debtor: DebtorKind, terms: Terms, on: date) -> bool:
    """Whether ordinary claims share in proportion; else they are paid by the order of measures."""
    if debtor == "company":
        return terms.closed_without_liquidation and in_force("closed-company-shares", on)
    return terms.participation


def layers(debtor: DebtorKind, claims: Sequence[Claim], terms: Terms, on: date) -> list[Layer]:
    """The layers in the order they are paid."""
    joined = [each for each in claims if each.may_join]
    civil = [each for each in joined if each.nature == "civil"]
    found = list(_criminal(joined, "medical", "人身损害赔偿中的医疗费用"))
    charged, taxes = _charges(joined, terms)
    found += charged
    found += _criminal(joined, "restitution", "退赔被害人的损失")
    uncharged = [each for each in civil if not each.has_charge]
    priority = [each for each in uncharged if each.rank == "priority"]
    found.append(Layer("依法优先的债权", "debt", tuple(priority), (_shares_key(on),)))
    found.append(Layer("税款", "debt", tuple(taxes), ("tax-rank",)))
    ordinary = [each for each in uncharged if each not in priority]
    found += _ordinary(debtor, ordinary, terms, on)
    rest = civil if pro_rata(debtor, terms, on) else [*priority, *_charged(civil)]
    found.append(Layer("加倍部分债务利息", "doubled", tuple(rest), ("set-off-order",)))
    found += _criminal(joined, "fine", "罚金")
    found += _criminal(joined, "confiscation", "没收财产")
    return [each for each in found if each.members]


def _shares_key(on: date) -> str:
    new = in_force("distribution-order", on)
    return "distribution-order" if new else "participation-shares-1998"


def _criminal(claims: Sequence[Claim], nature: Nature, label: str) -> Iterator[Layer]:
    members = tuple(each for each in claims if each.nature == nature)
    if members:
        yield Layer(label, "debt", members, ("criminal-and-civil-order",))


def _charged(claims: Sequence[Claim]) -> list[Claim]:
    return [each for each in claims if each.has_charge]


def _grouped(
    claims: Sequence[Claim], order_of: Callable[[Claim], int]
) -> Iterator[tuple[int, tuple[Claim, ...]]]:
    for order, group in groupby(sorted(claims, key=order_of), key=order_of):
        yield order, tuple(group)


def _charge_order(claim: Claim) -> int:
    return claim.charge_order


def _measure_order(claim: Claim) -> int:
    return claim.measure_order


def _charges(claims: Sequence[Claim], terms: Terms) -> tuple[list[Layer], list[Claim]]:
    """Charges by their order, a tax before the first charge it outranks; the taxes left over."""
    taxes = [each for each in claims if each.nature == "tax"]
    found: list[Layer] = []
    for order, group in _grouped(_charged(claims), _charge_order):
        before = [tax for tax in taxes if any(_outranks(tax, each, terms) for each in group)]
        if before:
            found.append(Layer("先于担保物权的税款", "debt", tuple(before), ("tax-rank",)))
            taxes = [tax for tax in taxes if tax not in before]
        label = f"对标的物优先受偿，第{order}顺位"
        found.append(Layer(label, "debt", group, ("several-titles-order",)))
    return found, taxes


def _outranks(tax: Claim, charge: Claim, terms: Terms) -> bool:
    """A tax in arrears before a mortgage, pledge or lien was created goes before it."""
    if charge.rank != "secured":
        return False
    if tax.arose_on is None or charge.arose_on is None:
        return terms.tax_first
    return tax.arose_on < charge.arose_on


def _ordinary(
    debtor: DebtorKind, claims: Sequence[Claim], terms: Terms, on: date
) -> Iterator[Layer]:
    part: Part = "whole" if terms.doubled == "with_debt" else "debt"
    rest = list(claims)
    if terms.wages_first:
        wages = tuple(each for each in rest if each.wages)
        yield Layer("工资债权", part, wages, ())
        rest = [each for each in rest if not each.wages]
    if pro_rata(debtor, terms, on):
        key = "closed-company-shares" if debtor == "company" else _shares_key(on)
        yield Layer("普通债权按比例", part, tuple(rest), (key,))
        return
    new = debtor == "company" and in_force("company-debtor-order", on)
    key = "company-debtor-order" if new else "several-titles-order"
    for order, group in _grouped(rest, _measure_order):
        yield Layer(f"普通债权，第{order}顺位查封", part, group, (key,))
        if part == "debt":
            label = f"第{order}顺位的加倍部分"
            yield Layer(label, "doubled", group, ("set-off-order",))
    if terms.wages_first and part == "debt":
        wages = tuple(each for each in claims if each.wages)
        yield Layer("工资债权的加倍部分", "doubled", wages, ("set-off-order",))
