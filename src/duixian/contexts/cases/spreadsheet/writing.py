"""Writing workbooks people take away: the rows to correct, and an empty template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.cells import shown
from duixian.contexts.cases.spreadsheet.model import Cell, HeaderMatch, Preview, Problem, Severity

PROBLEM_HEADER = "问题和怎么改"
_LONGEST_CELL = 32_000
_OPTIONS = {
    "strings_to_formulas": False,  # a cell that begins with = is text, never a formula
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROW, _WIDE, _WIDEST = 14, 22, 60

Target = str | Path | IO[bytes]


def write_errors(preview: Preview, out: Target) -> int:
    """Write the rows of every refused case as .xlsx, in the file's own columns, and how many.

    A last column says what is wrong and what cures it; cells at fault are red, doubtful ones
    yellow. Identity numbers and docket numbers are text. Corrected, the file is imported as it is:
    the last column is not read.
    """
    book = xlsxwriter.Workbook(_target(out), dict(_OPTIONS))
    formats = _formats(book)
    sheet = book.add_worksheet("待修改")
    matches = [match for match in preview.headers if columns_shown(match)]
    for place, match in enumerate(matches):
        sheet.write_string(0, place, _one_line(match), formats["head"])
    sheet.write_string(0, len(matches), PROBLEM_HEADER, formats["head"])
    sheet.set_column(0, max(len(matches) - 1, 0), _WIDE)
    sheet.set_column(len(matches), len(matches), _WIDEST)
    sheet.freeze_panes(1, 0)
    by_row: dict[int, list[Problem]] = {}
    for problem in preview.problems:
        by_row.setdefault(problem.row, []).append(problem)
    of_the_file = [one for one in by_row.get(0, []) if one.severity is Severity.ERROR]
    for line, (number, cells) in enumerate(sorted(preview.refused_rows.items()), start=1):
        problems = by_row.get(number, []) + (of_the_file if line == 1 else [])
        _write_row(sheet, line, matches, cells, problems, formats)
        sheet.write_string(line, len(matches), _advice(number, problems), formats["advice"])
    book.close()
    return len(preview.refused_rows)


def write_template(out: Target) -> None:
    """Write an empty list to fill in: every column that filing reads, one example, a sheet of help."""
    book = xlsxwriter.Workbook(_target(out), dict(_OPTIONS))
    formats = _formats(book)
    sheet = book.add_worksheet("案件清单")
    keys = template_keys()
    for place, key in enumerate(keys):
        one = columns.column(key)
        head = columns.label_of(key) + ("（元）" if one.kind == "money" else "")
        sheet.write_string(0, place, head + ("*" if one.required else ""), formats["head"])
        # The whole column is text, so that Excel keeps eighteen digits and dates as typed.
        sheet.set_column(
            place, place, _WIDE if one.kind in {"parties", "identity"} else _NARROW, formats["text"]
        )
    sheet.freeze_panes(1, 0)
    guide = book.add_worksheet("填写说明")
    guide.set_column(0, 1, _WIDE)
    guide.set_column(2, 3, _WIDEST)
    for place, head in enumerate(("列", "例", "说明", "也认这些列名")):
        guide.write_string(0, place, head, formats["head"])
    for line, key in enumerate(keys, start=1):
        one = columns.column(key)
        words = (columns.label_of(key), one.example, one.note, "、".join(one.synonyms[1:]))
        for place, text in enumerate(words):
            guide.write_string(line, place, text, formats["advice"])
    book.close()


def template_keys() -> list[str]:
    """The columns of the template, in order; each side's own columns follow its names."""
    keys: list[str] = []
    personal = ["identity_number", "phone", "address", "legal_representative", "agent"]
    for one in columns.columns():
        if (
            one.per_party
            or one.kind in {"kept", "ignored"}
            or one.key in {"parties", "role", "flags"}
        ):
            continue
        keys.append(one.key)
        if one.side:
            keys.extend(f"{one.side}.{bare}" for bare in personal)
    return keys


def columns_shown(match: HeaderMatch) -> bool:
    """Whether a column of the file goes into the error file: not the advice of an earlier one."""
    return match.key != "problem_report"


def _write_row(
    sheet: Worksheet,
    line: int,
    matches: Sequence[HeaderMatch],
    cells: Sequence[Cell],
    problems: Sequence[Problem],
    formats: Mapping[str, Any],
) -> None:
    grave = {one.letter for one in problems if one.severity is Severity.ERROR}
    light = {one.letter for one in problems} - grave
    for place, match in enumerate(matches):
        kind = "wrong" if match.letter in grave else "doubtful" if match.letter in light else "text"
        cell = cells[match.position] if match.position < len(cells) else ""
        _write_cell(sheet, line, place, cell, match, formats[kind])


def _write_cell(
    sheet: Worksheet, line: int, place: int, cell: Cell, match: HeaderMatch, form: Any
) -> None:
    # Amounts stay numbers so that they can be summed; everything else is text, so that nothing
    # is lost or turned into a date by Excel when the file is corrected.
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    if (
        is_number
        and abs(cell) < 1e15
        and match.key in {"claim_amount", "claim_principal", "claim_interest"}
    ):
        sheet.write_number(line, place, cell, form)
    elif isinstance(cell, (date, datetime)) or cell != "":
        sheet.write_string(line, place, shown(cell)[:_LONGEST_CELL], form)
    else:
        sheet.write_blank(line, place, None, form)


def _one_line(match: HeaderMatch) -> str:
    """A header that finds the same column again: over two rows it becomes the column's own name."""
    if match.key is None or (match.how == "synonym" and " / " not in match.header):
        return _with_unit(match.header, match)
    return _with_unit(columns.label_of(match.key), match)


def _with_unit(header: str, match: HeaderMatch) -> str:
    if match.key is None or columns.column(match.key).kind != "money" or match.factor == 1:
        return header
    if columns.unit_factor(header) is not None:
        return header
    return f"{header}（{'亿元' if match.factor > 10_000 else '万元'}）"


def _advice(number: int, problems: Sequence[Problem]) -> str:
    lines = [f"原第 {number} 行"]
    for problem in problems:
        mark = "" if problem.severity is Severity.ERROR else "（提示）"
        column = f"{problem.column}：" if problem.column else ""
        lines.append(f"{mark}{column}{problem.message}{problem.cure}")
    if len(lines) == 1:
        lines.append("同一案件的其他行有问题，改好后一起导入。")
    return "\n".join(lines)[:_LONGEST_CELL]


def _target(out: Target) -> Any:
    return str(out) if isinstance(out, Path) else out


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top"}
    return {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True}
        ),
        "text": book.add_format(text),
        "wrong": book.add_format({**text, "bg_color": "#F8D7D2", "bold": True}),
        "doubtful": book.add_format({**text, "bg_color": "#FFF3CD"}),
        "advice": book.add_format({"text_wrap": True, "valign": "top"}),
    }
