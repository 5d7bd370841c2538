"""Which cases of a list may be filed in a court: sorted before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from duixian.contexts.cases import queries
from duixian.contexts.cases.models_import import ImportRow
from duixian.contexts.cases.spreadsheet import CaseRow, Preview, Problem, Severity
from duixian.contexts.courts import queries as courts
from duixian.contexts.parties import engine as names

State = ImportRow.State
Others = Literal["refuse", "leave", "strays"]
_ASKED_AT_ONCE = 2000
_OTHER_COURT = "cases.import_other_court"


@dataclass(frozen=True, slots=True)
class SortedCase:
    """A case of a list with its fate so far, every problem of its rows, and what it became."""

    row: CaseRow
    state: State
    problems: tuple[Problem, ...] = ()
    case_id: int | None = None


class Courts:
    """The courts that lists may name, by docket code and by any name they have had."""

    def __init__(self) -> None:
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        for court in courts.all_courts():
            for name in (court.name, court.short_name, court.key):
                self._by_name.setdefault(names.name_key(name), court.pk)
        for one in courts.names_ever():
            self._by_code[one.code] = one.of_id
            self._by_name[names.name_key(one.name)] = one.of_id

    def court_of(self, row: CaseRow, own: int | None) -> int | None:
        """The court of a case: by its docket's code, else by the name written, else one's own.

        None for a court that is not here. Codes of old docket numbers name no court by themselves.
        """
        if row.court_code in self._by_code:
            return self._by_code[row.court_code]
        modern = any(character.isdigit() for character in row.court_code)
        if row.court_code and modern:
            return None
        if row.court:
            return self._by_name.get(names.name_key(row.court))
        return own


def courts_named(preview: Preview) -> list[int]:
    """The courts of a list's cases, the one with most cases first."""
    known = Courts()
    found: dict[int, int] = {}
    for row in (*preview.rows, *preview.refused_cases):
        court_id = known.court_of(row, None)
        if court_id is not None:
            found[court_id] = found.get(court_id, 0) + 1
    return sorted(found, key=lambda each: (-found[each], each))


def sort_cases(preview: Preview, court_id: int, others: Others = "refuse") -> list[SortedCase]:
    """Every case of a list as it stands to this court, in the list's order. Needs a viewing.

    others: what becomes of cases that are not this court's: "refuse" them with a cure; "leave"
    out whatever does not name this court; "strays": refuse those alone that name no court here.
    """
    known = Courts()
    of_row: dict[int, list[Problem]] = {}
    for problem in preview.problems:
        of_row.setdefault(problem.row, []).append(problem)
    column, letter = _court_column(preview)
    own_name = courts.court(court_id).name
    imported = _imported(court_id, preview.rows)
    found: list[SortedCase] = []
    for refused, row in _in_order(preview):
        named = known.court_of(row, None)
        if others != "refuse" and named != court_id and (named is not None or others == "leave"):
            continue
        problems = [problem for number in row.rows for problem in of_row.get(number, ())]
        case_id = imported.get(row.fingerprint) if not refused else None
        state = State.REFUSED if refused else State.DUPLICATE if case_id else State.CLEAN
        if known.court_of(row, court_id) != court_id:
            state, case_id = State.REFUSED, None
            problems.append(_of_another_court(row, column, letter, own_name))
        found.append(SortedCase(row, state, tuple(problems), case_id))
    return found


def _in_order(preview: Preview) -> list[tuple[bool, CaseRow]]:
    every = [(False, row) for row in preview.rows] + [(True, row) for row in preview.refused_cases]
    return sorted(every, key=lambda each: each[1].row)


def _court_column(preview: Preview) -> tuple[str, str]:
    for key in ("court", "docket_number"):
        for match in preview.headers:
            if match.key == key:
                return match.header, match.letter
    return "执行法院", ""


def _of_another_court(row: CaseRow, column: str, letter: str, own_name: str) -> Problem:
    return Problem(
        row=row.row,
        column=column,
        letter=letter,
        value=row.court or row.docket_written,
        code=_OTHER_COURT,
        severity=Severity.ERROR,
        message=f"不是{own_name}的案件。",
        cure="由该院导入；法院或案号写错的，更正后再导入。",
    )


def _imported(court_id: int, rows: Sequence[CaseRow]) -> dict[str, int]:
    """Which of these cases the court has already, by fingerprint."""
    prints = [row.fingerprint for row in rows]
    found: dict[str, int] = {}
    for chunk in _chunks(prints):
        found |= queries.cases_with_fingerprints(court_id, chunk)
    return found


def _chunks(prints: Sequence[str]) -> Iterable[Sequence[str]]:
    return (
        prints[start : start + _ASKED_AT_ONCE] for start in range(0, len(prints), _ASKED_AT_ONCE)
    )
