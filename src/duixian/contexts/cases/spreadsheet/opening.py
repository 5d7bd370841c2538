"""Opening a file someone brought: every way it can be wrong has a name, none can exhaust memory.

A workbook is checked before the reader touches it: its parts are unpacked once to nowhere with
the sizes counted (a bomb, a lie about sizes and a cut-off file all show there), and the corner of
its furthest cell is found, because the reader lays out the whole rectangle up to that corner.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import python_calamine

from duixian.contexts.cases.spreadsheet.delimited import read_delimited
from duixian.contexts.cases.spreadsheet.model import Cell
from duixian.contexts.cases.spreadsheet.refusals import (
    MEGABYTE,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    refuse,
)

_ZIP = b"PK"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and a workbook under a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?(c|row)\b(?:[^>]*?\br\s*=\s*["']([A-Za-z]*)(\d+)["'])?[^>]*>""")
_MARKUP = re.compile(rb"^\s*(<\?xml|<!doctype|<html|<table|<meta|mime-version)", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """One sheet, opened: rows come as they are asked for, positions count from 0."""

    name: str
    rows: Iterator[list[Cell]]
    height: int
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()


@dataclass(slots=True)
class Book:
    """A file, opened: the names of its sheets, and each sheet on demand."""

    content: bytes
    sheet_names: tuple[str, ...]
    visible: tuple[str, ...]
    _workbook: python_calamine.CalamineWorkbook | None = None

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name. Refusal cases.file_unknown_sheet, or file_broken."""
        if name not in self.sheet_names:
            raise refuse("unknown_sheet", name=name, names="、".join(self.sheet_names))
        if self._workbook is None:
            rows = read_delimited(self.content)
            return Sheet(name, iter(rows), len(rows))
        with _reader_errors():
            return _sheet_of(self._workbook, name, self.content)


def open_book(content: bytes, filename: str) -> Book:
    """Open the bytes of an .xlsx, .xls, .csv or .txt file, by what they are, not by their name.

    Refusals (`FileRefusal`): empty, too_big, password, broken, bomb, too_many_cells, web_page,
    unsupported, encoding.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise refuse("empty")
    if len(content) > MOST_BYTES:
        raise refuse("too_big", size=len(content) // MEGABYTE, most=MOST_BYTES // MEGABYTE)
    if content.startswith(_ZIP):
        _check_package(content)
        return _open_workbook(content)
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise refuse("password")
        return _open_workbook(content)
    if _MARKUP.match(content[:200].lstrip(b"\xef\xbb\xbf")):
        raise refuse("web_page")
    if Path(filename).suffix.lower() in {".xlsx", ".xls", ".xlsm"}:
        raise refuse("broken")
    name = Path(filename).stem or "csv"
    return Book(content, (name,), (name,))


@contextmanager
def _reader_errors() -> Iterator[None]:
    """Turn whatever the reader throws, a panic included, into a named refusal."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise refuse("password") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise refuse("broken") from error
    except BaseException as error:
        # A panic of the reader is no Exception; it must not take the service down.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("broken") from error


def _open_workbook(content: bytes) -> Book:
    with _reader_errors():
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        metadata = [
            sheet
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        names = tuple(sheet.name for sheet in metadata)
        shown = tuple(
            sheet.name
            for sheet in metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        )
    if not names:
        raise refuse("empty")
    return Book(content, names, shown or names, workbook)


def _sheet_of(workbook: python_calamine.CalamineWorkbook, name: str, content: bytes) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return Sheet(name, iter(()), 0)
    offset = sheet.start[1]
    height, width = sheet.end[0] + 1, sheet.end[1] + 1  # the reader's own totals are one short
    if width > MOST_COLUMNS or height > MOST_ROWS:
        raise refuse("too_many_cells", rows=MOST_ROWS, columns=MOST_COLUMNS)
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    padding = [""] * offset
    rows = (padding + row for row in sheet.iter_rows())
    hidden = _hidden_columns(content, workbook.sheet_names.index(name))
    return Sheet(name, rows, height, merges, hidden)


def _check_package(content: bytes) -> None:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refuse("broken") from error
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("password")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
        raise refuse("bomb", most=MOST_UNPACKED // MEGABYTE)
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise refuse("unsupported")
    if not any(name.endswith("workbook.xml") for name in names):
        raise refuse("broken")
    try:
        for part in parts:
            _unpack(package, part)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refuse("broken") from error
    except Exception as error:
        # zlib.error and lzma errors have no common base; whatever it is, the part is damaged.
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            raise refuse("broken") from error
        raise


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    corner = _Corner() if "worksheets/" in part.filename else None
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            if corner is not None:
                corner.look(piece)


class _Corner:
    """Finds how far down and right the cells of one sheet go, from its text in pieces."""

    def __init__(self) -> None:
        self.rest = b""
        self.lowest = self.rightmost = self.unplaced = 0

    def look(self, piece: bytes) -> None:
        text = self.rest + piece
        end = text.rfind(b">") + 1
        self.rest = text[end:][-10_000:]
        found = _CELL.findall(text[:end])
        self.unplaced += sum(kind == b"c" for kind, _letters, row in found if not row)
        letters = {letters.upper() for _kind, letters, row in found if row}
        rows = {row for _kind, _letters, row in found if row}
        self.lowest = max([self.lowest, *(int(row[:9]) for row in rows)])
        self.rightmost = max([self.rightmost, *map(_column_number, letters)])
        wide = self.rightmost > MOST_COLUMNS
        if wide or self.lowest > MOST_ROWS or self.lowest * self.rightmost > MOST_CELLS:
            raise refuse("too_many_cells", rows=MOST_ROWS, columns=MOST_COLUMNS)
        # Cells that do not say where they stand follow one another, at worst all in one row.
        if self.unplaced and self.unplaced * max(self.lowest, 1) > MOST_CELLS * 20:
            raise refuse("too_many_cells", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for one in letters[:6]:
        number = number * 26 + one - 64
    return number


def _hidden_columns(content: bytes, index: int) -> frozenset[int]:
    """Columns hidden in the sheet of this place; nothing when the parts are named otherwise."""
    if not content.startswith(_ZIP):
        return frozenset()
    hidden: set[int] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            stream = package.open(f"xl/worksheets/sheet{index + 1}.xml")
            for _event, element in ElementTree.iterparse(stream, events=("start",)):
                tag = element.tag.rpartition("}")[2]
                if tag == "sheetData":
                    break
                if tag == "col" and element.get("hidden") in {"1", "true"}:
                    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                    hidden.update(range(first - 1, min(last, MOST_COLUMNS)))
    except (KeyError, ElementTree.ParseError, ValueError):
        return frozenset(hidden)
    return frozenset(hidden)
