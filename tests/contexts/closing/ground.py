"""What the stories of closing share: a paid case, an exhausted search, a talk."""

from __future__ import annotations

from datetime import date, timedelta

from duixian.contexts.assets.acts_answer import RecordAnswer
from duixian.contexts.assets.acts_declaration import OrderDeclaration
from duixian.contexts.assets.acts_inquiry import EnrolInstitution, RecordSent, SendInquiries
from duixian.contexts.assets.acts_survey import RecordSurveyStep
from duixian.contexts.assets.models import Inquiry
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.closing.acts_termination import (
    RecordTerminationTalk,
    TerminateCurrentProceedings,
)
from duixian.contexts.distribution.acts import ConfirmPayout, PayOut
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.ledger.acts import CollectFee, RecordReceipt, fee_due
from duixian.contexts.parties import queries as parties
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.contexts.sanctions.acts import RestrictConsumption
from duixian.contexts.sanctions.acts_misconduct import Fine
from duixian.kernel.findings import Refusal
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role
from tests.world import TestCourt, act, effected, on_day


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
        for debtor in [each.pk for each in debtors(court, case_id)]:
            effected(
                do(
                    act(RestrictConsumption, case=case_id, debtor=debtor),
                    by=court.officer,
                ),
                court.president,
            )
            person = debtor == debtors(court, case_id)[0].pk
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


def debtors(court: TestCourt, case_id: int) -> list[cases.CaseParty]:
    with viewing(court.officer):
        return cases.debtors_of(case_id)


def talk(court: TestCourt, case_id: int, *, agrees: bool) -> None:
    with viewing(court.officer):
        creditor = cases.creditors_of(case_id)[0].pk
    do(
        act(RecordTerminationTalk, case=case_id, creditor=creditor, agrees=agrees),
        by=court.officer,
    )


def unmet(court: TestCourt, case_id: int) -> str:
    """What the refusal of termination says, condition by condition; empty when it may be done."""
    try:
        attempt(act(TerminateCurrentProceedings, case=case_id), by=court.officer)
    except Refusal as refusal:
        return "".join(each["why"] for each in refusal.details["conditions"])
    return ""
