"""Who is paid in what order out of one pot of proceeds (执行分配、参与分配).

Costs first, then claims with a charge on the thing by the order of their charges, then other
priorities; ordinary claims share pro rata where the debtor is a person or other organisation, and
by the order of measures where it is a company. Sums are exact to the fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, share, yuan
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule

DebtorKind = Literal["person", "company"]
Rank = Literal["secured", "priority", "ordinary"]
_Layer = tuple[str, str, list["Claim"], tuple[str, ...]]

_NOTHING = Fen(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """One creditor's claim on the proceeds, in fen.

    charge_order and measure_order: 1 is first; equal orders share pro rata. wages: whether it is
    for wages, which the law of individual enforcement does not rank by itself.
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

    @property
    def debt(self) -> int:
        """The money debt of the title: ordinary interest and principal, without the doubled part."""
        return self.principal + self.ordinary

    @property
    def has_charge(self) -> bool:
        return self.rank != "ordinary" and self.charge_on_object


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim receives, part by part, and what stays owed."""

    id: str
    amount: Fen
    principal: Fen
    ordinary: Fen
    doubled: Fen
    left: Fen


@dataclass(frozen=True, slots=True)
class Distribution:
    """The shares in the order asked, the rest for the debtor, and who got the odd fen."""

    paid: tuple[Share, ...]
    costs_paid: Fen
    rest_to_debtor: Fen
    residue_fen_to: tuple[str, ...]


@dataclass(slots=True)
class _Pot:
    """Money being handed out layer by layer."""

    left: int
    debt: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, int] = field(default_factory=dict)
    residue: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def hand_out(
        self,
        label: str,
        into: dict[str, int],
        owed: Sequence[tuple[str, int]],
        keys: tuple[str, ...],
    ) -> None:
        """Pay one layer in full, or pro rata where the money runs out."""
        total = sum(amount for _, amount in owed)
        if total == 0:
            return
        money = min(self.left, total)
        weights = [amount for _, amount in owed]
        parts = share(money, weights)
        for (claim, amount), part in zip(owed, parts, strict=True):
            into[claim] = into.get(claim, 0) + part
            if part > money * amount // total:
                self.residue.append(claim)
            self.steps.append(
                Step(
                    f"{label}：{claim}",
                    f"{yuan(money)}×{yuan(amount)}÷{yuan(total)}" if money < total else "全额",
                    {"本层可分": yuan(money), "债权": yuan(amount)},
                    yuan(part),
                    keys,
                )
            )
        self.left -= money


def _layers(debtor: DebtorKind, claims: Sequence[Claim]) -> list[_Layer]:
    """The layers in order: label, which part, who, and why."""
    layers: list[_Layer] = []
    charged = sorted((each for each in claims if each.has_charge), key=_charge_order)
    for order, group in groupby(charged, key=_charge_order):
        keys = ("several-titles-order",)
        layers.append((f"对标的物优先受偿，第{order}顺位", "debt", list(group), keys))
    other = [each for each in claims if each.rank == "priority" and not each.charge_on_object]
    layers.append(("依法优先的债权", "debt", other, ("distribution-order",)))
    ordinary = [each for each in claims if not each.has_charge and each not in other]
    if debtor == "person":
        keys = ("distribution-order",)
        layers.append(("普通债权按比例", "debt", ordinary, keys))
        layers.append(("加倍部分债务利息", "doubled", list(claims), ("set-off-order",)))
        return layers
    ranked = sorted(ordinary, key=_measure_order)
    for order, group in groupby(ranked, key=_measure_order):
        members = list(group)
        keys = ("company-debtor-order",)
        layers.append((f"普通债权，第{order}顺位查封", "debt", members, keys))
        layers.append((f"第{order}顺位的加倍部分", "doubled", members, ("set-off-order",)))
    rest = [each for each in claims if each not in ordinary]
    layers.append(("优先债权的加倍部分", "doubled", rest, ("set-off-order",)))
    return layers


def _charge_order(claim: Claim) -> int:
    return claim.charge_order


def _measure_order(claim: Claim) -> int:
    return claim.measure_order


def _check(proceeds: Fen, costs: Fen, claims: Sequence[Claim]) -> None:
    amounts = [("proceeds", proceeds), ("costs", costs)]
    for index, claim in enumerate(claims):
        amounts += [
            (f"claims[{index}].{part}", getattr(claim, part))
            for part in ("principal", "ordinary", "doubled")
        ]
    for name, amount in amounts:
        if amount < 0:
            raise Refusal(
                code="distribution.negative_amount",
                message="金额不能是负数。",
                cure="请核对金额。",
                field=name,
            )
    seen: set[str] = set()
    for index, claim in enumerate(claims):
        if claim.id in seen:
            raise Refusal(
                code="distribution.claim_twice",
                message=f"债权“{claim.id}”出现了两次。",
                cure="请给每笔债权不同的编号。",
                field=f"claims[{index}].id",
            )
        seen.add(claim.id)


def _share_of(claim: Claim, pot: _Pot) -> Share:
    """Inside a claim money goes to ordinary interest, then principal, then the doubled part."""
    debt = pot.debt.get(claim.id, 0)
    doubled = pot.doubled.get(claim.id, 0)
    ordinary = min(debt, claim.ordinary)
    return Share(
        id=claim.id,
        amount=Fen(debt + doubled),
        principal=Fen(debt - ordinary),
        ordinary=Fen(ordinary),
        doubled=Fen(doubled),
        left=Fen(claim.debt + claim.doubled - debt - doubled),
    )


@rule
def distribution(
    *,
    proceeds: Fen,
    costs: Fen,
    debtor: DebtorKind,
    claims: Sequence[Claim],
    on: date,
) -> Finding[Distribution]:
    """Distribute proceeds among claims (分配方案). What is not needed goes back to the debtor.

    Refuses with `distribution.negative_amount` or `distribution.claim_twice`.
    """
    _check(proceeds, costs, claims)
    costs_paid = min(proceeds, costs)
    pot = _Pot(left=proceeds - costs_paid)
    known = {key for key in provisions() if provisions()[key].on(on)}
    pot.steps.append(Step("执行费用优先扣除", "", {"所得": yuan(proceeds)}, yuan(costs_paid)))
    for label, part, members, keys in _layers(debtor, claims):
        into = pot.debt if part == "debt" else pot.doubled
        owed = [(each.id, each.debt if part == "debt" else int(each.doubled)) for each in members]
        pot.hand_out(label, into, owed, tuple(key for key in keys if key in known))
    value = Distribution(
        paid=tuple(_share_of(claim, pot) for claim in claims),
        costs_paid=Fen(costs_paid),
        rest_to_debtor=Fen(pot.left),
        residue_fen_to=tuple(dict.fromkeys(pot.residue)),
    )
    pot.steps.append(Step("余款退还被执行人", "", {}, yuan(pot.left)))
    basis = ["real-costs-first", *(key for step in pot.steps for key in step.provisions)]
    cited = citations(*(key for key in basis if key in known), on=on)
    return Finding(value, tuple(pot.steps), cited, _questions(debtor, claims))


def _questions(debtor: DebtorKind, claims: Sequence[Claim]) -> tuple[str, ...]:
    asked = []
    if any(claim.doubled for claim in claims):
        where = "全部普通债权之后" if debtor == "person" else "同一顺位的债权之后"
        asked.append(f"条文未写明加倍部分在分配中的次序；此处列在{where}。")
    if any(claim.wages for claim in claims):
        asked.append("个别执行中没有工资债权一般优先的规定；此处按所填顺位计算，不另行优先。")
    return tuple(asked)
