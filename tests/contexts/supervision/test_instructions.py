"""A superior demands, the officer reports, the superior strikes it off; others only look on."""

from __future__ import annotations

from typing import Any

import pytest

from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.supervision import queries
from duixian.contexts.supervision.acts_instruction import (
    Instruct,
    ReportInstruction,
    SettleInstruction,
)
from duixian.kernel.clock import today
from duixian.kernel.findings import Refusal
from duixian.workflow.next_acts import next_acts
from tests.world import World, act, file_case, on_day

DEMAND = {"demand": "三日内完成现场调查并报告", "due_on": "2017-05-20"}


def refused(kind: Any, by: Actor, **facts: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        attempt(act(kind, **facts), by=by)
    return found.value


def test_the_court_above_instructs_and_the_officer_reports(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    with on_day("2017-05-17"):
        given: Any = do(act(Instruct, case=case_id, **DEMAND), by=world.city.director)
        with viewing(court.officer):
            mine = queries.instructions_to(court.people["officer"][0].pk).get()
            entry = record.entry(given.entry_id)
        assert (mine.from_court_id, mine.state) == (world.city.court.pk, "open")
        assert entry.court_id == court.court.pk, "it stands in the case's own chain"
        assert "中级人民法院督办" in entry.line
        about = {"case": case_id, "instruction": mine.pk}
        early = refused(SettleInstruction, world.city.director, **about)
        assert early.code == "supervision.no_instruction"
    with on_day("2017-05-22"):
        with viewing(world.city.president):
            assert queries.instructions_overdue([court.court.pk], today()).count() == 1
        reported: Any = do(act(ReportInstruction, **about, report="已查看现场"), by=court.officer)
        assert reported.result["late_days"] == 2
        own = refused(SettleInstruction, court.director, **about)
        assert own.code == "supervision.no_instruction", "who gave it strikes it off"
        do(act(SettleInstruction, **about), by=world.city.president)
        with viewing(world.city.director):
            assert not queries.instructions_from(world.city.director.person_id or 0).exists()
            assert queries.instructions_of_case(case_id).get().state == "settled"


def test_who_may_instruct_whom(world: World) -> None:
    case_id = file_case(world.jinghu, "2017-05-08")
    facts = {"case": case_id, **DEMAND}
    with on_day("2017-05-17"):
        attempt(act(Instruct, **facts), by=world.jinghu.president)
        assert refused(Instruct, world.jinghu.officer, **facts).status == 403
        assert "上级法院" in refused(Instruct, world.city.finance, **facts).message or (
            refused(Instruct, world.city.finance, **facts).status == 404
        )
        assert refused(Instruct, world.jiujiang.president, **facts).status == 404
        late = refused(Instruct, world.city.director, **{**facts, "due_on": "2017-05-01"})
        assert late.field == "due_on"


def test_a_superior_is_offered_the_instruction_and_nothing_of_the_officer_s(world: World) -> None:
    from duixian.contexts.cases import access

    case_id = file_case(world.jinghu, "2017-05-08")
    with on_day("2017-05-17"), viewing(world.city.director):
        offered = next_acts(world.city.director, access.case_or_refuse(case_id))
    assert [each.act.code for each in offered.allowed] == ["supervision.instruct"]


def test_a_superior_does_nothing_else_in_a_case_of_a_court_below(world: World) -> None:
    from duixian.contexts.cases.acts_assignment import AssignOfficer

    case_id = file_case(world.jinghu, "2017-05-08")
    with on_day("2017-05-17"):
        found = refused(AssignOfficer, world.city.director, case=case_id)
    assert (found.code, found.status) == ("record.not_your_act", 403)
    assert "本院" in found.message and "上级" not in found.message
