"""A city lived by several processes lives the same days as one, whatever its rows' ids are."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from duixian.city.demonstration import city_of
from duixian.city.laying_in import lay_in
from duixian.city.life import crew
from duixian.city.life.effort import Effort, Lived
from duixian.contexts.cases.models import Case
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Person
from duixian.contexts.record import verification
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.service.places import DataFolder
from tests.conftest import OwnDatabase

TODAY = date(2026, 10, 20)
Days = list[tuple[str, str, str, date]]


class _Undone(Exception):
    """Everything done so far is taken back; the sequences of ids go on."""


@contextmanager
def _taken_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def _lay_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *, processes: int) -> Lived:
    monkeypatch.setenv("DUIXIAN_DATA", str(folder))
    with clock.standing_at(TODAY):
        return lay_in(
            "small",
            5,
            months=1,
            a_month=9,
            progress=lambda line: None,
            folder=DataFolder(folder),
            processes=processes,
        )


def _days() -> Days:
    """Who did what on which day, court by court; without any id."""
    with clock.standing_at(TODAY):
        president = courts.actor(Person.objects.get(username="wuhu.president"))
        with viewing(president):
            dockets = dict(Case.objects.values_list("pk", "docket_number"))
            rows = Entry.objects.filter(case_id__isnull=False).values_list(
                "case_id", "act", "person_name", "occurred_on"
            )
            return sorted((dockets[case], *more) for case, *more in rows)


def test_two_processes_live_the_days_of_one(
    own_database: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in own_database.environment.items():
        monkeypatch.setenv(name, value)
    with _taken_back():
        _lay_in(tmp_path / "alone", monkeypatch, processes=1)
        alone = _days()
    lived = _lay_in(tmp_path / "together", monkeypatch, processes=2)
    together = _days()
    assert len(alone) > 60
    assert together == alone
    assert lived.effort.processes == 2
    assert lived.acts >= len(together) and lived.tally.done["cases.file_case"] > 0
    with viewing(courts.actor(Person.objects.get(username="wuhu.president"))):
        assert list(verification.faults()) == []


def test_a_process_killed_in_its_day_ends_the_life_and_the_next_goes_on(
    own_database: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in own_database.environment.items():
        monkeypatch.setenv(name, value)
    live_day, killed = crew.Crew.live_day, []

    def one_dies(self: crew.Crew, day: date, first: bool) -> None:
        if day == date(2026, 10, 9) and not killed:
            process = multiprocessing.active_children()[0]
            killed.append(process.pid)
            os.kill(process.pid or 0, signal.SIGKILL)
        live_day(self, day, first)

    monkeypatch.setattr(crew.Crew, "live_day", one_dies)
    with pytest.raises(crew.CrewLost):
        _lay_in(tmp_path / "data", monkeypatch, processes=2)
    assert killed and not multiprocessing.active_children()
    city = city_of(DataFolder(tmp_path / "data"))
    assert city is not None and city.lived_until == date(2026, 10, 8)
    _lay_in(tmp_path / "data", monkeypatch, processes=2)
    filed = [docket for docket, act, _who, _day in _days() if act == "cases.file_case"]
    assert filed and len(filed) == len(set(filed))
    with viewing(courts.actor(Person.objects.get(username="wuhu.president"))):
        assert list(verification.faults()) == []


def test_courts_are_shared_out_evenly() -> None:
    parts = crew.divided({"a": 30, "b": 20, "c": 15, "d": 5}, 2)
    assert parts == [frozenset({"a", "d"}), frozenset({"b", "c"})]
    assert crew.divided({"a": 1}, 4) == [frozenset({"a"})]


def test_the_limit_is_named_with_its_figures() -> None:
    effort = Effort(processes=2, statements=900, lived=16.0, in_database=10.0, waited=4.0)
    said = Lived(days=3, seconds=10.0, acts=30, effort=effort).limited_by()
    assert "2 个进程" in said and "30 条语句" in said
    assert "等数据库 50%" in said and said.endswith("限制在于等数据库")
