"""Distribution of proceeds (执行分配、参与分配).

Costs first, then what is kept for the debtor's housing, then claims layer by layer: see
distribution_order. Ordinary claims share pro rata where the debtor is a person or other
organisation, and by the order of measures where it is a company. Sums are exact to the fen; in a
layer the odd fen go to the largest remainders, so that no share is a whole fen from its quota.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, share, yuan
from duixian.law.rules.distribution_order import (
    CRIMINAL,
    Claim,
    DebtorKind,
    Layer,
    Rank,
    Terms,
    in_force,
    layers,
    pro_rata,
)
from duixian.law.texts import citation, citations
from duixian.law.versions import rule

__all__ = ["Claim", "DebtorKind", "Distribution", "Rank", "Share", "Terms", "distribution"]

_NOTHING = Fen(0)
_PLAIN = Terms()


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim receives, part by part, and what stays owed; reserved: kept, not yet paid."""

    id: str
    amount: Fen
    principal: Fen
    ordinary: Fen
    doubled: Fen
    left: Fen
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """The shares in the order asked, the rest for the debtor, and who got the odd fen."""

    paid: tuple[Share, ...]
    costs_paid: Fen
    kept_for_debtor: Fen
    rest_to_debtor: Fen
    residue_fen_to: tuple[str, ...]


@dataclass(slots=True)
class _Pot:
    """Money being handed out layer by layer."""

    left: int
    on: date
    debt: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, int] = field(default_factory=dict)
    residue: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def first(self, label: str, wanted: int, *keys: str) -> Fen:
        """Set a sum aside before all claims, as far as the money reaches."""
        taken = min(self.left, wanted)
        self.left -= taken
        known = tuple(key for key in keys if in_force(key, self.on))
        self.steps.append(Step(label, "", {"应扣": yuan(wanted)}, yuan(taken), known))
        return Fen(taken)

    def hand_out(self, layer: Layer) -> None:
        """Pay one layer in full, or pro rata where the money runs out."""
        owed = [(each, each.amount(layer.part) - self._had(each, layer)) for each in layer.members]
        total = sum(amount for _, amount in owed)
        if total == 0:
            return
        money = min(self.left, total)
        known = tuple(key for key in layer.keys if in_force(key, self.on))
        parts = share(money, [amount for _, amount in owed])
        for (claim, amount), part in zip(owed, parts, strict=True):
            self._book(claim, layer, part)
            if part > money * amount // total:
                self.residue.append(claim.id)
            self.steps.append(
                Step(
                    f"{layer.label}：{claim.id}",
                    f"{yuan(money)}×{yuan(amount)}÷{yuan(total)}" if money < total else "全额",
                    {"本层可分": yuan(money), "债权": yuan(amount)},
                    yuan(part),
                    known,
                )
            )
        self.left -= money

    def _had(self, claim: Claim, layer: Layer) -> int:
        """What of a part was handed out in an earlier layer already."""
        return self.doubled.get(claim.id, 0) if layer.part == "doubled" else 0

    def _book(self, claim: Claim, layer: Layer, part: int) -> None:
        """Inside a claim paid as a whole the debt goes before the doubled part."""
        to_debt = 0 if layer.part == "doubled" else min(part, claim.debt)
        self.debt[claim.id] = self.debt.get(claim.id, 0) + to_debt
        self.doubled[claim.id] = self.doubled.get(claim.id, 0) + part - to_debt

    def share_of(self, claim: Claim) -> Share:
        """Inside a claim money goes to ordinary interest, then principal, then the doubled part."""
        debt, doubled = self.debt.get(claim.id, 0), self.doubled.get(claim.id, 0)
        ordinary = min(debt, claim.ordinary)
        return Share(
            id=claim.id,
            amount=Fen(debt + doubled),
            principal=Fen(debt - ordinary),
            ordinary=Fen(ordinary),
            doubled=Fen(doubled),
            left=Fen(claim.debt + claim.doubled - debt - doubled),
            reserved=claim.title_state == "pending" and debt + doubled > 0,
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of distribution, so that it can be asked again with one answer changed."""

    proceeds: Fen
    costs: Fen
    kept: Fen
    debtor: DebtorKind
    claims: Sequence[Claim]
    terms: Terms
    on: date

    def split(self) -> tuple[Distribution, list[Step]]:
        pot = _Pot(left=self.proceeds, on=self.on)
        costs = pot.first("执行费用优先扣除", self.costs, "real-costs-first")
        kept = _NOTHING
        if self.kept:
            kept = pot.first("为被执行人保留的租金等", self.kept, "only-home")
        pot.steps += self._excluded()
        for layer in layers(self.debtor, self.claims, self.terms, self.on):
            pot.hand_out(layer)
        pot.steps += self._reserved(pot)
        pot.steps.append(Step("余款退还被执行人", "", {}, yuan(pot.left)))
        value = Distribution(
            paid=tuple(pot.share_of(claim) for claim in self.claims),
            costs_paid=costs,
            kept_for_debtor=kept,
            rest_to_debtor=Fen(pot.left),
            residue_fen_to=tuple(dict.fromkeys(pot.residue)),
        )
        return value, pot.steps

    def _excluded(self) -> Iterator[Step]:
        new = in_force("participation-conditions", self.on)
        key = "participation-conditions" if new else "participation-conditions-1998"
        keys = (key,) if in_force(key, self.on) else ()
        for claim in self.claims:
            if not claim.may_join:
                label = f"未取得执行依据，不参与分配：{claim.id}"
                yield Step(label, "", {"债权": yuan(claim.debt)}, yuan(0), keys)

    def _reserved(self, pot: _Pot) -> Iterator[Step]:
        key = "first-sealer-share-reserved"
        keys = (key,) if in_force(key, self.on) else ()
        for claim in self.claims:
            kept = pot.share_of(claim)
            if kept.reserved:
                label = f"债权尚未经生效法律文书确认，份额预留：{claim.id}"
                yield Step(label, "", {}, yuan(kept.amount), keys)


def _check(asked: _Asked) -> None:
    amounts = [("proceeds", asked.proceeds), ("costs", asked.costs)]
    amounts.append(("kept_for_debtor", asked.kept))
    for index, claim in enumerate(asked.claims):
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
    for index, claim in enumerate(asked.claims):
        if claim.id in seen:
            raise Refusal(
                code="distribution.claim_twice",
                message=f"债权“{claim.id}”出现了两次。",
                cure="请给每笔债权不同的编号。",
                field=f"claims[{index}].id",
            )
        seen.add(claim.id)
        if claim.nature in CRIMINAL:
            citation("criminal-and-civil-order", on=asked.on)


@rule
def distribution(
    *,
    proceeds: Fen,
    costs: Fen,
    debtor: DebtorKind,
    claims: Sequence[Claim],
    on: date,
    kept_for_debtor: Fen = _NOTHING,
    terms: Terms = _PLAIN,
) -> Finding[Distribution]:
    """Distribute proceeds among claims (分配方案). What is not needed goes back to the debtor.

    kept_for_debtor: what stays his out of a home's price (五至八年租金), before any claim.
    Refuses with `distribution.negative_amount` or `distribution.claim_twice`, and with
    `law.provision_not_in_force` for debts of a criminal judgment before their order was settled.
    """
    asked = _Asked(proceeds, costs, kept_for_debtor, debtor, claims, terms, on)
    _check(asked)
    value, steps = asked.split()
    basis = ["real-costs-first", *(key for step in steps for key in step.provisions)]
    cited = citations(*(key for key in basis if in_force(key, on)), on=on)
    return Finding(value, tuple(steps), cited, tuple(_questions(asked, value)))


def _questions(asked: _Asked, value: Distribution) -> Iterator[str]:
    """What the texts leave open and what the other answer would give, where it makes a difference."""
    terms, claims = asked.terms, asked.claims
    last = terms.doubled == "last"
    if any(each.doubled for each in claims):
        everywhere = pro_rata(asked.debtor, terms, asked.on)
        after = "全部普通债权之后" if everywhere else "同一顺位的债权之后"
        here = f"列在{after}" if last else "并入普通债权按比例"
        other = replace(terms, doubled="with_debt" if last else "last")
        words = "并入普通债权" if last else f"列在{after}"
        said = f"条文未写明加倍部分在分配中的次序；此处{here}。"
        yield said + _otherwise(replace(asked, terms=other), value, words)
    if any(each.wages for each in claims):
        first = terms.wages_first
        here = "按政策先付工资" if first else "按所填顺位计算，不另行优先"
        other = replace(terms, wages_first=not first)
        words = "不另行优先" if first else "先付工资"
        said = f"个别执行中没有工资债权一般优先的规定；此处{here}。"
        yield said + _otherwise(replace(asked, terms=other), value, words)
    if _undated_tax(claims):
        other = replace(terms, tax_first=not terms.tax_first)
        here, words = ("先于", "后于") if terms.tax_first else ("后于", "先于")
        said = f"欠税与担保物权的先后看发生日期，日期未填全；此处税款{here}担保物权。"
        yield said + _otherwise(replace(asked, terms=other), value, f"税款{words}担保物权")
    closed = asked.debtor == "company" and terms.closed_without_liquidation
    if closed and not pro_rata(asked.debtor, terms, asked.on):
        said = "1998年规定第九十六条的例外已于2021年1月1日删去；此处按查封先后。"
        yield said + _otherwise(replace(asked, debtor="person"), value, "按比例")


def _undated_tax(claims: Sequence[Claim]) -> bool:
    taxes = [each for each in claims if each.nature == "tax"]
    charges = [each for each in claims if each.has_charge and each.rank == "secured"]
    return bool(taxes and charges) and any(each.arose_on is None for each in (*taxes, *charges))


def _otherwise(asked: _Asked, value: Distribution, words: str) -> str:
    """The shares by the other answer; that nothing changes, where nothing does."""
    other, _ = asked.split()
    changed = [
        f"{theirs.id} {yuan(theirs.amount)} 元"
        for ours, theirs in zip(value.paid, other.paid, strict=True)
        if ours.amount != theirs.amount
    ]
    return f"若{words}：{'，'.join(changed)}。" if changed else f"若{words}，各债权所得不变。"
