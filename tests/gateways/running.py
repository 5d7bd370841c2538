"""Institutions for tests: real servers in a process of their own, on loopback.

    with RunningInstitutions.started(tmp_path, population) as institutions:
        gateway = institutions.gateway("bank-7001")
        institutions.administration.book("bank-7001")

Tests of other rooms take the fixture `institutions` of tests/gateways/conftest.py.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Self

from duixian.city.institutions.administration import Administration
from duixian.city.institutions.configuration import (
    Faults,
    Folder,
    Latency,
    default_institutions,
    enrol_courts,
    save_settings,
)
from duixian.city.shapes import Population
from duixian.gateways import directory
from duixian.gateways.network import Network
from duixian.gateways.registry import Gateway

COURT, COURT_NAME = "340202", "芜湖市镜湖区人民法院"
OTHER_COURT, OTHER_COURT_NAME = "340207", "芜湖市鸠江区人民法院"
PATIENCE_SECONDS = 30


class RunningInstitutions:
    """The folder, the process, the court's network and the city's administration."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root / "institutions")
        self.keys = root / "keys"
        self._process: subprocess.Popen[str] | None = None
        self._network: Network | None = None
        self._administration: Administration | None = None

    @classmethod
    @contextmanager
    def started(
        cls,
        root: Path,
        population: Population,
        *,
        faults: Faults | None = None,
        latency: Latency | None = None,
        today: date | None = None,
    ) -> Iterator[Self]:
        """Servers for these people, both courts enrolled; stopped at the end of the block."""
        institutions = cls(root)
        institutions.folder.root.mkdir(parents=True)
        population.save(institutions.folder.population)
        settings = default_institutions(
            population.banks, faults=faults, latency=latency or Latency(median_seconds=0)
        )
        save_settings(institutions.folder, settings)
        courts = ((COURT, COURT_NAME), (OTHER_COURT, OTHER_COURT_NAME))
        enrol_courts(institutions.folder, institutions.keys, courts)
        institutions.start(today)
        try:
            yield institutions
        finally:
            institutions.stop()

    @property
    def network(self) -> Network:
        """The courts' side."""
        if self._network is None:
            self._network = Network.open(directory=self.folder.directory, keys=self.keys)
        return self._network

    @property
    def administration(self) -> Administration:
        """The city's side."""
        if self._administration is None:
            self._administration = Administration(self.folder)
        return self._administration

    def gateway(self, institution: str, *, other_court: bool = False) -> Gateway:
        """A gateway that speaks for the one court or the other."""
        code, name = (OTHER_COURT, OTHER_COURT_NAME) if other_court else (COURT, COURT_NAME)
        return self.network.gateway(institution, court_code=code, court_name=name)

    def identifiers(self) -> tuple[str, ...]:
        """All institutions."""
        return tuple(one.identifier for one in directory.load(self.folder.directory))

    def start(self, today: date | None = None) -> None:
        """Start the servers and wait until they answer; `today`: the day new books begin on."""
        words = [sys.executable, "-m", "duixian.city.institutions", "--data", str(self.folder.root)]
        self._process = subprocess.Popen(
            words + (["--today", today.isoformat()] if today else []),
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            assert selector.select(PATIENCE_SECONDS), "the institutions did not start"
        line = self._process.stdout.readline()
        assert line.startswith("ready "), line

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self.await_death()

    def await_death(self) -> int:
        """Wait until the process is gone; returns its exit status."""
        assert self._process is not None and self._process.stdout is not None
        status = self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()
        self._process = None
        return status

    def stop(self) -> None:
        """Ask the servers to stop and give everything back."""
        if self._process is not None:
            self._process.terminate()
            self.await_death()
        if self._administration is not None:
            self._administration.close()
        if self._network is not None:
            self._network.close()
