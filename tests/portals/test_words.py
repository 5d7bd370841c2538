"""The words of the parts: a clock, a node, a late entry, a worksheet, an amount."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Step
from duixian.portals.components import cells, charts, formats
from duixian.portals.components import contexts as show
from duixian.portals.components.contexts import ClockState as State

TODAY = date(2017, 5, 17)


@pytest.fixture(autouse=True)
def in_chinese():  # type: ignore[no-untyped-def]
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2017, 5, 12), "逾期 5 天", "late"),
        (TODAY, "今天", "now"),
        (date(2017, 5, 18), "明天", "now"),
        (date(2017, 5, 24), "剩 7 天", "now"),
        (date(2017, 7, 24), "剩 68 天", ""),
    ],
)
def test_a_running_clock_in_words(due: date, words: str, tone: str) -> None:
    term = show.Term.of(due, TODAY)
    assert (term.text, term.tone) == (words, tone)


def test_one_day_and_two_in_english() -> None:
    with translation.override("en"):
        assert show.Term.of(date(2017, 5, 16), TODAY).text == "1 day overdue"
        assert show.Term.of(date(2017, 5, 15), TODAY).text == "2 days overdue"


@pytest.mark.parametrize(
    ("node", "dates", "outcome"),
    [
        (show.ClockNode("立案", State.MET, met_on=date(2016, 12, 12)), "12-12", "按时"),
        (
            show.ClockNode("通知", State.MET, date(2016, 12, 19), date(2016, 12, 14)),
            "12-14，限 12-19",
            "按时",
        ),
        (
            show.ClockNode(
                "财产调查", State.MISSED, date(2017, 1, 12), date(2017, 1, 16), days=4, who="吴明远"
            ),
            "01-16，限 01-12",
            "迟 4 天，吴明远",
        ),
        (
            show.ClockNode("发放案款", State.MISSED, date(2017, 5, 12), days=5),
            "限 05-12",
            "逾期 5 天",
        ),
        (
            show.ClockNode(
                "评估", State.PAUSED, paused_from=date(2017, 2, 27), paused_to=None, days=79
            ),
            "02-27 至 今",
            "停 79 天",
        ),
        (show.ClockNode("终本后复查", State.WAITING), "未到", "未到"),
    ],
)
def test_a_node_in_words(node: show.ClockNode, dates: str, outcome: str) -> None:
    assert (node.dates, node.outcome) == (dates, outcome)


def test_late_entry_is_counted_in_chinese_days() -> None:
    happened = datetime(2017, 5, 8, 15, 59, tzinfo=UTC)  # 23:59 in China
    recorded = datetime(2017, 5, 8, 16, 1, tzinfo=UTC)  # 00:01 of the next day
    line = show.JournalLine(1, happened, "现场调查", recorded_at=recorded)
    assert line.late_days == 1
    assert formats.moment(recorded) == "2017-05-09 00:01"


def test_worksheet_of_a_finding_keeps_steps_provisions_and_questions() -> None:
    provision = Citation("fee", "申请费", "国务院令第481号", "第十四条", date(2007, 4, 1))
    step = Step("申请费", "超过 1 万元部分 1.5%", {}, "350.00")
    finding = Finding(35000, (step,), (provision,), ("尾数是否舍去",), "2017.05.02")
    basis = show.Basis.from_finding("执行申请费 350.00 元", finding, as_of=TODAY)
    assert list(basis.steps) == [("申请费", "超过 1 万元部分 1.5%", "350.00")]
    assert basis.provisions == ["申请费　国务院令第481号 第十四条"]
    assert basis.open_questions == ("尾数是否舍去",)


def test_amounts_and_numbers() -> None:
    assert formats.amount(-21443000) == "−214,430.00"
    assert formats.amount(None) == ""
    assert formats.masked("349900197402150017") == "3499**********0017"
    assert formats.masked("3499**********0017") == "3499**********0017"
    assert formats.percent(0, 0) == "—"


def test_what_people_typed_is_escaped_in_cells() -> None:
    name = "<script>alert(1)</script>"
    column = show.Column("当事人", "parties")
    for value in (show.Parties(name, name), show.Link(name, "/x"), show.Tag(name), name):
        assert "<script>" not in cells.cell(column, value)
    act = show.Action(name, "/x", post=True, fields={"a": '"><b>'}, describe=name)
    assert "<script>" not in cells.action(act, "token") and "><b>" not in cells.action(act)


@pytest.mark.parametrize(
    ("due", "ended", "words"),
    [
        (date(2017, 7, 24), None, "剩 68 天"),
        (date(2017, 5, 1), None, "逾期 16 天"),
        (date(2017, 7, 24), date(2017, 5, 2), "届满 07-24"),
    ],
)
def test_term_bar_says_where_the_case_stands(due: date, ended: date | None, words: str) -> None:
    bar = show.TermBar("执行期限", "立案", date(2016, 12, 12), due, TODAY, ended=ended)
    drawn = charts.term_bar(bar)
    assert words in drawn
    assert ("late" in drawn) == (ended is None and due < TODAY)


def test_money_bar_names_its_shares() -> None:
    money = show.MoneySummary(94617553, 21443000, 73174553, 12643000, 8800000)
    assert "已发放占 13.4%，在账待发占 9.3%，尚欠占 77.3%" in charts.money_bar(money)
    assert charts.money_bar(show.MoneySummary(0, 0, 0)) == ""


def test_words_of_the_term_bar_never_stand_on_other_words() -> None:
    pauses = [
        show.Pause(date(2016, 12, 14), date(2017, 1, 5), "评估"),
        show.Pause(date(2017, 2, 1), date(2017, 3, 15), "拍卖"),
        show.Pause(date(2017, 5, 10), date(2017, 5, 16), "异议审查"),
    ]
    bar = show.TermBar(
        "执行期限", "立案", date(2016, 12, 12), date(2017, 9, 1), TODAY, pauses=pauses
    )
    drawn = str(charts.term_bar(bar))
    assert "拍卖 42 天" in drawn
    assert "异议审查" not in drawn, "there is no room beside today"
    assert drawn.count("url(#hatch") == 3, "the pause itself is drawn all the same"
