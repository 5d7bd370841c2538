"""What the filing halls receive: applications month by month, each handed in on its own day."""

from __future__ import annotations

from datetime import date, timedelta

from duixian.city.case_shapes import CaseFile
from duixian.city.courts import wuhu_courts
from duixian.city.demonstration import City
from duixian.city.draw import stream
from duixian.city.files import make_case_files
from duixian.city.shapes import Population

CASES_A_MONTH = {"small": 12, "medium": 100, "large": 3_400}
"""New cases of the whole city in a whole month, by size; large is as many as Wuhu really has."""
BUSY_COURT = "jinghu"
_BUSY_SHARE = {"small": 0.65, "medium": 0.0, "large": 0.0}
"""A small city is there to be looked at: most of its cases are of one court, whose desks are full."""


class Arrivals:
    """Applications by the day they are filed; made a month at a time, the same each time."""

    def __init__(self, city: City, population: Population, a_month: int | None = None) -> None:
        self.city = city
        self.population = population
        self.a_month = a_month or CASES_A_MONTH[city.size]
        self._by_day: dict[date, list[CaseFile]] = {}
        self._made: set[date] = set()
        self._staff = city.staff()

    def on(self, day: date) -> list[CaseFile]:
        """The applications filed on a day, in the order of receipt."""
        first = day.replace(day=1)
        for month in (_month_before(first), first):
            if month not in self._made:
                self._made.add(month)
                self._make(month)
        return self._by_day.get(day, [])

    def by_court(self, day: date) -> dict[str, float]:
        """How the work of the months around a day is shared by the courts that sit: cases each."""
        found = {court.key: 0.1 for court in self._staff.courts}
        for place in range(61):
            for case in self.on(day + timedelta(days=place)):
                found[case.court] = found.get(case.court, 0.1) + 1
        return found

    def _make(self, first: date) -> None:
        last = _month_after(first) - timedelta(days=1)
        if last < self.city.begins_on:
            return
        seed = self.city.seed * 10_000 + first.year * 12 + first.month
        wanted = self.a_month * (4 if _BUSY_SHARE[self.city.size] else 1)
        whole_month = make_case_files(
            self.population, wuhu_courts(), wanted, seed, (first, last), self._staff
        )
        for case in self._chosen(whole_month, seed):
            if case.received_on >= self.city.begins_on:
                self._by_day.setdefault(case.filed_on, []).append(case)

    def _chosen(self, made: list[CaseFile], seed: int) -> list[CaseFile]:
        """Of the cases made so many as are wanted, the busy court's share among them."""
        busy = round(self.a_month * _BUSY_SHARE[self.city.size])
        if not busy:
            return made
        chance = stream(seed, "arrivals")
        here = [case for case in made if case.court == BUSY_COURT]
        elsewhere = [case for case in made if case.court != BUSY_COURT]
        chosen = chance.sample(here, min(busy, len(here)))
        left = min(self.a_month - len(chosen), len(elsewhere))
        return sorted(chosen + chance.sample(elsewhere, left), key=lambda case: case.id)


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
