"""A process killed in the middle of an import leaves whole cases, and the next one goes on."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import importing, queries_import
from duixian.contexts.cases.acts_import import StartImport
from duixian.contexts.cases.models import Case, ImportBatch, ImportRow
from duixian.contexts.record import verification
from duixian.contexts.record.doing import do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from tests.conftest import OwnDatabase
from tests.world import World, act, make_world, on_day

DAY = "2017-05-17"
CASES = 150
PROGRAM = """
import sys
from datetime import date
import django; django.setup()
from duixian.contexts.cases import importing
from duixian.kernel import clock
importing.CASES_BETWEEN_NEWS = 5
with clock.standing_at(date(2017, 5, 17)):
    importing.run(int(sys.argv[1]), int(sys.argv[2]), progress=lambda d, t: print(d, flush=True))
"""


def begun(world: World) -> int:
    out = io.BytesIO()
    make_spreadsheet(out, cases=CASES, seed=9, courts=["jinghu"], on=date(2017, 5, 17))
    with on_day(DAY):
        batch_id = importing.upload(out.getvalue(), "在办案件.xlsx", by=world.jinghu.filing)
        do(act(StartImport, batch=batch_id), by=world.jinghu.filing)
    return batch_id


def process(own_database: OwnDatabase, batch_id: int, world: World) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(batch_id), str(world.jinghu.court.pk)],
        env=own_database.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_after_the_lock_is_free(batch_id: int, world: World) -> ImportBatch.State:
    """The server notices a dead connection after a moment."""
    for _ in range(100):
        try:
            return importing.run(batch_id, world.jinghu.court.pk)
        except Refusal as refusal:
            assert refusal.code == "cases.import_in_hand" and refusal.transient
            time.sleep(0.05)
    raise AssertionError("the lock of a dead process was never given back")


def test_killed_in_the_middle_it_goes_on_and_doubles_nothing(own_database: OwnDatabase) -> None:
    world = make_world()
    batch_id = begun(world)
    working = process(own_database, batch_id, world)
    assert working.stdout is not None
    with working.stdout as said:
        for line in said:
            if int(line) >= 20:
                break
        with on_day(DAY), pytest.raises(Refusal) as refused:
            importing.run(batch_id, world.jinghu.court.pk)
        working.send_signal(signal.SIGKILL)
    working.wait()
    assert refused.value.code == "cases.import_in_hand"

    with viewing(world.jinghu.filing):
        told = queries_import.counts(batch_id)
        assert 20 <= told.imported < CASES and told.imported + told.clean == CASES
        assert Case.objects.count() == told.imported
        assert not list(verification.faults())
    with on_day(DAY):
        assert run_after_the_lock_is_free(batch_id, world) == ImportBatch.State.DONE
    with viewing(world.jinghu.filing):
        assert queries_import.counts(batch_id) == queries_import.ImportCounts(imported=CASES)
        assert Case.objects.count() == CASES
        assert Entry.objects.filter(act="cases.file_case").count() == CASES
        assert Entry.objects.filter(act="cases.finish_import").count() == 1
        assert ImportRow.objects.filter(case=None).count() == 0
        assert not list(verification.faults())
