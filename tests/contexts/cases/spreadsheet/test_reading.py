"""A court's list becomes cases: what is read, from how many shapes of sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from duixian.contexts.cases.spreadsheet import (
    IdentityKind,
    Liability,
    ObligationKind,
    PartyKind,
    Preview,
    read_spreadsheet,
)
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
GOOD_ROW = [GOOD[name] for name in COLUMNS]


def test_a_good_row_becomes_a_whole_case(court_list: Read) -> None:
    preview = court_list()

    assert preview.problems == ()
    assert (preview.counts.clean, preview.counts.refused) == (1, 0)
    case = preview.rows[0]
    assert case.docket_number == "(2016)皖0202执123号"
    assert case.docket_written == "（2016）皖0202执123号"
    assert (case.court_code, case.case_type) == ("皖0202", "执")
    assert case.filed_on == date(2016, 7, 5)
    assert case.title.number == "(2015)皖0202民初1023号"
    assert case.title.kind == "民事判决书"
    assert case.title.effective_on == date(2015, 12, 31)
    assert case.performance_due == date(2016, 1, 10)
    assert (case.claim_total, case.claim_principal, case.claim_interest) == (12500050, 12500050, 0)
    assert [item.kind for item in case.obligations] == [ObligationKind.MONEY]
    creditor, debtor = case.creditors[0], case.debtors[0]
    assert (creditor.name, creditor.identity_number) == ("张三", ZHANG)
    assert (debtor.kind, debtor.identity_kind) == (PartyKind.PERSON, IdentityKind.IDENTITY_CARD)
    assert debtor.liability is None


# As courts print them: a title, a unit line, a header over two rows, cells merged over debtors.
PRINTED = [
    ["芜湖市镜湖区人民法院执行案件清单", *[""] * 11],
    ["制表日期：2017年5月", *[""] * 10, "单位：万元"],
    [
        "案号",
        "申请执行人",
        "",
        "被执行人",
        "",
        "责任形式",
        "案由",
        "立案日期",
        "执行依据",
        "",
        "",
        "标的额",
    ],
    [
        "",
        "姓名/名称",
        "证件号",
        "姓名",
        "证件号",
        "",
        "",
        "",
        "文号",
        "生效日期",
        "履行期限",
        "",
    ],
    [
        "(2016)皖0202执7号",
        "张三",
        ZHANG,
        "李四",
        LI,
        "连带",
        "买卖合同纠纷",
        "2016.7.5",
        "(2015)皖0202民初9号",
        "2015/12/31",
        42379,
        12.5,
    ],
    ["", "", "", "芜湖启明商贸有限公司", FIRM, "连带", "", "", "", "", "", ""],
    [""] * 12,
    ["合计", *[""] * 10, 12.5],
]
PRINTED_MERGES = [
    (0, 0, 0, 11),
    (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4), (2, 5, 3, 5), (2, 6, 3, 6), (2, 7, 3, 7),
    (2, 8, 2, 10), (2, 11, 3, 11),
    (4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 5, 2), (4, 11, 5, 11),
]  # fmt: skip


def test_title_lines_a_unit_two_header_rows_and_merged_debtors() -> None:
    preview = read_spreadsheet(xlsx(PRINTED, PRINTED_MERGES), "清单.xlsx", on=ON)

    assert preview.header_rows == (3, 4)
    assert [match.key for match in preview.headers][:5] == [
        "docket_number", "creditors", "creditor.identity_number", "debtors", "debtor.identity_number",
    ]  # fmt: skip
    case = preview.rows[0]
    assert case.rows == (5, 6)
    assert [party.name for party in case.debtors] == ["李四", "芜湖启明商贸有限公司"]
    assert {party.liability for party in case.debtors} == {Liability.JOINT}
    assert case.claim_total == 125_000_00
    assert case.performance_due == date(2016, 1, 10)
    assert {(row.row, row.reason) for row in preview.skipped} == {
        (1, "note"), (2, "note"), (3, "header"), (4, "header"), (7, "blank"), (8, "total"),
    }  # fmt: skip
    assert codes(preview, 0) == {"sheet.unit"}


def test_a_case_repeated_on_a_row_for_each_party_is_one_case(court_list: Read) -> None:
    preview = court_list(
        {"责任形式": "连带"},
        {
            "案号": "(2016)皖0202执124号",
            "被执行人": "赵六",
            "被执行人证件号码": ZHAO,
            "执行依据文号": "(2015)皖0202民初5号",
        },
        {"被执行人": "芜湖启明商贸有限公司", "被执行人证件号码": FIRM, "责任形式": "连带"},
    )

    assert [case.rows for case in preview.rows] == [(2, 4), (3,)]
    assert [party.name for party in preview.rows[0].debtors] == ["李四", "芜湖启明商贸有限公司"]
    assert [party.name for party in preview.rows[0].creditors] == ["张三"]


def test_a_row_with_only_a_debtor_belongs_to_the_case_above_and_says_so(court_list: Read) -> None:
    alone = {**dict.fromkeys(COLUMNS, ""), "被执行人": "赵六", "被执行人证件号码": ZHAO}

    preview = court_list({"责任形式": "连带"}, {**alone, "责任形式": "补充"})

    assert [party.liability for party in preview.rows[0].debtors] == [
        Liability.JOINT, Liability.SUPPLEMENTARY,
    ]  # fmt: skip
    assert codes(preview, 3) == {"row.continued"}
    assert preview.counts.doubtful == 1


def test_one_party_a_row_told_apart_by_role() -> None:
    header = ["案号", "当事人", "诉讼地位", "证件号码", "责任形式", *COLUMNS[6:]]
    head, rest = GOOD["案号"], GOOD_ROW[6:]
    rows = [
        header,
        [head, "张三", "申请执行人", ZHANG, "", *rest],
        [head, "李四", "被执行人", LI, "", *rest],
        [head, "王五", "第三人", "", "", *rest],
    ]

    preview = read_spreadsheet(xlsx(rows), "a.xlsx", on=ON)

    case = preview.rows[0]
    assert (case.creditors[0].name, case.creditors[0].identity_number) == ("张三", ZHANG)
    assert (case.debtors[0].name, case.debtors[0].identity_number) == ("李四", LI)
    assert "第三人：王五" in case.remarks
    assert codes(preview, 4) == {"party.other_role"}


def test_all_parties_in_one_cell(court_list: Read) -> None:
    header = ["案号", "执行主体", *COLUMNS[5:]]
    rows = [header, [GOOD["案号"], "张三申请执行李四", *GOOD_ROW[5:]]]

    preview = read_spreadsheet(xlsx(rows), "a.xlsx", on=ON)

    case = preview.rows[0]
    assert (case.creditors[0].name, case.debtors[0].name) == ("张三", "李四")
    assert codes(preview) == {"header.no_identity"}


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gb18030", "\t"),
        ("utf-16", "\t"),
        ("utf-8", ";"),
    ],
)
def test_text_tables_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    preview = read_spreadsheet(
        delimited([COLUMNS, GOOD_ROW], encoding, delimiter), "清单.csv", on=ON
    )

    assert preview.problems == ()
    assert preview.rows[0].creditors[0].identity_number == ZHANG


def test_a_workbook_of_excel_97() -> None:
    preview = read_spreadsheet(Path(__file__).with_name("list_of_excel_97.xls"), on=ON)

    assert preview.problems == ()
    case = preview.rows[0]
    assert case.rows == (3, 4)
    assert case.filed_on == date(2016, 7, 5)
    assert [party.identity_number for party in case.debtors] == [LI, FIRM]


def test_a_list_from_a_path_with_progress(tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(xlsx([COLUMNS, *[GOOD_ROW] * 1200]))
    news: list[tuple[int, int]] = []

    preview = read_spreadsheet(path, on=ON, progress=lambda done, total: news.append((done, total)))

    assert preview.filename == "清单.xlsx"
    told = [done for done, _total in news]
    assert {total for _done, total in news} == {1201}
    assert told == sorted(told) and len(told) >= 4 and told[-1] == 1201


def test_the_users_mapping_wins_over_the_synonyms(court_list: Read) -> None:
    plain = court_list({"立案日期": "", "登记日": "2016-07-06"})
    mapped = court_list(
        {"立案日期": "", "登记日": "2016-07-06"}, mapping={"登记日": "filed_on", "H": ""}
    )

    assert codes(plain) == {"header.unknown", "filed_on.missing"}
    assert mapped.rows[0].filed_on == date(2016, 7, 6)
    assert mapped.headers[-1].how == "chosen"


def test_an_unknown_column_is_kept_as_remark_with_a_suggestion(court_list: Read) -> None:
    preview = court_list({"立案曰期": "2016-07-06", "天气": "晴", "备注": "有财产线索"})

    assert preview.rows[0].remarks == "有财产线索\n立案曰期：2016-07-06\n天气：晴"
    match = next(one for one in preview.headers if one.header == "立案曰期")
    assert (match.how, match.suggestion, match.suggested_key) == ("unknown", "立案日期", "filed_on")
    assert "是不是“立案日期”" in preview.problems[0].message


def test_hidden_columns_are_read_and_named() -> None:
    preview = read_spreadsheet(xlsx([COLUMNS, GOOD_ROW], hidden=[2]), "a.xlsx", on=ON)

    assert codes(preview) == {"header.hidden"}
    assert preview.rows[0].creditors[0].identity_number == ZHANG


def test_the_sheet_with_the_fullest_header_is_read_and_the_others_are_named() -> None:
    content = xlsx(
        [["案号", "被执行人"], ["x", "y"]], name="草稿", others={"全部": [COLUMNS, GOOD_ROW]}
    )

    best = read_spreadsheet(content, "a.xlsx", on=ON)
    chosen = read_spreadsheet(content, "a.xlsx", on=ON, sheet="草稿")

    assert best.sheet == "全部" and best.sheet_names == ("草稿", "全部")
    assert codes(best) == {"sheet.others"}
    assert chosen.sheet == "草稿" and "header.required" in codes(chosen)


def test_a_case_without_docket_number_takes_the_court_chosen_at_import(court_list: Read) -> None:
    blank = {"案号": "", "立案日期": ""}

    assert "court.missing" in codes(court_list(blank))
    case = court_list(blank, court="芜湖市镜湖区人民法院").rows[0]
    assert (case.docket_number, case.court) == (None, "芜湖市镜湖区人民法院")


def test_columns_that_the_system_computes_itself_are_kept_for_comparison(court_list: Read) -> None:
    preview = court_list(
        {"结案日期": date(2017, 1, 3), "执行到位金额": 5000, "收案日期": "2016-07-01"}
    )

    case = preview.rows[0]
    assert case.further == {"closed_on": "2017-01-03", "collected_amount": "5000"}
    assert case.received_on == date(2016, 7, 1)


def test_principal_and_interest_make_up_the_claim(court_list: Read) -> None:
    split = court_list({"申请执行标的（元）": "", "本金": 100000, "利息": "2,000元"})
    one_cell = court_list({"申请执行标的（元）": "本金100000元，利息2000元"})
    wrong = court_list({"本金": 100000, "利息": 1})

    for preview in (split, one_cell):
        case = preview.rows[0]
        assert (case.claim_total, case.claim_principal, case.claim_interest) == (
            10200000, 10000000, 200000,
        )  # fmt: skip
    assert codes(wrong, 2) == {"claim.sum"}


def test_a_thing_or_an_act_instead_of_money(court_list: Read) -> None:
    act = court_list({"申请执行标的（元）": "腾退房屋"})
    nothing = court_list({"申请执行标的（元）": 0})

    assert act.rows[0].obligations[0].kind is ObligationKind.ACT
    assert act.rows[0].claim_total is None
    assert codes(act) == {"claim.in_words"}
    assert codes(nothing, 2) == {"amount.zero", "claim.missing"}


def test_liability_by_person_by_words_and_missing(court_list: Read) -> None:
    two = {"被执行人": "李四、赵六", "被执行人证件号码": f"{LI}；{ZHAO}"}

    each = court_list({**two, "责任形式": "连带；按份50000元"}).rows[0].debtors
    words = court_list({**two, "执行内容": "李四、赵六对借款承担连带清偿责任"})
    beside = court_list({**two, "被执行人": "李四、赵六（补充责任）"}).rows[0].debtors
    missing = court_list(two)
    no_share = court_list({**two, "责任形式": "连带；按份"})

    assert [(one.liability, one.share) for one in each] == [
        (Liability.JOINT, None), (Liability.SEVERAL, 5000000),
    ]  # fmt: skip
    assert {one.liability for one in words.rows[0].debtors} == {Liability.JOINT}
    assert codes(words) == {"liability.from_words"}
    assert [one.liability for one in beside] == [None, Liability.SUPPLEMENTARY]
    assert codes(missing, 2) == {"liability.missing"}
    assert codes(no_share, 2) == {"liability.share"}


def test_marks_of_a_case(court_list: Read) -> None:
    preview = court_list({"是否涉民生": "是", "案件涉及": "涉企、未成年人", "系列案": "maybe"})

    assert preview.rows[0].flags == {"涉民生", "涉企业", "涉未成年人"}
    assert codes(preview, 2) == {"flag.unreadable"}


def test_a_unit_in_the_header_multiplies_and_a_unit_in_the_cell_wins() -> None:
    header = [*COLUMNS[:-1], "标的额（万元）"]
    rows = [header, [*GOOD_ROW[:-1], 1.5], [*GOOD_ROW[:-1], "8000元"]]
    rows[2][0] = "（2016）皖0202执124号"

    preview = read_spreadsheet(xlsx(rows), "a.xlsx", on=ON)

    assert preview.headers[-1].factor == Decimal(10000)
    assert [case.claim_total for case in preview.rows] == [1500000, 800000]


def test_the_same_matter_has_the_same_fingerprint_however_it_is_written(court_list: Read) -> None:
    one = court_list()
    other = court_list(
        {
            "案号": "〔2016〕皖0202执 123号",
            "立案日期": "2016年7月5日",
            "执行依据文号": "[2015]皖0202民初1023号",
            "申请执行标的（元）": "12.50005万元",
            "案由": "借款",
            "备注": "第二次导入",
        }
    )
    another = court_list({"申请执行标的（元）": 125000.51})

    assert one.rows[0].fingerprint == other.rows[0].fingerprint
    assert another.rows[0].fingerprint != one.rows[0].fingerprint
    assert one.digest != other.digest


def test_what_a_preview_says_as_json_is_plain_data(court_list: Read) -> None:
    preview = court_list({"立案日期": "2月30日"})

    shown = json.loads(json.dumps(preview.as_json(), ensure_ascii=False))
    assert shown["counts"]["refused"] == 1
    assert shown["problems"][0]["letter"] == "H"
    assert json.dumps(court_list().rows[0].as_json())
