"""Single cells, as lists write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from duixian.contexts.cases.spreadsheet import IdentityKind
from duixian.contexts.cases.spreadsheet.cells import read_date, read_flag, read_money, text_of
from duixian.contexts.cases.spreadsheet.dockets import normal_title_number, read_docket, year_of
from duixian.contexts.cases.spreadsheet.identities import read_identity
from tests.contexts.cases.spreadsheet.conftest import FIRM, ZHANG


@pytest.mark.parametrize(
    "cell",
    [
        date(2016, 7, 1),
        datetime(2016, 7, 1, 8, 30),  # noqa: DTZ001 (Excel knows no zone)
        "2016-07-01",
        "2016/7/1",
        "2016.7.1",
        "20160701",
        20160701.0,
        42552.0,
        "42552",
        "2016年7月1日",
        "2016 年 7 月 1 日",
        "２０１６年７月１日",
        "二〇一六年七月一日",
        "2016-07-01 00:00:00",
        "2016-07-01T09:30:00Z",
    ],
)
def test_dates(cell: Any) -> None:
    assert read_date(cell).value == date(2016, 7, 1)


def test_dates_in_words_up_to_the_thirty_first() -> None:
    assert read_date("二○一六年十月十日").value == date(2016, 10, 10)
    assert read_date("二〇一六年十二月三十一日").value == date(2016, 12, 31)


@pytest.mark.parametrize("cell", ["", "无", "/", "——", 0, "0"])
def test_no_date(cell: Any) -> None:
    reading = read_date(cell)

    assert reading.value is None and reading.complaint is None


@pytest.mark.parametrize("cell", [True, time(8), timedelta(3), 5, 1e20, "2016-7", "7月1日", "x"])
def test_what_is_no_date_is_never_one(cell: Any) -> None:
    reading = read_date(cell)

    assert reading.value is None and reading.complaint is not None


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        ("1,234.50元", 123450),
        ("¥ 1 234.5", 123450),
        ("人民币12万元整", 12000000),
        ("12.5万", 12500000),
        ("1.2亿元", 12000000000),
        ("12万3456.78元", 12345678),
        ("３５６７．８", 356780),
        ("壹拾贰万元整", 12000000),
        ("十二万三千四百元五角", 12340050),
        ("一万元零五分", 1000005),
    ],
)
def test_amounts(cell: Any, fen: int) -> None:
    reading = read_money(cell)

    assert (reading.value, reading.complaint) == (fen, None)


def test_the_unit_of_the_header_multiplies_bare_numbers_only() -> None:
    ten_thousand = Decimal(10_000)

    assert read_money(1.23456, ten_thousand).value == 1234560
    assert read_money("500元", ten_thousand).value == 50000
    doubtful = read_money(1_000_000, ten_thousand)
    assert doubtful.complaint is not None and doubtful.complaint.code == "amount.unit_doubtful"


@pytest.mark.parametrize(
    "cell", ["元", "1.5.2", "(100)", "-3", "1,23", "100港元", "9" * 400, float("nan"), True]
)
def test_what_is_no_amount_is_never_one(cell: Any) -> None:
    reading = read_money(cell)

    assert reading.value is None and reading.complaint is not None


def test_identity_numbers() -> None:
    assert read_identity(f" {ZHANG.lower()} ").value == (IdentityKind.IDENTITY_CARD, ZHANG)
    assert read_identity(f"统一社会信用代码：{FIRM}").value == (IdentityKind.CREDIT_CODE, FIRM)
    assert read_identity("12345678-9").value == (IdentityKind.ORGANISATION_CODE, "123456789")
    assert read_identity("E12345678").value == (IdentityKind.ORGANISATION_CODE, "E12345678")
    assert read_identity("H0123456700").value == (IdentityKind.OTHER, "H0123456700")
    assert read_identity("无").value is None


@pytest.mark.parametrize(
    "cell", [ZHANG[:-1], ZHANG + "1", FIRM[:-1], "张三", float(ZHANG), int(ZHANG), "3.5E+17"]
)
def test_identity_numbers_that_are_not_whole(cell: Any) -> None:
    assert read_identity(cell).complaint is not None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("（２０１６）皖0202执 123 号", "(2016)皖0202执123号"),
        ("〔2016〕皖0202执恢7号", "(2016)皖0202执恢7号"),
        ("[2016]皖02执异12号之一", "(2016)皖02执异12号之一"),
        ("(2015)镜执字第00123号", "(2015)镜执字第00123号"),
        ("(2016)皖0202执123", "(2016)皖0202执123号"),
    ],
)
def test_docket_numbers(text: str, canonical: str) -> None:
    docket = read_docket(text)

    assert docket is not None and docket.canonical == canonical


def test_document_numbers_that_are_no_docket_numbers_stay_as_written() -> None:
    assert normal_title_number("芜仲裁字〔2016〕第 12 号") == "芜仲裁字(2016)第12号"
    assert year_of("芜仲裁字〔2016〕第 12 号") == 2016
    assert read_docket("9" * 9000) is None


def test_marks() -> None:
    assert [read_flag(cell).value for cell in ("是", "√", 1, True, "涉民生")] == [True] * 5
    assert [read_flag(cell).value for cell in ("否", "", 0, False, "无", "不涉")] == [False] * 6


def test_text() -> None:
    assert text_of("\u200b 张三\u3000") == "张三"
    assert text_of(13900001234.0) == "13900001234"
    assert text_of('="0123"') == "0123"
