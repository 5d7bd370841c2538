"""Starting the institutions' servers: lay in the books, publish the directory, serve, say ready."""

from __future__ import annotations

import argparse
import json
import logging
import socket
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from duixian.city.institutions.book import Book
from duixian.city.institutions.configuration import (
    Folder,
    InstitutionSettings,
    load_settings,
    publish,
)
from duixian.city.institutions.holdings import lay_in
from duixian.city.institutions.server import make_app
from duixian.city.shapes import Bank, Population
from duixian.gateways import directory
from duixian.gateways.errors import Misconfigured

HOST = "127.0.0.1"
WRONG_USE = 2


def add_arguments(parser: argparse.ArgumentParser, default_data: Path | None = None) -> None:
    """Options of the command."""
    parser.add_argument(
        "--data",
        type=Path,
        required=default_data is None,
        default=default_data,
        help="机构数据目录 / data folder",
    )
    parser.add_argument(
        "--base-port",
        type=int,
        default=0,
        help="端口，0 为沿用上次或任选 / port, 0: the last one, else any",
    )
    parser.add_argument("--host", default=HOST, help=f"监听地址 / address (default {HOST})")
    parser.add_argument(
        "--only", action="append", help="只启动该机构，可重复 / serve only this institution"
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        help="首次启动时机构所处的日期，默认今天 / the day a new book begins on (default today)",
    )
    parser.add_argument(
        "--population", type=Path, help="人口文件，默认 DATA/population.json / population file"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; prints `ready ADDRESS` once requests are answered."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    folder = Folder(arguments.data)
    try:
        institutions = prepare(
            folder,
            arguments.population or folder.population,
            only=arguments.only,
            begins_on=arguments.today,
        )
    except (Misconfigured, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USE
    with _listening(arguments.host, arguments.base_port or _last_port(folder)) as listener:
        port = listener.getsockname()[1]
        beside_others = bool(arguments.only)
        publish(folder, institutions, arguments.host, port, beside_others=beside_others)
        app = make_app(folder, institutions)
        settings = uvicorn.Config(
            app,
            log_level="warning",
            lifespan="on",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        _Server(settings, f"http://{arguments.host}:{port}").run(sockets=[listener])
    return 0


def prepare(
    folder: Folder,
    population: Path,
    *,
    only: Sequence[str] | None = None,
    begins_on: date | None = None,
) -> tuple[InstitutionSettings, ...]:
    """Read settings and lay the population in the books, unless these people are there already.

    A new book begins on `begins_on`: earlier freezes of the population run out only after it.
    Raises Misconfigured, or ValueError for a population that cannot be read.
    """
    stamp = _stamp_of(population)
    city: Population | None = None
    banks: tuple[Bank, ...] = ()
    if not folder.settings.exists() and population.exists():
        city = Population.load(population)
        banks = city.banks
    institutions = load_settings(folder, banks)
    if only:
        unknown = set(only) - {one.identifier for one in institutions}
        if unknown:
            raise Misconfigured(f"没有机构：{'、'.join(sorted(unknown))}")
        institutions = tuple(one for one in institutions if one.identifier in only)
    for one in institutions:
        folder.key(one.identifier)
        book = Book(folder.book(one.identifier))
        try:
            if begins_on is not None and book.setting("today") is None:
                book.set("today", begins_on.isoformat())
            if stamp and book.setting("population") != stamp:
                city = city or Population.load(population)
                lay_in(book, one, city)
                book.set("population", stamp)
        finally:
            book.close()
    return institutions


def _stamp_of(population: Path) -> str:
    """Which file was laid in; empty when there is none."""
    if not population.exists():
        return ""
    state = population.stat()
    return json.dumps([state.st_size, state.st_mtime_ns])


def _last_port(folder: Folder) -> int:
    """The port courts already know, so that a restart is not noticed; 0 when there is none."""
    if not folder.directory.exists():
        return 0
    listed = list(directory.load(folder.directory))
    return (urlsplit(listed[0].base_url).port or 0) if listed else 0


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the port, or to any when another program has taken it."""
    # asyncio turns Nagle's delay off only on sockets that name TCP: 40 ms a reply without it.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.bind((host, 0))
    return listener


class _Server(uvicorn.Server):
    """Says `ready ADDRESS` on standard output once it answers."""

    def __init__(self, settings: uvicorn.Config, address: str) -> None:
        super().__init__(settings)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            sys.stdout.write(f"ready {self._address}\n")
            sys.stdout.flush()
