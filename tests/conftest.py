"""Databases for tests. Tests connect as the app role, so rights and row-level security are real.

- `db` (pytest-django): the usual; everything is rolled back after the test.
- `own_database`: a database of the test's own, for real commits, threads and other processes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

from duixian.service.addresses import Addresses
from tests import database

# A busy machine is slow to draw examples and to run them: neither says anything about the house.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: object) -> Iterator[None]:
    """Overrides pytest-django's: one clone of the template for each worker."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = database.running_server()
        mine = server.clone(f"{server.template}_{worker_id}")
        with database.pointed_at(mine):
            yield
        server.drop(mine.app.name)


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """A database of one test. `environment` lets a subprocess work on it."""

    addresses: Addresses
    environment: dict[str, str]

    @property
    def name(self) -> str:
        return self.addresses.app.name


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, worker_id: str, django_db_blocker: object
) -> Iterator[OwnDatabase]:
    """A fresh migrated database where commits are real; dropped afterwards."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        raise pytest.UsageError("own_database is instead of db, not beside it")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = database.running_server()
        addresses = server.clone(f"{server.template}_{worker_id}_own")
        environment = {**os.environ, **addresses.environment()}
        environment["DJANGO_SETTINGS_MODULE"] = "duixian.config.settings"
        with database.pointed_at(addresses):
            yield OwnDatabase(addresses, environment)
        connections.close_all()
        server.drop(addresses.app.name)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.clean_up()
