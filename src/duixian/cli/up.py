"""`duixian up`: the whole system on one data folder, until ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from duixian.city.demonstration import city_of
from duixian.cli.registry import WrongUse
from duixian.kernel import clock
from duixian.service.places import DataFolder, data_folder
from duixian.service.supervisor import Supervisor, Wishes

SIZES = ("none", "small", "medium", "large")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="数据目录（默认 DUIXIAN_DATA 或 var/data）")
    parser.add_argument(
        "--port", type=int, help="网页端口（默认 DUIXIAN_PORT，或 8000，或空闲端口）"
    )
    parser.add_argument(
        "--city", choices=SIZES, default="small", help="首次启动时放入的模拟城市（默认 small）"
    )
    parser.add_argument("--seed", type=int, default=1, help="模拟城市的种子（默认 1）")


def run(arguments: argparse.Namespace) -> int:
    """Start and stay; every line but the ready line and the logins is progress."""
    folder = DataFolder(arguments.data.absolute()) if arguments.data else data_folder()
    os.environ["DUIXIAN_DATA"] = str(folder.path)
    stand_where_the_city_is(folder)
    city = arguments.city if find_spec("duixian.cli.city") else "none"
    wishes = Wishes(folder, _port(arguments.port), city, arguments.seed, say=_say)
    return Supervisor(wishes).run(when_ready=_show_logins)


def stand_where_the_city_is(folder: DataFolder) -> None:
    """A city that has lived beyond today goes on from its own day (`DUIXIAN_TODAY`)."""
    city = city_of(folder)
    if city is None or city.lived_until is None or city.lived_until < clock.today():
        return
    next_day = city.lived_until + timedelta(days=1)
    if "DUIXIAN_TODAY" not in os.environ:
        os.environ["DUIXIAN_TODAY"] = next_day.isoformat()
        _say(f"模拟城市已过到 {city.lived_until}，系统停在 {next_day}")


def _port(given: int | None) -> int | None:
    named = os.environ.get("DUIXIAN_PORT") if given is None else str(given)
    if not named:
        return None
    if not named.isdigit() or not 0 < int(named) < 65536:
        raise WrongUse(f"端口 {named} 不对：写 1 至 65535 的整数。")
    return int(named)


def _say(line: str) -> None:
    # Whoever read our progress may have gone; the house stays up all the same.
    with contextlib.suppress(BrokenPipeError):
        print(line, flush=True)


def _show_logins() -> None:
    """The demonstration accounts, as the command of that name prints them."""
    if city_of(data_folder()) is not None:
        subprocess.run([sys.executable, "-m", "duixian.cli.main", "logins"], check=False)
