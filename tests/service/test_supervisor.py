"""The whole house under its supervisor: started, killed piece by piece, stopped, started again."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duixian.service.addresses import of_embedded_server
from duixian.service.children import Child
from duixian.service.places import DataFolder

PATIENCE_SECONDS = 90.0
DUIXIAN = [sys.executable, "-m", "duixian.cli.main"]


class Up:
    """A running `duixian up`, and the lines it has said."""

    def __init__(self, folder: Path, port: int) -> None:
        withheld = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        self.environment = {
            name: value for name, value in os.environ.items() if name not in withheld
        } | {"DUIXIAN_DATA": str(folder)}
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [*DUIXIAN, "up", "--port", str(port), "--city", "none"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())
        self._lines.put("")

    def hears(self, words: str) -> str:
        """Wait until a line with these words was said."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            self.said.append(line)
            if words in line:
                return line
            if not line and self.process.poll() is not None:
                break
        raise AssertionError(f"{words!r} was not said, but:\n" + "\n".join(self.said))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*DUIXIAN, *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(60)
        assert self.process.stdout is not None
        return status


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running() -> Iterator[list[Up]]:
    started: list[Up] = []
    yield started
    for up in started:
        up.stop()
        assert up.process.stdout is not None
        up.process.stdout.close()


def live_processes(folder: Path) -> list[str]:
    """Command lines of processes that were told of this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes()
                told = (entry / "environ").read_bytes() + command
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
            if command and f"{folder}".encode() in told:
                found.append(command.decode().replace("\0", " "))
    return found


def pid_of_postgres(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def test_the_house_stands_up_again_whatever_is_killed(
    tmp_path: Path, port: int, running: list[Up]
) -> None:
    folder = tmp_path / "data"
    up = Up(folder, port)
    running.append(up)
    assert up.hears("ready ") == f"ready http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Language"] == "zh-hans"

    second = up.run("up")
    assert second.returncode == 2
    assert str(up.process.pid) in second.stderr
    assert f"http://127.0.0.1:{port}" in second.stderr

    os.kill(pid_of_postgres(folder), signal.SIGKILL)
    up.hears("数据库已恢复")
    with psycopg.connect(**of_embedded_server(DataFolder(folder)).app.connect_arguments()) as again:
        assert again.execute("SELECT count(*) FROM django_migrations").fetchone() > (0,)

    web, worker = json.loads((folder / "up.json").read_text())["children"][:2]
    for name, pid in (("worker", worker), ("web", web)):
        if Path(f"/proc/{pid}").exists():  # the database's fall may have taken it down already
            os.kill(pid, signal.SIGKILL)
        up.hears(f"{name} 意外结束")
    patience = time.monotonic() + PATIENCE_SECONDS
    while (health := up.run("health", "--json")).returncode and time.monotonic() < patience:
        time.sleep(0.5)
    assert json.loads(health.stdout)["works"], health.stdout

    assert up.stop(signal.SIGINT) == 0
    assert live_processes(folder) == []
    # What the web server promised to browsers stays valid: keys and data are kept.
    again = Up(folder, port)
    running.append(again)
    again.hears("ready ")
    assert not any("数据库结构" in line for line in again.said), "nothing changed, nothing migrated"


def test_a_port_in_use_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        refused = subprocess.run(
            [*DUIXIAN, "up", "--data", str(tmp_path / "data"), "--port", str(number)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 2
    assert f"端口 {number}" in refused.stderr
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_child_that_keeps_falling_says_why(tmp_path: Path) -> None:
    child = Child(
        "倒下者",
        [sys.executable, "-c", "raise SystemExit('没有钥匙')"],
        dict(os.environ),
        tmp_path / "log",
    )
    said: list[str] = []
    patience = time.monotonic() + PATIENCE_SECONDS
    while child.falls < 2 and time.monotonic() < patience:
        child.look(said.append)
        time.sleep(0.05)
    child.stop()
    assert "退出码 1" in said[0]
    assert "没有钥匙" in said[-1]
