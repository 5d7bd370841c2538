"""What the people of the city own, where it is registered, and who may be paid from it before."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from duixian.city import names
from duixian.city.draw import Table, day_between, heavy_tail_fen
from duixian.city.identity import (
    REGION_THAT_DOES_NOT_EXIST,
    account_number,
    frame_number,
    plate,
)
from duixian.city.shapes import (
    Account,
    Bank,
    Equity,
    Firm,
    Hold,
    Mortgage,
    Person,
    RealEstate,
    Security,
    Share,
    Vehicle,
)

Party = Person | Firm
WHOLE = 1_000_000

_DISTRICT_NAMES = {key: name for key, name, _ in names.DISTRICTS}
_MAKES = Table([(make, 1.0) for make in names.MAKES])
_USES = Table([("住宅", 78.0), ("商业", 10.0), ("车位", 9.0), ("工业", 3.0)])
_YUAN_A_METRE = {"住宅": 9_500, "商业": 14_000, "车位": 5_200, "工业": 2_600}
_AREA = {"住宅": (55, 165), "商业": (28, 420), "车位": (12, 14), "工业": (800, 9_000)}
_FIRST_BOOKED, _LAST_BOOKED = date(2005, 1, 1), date(2015, 12, 31)
_OTHER_AUTHORITIES = (
    "江岸市中级人民法院", "赭溪县人民法院", "青渚区人民法院", "鹤坞市人民法院",
)  # fmt: skip
"""Courts that do not exist, for freezes that came from elsewhere."""


@dataclass
class Register:
    """The registers while the city is being made."""

    chance: random.Random
    as_of: date
    banks: dict[str, Bank]
    bank_firms: dict[str, Firm]
    accounts: list[Account] = field(default_factory=list)
    real_estate: list[RealEstate] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    securities: list[Security] = field(default_factory=list)
    equities: list[Equity] = field(default_factory=list)

    @cached_property
    def a_bank(self) -> Table[str]:
        """One of the town's banks, by its share of the accounts."""
        here = [(code, weight) for code, _, weight in names.BANKS if code in self.banks]
        return Table(here)

    def add_account(self, owner: Party, kind: str, median_yuan: float, spread: float) -> Account:
        """Open an account; near half of all accounts hold next to nothing, whoever owns them."""
        chance = self.chance
        code = self.a_bank.draw(chance)
        near_nothing = chance.random() < 0.42 and kind in ("personal", "general")
        balance = (
            int(chance.expovariate(1 / 60) * 100)
            if near_nothing
            else heavy_tail_fen(chance, median_yuan, spread)
        )
        serial = len(self.accounts) + 1
        state = "normal"
        if near_nothing:
            state = chance.choices(("normal", "dormant", "inward_only"), (80, 16, 4))[0]
        account = Account(
            id=f"A{serial:07d}",
            bank=code,
            bank_name=self.banks[code].name,
            branch=f"{self.banks[code].name}{names.street(chance)}支行",
            number=account_number(code, serial),
            kind=kind,
            state=state,
            opened=day_between(chance, _FIRST_BOOKED, _LAST_BOOKED),
            owner=owner.id,
            owner_name=owner.name,
            owner_number=owner.number,
            balance=balance,
            holds=self._holds(0.03, balance) if balance > 100_000 else (),
        )
        self.accounts.append(account)
        return account

    def add_real_estate(
        self, owner: Party, use: str | None = None, co_owner: Party | None = None
    ) -> RealEstate:
        """Enter a unit in the land register, mortgaged to a bank in two cases of five."""
        chance = self.chance
        use = use or _USES.draw(chance)
        low, high = _AREA[use]
        hundredths = chance.randrange(low * 100, high * 100)
        price = _YUAN_A_METRE[use] * chance.uniform(0.55, 1.6)
        value = int(hundredths * price) // 100_000 * 100_000
        serial = len(self.real_estate) + 1
        registered = day_between(chance, _FIRST_BOOKED, _LAST_BOOKED)
        district = _DISTRICT_NAMES[owner.district]
        holders = [owner] if co_owner is None else [owner, co_owner]
        parts = [WHOLE] if co_owner is None else [WHOLE // 2, WHOLE // 2]
        estate = RealEstate(
            id=f"R{serial:06d}",
            title_number=f"皖（{registered.year}）芜湖市不动产权第099{serial:07d}号",
            unit_number=f"{REGION_THAT_DOES_NOT_EXIST}{serial % 999 + 1:03d}001GB"
            f"{serial // 999 + 1:05d}F{serial:08d}",
            location=names.address(chance, district)
            if use == "住宅"
            else names.business_address(chance, district),
            district=owner.district,
            use=use,
            area=f"{hundredths // 100}.{hundredths % 100:02d}",
            registered=registered,
            owner=owner.id,
            owner_name=owner.name,
            owner_number=owner.number,
            owners=tuple(
                Share(holder.id, holder.name, holder.number, part)
                for holder, part in zip(holders, parts, strict=True)
            ),
            mortgages=self._mortgages(0.42, value, registered, "皖不动产证明第099"),
            holds=self._holds(0.09, value),
            market_value=value,
        )
        self.real_estate.append(estate)
        return estate

    def add_vehicle(self, owner: Party, findable: float) -> Vehicle:
        """Register a vehicle; `findable` is the chance that somebody knows where it stands."""
        chance = self.chance
        make, kind, new_price = _MAKES.draw(chance)
        serial = len(self.vehicles) + 1
        registered = day_between(chance, _FIRST_BOOKED, _LAST_BOOKED)
        age = (self.as_of - registered).days / 365
        value = int(new_price * 0.87**age) * 100
        vehicle = Vehicle(
            id=f"V{serial:06d}",
            plate=plate(serial),
            frame_number=frame_number(chance),
            engine_number=f"0X{serial:07d}",
            make=make,
            kind=kind,
            use="营运" if "车" in kind and kind.startswith(("重", "轻")) else "非营运",
            state=chance.choices(("正常", "逾期未检验", "达到报废标准"), (78, 18, 4))[0],
            registered=registered,
            inspected_until=self.as_of + timedelta(days=chance.randrange(-500, 500)),
            owner=owner.id,
            owner_name=owner.name,
            owner_number=owner.number,
            mortgages=self._mortgages(0.15, value, registered, "皖机动车抵押第099"),
            holds=self._holds(0.12, value),
            market_value=value,
            whereabouts=chance.choice(("住所地停放", "单位停放", "修理厂停放"))
            if chance.random() < findable
            else "下落不明",
        )
        self.vehicles.append(vehicle)
        return vehicle

    def add_security(self, owner: Party) -> Security:
        """Enter a holding of a listed security."""
        chance = self.chance
        code, name = chance.choice(names.LISTED)
        quantity = max(1, heavy_tail_fen(chance, 2_000, 1.2) // 10_000) * 100
        serial = len(self.securities) + 1
        security = Security(
            id=f"S{serial:06d}",
            broker=chance.choice(("江岸证券", "赭塔证券")),
            account=f"X099{serial:06d}",
            code=code,
            name=name,
            quantity=quantity,
            pledged=quantity // 200 * 100 if chance.random() < 0.1 else 0,
            unit_value=chance.randrange(300, 4_000),
            owner=owner.id,
            owner_name=owner.name,
            owner_number=owner.number,
        )
        self.securities.append(security)
        return security

    def add_equities(self, firm: Firm, holders: list[Person]) -> None:
        """Divide a firm among its holders; the parts make the whole."""
        cuts = sorted(self.chance.sample(range(5, 96), len(holders) - 1))
        parts = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
        for holder, part in zip(holders, parts, strict=True):
            self.equities.append(
                Equity(
                    id=f"E{len(self.equities) + 1:06d}",
                    firm=firm.id,
                    firm_name=firm.name,
                    firm_number=firm.number,
                    millionths=part * WHOLE // 100,
                    contribution=firm.capital * part // 100,
                    pledged=self.chance.random() < 0.06,
                    owner=holder.id,
                    owner_name=holder.name,
                    owner_number=holder.number,
                )
            )

    def marks(self) -> tuple[int, int, int, int]:
        """How much stands in the registers now, to be handed to `worth_since`."""
        return (
            len(self.accounts),
            len(self.real_estate),
            len(self.vehicles),
            len(self.securities),
        )

    def worth_since(self, marks: tuple[int, int, int, int]) -> int:
        """What was entered since `marks` would bring, in fen, after mortgages."""
        accounts, estates, vehicles, securities = marks
        return (
            sum(account.balance for account in self.accounts[accounts:])
            + sum(
                _free_value(estate) * estate.owners[0].millionths // WHOLE
                for estate in self.real_estate[estates:]
            )
            + sum(_free_value(vehicle) for vehicle in self.vehicles[vehicles:])
            + sum(held.quantity * held.unit_value for held in self.securities[securities:])
        )

    def _mortgages(
        self, likely: float, value: int, registered: date, certificate: str
    ) -> tuple[Mortgage, ...]:
        if value <= 0 or self.chance.random() >= likely:
            return ()
        firm = self.bank_firms[self.a_bank.draw(self.chance)]
        return (
            Mortgage(
                holder=firm.id,
                holder_name=firm.name,
                holder_number=firm.number,
                certificate=f"{certificate}{self.chance.randrange(10**7):07d}号",
                secured=int(value * self.chance.uniform(0.25, 0.85)) // 100_000 * 100_000,
                since=registered,
            ),
        )

    def _holds(self, likely: float, value: int) -> tuple[Hold, ...]:
        """Earlier freezes of other authorities, each for the time its own document ordered."""
        holds: list[Hold] = []
        while self.chance.random() < likely and len(holds) < 3:
            since = self.as_of - timedelta(days=self.chance.randrange(20, 320))
            holds.append(
                Hold(
                    authority=self.chance.choice(_OTHER_AUTHORITIES),
                    document=f"({since.year})外执{self.chance.randrange(1, 9_999)}号",
                    amount=int(value * self.chance.uniform(0.2, 1.5)),
                    since=since,
                    until=since + timedelta(days=self.chance.choice((180, 330, 365))),
                    rank=len(holds) + 1,
                )
            )
        return tuple(holds)


def _free_value(thing: RealEstate | Vehicle) -> int:
    return max(0, thing.market_value - sum(mortgage.secured for mortgage in thing.mortgages))


def several(chance: random.Random, mean: float, make: Callable[[], object]) -> int:
    """Do `make` a number of times whose average is `mean`; at most twelve times."""
    times = 0
    while times < 12 and chance.random() < mean / (1 + mean):
        make()
        times += 1
    return times
