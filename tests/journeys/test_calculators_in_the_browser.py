"""A creditor works out what is owed, at a desk and on a phone, with script and without."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import python_calamine
from playwright.sync_api import Browser, Page, expect

from duixian.portals.calculators.layouts import calculators
from tests.journeys.browser import Window, chromium, served

REFUSED = "status of 422"  # the browser's own note that a form had faults
WIDTHS = pytest.mark.parametrize("width", [390, 1440], ids=["phone", "desk"])


class Walk:
    """Looks at every page before it goes on, and remembers what was wrong."""

    def __init__(self, browser: Browser, width: int, address: str) -> None:
        self.window = Window.open(browser, width)
        self.page: Page = self.window.page
        self.address = address
        self.wrong: list[str] = []

    def look(self, name: str) -> None:
        said = [each for each in self.window.complaints if REFUSED not in each]
        self.window.complaints.clear()
        found = [*said, *self.window.barriers()]
        if (pixels := self.window.sideways()) > 0:
            found.append(f"{pixels} pixels too wide")
        self.wrong += [f"{name}: {each}" for each in found]

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()


@WIDTHS
def test_from_the_list_to_the_worksheet(own_database: Any, width: int) -> None:
    with chromium() as browser, served() as address:
        walk = Walk(browser, width, address)
        page = walk.page
        page.goto(f"{address}/accounts/login/")
        page.get_by_role("link", name="法律计算工具").click()
        page.context.clear_cookies()  # the sign-in page's own
        walk.look("list")
        page.get_by_role("link", name="迟延履行利息").click()
        walk.look("empty")
        page.fill("[name='base']", "十万")
        page.fill("[name='performance_due']", "2013-05-01")
        page.fill("[name='until']", "2016-06-01")
        walk.press("添加：付款")
        assert page.input_value("[name='performance_due']") == "2013-05-01"
        page.fill("[name='payments.0.on']", "2015-01-05")
        page.fill("[name='payments.0.amount']", "2万")
        page.keyboard.press("Enter")  # computes, and takes no row away
        page.get_by_role("alert").wait_for()
        walk.look("faults")
        page.get_by_role("alert").get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.name") == "base"
        page.fill("[name='base']", "10万")
        walk.press("计算")
        expect(page.locator("b.figure")).to_have_text("105,527.00")
        walk.look("answer")
        assert "go=" not in page.url and "costs" not in page.url, "the address is the short one"

        page.get_by_role("link", name="〔", exact=False).first.click()
        assert page.evaluate("location.hash").startswith("#law-")
        with page.expect_download() as coming:
            page.get_by_role("link", name="计算书 DOCX").click()
        paper = docx.Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        assert "105,527.00" in cells

        other = Window.open(browser, width)  # somebody the address was sent to
        other.page.goto(page.url)
        assert other.page.locator("b.figure").inner_text() == "105,527.00"
        other.close()

        page.get_by_role("link", name="English").click()
        walk.look("english")
        expect(page.locator("b.figure")).to_have_text("105,527.00")
        assert page.locator("html").get_attribute("lang") == "en"
        assert not page.context.cookies()
        walk.window.close()
    assert not walk.wrong, "\n".join(walk.wrong)


def test_without_script(own_database: Any) -> None:
    with chromium() as browser, served() as address:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 390, "height": 800}
        )
        page = context.new_page()
        page.goto(f"{address}/calculators/distribution/")
        page.fill("[name='proceeds']", "1000")
        page.check("[name='debtor'][value='person']")
        page.fill("[name='claims.0.id']", "甲")
        page.fill("[name='claims.0.principal']", "1000")
        page.get_by_role("button", name="添加：债权").click()
        page.fill("[name='claims.1.id']", "乙")
        page.fill("[name='claims.1.principal']", "3000")
        page.get_by_role("button", name="计算", exact=True).click()
        table = page.locator(".calcanswer table").first
        assert "250.00" in table.inner_text() and "750.00" in table.inner_text()
        page.get_by_role("button", name="删去 债权，第 1 项").click()
        assert page.input_value("[name='claims.1.id']") == "乙"
        page.get_by_role("button", name="计算", exact=True).click()
        assert "1,000.00" in page.locator(".calcanswer table").first.inner_text()
        assert not context.cookies()
        context.close()


@WIDTHS
def test_every_calculator_is_open_to_everybody(own_database: Any, width: int) -> None:
    with chromium() as browser, served() as address:
        walk = Walk(browser, width, address)
        for slug in calculators():
            walk.page.goto(f"{address}/calculators/{slug}/")
            example = walk.page.get_by_role("link", name="看一个例子")
            example.click()
            walk.page.locator("#h-answer").wait_for()
            for part in walk.page.locator("details.calcpart").all():
                part.evaluate("part => { part.open = true; }")
            walk.look(slug)
            walk.page.emulate_media(media="print")
            assert walk.page.locator("#h-answer").is_visible()
            assert not walk.page.get_by_role("button", name="计算", exact=True).is_visible()
            walk.page.emulate_media(media="screen")
            walk.page.goto(f"{address}/calculators/{slug}/?ask=1")
            walk.look(f"{slug} with faults")
        walk.window.close()
    assert not walk.wrong, "\n".join(walk.wrong)


@WIDTHS
def test_a_table_of_claims_there_and_back(own_database: Any, tmp_path: Path, width: int) -> None:
    rows = [
        "编号,金钱债务,履行期限届满日,计至,付款日1,付款额1",
        "(2014)皖0202执1号,100000,2013-05-01,2016-06-01,2015-01-05,20000",
        "(2014)皖0202执2号,一万,2015-05-01,2016-06-01,,",
    ]
    table = tmp_path / "清单.csv"
    table.write_text("\n".join(rows), "utf-8")
    with chromium() as browser, served() as address:
        walk = Walk(browser, width, address)
        page = walk.page
        page.goto(f"{address}/calculators/interest/many/")
        walk.look("choose")
        page.set_input_files("#f-file", table)
        walk.press("上传并检查")
        page.get_by_text("1 笔可以计算").wait_for()
        walk.look("preview")
        with page.expect_download() as coming:
            walk.press("先取这 1 笔的结果")
        content = Path(coming.value.path()).read_bytes()
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert book.sheet_names == ["结果", "步骤", "条文", "没有计算"]
        assert book.get_sheet_by_name("结果").to_python()[1][15] == 105527.0
        assert not page.context.cookies()
        walk.window.close()
    assert not walk.wrong, "\n".join(walk.wrong)
