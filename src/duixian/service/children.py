"""A child process that is kept running (子进程): started, watched, restarted, stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from duixian.service.places import LOG_BYTES_KEPT

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# Alive this long, a child counts as well again and its next fall is its first.
WELL_AFTER_SECONDS = 60.0
STOP_PATIENCE_SECONDS = 15.0
ORPHAN_PATIENCE_SECONDS = 2.0
WORDS_SHOWN = 12


class Child:
    """One program of ours under supervision; its output goes to its own log file."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self.falls = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_after = 0.0

    def start(self) -> None:
        """Start it in its own group, so that ctrl-C reaches us alone and we stop it in order."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_KEPT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*die_with_parent(), *self.command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started_at = time.monotonic()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self, tell: Callable[[str], None]) -> None:
        """Restart it when it has fallen and its pause is over; say why it fell."""
        if self.alive():
            return
        now = time.monotonic()
        if self.process is not None:
            self._note_the_fall(now, tell)
        if now >= self._start_after:
            self.start()

    def stop(self) -> None:
        """Ask it to end, wait, and make sure that nothing of its group stays behind."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_PATIENCE_SECONDS)
        end_group(process.pid)
        process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        try:
            lines = self.log.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join(f"    {line[:300]}" for line in lines[-WORDS_SHOWN:])

    def _note_the_fall(self, now: float, tell: Callable[[str], None]) -> None:
        assert self.process is not None
        status, pid = self.process.returncode, self.process.pid
        self.process = None
        end_group(pid)
        self.falls = 1 if now - self._started_at > WELL_AFTER_SECONDS else self.falls + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self.falls - 1), LONGEST_PAUSE_SECONDS)
        self._start_after = now + pause
        tell(f"{self.name} 意外结束（{reason(status)}），{pause:g} 秒后重新启动")
        if self.falls > 1:
            tell(f"  连续第 {self.falls} 次，日志 {self.log} 的末尾：\n{self.last_words()}")


def reason(status: int) -> str:
    """A process's exit status in words."""
    if status < 0:
        return f"信号 {signal.Signals(-status).name}"
    return f"退出码 {status}"


def end_group(pid: int) -> None:
    """Kill what is left of a child's process group: workers whose parent was killed."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def end_orphans(pids: Sequence[int]) -> None:
    """End children whose supervisor was killed: they may still hold its port."""
    ours = [pid for pid in pids if "duixian" in command_of(pid)]
    for pid in ours:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    patience = time.monotonic() + ORPHAN_PATIENCE_SECONDS
    while time.monotonic() < patience and any("duixian" in command_of(pid) for pid in ours):
        time.sleep(0.05)
    for pid in ours:
        if "duixian" in command_of(pid):
            end_group(pid)


def command_of(pid: int) -> str:
    """The command line of a live process, its words by NUL; empty when there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text("utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return "\0".join(listed.stdout.split())


def die_with_parent() -> list[str]:
    """Words before a command that end it when its supervisor is killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
