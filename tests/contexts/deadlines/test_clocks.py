"""Clocks follow the journal, and the journal alone gives the same clocks (R4.3.1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duixian.contexts.cases.acts_course import ResumeCase, SuspendCase
from duixian.contexts.deadlines import listening, queries
from duixian.contexts.deadlines.acts import ExtendTerm, NoteMissed
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.models import Draft
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.portals.officer.drafts import check_again
from tests.world import World, act, effected, file_case, on_day


def _term(world: World, case_id: int) -> date | None:
    with viewing(world.jinghu.officer):
        clocks = {each.node: each for each in queries.of_case(case_id)}
    return clocks["execution_term"].due_on


def test_six_months_from_filing_without_the_suspension(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    assert _term(world, case_id) == date(2017, 6, 12)
    with on_day("2017-02-01"):
        suspend = act(SuspendCase, case=case_id, ground="party_died", explanation="等待继承")
        effected(do(suspend, by=court.officer), court.director)
    with on_day("2017-03-01"):
        do(act(ResumeCase, case=case_id, reason="继承人已确定"), by=court.officer)
    assert _term(world, case_id) == date(2017, 7, 10)
    with on_day("2017-06-01"):
        extend = act(ExtendTerm, case=case_id, months=1, ground="评估未完")
        effected(do(extend, by=court.officer), court.director, court.president)
    assert _term(world, case_id) == date(2017, 8, 9)


def test_a_missed_deadline_is_put_on_record_once(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2016-12-12")
    system = system_actor(court.court.pk)
    with on_day("2017-01-20"):
        do(act(NoteMissed, case=case_id), by=system)
        with viewing(court.officer):
            missed = [each.node for each in queries.of_case(case_id) if each.missed_on]
            assert "enforcement_notice" in missed
            assert not queries.newly_missed(court.court.pk, date(2017, 1, 20)).exists()


def test_a_rebuild_changes_nothing(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2017-02-01"):
        suspend = act(SuspendCase, case=case_id, ground="other", explanation="另案")
        effected(do(suspend, by=court.officer), court.director)
    with viewing(court.officer):
        assert listening.replay(case_id) == listening.clocks_of(case_id)
        assert listening.rebuild(court.court.pk, case_id) == 0


def test_more_time_is_asked_for_before_the_term_ends(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with viewing(court.officer):
        running = queries.running_of_case(case_id)
        due = next(each.due_on for each in running if each.node == "execution_term")
    assert due is not None
    facts = {"case": case_id, "ground": "评估未完"}
    day_after = due + timedelta(days=1)
    with on_day(day_after):
        for late, code in (
            ({"months": 1}, "cases.term_over"),
            ({"months": 1, "applied_on": day_after}, "cases.term_over"),
            ({"months": 13, "applied_on": due}, "cases.extension_too_long"),
            ({"months": 1, "applied_on": day_after + timedelta(days=1)}, "cases.applied_in_future"),
        ):
            with pytest.raises(Refusal) as refused:
                attempt(act(ExtendTerm, **facts, **late), by=court.officer)
            assert refused.value.code == code
    with on_day(due):
        waiting = do(act(ExtendTerm, **facts, months=1), by=court.officer)
    with on_day(day_after):
        with viewing(court.officer):
            draft = Draft.objects.get(case_id=case_id)
        assert check_again(draft) is None, "the signer is shown what he may sign"
        assert draft.facts["applied_on"] == due.isoformat()
        in_time = effected(waiting, court.director, court.president)
    assert in_time.result["months"] == 1, "signed later, applied for in time"
