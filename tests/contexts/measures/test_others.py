"""What stands before our measures, and what stops a levy."""

from __future__ import annotations

from duixian.contexts.cases.acts_course import SuspendCase
from duixian.contexts.measures.acts_levy import LevyDeposit
from duixian.contexts.record.doing import do
from tests.contexts.assets.answers import account
from tests.contexts.measures.test_control import COURT_ACCOUNT, Story
from tests.world import World, act, effected, on_day


def test_a_freeze_of_others_that_has_ended_stands_before_nobody(world: World) -> None:
    prior = {"authority": "鸠江区法院", "ends_on": "2016-12-20", "amount": "318000.00"}
    busy = {**account("6222027714", "0.00", measures=[prior]), "balance": "318000.00"}
    story = Story(world, busy)
    early = story.freeze(0, "318000.00", "2016-12-20")
    assert early.result["queued"]
    other = Story(world, busy)
    assert not other.freeze(0, "318000.00", "2016-12-21").result["queued"]


def test_no_money_is_levied_while_the_case_is_suspended(world: World) -> None:
    story = Story(world, account("6222020001", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    with on_day("2016-12-18"):
        suspend = act(SuspendCase, case=story.case, ground="bankruptcy", explanation="破产受理")
        effected(do(suspend, by=story.court.officer), story.court.director)
    refused = story.refusal("2016-12-19", LevyDeposit, measure=measure, **COURT_ACCOUNT)
    assert refused.code == "measures.case_suspended" and refused.transient
