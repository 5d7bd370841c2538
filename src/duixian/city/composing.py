"""Who owes what to whom: the parties of a case and the items of its judgment."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duixian.city.case_shapes import CaseParty, Interest, Obligation
from duixian.city.causes import Cause
from duixian.city.draw import Table, heavy_tail_fen
from duixian.city.shapes import Firm, Person, Population, RealEstate, Vehicle
from duixian.kernel.money import display, share

Party = Person | Firm

_LIKELY_TO_BE_SUED = {
    "pays_on_notice": 0.6,
    "pays_under_pressure": 1.3,
    "evades": 3.0,
    "hides_property": 3.0,
    "cannot_pay": 2.0,
    "vanished": 2.5,
    "dead": 0.15,
    "shell": 2.5,
}
_POOLS: dict[str, tuple[str, ...]] = {
    "trader": ("company",),
    "employer": ("company", "builder"),
    "builder": ("builder",),
    "developer": ("developer",),
    "property_manager": ("property_manager",),
    "insurer": ("insurer",),
    "lender": ("lender",),
    "bank": ("bank",),
    "public": ("public_body", "public_institution", "village_committee"),
}
_ORGANISATIONS_WITHOUT_PERSONALITY = ("village_committee",)


class Pools:
    """Whom a case can be drawn from, by the words that causes use."""

    def __init__(self, population: Population) -> None:
        self.population = population
        living = [person for person in population.persons if person.died is None]
        self.creditors: dict[str, Sequence[Party]] = {
            "person": living,
            "elder": [person for person in living if person.work == "退休"] or living,
        }
        self.debtors: dict[str, Table[Party]] = {"person": self._weighted(population.persons)}
        for pool, kinds in _POOLS.items():
            firms = [firm for firm in population.firms if firm.kind in kinds]
            self.creditors[pool] = [firm for firm in firms if firm.status == "operating"] or firms
            self.debtors[pool] = self._weighted(
                [firm for firm in firms if firm.status != "deregistered"] or firms
            )

    def _weighted(self, parties: Sequence[Party]) -> Table[Party]:
        truth = self.population.truth
        return Table(
            [(party, _LIKELY_TO_BE_SUED[truth[party.id].disposition]) for party in parties]
        )


@dataclass(frozen=True, slots=True)
class Composed:
    """Parties and items of one title; days are filled in when the title has its days."""

    cause: Cause
    creditors: tuple[Party, ...]
    debtors: tuple[tuple[Party, str | None], ...]
    items: tuple[Obligation, ...]


class Composer:
    """Draws parties and items for a cause."""

    def __init__(self, pools: Pools, chance: random.Random) -> None:
        self.pools = pools
        self.chance = chance

    def debtor(self, cause: Cause) -> Party:
        """Somebody to be sued for the cause."""
        return self.pools.debtors[self.chance.choice(cause.debtor)].draw(self.chance)

    def compose(
        self,
        cause: Cause,
        debtor: Party,
        made_on: date,
        *,
        creditor: Party | None = None,
        taken: set[str],
        with_costs: bool,
    ) -> Composed:
        """A title of the cause against `debtor` and those who answer beside it.

        Without a `creditor` one is drawn who is not `taken`, and becomes so. `with_costs`:
        whether the title also divides the costs of a suit.
        """
        besides = self._besides(cause, debtor)
        if creditor is None:
            taken_here = {debtor.id, *(party.id for party, _ in besides)}
            creditor = self.creditor(cause, taken | taken_here)
            taken.add(creditor.id)
        items = self._items(cause, debtor, besides, creditor, made_on)
        if with_costs:
            items.append(self._costs(debtor, sum(item.amount for item in items)))
        first: str | None = None
        if besides:
            # Beside one who answers in the second place, the first debtor answers alone.
            first = besides[0][1] if besides[0][1] != "supplementary" else None
        return Composed(
            cause=cause,
            creditors=(creditor,),
            debtors=((debtor, first), *besides),
            items=tuple(replace(item, number=at + 1) for at, item in enumerate(items)),
        )

    def creditor(self, cause: Cause, taken: set[str]) -> Party:
        """Somebody with such a claim who is not `taken`. Raises ValueError when nobody is left."""
        for _ in range(200):
            creditor = self.chance.choice(self.pools.creditors[self.chance.choice(cause.creditor)])
            if creditor.id not in taken:
                return creditor
        raise ValueError(f"the city has nobody left to claim for {cause.name}")

    def _besides(self, cause: Cause, debtor: Party) -> tuple[tuple[Party, str], ...]:
        """Who answers beside the debtor, and how; each at most once."""
        if self.chance.random() >= cause.besides_share:
            return ()
        found: list[tuple[Party, str]] = []
        if cause.besides == "insurer":
            found.append((self.pools.debtors["insurer"].draw(self.chance), "several"))
        elif cause.besides == "contractor":
            found.append((self.pools.debtors["builder"].draw(self.chance), "supplementary"))
        elif cause.besides == "representative" and isinstance(debtor, Firm):
            found.append((self._person(debtor.representative), "joint"))
        elif cause.besides in ("guarantor", "spouse_or_guarantor"):
            found.extend((party, "joint") for party in self._guarantors(cause, debtor))
        unique = {party.id: (party, how) for party, how in found if party.id != debtor.id}
        return tuple(unique.values())

    def _guarantors(self, cause: Cause, debtor: Party) -> list[Party]:
        spouse = (
            self._person(debtor.spouse) if isinstance(debtor, Person) and debtor.spouse else None
        )
        if cause.besides == "spouse_or_guarantor" and spouse and self.chance.random() < 0.6:
            return [spouse]
        pool = self.pools.debtors["person"]
        count = self.chance.choice((1, 1, 2, 3)) if cause.besides == "guarantor" else 1
        guarantors: list[Party] = [pool.draw(self.chance) for _ in range(count)]
        if isinstance(debtor, Firm):
            guarantors.append(self._person(debtor.representative))
        return guarantors

    def _person(self, key: str) -> Person:
        person = self.pools.population.parties[key]
        assert isinstance(person, Person)
        return person

    def _items(
        self,
        cause: Cause,
        debtor: Party,
        besides: tuple[tuple[Party, str], ...],
        creditor: Party,
        made_on: date,
    ) -> list[Obligation]:
        """The items in order, without the costs of the suit."""
        if cause.composition in ("act", "thing"):
            return self._in_kind(cause, debtor, creditor)
        amount = self._amount(cause)
        if cause.composition == "accident" and besides:
            items = self._accident(debtor, besides[0][0], creditor, amount)
        elif cause.composition == "instalments":
            items = self._instalments(cause, debtor, creditor, amount, made_on)
        else:
            items = [self._principal(cause, debtor, besides, creditor, amount, made_on)]
        if cause.composition == "money_and_vacating":
            items.append(
                _item(
                    "act", "act", f"{debtor.name}腾空并向{creditor.name}交还承租的房屋", 0, debtor
                )
            )
        return items

    def _amount(self, cause: Cause) -> int:
        """A sum; the larger ones are round, as people lend and sell."""
        drawn = max(
            50_000, heavy_tail_fen(self.chance, cause.median_yuan, cause.spread, 90_000_000)
        )
        if drawn > 10_000_000 and self.chance.random() < 0.5:
            return drawn // 1_000_000 * 1_000_000
        if self.chance.random() < 0.5:
            return drawn // 10_000 * 10_000
        return drawn

    def _principal(
        self,
        cause: Cause,
        debtor: Party,
        besides: tuple[tuple[Party, str], ...],
        creditor: Party,
        amount: int,
        made_on: date,
    ) -> Obligation:
        rate = self.chance.choice(cause.rates) if cause.rates else 0
        interest = None
        text = f"{debtor.name}向{creditor.name}{cause.item}{display(amount)}元"
        if rate:
            since = made_on - timedelta(days=self.chance.randrange(60, 700))
            interest = Interest(base=amount, rate=rate, since=since)
            text += (
                f"，并支付利息（以{display(amount)}元为基数，自{since.year}年{since.month}月{since.day}日"
                f"起按年利率{rate / 10_000:g}%计算至实际付清之日）"
            )
        priority = self._secured_on(cause, debtor)
        if priority:
            text += f"；{creditor.name}对坐落于{priority.location}的抵押房产折价或拍卖、变卖所得价款优先受偿"
        liability = besides[0][1] if besides else None
        if liability == "joint":
            text += f"；{'、'.join(party.name for party, _ in besides)}承担连带清偿责任"
        elif liability == "supplementary":
            text += f"；{besides[0][0].name}在欠付范围内承担补充清偿责任"
        category = "wages" if cause.livelihood else "principal"
        return replace(
            _item("money", category, text, amount, debtor),
            interest=interest,
            debtors=(debtor.id, *(party.id for party, _ in besides)),
            liability=liability,
            priority_on=priority.id if priority else None,
        )

    def _secured_on(self, cause: Cause, debtor: Party) -> RealEstate | None:
        if cause.composition != "secured":
            return None
        holdings = self.pools.population.holdings.get(debtor.id, ())
        homes = [thing for thing in holdings if isinstance(thing, RealEstate)]
        return self.chance.choice(homes) if homes and self.chance.random() < 0.7 else None

    def _accident(
        self, driver: Party, insurer: Party, creditor: Party, amount: int
    ) -> list[Obligation]:
        insured, own = share(amount, (self.chance.randrange(55, 95), self.chance.randrange(5, 40)))
        return [
            _item(
                "money",
                "damages",
                f"{insurer.name}在保险责任限额内赔偿{creditor.name}{display(insured)}元",
                insured,
                insurer,
            ),
            _item(
                "money",
                "damages",
                f"{driver.name}赔偿{creditor.name}{display(own)}元",
                own,
                driver,
            ),
        ]

    def _instalments(
        self, cause: Cause, debtor: Party, creditor: Party, amount: int, made_on: date
    ) -> list[Obligation]:
        """Arrears in two or three parts, each with its own day: the judgment let it pay by parts."""
        count = self.chance.choice((2, 3))
        parts = share(amount, [1] * count)
        return [
            replace(
                _item(
                    "money",
                    "support",
                    f"{debtor.name}于第{at + 1}期届满前向{creditor.name}{cause.item}{display(part)}元",
                    part,
                    debtor,
                ),
                due=made_on + timedelta(days=30 * (at + 1)),
            )
            for at, part in enumerate(parts)
        ]

    def _in_kind(self, cause: Cause, debtor: Party, creditor: Party) -> list[Obligation]:
        kind = cause.composition
        text = f"{debtor.name}{cause.item}"
        if kind == "thing":
            text = f"{debtor.name}向{creditor.name}返还车牌号为{self._plate(creditor)}的车辆"
        return [_item(kind, kind, text, 0, debtor)]

    def _plate(self, owner: Party) -> str:
        """The plate of a vehicle of the owner, or of one bought from somebody else."""
        own = [
            thing
            for thing in self.pools.population.holdings.get(owner.id, ())
            if isinstance(thing, Vehicle)
        ]
        return self.chance.choice(own or self.pools.population.vehicles).plate

    def _costs(self, debtor: Party, amount: int) -> Obligation:
        """Costs of the suit (诉讼费用) the creditor advanced."""
        costs = 2_500 if amount < 1_000_000 else 2_500 + amount // 100_000 * 900
        return _item(
            "money", "costs", f"案件受理费{display(costs)}元由{debtor.name}负担", costs, debtor
        )


def _item(kind: str, category: str, text: str, amount: int, debtor: Party) -> Obligation:
    return Obligation(
        number=0,
        kind=kind,
        category=category,
        text=text,
        amount=amount,
        interest=None,
        due=date.min,
        debtors=(debtor.id,),
        liability=None,
        priority_on=None,
    )


def as_case_party(chance: random.Random, party: Party, liability: str | None = None) -> CaseParty:
    """The party as an application describes it."""
    person = isinstance(party, Person)
    if isinstance(party, Person):
        kind = "person"
    elif party.kind in _ORGANISATIONS_WITHOUT_PERSONALITY:
        kind = "other_organisation"
    else:
        kind = "firm"
    agents = ("青榆律师事务所律师", "赭塔律师事务所律师", "望槐法律服务所法律工作者")
    represented = liability is None and chance.random() < 0.3
    return CaseParty(
        party=party.id,
        kind=kind,
        name=party.name,
        identity_kind="identity_card" if person else "credit_code",
        identity_number=party.number,
        sex=party.sex if isinstance(party, Person) else "",
        born=party.born if isinstance(party, Person) else None,
        address=party.address,
        phone=party.phone,
        legal_representative="" if isinstance(party, Person) else party.representative_name,
        agent=chance.choice(agents) if represented else "",
        liability=liability,
    )
