"""From rows of a sheet to groups of rows that are one case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from duixian.contexts.cases.spreadsheet.cells import flat, text_of
from duixian.contexts.cases.spreadsheet.dockets import read_docket
from duixian.contexts.cases.spreadsheet.header import Header, Merge
from duixian.contexts.cases.spreadsheet.model import Cell, HeaderMatch, SkippedRow
from duixian.contexts.cases.spreadsheet.notes import Notes
from duixian.contexts.cases.spreadsheet.refusals import MOST_COLUMNS

_TOTAL = re.compile(r"(本页)?(合计|总计|小计|共计|累计)[::]?[\d,.，元万亿条件案户人个]*")
_NOTE = re.compile(
    r"(注|备注|说明|制表|填表|审核|填报|统计|单位|[一二三四五六七八九十]{1,3}、).*", re.DOTALL
)
_PARTY = re.compile(r"(creditor|debtor|party)\..*|creditors|debtors|parties|role|liability")
MOST_ROWS_OF_A_CASE = 500
_NAMES = ("creditors", "debtors", "parties")
# What makes a row a case of its own: a row with none of these belongs to the one above.
_OWN = ("docket_number", "title_number", "claim_amount", "filed_on", "court", "officer", "cause")


@dataclass(slots=True)
class RawRow:
    """A row of the sheet: its cells as they are, and its facts by key with merges filled in."""

    number: int
    cells: tuple[Cell, ...]
    facts: dict[str, Cell]
    own_keys: frozenset[str]
    unknown: tuple[tuple[str, str], ...] = ()

    def signature(self) -> tuple[object, ...]:
        """What the row says, row numbers of the list aside: equal for two identical rows."""
        facts = sorted(
            (key, flat(text_of(cell)))
            for key, cell in self.facts.items()
            if key not in {"row_number", "problem_report"}
        )
        return (*facts, *self.unknown)


@dataclass(slots=True)
class Group:
    """The rows of one case."""

    rows: list[RawRow] = field(default_factory=list)
    signatures: dict[tuple[object, ...], int] = field(default_factory=dict)

    def first(self, key: str) -> tuple[Cell, int]:
        """The first cell of a key with something in it, and its row."""
        for row in self.rows:
            cell = row.facts.get(key)
            if cell is not None:
                return cell, row.number
        return "", self.rows[0].number


class Grouper:
    """Takes rows one by one, leaves out what is no case, puts rows of one case together."""

    def __init__(self, header: Header, merges: Sequence[Merge], notes: Notes) -> None:
        self.groups: list[Group] = []
        self.skipped: list[SkippedRow] = []
        self._notes = notes
        self._matches = header.matches
        self._header_texts = [flat(match.header.split(" / ")[-1]) for match in header.matches]
        self._positions = header.positions()
        self._anchor = next(
            (
                self._positions[key][0]
                for key in ("docket_number", "row_number", "title_number")
                if key in self._positions
            ),
            -1,
        )
        self._by_docket: dict[str, Group] = {}
        self._merges: dict[int, list[Merge]] = {}
        last_header = header.rows[-1]
        for merge in merges:
            if merge[2] > merge[0] > last_header:
                self._merges.setdefault(merge[0], []).append(merge)
        self._open: dict[int, tuple[int, Cell]] = {}

    def add(self, index: int, cells: Sequence[Cell]) -> None:
        """Take the row at an index counted from 0."""
        filled, same_case = self._fill(index, cells)
        row = self._facts(index + 1, cells, filled)
        reason = self._no_case(row, cells)
        if reason:
            self.skipped.append(SkippedRow(row.number, reason))
        elif self._has_room() and (same_case or self._continues(row)):
            self.groups[-1].rows.append(row)
            if not same_case:
                self._notes.add(
                    row.number, "", "row.continued", other=self.groups[-1].rows[0].number
                )
        else:
            self._place(row)

    def _has_room(self) -> bool:
        return bool(self.groups) and len(self.groups[-1].rows) < MOST_ROWS_OF_A_CASE

    def _fill(self, index: int, cells: Sequence[Cell]) -> tuple[Sequence[Cell], bool]:
        """Cells with the values of merges from above; whether the anchor is merged with the row above."""
        same_case = False
        filled = cells
        if self._open:
            filled = list(cells)
            for position, (bottom, value) in list(self._open.items()):
                if index > bottom:
                    del self._open[position]
                    continue
                same_case = same_case or position == self._anchor
                if position < len(filled) and filled[position] == "":
                    filled[position] = value
        for _top, left, bottom, right in self._merges.get(index, ()):
            value = cells[left] if left < len(cells) else ""
            for position in range(left, min(right, MOST_COLUMNS) + 1):
                self._open[position] = (bottom, value)
        return filled, same_case

    def _facts(self, number: int, cells: Sequence[Cell], filled: Sequence[Cell]) -> RawRow:
        facts: dict[str, Cell] = {}
        own: set[str] = set()
        unknown: list[tuple[str, str]] = []
        width = len(filled)
        for match in self._matches:
            position = match.position
            if position >= width:
                break
            cell = filled[position]
            if cell == "" or cell is None or (isinstance(cell, str) and not text_of(cell)):
                continue
            if match.key is None:
                self._keep_unknown(unknown, match, cell)
                continue
            if cells[position] != "":
                own.add(match.key)
            facts.setdefault(match.key, cell)
        return RawRow(number, tuple(cells), facts, frozenset(own), tuple(unknown))

    @staticmethod
    def _keep_unknown(unknown: list[tuple[str, str]], match: HeaderMatch, cell: Cell) -> None:
        if match.how == "unknown":
            unknown.append((match.header, text_of(cell)))

    def _no_case(self, row: RawRow, cells: Sequence[Cell]) -> str:
        texts = [text for text in map(text_of, cells) if text]
        if not texts or (not row.unknown and not set(row.facts) - {"row_number", "problem_report"}):
            return "blank" if not texts or row.facts else "note"
        first = flat(texts[0])
        if _TOTAL.fullmatch(first):
            return "total"
        if len(texts) == 1 and _NOTE.fullmatch(first) and not self._in_a_name(row):
            return "note"
        if len(texts) >= 2 and self._repeats_header(cells):
            return "header"
        return ""

    @staticmethod
    def _in_a_name(row: RawRow) -> bool:
        return any(key in row.own_keys for key in _NAMES)

    def _repeats_header(self, cells: Sequence[Cell]) -> bool:
        """Whether the header stands here again, as it does at the top of each printed page."""
        return all(
            match.position < len(cells) and flat(text_of(cells[match.position])) == header
            for match, header in zip(self._matches, self._header_texts, strict=True)
        )

    def _continues(self, row: RawRow) -> bool:
        """Whether a row has nothing but parties of one side, so belongs to the case above."""
        named = [key for key in _NAMES if key in row.own_keys]
        return (
            len(named) == 1
            and not any(key in row.facts for key in _OWN)
            and all(
                _PARTY.fullmatch(key) or key in {"remarks", "row_number", "problem_report"}
                for key in row.own_keys
            )
        )

    def _place(self, row: RawRow) -> None:
        written = row.facts.get("docket_number")
        docket = read_docket(text_of(written)) if written is not None else None
        if docket is None:
            self.groups.append(Group([row]))
            return
        known = self._by_docket.get(docket.canonical)
        if known is None:
            group = Group([row])
            self._by_docket[docket.canonical] = group
            self.groups.append(group)
            return
        first = known.rows[0]
        known.signatures.setdefault(first.signature(), first.number)
        twin = known.signatures.setdefault(row.signature(), row.number)
        if twin != row.number:
            self._notes.add(row.number, "", "row.twice", other=twin)
            self.groups.append(Group([row]))
        elif len(known.rows) < MOST_ROWS_OF_A_CASE and _agree(first, row):
            known.rows.append(row)
        else:
            self._notes.add(
                row.number, "docket_number", "docket_number.twice", written, other=first.number
            )
            self.groups.append(Group([row]))


def _case_keys(keys: Iterable[str]) -> set[str]:
    ignored = {"row_number", "remarks", "problem_report"}
    return {key for key in keys if key not in ignored and not _PARTY.fullmatch(key)}


def _agree(first: RawRow, row: RawRow) -> bool:
    """Whether two rows of one docket number say the same of the case, or leave it blank."""
    return all(
        key not in first.facts or flat(text_of(first.facts[key])) == flat(text_of(row.facts[key]))
        for key in _case_keys(row.facts)
    )
