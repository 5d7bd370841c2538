"""Interest on many claims: a table comes, its faults are told, the result goes, nothing stays."""

from __future__ import annotations

import html
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duixian.law import asking
from duixian.portals import slots
from duixian.portals.calculators import claims_table

pytestmark = pytest.mark.django_db
PAGE, RESULT = "/calculators/interest/many/", "/calculators/interest/many/result.xlsx"
HEADS = [
    "编号",
    "金钱债务（元）*",
    "履行期限届满日*",
    "计至*",
    "付款日1",
    "付款额1",
    "付款日2",
    "付款额2",
]
SOUND = ["甲1", "100000", "2015-01-01", "2016-06-01", "2015-03-01", "20000", "", ""]


def workbook(*rows: list[Any]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("清单")
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return content.getvalue()


def bring(content: bytes, name: str = "清单.xlsx", browser: Client | None = None) -> Any:
    return (browser or Client()).post(PAGE, {"file": SimpleUploadedFile(name, content)})


def packed_in(page: str) -> str:
    found = re.search(r'name="claims" value="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def take(page: str, browser: Client | None = None) -> dict[str, list[list[Any]]]:
    answer = (browser or Client()).post(RESULT, {"claims": packed_in(page)})
    assert answer.status_code == 200
    return sheets_of(answer.content)


def test_the_empty_table_can_be_brought_as_it_is() -> None:
    template = Client().get("/calculators/interest/many/template.xlsx").content
    page = bring(template, "债权清单.xlsx")
    assert page.status_code == 200 and "<b>1 笔可以计算</b>" in page.content.decode()
    result = take(page.content.decode())
    assert result["结果"][1][15] == 105527.0
    assert [row[0] for row in sheets_of(template)["填写说明"]][:2] == ["编号", "金钱债务"]


def test_a_row_is_what_the_law_says_of_it() -> None:
    second = ["乙2", 50000.5, "2014年5月1日", "2016/6/1", "", "", "2015.7.1", "3万"]
    page = bring(workbook(HEADS, SOUND, second)).content.decode()
    result = take(page)
    question = {
        "base": "50000.50",
        "performance_due": "2014-05-01",
        "until": "2016-06-01",
        "payments": [{"on": "2015-07-01", "amount": "30000.00"}],
    }
    said = asking.ask("delay-interest", json.dumps(question))
    row = next(row for row in result["结果"] if row[1] == "乙2")
    assert Decimal(str(row[8])) == Decimal(said["total_due"])
    assert Decimal(str(row[15])) == Decimal(said["outstanding_total"])
    steps = [row for row in result["步骤"] if row[1] == "乙2"]
    assert [row[3] for row in steps] == [step["label"] for step in said["steps"]]
    keys = {row[0] for row in result["条文"][1:]}
    assert {each["key"] for each in said["provisions"]} <= keys
    assert "没有计算" not in result


FAULTS = [
    (1, "很多", "金钱债务（元）*", "看不懂这个金额"),
    (1, "", "金钱债务（元）*", "还没有填写"),
    (2, "2015-13-01", "履行期限届满日*", "看不懂这个日期"),
    (3, "2014-01-01", "计至*", ""),
    (5, "-1", "付款额1", "看不懂这个金额"),
    (6, "2015-05-05", "付款额2", "还没有填写"),
]


@pytest.mark.parametrize(("at", "value", "column", "words"), FAULTS)
def test_a_fault_has_its_row_column_and_cure(at: int, value: str, column: str, words: str) -> None:
    wrong = [*SOUND]
    wrong[at] = value
    answer = bring(workbook(HEADS, SOUND, wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<b>1 笔可以计算</b>，1 行有问题" in page
    line = re.search(r'<td class="num" data-label="行">3</td>(.*?)</tr>', page, re.DOTALL)
    assert line and column in line[1] and words in line[1]
    result = take(page)
    assert len(result["结果"]) == 2
    assert result["没有计算"][1][0] == 3 and result["没有计算"][1][1] == column


def test_a_text_table_of_an_old_program() -> None:
    text = "编号,金钱债务,履行期限届满日,计至,备注\n丙,100000,2015-01-01,2016-06-01,无\n"
    page = bring(text.encode("gb18030"), "清单.csv").content.decode()
    assert "<b>1 笔可以计算</b>" in page and "没有读的列：备注" in page.replace(" ", "")


def test_text_never_becomes_a_formula() -> None:
    evil = ["=HYPERLINK(1)", *SOUND[1:]]
    text = "\n".join(",".join(row) for row in (HEADS, evil))
    page = bring(text.encode(), "清单.csv").content.decode()
    content = Client().post(RESULT, {"claims": packed_in(page)}).content
    assert sheets_of(content)["结果"][1][1] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "空"),
        (b"PK\x03\x04 not a book", "a.xlsx", "损坏"),
        (b"<html></html>", "a.xls", "网页"),
        ("一,二,三\n1,2,3\n".encode(), "a.csv", "找不到列名"),
        (b"x" * (claims_table.MOST_BYTES + 20_000), "a.csv", "超过 2 MB"),
    ],
    ids=["empty", "broken", "web page", "no heads", "too big"],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, name: str, words: str) -> None:
    answer = bring(content, name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page.split('id="f-file-error"')[1].split("</p>")[0]
    assert 'name="claims"' not in page


def test_too_many_claims_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_table, "MOST_CLAIMS", 2)
    answer = bring(workbook(HEADS, SOUND, SOUND, SOUND))
    assert answer.status_code == 422 and "--batch" in answer.content.decode()
    assert "没有选择文件" in Client().post(PAGE, {}).content.decode()


FORGED = ["", "{", "[]", '{"claims": 5}', '{"claims": [], "faults": []}', "[" * 100_000]
FORGED += ['{"claims": [[0, "a", {}]], "faults": []}', '{"claims": [["1", "a", {}]], "faults": []}']


@pytest.mark.parametrize("text", FORGED, ids=range(len(FORGED)))
def test_what_we_did_not_pack_is_refused(text: str) -> None:
    answer = Client().post(RESULT, {"claims": text})
    assert answer.status_code == 422 and "重新选择文件" in answer.content.decode()


def test_a_forged_question_is_a_fault_and_no_breakdown() -> None:
    text = json.dumps({"claims": [[2, "a", {"base": 1e9}], [3, "b", {"x": []}]], "faults": []})
    answer = Client().post(RESULT, {"claims": text})
    assert answer.status_code == 200
    result = sheets_of(answer.content)
    assert len(result["结果"]) == 1 and len(result["没有计算"]) == 3


def test_nothing_stays_and_lists_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "MOST_LISTS", 2)
    browser = Client(enforce_csrf_checks=True)
    answers = [bring(workbook(HEADS, SOUND), browser=browser) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert not browser.cookies and not Session.objects.exists()
    assert "no-store" in answers[0]["Cache-Control"]
