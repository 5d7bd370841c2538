"""Who lives in the city: persons, firms, banks, public bodies and villages."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date

from duixian.city import names
from duixian.city.draw import Table, day_between, heavy_tail_fen, stream
from duixian.city.identity import credit_code, identity_number, telephone
from duixian.city.shapes import Bank, Firm, Person

_DISTRICTS = Table([((key, name), weight) for key, name, weight in names.DISTRICTS])
_DISTRICT_NAMES = {key: name for key, name, _ in names.DISTRICTS}
_WORK = Table(
    [
        ("职工", 34.0),
        ("务农", 18.0),
        ("个体经营", 14.0),
        ("外出务工", 14.0),
        ("退休", 10.0),
        ("无业", 8.0),
        ("公职人员", 2.0),
    ]
)
_TWIN = Table(
    [("none", 88.0), ("same_name", 8.0), ("near_number", 2.5), ("same_name_near_number", 1.5)]
)
_FIRM_KIND = Table(
    [
        ("company", 70.0),
        ("builder", 9.0),
        ("developer", 5.0),
        ("property_manager", 7.0),
        ("insurer", 3.0),
        ("lender", 6.0),
    ]
)
_FIRM_STATUS = Table(
    [("operating", 82.0), ("abnormal", 10.0), ("revoked", 5.0), ("deregistered", 3.0)]
)
_BORN_FIRST, _BORN_LAST = date(1944, 1, 1), date(1995, 12, 31)
_FOUNDED_FIRST, _FOUNDED_LAST = date(1998, 1, 1), date(2014, 12, 31)
_MARRIED_SHARE = 0.62


@dataclass
class _Numbers:
    """Identity numbers given out so far; none is given twice."""

    taken: set[str]

    def fresh(self, chance: random.Random, born: date, sex: str) -> str:
        while True:
            sequence = chance.randrange(499) * 2 + (1 if sex == "male" else 2)
            number = identity_number(born, sequence)
            if number not in self.taken:
                self.taken.add(number)
                return number

    def near(self, chance: random.Random, other: Person) -> str:
        """A number that differs from `other`'s in one digit of the sequence, and in the check."""
        sequence = int(other.number[14:17])
        steps = [
            moved
            for moved in (sequence + step for step in (2, -2, 10, -10, 100, -100, 200, -200))
            if 0 < moved < 1000
            and _digits_apart(sequence, moved) == 1
            and moved % 2 == sequence % 2
        ]
        chance.shuffle(steps)
        for moved in steps:
            number = identity_number(other.born, moved)
            if number not in self.taken:
                self.taken.add(number)
                return number
        return self.fresh(chance, other.born, other.sex)


def _digits_apart(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(f"{one:03d}", f"{other:03d}", strict=True))


def make_persons(count: int, seed: int, as_of: date) -> tuple[Person, ...]:
    """The people, in the order of their ids; about one in ten is easily taken for another."""
    chance = stream(seed, "persons")
    numbers = _Numbers(set())
    persons: list[Person] = []
    for index in range(count):
        twin = _TWIN.draw(chance) if persons else "none"
        model = chance.choice(persons) if persons else None
        persons.append(_person(chance, index, twin, model, numbers, as_of))
    return tuple(_marry(chance, persons))


def _person(
    chance: random.Random,
    index: int,
    twin: str,
    model: Person | None,
    numbers: _Numbers,
    as_of: date,
) -> Person:
    sex = chance.choice(("male", "female"))
    name = names.person_name(chance, sex)
    born = day_between(chance, _BORN_FIRST, _BORN_LAST)
    if model is not None and twin in ("same_name", "same_name_near_number"):
        name, sex = model.name, model.sex
    if model is not None and twin in ("near_number", "same_name_near_number"):
        born, sex = model.born, model.sex
        if twin == "near_number":
            name = names.person_name(chance, sex)
        number = numbers.near(chance, model)
    else:
        number = numbers.fresh(chance, born, sex)
    key, district = _DISTRICTS.draw(chance)
    work = "退休" if as_of.year - born.year > 62 else _WORK.draw(chance)
    return Person(
        id=f"P{index + 1:06d}",
        name=name,
        number=number,
        sex=sex,
        born=born,
        died=None,
        district=key,
        address=names.address(chance, district),
        phone=telephone(index + 1),
        work=work,
        spouse=None,
    )


def _marry(chance: random.Random, persons: list[Person]) -> list[Person]:
    """Join men and women who live in one district; the second moves to the first's address."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for index, person in enumerate(persons):
        if chance.random() < _MARRIED_SHARE:
            other_sex = "female" if person.sex == "male" else "male"
            match = waiting.get((person.district, other_sex))
            if match:
                other = match.pop()
                home = persons[other]
                persons[index] = replace(person, spouse=home.id, address=home.address)
                persons[other] = replace(home, spouse=person.id)
            else:
                waiting.setdefault((person.district, person.sex), []).append(index)
    return persons


_SMALL_TOWN = 500
_FEW_BANKS = 4
"""A town of so few firms has only the first banks of the list: each is asked in every case."""


def bury(chance: random.Random, person: Person, as_of: date) -> Person:
    """The person, dead since some day of the three years before `as_of`."""
    return replace(person, died=day_between(chance, date(as_of.year - 3, 1, 1), as_of))


def make_firms(
    count: int, seed: int, persons: tuple[Person, ...]
) -> tuple[tuple[Firm, ...], tuple[Bank, ...]]:
    """Firms, banks, public bodies and villages; the banks are also returned as banks."""
    chance = stream(seed, "firms")
    firms: list[Firm] = []
    taken: set[str] = set()

    def add(name: str, prefix: str, kind: str, status: str = "operating", key: str = "") -> Firm:
        index = len(firms) + 1
        district = key or _DISTRICTS.draw(chance)[0]
        head = chance.choice(persons)
        firm = Firm(
            id=f"F{index:06d}",
            name=name,
            number=credit_code(prefix, 31_000_000 + index),
            kind=kind,
            status=status,
            founded=day_between(chance, _FOUNDED_FIRST, _FOUNDED_LAST),
            district=district,
            address=names.business_address(chance, _DISTRICT_NAMES[district]),
            phone=telephone(1_000_000 + index),
            representative=head.id,
            representative_name=head.name,
            capital=heavy_tail_fen(chance, 1_000_000, 1.1) // 1_000_000 * 1_000_000,
        )
        firms.append(firm)
        taken.add(name)
        return firm

    banks = []
    for code, name, _ in names.BANKS[:_FEW_BANKS] if count <= _SMALL_TOWN else names.BANKS:
        home = add(f"{name}股份有限公司", "91", "bank", key="jinghu")
        banks.append(Bank(code=code, name=name, firm=home.id))
    for body, prefix, kind, key in _public_bodies():
        add(body, prefix, kind, key=key)
    while len(firms) < count:
        kind = _FIRM_KIND.draw(chance)
        fresh = _fresh_name(chance, kind, firms, taken)
        if fresh:
            add(fresh, "91", kind, _FIRM_STATUS.draw(chance))
    return tuple(firms), tuple(banks)


def _fresh_name(chance: random.Random, kind: str, firms: list[Firm], taken: set[str]) -> str | None:
    """A new name; one in twenty-five is a sister of an earlier one, told apart by a word."""
    name = names.firm_name(chance, kind, names.trade_word(chance))
    model = chance.choice(firms)
    if model.kind == kind == "company" and chance.random() < 0.2:
        name = model.name.removesuffix("有限公司") + chance.choice(("集团有限公司", "销售有限公司"))
    if name in taken and len(firms) > 2_000:
        # A large city has more firms than two-character words: they take a third character.
        name = names.firm_name(chance, kind, names.trade_word(chance) + names.trade_word(chance)[0])
    return None if name in taken else name


def _public_bodies() -> list[tuple[str, str, str, str]]:
    """Public bodies, institutions and villages that appear as debtors: name, code, kind, place."""
    bodies = [
        ("芜湖市烟汀街道办事处", "11", "public_body", "jinghu"),
        ("芜湖市鹤汀街道办事处", "11", "public_body", "yijiang"),
        ("芜湖市荻花镇人民政府", "11", "public_body", "jiujiang"),
        ("南陵县船坞镇人民政府", "11", "public_body", "nanling"),
        ("无为市陶井镇人民政府", "11", "public_body", "wuwei"),
        ("芜湖市杏坞区建设投资服务中心", "12", "public_institution", "jiujiang"),
        ("芜湖市青榆路学校", "12", "public_institution", "jinghu"),
        ("芜湖市石枫医院", "12", "public_institution", "fanchang"),
    ]
    villages = (
        ("上荻村", "jiujiang"), ("下荻村", "jiujiang"), ("陶井村", "wuwei"), ("东坞村", "nanling"),
        ("西坞村", "nanling"), ("石枫村", "fanchang"), ("柳浦村", "wanzhi"), ("稻香村", "sanshan"),
    )  # fmt: skip
    return bodies + [
        (f"芜湖市{name}村民委员会", "54", "village_committee", key) for name, key in villages
    ]
