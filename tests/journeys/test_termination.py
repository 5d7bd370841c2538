"""Nothing to be found: a case ends in termination of the current proceedings, by the law's steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from duixian.city.shapes import Population
from duixian.gateways.dealings import Subject
from tests.conftest import OwnDatabase
from tests.gateways import town
from tests.journeys.house import House, running_house
from tests.journeys.people import Journey, Someone, docket_on
from tests.world import credit_code, identity_number

FILED, VISITED, TALKED = "2019-03-04", "2019-05-06", "2019-06-05"
DEBTOR = Subject("吴某根", identity_number(651))
CREDITOR = Subject("芜湖天门山粮油有限公司", credit_code(7651))
TERMINATE = "closing.terminate_current_proceedings"
CONDITIONS = (
    "已发出执行通知、责令报告财产",
    "已限制消费，符合条件的已纳入失信名单",
    "已穷尽财产调查措施",
    "自立案之日起已超过3个月",
    "已将案件情况告知申请执行人并听取意见",
)


def a_town() -> Population:
    """Nobody in it owns anything the debtor could pay with."""
    whole = town.population()
    other = town._account("7002", 752, town.LI, 1_000_00)
    return replace(whole, accounts=(other,), real_estate=(), vehicles=())


@pytest.fixture
def house(own_database: OwnDatabase, tmp_path: Path) -> Iterator[House]:
    with running_house(tmp_path, own_database, a_town(), FILED) as running:
        yield running


def test_a_case_without_property_ends_by_every_condition_of_the_law(
    house: House, story_browser: Browser
) -> None:
    with Journey("termination", house, story_browser) as journey:
        case = file_case(journey)
        officer = journey.someone(f"jinghu.officer{journey.officer_of(case)}")
        begin(officer, case)
        refused_with_every_condition(officer, case)
        house.on(VISITED)
        search_and_punish(journey, officer, case)
        house.on(TALKED)
        ask_again_and_talk(officer, case)
        terminate(journey, officer, case)
        nothing_violated(journey)
        verified = house.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        journey.nothing_wrong()


# ---- chapters


def file_case(journey: Journey) -> str:
    """The filing hall types the application in; a slip in a number is told at its person."""
    clerk = journey.someone("jinghu.filing_hall1")
    clerk.page.locator("nav.mainnav a", has_text="立案").click()
    clerk.look("filing", narrow=True)
    clerk.fill(
        {
            "applied_on": "2019-03-01",
            "cause": "买卖合同纠纷",
            "creditors.0.kind": "法人",
            "creditors.0.name": CREDITOR.name,
            "creditors.0.identity_number": CREDITOR.id_number,
            "debtors.0.kind": "自然人",
            "debtors.0.name": DEBTOR.name,
            "debtors.0.identity_number": "349900197402150011",
            "titles.0.kind": "民事判决书",
            "titles.0.number": "(2018)皖0202民初5120号",
            "titles.0.issuer": "芜湖市镜湖区人民法院",
            "titles.0.effective_on": "2018-12-20",
            "titles.0.performance_due_on": "2019-01-10",
            "titles.0.obligations.0.principal": "46000",
        }
    )
    clerk.submit()
    clerk.says(f"{DEBTOR.name}的居民身份证号码校验不通过")
    clerk.picture("wrong-number")
    clerk.fill({"debtors.0.identity_number": DEBTOR.id_number})
    clerk.submit()
    assert "已办：执行立案" in clerk.told()
    return clerk.page.url.removeprefix(journey.house.address).split("?")[0]


def begin(officer: Someone, case: str) -> None:
    """Notice and declaration order; the institutions answer that there is nothing."""
    officer.case(case)
    officer.does("documents.issue_enforcement_notice")
    officer.does("assets.order_declaration")
    officer.case(case, "property")
    officer.until(lambda: "已反馈 6/6" in officer.text(), "the institutions' answers")
    officer.says("还没有查到财产")


def refused_with_every_condition(officer: Someone, case: str) -> None:
    """Too early: the form says each condition that lacks, and what would help."""
    officer.open(f"{case}acts/{TERMINATE}/")
    assert "项条件不具备" in officer.refused()
    officer.says(*CONDITIONS[1:], "怎样就可以：")
    officer.look("termination refused", narrow=True)


def search_and_punish(journey: Journey, officer: Someone, case: str) -> None:
    """No declaration came: a visit, the counter of a broker, restriction and listing."""
    officer.case(case, "property")
    officer.does(
        "assets.record_survey_step",
        kind="走访",
        on=VISITED,
        place="镜湖区赭山路14号",
        note="未发现可供执行的财产",
    )
    officer.case(case, "property")
    officer.does(
        "assets.record_survey_step",
        kind="临柜",
        on=VISITED,
        place="中山路证券营业部",
        covers=["有价证券"],
        note="没有证券账户",
    )
    officer.case(case, "people")
    docket = docket_on(officer.page)
    president = journey.someone("jinghu.president1")
    officer.does("sanctions.restrict_consumption")
    president.signs("限制消费", docket)
    officer.case(case, "people")
    officer.does(
        "sanctions.list_dishonest",
        debtor=DEBTOR.name,
        ground="报告",
        conduct="逾期未报告财产",
    )
    president.signs("纳入失信", docket)
    officer.case(case, "people")
    officer.says("限制消费", "失信名单")
    officer.look("people")


def ask_again_and_talk(officer: Someone, case: str) -> None:
    """Three months on: a last inquiry, and the creditor is heard and does not agree."""
    officer.case(case, "property")
    officer.does("assets.send_inquiries")
    officer.case(case, "property")
    officer.until(lambda: "已反馈 12/12" in officer.text(), "the second answers")
    officer.case(case)
    officer.does("closing.record_termination_talk", opinion="希望继续查找")


def terminate(journey: Journey, officer: Someone, case: str) -> None:
    """Three judges and the president sign; the library follows by the worker."""
    officer.case(case)
    docket = docket_on(officer.page)
    officer.does(TERMINATE)
    journey.someone("jinghu.bureau_director1").forms_panel(case)
    for place in (1, 2, 3):
        journey.someone(f"jinghu.panel_judge{place}").signs("终结本次执行程序", docket)
    journey.someone("jinghu.president1").signs("终结本次执行程序", docket)
    officer.case(case)
    officer.says("以“终结本次执行程序”结案")
    officer.until(lambda: "录入终本案件信息库" in officer.text(), "the library entry")
    officer.picture("terminated")
    officer.case(case, "papers")
    officer.page.locator("#case-panel tr", has_text="裁定书").locator("a").first.click()
    officer.page.locator("h1").wait_for()
    officer.look("ruling")
    address = officer.page.url.removeprefix(journey.house.address).rstrip("/")
    words = text_of_pdf(officer.fetches(f"{address}.pdf"))
    for each in ("终结", "限制消费", "失信", DEBTOR.name, "46,000.00"):
        assert each in words, (each, words)


def text_of_pdf(content: bytes) -> str:
    """The words of a paper, without its line breaks."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return "".join("".join(pages).split())


def nothing_violated(journey: Journey) -> None:
    """The board counts the termination, and none against the law."""
    president = journey.someone("jinghu.president1")
    president.page.locator("nav.mainnav a", has_text="看板").click()
    president.look("board", narrow=True)
    assert president.text().count("无违例") == 2
