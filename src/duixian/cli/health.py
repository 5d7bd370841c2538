"""`duixian health`: asks each part of a running house whether it works; 1 when one does not."""

from __future__ import annotations

import argparse
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable

import psycopg

from duixian import __version__
from duixian.service.addresses import addresses
from duixian.service.lock import UP_NOTE
from duixian.service.places import data_folder

BYTES_NEEDED = 500_000_000
SILENT_AFTER_SECONDS = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")


def run(arguments: argparse.Namespace) -> int:
    parts: dict[str, Callable[[], str]] = {
        "database": _database,
        "worker": _worker,
        "web": _web,
        "disk": _disk,
    }
    found = {}
    for name, ask in parts.items():
        try:
            found[name] = {"works": True, "says": ask()}
        except (OSError, psycopg.Error, urllib.error.URLError, RuntimeError) as failure:
            found[name] = {"works": False, "says": str(failure).strip().splitlines()[0]}
    whole = all(part["works"] for part in found.values())
    if arguments.json:
        print(
            json.dumps({"version": __version__, "works": whole, "parts": found}, ensure_ascii=False)
        )
    else:
        for name, part in found.items():
            print(f"{'正常' if part['works'] else '异常'}  {name:<9} {part['says']}")
    return 0 if whole else 1


def _database() -> str:
    with _connect() as database:
        return f"PostgreSQL {database.info.server_version // 10000}"


def _worker() -> str:
    with _connect() as database:
        row = database.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [SILENT_AFTER_SECONDS],
        ).fetchone()
    if not row or not row[0]:
        raise RuntimeError("没有在工作的后台进程；运行 duixian up 或 duixian worker")
    return f"{row[0]} 个在工作"


def _web() -> str:
    address = data_folder().note(UP_NOTE).get("address")
    if not address:
        raise RuntimeError("没有运行；运行 duixian up")
    with urllib.request.urlopen(f"{address}/accounts/login/", timeout=10) as answer:
        return f"{address} 应答 {answer.status}"


def _disk() -> str:
    free = shutil.disk_usage(data_folder().path).free
    if free < BYTES_NEEDED:
        raise RuntimeError(f"数据目录所在磁盘只剩 {free // 1_000_000} MB")
    return f"剩余 {free // 1_000_000_000} GB"


def _connect() -> psycopg.Connection:
    reached = addresses(data_folder()).app
    return psycopg.connect(**reached.connect_arguments(), connect_timeout=5)
