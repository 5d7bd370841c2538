"""Whoever must act is warned in time, those above are told when it is late, all of it on record."""

from __future__ import annotations

from typing import Any

import pytest

from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.cases.acts_course import ResumeCase, SuspendCase
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.measures.acts_course import Reduce
from duixian.contexts.measures.acts_receipt import ConfirmLift, ConfirmMeasure, RecordSent
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.supervision import queries
from duixian.contexts.supervision.acts_setting import SetWarnings
from duixian.contexts.supervision.acts_warning import (
    AnswerWarning,
    CloseWarning,
    RaiseWarning,
)
from duixian.jobs import daily
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.workflow import reactions
from tests.contexts.assets.answers import account
from tests.contexts.measures.test_control import Story
from tests.world import TestCourt, World, act, effected, file_case, on_day


def the_day(court: TestCourt, day: str) -> None:
    with on_day(day):
        daily.note_missed(court.court.pk)
        daily.note_expired_measures(court.court.pk)
        daily.warn(court.court.pk)


def standing(court: TestCourt, case_id: int) -> set[tuple[str, str, int]]:
    with viewing(court.director):
        return {
            (each.node or each.cause, each.level, each.step)
            for each in queries.warnings_of_case(case_id)
        }


def test_a_notice_is_warned_of_then_late_then_reported_upwards(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")  # the notice is due on 12-22
    the_day(court, "2016-12-18")
    assert not {each for each in standing(court, case_id) if each[0] == "enforcement_notice"}
    for day, step in (("2016-12-19", 3), ("2016-12-21", 1), ("2016-12-23", -1)):
        the_day(court, day)
        assert ("enforcement_notice", "officer", step) in standing(court, case_id)
    levels = {level for node, level, _ in standing(court, case_id) if node == "enforcement_notice"}
    assert levels == {"officer"}
    the_day(court, "2016-12-25")
    assert ("enforcement_notice", "bureau_director", -3) in standing(court, case_id)
    the_day(court, "2017-01-01")
    assert ("enforcement_notice", "president", -10) in standing(court, case_id)
    with on_day("2017-01-01"), viewing(court.president):
        assert "enforcement_notice" in {each.node for each in queries.warnings_for(court.president)}
    with viewing(court.officer):
        mine = queries.warnings_for(court.officer)
        assert {each.level for each in mine} == {"officer"}
        assert queries.history_of_case(case_id).filter(closed_because="replaced").exists()
    with viewing(world.jiujiang.president):
        assert not queries.warnings_for(world.jiujiang.president).exists()


def test_nothing_is_raised_twice_and_every_raising_is_in_the_journal(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    for _ in range(3):
        the_day(court, "2016-12-21")
    with viewing(court.officer):
        raised = record.entries_of(case_id, ["supervision.raise_warning"])
        assert raised.count() == 1
        assert "发出执行通知还剩不足2日" in raised.get().line
    with on_day("2016-12-21"):
        for kind, code in (
            (RaiseWarning, "supervision.nothing_to_warn_of"),
            (CloseWarning, "supervision.nothing_to_close"),
        ):
            with pytest.raises(Refusal) as refused:
                do(act(kind, case=case_id), by=system_actor(court.court.pk))
            assert refused.value.code == code
        with pytest.raises(Refusal) as refused:
            do(act(RaiseWarning, case=case_id), by=court.officer)
        assert refused.value.status == 403


def test_the_act_that_was_due_ends_its_warning(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    the_day(court, "2016-12-21")
    with on_day("2016-12-21"):
        with viewing(court.officer):
            warning = next(
                each
                for each in queries.warnings_of_case(case_id)
                if each.node == "declaration_order"
            )
            proposed = queries.proposal(warning)
        assert proposed is not None and proposed.code == "assets.order_declaration"
        do(act(OrderDeclaration, case=case_id), by=court.officer)
        do(act(IssueEnforcementNotice, case=case_id), by=court.officer)
    the_day(court, "2016-12-21")
    assert not {
        node
        for node, _, _ in standing(court, case_id)
        if node in ("declaration_order", "enforcement_notice")
    }
    with viewing(court.officer):
        closed = queries.history_of_case(case_id).filter(node="declaration_order")
        assert [each.closed_because for each in closed] == ["met"]


def test_a_suspended_case_warns_of_nothing_that_stands_still(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")  # the term ends on 2017-06-12
    the_day(court, "2017-06-05")
    assert ("execution_term", "officer", 10) in standing(court, case_id)
    with on_day("2017-06-05"):
        suspend = act(SuspendCase, case=case_id, ground="party_died", explanation="等待继承")
        effected(do(suspend, by=court.officer), court.director)
    the_day(court, "2017-06-06")
    assert "execution_term" not in {node for node, _, _ in standing(court, case_id)}
    with on_day("2017-06-08"):
        do(act(ResumeCase, case=case_id, reason="继承人已确定"), by=court.officer)
    the_day(court, "2017-06-08")
    assert ("execution_term", "officer", 10) in standing(court, case_id)


def test_the_officer_says_why_and_what_he_will_do(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    the_day(court, "2016-12-26")
    with viewing(court.officer):
        warning = next(
            each
            for each in queries.warnings_for(court.officer)
            if each.node == "enforcement_notice"
        )
    facts = {"case": case_id, "warning": warning.pk, "reason": "送达地址待核", "plan": "改用公告"}
    with on_day("2016-12-26"):
        with pytest.raises(Refusal) as refused:
            attempt(act(AnswerWarning, **facts, plan_by="2016-12-20"), by=court.officer)
        assert refused.value.field == "plan_by"
        with pytest.raises(Refusal) as refused:
            attempt(act(AnswerWarning, **facts), by=court.actor(Role.OFFICER, 1))
        assert refused.value.code == "cases.not_in_charge"
        done: Any = do(act(AnswerWarning, **facts, plan_by="2016-12-30"), by=court.officer)
        assert len(done.result["warnings"]) == 2, "the director's warning of the same clock too"
        with pytest.raises(Refusal) as refused:
            attempt(act(AnswerWarning, **facts), by=court.officer)
        assert refused.value.code == "supervision.warning_not_open"
    with viewing(court.director):
        answered = queries.warnings_for(court.director, answered=True).filter(
            node="enforcement_notice"
        )
        assert [(each.reason, each.state) for each in answered] == [("送达地址待核", "answered")]
        assert not queries.warnings_for(court.director).filter(node="enforcement_notice").exists()


def test_a_court_warns_when_it_wants_to(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    setting = act(SetWarnings, node="enforcement_notice", days_before=[8], director_after=1)
    with on_day("2016-12-12"):
        effected(do(setting, by=court.actor(Role.ADMINISTRATOR)), court.president)
    the_day(court, "2016-12-14")
    assert ("enforcement_notice", "officer", 8) in standing(court, case_id)
    the_day(court, "2016-12-23")
    assert ("enforcement_notice", "bureau_director", -1) in standing(court, case_id)
    with viewing(court.director):
        others = queries.policies_of(world.jiujiang.court.pk, setting_day())
    assert others["enforcement_notice"].days_before == (3, 1)
    for facts in (
        {"node": "no_such_node"},
        {"director_after": 5, "president_after": 2},
    ):
        with on_day("2016-12-12"), pytest.raises(Refusal):
            do(act(SetWarnings, **facts), by=court.actor(Role.ADMINISTRATOR))


def setting_day() -> Any:
    from datetime import date

    return date(2016, 12, 23)


def test_a_freeze_about_to_lapse_asks_to_be_renewed_and_lapses_on_record(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.frozen(0, "142305.77")  # to 2017-12-16
    court, measure = story.court, frozen.result["measure"]
    for day, step in (("2017-10-17", 60), ("2017-11-16", 30), ("2017-12-01", 15)):
        the_day(court, day)
        assert ("measure_expiry", "officer", step) in standing(court, story.case)
    with viewing(court.officer):
        warning = queries.warnings_for(court.officer).get(node="measure_expiry")
        proposed = queries.proposal(warning)
    assert proposed is not None
    assert (proposed.code, proposed.facts) == ("measures.renew", {"measure": measure})
    the_day(court, "2017-12-17")
    assert story.measure(measure).state == "expired"
    assert "measure_expiry" not in {node for node, _, _ in standing(court, story.case)}
    with viewing(court.officer):
        missed = record.entries_of(story.case, ["deadlines.note_missed"]).filter(
            line__contains="期限届满"
        )
        assert missed.exists()


def test_a_queued_freeze_whose_turn_came_must_give_back_what_is_too_much(world: World) -> None:
    prior = {"authority": "鸠江区法院", "ends_on": "2017-06-30", "amount": "318000.00"}
    busy = {**account("6222027714", "0.00", measures=[prior]), "balance": "318000.00"}
    story = Story(world, busy, account("6222020002", "900000.00"))
    court = story.court
    queued = story.freeze(0, "318000.00")
    order = queued.result["order"]
    story.system("2016-12-16", RecordSent, order=order)
    story.system("2016-12-17", ConfirmMeasure, order=order, outcome="queued", rank=2)
    story.frozen(1, "880000.00", "2016-12-20")
    came = story.system(
        "2017-07-01", ConfirmMeasure, order=order, outcome="effective", held_amount="318000.00"
    )
    assert came.result["excess"] > 0
    with on_day("2017-07-01"):
        made = reactions.deliver(came.entry_id, court.court.pk)
    assert [each.name for each in made if each.outcome == "done"].count("warn_of_excess") == 1
    with viewing(court.officer):
        warning = queries.warnings_for(court.officer).get(cause="excess")
        proposed = queries.proposal(warning)
    assert proposed is not None and proposed.code == "measures.reduce"
    assert proposed.facts == {
        "measure": queued.result["measure"],
        "amount": came.result["excess"],
    }
    reduced = story.do("2017-07-02", Reduce, **proposed.facts, reason="轮候转为生效后超出应付")
    the_day(court, "2017-07-02")
    assert ("excess", "officer", 0) in standing(court, story.case), "the bank has not answered"
    story.system("2017-07-02", RecordSent, order=reduced.result["order"])
    story.system("2017-07-03", ConfirmLift, order=reduced.result["order"])
    the_day(court, "2017-07-03")
    assert ("excess", "officer", 0) not in standing(court, story.case)


def test_the_board_counts_by_cause_against_last_week(world: World) -> None:
    court = world.jinghu
    file_case(court, "2016-12-12")
    second = file_case(court, "2016-12-12")
    the_day(court, "2016-12-19")
    file_case(court, "2016-12-16")
    with on_day("2016-12-20"):
        do(act(IssueEnforcementNotice, case=second), by=court.officer)
    the_day(court, "2016-12-26")
    with on_day("2016-12-26"), viewing(world.city.president):
        from duixian.kernel import clock

        lines = queries.by_cause([court.court.pk], clock.today())
        line = next(each for each in lines if each.cause == "enforcement_notice")
        assert (line.standing, line.late, line.week_ago, line.change) == (2, 1, 2, 0)
        listed = queries.standing([court.court.pk], "officer", "enforcement_notice")
        assert listed.count() == line.standing
