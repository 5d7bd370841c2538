"""The real house for a journey: web server, worker and institutions, each a process of its own.

Days pass between chapters: every process stops and comes back standing on the later day, and the
database, the data folder and the institutions' books stay as they are.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from duixian.city.institutions.configuration import enrol_courts
from duixian.city.institutions.treasury import court_account_number
from duixian.city.shapes import Population
from duixian.contexts.courts.models import Person
from duixian.gateways.network import directory_file, keys_folder
from duixian.service.places import DataFolder
from tests.conftest import OwnDatabase
from tests.gateways.running import RunningInstitutions
from tests.workflow.network import COURT_BANK, make_known
from tests.world import World, make_world, on_day

PASSWORD = "wu-hu-2019-journey"
PATIENCE_SECONDS = 60


@dataclass
class House:
    """The address of the running house, and the hand that lets days pass."""

    root: Path
    environment: dict[str, str]
    institutions: RunningInstitutions
    port: int
    laid: int = 0
    day: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def court_account(self) -> str:
        """The number of the court's enforcement account at its bank."""
        return court_account_number(COURT_BANK, "jinghu")

    def on(self, day: str) -> None:
        """Stop every process of the house and start it again on a later day."""
        self.stop()
        self.day = day
        self.institutions.administration.set_day(date.fromisoformat(day))
        today = self.environment | {"DUIXIAN_TODAY": day}
        web = ("web", "--port", str(self.port), "--workers", "1")
        for words in (web, ("worker", "--concurrency", "2")):
            self.processes.append(self._start(words, today))
        self._await_web()

    def stop(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(20)
        self.processes.clear()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`duixian …` on the journey's database, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "duixian.cli.main", *words],
            env=self.environment | {"DUIXIAN_TODAY": self.day},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def _start(self, words: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.root / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "duixian.cli.main", *words],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _await_web(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            assert all(each.poll() is None for each in self.processes), self.said()
            try:
                if httpx.get(f"{self.address}/accounts/login/", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)

    def said(self) -> str:
        """The last lines of the processes' logs, for a failing test."""
        logs = sorted(self.root.glob("*.log"))
        return "\n".join(f"{log.name}: {log.read_text('utf-8')[-1500:]}" for log in logs)


@contextmanager
def running_house(
    root: Path,
    database: OwnDatabase,
    population: Population,
    day: str,
    lay: Callable[[World], int] | None = None,
) -> Iterator[House]:
    """Courts, people and institutions laid in; the processes run from `day` on.

    lay: what else the ground needs; what it gives is `laid` of the house.
    """
    folder = DataFolder(root / "data")
    folder.create()
    _share_keys(folder)
    first = date.fromisoformat(day)
    with RunningInstitutions.started(root, population, today=first) as institutions:
        world = make_world()
        courts = [world.jinghu.court, world.jiujiang.court]
        enrol_courts(
            institutions.folder, institutions.keys, [(each.key, each.name) for each in courts]
        )
        with on_day(first):
            make_known(institutions, world.jinghu)
        laid = lay(world) if lay is not None else 0
        _give_passwords()
        listing = directory_file(folder.path)
        listing.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(institutions.folder.directory, listing)
        shutil.copytree(institutions.keys, keys_folder(folder.path), dirs_exist_ok=True)
        environment = database.environment | {"DUIXIAN_DATA": str(folder.path)}
        house = House(root, environment, institutions, _free_port(), laid)
        try:
            house.on(day)
            yield house
        finally:
            house.stop()


def _share_keys(folder: DataFolder) -> None:
    """What this process sealed while laying the ground must open in the others."""
    keys = {
        "django_secret_key": settings.SECRET_KEY,
        "identity_key": settings.IDENTITY_KEYS["1"].hex(),
        "identity_hash_key": settings.IDENTITY_HASH_KEY.hex(),
        "signing_key": settings.SIGNING_KEY.hex(),
    }
    for name, key in keys.items():
        (folder.secrets / name).write_text(key, "ascii")


def _give_passwords() -> None:
    """Everybody the same password, hashed as the house hashes, not as quick tests do."""
    hasher = PBKDF2PasswordHasher()
    Person.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
