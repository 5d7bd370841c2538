"""The examples in the words of the kernel run as written."""

from __future__ import annotations

import doctest

import pytest

from duixian.kernel import calendar, identifiers, money, numerals, periods


@pytest.mark.parametrize("module", [calendar, identifiers, money, numerals, periods])
def test_examples(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
