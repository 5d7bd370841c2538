"""The two ends of a case: paid, or no property left to find (R4.4.1, R2.1)."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.closing import gathering
from duixian.contexts.closing.acts_closing import CloseAsExecuted
from duixian.contexts.closing.acts_termination import (
    EnterTerminationLibrary,
    OpenResumedCase,
    ResumeAfterTermination,
    TerminateCurrentProceedings,
)
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Appointment, Person
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution.acts import RecordDirectPayment
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.signing import Lapsed, sign
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts import RestrictConsumption
from duixian.kernel.findings import Refusal
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role
from tests.contexts.closing.ground import (
    debtors,
    enrol_institutions,
    exhaust,
    pay_in_full,
    pay_out_everything,
    talk,
)
from tests.world import World, act, effected, file_case, form_panel, on_day


def test_a_paid_case_closes_only_when_nothing_is_left_to_do(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    close = act(CloseAsExecuted, case=case_id)
    with on_day("2017-01-05"), pytest.raises(Refusal) as owing:
        do(close, by=court.officer)
    assert owing.value.code == "closing.still_owed"
    pay_in_full(court, case_id, "2017-01-09")
    with on_day("2017-01-10"):
        with pytest.raises(Refusal) as unpaid:
            do(close, by=court.officer)
        assert unpaid.value.code == "closing.money_not_paid_out"
        pay_out_everything(court, case_id)
        done = effected(do(close, by=court.officer), court.director)
    with viewing(court.officer):
        case = Case.objects.get(pk=case_id)
        assert (case.state, case.closing, case.closed_on) == (
            "closed",
            "executed",
            date(2017, 1, 10),
        )
        assert not deadlines.running_of_case(case_id)
    assert done.result["document"]


def test_termination_needs_every_condition_and_three_judges_or_the_creditor(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    terminate = act(TerminateCurrentProceedings, case=case_id)
    with on_day(filed):
        enrol_institutions(court)
        with pytest.raises(Refusal) as early:
            do(terminate, by=court.officer)
    keys = {each["key"] for each in early.value.details["conditions"]}
    assert {"notice_and_declaration", "long_enough", "talk"} <= keys and early.value.cure
    exhaust(court, case_id, filed)
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=False)
        waiting = do(terminate, by=court.officer)
        with pytest.raises(Refusal) as unformed:
            sign(waiting.draft_id, by=court.actor(Role.PANEL_JUDGE))  # type: ignore[union-attr]
        assert unformed.value.code == "cases.no_panel" and "组成合议庭" in unformed.value.cure
        form_panel(court, case_id, "2017-04-05")
        judges = [court.actor(Role.PANEL_JUDGE, place) for place in range(3)]
        done = effected(waiting, *judges, court.president)
        do(act(EnterTerminationLibrary, case=case_id), by=system_actor(court.court.pk))
    assert done.result["document"]
    with viewing(court.officer):
        running = {each.node for each in deadlines.running_of_case(case_id)}
        assert "post_termination_query" in running
        assert gathering.classification(Case.objects.get(pk=case_id), date(2017, 4, 5)).value
    with on_day(date(2017, 8, 1)):
        resumed = do(
            act(ResumeAfterTermination, case=case_id, reason="申请人提供银行存款线索"),
            by=court.filing,
        )
        assert isinstance(resumed, Done)
        assert resumed.result["docket_number"] == "(2017)皖0202执恢1号"
        do(
            act(OpenResumedCase, case=resumed.result["resumed_as"]),
            by=system_actor(court.court.pk),
        )
    with viewing(court.officer):
        new = resumed.result["resumed_as"]
        assert {each.node for each in deadlines.running_of_case(new)} >= {"execution_term"}
        assert owed(new, date(2017, 8, 1)).value == owed(case_id, date(2017, 8, 1)).value


def test_a_creditor_who_changes_his_mind_brings_back_the_panel(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=True)
        waiting = do(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
    assert isinstance(waiting, Waiting) and waiting.waiting_for == "执行局长"
    with on_day(date(2017, 4, 6)):
        talk(court, case_id, agrees=False)
        lapsed = sign(waiting.draft_id, by=court.director)
    assert isinstance(lapsed, Lapsed) and lapsed.refusal.code == "record.signatures_changed"
    with viewing(court.officer):
        assert Case.objects.get(pk=case_id).state == "open"


def test_a_panel_formed_anew_signs_anew_and_the_old_one_stays_on_record(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    form_panel(court, case_id, "2017-04-05")
    judges = [court.actor(Role.PANEL_JUDGE, place) for place in range(3)]
    newcomer = Person.objects.create(username="jinghu.panel4", name="合议庭法官4")
    Appointment.objects.create(
        person=newcomer,
        court=court.court,
        role=Role.PANEL_JUDGE.value,
        branch=Role.PANEL_JUDGE.branch.value,
        during=(date(2010, 1, 1), None),
    )
    changed = {"members": [judges[1].person_id, newcomer.pk]}
    with pytest.raises(Refusal) as unexplained:
        form_panel(court, case_id, "2017-04-05", **changed)
    assert unexplained.value.field == "reason"
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=False)
        waiting = do(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
        assert isinstance(waiting, Waiting)
        for judge in judges:
            sign(waiting.draft_id, by=judge)
        form_panel(court, case_id, "2017-04-05", **changed, reason="合议庭法官3回避")
        lapsed = sign(waiting.draft_id, by=court.president)
        assert isinstance(lapsed, Lapsed) and lapsed.refusal.code == "cases.panel_changed"
        anew = do(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
        assert isinstance(anew, Waiting)
        with pytest.raises(Refusal) as left:
            sign(anew.draft_id, by=judges[2])
        assert left.value.code == "cases.not_on_panel"
        effected(anew, *judges[:2], courts.actor(newcomer), court.president)
    with viewing(court.officer):
        assert [each.person_id for each in cases.panel_of(case_id)] == [
            judges[0].person_id,
            judges[1].person_id,
            newcomer.pk,
        ]
        assert len(cases.panels_of(case_id)) == 6


def test_termination_lapses_when_property_is_found_before_the_president_signs(
    world: World,
) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=True)
        waiting = do(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
    with on_day(date(2017, 4, 6)):
        do(
            act(
                RegisterAsset,
                case=case_id,
                owner=debtors(court, case_id)[0].pk,
                kind="deposit",
                description="徽商银行存款",
                number="6217000011112222",
                amount="90000.00",
            ),
            by=court.officer,
        )
        lapsed = sign(waiting.draft_id, by=court.director)  # type: ignore[union-attr]
    assert isinstance(lapsed, Lapsed)
    assert lapsed.refusal.code == "closing.conditions_not_met"
    with viewing(court.officer):
        assert Case.objects.get(pk=case_id).state == "open"


def test_nobody_stays_restricted_in_a_case_finally_terminated(world: World) -> None:
    from duixian.contexts.closing.acts_closing import CloseAsFinallyTerminated

    court = world.jinghu
    case_id = file_case(court)
    with on_day("2017-01-05"):
        do(act(IssueEnforcementNotice, case=case_id), by=court.officer)
        debtor = debtors(court, case_id)[0].pk
        restrict = act(RestrictConsumption, case=case_id, debtor=debtor)
        effected(do(restrict, by=court.officer), court.president)
        end = act(CloseAsFinallyTerminated, case=case_id, ground="withdrawn", explanation="撤回")
        with pytest.raises(Refusal) as refused:
            do(end, by=court.officer)
    assert refused.value.code == "closing.restrictions_in_force"


def test_instalments_to_come_keep_a_case_open(world: World) -> None:
    court = world.jinghu
    paid_later = {"principal": "5000.00", "due_on": "2019-09-30"}
    title = {
        "kind": "民事调解书",
        "number": "(2016)皖0202民初77号",
        "issuer": "芜湖市镜湖区人民法院",
        "effective_on": "2016-06-01",
        "performance_due_on": "2016-06-30",
        "obligations": [{"principal": "1000.00", "due_on": "2016-06-30"}, paid_later],
    }
    case_id = file_case(court, titles=[title])
    day = date(2017, 1, 9)
    with on_day(day):
        with viewing(court.officer):
            owing = owed(case_id, day).value.outstanding
        direct = {"amount": yuan(owing), "paid_on": day, "evidence": "收条"}
        do(act(RecordDirectPayment, case=case_id, **direct), by=court.officer)
        with pytest.raises(Refusal) as refused:
            do(act(CloseAsExecuted, case=case_id), by=court.officer)
    assert refused.value.code == "closing.not_yet_due" and "5,000.00" in refused.value.message
