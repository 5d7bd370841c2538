"""What a debtor does against enforcement, and what the court may do about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.cases import queries as cases
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions import queries
from duixian.contexts.sanctions.acts import LiftRestriction, RestrictConsumption
from duixian.contexts.sanctions.acts_misconduct import (
    Detain,
    Fine,
    LeaveUnpunished,
    RecordMisconduct,
    ReferCrime,
)
from duixian.kernel.findings import Refusal
from tests.world import World, act, effected, file_case, on_day

DAY = "2018-05-17"


class Story:
    def __init__(self, world: World) -> None:
        self.court = world.jinghu
        self.case = file_case(self.court, "2018-03-01", applied_on="2018-02-26")
        with viewing(self.court.officer):
            self.person, self.firm = (each.pk for each in cases.debtors_of(self.case))

    def refused(self, kind: type[Act], **facts: Any) -> str:
        with on_day(DAY), pytest.raises(Refusal) as refused:
            attempt(act(kind, case=self.case, **facts), by=self.court.officer)
        return refused.value.code

    def done(self, kind: type[Act], **facts: Any) -> dict[str, Any]:
        with on_day(DAY):
            outcome = do(act(kind, case=self.case, **facts), by=self.court.officer)
            signers = () if kind is RecordMisconduct else (self.court.president,)
            return effected(outcome, *signers).result

    def misconduct(self, debtor: int, **changed: Any) -> int:
        facts = {
            "debtor": debtor,
            "sort": "obstructs",
            "happened_on": "2018-05-16",
            "conduct": "锁门拒不让执行人员进入",
            "evidence": "执行记录仪录像，第3卷第12页",
        }
        return int(self.done(RecordMisconduct, **{**facts, **changed})["misconduct"])


def test_misconduct_is_fined_once_within_the_limits_of_the_day(world: World) -> None:
    story = Story(world)
    locked = story.misconduct(story.person)
    facts = {"misconduct": locked, "reason": "妨害执行", "decision_number": "(2018)皖0202司惩1号"}
    person, firm = {"debtor": story.person}, {"debtor": story.firm}
    assert story.refused(Fine, **person, **facts, amount="100000.01") == (
        "sanctions.fine_out_of_limits"
    )
    assert story.refused(Fine, **firm, **facts, amount="60000") == "sanctions.unknown_misconduct"
    story.done(Fine, **person, **facts, amount="100000.00")
    assert story.refused(Fine, **person, **facts, amount="500") == "sanctions.punished_already"
    too_long = {**person, **facts, "days": 16}
    assert story.refused(Detain, **too_long) == "sanctions.detention_too_long"
    story.done(Detain, **{**too_long, "days": 15})
    of_firm = {**facts, "misconduct": story.misconduct(story.firm)}
    assert story.refused(Fine, **firm, **of_firm, amount="49999") == "sanctions.fine_out_of_limits"
    assert story.refused(Detain, **firm, **of_firm, days=5) == "sanctions.unit_cannot_be_detained"
    story.done(Detain, **firm, **of_firm, days=5, person="汪某")


def test_nobody_is_punished_for_nothing(world: World) -> None:
    story = Story(world)
    facts = {
        "debtor": story.person,
        "reason": "未报告财产",
        "amount": "2000",
        "decision_number": "(2018)皖0202司惩2号",
    }
    assert story.refused(Fine, **facts) == "sanctions.nothing_to_punish"
    with on_day("2018-03-02"):
        do(act(IssueEnforcementNotice, case=story.case), by=story.court.officer)
        do(act(OrderDeclaration, case=story.case), by=story.court.officer)
    story.done(Fine, **facts)
    assert story.refused(Fine, **facts) == "sanctions.punished_already"
    bare = {"debtor": story.person, "reason": "情节轻微"}
    assert story.refused(LeaveUnpunished, **bare) == "sanctions.misconduct_missing"


def test_misconduct_stays_open_until_something_follows(world: World) -> None:
    story = Story(world)
    story.misconduct(story.person, sort="breaks_settlement")
    for answer in (ReferCrime, LeaveUnpunished):
        locked = story.misconduct(story.person)
        with viewing(story.court.officer):
            assert [each.pk for each in queries.unpunished(story.case)] == [locked]
        story.done(answer, debtor=story.person, misconduct=locked, reason="另案处理")
        with viewing(story.court.officer):
            assert not queries.unpunished(story.case)


def test_misconduct_lies_in_the_past_and_breaks_a_restriction_that_was_there(world: World) -> None:
    story = Story(world)
    facts = {"debtor": story.person, "conduct": "乘坐飞机", "evidence": "民航信息"}
    tomorrow = date.fromisoformat(DAY) + timedelta(days=1)
    later = {**facts, "sort": "obstructs", "happened_on": tomorrow}
    assert story.refused(RecordMisconduct, **later) == "sanctions.misconduct_in_future"
    flew = {**facts, "sort": "breaks_restriction", "happened_on": "2018-05-16"}
    assert story.refused(RecordMisconduct, **flew) == "sanctions.not_restricted_then"


def test_a_breach_found_after_the_restriction_was_lifted_is_recorded(world: World) -> None:
    story = Story(world)
    with on_day("2018-03-02"):
        do(act(IssueEnforcementNotice, case=story.case), by=story.court.officer)
    for day, kind, facts in (
        ("2018-04-01", RestrictConsumption, {}),
        ("2018-04-20", LiftRestriction, {"reason": "提供担保"}),
    ):
        with on_day(day):
            wanted = act(kind, case=story.case, debtor=story.person, **facts)
            effected(do(wanted, by=story.court.officer), story.court.president)
    breach = {
        "sort": "breaks_restriction",
        "conduct": "乘坐飞机",
        "evidence": "航空公司的回函",
    }
    for day in ("2018-03-31", "2018-04-21"):
        code = story.refused(RecordMisconduct, debtor=story.person, **breach, happened_on=day)
        assert code == "sanctions.not_restricted_then"
    assert story.misconduct(story.person, **breach, happened_on="2018-04-10")
