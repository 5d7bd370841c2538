"""What journeys start from: a browser that lasts one story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium


@pytest.fixture
def story_browser() -> Iterator[Browser]:
    """Ask for it after the house: Django's tables cannot be read here while it is open."""
    with chromium() as opened:
        yield opened
