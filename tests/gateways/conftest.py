"""One set of institutions for all stories of a test session; each story takes its own account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways import town
from tests.gateways.running import RunningInstitutions


@pytest.fixture(scope="session")
def institutions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstitutions]:
    """Four banks, a land and a vehicle registry that answer at once, on 17 May 2016."""
    root = tmp_path_factory.mktemp("institutions")
    with RunningInstitutions.started(root, town.population(), today=town.DAY) as running:
        yield running
