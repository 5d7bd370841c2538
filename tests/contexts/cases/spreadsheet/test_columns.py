"""The columns as data, and the page that is made from them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duixian.contexts.cases.facts import TITLE_KINDS
from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.catalogue import PROBLEMS
from duixian.contexts.cases.spreadsheet.guide import with_fresh_tables

ROOT = Path(__file__).parents[4]
ROOM = ROOT / "src/duixian/contexts/cases/spreadsheet"


def test_no_header_stands_for_two_columns() -> None:
    headers = Counter(
        columns.normal_header(synonym)
        for one in columns.columns()
        for synonym in {columns.normal_header(name): name for name in one.synonyms}.values()
    )

    assert [header for header, times in headers.items() if times > 1] == []


def test_every_label_finds_its_own_column() -> None:
    for one in columns.columns():
        for key in (f"creditor.{one.key}", f"debtor.{one.key}") if one.per_party else (one.key,):
            if one.key == "name":
                continue
            assert columns.find(columns.label_of(key)) == key


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (" ＊申请执行标的（万元） ", "claim_amount"),
        ("原案（执行）案号", "earlier_docket_number"),
        ("被执行人\n身份证号", "debtor.identity_number"),
        ("申请人的电话", "creditor.phone"),
        ("立案日期(必填)", "filed_on"),
        ("承 办 人", "officer"),
        ("电话", "party.phone"),
        ("出生日期", None),
    ],
)
def test_headers(header: str, key: str | None) -> None:
    assert columns.find(header) == key


def test_kinds_of_title_are_those_filing_knows() -> None:
    assert set(columns.title_kinds()) == set(TITLE_KINDS)


def test_the_page_on_import_is_fresh() -> None:
    page = (ROOT / "docs/import.md").read_text("utf-8")

    assert page == with_fresh_tables(page), (
        "python -m duixian.contexts.cases.spreadsheet.guide docs/import.md"
    )


def test_every_problem_in_the_catalogue_is_raised_somewhere() -> None:
    sources = "".join(
        path.read_text("utf-8") for path in ROOM.glob("*.py") if path.name != "catalogue.py"
    )
    built = {
        f"{key}.missing"
        for key in ("cause", "title_effective_on", "performance_due", "creditors", "debtors")
    }

    assert [code for code in PROBLEMS if f'"{code}"' not in sources and code not in built] == []
