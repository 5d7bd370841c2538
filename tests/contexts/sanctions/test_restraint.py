"""Nobody is pressed by sanctions while the court already holds enough to pay with."""

from __future__ import annotations

from typing import Any

from duixian.contexts.assets.models import Asset
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts import ListDishonest, RestrictConsumption
from duixian.kernel.money import fen
from tests.contexts.disposal.selling import Selling
from tests.world import World


def held(world: World, begins: str, *, charged: str = "0.00") -> Selling:
    """A house worth two million is sealed, more than is owed; others' mortgage takes `charged`."""
    story = Selling(world, begins=begins)
    mortgage(story, charged)
    story.do(begins, IssueEnforcementNotice)
    return story


def mortgage(story: Selling, amount: str) -> None:
    prior = [{"sort": "right", "holder": "徽商银行", "amount": fen(amount)}]
    with viewing(story.court.officer):
        Asset.objects.filter(pk=story.asset).update(value=fen("2000000.00"), prior=prior)


def restriction(story: Selling, **more: Any) -> dict[str, Any]:
    return {"debtor": story.debtor.pk, **more}


def test_a_mortgaged_house_covers_only_what_is_left_of_it(world: World) -> None:
    story = held(world, "2018-10-08")
    able = restriction(story, ground="able_refuses", conduct="拒不履行")
    refused = story.refusal("2018-11-10", ListDishonest, **able)
    assert refused.code == "sanctions.not_listed_covered"
    mortgage(story, "1500000.00")
    story.signed("2018-11-10", ListDishonest, story.court.president, **able)


def test_since_2019_enough_under_control_spares_the_restriction(world: World) -> None:
    story = held(world, "2019-12-01")
    late = story.refusal("2019-12-16", RestrictConsumption, **restriction(story))
    assert late.code == "sanctions.not_restricted_covered"
    assert late.provisions == ("listing-restraint",)
    story.signed("2019-12-15", RestrictConsumption, story.court.president, **restriction(story))


def test_since_2019_the_creditor_may_ask_to_wait(world: World) -> None:
    story = held(world, "2019-12-01", charged="1500000.00")
    asked = restriction(story, creditor_defers=True)
    refused = story.refusal("2019-12-16", RestrictConsumption, **asked)
    assert refused.code == "sanctions.not_restricted_creditor_defers"
    story.signed("2019-12-16", RestrictConsumption, story.court.president, **restriction(story))
