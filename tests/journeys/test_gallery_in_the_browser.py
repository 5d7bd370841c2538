"""Every page of the gallery, looked at by a browser: nothing complains, nothing shuts anyone out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from duixian.portals.gallery import PAGES
from tests.journeys.browser import Window, chromium, served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def address(settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
    settings.DEMONSTRATION = True
    with served() as place:
        yield f"{place}/gallery"


IN_THE_FIELD = ("desk", "cases", "case", "act", "form", "board")


@pytest.mark.parametrize(
    ("width", "names"), [(1440, ("", *PAGES)), (360, IN_THE_FIELD)], ids=["desk", "phone"]
)
def test_no_page_shuts_anyone_out(
    browser: Browser, address: str, width: int, names: tuple[str, ...]
) -> None:
    window = Window.open(browser, width)
    wrong = {}
    for name in names:
        window.page.goto(f"{address}/{name}/" if name else f"{address}/")
        found = [*window.complaints, *window.barriers()]
        window.complaints.clear()
        if (pixels := window.sideways()) > 0:
            found.append(f"{pixels} pixels too wide")
        if found:
            wrong[name or "index"] = found
    assert not wrong


def test_a_list_is_worked_by_keys_alone(browser: Browser, address: str) -> None:
    window = Window.open(browser)
    page = window.page
    page.goto(f"{address}/cases/")
    assert page.locator("#selection").is_hidden()

    for key in ("j", "x", "j", "j", "x", "k"):
        page.keyboard.press(key)
    assert page.locator(".pick:checked").count() == 2
    assert page.locator("[data-count]").inner_text() == "2"
    assert "(2017)皖0202执211号" in page.locator("tr.at").inner_text()

    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")  # closes the list of keys, keeps the selection
    assert page.locator(".pick:checked").count() == 2
    page.keyboard.press("Escape")
    assert page.locator(".pick:checked").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("j")  # a letter in a field is a letter
    assert page.locator("#find").input_value() == "j"

    page.locator("tr.at .pick").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/case/")
    page.keyboard.press("n")
    page.wait_for_url("**/gallery/act/")
    assert window.complaints == []


def test_single_keys_can_be_switched_off(browser: Browser, address: str) -> None:
    window = Window.open(browser)
    page = window.page
    page.goto(f"{address}/cases/")
    page.locator("[data-keys]").click()
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.locator("tr.at").count() == 0


def test_a_worksheet_opens_beside_its_figure_and_gives_focus_back(
    browser: Browser, address: str
) -> None:
    window = Window.open(browser)
    page = window.page
    page.goto(f"{address}/case/")
    mark = page.locator(".ladder .basis").nth(1)
    mark.focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".sheet-of-basis:popover-open")
    assert "27,697.09" in sheet.inner_text()
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert sheet.count() == 0
    assert mark.evaluate("mark => mark === document.activeElement")
    assert window.complaints == []


def test_a_form_helps_while_typing(browser: Browser, address: str) -> None:
    window = Window.open(browser)
    page = window.page
    page.goto(f"{address}/form/")
    page.fill("#f-debtor", "方")
    page.locator("#f-debtor-options [data-key]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("[name=debtor]").input_value() == "1"
    assert page.locator("#f-debtor").input_value() == "方某平"
    page.fill("#f-amount", "1234567.5")
    page.keyboard.press("Tab")
    assert page.locator("#f-amount").input_value() == "1,234,567.50"
    page.fill("#f-amount", "十万")
    page.keyboard.press("Tab")
    assert page.locator("#f-amount").input_value() == "十万"
    assert window.complaints == []
