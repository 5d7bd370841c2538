"""A long list is checked outside the request that brought it, and a killed check begins again."""

from __future__ import annotations

import io
import multiprocessing
import signal
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import import_checking, importing, queries_import
from duixian.contexts.cases.acts_import import CancelImport, StartImport
from duixian.contexts.cases.models import Case, ImportBatch, ImportRow
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.jobs import beside
from duixian.jobs import importing as jobs
from duixian.kernel.findings import Refusal
from duixian.workflow import requests
from tests.conftest import OwnDatabase
from tests.world import World, act, make_world, on_day

DAY = "2017-05-17"
PROGRAM = """
import sys
from datetime import date
import django; django.setup()
from duixian.contexts.cases import import_checking
from duixian.kernel import clock
import_checking.CASES_AT_ONCE = 20
import_checking._SECONDS_BETWEEN_NEWS = 0
with clock.standing_at(date(2017, 5, 17)):
    import_checking.check(
        int(sys.argv[1]), int(sys.argv[2]), progress=lambda d, t: print(d, t, flush=True)
    )
"""


@pytest.fixture(autouse=True)
def every_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHECKED_AT_ONCE_BYTES", 0)


def listed(cases: int, **how: Any) -> bytes:
    out = io.BytesIO()
    make_spreadsheet(out, cases=cases, seed=5, courts=["jinghu"], on=date(2017, 5, 17), **how)
    return out.getvalue()


def brought(world: World, content: bytes, name: str = "在办案件.xlsx") -> ImportBatch:
    batch_id = importing.upload(content, name, by=world.jinghu.filing)
    return kept(world, batch_id)


def kept(world: World, batch_id: int) -> ImportBatch:
    with viewing(world.jinghu.filing):
        return ImportBatch.objects.get(pk=batch_id)


def rows(world: World, batch_id: int) -> list[dict[str, Any]]:
    with viewing(world.jinghu.filing):
        found = ImportRow.objects.filter(batch_id=batch_id).order_by("first_row").values()
        return [
            {key: value for key, value in row.items() if key not in ("id", "batch_id")}
            for row in found
        ]


def test_a_long_list_waits_for_its_check_and_then_reads_as_a_short_one(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    content = listed(60, dirty=0.3)
    news: list[tuple[int, int]] = []
    with on_day(DAY):
        batch = brought(world, content)
        assert batch.state == "checking" and rows(world, batch.pk) == []
        with pytest.raises(Refusal) as refused:
            do(act(StartImport, batch=batch.pk), by=world.jinghu.filing)
        assert refused.value.code == "cases.import_checking"
        monkeypatch.setattr(import_checking, "_SECONDS_BETWEEN_NEWS", 0)
        state = import_checking.check(
            batch.pk, world.jinghu.court.pk, progress=lambda *told: news.append(told)
        )
        assert state == "previewed"
        monkeypatch.setattr(importing, "CHECKED_AT_ONCE_BYTES", 10_000_000)
        at_once = brought(world, content)
    checked = kept(world, batch.pk)
    assert rows(world, batch.pk) == rows(world, at_once.pk)
    assert at_once.state == checked.state == "previewed"
    for name in ("sheet", "headings", "problems", "rows_read", "total", "done", "digest"):
        assert getattr(checked, name) == getattr(at_once, name), name
    told = [done for done, _rows in news]
    assert told == sorted(told) and told[-1] == news[-1][1] == 61


def test_bringing_a_long_list_asks_the_queue_for_its_check(db: None) -> None:
    world = make_world()
    with on_day(DAY):
        batch = brought(world, listed(5))
        jobs.check_here(batch.pk, world.jinghu.court.pk, lambda: False)
        jobs.check_here(batch.pk, world.jinghu.court.pk, lambda: False)
    assert "cases.upload_import" in requests.heard_codes()
    assert len(rows(world, batch.pk)) == 5
    assert kept(world, batch.pk).total == 5


def test_a_list_that_cannot_be_read_says_why_and_starts_nothing(db: None) -> None:
    world = make_world()
    with on_day(DAY):
        batch = brought(world, b"PK\x03\x04broken")
        assert import_checking.check(batch.pk, world.jinghu.court.pk) == "unreadable"
        with pytest.raises(Refusal) as refused:
            do(act(StartImport, batch=batch.pk), by=world.jinghu.filing)
    assert refused.value.code == "cases.import_unreadable"
    with viewing(world.jinghu.filing):
        page = queries_import.problems(batch.pk)
    assert page.total == 1 and page.items[0]["code"] == "cases.file_broken"
    assert page.items[0]["cure"]


def test_a_check_nobody_wants_any_more_stops(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    monkeypatch.setattr(import_checking, "_SECONDS_BETWEEN_NEWS", 0)

    def cancel(_done: int, _rows: int) -> None:
        if kept(world, batch.pk).state == "checking":
            do(act(CancelImport, batch=batch.pk), by=world.jinghu.filing)

    with on_day(DAY):
        batch = brought(world, listed(30))
        state = import_checking.check(batch.pk, world.jinghu.court.pk, progress=cancel)
        assert state == "cancelled" and kept(world, batch.pk).state == "cancelled"
        with pytest.raises(Refusal) as refused:
            do(act(StartImport, batch=batch.pk), by=world.jinghu.filing)
        assert refused.value.code == "cases.import_unchecked"


def test_killed_in_the_middle_a_check_begins_again_and_doubles_nothing(
    own_database: OwnDatabase,
) -> None:
    world = make_world()
    with on_day(DAY):
        batch = brought(world, listed(120, dirty=0.2))
    words = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    working = subprocess.Popen(
        [*words, str(batch.pk), str(world.jinghu.court.pk)],
        env=own_database.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert working.stdout is not None
    with working.stdout as said:
        for line in said:
            if rows(world, batch.pk):
                assert int(line.split()[0]) < 121
                break
        working.send_signal(signal.SIGKILL)
    working.wait()
    half = len(rows(world, batch.pk))
    assert 0 < half < 120 and kept(world, batch.pk).state == "checking"
    with on_day(DAY):
        for _ in range(100):
            try:
                assert import_checking.check(batch.pk, world.jinghu.court.pk) == "previewed"
                break
            except Refusal as refusal:  # the server notices a dead connection after a moment
                assert refusal.transient
        do(act(StartImport, batch=batch.pk), by=world.jinghu.filing)
        importing.run(batch.pk, world.jinghu.court.pk)
    assert len(rows(world, batch.pk)) == 120
    done = kept(world, batch.pk)
    with viewing(world.jinghu.filing):
        assert done.state == "done" and 0 < Case.objects.count() == done.done == done.total


def test_a_job_checks_and_files_a_long_list_beside_its_worker(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in own_database.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DUIXIAN_TODAY", DAY)
    monkeypatch.setattr(jobs, "LONG", 2)
    world = make_world()
    court_id = world.jinghu.court.pk
    with on_day(DAY):
        batch = brought(world, listed(6))
        with importing.alone(batch.pk), pytest.raises(beside.NotDone, match="another"):
            jobs.check_list(batch.pk, court_id, lambda: False)
        with pytest.raises(beside.NotDone, match="told to stop"):
            jobs.check_list(batch.pk, court_id, lambda: True)
        assert not multiprocessing.active_children()
        jobs.check_list(batch.pk, court_id, lambda: False)
        assert kept(world, batch.pk).state == "previewed"
        do(act(StartImport, batch=batch.pk), by=world.jinghu.filing)
        jobs.import_rows(batch.pk, court_id, lambda: False)
    assert kept(world, batch.pk).state == "done"
    with viewing(world.jinghu.filing):
        assert Case.objects.count() == 6
