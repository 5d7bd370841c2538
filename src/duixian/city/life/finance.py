"""Money of a case: people bring it to the court's bank, finance takes the fee, the rest is paid out.

What came in and what was paid the house hears from the bank itself.
"""

from __future__ import annotations

from duixian.city.life.town import Payment
from duixian.city.life.turn import Turn
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import court_accounts
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.acts import fee_due
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role

RECEIPT, CLAIM = "ledger.record_receipt", "ledger.claim_unknown_receipt"
FEE = "ledger.collect_fee"
PAY_OUT, FAILED = "distribution.pay_out", "distribution.fail_payout"
_GOES_ASTRAY = 0.04
_CLOSES_ACCOUNT = 0.05
_SLIP = "JH"


def bring(turn: Turn, amount: int, payer: str, words: str = "", *, reference: str = "") -> None:
    """Somebody pays at the bank, under the case's own number; a few write no case at all.

    The reference is the one on his slip; by it the money comes once.
    """
    account = court_accounts.of_court(turn.case.court_id)
    if account is None:
        return
    number = court_accounts.number_of_case(account.number, turn.case.pk)
    remark = f"{turn.case.docket_number} {words}".strip()
    if not reference:
        reference = f"{_SLIP}{turn.today:%Y%m%d}{turn.case.pk:08d}"
        if turn.luck("astray").random() < _GOES_ASTRAY:
            number, remark = account.number, ""
    turn.town.payments.append(Payment(number, amount, payer, reference, remark))
    turn.come_back_in(turn.luck("after payment").randrange(2, 9))


def days_since_money(turn: Turn) -> int:
    """Days since money last came to the case; -1 when it never did."""
    days = [turn.days_since(code) for code in (RECEIPT, CLAIM) if turn.has(code)]
    return min(days, default=-1)


def claim(turn: Turn) -> None:
    """A debtor shows the slip of what he paid without a case: the officer claims it."""
    if CLAIM in turn.waiting:
        return
    court_id = turn.case.court_id
    if court_id not in turn.town.astray:
        turn.town.astray[court_id] = _astray(court_id)
    receipt = turn.town.astray[court_id].get(turn.case.pk)
    if receipt is not None:
        facts = {"unknown_receipt": receipt, "reason": "付款人出示缴款回单，与本案相符"}
        turn.do(CLAIM, facts, about=receipt)
        turn.reread()


def _astray(court_id: int) -> dict[int, int]:
    """Receipts without a case by the case whose debtor has the slip."""
    slips = ledger.unknown_receipts(court_id).filter(bank_reference__startswith=_SLIP)
    return {int(slip[-8:]): pk for slip, pk in slips.values_list("bank_reference", "pk")}


def pay_out(turn: Turn) -> None:
    """Take the fee that is due, then order the payout of what may be paid."""
    if days_since_money(turn) < 0:
        return
    if under_way(turn):
        turn.come_back_in(2)
    if PAY_OUT in turn.waiting:
        return
    available = ledger.available_in_case(turn.case.pk)
    if available <= 0:
        return
    turn.reread()
    fee = min(fee_due(turn.case, turn.today), available)
    if fee > 0:
        turn.do(FEE, {"amount": yuan(fee)}, by=turn.one_of(Role.FINANCE))
        turn.reread()
    payable = _payable(turn)
    if payable > 0:
        _order(turn, turn.creditors[0], payable, "claim")
    elif available - fee > 0:
        surplus = _surplus(turn)
        if surplus > 0:
            _order(turn, turn.debtors[0], surplus, "surplus")


def _payable(turn: Turn) -> int:
    from duixian.contexts.distribution.acts import payable_to_creditors

    return payable_to_creditors(turn.reading())


def _surplus(turn: Turn) -> int:
    from duixian.contexts.distribution.acts import surplus_of

    return surplus_of(turn.reading())


def _order(turn: Turn, payee: CaseParty, amount: int, purpose: str) -> None:
    """To an account of the payee; when it came back, to his next one."""
    accounts = turn.town.accounts_of(turn.inhabitant(payee), payee.party_id)
    back = 0
    if turn.has(FAILED):
        mine = [one for one in distribution.payouts_of(turn.case.pk) if one.payee_id == payee.pk]
        back = sum(one.state == "failed" for one in mine)
    account = accounts[min(back, len(accounts) - 1)]
    closes = turn.chance("closes account", payee.seq).random() < _CLOSES_ACCOUNT
    if closes and not back and account.known is not None:
        turn.town.closings.append(account.known)
    turn.do(
        PAY_OUT,
        {
            "payee": payee.pk,
            "amount": yuan(amount),
            "purpose": purpose,
            "account_name": payee.party.name,
            "account_number": account.number,
            "bank_name": account.bank_name,
        },
        about=purpose,
    )
    turn.come_back_in(5)


def under_way(turn: Turn) -> bool:
    """Whether the bank has not said yet what became of a payout."""
    if not turn.has(PAY_OUT):
        return False
    return any(payout.state == "ordered" for payout in distribution.payouts_of(turn.case.pk))
