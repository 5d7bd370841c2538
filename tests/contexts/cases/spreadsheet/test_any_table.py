"""Whatever stands in a table, reading it never fails, and no row goes unaccounted for."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from duixian.contexts.cases.spreadsheet import (
    FileRefusal,
    Preview,
    Severity,
    read_spreadsheet,
    write_errors,
)
from duixian.contexts.cases.spreadsheet.columns import columns, known_keys
from duixian.contexts.cases.spreadsheet.header import find_header
from duixian.contexts.cases.spreadsheet.notes import Notes
from duixian.contexts.cases.spreadsheet.opening import Sheet
from duixian.contexts.cases.spreadsheet.reading import (
    _assemble,
    _check_across,
    _Found,
    _group,
)
from tests.contexts.cases.spreadsheet.conftest import COLUMNS, GOOD, LI, ON, ZHANG, delimited


def _nobody(_share: float) -> None:
    """Nobody asked how far the reading is."""


HEADERS = sorted({name for one in columns() for name in one.synonyms})
WORDS = some.sampled_from(
    [
        *map(str, GOOD.values()),
        ZHANG,
        LI,
        "合计",
        "无",
        "连带",
        "张三等3人",
        "#REF!",
        "案号",
        "；",
        "（",
        "1、",
        "12万",
        "第三人",
    ]
)
CELL = some.one_of(
    some.just(""),
    WORDS,
    some.lists(WORDS, max_size=4).map("".join),
    some.text(max_size=30),
    some.floats(),
    some.integers(),
    some.booleans(),
    some.dates(),
    some.datetimes(),
    some.times(),
    some.timedeltas(),
)
HEADER = some.lists(some.one_of(some.sampled_from(HEADERS), some.text(max_size=8)), max_size=12)
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accounted(preview: Preview, data_rows: set[int]) -> None:
    """Each row is part of a case let in, or has an error, or stands beside one, or was skipped."""
    let_in = {row for case in preview.rows for row in case.rows}
    in_error = {one.row for one in preview.problems if one.severity is Severity.ERROR}
    skipped = {one.row for one in preview.skipped}
    assert let_in.isdisjoint(in_error)
    assert let_in.isdisjoint(preview.refused_rows)
    assert set(preview.refused_rows) <= data_rows
    assert let_in | set(preview.refused_rows) | skipped == data_rows
    assert (
        preview.counts.cases
        == preview.counts.clean + preview.counts.doubtful + preview.counts.refused
    )
    assert bool(preview.refused_rows) <= bool(in_error)


@QUIET
@given(
    header=some.lists(some.sampled_from(COLUMNS), min_size=4, max_size=13, unique=True),
    extra=HEADER,
    above=some.lists(some.lists(some.text(max_size=8), max_size=3), max_size=2),
    rows=some.lists(some.lists(some.text(max_size=20) | WORDS, max_size=14), max_size=8),
)
def test_any_text_table(
    header: list[str], extra: list[str], above: list[list[str]], rows: list[list[str]]
) -> None:
    content = delimited([*above, [*header, *extra], *rows], "utf-8-sig")
    try:
        preview = read_spreadsheet(content, "a.csv", on=ON)
    except FileRefusal as refusal:
        assert refusal.code in {
            "cases.file_no_header",
            "cases.file_delimited",
            "cases.file_encoding",
        }
        return
    accounted(preview, set(range(1, preview.counts.rows + 1)))


@QUIET
@given(
    header=some.permutations(COLUMNS),
    extra=HEADER,
    rows=some.lists(some.lists(CELL, min_size=13, max_size=20), max_size=8),
    merges=some.lists(
        some.tuples(*[some.integers(0, 12)] * 4).map(
            lambda m: (min(m[0], m[2]), min(m[1], m[3]), max(m[0], m[2]), max(m[1], m[3]))
        ),
        max_size=3,
    ),
)
def test_any_cells_under_a_good_header(
    header: list[str],
    extra: list[str],
    rows: list[list[Any]],
    merges: list[tuple[int, int, int, int]],
) -> None:
    """As the workbook reader hands them over: numbers, dates, times, and merges anywhere."""
    table = [[*header, *extra], *rows]
    try:
        found_header = find_header(table, merges)
    except FileRefusal:
        return
    found = _Found(Sheet("x", iter(()), len(table), merges), table, found_header)
    notes = Notes(found_header)
    grouper = _group(found, notes, _nobody)
    cases, groups = _assemble(found, grouper, notes, ON, "", _nobody)
    _check_across(cases, notes)

    rows_of_cases = [row for case in cases for row in case.rows]
    skipped = [one.row for one in grouper.skipped]
    assert sorted(rows_of_cases + skipped) == list(range(1, len(table) + 1))
    assert len(cases) == len(groups)
    assert all(len(case.fingerprint) == 64 for case in cases)


@QUIET
@given(
    content=some.binary(max_size=400), name=some.sampled_from(["a.csv", "a.xlsx", "a.xls", "a", ""])
)
def test_any_bytes_are_read_or_refused_by_name(content: bytes, name: str) -> None:
    try:
        read_spreadsheet(content, name, on=ON)
    except FileRefusal as refusal:
        assert refusal.code.startswith("cases.file_") and refusal.cure


@QUIET
@given(cells=some.lists(CELL, min_size=13, max_size=13))
def test_an_error_file_can_be_written_and_read_again(cells: list[Any]) -> None:
    rows = [COLUMNS, [str(cell) for cell in cells]]
    try:
        first = read_spreadsheet(delimited(rows, "utf-8-sig"), "a.csv", on=ON)
    except FileRefusal:
        return
    out = io.BytesIO()
    write_errors(first, out)
    if first.refused_rows:
        second = read_spreadsheet(out.getvalue(), "b.xlsx", on=ON)
        assert second.counts.refused == first.counts.refused


@given(header=some.text(max_size=200), key=some.sampled_from(sorted(known_keys())))
@settings(max_examples=60, deadline=None)
def test_any_mapping_is_taken_or_refused(header: str, key: str) -> None:
    preview = read_spreadsheet(
        delimited([COLUMNS, [str(GOOD[name]) for name in COLUMNS]]),
        "a.csv",
        on=ON,
        mapping={header: key},
    )
    assert preview.counts.cases == 1


def test_cells_of_every_type_the_reader_of_workbooks_gives() -> None:
    for cell in (
        time(8),
        timedelta(days=3),
        datetime(2016, 7, 5, 1),  # noqa: DTZ001 (Excel knows no zone)
        date(1, 1, 1),
        True,
        1e308,
        -0.0,
    ):
        table = [COLUMNS, [cell] * len(COLUMNS)]
        found = _Found(Sheet("x", iter(()), 2), table, find_header(table))
        notes = Notes(found.header)
        cases, _ = _assemble(found, _group(found, notes, _nobody), notes, ON, "", _nobody)
        assert len(cases) == 1 and notes.rows_in_error == {2}
