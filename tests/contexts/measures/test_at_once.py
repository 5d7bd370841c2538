"""Two officers' clicks at the same moment: the ceiling is kept by the case's own lock."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

from django.db import connections

from duixian.contexts.measures import queries
from duixian.contexts.measures.acts_control import FreezeDeposit
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from tests.contexts.assets.answers import account
from tests.contexts.measures.test_control import Story
from tests.world import act, make_world, on_day


def test_two_freezes_at_once_are_never_both_above_the_ceiling(own_database: Any) -> None:
    story = Story(
        make_world(), account("6222020001", "800000.00"), account("6222020002", "800000.00")
    )
    officer = story.court.officer
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def freeze(asset: int) -> None:
        with on_day("2016-12-16"):
            ready.wait()
            try:
                do(act(FreezeDeposit, case=story.case, asset=asset, amount="800000.00"), by=officer)
                outcomes.append("frozen")
            except Refusal as refusal:
                outcomes.append(refusal.code)
            finally:
                connections.close_all()

    threads = [threading.Thread(target=freeze, args=(asset,)) for asset in story.assets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["frozen", "measures.over_ceiling"]
    with on_day("2016-12-16"), viewing(officer):
        limit = queries.ceiling(story.case, date(2016, 12, 16))
    assert limit.pending == 80_000_000 <= limit.total
