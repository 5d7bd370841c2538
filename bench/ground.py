"""The ground a bench stands on: a server of its own with real fsync, and a database for each."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from duixian.service import provision
from duixian.service.addresses import Addresses, DatabaseAddress, of_embedded_server
from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer

TEMPLATE = "duixian_bench"
VAR = Path(__file__).resolve().parent.parent / "var"


@dataclass(frozen=True, slots=True)
class Ground:
    """A running server with a migrated template."""

    admin: DatabaseAddress
    roles: Addresses

    @contextmanager
    def database(self, name: str) -> Iterator[Addresses]:
        """A fresh migrated database that Django and its children work on inside the block."""
        mine = f"{TEMPLATE}_{name}"
        with psycopg.connect(**self.admin.connect_arguments(), autocommit=True) as server:
            provision.make_database(
                server, mine, owner=self.roles.owner.user, template=self.roles.owner.name
            )
            addresses = self.roles.at(mine)
            point_django_at(addresses)
            try:
                yield addresses
            finally:
                close_connections()
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(mine))
                )


@contextmanager
def ground() -> Iterator[Ground]:
    """Start the server on a folder under var/, migrate, and take both away again."""
    VAR.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=VAR))
    place.chmod(0o711)
    folder = DataFolder(place / "data")
    server = PostgresServer(folder)
    try:
        admin = server.start()
        roles = of_embedded_server(folder).at(TEMPLATE)
        provision.provision_embedded(admin, roles)
        _let_loads_skip_triggers(admin, roles)
        _set_up_django(folder, roles)
        yield Ground(admin, roles)
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


def _let_loads_skip_triggers(admin: DatabaseAddress, roles: Addresses) -> None:
    """Copies of rows that fit each other need no foreign key looked up, row by row."""
    with psycopg.connect(**admin.connect_arguments(), autocommit=True) as server:
        server.execute(
            sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(
                sql.Identifier(roles.owner.user)
            )
        )


def _set_up_django(folder: DataFolder, roles: Addresses) -> None:
    os.environ["DUIXIAN_DATA"] = str(folder.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "duixian.config.settings"
    os.environ.setdefault("DUIXIAN_LOG_LEVEL", "WARNING")
    os.environ["DUIXIAN_HOSTS"] = "localhost,127.0.0.1,testserver"
    os.environ |= roles.environment()
    import django

    django.setup()
    from duixian.config import migration

    migration.migrate()
    close_connections()


def point_django_at(addresses: Addresses) -> None:
    """Django's two connections, and those of processes started from here."""
    from django.db import connections

    os.environ |= addresses.environment()
    for alias, address in (("default", addresses.app), ("owner", addresses.owner)):
        connections[alias].close()
        connections.settings[alias].update(address.django())


def close_connections() -> None:
    from django.db import connections

    connections.close_all()
