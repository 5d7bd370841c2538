"""Problems as they are found, and which rows they condemn."""

from __future__ import annotations

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.catalogue import PROBLEMS
from duixian.contexts.cases.spreadsheet.cells import Complaint, shown
from duixian.contexts.cases.spreadsheet.header import Header
from duixian.contexts.cases.spreadsheet.model import Cell, Problem, Severity

_LONGEST_VALUE = 200


class Notes:
    """Collects the problems of one file; knows which column a key stands in."""

    def __init__(self, header: Header) -> None:
        self.problems: list[Problem] = []
        self.rows_in_error: set[int] = set()
        self.rows_in_doubt: set[int] = set()
        self._places: dict[str, tuple[str, str]] = {}
        for match in header.matches:
            if match.key is not None:
                self._places.setdefault(match.key, (match.header, match.letter))

    def add(self, row: int, key: str, code: str, cell: Cell = "", /, **facts: object) -> None:
        """Note a problem of a row (0: of the file) in the column of a key ("" for none)."""
        kind = PROBLEMS[code]
        header, letter = self._places.get(key, (self._label(key), ""))
        value = shown(cell)[:_LONGEST_VALUE]
        said = {name: _short(fact) for name, fact in facts.items()}
        self.problems.append(
            Problem(
                row=row,
                column=header,
                letter=letter,
                value=value,
                code=code,
                severity=kind.severity,
                message=kind.message.format(**said),
                cure=kind.cure.format(**said),
            )
        )
        rows = self.rows_in_error if kind.severity is Severity.ERROR else self.rows_in_doubt
        rows.add(row)

    def complain(self, row: int, key: str, complaint: Complaint | None, cell: Cell) -> None:
        """Note what a cell reader complained of, if anything."""
        if complaint is not None:
            self.add(row, key, complaint.code, cell, **complaint.facts)

    def stands_in(self, key: str) -> str:
        """The header a key stands under in this file, or its label."""
        return self._places.get(key, (self._label(key), ""))[0]

    @staticmethod
    def _label(key: str) -> str:
        return columns.label_of(key) if key else ""


def _short(fact: object) -> str:
    text = str(fact)
    return text if len(text) <= 60 else text[:59] + "…"
