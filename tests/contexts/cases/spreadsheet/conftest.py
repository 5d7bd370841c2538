"""Making the files a court would bring."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from duixian.city.identity import credit_code, identity_number
from duixian.contexts.cases.spreadsheet import Preview, read_spreadsheet

ZHANG = identity_number(date(1980, 1, 1), 123)
LI = identity_number(date(1975, 5, 5), 45)
ZHAO = identity_number(date(1968, 3, 9), 12)
FIRM = credit_code("91", 777)

COLUMNS = [
    "案号",
    "申请执行人",
    "申请人证件号码",
    "被执行人",
    "被执行人证件号码",
    "责任形式",
    "案由",
    "立案日期",
    "执行依据文号",
    "作出执行依据单位",
    "生效日期",
    "履行期限",
    "申请执行标的（元）",
]

GOOD: dict[str, Any] = {
    "案号": "（2016）皖0202执123号",
    "申请执行人": "张三",
    "申请人证件号码": ZHANG,
    "被执行人": "李四",
    "被执行人证件号码": LI,
    "责任形式": "",
    "案由": "民间借贷纠纷",
    "立案日期": date(2016, 7, 5),
    "执行依据文号": "（2015）皖0202民初1023号",
    "作出执行依据单位": "芜湖市镜湖区人民法院",
    "生效日期": "2015年12月31日",
    "履行期限": "20160110",
    "申请执行标的（元）": 125000.5,
}

ON = date(2017, 5, 17)


def xlsx(
    rows: Sequence[Sequence[Any]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[int] = (),
    name: str = "清单",
    others: dict[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """A workbook of these rows; merges are (top, left, bottom, right) with the value at top left."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, lines in {name: rows, **(others or {})}.items():
        sheet = book.add_worksheet(title)
        for top, line in enumerate(lines):
            for left, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(top, left, cell, day)
                elif cell != "":
                    sheet.write(top, left, cell)
        if title == name:
            for top, left, bottom, right in merges:
                value = rows[top][left]
                sheet.merge_range(top, left, bottom, right, value)
            for column in hidden:
                sheet.set_column(column, column, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def delimited(
    rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    """A text table of these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.fixture
def court_list() -> Callable[..., Preview]:
    """Reads a list of one good case a row, each with the changes given."""

    def read(*changes: dict[str, Any], **options: Any) -> Preview:
        records = [{**GOOD, **change} for change in changes] or [GOOD]
        extra = [name for record in records for name in record if name not in COLUMNS]
        header = COLUMNS + list(dict.fromkeys(extra))
        rows = [header, *([record.get(name, "") for name in header] for record in records)]
        return read_spreadsheet(xlsx(rows), "清单.xlsx", on=ON, **options)

    return read


def codes(preview: Preview, row: int | None = None) -> set[str]:
    """Codes of the problems, of one row or of all."""
    return {one.code for one in preview.problems if row is None or one.row == row}
