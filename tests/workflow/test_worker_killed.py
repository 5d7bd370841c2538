"""A worker killed in the middle of thirty cases: nothing is lost, nothing happens twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.models import Case
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.acts_control import FreezeDeposit
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.gateways.network import directory_file, keys_folder
from duixian.kernel.roles import Role
from duixian.workflow.outstanding import outstanding
from tests.conftest import OwnDatabase
from tests.gateways.running import RunningInstitutions
from tests.workflow import network
from tests.workflow.network import COURT_BANK, DAY, DEBTORS_BANK
from tests.world import act, case_facts, make_world, on_day

CASES = 30
ASKED = (COURT_BANK, DEBTORS_BANK)
PATIENCE_SECONDS = 120


def data_folder(path: Path, running: RunningInstitutions) -> Path:
    """An installation of this process's secrets, where another finds keys and institutions."""
    secrets = {
        "django_secret_key": settings.SECRET_KEY,
        "identity_key": settings.IDENTITY_KEYS["1"].hex(),
        "identity_hash_key": settings.IDENTITY_HASH_KEY.hex(),
        "signing_key": settings.SIGNING_KEY.hex(),
    }
    (path / "secrets").mkdir(parents=True)
    for name, text in secrets.items():
        (path / "secrets" / name).write_text(text)
    directory_file(path).parent.mkdir()
    shutil.copy(running.folder.directory, directory_file(path))
    shutil.copytree(running.keys, keys_folder(path))
    return path


def start_worker(house: OwnDatabase, data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "duixian.cli.main", "worker", "--concurrency", "2"],
        env=house.environment | {"DUIXIAN_TODAY": DAY.isoformat(), "DUIXIAN_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(30)


def until(reached: Any, worker: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert worker.poll() is None, "the worker died by itself"
        if time.monotonic() > patience:
            kill(worker)
            raise AssertionError(
                Counter(ProcrastinateJob.objects.values_list("task_name", "status"))
            )
        time.sleep(0.2)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    own_database: OwnDatabase, tmp_path: Path
) -> None:
    world = make_world()
    court, court_id = world.jinghu, world.jinghu.court.pk

    def answered() -> int:
        with viewing(court.director):
            return Entry.objects.filter(act="assets.record_answer").count()

    def quiet() -> bool:
        with viewing(court.director):
            return (
                not outstanding(court_id)
                and not ProcrastinateJob.objects.filter(
                    status__in=("todo", "doing"),
                    task_name__startswith="duixian.",
                    args__has_key="court_id",
                ).exists()
            )

    def confirmed() -> int:
        with viewing(court.director):
            return Entry.objects.filter(act="measures.confirm_measure").count()

    with (
        network.institutions(tmp_path, world, debtors=CASES, only=ASKED) as running,
        on_day(DAY),
    ):
        data = data_folder(tmp_path / "data", running)
        ids = [file(court, place) for place in range(CASES)]
        worker = start_worker(own_database, data)
        until(lambda: answered() >= CASES // 2, worker)
        kill(worker)
        assert answered() < len(ASKED) * CASES, "it was killed in the middle"
        worker = start_worker(own_database, data)
        until(lambda: answered() == len(ASKED) * CASES and quiet(), worker)

        for case_id in ids:
            freeze(court, case_id)
        until(lambda: confirmed() >= 5, worker)
        kill(worker)
        worker = start_worker(own_database, data)
        until(lambda: confirmed() == CASES and quiet(), worker)
        kill(worker)

        book = running.administration.book(DEBTORS_BANK)
        with viewing(court.director):
            done = Counter(Entry.objects.filter(case_id__in=ids).values_list("case_id", "act"))
            orders = [order for case_id in ids for order in measures.orders_of(case_id)]
        assert {order.state for order in orders} == {"confirmed"} and len(orders) == CASES
        assert len(book["measures"]) == CASES
        taken = Counter(each["sort"] for each in book["requests"])
        assert taken == {"inquiry": CASES, "order": CASES}
        for case_id in ids:
            assert done[case_id, "cases.assign_officer"] == 1
            assert done[case_id, "assets.send_inquiries"] == 1
            assert done[case_id, "assets.record_answer"] == len(ASKED)
            assert done[case_id, "measures.confirm_measure"] == 1


def file(court: Any, place: int) -> int:
    facts = case_facts(**network.facts_of_case(network.debtor(place), place))
    done = do(act(FileCase, **facts), by=court.filing)
    assert isinstance(done, Done) and done.case_id is not None
    return done.case_id


def freeze(court: Any, case_id: int) -> None:
    with viewing(court.director):
        officers = [each.pk for each in court.people[Role.OFFICER]]
        place = officers.index(Case.objects.get(pk=case_id).officer_id)
        (account,) = assets.assets_of(case_id)
    officer = court.actor(Role.OFFICER, place)
    done = do(act(FreezeDeposit, case=case_id, asset=account.pk, amount="600.00"), by=officer)
    assert isinstance(done, Done)
