"""A debtor opens the link on a phone, fills in the form and keeps the receipt; so on a desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from tests.contexts.assets.answers import done
from tests.journeys.browser import Window, chromium, served
from tests.world import World, act, file_case, make_world, on_day

DAY = date(2017, 5, 20)


@pytest.fixture
def ordered(own_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, int, str]]:
    """A case whose debtors were ordered to declare; the house stands on the twentieth of May."""
    monkeypatch.setattr(clock, "_shift", DAY - clock.civil_date(clock.wall()))
    world = make_world()
    case_id = file_case(world.jinghu, "2017-05-08")
    with on_day("2017-05-10"):
        order = done(do(act(OrderDeclaration, case=case_id), by=world.jinghu.officer))
    with viewing(world.jinghu.officer):
        token = assets.declaration_token(order.result["links"][0])
    yield world, case_id, token


class Walk:
    """Looks at every page before it goes on."""

    def __init__(self, window: Window, width: int) -> None:
        self.window, self.width, self.wrong = window, width, {}  # type: ignore[var-annotated]

    def look(self, name: str) -> None:
        found = [*self.window.complaints, *self.window.barriers()]
        # A form with faults is answered by 422, which the browser notes as a failed load.
        found = [each for each in found if "status of 422" not in each and "404" not in each]
        self.window.complaints.clear()
        if (pixels := self.window.sideways()) > 0:
            found.append(f"{pixels} pixels too wide")
        if found:
            self.wrong[name] = found
        folder = os.environ.get("DUIXIAN_PICTURES")
        if folder:
            self.window.page.screenshot(path=f"{folder}/{name}-{self.width}.png", full_page=True)

    def press(self, words: str) -> None:
        self.window.page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("width", [360, 1440], ids=["phone", "desk"])
def test_from_the_link_to_the_receipt(ordered: tuple[World, int, str], width: int) -> None:
    world, case_id, token = ordered
    with chromium() as browser, served() as address:
        window = Window.open(browser, width)
        walk, page = Walk(window, width), window.page
        page.goto(f"{address}/declare/{token}/")
        walk.look("asked")
        walk.press("开始填写")
        walk.look("nothing-yet")
        walk.press("添加一项")
        page.select_option("#f-money-0-sort", "account")
        page.fill("#f-money-0-place", "徽商银行芜湖分行")
        page.fill("#f-money-0-amount", "很多")
        page.keyboard.press("Enter")  # goes on, and does not take the line away
        page.get_by_role("alert").wait_for()
        walk.look("faults")
        page.get_by_role("alert").get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.id") == "f-money-0-amount"
        page.fill("#f-money-0-amount", "3万")
        walk.press("下一步")
        page.go_back()  # a thumb on the phone's own button loses nothing
        assert page.input_value("#f-money-0-place") == "徽商银行芜湖分行"
        walk.press("下一步")
        for _ in range(5):
            walk.press("没有，下一步")
        walk.look("review")
        walk.press("提交给法院")
        page.get_by_role("alert").wait_for()
        walk.look("not-vouched-for")
        page.check("#f-truthful")
        page.get_by_role("button", name="提交给法院").dblclick()
        page.get_by_role("heading", name="申报回执").wait_for()
        walk.look("receipt")
        page.goto(f"{address}/declare/{token}/")
        walk.look("again")
        page.goto(f"{address}/declare/1-abc/")
        walk.look("not-open")
        window.close()
    assert not walk.wrong
    with viewing(world.jinghu.officer):
        [filed] = assets.declarations_of(case_id)
        assert [each.amount for each in filed.items.all()] == [3_000_000]
