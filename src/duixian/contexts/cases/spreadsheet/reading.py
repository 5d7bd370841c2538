"""Reading a list of cases: `read_spreadsheet`."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.assembling import Assembler
from duixian.contexts.cases.spreadsheet.header import LOOKED_AT, Header, find_header
from duixian.contexts.cases.spreadsheet.model import (
    CaseRow,
    Cell,
    Counts,
    IdentityKind,
    Party,
    Preview,
    Problem,
    Severity,
    SkippedRow,
)
from duixian.contexts.cases.spreadsheet.notes import Notes
from duixian.contexts.cases.spreadsheet.opening import Book, Sheet, open_book
from duixian.contexts.cases.spreadsheet.refusals import MOST_BYTES, FileRefusal, refuse
from duixian.contexts.cases.spreadsheet.rows import Group, Grouper

Progress = Callable[[int, int], None]

_SHEETS_LOOKED_AT = 20
_ROWS_BETWEEN_NEWS = 500
_GROUPING = 0.35  # of the time reading takes; the rest makes cases of the rows
_UNITS = {1: "元", 10_000: "万元", 100_000_000: "亿元"}


def read_spreadsheet(
    source: bytes | str | Path,
    filename: str = "",
    *,
    on: date,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    court: str = "",
    progress: Progress | None = None,
    keep_rows: Collection[int] = (),
) -> Preview:
    """Read a list of cases (案件清单) from an .xlsx, .xls or .csv file, or its bytes.

    on: the day of import, after which no date may lie. mapping: header text or column letter ->
    column key ("" leaves the column out), over the synonyms of docs/import.md. sheet: which sheet;
    without it the one whose header is known best. court: for rows that name no court.
    progress(rows done, rows in all) is called every 500 rows and at the end. keep_rows: rows whose
    raw cells are wanted in `refused_rows` though nothing is wrong with them (filing refused them).

    Never raises for what is in a cell: that becomes a `Problem`. Raises `FileRefusal` when the
    file as a whole cannot be read (codes in docs/import.md), with nothing taken.
    """
    content, filename = _content(source, filename)
    book = open_book(content, filename)
    found = _choose_sheet(book, sheet, mapping)
    notes = Notes(found.header)
    _note_headers(notes, found.header)
    if found.others:
        others = "、".join(found.others)
        notes.add(0, "", "sheet.others", sheet=found.sheet.name, others=others)
    height = max(found.sheet.height, len(found.first))
    grouper = _group(found, notes, _part(progress, height, 0.0, _GROUPING))
    assembling = _part(progress, height, _GROUPING, 1.0)
    cases, groups = _assemble(found, grouper, notes, on, court, assembling)
    _check_across(cases, notes)
    kept = {
        raw.number: raw.cells
        for group in (groups if keep_rows else ())
        for raw in group.rows
        if raw.number in keep_rows
    }
    preview = _preview(filename, content, book, found, grouper, cases, groups, notes)
    return replace(preview, refused_rows={**kept, **preview.refused_rows}) if kept else preview


def _content(source: bytes | str | Path, filename: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, filename
    path = Path(source)
    if path.stat().st_size > MOST_BYTES:
        raise refuse("too_big", size=path.stat().st_size >> 20, most=MOST_BYTES >> 20)
    return path.read_bytes(), filename or path.name


class _Found:
    """A sheet with its header; `first` are the rows already taken from it."""

    def __init__(self, sheet: Sheet, first: list[list[Cell]], header: Header) -> None:
        self.sheet = sheet
        self.first = first
        self.header = header
        self.others: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        return len(self.header.positions())


def _choose_sheet(book: Book, name: str | None, mapping: Mapping[str, str] | None) -> _Found:
    names = (name,) if name is not None else book.visible[:_SHEETS_LOOKED_AT]
    best: _Found | None = None
    with_header: list[str] = []
    refusal: FileRefusal | None = None
    for one in names:
        sheet = book.sheet(one)
        first = list(itertools.islice(sheet.rows, LOOKED_AT))
        try:
            header = find_header(first, sheet.merges, sheet.hidden_columns, mapping)
        except FileRefusal as no_header:
            refusal = refusal or no_header
            continue
        with_header.append(one)
        candidate = _Found(sheet, first, header)
        if best is None or candidate.score > best.score:
            best = candidate
    if best is None:
        raise refusal or refuse("empty")
    if name is None:
        best.others = tuple(one for one in with_header if one != best.sheet.name)
    return best


def _note_headers(notes: Notes, header: Header) -> None:
    positions = header.positions()
    for match in header.matches:
        if match.how == "unknown":
            hint = f"，是不是“{match.suggestion}”" if match.suggestion else ""
            notes.add(0, "", "header.unknown", match.header, header=match.header, hint=hint)
        if match.hidden:
            notes.add(0, "", "header.hidden", match.header, header=match.header)
    for key, places in positions.items():
        repeated = len(places) > 1 and not key.endswith("identity_number")
        if repeated and columns.column(key).kind != "ignored":
            letters = "、".join(columns.letter(place) for place in places)
            notes.add(0, key, "header.twice", label=columns.label_of(key), letters=letters)
    _note_absent(notes, header, positions)
    if header.unit is not None and header.unit != 1:
        notes.add(0, "", "sheet.unit", unit=_UNITS[int(header.unit)])


def _note_absent(notes: Notes, header: Header, positions: Mapping[str, Sequence[int]]) -> None:
    instead = {
        "creditors": {"parties"},
        "debtors": {"parties"},
        "claim_amount": {"claim_principal", "thing", "act"},
    }
    for one in columns.columns():
        if one.required and not ({one.key} | instead.get(one.key, set())) & positions.keys():
            like = [match.header for match in header.matches if match.suggested_key == one.key]
            hint = f"，“{like[0]}”是不是它" if like else ""
            notes.add(0, one.key, "header.required", label=one.label, hint=hint)
    for side in columns.SIDES:
        if not {f"{side}.identity_number", "party.identity_number"} & positions.keys():
            notes.add(0, "", "header.no_identity", side=columns.SIDE_LABELS[side])


def _part(
    progress: Progress | None, height: int, begin: float, end: float
) -> Callable[[float], None]:
    """Tells the share done of a part of the reading as rows done of all; `begin` and `end` of it."""

    def tell(share: float) -> None:
        if progress is not None:
            progress(round(height * (begin + (end - begin) * share)), height)

    return tell


def _group(found: _Found, notes: Notes, tell: Callable[[float], None]) -> Grouper:
    grouper = Grouper(found.header, found.sheet.merges, notes)
    last_header = found.header.rows[-1]
    total = max(found.sheet.height, len(found.first))
    for index, cells in enumerate(itertools.chain(found.first, found.sheet.rows)):
        done = index + 1
        if index <= last_header:
            reason = "header" if index in found.header.rows else "note"
            grouper.skipped.append(SkippedRow(done, reason))
        else:
            grouper.add(index, cells)
        if done % _ROWS_BETWEEN_NEWS == 0:
            tell(min(1.0, done / total))
    return grouper


def _assemble(
    found: _Found,
    grouper: Grouper,
    notes: Notes,
    on: date,
    court: str,
    tell: Callable[[float], None],
) -> tuple[list[CaseRow], list[Group]]:
    assembler = Assembler(found.header, notes, sheet=found.sheet.name, on=on, court=court)
    cases: list[CaseRow] = []
    for group in grouper.groups:
        cases.append(assembler.case_of(group))
        if len(cases) % _ROWS_BETWEEN_NEWS == 0:
            tell(len(cases) / len(grouper.groups))
    tell(1.0)
    return cases, grouper.groups


def _check_across(cases: Sequence[CaseRow], notes: Notes) -> None:
    """What only shows when rows are laid side by side: one number for two names, a case twice."""
    _check_names(cases, notes)
    seen: dict[str, CaseRow] = {}
    for case in cases:
        if notes.rows_in_error.intersection(case.rows):
            continue
        twin = seen.setdefault(case.fingerprint, case)
        if twin is not case:
            numbered = case.docket_number and twin.docket_number
            code = "case.twice_numbered" if numbered else "case.twice"
            notes.add(case.row, "", code, other=twin.row)


def _check_names(cases: Sequence[CaseRow], notes: Notes) -> None:
    named: dict[str, tuple[Party, str]] = {}
    accused: set[str] = set()
    for case in cases:
        for side, parties in (("creditor", case.creditors), ("debtor", case.debtors)):
            key = f"{side}.identity_number"
            for party in parties:
                number = party.identity_number
                first, first_key = named.setdefault(number, (party, key))
                if not number or first.name == party.name:
                    continue
                if party.identity_kind is not IdentityKind.IDENTITY_CARD:
                    code = "identity.two_firm_names"  # a firm may have changed its name
                    notes.add(party.row, key, code, number, other=first.row, name=first.name)
                    continue
                # Nobody knows which of the two is right, so neither is let in.
                code = "identity.two_names"
                notes.add(party.row, key, code, number, other=first.row, name=first.name)
                if number not in accused:
                    accused.add(number)
                    notes.add(first.row, first_key, code, number, other=party.row, name=party.name)


def _preview(
    filename: str,
    content: bytes,
    book: Book,
    found: _Found,
    grouper: Grouper,
    cases: Sequence[CaseRow],
    groups: Sequence[Group],
    notes: Notes,
) -> Preview:
    good: list[CaseRow] = []
    bad: list[CaseRow] = []
    refused: dict[int, tuple[Cell, ...]] = {}
    doubtful = 0
    for case, group in zip(cases, groups, strict=True):
        if notes.rows_in_error.intersection(case.rows):
            refused.update({raw.number: raw.cells for raw in group.rows})
            bad.append(case)
        else:
            good.append(case)
            doubtful += bool(notes.rows_in_doubt.intersection(case.rows))
    problems = tuple(sorted(notes.problems, key=_reading_order))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if 0 in notes.rows_in_error:  # a required column is absent: no case can be whole
        for group in groups:
            refused.update({raw.number: raw.cells for raw in group.rows})
        good, bad, doubtful = [], list(cases), 0
    counts = Counts(
        rows=sum(len(group.rows) for group in groups) + len(grouper.skipped),
        cases=len(cases),
        clean=len(good) - doubtful,
        doubtful=doubtful,
        refused=len(cases) - len(good),
        skipped=len(grouper.skipped),
        errors=errors,
        warnings=len(problems) - errors,
    )
    return Preview(
        filename=filename,
        digest=hashlib.sha256(content).hexdigest(),
        sheet=found.sheet.name,
        sheet_names=book.sheet_names,
        header_rows=tuple(row + 1 for row in found.header.rows),
        headers=found.header.matches,
        rows=tuple(good),
        problems=problems,
        skipped=tuple(grouper.skipped),
        counts=counts,
        refused_rows=refused,
        refused_cases=tuple(bad),
    )


def _reading_order(problem: Problem) -> tuple[int, int, int, str]:
    grave = 0 if problem.severity is Severity.ERROR else 1
    return (problem.row, grave, len(problem.letter), problem.letter)
