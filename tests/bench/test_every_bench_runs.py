"""Each bench at its smallest: it runs, its own checks hold, its figures are numbers.

No time is judged here: how fast this machine is today is no property of the code.
"""

from __future__ import annotations

import math
from importlib import import_module

import pytest
from bench.__main__ import BENCHES, WITHOUT_DATABASE
from bench.measuring import Figure
from bench.pages import SIZES

from tests.conftest import OwnDatabase


def figures_of(
    name: str, own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> list[Figure]:
    for variable, value in own_database.environment.items():
        monkeypatch.setenv(variable, value)
    figures: list[Figure] = import_module(BENCHES[name]).run("small", own_database.addresses)
    assert figures
    for each in figures:
        assert each.bench == name
        assert math.isfinite(each.value) and each.value > 0, each
        assert each.unit
    return figures


@pytest.mark.parametrize("name", ["do_vs_sql", "due_list"])
def test_both_sides_do_the_same(
    name: str, own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratios = [each for each in figures_of(name, own_database, monkeypatch) if each.unit == "x"]
    assert len(ratios) == 2
    assert all(each.goal for each in ratios)


@pytest.mark.parametrize("name", ["acts_per_second", "rows"])
def test_nothing_is_lost_in_the_race(
    name: str, own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = {each.unit for each in figures_of(name, own_database, monkeypatch)}
    assert units <= {"acts/s", "rows/s", "entries/s", "x"} and units != {"x"}


def test_pages_ask_as_often_in_a_large_court_as_in_a_small_one(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = figures_of("pages", own_database, monkeypatch)
    few, many = (
        [each.value for each in figures if f" at {number}: statements" in each.name]
        for number in (SIZES["small"].few, SIZES["small"].many)
    )
    assert few == many and len(few) == 2


@pytest.mark.parametrize("name", sorted(WITHOUT_DATABASE))
def test_the_rule_the_loop_and_the_vectors_agree(name: str) -> None:
    figures: list[Figure] = import_module(WITHOUT_DATABASE[name]).run("small")
    assert {each.unit for each in figures} == {"claims/s", "x"}
    assert all(each.bench == name and math.isfinite(each.value) for each in figures)
    assert any(each.goal for each in figures)


def test_every_bench_is_tried_here() -> None:
    assert set(BENCHES) == {"do_vs_sql", "due_list", "acts_per_second", "rows", "pages"}
