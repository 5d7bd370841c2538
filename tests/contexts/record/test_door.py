"""The one door: who may do what, what signatures change, what a repeat does."""

from __future__ import annotations

import pytest

from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.cases.acts_course import ResumeCase, SuspendCase
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.models import Case
from duixian.contexts.courts.acts import (
    AppointPerson,
    DelegateRole,
    EndAppointment,
    IssueToken,
)
from duixian.contexts.courts.models import Appointment
from duixian.contexts.deadlines.acts import ExtendTerm
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record import queries, signing, verification
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from tests.world import World, act, case_facts, effected, file_case, on_day


def test_filing_writes_one_entry_and_numbers_the_case_without_gap(world: World) -> None:
    with on_day("2016-12-12"):
        first = do(act(FileCase, **case_facts()), by=world.jinghu.filing)
        with pytest.raises(Refusal):
            do(
                act(
                    FileCase, **case_facts(known_duplicate=True, docket_number="(2016)皖0207执9号")
                ),
                by=world.jinghu.filing,
            )
        second = do(act(FileCase, **case_facts()), by=world.jinghu.filing)
    assert isinstance(first, Done) and isinstance(second, Done)
    assert first.result["docket_number"] == "(2016)皖0202执1号"
    assert second.result["docket_number"] == "(2016)皖0202执2号"
    assert first.seq == 1


def test_an_officer_may_not_file(world: World) -> None:
    with on_day("2016-12-12"), pytest.raises(Refusal) as refused:
        do(act(FileCase, **case_facts()), by=world.jinghu.officer)
    assert refused.value.code == "record.not_your_act"
    assert refused.value.status == 403


def test_an_amount_no_case_can_have_is_refused_as_a_slip(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        act(RecordReceipt, case=1, amount="10000000000000.00")
    assert "金额过大，请核对单位是否为元" in [
        each["message"] for each in refused.value.details["all"]
    ]


def test_the_same_key_is_one_act(world: World) -> None:
    filing = act(FileCase, **case_facts())
    with on_day("2016-12-12"):
        first = do(filing, by=world.jinghu.filing, key="double-click")
        again = do(filing, by=world.jinghu.filing, key="double-click")
        with pytest.raises(Refusal) as refused:
            do(act(FileCase, **case_facts()), by=world.jinghu.filing, key="double-click")
    assert isinstance(first, Done) and isinstance(again, Done)
    assert again.repeated and again.entry_id == first.entry_id
    assert refused.value.code == "record.key_reused"


def test_nothing_is_half_written_when_refused(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        before = Entry.objects.count()
    with on_day("2016-12-13"), pytest.raises(Refusal) as refused:
        do(act(ResumeCase, case=case_id, reason="恢复"), by=world.jinghu.officer)
    assert refused.value.code == "cases.not_suspended"
    with viewing(world.jinghu.officer):
        assert Entry.objects.count() == before


def test_extension_waits_for_director_then_president(world: World) -> None:
    case_id = file_case(world.jinghu)
    court = world.jinghu
    with on_day("2017-06-01"):
        waiting = do(act(ExtendTerm, case=case_id, months=3, ground="评估未完"), by=court.officer)
        assert isinstance(waiting, Waiting) and waiting.waiting_for == "执行局长"
        with pytest.raises(Refusal) as refused:
            signing.sign(waiting.draft_id, by=court.president)
        assert refused.value.code == "record.not_your_signature"
        done = effected(waiting, court.director, court.president)
    with viewing(court.officer):
        entry = queries.entry(done.entry_id)
    assert [each["role"] for each in entry.signers] == ["bureau_director", "president"]


def test_an_act_whose_condition_lapsed_while_waiting_is_not_performed(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    suspend = act(SuspendCase, case=case_id, ground="party_died", explanation="等待继承")
    with on_day("2017-01-10"):
        first = do(suspend, by=court.officer)
        second = do(suspend, by=court.officer)
        assert isinstance(first, Waiting) and isinstance(second, Waiting)
        signing.sign(first.draft_id, by=court.director)
        lapsed = signing.sign(second.draft_id, by=court.director)
    assert isinstance(lapsed, signing.Lapsed)
    assert lapsed.refusal.code == "cases.suspended_already"
    with viewing(court.officer):
        assert queries.draft(second.draft_id).status == "lapsed"


def test_a_draft_lapses_when_its_drafter_no_longer_has_the_case(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2017-01-10"):
        suspend = act(SuspendCase, case=case_id, ground="party_died", explanation="等待继承")
        waiting = do(suspend, by=court.officer)
        assert isinstance(waiting, Waiting)
        other = court.people[Role.OFFICER][1].pk
        do(act(AssignOfficer, case=case_id, officer=other, reason="调离"), by=court.director)
        lapsed = signing.sign(waiting.draft_id, by=court.director)
    assert isinstance(lapsed, signing.Lapsed)
    assert lapsed.refusal.code == "cases.not_in_charge"
    with viewing(court.officer):
        assert queries.draft(waiting.draft_id).status == "lapsed"


def test_a_delegated_signature_names_both(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2017-01-03"):
        do(
            act(
                DelegateRole,
                role="bureau_director",
                holder=court.people[Role.PANEL_JUDGE][0].pk,
                starts_on="2017-01-04",
                ends_on="2017-01-20",
                reason="外出学习",
            ),
            by=court.director,
        )
    with on_day("2017-01-05"):
        waiting = do(
            act(SuspendCase, case=case_id, ground="other", explanation="另案处理"),
            by=court.officer,
        )
        done = effected(waiting, court.actor(Role.PANEL_JUDGE))
    with viewing(court.officer):
        signer = queries.entry(done.entry_id).signers[0]
    assert signer["name"] == "合议庭法官1" and signer["for"] == "执行局长1"
    with on_day("2017-01-21"):
        assert not court.actor(Role.PANEL_JUDGE).holds(Role.BUREAU_DIRECTOR)


def test_what_was_lent_ends_with_the_lenders_own_office(world: World) -> None:
    court = world.jinghu
    lent = act(
        DelegateRole,
        role="bureau_director",
        holder=court.people[Role.PANEL_JUDGE][0].pk,
        starts_on="2017-01-04",
        ends_on="2017-03-01",
        reason="外出学习",
    )
    with on_day("2017-01-03"):
        do(lent, by=court.director)
        with viewing(court.director):
            held = Appointment.objects.get(person=court.people[Role.BUREAU_DIRECTOR][0].pk)
        ending = act(EndAppointment, appointment=held.pk, ends_on="2017-02-01")
        effected(do(ending, by=court.actor(Role.ADMINISTRATOR)), court.president)
    with on_day("2017-01-31"):
        assert court.actor(Role.PANEL_JUDGE).holds(Role.BUREAU_DIRECTOR)
    with on_day("2017-02-01"):
        assert not court.actor(Role.PANEL_JUDGE).holds(Role.BUREAU_DIRECTOR)


def test_an_administrator_draws_no_token_for_another(world: World) -> None:
    court = world.jinghu
    facts = {"digest": "0" * 64, "days": 30}
    administrator = court.actor(Role.ADMINISTRATOR)
    with on_day("2017-01-03"), pytest.raises(Refusal) as refused:
        president = court.people[Role.PRESIDENT][0].pk
        do(act(IssueToken, person=president, **facts), by=administrator)
    assert refused.value.code == "courts.token_of_another" and refused.value.status == 403
    with on_day("2017-01-03"):
        own = do(act(IssueToken, person=administrator.person_id, **facts), by=administrator)
    assert isinstance(own, Done)


def test_implementation_and_adjudication_are_never_in_one_hand(world: World) -> None:
    court = world.jinghu
    with on_day("2017-01-05"):
        waiting = do(
            act(
                AppointPerson,
                person=court.people[Role.OFFICER][0].pk,
                role="adjudication_judge",
                starts_on="2017-02-01",
            ),
            by=court.actor(Role.ADMINISTRATOR),
        )
        assert isinstance(waiting, Waiting)
        lapsed = signing.sign(waiting.draft_id, by=court.president)
    assert isinstance(lapsed, signing.Lapsed)
    assert lapsed.refusal.code == "courts.powers_not_separated"


def test_another_courts_officer_sees_nothing(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jiujiang.officer):
        assert not Case.objects.filter(pk=case_id).exists()
        assert not Entry.objects.filter(case_id=case_id).exists()
    with viewing(world.city.president):
        assert Case.objects.filter(pk=case_id).exists()
    with on_day("2017-01-05"), pytest.raises(Refusal) as refused:
        do(
            act(SuspendCase, case=case_id, ground="other", explanation="越权"),
            by=world.jiujiang.officer,
        )
    assert refused.value.status == 404


def test_the_record_verifies(world: World) -> None:
    file_case(world.jinghu)
    with viewing(world.city.president):
        assert list(verification.faults()) == []
