"""Fixtures of the portals' stories: the courts' people, each at a browser without a screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from duixian.contexts.courts.models import Person
from duixian.kernel.roles import Role
from tests import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    """Two basic courts under an intermediate one, with their people."""
    return worlds.make_world()


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def at_browser(court: worlds.TestCourt, role: Role, place: int = 0) -> Client:
    """A person of the court, signed in."""
    client = Client()
    person: Person = court.people[role][place]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
