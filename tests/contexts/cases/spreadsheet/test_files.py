"""Files that cannot be read: each has its name and its cure, none hurts the service."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from datetime import date

import pytest

from duixian.contexts.cases.spreadsheet import FileRefusal, read_spreadsheet
from duixian.contexts.cases.spreadsheet import refusals as limits
from tests.contexts.cases.spreadsheet.conftest import COLUMNS, GOOD, delimited, xlsx

ON = date(2017, 5, 17)
GOOD_FILE = xlsx([COLUMNS, [GOOD[name] for name in COLUMNS]])
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def refused(content: bytes, filename: str = "清单.xlsx", **options: object) -> str:
    with pytest.raises(FileRefusal) as caught:
        read_spreadsheet(content, filename, on=ON, **options)  # type: ignore[arg-type]
    refusal = caught.value
    assert refusal.message and refusal.cure and "{" not in refusal.message + refusal.cure
    return refusal.code.removeprefix("cases.file_")


def repacked(change: dict[str, bytes]) -> bytes:
    """The good workbook with some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD_FILE)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return out.getvalue()


def sheet_xml(cells: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}<sheetData>{cells}</sheetData></worksheet>".encode()


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\0" * 100])
def test_an_empty_file(content: bytes) -> None:
    assert refused(content) == "empty"


def test_a_workbook_without_a_cell_has_no_header() -> None:
    assert refused(xlsx([])) == "no_header"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing of a zip",
        GOOD_FILE[: len(GOOD_FILE) // 2],
        GOOD_FILE[:-30],
        COMPOUND + b"\0" * 600,
        "案号,申请执行人".encode(),
    ],
)
def test_not_a_workbook_cut_off_or_only_named_so(content: bytes) -> None:
    assert refused(content) == "broken"


def test_a_damaged_part_is_found_before_the_reader_sees_it() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD_FILE)) as package:
        part = package.getinfo("xl/worksheets/sheet1.xml")
    at = part.header_offset + 30 + len(part.filename) + 40
    damaged = bytearray(GOOD_FILE)
    damaged[at : at + 8] = b"\xff" * 8

    assert refused(bytes(damaged)) == "broken"


def test_a_package_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<document/>")

    assert refused(out.getvalue()) == "broken"


def test_a_sheet_that_is_not_xml() -> None:
    assert refused(repacked({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})) in {
        "broken",
        "no_header",
    }


def test_a_workbook_under_a_password() -> None:
    container = COMPOUND + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512

    assert refused(container) == "password"


def test_a_bomb_is_counted_by_what_it_says_it_unpacks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duixian.contexts.cases.spreadsheet.opening.MOST_UNPACKED", 3_000_000)
    bomb = repacked({"docProps/app.xml": b" " * 4_000_000})
    assert len(bomb) < 20_000

    assert refused(bomb) == "bomb"


def test_a_bomb_that_lies_about_its_size_is_a_broken_file() -> None:
    bomb = bytearray(repacked({"docProps/app.xml": b" " * 4_000_000}))
    directory = bomb.index(b"PK\x01\x02")
    while bomb[directory + 46 : directory + 62] != b"docProps/app.xml":
        directory = bomb.index(b"PK\x01\x02", directory + 4)
    bomb[directory + 24 : directory + 28] = struct.pack("<I", 100)

    tracemalloc.start()
    assert refused(bytes(bomb)) == "broken"
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='900000'><c s='1' r='A900000'><v>1</v></c></row>",
        '<row r="1"><c r="ZZ1"><v>1</v></c></row>',
        '<row r="150000"><c r="CZ150000"><v>1</v></c></row>',
    ],
)
def test_one_cell_far_away_does_not_make_a_sheet_of_billions(cells: str) -> None:
    """The reader lays out the whole rectangle to the furthest cell, so it must not be let at it."""
    assert refused(repacked({"xl/worksheets/sheet1.xml": sheet_xml(cells)})) == "too_many_cells"


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duixian.contexts.cases.spreadsheet.opening.MOST_BYTES", 1000)

    assert refused(GOOD_FILE) == "too_big"


def test_a_web_page_named_as_a_workbook() -> None:
    page = b"<html><table><tr><td>\xb0\xb8\xba\xc5</td></tr></table></html>"

    assert refused(page, "导出.xls") == "web_page"


def test_other_formats_of_tables() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", "<office:document/>")

    assert refused(out.getvalue(), "清单.ods") == "unsupported"


def test_text_in_no_known_encoding() -> None:
    assert refused(b"\x81\xff\xfe\x00\x01\xff\xff" * 20, "清单.csv") == "encoding"


def test_a_text_table_with_a_monstrous_field() -> None:
    monster = delimited([COLUMNS, ["x" * 200_000]])

    assert refused(monster, "清单.csv") == "delimited"


def test_a_text_table_too_wide() -> None:
    assert refused(delimited([["案号"] * (limits.MOST_COLUMNS + 1)]), "a.csv") == "too_many_cells"


def test_the_wrong_sheet_is_named_with_the_right_ones() -> None:
    with pytest.raises(FileRefusal) as caught:
        read_spreadsheet(GOOD_FILE, "a.xlsx", on=ON, sheet="别的")

    assert caught.value.code == "cases.file_unknown_sheet"
    assert "清单" in caught.value.cure


def test_a_sheet_without_a_header_of_cases() -> None:
    assert refused(xlsx([["姓名", "年龄"], ["张三", 5]])) == "no_header"


def test_a_mapping_to_a_column_that_does_not_exist() -> None:
    assert refused(GOOD_FILE, mapping={"案号": "docket"}) == "unknown_column"


def test_every_code_of_a_refused_file_is_tried_here() -> None:
    with open(__file__, encoding="utf-8") as source:  # noqa: PTH123
        tried = set(re.findall(r'"(\w+)"', source.read()))

    assert set(limits.FILE_REFUSALS) - tried - {"unknown_sheet"} == set()
