"""The reader against lists whose faults are known row by row."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest

from duixian.city.spreadsheets import DIRT, make_spreadsheet
from duixian.contexts.cases.spreadsheet import Severity, read_spreadsheet
from tests.contexts.cases.spreadsheet.conftest import ON


def made(**options: Any) -> tuple[bytes, Any]:
    out = io.BytesIO()
    answer = make_spreadsheet(out, on=ON, **options)
    return out.getvalue(), answer


@pytest.mark.parametrize(
    "options",
    [
        {"form": "xlsx"},
        {"form": "xlsx", "court_layout": True},
        {"form": "csv"},
        {"form": "csv", "encoding": "utf-8-sig"},
    ],
)
def test_exactly_the_rows_that_must_be_refused_are(options: dict[str, Any]) -> None:
    content, answer = made(cases=400, seed=7, dirty=0.7, **options)

    preview = read_spreadsheet(content, f"清单.{options['form']}", on=ON)

    found = {one.row for one in preview.problems if one.severity is Severity.ERROR}
    assert found == answer.must_be_refused
    assert preview.counts.cases == answer.cases == 400


@pytest.mark.parametrize("kind", sorted(DIRT))
def test_each_kind_of_dirt(kind: str) -> None:
    content, answer = made(cases=6, seed=3, dirty=1.0, kinds=[kind])

    preview = read_spreadsheet(content, "清单.xlsx", on=ON)

    assert len(answer.dirty) == 6
    assert preview.counts.refused == (6 if DIRT[kind].refused else 0)


def test_dirt_that_can_be_read_changes_nothing_of_the_cases() -> None:
    clean, _ = made(cases=60, seed=5)
    readable = [kind for kind, dirt in DIRT.items() if not dirt.refused]

    first = read_spreadsheet(clean, "a.xlsx", on=ON).rows
    for kind in readable:
        dirty, _ = made(cases=60, seed=5, dirty=1.0, kinds=[kind])
        assert dirty != clean
        again = read_spreadsheet(dirty, "a.xlsx", on=ON).rows
        assert [(case.fingerprint, case.filed_on) for case in again] == [
            (case.fingerprint, case.filed_on) for case in first
        ]


def test_the_same_seed_writes_the_same_list_for_several_courts() -> None:
    one, _ = made(cases=50, seed=9, form="csv")
    other, _ = made(cases=50, seed=9, form="csv")
    third, _ = made(cases=50, seed=10, form="csv")

    assert one == other != third
    codes = {case.court_code for case in read_spreadsheet(one, "a.csv", on=ON).rows}
    assert codes == {"皖0202", "皖0203", "皖0207"}


def test_wrong_orders_to_the_maker() -> None:
    with pytest.raises(ValueError, match="share"):
        made(dirty=1.5)
    with pytest.raises(ValueError, match="unknown kinds"):
        made(dirty=0.5, kinds=["mud"])


def test_reading_does_not_slow_down_as_lists_grow() -> None:
    """Twice the rows may take about twice as long, so that 20,000 stay a matter of seconds."""
    small, _ = made(cases=500, seed=2, form="csv")
    large, _ = made(cases=2000, seed=2, form="csv")

    def seconds(content: bytes) -> float:
        began = time.process_time()
        read_spreadsheet(content, "a.csv", on=ON)
        return time.process_time() - began

    seconds(small)
    assert seconds(large) < 12 * max(seconds(small), 0.02)
