"""Ordering the bank to pay out of a case's account: the hold, the number, the payout's row."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from duixian.contexts.cases.case_act import case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.disposal.queries import Auction, Sale
from duixian.contexts.distribution import engine
from duixian.contexts.distribution.models import Payout
from duixian.contexts.ledger import booking, court_accounts
from duixian.contexts.ledger.models import Account
from duixian.contexts.record import sealing, serials
from duixian.contexts.record.acts import Doing
from duixian.kernel.findings import Refusal

_ACCOUNT_NUMBER = re.compile(r"\d{8,32}")


@dataclass(frozen=True, slots=True)
class Destination:
    """The account money is paid to: holder, number, bank."""

    name: str
    number: str = field(repr=False)
    bank: str


def refuse_malformed_account(number: str) -> None:
    """A Refusal when a number cannot be that of a bank account."""
    if not _ACCOUNT_NUMBER.fullmatch(number):
        raise Refusal(
            "distribution.account_malformed",
            "收款账号应为 8 至 32 位数字",
            cure="核对账号",
            field="account_number",
        )


def order_payout(
    at: Doing,
    to: Destination,
    amount: int,
    purpose: str,
    target: Account.Kind,
    *,
    payee: CaseParty | None = None,
    of: Sale | Auction | None = None,
) -> Payout:
    """Hold money on the case's account and write the payout the bank is sent.

    Whose it is: `payee`, a party of the case, or who paid towards the sale or round `of`.
    """
    case = case_of(at)
    account = booking.case_account(at.court_id, case.pk, case.docket_number)
    serial = serials.next_serial(f"payout:{at.court_id}:{at.on.year}", at.court_id)
    number = f"{at.on.year}付{serial:06d}"
    held = booking.hold(
        at,
        account,
        booking.court_account(at.court_id, target),
        amount,
        f"发放 {number} {to.name}"[:80],
    )
    drawn_on = court_accounts.of_court(at.court_id)
    return Payout.objects.create(
        court_id=at.court_id,
        case=case,
        payee=payee,
        sale=of if isinstance(of, Sale) else None,
        round=of if isinstance(of, Auction) else None,
        number=number,
        amount=amount,
        purpose=purpose,
        account_name=to.name,
        account_sealed=sealing.seal(to.number),
        account_masked=engine.mask_account(to.number),
        bank_name=to.bank,
        order_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{at.court_id}:{number}").hex,
        ordered_on=at.on,
        hold=held,
        institution_key=drawn_on.institution_key if drawn_on else "",
        paid_from=court_accounts.number_of_case(drawn_on.number, case.pk) if drawn_on else "",
    )
