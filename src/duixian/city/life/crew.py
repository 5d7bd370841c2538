"""A city lived by several processes: each has some courts, all live the same day.

Courts share people, property and institutions, never a case: so a court's days are the same
however many processes there are. Only what courts race for (the rank of freezes on one account
on one day) and the numbers of rows depend on which was quicker.

A process that dies takes the life with it; begun again, it goes on with the day at hand.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from duixian.city.demonstration import City
from duixian.service.places import DataFolder

if TYPE_CHECKING:
    from duixian.city.life.effort import Effort

_FAILED = 1


class CrewLost(Exception):
    """A process of the crew died before its day was over."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one process is told when it begins."""

    folder: DataFolder
    city: City
    courts: frozenset[str]
    a_month: int


def divided(courts: Mapping[str, float], among: int) -> list[frozenset[str]]:
    """Courts by expected work, shared out so that no process has much more than another."""
    parts: list[set[str]] = [set() for _ in range(among)]
    loads = [0.0] * among
    for key in sorted(courts, key=lambda each: (-courts[each], each)):
        least = loads.index(min(loads))
        parts[least].add(key)
        loads[least] += courts[key]
    return [frozenset(part) for part in parts if part]


class Crew:
    """Processes that live a city's days together."""

    def __init__(
        self,
        folder: DataFolder,
        city: City,
        processes: int,
        a_month: int,
        work: Mapping[str, float],
    ) -> None:
        self._parts = [Part(folder, city, courts, a_month) for courts in divided(work, processes)]
        self._members: list[_Member] = []
        self._waited = 0.0

    def __enter__(self) -> Self:
        self._members = [_Member(part) for part in self._parts]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        for member in self._members:
            member.end(in_order=kind is None)

    def live_day(self, day: date, first: bool) -> None:
        """All live the day; back when the last has lived it. Raises CrewLost."""
        started = time.monotonic()
        for member in self._members:
            member.tell((day, first))
        ends: list[float] = [member.hear() for member in self._members]
        whole = time.monotonic() - started
        self._waited += sum(max(0.0, whole - each) for each in ends)

    def effort(self) -> Effort:
        """What all of them spent."""
        from duixian.city.life.effort import Effort

        found = Effort(processes=len(self._members), waited=self._waited)
        for member in self._members:
            member.tell(None)
            found.add(member.hear())
        return found


class _Member:
    """One process, seen from the one that leads."""

    def __init__(self, part: Part) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_live, args=(theirs, part), daemon=True)
        self._process.start()
        theirs.close()

    def tell(self, said: object) -> None:
        try:
            self._pipe.send(said)
        except OSError as fault:
            raise self._lost() from fault

    def hear(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as fault:
            raise self._lost() from fault

    def end(self, *, in_order: bool) -> None:
        """In order it hands over what its queue still holds; else it is stopped where it is."""
        self._pipe.close()
        if not in_order:
            self._process.terminate()
        self._process.join()

    def _lost(self) -> CrewLost:
        self._process.join(5)
        return CrewLost(f"模拟城市的一个进程没有过完这一天（退出码 {self._process.exitcode}）")


def _live(pipe: Connection, part: Part) -> None:
    """What a process does: days as it is told, until nobody tells it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the leader, who tells us
    threading.Thread(target=_end_with_the_leader, daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    import django

    django.setup()
    from duixian.city.life.effort import Measured
    from duixian.city.life.living import Life, commits_not_waiting

    life = Life(part.folder, part.city, a_month=part.a_month, courts=part.courts)
    at_work = 0.0
    with (
        life.desks() as desks,
        life.awake(desks) as live,
        commits_not_waiting(),
        Measured() as measured,
    ):
        while True:
            try:
                told = pipe.recv()
            except EOFError:
                break
            if told is None:
                pipe.send(measured.effort(life.town.tally, at_work))
                continue
            started = time.monotonic()
            live(*told)
            spent = time.monotonic() - started
            at_work += spent
            pipe.send(spent)


def _end_with_the_leader() -> None:
    """A leader killed outright closes nothing: two lives must never be led on one city."""
    leader = multiprocessing.parent_process()
    if leader is not None:
        leader.join()
        time.sleep(2)  # one that ended in order has told us by its pipe, and we hand over
        os._exit(_FAILED)
