"""Paying out: to the creditors what the claim came to, to the debtor what is too much."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.cases.crediting import credit_claim
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.cases.owed import owed
from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.returning import give_back
from duixian.contexts.distribution import engine, queries, sharing
from duixian.contexts.distribution.models import Payout, Plan
from duixian.contexts.distribution.ordering import (
    Destination,
    order_payout,
    refuse_malformed_account,
)
from duixian.contexts.ledger import booking
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.acts import fee_due
from duixian.contexts.ledger.models import Account
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import IdentityNumber, Money, PartyRef
from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.money import Fen, display
from duixian.kernel.roles import Branch, Role
from duixian.law.rules.distribution import Distribution

SURPLUS = "surplus"
CLAIM = sharing.CLAIM


def payable_to_creditors(at: Doing) -> int:
    """Fen that may go to the creditors now: available, less the fee due, within the claim."""
    case = case_of(at)

    def read() -> int:
        available = _free(case.pk) - fee_due(case, at.on)
        value = owed(case.pk, at.on).value
        paid = queries.ordered_or_paid(case.pk, CLAIM)
        return engine.payable(available, value.credited - credited_elsewhere(case.pk), paid)

    return at.once("payable", read)


def for_creditors(at: Doing) -> int:
    """Fen the creditors were paid from this case's account, or that are on their way."""
    return queries.ordered_or_paid(case_of(at).pk, CLAIM)


def scheme_of(at: Doing) -> tuple[Plan, Finding[Distribution]] | None:
    """Where several creditors share: the plan, and what it gives each today, step by step."""
    plan = queries.plan_of(case_of(at).pk)
    if plan is None:
        return None
    money = for_creditors(at) + payable_to_creditors(at)
    return plan, sharing.scheme(plan, money, fee_due(case_of(at), at.on), at.on)


def payable_to(at: Doing, creditor: CaseParty) -> int:
    """Fen one creditor may be paid now; of several, his share by the plan and no more."""
    payable = payable_to_creditors(at)
    if len(cases.creditors_of(case_of(at).pk)) < 2:
        return payable
    found = scheme_of(at)
    if found is None:
        raise Refusal(
            "distribution.plan_missing",
            "本案有数名申请执行人，还没有分配方案",
            cure="先办理“制作分配方案”",
            field="payee",
            provisions=("distribution-order",),
        )
    return min(payable, sharing.still_due(*found).get(creditor.pk, Fen(0)))


def _free(case_id: int) -> int:
    """What is on the account and belongs to no sale still waiting to be confirmed."""
    return ledger.available_in_case(case_id) - disposal.held_for_sales(case_id)


def credited_elsewhere(case_id: int) -> int:
    """Fen credited on the claim that never came to this case's account.

    Paid to the creditor directly, taken in kind, or carried over from the case this one resumes:
    the creditor has them already. Sale money that was never credited does not count as received.
    """
    credited = sum(each.amount for each in cases.credits_of(case_id))
    received = sum(each.amount for each in ledger.receipts_of(case_id))
    received -= disposal.held_for_sales(case_id) + disposal.returned_to_buyers(case_id)
    return credited - (received - ledger.fee_taken(case_id))


def surplus_of(at: Doing) -> int:
    """Fen on the account that no creditor may claim once everything owed is credited.

    What was paid ahead of instalments to come stays for them.
    """
    case = case_of(at)
    value = owed(case.pk, at.on).value
    if value.outstanding > 0:
        return 0
    for_creditors = value.credited - credited_elsewhere(case.pk)
    left_for_creditors = for_creditors - queries.ordered_or_paid(case.pk, CLAIM)
    kept = max(0, left_for_creditors) + fee_due(case, at.on) + value.not_due
    return max(0, _free(case.pk) - kept)


@catalogue.add
class PayOut(CaseAct):
    """发放案款: order the bank to pay a creditor (or return to the debtor what is too much)."""

    code, title, title_en = "distribution.pay_out", "发放案款", "Pay out case money"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("payout-term", "case-account")
    document = "payout_notice"
    irreversible = True
    on_open_case = False

    payee: PartyRef = Field(title="收款当事人")
    amount: Money = Field(gt=0, title="金额（元）")
    purpose: Literal["claim", "surplus"] = Field(default="claim", title="款项性质")
    account_name: str = Field(min_length=1, max_length=120, title="收款户名")
    account_number: IdentityNumber = Field(min_length=8, title="收款账号")
    bank_name: str = Field(min_length=1, max_length=120, title="开户银行")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if payable_to_creditors(at) <= 0 and surplus_of(at) <= 0:
            raise Refusal(
                "distribution.nothing_to_pay",
                "本案账上没有可发放的案款",
                cure="待款到账并收取执行申请费后再发放",
                transient=True,
            )

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        proposed = _proposed(at)
        if proposed is None:
            return {"amount": payable_to_creditors(at)}
        payee, purpose, amount = proposed
        named = {"payee": payee.pk, "purpose": purpose, "account_name": payee.party.name}
        return {**named, "amount": amount, **queries.last_account_of(payee.pk)}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "payee": [
                (each.pk, f"{each.get_role_display()} {each.party.name}")
                for each in cases.parties_of(case_of(at).pk)
            ],
            "purpose": [("claim", "执行案款"), ("surplus", "退还多余款项")],
        }

    def _payee(self, at: Doing) -> CaseParty:
        found = next(
            (each for each in cases.parties_of(case_of(at).pk) if each.pk == self.payee), None
        )
        if found is None:
            raise Refusal(
                "distribution.not_a_party",
                "收款人不是本案当事人",
                cure="从当事人中选择；付给他人须经合议庭决定",
                field="payee",
                provisions=("payout-term",),
            )
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        payee = self._payee(at)
        refuse_malformed_account(self.account_number)
        if self.account_name != payee.party.name:
            raise Refusal(
                "distribution.account_of_another",
                f"收款户名“{self.account_name}”与收款人“{payee.party.name}”不一致",
                cure="案款只付给当事人本人的账户",
                field="account_name",
                provisions=("payout-term",),
            )
        self._refuse_wrong_side(payee)
        most = surplus_of(at) if self.purpose == SURPLUS else payable_to(at, payee)
        if self.amount > most:
            raise Refusal(
                "distribution.above_payable",
                f"可发放 {display(most)} 元，填写的 {display(self.amount)} 元超出",
                cure=f"最多填 {display(most)}",
                field="amount",
            )

    def _refuse_wrong_side(self, payee: CaseParty) -> None:
        expected = CaseParty.Role.DEBTOR if self.purpose == SURPLUS else CaseParty.Role.CREDITOR
        if payee.role != expected:
            raise Refusal(
                "distribution.wrong_payee",
                "执行案款发给申请执行人，多余款项退还被执行人",
                cure="改选收款人或款项性质",
                field="payee",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        payee = self._payee(at)
        target = Account.Kind.REFUNDED if self.purpose == SURPLUS else Account.Kind.PAID_OUT
        to = Destination(self.account_name, self.account_number, self.bank_name)
        payout = order_payout(at, to, self.amount, self.purpose, target, payee=payee)
        spent = booking.disburse(case.pk, self.amount)
        at.memo.pop("payable", None)
        return {
            "payout": payout.pk,
            "number": payout.number,
            "amount": self.amount,
            "receipt": spent,
            "payee_name": payee.party.name,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        receipts = ledger.receipts_of(case_of(at).pk)
        fee = ledger.fee_taken(case_of(at).pk)
        items = [{"item": "本次发放", "amount": display(self.amount), "note": result["number"]}]
        if fee:
            items.append(
                {"item": "已收执行申请费", "amount": display(fee), "note": "由被执行人负担"}
            )
        return {
            "addressee": self._payee(at).party.name,
            "received": sum(each.amount for each in receipts),
            "received_on": receipts[-1].received_on,
            "items": items,
            "paid": self.amount,
            "account_name": self.account_name,
            "account_bank": self.bank_name,
            "account_number": engine.mask_account(self.account_number),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"发放案款 {display(self.amount)} 元给{result['payee_name']}，{result['number']}。"


def _proposed(at: Doing) -> tuple[CaseParty, str, int] | None:
    """The next payment: a creditor's share by the plan, then what is too much to the debtor."""
    case_id, payable = case_of(at).pk, payable_to_creditors(at)
    creditors, debtors = cases.creditors_of(case_id), cases.debtors_of(case_id)
    if payable <= 0:
        surplus = surplus_of(at)
        return (debtors[0], SURPLUS, surplus) if surplus > 0 and len(debtors) == 1 else None
    if len(creditors) == 1:
        return creditors[0], CLAIM, payable
    found = scheme_of(at)
    due = sharing.still_due(*found) if found is not None else {}
    waiting = [each for each in creditors if due.get(each.pk, 0) > 0]
    return (waiting[0], CLAIM, min(payable, due[waiting[0].pk])) if waiting else None


class _SettlePayout(CaseAct):
    """What the bank said of a payout."""

    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM, Role.FINANCE)
    on_open_case = False
    offered = False

    payout: int = Field(title="付款")

    def _payout(self, at: Doing) -> Payout:
        of_case = Payout.objects.filter(pk=self.payout, case_id=at.case_id)
        found = of_case.select_related("sale", "round").first()
        if found is None:
            raise Refusal("distribution.unknown_payout", "本案没有这一付款", field="payout")
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        payout = self._payout(at)
        if payout.state != Payout.State.ORDERED:
            raise Refusal(
                "distribution.payout_settled",
                f"{payout.number}{payout.get_state_display()}，不能再次登记",
                cure="刷新后查看",
                field="payout",
                status=409,
            )


@catalogue.add
class ConfirmPayout(_SettlePayout):
    """付款成功: the bank paid; the hold becomes a posted transfer."""

    code, title, title_en = "distribution.confirm_payout", "付款成功", "Confirm a payout"
    bank_reference: str = Field(min_length=1, max_length=80, title="银行流水号")

    def perform(self, at: Doing) -> dict[str, Any]:
        payout = self._payout(at)
        booking.post_hold(at, payout.hold)
        payout.state = Payout.State.PAID
        payout.settled_on = at.on
        payout.bank_reference = self.bank_reference
        payout.save(update_fields=["state", "settled_on", "bank_reference"])
        return {"payout": payout.pk, "number": payout.number, "amount": payout.amount}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['number']} 已付出 {display(result['amount'])} 元。"


@catalogue.add
class FailPayout(_SettlePayout):
    """付款失败: the bank returned it; the money waits on the case's account again."""

    code, title, title_en = "distribution.fail_payout", "付款失败", "Record a failed payout"
    reason: str = Field(min_length=1, max_length=200, title="失败原因")

    def perform(self, at: Doing) -> dict[str, Any]:
        payout = self._payout(at)
        booking.void_hold(at, payout.hold)
        of = payout.sale or payout.round
        reference = give_back(of, payout.amount) if of is not None else ""
        waiting = booking.undisburse(payout.case_id, payout.amount, reference=reference)
        payout.state = Payout.State.FAILED
        payout.settled_on = at.on
        payout.failure = self.reason
        payout.save(update_fields=["state", "settled_on", "failure"])
        return {
            "payout": payout.pk,
            "number": payout.number,
            "amount": payout.amount,
            "receipt": waiting,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['number']} 付款失败：{self.reason}"


@catalogue.add
class RecordDirectPayment(CaseAct):
    """记录自行给付: the debtor paid the creditor directly, who confirms it."""

    code, title, title_en = (
        "distribution.record_direct_payment",
        "记录自行给付",
        "Record a direct payment",
    )
    done_by = (Role.OFFICER,)
    under = ("case-account",)

    amount: Money = Field(gt=0, title="金额（元）")
    paid_on: date = Field(title="给付日期")
    evidence: str = Field(min_length=1, max_length=200, title="申请执行人确认的凭据")

    def check(self, at: Doing) -> None:
        super().check(at)
        left = owed(case_of(at).pk, at.on).value.outstanding
        if self.amount > left:
            raise Refusal(
                "distribution.above_owed",
                f"尚欠 {display(left)} 元，少于填写的金额",
                cure=f"最多填 {display(left)}",
                field="amount",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        credit_claim(case, self.paid_on, self.amount, "自行给付")
        forget_case(at)
        return {"amount": self.amount}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"被执行人自行给付 {display(self.amount)} 元。"
