"""The tables of docs/import.md, made from the data the reader itself uses.

`python -m duixian.contexts.cases.spreadsheet.guide docs/import.md` writes them into the page; a
test fails when the page is behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.catalogue import PROBLEMS
from duixian.contexts.cases.spreadsheet.model import Severity
from duixian.contexts.cases.spreadsheet.refusals import FILE_REFUSALS

_KINDS = {
    "docket": "案号",
    "text": "文字",
    "parties": "姓名、名称",
    "identity": "证件号码",
    "date": "日期",
    "money": "金额",
    "flag": "是/否",
    "kept": "文字，留存",
    "ignored": "不读",
}


def columns_table() -> str:
    """Every column with its synonyms, as Markdown."""
    lines = [
        "| 列 | Column | 键 key | 内容 | 必填 | 国标项 | 也认这些列名 | 说明 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in columns.columns():
        key = f"creditor.{one.key}, debtor.{one.key}" if one.per_party else one.key
        if one.per_party and one.key == "name":
            key = "creditors, debtors"
        others = "、".join(name for name in one.synonyms if name != one.label)
        row = (
            one.label,
            one.english,
            f"`{key}`",
            _KINDS[one.kind],
            "是" if one.required else "",
            one.national,
            others,
            _note(one),
        )
        lines.append("| " + " | ".join(_cell(text) for text in row) + " |")
    return "\n".join(lines)


def sides_table() -> str:
    """Words that stand for each side, as Markdown."""
    lines = ["| 一方 | 列名里的说法 |", "| --- | --- |"]
    for side, words in columns.side_words().items():
        lines.append(f"| {columns.SIDE_LABELS[side]} | {'、'.join(words)} |")
    return "\n".join(lines)


def problems_table() -> str:
    """Every problem of a row with its cure, as Markdown."""
    lines = ["| 代码 | 轻重 | 问题 | 怎么改 |", "| --- | --- | --- | --- |"]
    for code, kind in PROBLEMS.items():
        grave = "错误" if kind.severity is Severity.ERROR else "提示"
        lines.append(f"| `{code}` | {grave} | {_cell(kind.message)} | {_cell(kind.cure)} |")
    return "\n".join(lines)


def refusals_table() -> str:
    """Every way a whole file is refused, as Markdown."""
    lines = ["| 代码 | 问题 | 怎么办 |", "| --- | --- | --- |"]
    for code, (message, cure) in FILE_REFUSALS.items():
        lines.append(f"| `cases.file_{code}` | {_cell(message)} | {_cell(cure)} |")
    return "\n".join(lines)


TABLES = {
    "columns": columns_table,
    "sides": sides_table,
    "problems": problems_table,
    "refusals": refusals_table,
}


def with_fresh_tables(page: str) -> str:
    """The page with each table between its marks made anew."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page needs the marks of the table {name!r} exactly once")
        before, rest = page.split(begin)
        page = f"{before}{begin}\n{table()}\n{end}{rest.split(end)[1]}"
    return page


def _note(one: columns.Column) -> str:
    example = f"例：{one.example}" if one.example else ""
    return "。".join(part for part in (one.note, example) if part)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for target in map(Path, sys.argv[1:]):
        target.write_text(with_fresh_tables(target.read_text("utf-8")), "utf-8")
