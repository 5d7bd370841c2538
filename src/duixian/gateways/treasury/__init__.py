"""The court's bank (案款银行): a bank that also keeps the court's enforcement account.

Payments out of it, each once by its order number, and its statement line by line.
"""

from __future__ import annotations

import uuid

from duixian.gateways import readings
from duixian.gateways.banks import BankGateway
from duixian.gateways.client import Reply
from duixian.gateways.dealings import NotYet, Refused
from duixian.gateways.errors import Malformed
from duixian.gateways.protocol import (
    REASONS,
    Capability,
    Kind,
    PaymentOrder,
    PaymentReceipt,
    PaymentResult,
    StatementPage,
    StatementRequest,
)
from duixian.gateways.registry import register
from duixian.gateways.treasury.dealings import (
    Line,
    NotPaid,
    Page,
    Paid,
    Payment,
    PaymentTaken,
    WrongPayment,
)

__all__ = [
    "CourtBankGateway",
    "Line",
    "NotPaid",
    "Page",
    "Paid",
    "Payment",
    "PaymentTaken",
    "WrongPayment",
]

PAID = "1"


@register
class CourtBankGateway(BankGateway):
    """A bank behind protocol v1 that keeps courts' enforcement accounts (案款银行)."""

    identifier = "court-bank-v1"
    label = "案款银行（协议 v1）"
    label_en = "Court bank (protocol v1)"
    capabilities = frozenset({Capability.DEPOSITS, Capability.CONTROL, Capability.TREASURY})

    def send_payment(self, payment: Payment) -> PaymentTaken | Refused:
        """Hand in a payment order. Repeating it with the same content pays once.

        Raises Unreachable or Malformed when it is not known whether the bank has it, and
        Misconfigured when it was not sent at all.
        """
        body = self._checked(
            PaymentOrder,
            order_number=payment.order_number,
            court_code=self.court.code,
            docket_number=payment.docket_number,
            account_number=payment.account_number,
            payee_name=payment.payee_name,
            payee_account=payment.payee_account,
            payee_bank=payment.payee_bank,
            amount=payment.amount,
            purpose=payment.purpose,
        )
        reply = self.line.send(
            Kind.PAYMENT_ORDER,
            "/v1/payments",
            body,
            correlation=payment.order_number,
            idempotency_key=payment.order_number,
            expects=(Kind.PAYMENT_RECEIPT,),
        )
        refused = self._refusal(reply)
        if refused is not None:
            return refused
        said = readings.read(PaymentReceipt, reply.envelope.body, self.institution.identifier)
        return PaymentTaken(payment.order_number, said.receipt_number, said.received_on)

    def fetch_payment(self, payment: Payment) -> Paid | NotPaid | WrongPayment | NotYet | Refused:
        """What became of a payment; believed only when it speaks of this very payment."""
        reply = self.line.fetch(
            Kind.PAYMENT_FETCH,
            f"/v1/payments/{payment.order_number}",
            correlation=payment.order_number,
            expects=(Kind.PAYMENT_RESULT, Kind.NOT_YET),
        )
        return self._waiting_or_refused(reply) or self._result(reply, payment)

    def _result(self, reply: Reply, payment: Payment) -> Paid | NotPaid | WrongPayment:
        said = readings.read(PaymentResult, reply.envelope.body, self.institution.identifier)
        fault = _contradiction(said, payment)
        if fault:
            return WrongPayment(payment.order_number, fault, reply.text)
        if said.state == PAID:
            return Paid(payment.order_number, said.bank_reference, said.settled_on, reply.text)
        words = REASONS[said.reason] if said.reason else None
        return NotPaid(
            payment.order_number,
            said.settled_on,
            said.reason_text or (words.chinese if words else "银行未说明原因"),
            words.cure if words else "",
            said.reason,
            reply.text,
        )

    def fetch_statement(self, account_number: str, after: int) -> Page | Refused:
        """Lines of the account after a serial, ascending, each reference once.

        Raises Malformed for a page that contradicts itself or is of another account.
        """
        correlation = uuid.uuid4().hex
        reply = self.line.fetch(
            Kind.STATEMENT_FETCH,
            f"/v1/statements/{correlation}",
            correlation=correlation,
            expects=(Kind.STATEMENT_PAGE,),
            body=self._checked(StatementRequest, account_number=account_number, after=after),
        )
        refused = self._refusal(reply)
        if refused is not None:
            return refused
        said = readings.read(StatementPage, reply.envelope.body, self.institution.identifier)
        if said.account_number != account_number:
            raise Malformed("流水不是本院账户的", institution=self.institution.identifier)
        found = [Line(**dict(line)) for line in said.lines]
        return Page(self._in_order(found, after), said.more, said.balance)

    def _in_order(self, found: list[Line], after: int) -> tuple[Line, ...]:
        """Equal lines become one; a reference with two contents cannot be believed."""
        lines = {line.serial: line for line in found if line.serial > after}
        once = len({line.bank_reference for line in lines.values()}) == len(lines)
        same = all(lines[line.serial] == line for line in found if line.serial > after)
        if not once or not same:
            raise Malformed("流水自相矛盾", institution=self.institution.identifier)
        return tuple(lines[serial] for serial in sorted(lines))


def _contradiction(said: PaymentResult, payment: Payment) -> str:
    """In what a result differs from the payment it should be about; empty when in nothing."""
    if said.order_number != payment.order_number:
        return "银行反馈的支付指令号不是本次付款的"
    if said.amount != payment.amount:
        return "银行反馈的金额与支付指令不符"
    if said.payee_account != payment.payee_account:
        return "银行反馈的收款账号与支付指令不符"
    if said.state == PAID and not said.bank_reference:
        return "银行反馈付款成功却没有流水号"
    return ""
