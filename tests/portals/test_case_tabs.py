"""The tabs of a case: what each shows, and what it offers to do next."""

from __future__ import annotations

import re

from duixian.contexts.cases.acts_course import SuspendCase
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.documents.models import Document
from duixian.contexts.record.doing import Done, do
from duixian.kernel.roles import Role
from tests.contexts.disposal.selling import Selling
from tests.portals.conftest import at_browser
from tests.world import World, act, effected, file_case, on_day


def test_the_disposal_tab_goes_from_property_to_price_sale_and_money(world: World) -> None:
    story = Selling(world)
    officer = at_browser(world.jinghu, Role.OFFICER)
    address = f"/cases/{story.case}/?tab=disposal"
    with on_day("2018-10-20"):
        before = officer.get(address).content.decode()
    lot = story.agreed("2018-10-22")
    with on_day("2018-10-23"):
        priced = officer.get(address).content.decode()
    story.announced("2018-10-30", lot)
    story.sold("2018-12-12", lot, "812000.00")
    with on_day("2018-12-13"):
        sold = officer.get(address).content.decode()
        others = at_browser(world.jiujiang, Role.OFFICER).get(address)
    start = f"/cases/{story.case}/acts/disposal.start_reference_price/?asset={story.asset}"
    assert "已控制、未启动处置" in before and start in before
    assert "参考价" in priced and "1,000,000.00" in priced and "下一步：公告第一次拍卖" in priced
    assert re.search(r'class="button main small" href="[^"]+/disposal.announce_auction/', priced)
    assert "812,000.00" in sold and "张某，6 次出价" in sold
    assert "还差 812,000.00 元，期限至 2018-12-22" in sold
    assert "disposal.record_default" in sold
    assert others.status_code == 404


def test_the_only_thing_to_choose_is_chosen(world: World) -> None:
    story = Selling(world)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2018-10-20"):
        form = officer.get(f"/cases/{story.case}/acts/measures.lift/").content.decode()
    chosen = re.search(rf'value="{story.measure}" (checked|selected)', form)
    assert chosen, form[:4000]


def test_what_a_suspension_holds_is_told_together(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2017-01-10"):
        facts = {"case": case_id, "ground": "other", "explanation": "另案处理"}
        effected(do(act(SuspendCase, **facts), by=world.jinghu.officer), world.jinghu.director)
        page = at_browser(world.jinghu, Role.OFFICER).get(f"/cases/{case_id}/").content.decode()
    assert re.search(r"等 \d+ 项</b>", page) and "都要等：" in page
    assert page.count('<details class="held"') < 10


def test_a_list_says_as_of_when_something_is_owed(world: World) -> None:
    file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2017-01-10"):
        for address in ("/", "/?view=all", "/cases/"):
            page = officer.get(address).content.decode()
            assert "上次结算尚欠（元）" in page
            assert 'title="计至 2016-12-12，不含此后的利息"' in page


def test_a_paper_says_in_words_where_each_value_came_from(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2016-12-14"):
        done = do(act(IssueEnforcementNotice, case=case_id), by=world.jinghu.officer)
        assert isinstance(done, Done)
        (paper,) = Document.objects.filter(case_id=case_id, kind="enforcement_notice")
        officer = at_browser(world.jinghu, Role.OFFICER)
        page = officer.get(f"/documents/{paper.pk}/").content.decode()
    told = page[page.index("每个值从哪里来") :]
    assert "案件·案由" in told and "按签发当日的法律" in told
    assert not re.search(r"[a-z]+\.[A-Z][a-z]+", told), "no name of the code is shown"


def test_an_unknown_address_is_a_page_not_a_case(world: World) -> None:
    officer = at_browser(world.jinghu, Role.OFFICER)
    nowhere = officer.get("/no/such/page/")
    case = officer.get("/cases/999999/")
    assert nowhere.status_code == 404 and "没有这一页" in nowhere.content.decode()
    assert "没有这个案件" not in nowhere.content.decode()
    assert case.status_code == 404 and "没有这一案件，或您无权查看" in case.content.decode()


def test_a_long_journal_folds_on_a_phone_unless_all_of_it_was_asked_for(world: World) -> None:
    story = Selling(world)
    lot = story.agreed("2018-10-22")
    story.announced("2018-10-30", lot)
    for serial in range(4):
        story.paid("2018-10-31", "5000.00", f"债务人{serial}", how="paid")
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2018-11-01"):
        short = officer.get(f"/cases/{story.case}/").content.decode()
        whole = officer.get(f"/cases/{story.case}/?tab=journal&all").content.decode()
    assert short.count('class="entry"') > 10
    assert 'class="foldout"' in short and 'class="foldout"' not in whole


def test_grounds_are_told_in_the_readers_language(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    officer.cookies["duixian_language"] = "en"
    with on_day("2016-12-14"):
        form = officer.get(f"/cases/{case_id}/acts/cases.suspend_case/").content.decode()
    assert "Another ground for suspension" in form
    assert "人民法院认为应当中止的其他情形" not in form
