"""The conditions of termination, each unmet and then met (R4.4.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.assets.acts_set_aside import MarkNotEnforceable
from duixian.contexts.assets.acts_survey import RecordSurveyStep, RecordWhereabouts
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.closing import gathering
from duixian.contexts.closing.acts_termination import (
    RecordTerminationTalk,
    TerminateCurrentProceedings,
)
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts_misconduct import Fine, RecordMisconduct
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.law import termination_check
from tests.contexts.closing.ground import (
    debtors,
    enrol_institutions,
    exhaust,
    talk,
    unmet,
)
from tests.world import World, act, credit_code, effected, file_case, on_day


def test_a_missing_debtor_is_searched_for_and_misconduct_dealt_with_before_termination(
    world: World,
) -> None:
    court = world.jinghu
    filed = date(2017, 1, 3)
    case_id = file_case(court, filed.isoformat())
    with on_day(filed):
        enrol_institutions(court)
    exhaust(court, case_id, filed)
    missing, other = (each.pk for each in debtors(court, case_id))

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
    owner = debtors(court, case_id)[0].pk
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
    owner = debtors(court, case_id)[0].pk
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
    debtor = debtors(court, case_id)[0].pk
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
