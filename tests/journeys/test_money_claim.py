"""One money claim through the screens alone: from a spreadsheet to the creditor's account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser
from python_calamine import CalamineWorkbook

from duixian.city.shapes import Population
from duixian.city.spreadsheets import AMOUNT, COLUMNS
from duixian.gateways.dealings import Subject
from duixian.gateways.protocol import DocumentKind
from tests.conftest import OwnDatabase
from tests.gateways import town
from tests.journeys.house import House, running_house
from tests.journeys.people import Journey, Someone, amounts_in, docket_on
from tests.workflow.network import COURT_BANK, account_number
from tests.world import credit_code, identity_number

FILED, PRICED, SOLD = "2019-03-04", "2019-03-18", "2019-05-06"
STATEMENT_SECONDS = 150  # it is fetched every two minutes
DEBTOR = Subject("方某平", identity_number(631))
CREDITOR = Subject("芜湖皖江建材有限公司", credit_code(7631), DocumentKind.CREDIT_CODE)
DEBTORS_ACCOUNT, CREDITORS_ACCOUNT = account_number(31), town.number_of("7003", 991)
BALANCE = 100_000_00
PRICE = "300,000.00"
STEPS = (
    *("执行立案", "确定承办人", "发起网络查询", "登记查询反馈", "发出执行通知书", "责令报告财产"),
    *("登记送达", "冻结存款", "登记控制结果", "查封、冻结财产", "扣划存款", "登记扣划结果"),
    *("议价确定参考价", "公告拍卖、变卖", "登记拍卖、变卖结果", "登记到账", "确认成交"),
    *("收取执行申请费", "发放案款", "付款成功", "解除查封、冻结", "执行完毕结案"),
)


def a_town() -> Population:
    """The debtor has an account and a house, the creditor an account."""
    whole = town.population()
    house = replace(town._estate(731, (DEBTOR,)), mortgages=())
    accounts = (
        town._account("7002", 731, DEBTOR, BALANCE),
        town._account("7003", 991, CREDITOR, 0, "basic"),
    )
    return replace(whole, accounts=accounts, real_estate=(house,), vehicles=())


@pytest.fixture
def house(own_database: OwnDatabase, tmp_path: Path) -> Iterator[House]:
    with running_house(tmp_path, own_database, a_town(), FILED) as running:
        yield running


def list_of_cases(file: Path) -> Path:
    """Three cases as a court keeps them; the identity number of one debtor cannot be."""
    rows = [
        case_row(1, DEBTOR.name, DEBTOR.id_number, "280000.00"),
        case_row(2, "徐某莲", identity_number(632), "1.2万元"),
        case_row(3, "王某强", "349900197402150011", "56000"),
    ]
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("收案表")
    sheet.write_row(0, 0, COLUMNS)
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, [row.get(column, "") for column in COLUMNS])
    book.close()
    return file


def case_row(serial: int, debtor: str, number: str, amount: str) -> dict[str, object]:
    return {
        "序号": serial,
        "执行法院": "芜湖市镜湖区人民法院",
        "申请执行人": CREDITOR.name,
        "申请执行人证件号码": CREDITOR.id_number,
        "被执行人": debtor,
        "被执行人证件号码": number,
        "案由": "买卖合同纠纷",
        "收案日期": "2019-03-01",
        "执行依据文号": f"（2018）皖0202民初{3100 + serial}号",
        "执行依据种类": "民事判决书",
        "作出执行依据单位": "芜湖市镜湖区人民法院",
        "执行依据生效日期": "2018年12月20日",
        "履行期限届满日": "2019-01-10",
        AMOUNT: amount,
    }


def test_from_a_spreadsheet_to_the_creditors_account(
    house: House, story_browser: Browser, tmp_path: Path
) -> None:
    with Journey("money-claim", house, story_browser) as journey:
        case = import_cases(journey, tmp_path)
        officer = journey.someone(f"jinghu.officer{journey.officer_of(case)}")
        begin(officer, case)
        take_control(officer, case)
        house.on(PRICED)
        levy(journey, officer, case)
        price_and_announce(journey, officer, case)
        house.on(SOLD)
        sell(journey, officer, case)
        pay_out(journey, officer, case)
        close(journey, officer, case)
        verified = house.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        journey.nothing_wrong()


# ---- chapters


def import_cases(journey: Journey, folder: Path) -> str:
    """The filing hall uploads a list; the clean cases are filed, the other goes back with why."""
    clerk = journey.someone("jinghu.filing_hall1")
    clerk.page.locator("nav.mainnav a", has_text="导入").click()
    clerk.look("import")
    clerk.page.set_input_files("#f-file", list_of_cases(folder / "收案表.xlsx"))
    clerk.page.locator("button", has_text="上传并检查").click()
    clerk.page.locator("h2", has_text="问题").wait_for()
    clerk.look("import preview", narrow=True)
    clerk.says("共 3 件", "校验位不对", "对照证件核对每一位")
    mended = clerk.downloads(clerk.page.locator("a", has_text="下载错误文件"), folder / "问题.xlsx")
    rows = CalamineWorkbook.from_path(str(mended)).get_sheet_by_index(0).to_python()
    assert [row for row in rows if "王某强" in row] and not [row for row in rows if "方某平" in row]
    clerk.page.locator("button", has_text="导入 2 件").click()
    clerk.page.locator(".lead", has_text="1 件没有导入").wait_for()
    clerk.look("import finished")
    clerk.page.locator("a", has_text="看导入的案件").click()
    clerk.page.locator("tr", has_text=DEBTOR.name).locator("a.docket").click()
    clerk.page.locator("h1.docket").wait_for()
    return clerk.page.url.removeprefix(journey.house.address).split("?")[0]


def begin(officer: Someone, case: str) -> None:
    """The desk shows the case; notice and declaration order go out and are served."""
    officer.open("/")
    officer.look("desk", narrow=True)
    officer.page.locator(f'a[href="{case}"]').first.click()
    officer.look("case", narrow=True)
    officer.does("documents.issue_enforcement_notice")
    officer.does("assets.order_declaration")
    officer.case(case, "papers")
    officer.look("papers")
    serve(officer, case, "执行通知书", "报告财产令")


def serve(officer: Someone, case: str, *papers: str) -> None:
    """Hand papers to the debtor, one by one, from the list of the case's papers."""
    for paper in papers:
        officer.case(case, "papers")
        before = officer.text().count("已送达 1 人")
        told = officer.does(
            "documents.record_service",
            row=paper,
            recipient=DEBTOR.name,
            method="直接送达",
            received_by=DEBTOR.name,
        )
        assert "已办：登记送达" in told
        officer.case(case, "papers")
        assert officer.text().count("已送达 1 人") == before + 1


def take_control(officer: Someone, case: str) -> None:
    """What the institutions answered is held: the account within the cap, the house."""
    officer.case(case, "property")
    officer.until(lambda: "1000000" in officer.text() or "100,000.00" in officer.text(), "answers")
    officer.until(lambda: "中山路731号" in officer.text(), "the land registry's answer")
    officer.look("property")
    officer.act("measures.freeze_deposit")
    officer.look("control plan", narrow=True)
    amount = officer.page.locator('input[name^="amount-"]')
    name = str(amount.get_attribute("name"))
    officer.fill({name: "500,000.00"})
    assert "超" in officer.refused() or "多" in officer.refused(), officer.refused()
    officer.picture("over-the-cap")
    officer.page.locator(".refusal button[name=cure]").first.click()
    officer.page.wait_for_load_state()
    assert not officer.page.locator(".refusal").count()
    officer.fill({name: "100,000.00"})
    officer.submit()
    officer.says("已裁定冻结 1 户")
    officer.case(case, "property")
    officer.until(lambda: "已生效" in officer.text(), "the bank's word on the freeze")
    officer.does("measures.seal_up", asset="中山路731号")
    officer.case(case, "property")
    officer.until(lambda: officer.text().count("已生效") >= 2, "the registry's word")
    officer.picture("under-control")
    serve(officer, case, "执行裁定书", "执行裁定书")


def levy(journey: Journey, officer: Someone, case: str) -> None:
    """The frozen money is taken, by the director's signature."""
    officer.case(case, "property")
    docket = docket_on(officer.page)
    officer.does("measures.levy_deposit", amount="90,000.00")
    journey.someone("jinghu.bureau_director1").signs("扣划存款", docket)


def price_and_announce(journey: Journey, officer: Someone, case: str) -> None:
    """The parties name one price; three judges let the auction be announced."""
    officer.case(case)
    docket = docket_on(officer.page)
    officer.does(
        "disposal.fix_price_by_agreement",
        amount=PRICE,
        agreed_by=[CREDITOR.name, DEBTOR.name],
        record="双方到庭协商一致",
    )
    officer.case(case)
    officer.does("disposal.announce_auction", platform="芜湖拍卖网", step="3,000.00")
    journey.someone("jinghu.bureau_director1").forms_panel(case)
    for place in (1, 2, 3):
        judge = journey.someone(f"jinghu.panel_judge{place}")
        judge.open("/approvals/")
        judge.signs("公告拍卖", docket)


def sell(journey: Journey, officer: Someone, case: str) -> None:
    """The platform's result is recorded; the bank's statement brings price and levied money."""
    officer.case(case)
    docket = docket_on(officer.page)
    officer.does(
        "disposal.record_auction_result",
        sold=True,
        price="312,000.00",
        buyer="韦某东",
        buyer_identity=identity_number(640),
        bids="9",
    )
    account = journey.house.court_account
    officer.case(case, "disposal")
    reference = re.findall(r"缴款编号 (\S+?)[，。\s]", officer.text())[0]
    journey.house.institutions.administration.move_money(
        COURT_BANK, account, 312_000_00, "韦某东", remark=f"拍卖成交价款 {docket} {reference}"
    )
    officer.case(case, "money")

    def both_came() -> bool:
        received = officer.text("#case-panel")
        return "90,000.00" in received and "312,000.00" in received

    officer.until(both_came, "the bank's statement", seconds=STATEMENT_SECONDS)
    officer.picture("received")


def pay_out(journey: Journey, officer: Someone, case: str) -> None:
    """The sale is confirmed; the fee is taken; creditor and debtor get theirs."""
    finance = journey.someone("jinghu.finance1")
    officer.case(case)
    docket = docket_on(officer.page)
    officer.does("disposal.confirm_sale")
    for place in (1, 2, 3):
        journey.someone(f"jinghu.panel_judge{place}").signs("确认成交", docket)
    finance.case(case, "money")
    finance.does("ledger.collect_fee")
    pay(journey, officer, case, CREDITOR, CREDITORS_ACCOUNT, "青弋农村银行")
    officer.look("money")
    officer.case(case)
    left = amounts_in(officer.page.locator(".legend").inner_text())[-1]
    pay(
        journey, officer, case, DEBTOR, DEBTORS_ACCOUNT, "赭塔合作银行", purpose="退还", amount=left
    )


def pay(
    journey: Journey,
    officer: Someone,
    case: str,
    payee: Subject,
    account: str,
    bank: str,
    **facts: str,
) -> None:
    """An order to pay, the director's signature, and the bank's word that it paid."""
    officer.case(case, "money")
    docket = docket_on(officer.page)
    officer.does(
        "distribution.pay_out",
        payee=payee.name,
        account_name=payee.name,
        account_number=account,
        bank_name=bank,
        **facts,
    )
    journey.someone("jinghu.bureau_director1").signs("发放案款", docket)
    officer.case(case, "money")
    row = officer.page.locator("#case-panel tr", has_text=payee.name).filter(has_text="付")
    officer.until(lambda: "已发放" in row.last.inner_text(), "the bank's payment")


def close(journey: Journey, officer: Someone, case: str) -> None:
    """The last hold is lifted, nothing is owed: closed by the director's signature."""
    officer.case(case, "property")
    docket = docket_on(officer.page)
    officer.does("measures.lift", measure="0731", reason="案款已执行到位")
    officer.case(case)
    officer.does("closing.close_as_executed")
    journey.someone("jinghu.bureau_director1").signs("执行完毕结案", docket)
    officer.case(case)
    officer.says("以“执行完毕”结案")
    officer.picture("closed")
    officer.open(f"{case}?tab=journal&all")
    officer.says(*STEPS)
    officer.case(case, "papers")
    officer.page.locator("#case-panel a", has_text="结案通知书").click()
    officer.page.locator("h1").wait_for()
    officer.look("paper")
    address = officer.page.url.removeprefix(journey.house.address).rstrip("/")
    assert officer.fetches(f"{address}.pdf").startswith(b"%PDF")
    bank = journey.house.institutions.administration
    paid = bank.book("bank-7003", CREDITORS_ACCOUNT)["objects"][0]["balance"]
    assert f"{paid / 100:,.2f}" in officer.text() and paid > 280_000_00
