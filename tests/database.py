"""One server for the run, one migrated template, and clones of it by name.

The server starts when the first test asks for a database. A migrated cluster is kept under
`var/test-cache` and copied, until a migration or the protection changes.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

from duixian.config import migration
from duixian.service import provision
from duixian.service.addresses import (
    Addresses,
    DatabaseAddress,
    of_embedded_server,
    of_users_server,
)
from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer, binaries_folder

RUN = Path(os.environ["DUIXIAN_TEST_RUN"])
FOLDER = DataFolder(RUN / "data")
CACHE = Path(__file__).resolve().parent.parent / "var" / "test-cache"
CACHES_KEPT = 3
TEMPLATE = "duixian_template"
TEST_APP_ROLE = "duixian_app_test"


@dataclass(frozen=True, slots=True)
class Server:
    """The run's server: who may create databases there, and the two roles of the house."""

    admin: DatabaseAddress
    roles: Addresses

    def clone(self, name: str) -> Addresses:
        """A fresh database made from the migrated template."""
        with psycopg.connect(**self.admin.connect_arguments(), autocommit=True) as server:
            drop(server, name)
            provision.make_database(
                server, name, owner=self.roles.owner.user, template=self.template
            )
        return self.roles.at(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(**self.admin.connect_arguments(), autocommit=True) as server:
            drop(server, name)

    @property
    def template(self) -> str:
        return self.roles.owner.name


def drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def running_server() -> Server:
    """The server of this run, started and furnished by whichever process asks first."""
    note = RUN / "server.json"
    with (RUN / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            server = _users_server() if os.environ.get("DATABASE_URL") else _embedded_server()
            addresses = (server.admin, server.roles.owner, server.roles.app)
            note.write_text(json.dumps([address.url() for address in addresses]))
        admin, owner, app = map(DatabaseAddress.from_url, json.loads(note.read_text()))
    return Server(admin, Addresses(owner, app))


@contextlib.contextmanager
def pointed_at(addresses: Addresses) -> Iterator[None]:
    """Django's two connections go to these addresses inside the block, in every thread."""
    wanted = {"default": addresses.app.django(), "owner": addresses.owner.django()}
    before = {alias: dict(connections.settings[alias]) for alias in wanted}
    for settings in (wanted, before):
        for alias, entry in settings.items():
            connections[alias].close()
            connections.settings[alias].update(entry)
        if settings is wanted:
            try:
                yield
            finally:
                connections.close_all()


def clean_up() -> None:
    """At the end of the run: a user's server gets rid of our template."""
    note = RUN / "server.json"
    if os.environ.get("DATABASE_URL") and note.exists():
        admin = DatabaseAddress.from_url(json.loads(note.read_text())[0])
        with psycopg.connect(**admin.connect_arguments(), autocommit=True) as server:
            drop(server, _own_name())


def _own_name() -> str:
    return f"{TEMPLATE}_{RUN.name.rsplit('-', 1)[-1]}".lower()


def _users_server() -> Server:
    admin = DatabaseAddress.from_url(os.environ["DATABASE_URL"])
    roles = of_users_server(FOLDER, admin.at(_own_name()).url())
    # Not the role of a real house on that server: its password must stay.
    roles = Addresses(roles.owner, roles.app.as_role(TEST_APP_ROLE, roles.app.password))
    with psycopg.connect(**admin.connect_arguments(), autocommit=True) as server:
        provision.make_database(server, roles.owner.name, owner=admin.user)
    provision.provision_users_server(roles)
    _migrate(roles)
    return Server(admin, roles)


def _embedded_server() -> Server:
    cached = CACHE / _cache_key()
    if not _copy(cached / "data", FOLDER.path):
        _fill(cached)
    admin = _start_keeper()
    return Server(admin, of_embedded_server(FOLDER).at(TEMPLATE))


def _fill(cached: Path) -> None:
    """Make and migrate the template, and keep a copy for the next run."""
    shutil.rmtree(FOLDER.path)
    server = PostgresServer(FOLDER, durable=False)
    admin = server.start()
    try:
        roles = of_embedded_server(FOLDER).at(TEMPLATE)
        provision.provision_embedded(admin, roles)
        _migrate(roles)
    finally:
        server.stop()
    fresh = CACHE / f".{RUN.name}"
    fresh.mkdir(parents=True)
    if _copy(FOLDER.path, fresh / "data") and not cached.exists():
        with contextlib.suppress(OSError):
            fresh.rename(cached)
    shutil.rmtree(fresh, ignore_errors=True)
    old = sorted(CACHE.iterdir(), key=lambda entry: entry.stat().st_mtime)
    for entry in old[:-CACHES_KEPT]:
        shutil.rmtree(entry, ignore_errors=True)


def _copy(source: Path, target: Path) -> bool:
    """Copy a data folder with its owners; false when there is none, or it went away meanwhile."""
    if not source.exists():
        return False
    shutil.rmtree(target, ignore_errors=True)
    copied = subprocess.run(
        ["cp", "-a", str(source), str(target)], check=False, capture_output=True
    )
    return copied.returncode == 0


def _migrate(roles: Addresses) -> None:
    with pointed_at(roles):
        migration.migrate()


def _cache_key() -> str:
    """What the template depends on: migrations and protection, provisioning, the server."""
    digest = hashlib.sha256(migration.fingerprint().encode())
    digest.update(Path(provision.__file__).read_bytes())
    digest.update(str(binaries_folder()).encode())
    return digest.hexdigest()[:20]


def _start_keeper() -> DatabaseAddress:
    (RUN / "kept").touch()
    keeper = subprocess.Popen(
        [sys.executable, "-m", "duixian.service.keeper", str(RUN), os.environ["DUIXIAN_TEST_PID"]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout as said:
        line = said.readline()
    keeper.returncode = 0  # It outlives us by design; no complaint that it still runs.
    return DatabaseAddress.from_url(json.loads(line)["url"])
