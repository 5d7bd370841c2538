"""Fixtures of the city's stories."""

import pytest

from tests import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    """Two basic courts under an intermediate one, with their people."""
    return worlds.make_world()
