"""What is wrong is said: in which row and column, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from duixian.contexts.cases.spreadsheet import Preview, Severity, read_spreadsheet
from tests.contexts.cases.spreadsheet.conftest import (
    COLUMNS,
    FIRM,
    GOOD,
    LI,
    ON,
    ZHANG,
    ZHAO,
    codes,
    delimited,
    xlsx,
)

Read = Callable[..., Preview]
AMOUNT = "申请执行标的（元）"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("案号", "2016皖执一二三", "docket_number.unreadable"),
        ("案号", "(2016)皖0202民初123号", "docket_number.not_enforcement"),
        ("案号", "(2018)皖0202执123号", "docket_number.year"),
        ("立案日期", "", "filed_on.missing"),
        ("立案日期", "2016-02-30", "date.impossible"),
        ("立案日期", "16.7.5", "date.incomplete"),
        ("立案日期", "七月", "date.unreadable"),
        ("立案日期", "1216-07-05", "date.too_early"),
        ("立案日期", "2017-05-18", "date.future"),
        ("立案日期", "2015-12-30", "filed_on.before_title"),
        ("履行期限", "判决生效后十日内", "date.in_words"),
        ("履行期限", "2016-07-05", "performance_due.not_over"),
        ("履行期限", "", "performance_due.missing"),
        ("生效日期", "", "title_effective_on.missing"),
        ("案由", "", "cause.missing"),
        ("案由", "长" * 81, "cell.too_long"),
        ("执行依据文号", "/", "title_number.missing"),
        ("执行依据文号", "（2017）皖0202民初1号", "title_number.year"),
        ("执行依据文号", "#REF!", "cell.error"),
        (AMOUNT, "", "claim.missing"),
        (AMOUNT, "见第2项", "amount.unreadable"),
        (AMOUNT, -5, "amount.negative"),
        (AMOUNT, "12,34,5", "amount.commas"),
        (AMOUNT, "2万美元", "amount.currency"),
        (AMOUNT, 1e16, "amount.too_large"),
        ("申请执行人", "", "creditors.missing"),
        ("被执行人", "李四等3人", "parties.incomplete"),
        ("被执行人", "12345", "party.name"),
        ("申请执行人", "李四", "parties.same"),
        ("被执行人", "李四、赵六", "identity.count"),
        ("申请人证件号码", ZHANG[:-1], "identity.wrong"),
        ("申请人证件号码", ZHANG[:10] + "13" + ZHANG[12:], "identity.wrong"),
        ("申请人证件号码", FIRM[:-1] + ("A" if FIRM[-1] != "A" else "B"), "identity.wrong"),
        ("申请人证件号码", 349900198001011230.0, "identity.rounded"),
        ("申请人证件号码", "3.499E+17", "identity.rounded"),
    ],
)
def test_an_error_keeps_the_case_out(court_list: Read, column: str, value: Any, code: str) -> None:
    change = {column: value}
    if code == "parties.same":
        change["申请人证件号码"] = LI

    preview = court_list(change)

    assert code in codes(preview, 2)
    assert preview.rows == () and preview.counts.refused == 1
    problem = next(one for one in preview.problems if one.code == code)
    assert problem.severity is Severity.ERROR
    assert problem.message and problem.cure


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"申请人证件号码": ""}, "identity.missing"),
        ({"申请人证件号码": "349900800101123"}, "identity.old"),
        ({"申请执行人": "芜湖启明商贸有限公司"}, "identity.kind"),
        ({AMOUNT: "约12万元"}, "amount.approximate"),
        ({AMOUNT: 0.125}, "amount.rounded"),
        ({"立案日期": "2017-01-05"}, "filed_on.year"),
        ({"履行期限": "2015-12-01"}, "performance_due.before_effective"),
        ({"作出执行依据单位": "", "执行依据文号": "(2015)皖0203民初1号"}, "title_court.from_number"),
        ({"执行依据种类": "口头约定"}, "title_kind.unknown"),
        ({"执行依据文号": "〔2015〕和字第3号"}, "title_kind.unknown"),
        ({"被执行人电话": "见卷宗"}, "phone.unreadable"),
    ],
)  # fmt: skip
def test_a_doubt_lets_the_case_in(court_list: Read, change: dict[str, Any], code: str) -> None:
    preview = court_list(change)

    assert codes(preview, 2) == {code}
    assert preview.counts.doubtful == 1 and len(preview.rows) == 1


def test_a_problem_points_at_its_cell(court_list: Read) -> None:
    problem = court_list({"立案日期": "2016年2月30日"}).problems[0]

    assert (problem.row, problem.letter, problem.column) == (2, "H", "立案日期")
    assert problem.value == "2016年2月30日"


def test_no_number_is_repaired_when_excel_has_cut_it(court_list: Read) -> None:
    """Eighteen digits kept as a number lose the last three; a guess would freeze a stranger's money."""
    preview = court_list({"申请人证件号码": float(ZHANG)})

    assert preview.rows == ()
    assert "重新录入" in preview.problems[0].cure


def test_one_number_with_two_names_keeps_both_cases_out(court_list: Read) -> None:
    preview = court_list({}, {"案号": "(2016)皖0202执124号", "被执行人": "李思"})

    assert codes(preview, 2) == codes(preview, 3) == {"identity.two_names"}
    assert preview.rows == ()


def test_a_firm_may_have_changed_its_name(court_list: Read) -> None:
    firm = {"被执行人证件号码": FIRM}
    preview = court_list(
        {**firm, "被执行人": "芜湖启明商贸有限公司"},
        {
            **firm,
            "被执行人": "芜湖启明实业有限公司",
            "案号": "(2016)皖0202执124号",
            "执行依据文号": "(2015)皖0202民初9号",
        },
    )

    assert codes(preview, 3) == {"identity.two_firm_names"}
    assert len(preview.rows) == 2


def test_the_same_row_twice_the_same_number_twice_the_same_case_twice(court_list: Read) -> None:
    twice = court_list({}, {})
    differing = court_list({}, {AMOUNT: 7, "案由": "离婚纠纷"})
    no_number = {"案号": "", "立案日期": ""}
    unfiled = court_list({**no_number}, {**no_number, "案由": "借款"}, court="镜湖法院")
    renumbered = court_list({}, {"案号": "(2016)皖0202执恢9号"})

    assert (codes(twice, 3), len(twice.rows)) == ({"row.twice"}, 1)
    assert (codes(differing, 3), len(differing.rows)) == ({"docket_number.twice"}, 1)
    assert (codes(unfiled, 3), len(unfiled.rows)) == ({"case.twice"}, 1)
    assert (codes(renumbered, 3), len(renumbered.rows)) == ({"case.twice_numbered"}, 2)


def test_an_error_in_one_row_of_a_case_keeps_all_its_rows_out(court_list: Read) -> None:
    other = {"被执行人": "赵六", "被执行人证件号码": ZHAO[:-1], "责任形式": "连带"}
    preview = court_list({"责任形式": "连带"}, other)

    assert preview.rows == ()
    assert sorted(preview.refused_rows) == [2, 3]


def test_a_list_without_a_needed_column_says_which_and_guesses_which_it_may_be() -> None:
    header = ["被执人" if name == "被执行人" else name for name in COLUMNS]
    preview = read_spreadsheet(xlsx([header, [GOOD[name] for name in COLUMNS]]), "a.xlsx", on=ON)

    said = [one.message for one in preview.problems if one.code == "header.required"]
    assert said == ["没有“被执行人”列，“被执人”是不是它。"]
    assert preview.rows == () and preview.counts.refused == 1


def test_text_forced_by_tricks_is_still_the_number() -> None:
    row = {**GOOD, "申请人证件号码": f'="{ZHANG}"', "被执行人证件号码": f"'{LI}\t"}
    preview = read_spreadsheet(
        delimited([COLUMNS, [row[name] for name in COLUMNS]]), "a.csv", on=ON
    )

    assert preview.problems == ()
    assert preview.rows[0].debtors[0].identity_number == LI


def test_the_day_of_import_decides_what_is_future() -> None:
    content = xlsx([COLUMNS, [GOOD[name] for name in COLUMNS]])

    assert codes(read_spreadsheet(content, "a.xlsx", on=date(2016, 7, 4))) == {"date.future"}
    assert codes(read_spreadsheet(content, "a.xlsx", on=date(2016, 7, 5))) == set()
