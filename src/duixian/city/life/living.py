"""A life of many days: each is lived once, whole, and then written down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duixian.city.demonstration import City, population_file, remember
from duixian.city.life.arrivals import Arrivals
from duixian.city.life.filing_hall import file_received
from duixian.city.life.town import Tally, Town
from duixian.city.shapes import Population
from duixian.kernel import clock
from duixian.kernel.calendar import is_working_day
from duixian.service.places import DataFolder

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Lived:
    """What a life came to."""

    days: int
    seconds: float
    tally: Tally

    @property
    def acts_a_second(self) -> float:
        return self.tally.acts / self.seconds if self.seconds else 0.0


class Life:
    """The city from the day after the last it lived."""

    def __init__(
        self,
        folder: DataFolder,
        city: City,
        *,
        population: Population | None = None,
        a_month: int | None = None,
    ) -> None:
        self.folder = folder
        self.city = city
        people = population or Population.load(population_file(folder))
        self.town = Town(city, people, city.begins_on)
        self.arrivals = Arrivals(city, people, a_month)

    def next_day(self) -> date:
        lived = self.city.lived_until
        return lived + timedelta(days=1) if lived else self.city.begins_on

    def live_until(self, last: date, progress: Progress) -> Lived:
        """Live every day up to `last`, included; told once a month how it goes."""
        started, days = time.monotonic(), 0
        day = self.next_day()
        while day <= last:
            self.live_day(day, lived_before=days == 0)
            self.city = replace(self.city, lived_until=day)
            remember(self.folder, self.city)
            days += 1
            if (day + timedelta(days=1)).day == 1 or day == last:
                progress(self._state(day, time.monotonic() - started))
            day += timedelta(days=1)
        return Lived(days, time.monotonic() - started, self.town.tally)

    def live_day(self, day: date, *, lived_before: bool = True) -> None:
        """One day of everybody's life. Safe to repeat: what was done is not done again."""
        with clock.standing_at(day):
            self.town.begin(day, lived_before=lived_before)
            if is_working_day(day):
                file_received(self.town, self.arrivals.on(day))

    def _state(self, day: date, seconds: float) -> str:
        tally = self.town.tally
        rate = tally.acts / seconds if seconds else 0
        return f"{day.isoformat()}：{tally.acts} 项行为，每秒 {rate:.0f} 项"
