"""What people do wrong at their screens: each is told so by name, and nothing is half written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from duixian.city.shapes import Population
from tests.conftest import OwnDatabase
from tests.gateways import town
from tests.journeys.house import House, running_house
from tests.journeys.people import Journey
from tests.world import World, file_case

FILED = "2019-03-04"
NOTICE, ORDER = "documents.issue_enforcement_notice", "assets.order_declaration"


def a_town() -> Population:
    other = town._account("7002", 753, town.LI, 1_000_00)
    return replace(town.population(), accounts=(other,), real_estate=(), vehicles=())


def a_case(world: World) -> int:
    return file_case(world.jinghu, FILED)


@pytest.fixture
def house(own_database: OwnDatabase, tmp_path: Path) -> Iterator[House]:
    with running_house(tmp_path, own_database, a_town(), FILED, a_case) as running:
        yield running


def test_wrong_input_is_refused_by_name(house: House, story_browser: Browser) -> None:
    with Journey("wrong-input", house, story_browser) as journey:
        case = f"/cases/{house.laid}/"
        clicked_twice(journey, case)
        sent_again_from_the_page_before(journey, case)
        session_gone(journey, case)
        a_strangers_case(journey, case)
        the_wrong_role(journey, case)
        verified = house.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        journey.nothing_wrong("status of 404")


def times_done(journey: Journey, case: str, title: str) -> int:
    """How often the journal of the case has an act."""
    officer = journey.someone("jinghu.officer1")
    officer.open(f"{case}?tab=journal&all")
    return officer.page.locator("#case-panel b", has_text=title).count()


def clicked_twice(journey: Journey, case: str) -> None:
    officer = journey.someone("jinghu.officer1")
    officer.case(case)
    officer.act(NOTICE)
    officer.page.locator("#act-bar button.large").dblclick()
    officer.page.locator("h1.docket").wait_for()
    assert times_done(journey, case, "发出执行通知书") == 1


def sent_again_from_the_page_before(journey: Journey, case: str) -> None:
    """The same form sent twice by hand is one act: its key is known."""
    officer = journey.someone("jinghu.officer1")
    officer.case(case)
    officer.act(ORDER)
    form = officer.form()
    address = f"{journey.house.address}{case}acts/{ORDER}/"
    first, again = (officer.page.request.post(address, form=form).text() for _ in range(2))
    assert "已办：责令报告财产" in first
    assert "已办过，没有重复办理" in again
    assert times_done(journey, case, "责令报告财产") == 1


def session_gone(journey: Journey, case: str) -> None:
    """The form is sent after the session ended: sign in again, and nothing was written."""
    code = "cases.suspend_case"
    officer = journey.someone("jinghu.officer1")
    officer.case(case)
    officer.act(code)
    officer.fill({"ground": "其他", "explanation": "会话已过期"})
    kept = officer.page.context.cookies()
    officer.page.context.clear_cookies(name="duixian_session")
    officer.submit()
    officer.page.locator("#id_login").wait_for()
    officer.look("expired")
    officer.page.context.add_cookies(kept)
    officer.open("/approvals/?view=mine")
    assert "中止执行" not in officer.text("main")


def a_strangers_case(journey: Journey, case: str) -> None:
    """Another court's officer sees a page that says nothing, by any address of the case."""
    stranger = journey.someone("jiujiang.officer1")
    for path in (case, f"{case}?tab=people", f"{case}acts/{ORDER}/", f"{case}index.pdf"):
        answer = stranger.page.goto(f"{journey.house.address}{path}")
        assert answer is not None and answer.status == 404
        stranger.says("没有这一案件，或您无权查看", "怎样就可以")
        assert "皖0202" not in stranger.text()
    stranger.look("not found")


def the_wrong_role(journey: Journey, case: str) -> None:
    """Finance is not offered the officer's act, and posting it by hand is refused."""
    finance = journey.someone("jinghu.finance1")
    finance.case(case)
    assert not finance.page.locator(f'a[href*="/acts/{ORDER}/"]').count()
    address = f"{journey.house.address}{case}acts/{ORDER}/"
    answer = finance.page.request.post(address, form={"csrfmiddlewaretoken": finance.token()})
    assert answer.status == 403
    assert times_done(journey, case, "责令报告财产") == 1
