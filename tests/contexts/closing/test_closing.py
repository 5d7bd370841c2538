"""The two ends of a case: paid, or no property left to find (R4.4.1, R2.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duixian.contexts.assets.acts_answer import RecordAnswer
from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.assets.acts_inquiry import EnrolInstitution, RecordSent, SendInquiries
from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.assets.acts_set_aside import MarkNotEnforceable
from duixian.contexts.assets.acts_survey import RecordSurveyStep, RecordWhereabouts
from duixian.contexts.assets.models import Inquiry
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.closing import gathering
from duixian.contexts.closing.acts_closing import CloseAsExecuted
from duixian.contexts.closing.acts_termination import (
    EnterTerminationLibrary,
    OpenResumedCase,
    RecordTerminationTalk,
    ResumeAfterTermination,
    TerminateCurrentProceedings,
)
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Appointment, Person
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution.acts import ConfirmPayout, PayOut
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.ledger.acts import CollectFee, RecordReceipt, fee_due
from duixian.contexts.parties import queries as parties
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import Done, Waiting, attempt, do
from duixian.contexts.record.signing import Lapsed, sign
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts import RestrictConsumption
from duixian.contexts.sanctions.acts_misconduct import Fine, RecordMisconduct
from duixian.kernel.findings import Refusal
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role
from duixian.law import termination_check
from tests.world import TestCourt, World, act, credit_code, effected, file_case, form_panel, on_day


def pay_in_full(court: TestCourt, case_id: int, on: str) -> None:
    """The debtor pays what is owed on a day and the fee on top."""
    day = date.fromisoformat(on)
    with on_day(day):
        with viewing(court.officer):
            claim = owed(case_id, day).value.outstanding
        from duixian.kernel.money import Fen
        from duixian.law import enforcement_fee

        fee = enforcement_fee(amount=Fen(claim), on=day).value.amount
        # a little more than is owed: it comes back as surplus and bears no fee
        do(
            act(
                RecordReceipt,
                case=case_id,
                amount=yuan(claim + fee + 200_00),
                received_on=on,
                payer="安徽澄江装饰有限公司",
                bank_reference=f"HS-{case_id}",
            ),
            by=court.finance,
        )
        with viewing(court.officer):
            due = fee_due(Case.objects.get(pk=case_id), day)
        do(act(CollectFee, case=case_id, amount=yuan(due)), by=court.officer)


def pay_out_everything(court: TestCourt, case_id: int) -> None:
    from duixian.contexts.distribution.acts import payable_to_creditors, surplus_of
    from duixian.contexts.record.acts import Subject
    from duixian.contexts.record.doing import begin_reading

    for purpose, role in (("claim", "creditor"), ("surplus", "debtor")):
        with viewing(court.officer):
            at = begin_reading(court.officer, Subject(court.court.pk, case_id))
            amount = payable_to_creditors(at) if purpose == "claim" else surplus_of(at)
            payee = next(each for each in cases.parties_of(case_id) if each.role == role)
        if amount <= 0:
            continue
        facts = {
            "case": case_id,
            "payee": payee.pk,
            "amount": yuan(amount),
            "purpose": purpose,
            "account_name": payee.party.name,
            "account_number": "6217000012345678",
            "bank_name": "徽商银行",
        }
        done = effected(do(act(PayOut, **facts), by=court.officer), court.director)
        do(
            act(
                ConfirmPayout,
                case=case_id,
                payout=done.result["payout"],
                bank_reference=f"P-{done.entry_id}",
            ),
            by=system_actor(court.court.pk),
        )


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


def enrol_institutions(court: TestCourt) -> None:
    for key, kind, able in (
        ("bank-a", "BANK", ("deposits", "securities")),
        ("land", "LAND", ("real_estate",)),
        ("vehicles", "VEH", ("vehicles",)),
    ):
        do(
            act(EnrolInstitution, key=key, name=key, kind=kind, capabilities=able),
            by=court.actor(Role.ADMINISTRATOR),
        )


def answer_everything_with_nothing(court: TestCourt, case_id: int) -> None:
    system = system_actor(court.court.pk)
    with viewing(court.officer):
        asked = list(
            Inquiry.objects.filter(case_id=case_id).select_related("debtor__party").order_by("id")
        )
        numbers = {each.pk: parties.identity_number(each.debtor.party) for each in asked}
    for each in asked:
        do(act(RecordSent, case=case_id, inquiry=each.pk), by=system)
        from duixian.kernel import clock

        do(
            act(
                RecordAnswer,
                case=case_id,
                inquiry=each.pk,
                answered_name=each.debtor.party.name,
                answered_identity=numbers[each.pk],
                answered_on=clock.today(),
            ),
            by=system,
        )


def exhaust(court: TestCourt, case_id: int, filed: date) -> None:
    """Everything the law asks for before termination, at its time."""
    with on_day(filed + timedelta(days=1)):
        do(act(IssueEnforcementNotice, case=case_id), by=court.officer)
        do(act(OrderDeclaration, case=case_id), by=court.officer)
    with on_day(filed + timedelta(days=60)):
        for debtor in [each.pk for each in _debtors(court, case_id)]:
            effected(
                do(
                    act(RestrictConsumption, case=case_id, debtor=debtor),
                    by=court.officer,
                ),
                court.president,
            )
            person = debtor == _debtors(court, case_id)[0].pk
            fine = act(
                Fine,
                case=case_id,
                debtor=debtor,
                reason="逾期未报告财产",
                amount="2000" if person else "50000",
                decision_number=f"(2017)皖0202司惩{debtor}号",
            )
            effected(do(fine, by=court.officer), court.president)
        do(
            act(
                RecordSurveyStep,
                case=case_id,
                kind="home_visit",
                on=filed + timedelta(days=60),
                place="住所地",
                note="未发现可供执行的财产",
            ),
            by=court.officer,
        )
    with on_day(filed + timedelta(days=80)):
        do(act(SendInquiries, case=case_id), by=court.officer)
        answer_everything_with_nothing(court, case_id)


def _debtors(court: TestCourt, case_id: int) -> list[cases.CaseParty]:
    with viewing(court.officer):
        return cases.debtors_of(case_id)


def talk(court: TestCourt, case_id: int, *, agrees: bool) -> None:
    with viewing(court.officer):
        creditor = cases.creditors_of(case_id)[0].pk
    do(
        act(RecordTerminationTalk, case=case_id, creditor=creditor, agrees=agrees),
        by=court.officer,
    )


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


def unmet(court: TestCourt, case_id: int) -> str:
    """What the refusal of termination says, condition by condition; empty when it may be done."""
    try:
        attempt(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
    except Refusal as refusal:
        return "".join(each["why"] for each in refusal.details["conditions"])
    return ""


def test_a_missing_debtor_is_searched_for_and_misconduct_dealt_with_before_termination(
    world: World,
) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    missing, other = (each.pk for each in _debtors(court, case_id))

    def step(kind: type[Act], /, **facts: Any) -> Done | Waiting:
        return do(act(kind, case=case_id, **facts), by=court.officer)

    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=True)
        assert unmet(court, case_id) == ""
        step(RecordWhereabouts, debtor=missing, basis="送达退回，村委会证明外出多年")
        assert "下落不明，没有依法查找" in unmet(court, case_id)
        search = {"kind": "person_search", "on": "2017-04-05", "place": "公安机关"}
        step(RecordSurveyStep, debtor=other, note="未查到", **search)
        assert "下落不明，没有依法查找" in unmet(court, case_id)
        step(RecordSurveyStep, debtor=missing, note="未查到", **search)
        assert unmet(court, case_id) == ""
        hit = step(
            RecordMisconduct,
            debtor=other,
            sort="obstructs",
            happened_on="2017-04-04",
            conduct="撕毁封条",
            evidence="现场照片",
        )
        assert "妨害、抗拒执行" in unmet(court, case_id)
        fine = step(
            Fine,
            debtor=other,
            misconduct=effected(hit).result["misconduct"],
            reason="撕毁封条",
            amount="50000",
            decision_number="(2017)皖0202司惩1号",
        )
        effected(fine, court.president)
        assert unmet(court, case_id) == ""


def test_termination_says_which_property_was_set_aside_and_on_what_ground(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    owner = _debtors(court, case_id)[0].pk
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=True)
        lathe = {"kind": "other", "description": "旧机床一台"}
        entered = do(act(RegisterAsset, case=case_id, owner=owner, **lathe), by=court.officer)
        facts = {"case": case_id, "asset": effected(entered).result["asset"]}
        assert "旧机床一台可以处置" in unmet(court, case_id)
        mark = act(MarkNotEnforceable, **facts, ground="no_value", explanation="评估为废铁")
        effected(do(mark, by=court.officer), court.director)
        assert unmet(court, case_id) == ""
        with viewing(court.officer):
            found = gathering.termination_facts(
                Case.objects.get(pk=case_id), date(2017, 4, 5), confirmed_on=None
            )
        checked = {each.key: each for each in termination_check(found).value.conditions}
        thing = checked["no_disposable_property"]
        assert "没有剩余" in thing.why and "2017-04-05 认定不宜执行" in thing.evidence
        car = {"kind": "vehicle", "description": "轿车一辆", "number": "LSVAA4182E21848"}
        do(act(RegisterAsset, case=case_id, owner=owner, **car), by=court.officer)
        assert "轿车一辆可以处置" in unmet(court, case_id), "a car nobody sealed counts"


def test_a_ground_outside_the_law_sets_nothing_aside(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    owner = _debtors(court, case_id)[0].pk
    with on_day("2017-01-05"):
        shares = {"kind": "equity", "description": "股权"}
        entered = do(act(RegisterAsset, case=case_id, owner=owner, **shares), by=court.officer)
        facts = {"case": case_id, "asset": effected(entered).result["asset"]}
        mark = act(MarkNotEnforceable, **facts, ground="other", explanation="公司下落不明")
        effected(do(mark, by=court.officer), court.director)
        assert "公司下落不明），但不是法律规定的不能处置的情形" in unmet(court, case_id)


def test_who_was_found_again_need_not_be_searched_for(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    debtor = _debtors(court, case_id)[0].pk
    with on_day("2017-01-05"):
        facts = {"case": case_id, "debtor": debtor}
        do(act(RecordWhereabouts, **facts, basis="送达退回"), by=court.officer)
        with pytest.raises(Refusal) as again:
            do(act(RecordWhereabouts, **facts, basis="送达退回"), by=court.officer)
        assert again.value.code == "assets.whereabouts_unchanged"
        assert "下落不明" in unmet(court, case_id)
        do(act(RecordWhereabouts, **facts, missing=False, basis="已到庭"), by=court.officer)
        assert "下落不明" not in unmet(court, case_id)
        with pytest.raises(Refusal) as nobody:
            step = {"kind": "person_search", "on": "2017-01-05", "place": "网吧", "note": "无"}
            do(act(RecordSurveyStep, case=case_id, **step), by=court.officer)
        assert nobody.value.code == "assets.searched_for_nobody"


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


def test_no_termination_while_money_lies_on_the_account(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    with on_day(date(2017, 4, 5)):
        talk(court, case_id, agrees=True)
        facts = {"amount": "9000.00", "received_on": "2017-04-05", "payer": "方某平"}
        do(act(RecordReceipt, case=case_id, bank_reference="HS1", **facts), by=court.finance)
        with pytest.raises(Refusal) as unpaid:
            do(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
    assert unpaid.value.code == "closing.money_not_paid_out" and unpaid.value.transient


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


def test_one_of_two_creditors_does_not_agree_for_both(world: World) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    others = [
        {"kind": "firm", "name": "芜湖甲有限公司", "identity_number": credit_code(901)},
        {"kind": "firm", "name": "芜湖乙有限公司", "identity_number": credit_code(902)},
    ]
    case_id = file_case(court, filed.isoformat(), creditors=others)
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    terminate = act(TerminateCurrentProceedings, case=case_id)
    with viewing(court.officer):
        first, second = (each.pk for each in cases.creditors_of(case_id))
    with on_day(date(2017, 4, 5)):
        heard = act(RecordTerminationTalk, case=case_id, creditor=first, agrees=False)
        do(heard, by=court.officer)
        with pytest.raises(Refusal) as unheard:
            do(terminate, by=court.officer)
        assert [each["key"] for each in unheard.value.details["conditions"]] == ["talk"]
        heard = act(RecordTerminationTalk, case=case_id, creditor=second, agrees=True)
        do(heard, by=court.officer)
        waiting = do(terminate, by=court.officer)
    assert isinstance(waiting, Waiting) and waiting.waiting_for == Role.PANEL_JUDGE.title


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
                owner=_debtors(court, case_id)[0].pk,
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
        debtor = _debtors(court, case_id)[0].pk
        restrict = act(RestrictConsumption, case=case_id, debtor=debtor)
        effected(do(restrict, by=court.officer), court.president)
        end = act(CloseAsFinallyTerminated, case=case_id, ground="withdrawn", explanation="撤回")
        with pytest.raises(Refusal) as refused:
            do(end, by=court.officer)
    assert refused.value.code == "closing.restrictions_in_force"
