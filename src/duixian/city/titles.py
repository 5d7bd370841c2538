"""Titles and their days: who gave judgment, under which number, and when it took effect."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from duixian.city.case_shapes import Obligation, Title
from duixian.city.courts import Court

_NEW_NUMBERS_FROM = 2016
MADE_BY_COURTS = ("民事判决书", "民事调解书")
_OLD_CIVIL_DIVISIONS = ("民一", "民二")


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a title, in order."""

    suit_opened: date
    made_on: date
    effective_on: date
    performance_due: date
    received_on: date


def days_before(chance: random.Random, received_on: date) -> Days:
    """Days of a title whose creditor applies on `received_on`, well within the time for it."""
    waited = int(min(chance.expovariate(1 / 70), 480)) + 2
    performance_due = received_on - timedelta(days=waited)
    effective_on = performance_due - timedelta(days=chance.randrange(5, 31))
    made_on = effective_on - timedelta(days=chance.randrange(15, 46))
    opened = made_on - timedelta(days=chance.randrange(30, 170))
    return Days(opened, made_on, effective_on, performance_due, received_on)


@dataclass
class Numbering:
    """Numbers of judgments and awards; none is used twice."""

    chance: random.Random
    taken: set[str] = field(default_factory=set)

    def title_number(self, kind: str, court: Court, opened: date) -> str:
        """The number of a title of this kind, old style before 2016."""
        while True:
            number = self._draw(kind, court, opened)
            if number not in self.taken:
                self.taken.add(number)
                return number

    def _draw(self, kind: str, court: Court, opened: date) -> str:
        serial = self.chance.randrange(1, 9_999)
        if kind == "仲裁裁决书":
            return f"芜劳人仲案字〔{opened.year}〕{serial}号"
        if kind == "公证债权文书":
            return f"({opened.year})皖芜公证执字第{serial}号"
        if opened.year >= _NEW_NUMBERS_FROM:
            return f"({opened.year}){court.code(opened)}民初{serial}号"
        division = self.chance.choice(_OLD_CIVIL_DIVISIONS)
        return f"({opened.year}){court.abbreviation}{division}初字第{serial:05d}号"


def issuer(kind: str, court: Court, made_on: date) -> str:
    """Who made a title of this kind."""
    if kind == "仲裁裁决书":
        return "芜湖市劳动人事争议仲裁委员会"
    if kind == "公证债权文书":
        return "芜湖市青榆公证处"
    return court.name(made_on)


def make_title(
    numbering: Numbering, kind: str, court: Court, days: Days, items: tuple[Obligation, ...]
) -> Title:
    """The title with its number, days and operative part."""
    numerals = "一二三四五六七八九"
    return Title(
        number=numbering.title_number(kind, court, days.suit_opened),
        kind=kind,
        issued_by=issuer(kind, court, days.made_on),
        made_on=days.made_on,
        effective_on=days.effective_on,
        performance_due=days.performance_due,
        text="；".join(f"{numerals[item.number - 1]}、{item.text}" for item in items) + "。",
    )
