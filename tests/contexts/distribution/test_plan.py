"""Several creditors share by the law's order: never equally, never to the first who asks."""

from __future__ import annotations

from typing import Any

import pytest

from duixian.contexts.cases import queries as cases
from duixian.contexts.distribution.acts import ConfirmPayout, PayOut
from duixian.contexts.distribution.acts_plan import DrawUpPlan
from duixian.contexts.ledger.acts import CollectFee
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Subject
from duixian.contexts.record.doing import Done, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, fen, yuan
from tests.contexts.distribution.test_payable import DAY, fee_on, owed_now, receive
from tests.world import TestCourt, World, act, credit_code, effected, file_case, on_day

CREDITORS = [
    {"kind": "firm", "name": name, "identity_number": credit_code(6100 + place)}
    for place, name in enumerate(("芜湖甲建材有限公司", "芜湖乙建材有限公司"))
]
FIRM_ALONE = [
    {
        "kind": "firm",
        "name": "安徽澄江装饰有限公司",
        "identity_number": credit_code(6200),
        "liability": "sole",
    }
]


class Sharing:
    """Two creditors, 600,000 and 200,000; 100,000 came in, and its fee was taken."""

    def __init__(self, world: World, **changed: Any) -> None:
        self.court: TestCourt = world.jinghu
        self.case = file_case(self.court, creditors=CREDITORS, **changed)
        with on_day(DAY):
            receive(self.court, self.case, fen("100000.00"), "HS1")
            fee = yuan(Fen(fee_on(fen("100000.00"))))
            do(act(CollectFee, case=self.case, amount=fee), by=self.court.officer)
        with viewing(self.court.officer):
            self.first, self.second = cases.creditors_of(self.case)

    def plan(self, kind: str, first: dict[str, Any], second: dict[str, Any]) -> Done:
        claims = [
            {"creditor": self.first.pk, "principal": "600000.00", **first},
            {"creditor": self.second.pk, "principal": "200000.00", **second},
        ]
        with on_day(DAY):
            drawn = act(DrawUpPlan, case=self.case, debtor_kind=kind, claims=claims)
            return effected(do(drawn, by=self.court.officer), self.court.director)

    def facts(self, creditor: Any, amount: str) -> dict[str, Any]:
        return {
            "case": self.case,
            "payee": creditor.pk,
            "amount": amount,
            "account_name": creditor.party.name,
            "account_number": "6217000012345678",
            "bank_name": "徽商银行芜湖分行",
        }

    def pay(self, creditor: Any, amount: str) -> Done:
        with on_day(DAY):
            waiting = do(act(PayOut, **self.facts(creditor, amount)), by=self.court.officer)
            return effected(waiting, self.court.director)

    def refusal(self, creditor: Any, amount: str) -> Refusal:
        with on_day(DAY), pytest.raises(Refusal) as refused:
            do(act(PayOut, **self.facts(creditor, amount)), by=self.court.officer)
        return refused.value

    def proposed(self) -> dict[str, Any]:
        with on_day(DAY), viewing(self.court.officer):
            at = begin_reading(self.court.officer, Subject(self.court.court.pk, self.case))
            return dict(PayOut.defaults(at))


def test_nobody_is_paid_before_there_is_a_plan(world: World) -> None:
    story = Sharing(world)
    assert story.refusal(story.first, "100.00").code == "distribution.plan_missing"
    assert "payee" not in story.proposed()


def test_creditors_of_a_person_share_in_proportion_and_the_form_follows(world: World) -> None:
    story = Sharing(world)
    drawn = story.plan("person", {}, {})
    assert list(drawn.result["shares"].values()) == [fen("73950.00"), fen("24650.00")]
    assert any(step["label"].startswith("普通债权按比例") for step in drawn.result["steps"])
    above = story.refusal(story.second, "24650.01")
    assert (above.code, above.field) == ("distribution.above_payable", "amount")
    proposed = story.proposed()
    assert (proposed["payee"], proposed["amount"]) == (story.first.pk, fen("73950.00"))
    story.pay(story.first, "73950.00")
    proposed = story.proposed()
    assert (proposed["payee"], proposed["amount"]) == (story.second.pk, fen("24650.00"))
    assert story.refusal(story.first, "0.01").code == "distribution.above_payable"


def test_creditors_of_a_company_are_paid_by_the_order_of_measures(world: World) -> None:
    story = Sharing(world, debtors=FIRM_ALONE)
    story.plan("company", {"measure_order": 2}, {"measure_order": 1})
    assert story.refusal(story.first, "0.01").code == "distribution.above_payable"
    proposed = story.proposed()
    assert (proposed["payee"], proposed["amount"]) == (story.second.pk, fen("98600.00"))


def test_a_charge_on_the_thing_comes_first(world: World) -> None:
    story = Sharing(world)
    charge = {"principal": "50000.00", "rank": "secured", "charge_on_object": True}
    drawn = story.plan("person", {}, charge)
    assert list(drawn.result["shares"].values()) == [fen("48600.00"), fen("50000.00")]


def test_a_plan_names_every_creditor_once_and_claims_no_more_than_is_owed(world: World) -> None:
    story = Sharing(world)
    one = {"creditor": story.first.pk, "principal": "1.00"}
    much = {"creditor": story.second.pk, "principal": "2000000.00"}
    for claims, code in (
        ([one, one], "distribution.claims_incomplete"),
        ([one, much], "distribution.claims_above_owed"),
    ):
        with on_day(DAY), pytest.raises(Refusal) as refused:
            drawn = act(DrawUpPlan, case=story.case, debtor_kind="person", claims=claims)
            do(drawn, by=story.court.officer)
        assert refused.value.code == code


def test_when_everything_is_paid_the_rest_is_proposed_for_the_debtor(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, debtors=FIRM_ALONE)
    with viewing(court.officer):
        (creditor,), (debtor,) = cases.creditors_of(case_id), cases.debtors_of(case_id)
    with on_day(DAY):
        claim = owed_now(court, case_id)
        receive(court, case_id, claim + fen("50000.00"), "HS1")
        fee = yuan(Fen(fee_on(claim)))
        do(act(CollectFee, case=case_id, amount=fee), by=court.officer)
        facts = {
            "case": case_id,
            "payee": creditor.pk,
            "amount": yuan(Fen(claim)),
            "account_name": creditor.party.name,
            "account_number": "6217000012345678",
            "bank_name": "徽商银行芜湖分行",
        }
        ordered = effected(do(act(PayOut, **facts), by=court.officer), court.director)
        paid = {"payout": ordered.result["payout"], "bank_reference": "P1"}
        do(act(ConfirmPayout, case=case_id, **paid), by=system_actor(court.court.pk))
        with viewing(court.officer):
            at = begin_reading(court.officer, Subject(court.court.pk, case_id))
            proposed = PayOut.defaults(at)
    assert (proposed["payee"], proposed["purpose"]) == (debtor.pk, "surplus")
    assert proposed["amount"] == fen("50000.00") - fee_on(claim)
