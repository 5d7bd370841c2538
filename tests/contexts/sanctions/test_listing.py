"""Who is listed as dishonest: on a ground the record bears out, and never whom the law spares."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.cases import queries as cases
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts import ListDishonest, RemoveFromList
from duixian.contexts.sanctions.acts_misconduct import LeaveUnpunished, RecordMisconduct
from duixian.contexts.sanctions.listing import must_be_listed
from duixian.kernel.findings import Refusal
from duixian.law import ListingFacts, listing_check
from tests.world import World, act, effected, file_case, identity_number, on_day


class Story:
    """A case of 2018 with a person and a firm; the notice is out."""

    def __init__(self, world: World, filed: str = "2018-03-01", **facts: Any) -> None:
        self.court = world.jinghu
        self.case = file_case(self.court, filed, applied_on=filed, **facts)
        with viewing(self.court.officer):
            self.debtors = cases.debtors_of(self.case)
        self.person = self.debtors[0].pk
        with on_day(filed):
            do(act(IssueEnforcementNotice, case=self.case), by=self.court.officer)
            do(act(OrderDeclaration, case=self.case), by=self.court.officer)

    def refused(self, day: str, ground: str, **more: Any) -> Refusal:
        with on_day(day), pytest.raises(Refusal) as refused:
            attempt(self.listing(ground, **more), by=self.court.officer)
        assert refused.value.cure
        return refused.value

    def listing(self, ground: str, **more: Any) -> Any:
        facts = {"case": self.case, "debtor": self.person, "ground": ground, "conduct": "见卷"}
        return act(ListDishonest, **{**facts, **more})

    def listed(self, day: str, ground: str, **more: Any) -> None:
        with on_day(day):
            waiting = do(self.listing(ground, **more), by=self.court.officer)
            effected(waiting, self.court.president)

    def must(self, day: str) -> bool:
        with viewing(self.court.officer):
            return must_be_listed(self.debtors[0], date.fromisoformat(day))


def test_silence_counts_only_when_the_time_to_declare_is_over(world: World) -> None:
    story = Story(world)
    early = story.refused("2018-03-02", "no_declaration")
    assert early.code == "sanctions.not_listed_not_on_record" and early.field == "ground"
    assert not story.must("2018-03-02") and story.must("2018-06-01")
    story.listed("2018-06-01", "no_declaration")
    again = story.refused("2018-06-02", "no_declaration")
    assert again.code == "sanctions.listed_already"
    with on_day("2018-06-03"):
        remove = act(RemoveFromList, case=story.case, debtor=story.person, reason="已履行")
        effected(do(remove, by=story.court.officer), story.court.president)
        with pytest.raises(Refusal) as gone:
            attempt(remove, by=story.court.officer)
    assert gone.value.code == "sanctions.not_listed"


def test_before_may_2017_silence_alone_lists_nobody(world: World) -> None:
    story = Story(world, "2017-01-03")
    assert story.refused("2017-04-30", "no_declaration").code == "sanctions.not_listed_not_able"
    assert not story.must("2017-04-30") and story.must("2017-05-01")


def test_ability_is_property_found_or_evidence(world: World) -> None:
    story = Story(world)
    assert story.refused("2018-03-20", "able_refuses").code == "sanctions.not_listed_not_able"
    with on_day("2018-03-20"):
        facts = {"owner": story.person, "kind": "equity", "description": "股权"}
        do(act(RegisterAsset, case=story.case, **facts), by=story.court.officer)
    for more, key in (({"secured": True}, "secured"),):
        refused = story.refused("2018-03-21", "able_refuses", **more)
        assert refused.code == f"sanctions.not_listed_{key}"
        assert refused.provisions == ("listing-exclusions",)
    story.listed("2018-03-21", "able_refuses")


@pytest.mark.parametrize("ground", ["obstructs", "evades", "breaks_settlement"])
def test_misconduct_lists_once_it_is_on_record_with_evidence(world: World, ground: str) -> None:
    story = Story(world)
    assert story.refused("2018-03-10", ground).code == "sanctions.not_listed_not_on_record"
    facts = {"case": story.case, "debtor": story.person, "sort": ground}
    told = {"conduct": "见笔录", "evidence": "第2卷第8页", "happened_on": "2018-03-09"}
    with on_day("2018-03-10"):
        made = effected(do(act(RecordMisconduct, **facts, **told), by=story.court.officer))
    assert story.must("2018-03-10")
    with on_day("2018-03-11"):
        pardoned = act(
            LeaveUnpunished,
            case=story.case,
            debtor=story.person,
            misconduct=made.result["misconduct"],
            reason="查证不实",
        )
        effected(do(pardoned, by=story.court.officer), story.court.president)
    assert story.refused("2018-03-11", ground).code == "sanctions.not_listed_not_on_record"
    with on_day("2018-03-12"):
        do(act(RecordMisconduct, **facts, **told), by=story.court.officer)
    story.listed("2018-03-12", ground)


def test_a_supplementary_debtor_comes_after_the_others(world: World) -> None:
    later = {
        "kind": "person",
        "name": "方某平",
        "identity_number": identity_number(731),
        "liability": "supplementary",
    }
    story = Story(world, debtors=[later])
    with on_day("2018-03-20"):
        facts = {"owner": story.person, "kind": "equity", "description": "股权"}
        do(act(RegisterAsset, case=story.case, **facts), by=story.court.officer)
    refused = story.refused("2018-03-21", "able_refuses")
    assert refused.code == "sanctions.not_listed_later_ranked"
    story.listed("2018-03-21", "able_refuses", others_exhausted=True)


ABLE = {"name": "方某平", "ground": "able_refuses", "able": True}
SETTLED = {"name": "方某平", "ground": "breaks_settlement", "recorded": ("breaks_settlement",)}


@pytest.mark.parametrize(
    ("on", "facts", "keys"),
    [
        (date(2018, 1, 1), ABLE, []),
        (date(2018, 1, 1), {**ABLE, "minor": True}, ["minor"]),
        (date(2018, 1, 1), {**ABLE, "covered": True}, ["covered"]),
        (date(2017, 4, 30), {**ABLE, "covered": True}, []),
        (date(2018, 1, 1), {**ABLE, "creditor_defers": True}, []),
        (date(2019, 12, 16), {**ABLE, "creditor_defers": True}, ["creditor_defers"]),
        (date(2019, 12, 15), {**SETTLED, "covered": True}, []),
        (date(2019, 12, 16), {**SETTLED, "covered": True}, ["covered"]),
        (date(2017, 4, 30), SETTLED, ["not_able"]),
        (date(2017, 5, 1), SETTLED, []),
    ],
)
def test_the_law_of_the_day_spares_some(on: date, facts: dict[str, Any], keys: list[str]) -> None:
    found = listing_check(ListingFacts(on=on, **facts))
    assert [each.key for each in found.value] == keys


def test_nobody_was_listed_before_there_was_a_list() -> None:
    with pytest.raises(Refusal) as early:
        listing_check(ListingFacts(on=date(2013, 9, 30), **ABLE))
    assert early.value.code == "law.provision_not_in_force"
