"""What finance does: book what came, take the fee, pay out with the signatures, hear the bank."""

from __future__ import annotations

from duixian.city.life.town import Town
from duixian.city.life.turn import Turn
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.acts import fee_due
from duixian.contexts.record.doing import Done
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role

RECEIPT = "ledger.record_receipt"
FEE = "ledger.collect_fee"
STATEMENT = "ledger.enter_statement"
PAY_OUT = "distribution.pay_out"
CONFIRM, FAIL = "distribution.confirm_payout", "distribution.fail_payout"
_FAILS = 0.03


def receive(turn: Turn, amount: int, payer: str, how: str, *, reference: str = "") -> bool:
    """Money reached the court's account: finance books it for the case."""
    place = len(turn.town.statement)
    reference = reference or f"JH{turn.today:%Y%m%d}{turn.case.pk:07d}{place:03d}"
    done = turn.do(
        RECEIPT,
        {
            "how": how,
            "amount": yuan(amount),
            "received_on": turn.today,
            "payer": payer,
            "bank_reference": reference,
        },
        by=turn.one_of(Role.FINANCE),
        about=reference,
    )
    if isinstance(done, Done):
        turn.town.statement.append((turn.court, reference, amount, payer))
        turn.come_back_in(turn.luck("after receipt").randrange(2, 9))
    return isinstance(done, Done)


def pay_out(turn: Turn) -> None:
    """Take the fee that is due, then order the payout of what may be paid."""
    if not turn.has(RECEIPT):
        return
    _hear_the_bank(turn)
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
    number, bank = turn.town.account_of(turn.inhabitant(payee), payee.party_id)
    turn.do(
        PAY_OUT,
        {
            "payee": payee.pk,
            "amount": yuan(amount),
            "purpose": purpose,
            "account_name": payee.party.name,
            "account_number": number,
            "bank_name": bank,
        },
        about=purpose,
    )
    turn.come_back_in(5)


def _hear_the_bank(turn: Turn) -> None:
    """A day after the order the bank says whether it paid."""
    for payout in distribution.payouts_of(turn.case.pk):
        if payout.state != "ordered":
            continue
        if payout.ordered_on >= turn.today:
            turn.come_back_in(1)
            continue
        by = turn.one_of(Role.FINANCE)
        if turn.chance("bank", payout.number).random() < _FAILS:
            facts = {"payout": payout.pk, "reason": "收款账户已销户，退回"}
            turn.do(FAIL, facts, by=by, about=payout.pk)
        else:
            reference = f"FK{turn.today:%Y%m%d}{payout.pk:08d}"
            facts = {"payout": payout.pk, "bank_reference": reference}
            turn.do(CONFIRM, facts, by=by, about=payout.pk)


def enter_statements(town: Town) -> None:
    """At the end of a day each court's finance enters what the bank says came in."""
    by_court: dict[str, list[dict[str, object]]] = {}
    for court, reference, amount, payer in town.statement:
        line = {
            "bank_reference": reference,
            "on": town.today,
            "amount": yuan(amount),
            "counterparty": payer,
        }
        by_court.setdefault(court, []).append(line)
    for court, lines in by_court.items():
        clerk = town.one_of(court, Role.FINANCE)
        town.do(STATEMENT, {"lines": lines}, by=clerk, named=(STATEMENT, court))
