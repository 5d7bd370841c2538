"""What people take away: the rows to correct, and the template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine

from duixian.contexts.cases.spreadsheet import (
    Preview,
    read_spreadsheet,
    write_errors,
    write_template,
)
from duixian.contexts.cases.spreadsheet.writing import PROBLEM_HEADER
from tests.contexts.cases.spreadsheet.conftest import COLUMNS, GOOD, LI, ON, ZHAO, codes, xlsx

Read = Callable[..., Preview]


def cells_of(content: bytes, sheet: str) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python()


def errors_of(preview: Preview) -> bytes:
    out = io.BytesIO()
    write_errors(preview, out)
    return out.getvalue()


def test_only_the_bad_rows_with_what_is_wrong_and_what_cures_it(court_list: Read) -> None:
    preview = court_list(
        {}, {"案号": "(2016)皖0202执124号", "立案日期": "2016-02-30", "申请人证件号码": ""}
    )

    head, row = cells_of(errors_of(preview), "待修改")

    assert head == [*COLUMNS, PROBLEM_HEADER]
    assert row[0] == "(2016)皖0202执124号" and row[7] == "2016-02-30"
    assert row[-1].startswith("原第 3 行\n立案日期：没有这一天。核对月份和日。")
    assert "（提示）" in row[-1]


def test_cells_at_fault_are_coloured(court_list: Read) -> None:
    content = errors_of(court_list({"立案日期": "2016-02-30"}))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = package.read("xl/styles.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "F8D7D2" in styles
    style_of = {
        place: sheet.split(f'r="{place}" s="')[1].split('"')[0] for place in ("G2", "H2", "I2")
    }
    assert style_of["H2"] != style_of["G2"] == style_of["I2"]


def test_corrected_it_is_imported_as_it_is(court_list: Read) -> None:
    first = court_list(
        {"责任形式": "连带"},
        {
            "案号": "(2016)皖0202执124号",
            "立案日期": "2016-02-30",
            "执行依据文号": "(2015)皖0202民初7号",
        },
    )
    rows = cells_of(errors_of(first), "待修改")
    rows[1][7] = "2016-02-29"

    second = read_spreadsheet(xlsx(rows), "待修改.xlsx", on=ON)

    assert second.problems == ()
    assert [case.docket_number for case in second.rows] == ["(2016)皖0202执124号"]


def test_uncorrected_it_gives_the_same_problems_again(court_list: Read) -> None:
    first = court_list({"立案日期": "2月30日", "执行依据文号": "", "申请人证件号码": float(LI)})

    second = read_spreadsheet(errors_of(first), "待修改.xlsx", on=ON)

    assert codes(second, 2) == codes(first, 2)


def test_two_header_rows_merges_and_a_unit_above_survive_the_error_file() -> None:
    rows = [
        ["单位：万元"],
        ["案号", "申请执行人", "", "被执行人", "", "责任形式", "案由", "立案日期", "执行依据", "", "", "标的额"],
        ["", "姓名", "证件号", "姓名", "证件号", "", "", "", "文号", "生效日期", "履行期限", ""],
        ["(2016)皖0202执7号", "张三", "", "李四", LI, "连带", "买卖合同纠纷", "不详的某天",
         "(2015)皖0202民初9号", "2015/12/31", "2016/1/1", 12.5],
        ["", "", "", "赵六", ZHAO, "连带", "", "", "", "", "", ""],
    ]  # fmt: skip
    merges = [(1, 1, 1, 2), (1, 3, 1, 4), (1, 8, 1, 10), (3, 0, 4, 0)]
    first = read_spreadsheet(xlsx(rows, merges), "a.xlsx", on=ON)
    again = cells_of(errors_of(first), "待修改")
    again[1][7] = "2016-07-05"

    case = read_spreadsheet(xlsx(again), "b.xlsx", on=ON).rows[0]

    assert [party.name for party in case.debtors] == ["李四", "赵六"]
    assert case.claim_total == 12_500_000


def test_a_cell_that_looks_like_a_formula_stays_text(court_list: Read) -> None:
    content = errors_of(
        court_list({"案由": '=HYPERLINK("x")', "立案日期": "", "执行依据文号": "=1+1"})
    )

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_whole_file_without_a_needed_column_comes_back_whole() -> None:
    kept = [name for name in COLUMNS if name != "案由"]
    preview = read_spreadsheet(xlsx([kept, [GOOD[name] for name in kept]]), "a.xlsx", on=ON)

    rows = cells_of(errors_of(preview), "待修改")

    assert len(rows) == 2 and "没有“案由”列" in rows[1][-1]


def test_the_template_is_itself_a_list_without_problems(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path)

    preview = read_spreadsheet(path, on=ON)

    assert preview.problems == () and preview.counts.cases == 0
    assert all(match.how == "synonym" for match in preview.headers)
    assert {"填写说明", "案件清单"} == set(preview.sheet_names)
