"""A life of many days: each is lived once, whole, and then written down."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection, transaction

from duixian.city.courts import wuhu_courts
from duixian.city.demonstration import City, population_file, remember
from duixian.city.institutions.configuration import Folder, enrol_courts, publish
from duixian.city.institutions.running import prepare
from duixian.city.life import house
from duixian.city.life.agenda import Agenda
from duixian.city.life.arrivals import Arrivals
from duixian.city.life.clockwork import Clockwork
from duixian.city.life.crew import Crew
from duixian.city.life.days import live_day
from duixian.city.life.effort import Effort, Lived, Measured
from duixian.city.life.institutions import Desks, TownNetwork
from duixian.city.life.town import Town
from duixian.city.shapes import Population
from duixian.gateways.network import directory_file, keys_folder
from duixian.jobs.connection import speaking_through
from duixian.kernel import clock
from duixian.service.places import DataFolder

Progress = Callable[[str], None]
LiveADay = Callable[[date, bool], None]
"""Live a day; true on the first day of this process, which another may have begun."""


class Life:
    """The city from the day after the last it lived.

    processes: how many live it, each some of its courts; courts: those of this process, by key
    (all where not said).
    """

    def __init__(
        self,
        folder: DataFolder,
        city: City,
        *,
        population: Population | None = None,
        a_month: int | None = None,
        processes: int = 1,
        courts: frozenset[str] | None = None,
    ) -> None:
        self.folder = folder
        self.city = city
        self.processes = max(1, min(processes, len(city.staff().courts)))
        people = population or Population.load(population_file(folder))
        self.town = Town(city, people, city.begins_on, courts)
        self.arrivals = Arrivals(city, people, a_month)
        self.agenda = Agenda()
        self.clockwork = Clockwork()
        # The people of a large city outlive every day: the collector need not look at them again.
        gc.freeze()

    def next_day(self) -> date:
        lived = self.city.lived_until
        return lived + timedelta(days=1) if lived else self.city.begins_on

    def live_until(self, last: date, progress: Progress) -> Lived:
        """Live every day up to `last`, included; told once a month how it goes."""
        started, days = time.monotonic(), 0
        before = house.entries(self.town)
        publish_institutions(self.folder, Folder(directory_file(self.folder.path).parent))
        with (
            self.desks() as desks,
            self._living(desks) as (live, effort),
            _durable_by_day() as settle,
        ):
            day = self.next_day()
            while day <= last:
                with clock.standing_at(day):
                    desks.work()
                live(day, days == 0)
                settle()
                self.city = replace(self.city, lived_until=day)
                remember(self.folder, self.city)
                days += 1
                if (day + timedelta(days=1)).day == 1 or day == last:
                    acts = house.entries(self.town) - before
                    rate = acts / max(0.001, time.monotonic() - started)
                    progress(f"{day.isoformat()}：{acts} 项行为，每秒 {rate:.0f} 项")
                day += timedelta(days=1)
            spent = effort()
        acts = house.entries(self.town) - before
        return Lived(days, time.monotonic() - started, acts, spent)

    @contextmanager
    def _living(self, desks: Desks) -> Iterator[tuple[LiveADay, Callable[[], Effort]]]:
        """Everybody awake, here or in several processes: how a day is lived, what it took."""
        if self.processes > 1:
            work = self.arrivals.by_court(self.next_day())
            with Crew(self.folder, self.city, self.processes, self.arrivals.a_month, work) as crew:
                yield crew.live_day, crew.effort
            return
        with self.awake(desks) as live, Measured() as measured:
            yield live, lambda: measured.effort(self.town.tally)

    @contextmanager
    def awake(self, desks: Desks) -> Iterator[LiveADay]:
        """The people of this process's courts, awake."""
        with self.clockwork.running():
            yield lambda day, first: live_day(self, desks, day, first=first)

    @contextmanager
    def desks(self) -> Iterator[Desks]:
        """The institutions answer inside, in this process."""
        folder = Folder(directory_file(self.folder.path).parent)
        desks = Desks(folder)
        network = TownNetwork(folder.directory, keys_folder(self.folder.path), desks)
        try:
            with speaking_through(network):
                yield desks
        finally:
            network.close()
            desks.close()


@contextmanager
def commits_not_waiting() -> Iterator[None]:
    """Commits inside do not wait for the disk one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")


@contextmanager
def _durable_by_day() -> Iterator[Callable[[], None]]:
    """`settle` makes everything so far durable, whichever process committed it.

    What a crash of the database takes of the day at hand is lived again.
    """

    def settle() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute("SELECT pg_logical_emit_message(true, 'city', 'a day is over')")

    with commits_not_waiting():
        yield settle


def publish_institutions(data: DataFolder, folder: Folder) -> None:
    """Before their servers first run: who the institutions are, and which courts they know."""
    institutions = prepare(folder, folder.population)
    if not folder.directory.exists():
        publish(folder, institutions, "127.0.0.1", 0)
    courts = [(court.key, court.names[-1].text) for court in wuhu_courts()]
    enrol_courts(folder, keys_folder(data.path), courts)
