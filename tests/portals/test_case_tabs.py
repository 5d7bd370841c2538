"""The tabs of a case: what each shows, and what it offers to do next."""

from __future__ import annotations

import re

from duixian.kernel.roles import Role
from tests.contexts.disposal.selling import Selling
from tests.portals.conftest import at_browser
from tests.world import World, on_day


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
