"""The supervisor (总管): one process that starts everything in order, watches, and stops it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from duixian.service import shape
from duixian.service.addresses import Addresses, addresses
from duixian.service.children import Child, die_with_parent
from duixian.service.lock import FolderLock
from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer
from duixian.service.problems import ServiceProblem
from duixian.service.provision import provision_embedded, provision_users_server

USUAL_PORT = 8000
HOST = "127.0.0.1"
LOOK_EVERY_SECONDS = 0.2
READY_PATIENCE_SECONDS = 60.0
FALLS_BEFORE_READY = 3
DATABASE_PAUSE_SECONDS = 5.0


@dataclass(slots=True)
class Wishes:
    """What the person who started us asked for."""

    folder: DataFolder
    port: int | None = None
    city: str = "small"
    seed: int = 1
    say: Callable[[str], None] = print


@dataclass(slots=True)
class Supervisor:
    """Runs one house on one data folder until told to stop."""

    wishes: Wishes
    server: PostgresServer | None = None
    children: list[Child] = field(default_factory=list)
    address: str = ""
    lock: FolderLock = field(init=False)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.lock = FolderLock(self.wishes.folder)

    def run(self, when_ready: Callable[[], None]) -> int:
        """Start, call `when_ready`, watch until a signal comes, stop in order."""
        self.lock.take()
        before = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
            # nohup stays nohup; an interrupt that a shell ignores for us is still meant for us.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN
        }
        try:
            self._start()
            if self._stop.is_set():
                return 0
            self.lock.tell(self.address, self._pids())
            self.wishes.say(f"ready {self.address}")
            when_ready()
            self._watch()
            self.wishes.say("正在停止 …")
        finally:
            self._stop_all()
            self.lock.release()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _on_signal(self, _number: int, _frame: Any) -> None:
        self._stop.set()

    def _start(self) -> None:
        """Database, tables, city, then the programs that live on them."""
        port = self._web_port()
        reached = self._start_database()
        environment = self._environment(reached)
        known = shape.remembered(reached.owner)
        wanted = shape.fingerprint(reached.app.user)
        if known.get("migrated") != wanted:
            self._step("数据库结构", "正在建立或更新 …")
            self._once(["migrate"], environment)
            shape.remember(reached.owner, migrated=wanted)
        self._lay_in_city(reached, known, environment)
        if self._stop.is_set():
            return
        self.address = f"http://{HOST}:{port}"
        environment["DUIXIAN_ADDRESS"] = self.address
        # Who serves requests and jobs knows the app role alone.
        for name in ("DUIXIAN_DATABASE_OWNER", "DATABASE_URL"):
            environment.pop(name, None)
        self._add("web", ["web", "--port", str(port)], environment)
        self._await_web(port)
        # After the web server: loading all at once makes a small machine's user wait longer.
        self._add("worker", ["worker"], environment)
        if known.get("city") or self.wishes.city != "none":
            self._add("institutions", ["city", "institutions"], environment)

    def _start_database(self) -> Addresses:
        started = time.monotonic()
        folder = self.wishes.folder
        reached = addresses(folder)
        if os.environ.get("DUIXIAN_DATABASE_APP"):
            # Both roles are named by the operator, who made them.
            self._step("数据库", f"{reached.app.host}:{reached.app.port}（指定的两个角色）")
            return reached
        if os.environ.get("DATABASE_URL"):
            provision_users_server(reached)
            self._step("数据库", f"{reached.owner.host}:{reached.owner.port}（自备服务器）")
            return reached
        self.server = PostgresServer(folder)
        superuser = self.server.start()
        reached = addresses(folder)
        provision_embedded(superuser, reached)
        spent = time.monotonic() - started
        self._step("数据库", f"{superuser.host}:{superuser.port}，{spent:.1f} 秒")
        return reached

    def _environment(self, reached: Addresses) -> dict[str, str]:
        return {
            **os.environ,
            **reached.environment(),
            "DUIXIAN_DATA": str(self.wishes.folder.path),
            "DJANGO_SETTINGS_MODULE": "duixian.config.settings",
            "PYTHONUNBUFFERED": "1",
        }

    def _lay_in_city(
        self, reached: Addresses, known: dict[str, Any], environment: dict[str, str]
    ) -> None:
        """On the first start; begun and not whole, it is gone on with."""
        city = known.get("city") or {}
        if self._stop.is_set() or city.get("whole") or (self.wishes.city == "none" and not city):
            return
        size = city.get("size", self.wishes.city)
        seed = city.get("seed", self.wishes.seed)
        self._step("模拟城市", f"{size}，种子 {seed} …")
        shape.remember(reached.owner, city={"size": size, "seed": seed, "whole": False})
        self._once(["city", "lay-in", "--size", size, "--seed", str(seed)], environment)
        if not self._stop.is_set():
            shape.remember(reached.owner, city={"size": size, "seed": seed, "whole": True})

    def _once(self, words: list[str], environment: dict[str, str]) -> None:
        """Run a command of ours to its end, its output shown as progress."""
        with subprocess.Popen(
            [*die_with_parent(), *_duixian(words)],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            self.lock.tell(None, [process.pid])
            while process.poll() is None:
                if self._stop.wait(0.05):
                    process.terminate()
                    process.wait()
                    return
        if process.returncode:
            raise ServiceProblem(
                f"duixian {' '.join(words)} 没有完成（退出码 {process.returncode}）。",
                "原因见上面几行；改正后再启动，已完成的不会重做。",
            )

    def _add(self, name: str, words: list[str], environment: dict[str, str]) -> None:
        log = self.wishes.folder.logs / f"{name}.log"
        child = Child(name, _duixian(words), environment, log)
        self.children.append(child)
        child.start()
        self.lock.tell(None, self._pids())

    def _await_web(self, port: int) -> None:
        patience = time.monotonic() + READY_PATIENCE_SECONDS
        while not self._stop.is_set() and not _answers(port):
            self._look()
            for child in self.children:
                if child.falls >= FALLS_BEFORE_READY:
                    raise ServiceProblem(
                        f"{child.name} 启动不了。",
                        f"日志 {child.log} 的末尾：\n{child.last_words()}",
                    )
            if time.monotonic() > patience:
                raise ServiceProblem("网页服务没有应答。", f"详见 {self.wishes.folder.logs}。")
            self._stop.wait(0.05)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        """Whoever has fallen is put up again, the database first."""
        if self.server is not None and not self.server.alive():
            self._raise_database(self.server)
        before = self._pids()
        for child in self.children:
            child.look(self.wishes.say)
        if self._pids() != before:
            self.lock.tell(self.address, self._pids())

    def _raise_database(self, server: PostgresServer) -> None:
        self.wishes.say(f"数据库意外结束，正在重新启动：{server.last_words()}")
        try:
            server.start()
        except ServiceProblem as problem:
            self.wishes.say(f"{problem}")
            self._stop.wait(DATABASE_PAUSE_SECONDS)
        else:
            self.wishes.say("数据库已恢复")

    def _pids(self) -> list[int]:
        return [child.pid for child in self.children if child.pid is not None]

    def _stop_all(self) -> None:
        """No new requests, no new jobs, then the database."""
        while self.children:
            self.children.pop(0).stop()
        if self.server is not None:
            self.server.stop()

    def _web_port(self) -> int:
        wished = self.wishes.port
        for port in (wished if wished is not None else USUAL_PORT, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError as taken:
                    if wished is not None:
                        raise ServiceProblem(
                            f"端口 {wished} 不能用：{taken.strerror}。", "用 --port 换一个。"
                        ) from None
                    continue
                return int(probe.getsockname()[1])
        raise ServiceProblem("本机没有空闲端口。", "关闭一些程序后再试。")

    def _step(self, what: str, how: str) -> None:
        self.wishes.say(f"{what}：{how}")


def _duixian(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "duixian.cli.main", *words]


def _answers(port: int) -> bool:
    """Does the web server answer at all, whatever it answers?"""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/accounts/login/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
