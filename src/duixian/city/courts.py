"""The courts of Wuhu as a tree, by date: names, codes, and the change of 2019 and 2020.

The name of a court follows the day its district was changed. When each court began to number its
cases under the new code is not settled by the sources, so `code_from` is data to be corrected;
until then the new code begins with the first number of 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_BEGINNING = date(2000, 1, 1)
_NEW_CODES_FROM = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Dated:
    """A name or a code, from a day to the day before another, `until` None while it holds."""

    text: str
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Court:
    """A court (法院). `key` never changes; `abbreviation` stands in docket numbers before 2016."""

    key: str
    level: str
    parent: str | None
    successor: str | None
    name_en: str
    abbreviation: str
    names: tuple[Dated, ...]
    codes: tuple[Dated, ...]

    def name(self, on: date) -> str:
        """Its full Chinese name on the day; the last one when it no longer exists."""
        return _at(self.names, on)

    def code(self, on: date) -> str:
        """Its code in docket numbers (法院代字) on the day."""
        return _at(self.codes, on)

    def exists(self, on: date) -> bool:
        """Whether the court sits on the day."""
        return any(name.holds(on) for name in self.names)


def _at(values: tuple[Dated, ...], on: date) -> str:
    for value in values:
        if value.holds(on):
            return value.text
    return values[-1].text


def _dated(*steps: tuple[str, date | None]) -> tuple[Dated, ...]:
    """Values in order, each with its last day."""
    dated: list[Dated] = []
    since = _BEGINNING
    for text, until in steps:
        dated.append(Dated(text, since, until))
        if until is not None:
            since = date.fromordinal(until.toordinal() + 1)
    return tuple(dated)


def _basic(
    key: str,
    name_en: str,
    abbreviation: str,
    names: tuple[tuple[str, date | None], ...],
    codes: tuple[str, ...],
    successor: str | None = None,
) -> Court:
    last_of_old = date.fromordinal(_NEW_CODES_FROM.toordinal() - 1)
    ends: tuple[date | None, ...] = (None,) if len(codes) == 1 else (last_of_old, None)
    return Court(
        key=key,
        level="basic",
        parent="wuhu",
        successor=successor,
        name_en=f"{name_en} Basic People's Court",
        abbreviation=abbreviation,
        names=_dated(*names),
        codes=_dated(*zip(codes, ends, strict=True)),
    )


def wuhu_courts() -> tuple[Court, ...]:
    """The intermediate court first, then its basic courts."""
    merged = date(2020, 8, 30)  # the city's order on the new districts is of the day after
    return (
        Court(
            key="wuhu",
            level="intermediate",
            parent=None,
            successor=None,
            name_en="Wuhu Intermediate People's Court",
            abbreviation="芜中",
            names=_dated(("芜湖市中级人民法院", None)),
            codes=_dated(("皖02", None)),
        ),
        _basic("jinghu", "Jinghu", "镜", (("芜湖市镜湖区人民法院", None),), ("皖0202",)),
        _basic("yijiang", "Yijiang", "弋", (("芜湖市弋江区人民法院", None),), ("皖0203", "皖0209")),
        _basic("jiujiang", "Jiujiang", "鸠", (("芜湖市鸠江区人民法院", None),), ("皖0207",)),
        _basic(
            "sanshan",
            "Sanshan",
            "三",
            (("芜湖市三山区人民法院", merged),),
            ("皖0208",),
            successor="yijiang",
        ),
        _basic(
            "wanzhi",
            "Wanzhi",
            "芜",
            (("芜湖县人民法院", date(2020, 9, 20)), ("芜湖市湾沚区人民法院", None)),
            ("皖0221", "皖0210"),
        ),
        _basic(
            "fanchang",
            "Fanchang",
            "繁",
            (("繁昌县人民法院", merged), ("芜湖市繁昌区人民法院", None)),
            ("皖0222", "皖0212"),
        ),
        _basic("nanling", "Nanling", "南", (("南陵县人民法院", None),), ("皖0223",)),
        _basic(
            "wuwei",
            "Wuwei",
            "无",
            (("无为县人民法院", date(2019, 12, 15)), ("无为市人民法院", None)),
            ("皖0225", "皖0281"),
        ),
        _basic(
            "jingkai",
            "Wuhu Development Zone",
            "芜经开",
            (("芜湖经济技术开发区人民法院", None),),
            ("皖0291",),
        ),
    )


def court_for(courts: tuple[Court, ...], key: str, on: date) -> Court:
    """The court of a district on the day, following a court to the one that took it over."""
    by_key = {court.key: court for court in courts}
    court = by_key[key]
    while not court.exists(on) and court.successor is not None:
        court = by_key[court.successor]
    return court
