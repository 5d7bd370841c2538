"""A handful of people with property, small enough to know every fen of it."""

from __future__ import annotations

from datetime import date

from duixian.city.shapes import (
    Account,
    Bank,
    Hold,
    Mortgage,
    Population,
    RealEstate,
    Share,
    Vehicle,
)
from duixian.gateways.dealings import Subject
from duixian.gateways.protocol import DocumentKind

DAY = date(2016, 5, 17)

ZHANG = Subject("张三丰", "349900198001011230")
NAMESAKE = Subject("张三丰", "349900198001011249")
LI = Subject("李四光", "349900197502023456")
NOBODY = Subject("王无有", "349900199909099990")
FIRM = Subject("芜湖（鸠江）青弋机械有限公司", "91349900MA0000001X", DocumentKind.CREDIT_CODE)
CREDITOR = Subject("赵受偿", "349900197003033214")
WRONG_NAME = Subject("张三风", ZHANG.id_number)

BANKS = tuple(
    Bank(code, name, "")
    for code, name in (
        ("7001", "江岸商业银行"),
        ("7002", "赭塔合作银行"),
        ("7003", "青弋农村银行"),
        ("7004", "九莲储蓄银行"),
    )
)


def number_of(bank: str, serial: int) -> str:
    """An account number of this town."""
    return f"6200{bank}{serial:010d}"


def _account(
    bank: str,
    serial: int,
    owner: Subject,
    balance: int,
    kind: str = "personal",
    holds: tuple[Hold, ...] = (),
    state: str = "normal",
) -> Account:
    return Account(
        id=f"A{bank}{serial}",
        bank=bank,
        bank_name=bank,
        branch="中山路支行",
        number=number_of(bank, serial),
        kind=kind,
        state=state,
        opened=date(2010, 3, 1),
        owner="P",
        owner_name=owner.name,
        owner_number=owner.id_number,
        balance=balance,
        holds=holds,
    )


def _estate(serial: int, owners: tuple[Subject, ...], holds: tuple[Hold, ...] = ()) -> RealEstate:
    part = 1_000_000 // len(owners)
    return RealEstate(
        id=f"R{serial}",
        title_number=f"皖（2012）芜湖市不动产权第099{serial:07d}号",
        unit_number=f"349900001001GB{serial:05d}F00000001",
        location=f"镜湖区中山路{serial}号",
        district="jinghu",
        use="住宅",
        area="98.50",
        registered=date(2012, 6, 1),
        owner="P",
        owner_name=owners[0].name,
        owner_number=owners[0].id_number,
        owners=tuple(Share("P", one.name, one.id_number, part) for one in owners),
        mortgages=(
            Mortgage(
                "F", "江岸商业银行", "", "皖不动产证明第0990001号", 40_000_000, date(2012, 6, 1)
            ),
        ),
        holds=holds,
        market_value=90_000_000,
    )


def _vehicle(serial: int, owner: Subject) -> Vehicle:
    return Vehicle(
        id=f"V{serial}",
        plate=f"皖B0X{serial:03d}",
        frame_number=f"L0XTOWN00{serial:08d}",
        engine_number=f"0X{serial:07d}",
        make="青骢",
        kind="小型轿车",
        use="非营运",
        state="正常",
        registered=date(2014, 2, 3),
        inspected_until=date(2017, 2, 3),
        owner="P",
        owner_name=owner.name,
        owner_number=owner.id_number,
        mortgages=(),
        holds=(),
        market_value=8_000_000,
        whereabouts="住所地停放",
    )


ELSEWHERE = Hold(
    "江岸市中级人民法院", "（2016）外执1号", 30_000, date(2016, 1, 5), date(2016, 6, 30), 1
)

ACCOUNTS_EACH = 60
"""Accounts of 张三丰 at every bank: each story takes its own, and the servers serve them all."""


def population() -> Population:
    """The town: at every bank the same people, each account with 1,000.00 yuan."""
    accounts: list[Account] = []
    for bank in BANKS:
        accounts += [
            _account(bank.code, serial, ZHANG, 100_000) for serial in range(1, ACCOUNTS_EACH + 1)
        ]
        accounts += [
            _account(bank.code, 901, LI, 50_000, holds=(ELSEWHERE,)),
            _account(bank.code, 902, FIRM, 2_000_000, "basic"),
            _account(bank.code, 903, FIRM, 700_000, "wage"),
            _account(bank.code, 904, NAMESAKE, 999_900),
            _account(bank.code, 905, CREDITOR, 0),
            _account(bank.code, 906, CREDITOR, 0, state="closed"),
        ]
    estates = [_estate(serial, (ZHANG,)) for serial in range(1, ACCOUNTS_EACH + 1)]
    estates += [_estate(901, (LI, FIRM), (ELSEWHERE,)), _estate(904, (NAMESAKE,))]
    vehicles = [_vehicle(serial, ZHANG) for serial in range(1, ACCOUNTS_EACH + 1)]
    vehicles += [_vehicle(901, LI), _vehicle(904, NAMESAKE)]
    return Population(
        size="town",
        seed=0,
        as_of=date(2016, 1, 1),
        banks=BANKS,
        persons=(),
        firms=(),
        accounts=tuple(accounts),
        real_estate=tuple(estates),
        vehicles=tuple(vehicles),
        securities=(),
        equities=(),
        truths=(),
    )
