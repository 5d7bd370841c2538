"""Booking transfers and disbursing receipts inside acts. Accounts are locked by id, so that two acts never deadlock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection
from django.db.models import F

from duixian.contexts.ledger import sale_payments
from duixian.contexts.ledger.models import Account, Receipt, Transfer
from duixian.contexts.record.acts import Doing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display

_COURT_ACCOUNTS = {
    Account.Kind.BANK: "BANK",
    Account.Kind.UNKNOWN: "UNKNOWN",
    Account.Kind.PAID_OUT: "PAID-OUT",
    Account.Kind.FEE: "FEE",
    Account.Kind.REFUNDED: "REFUNDED",
}


_POST = """
UPDATE ledger_account
SET debits_posted = debits_posted + CASE id WHEN %(debit)s THEN %(amount)s ELSE 0 END,
    credits_posted = credits_posted + CASE id WHEN %(credit)s THEN %(amount)s ELSE 0 END
WHERE id IN (%(debit)s, %(credit)s)
"""


def court_account(court_id: int, kind: Account.Kind) -> Account:
    """The court's one account of a kind, opened at its first use."""
    made, _ = Account.objects.get_or_create(
        court_id=court_id, number=_COURT_ACCOUNTS[kind], defaults={"kind": kind}
    )
    return made


def case_account(court_id: int, case_id: int, docket_number: str) -> Account:
    """The case's own account (一案一账号), opened at its first use."""
    # The case's chain is locked by the act: nobody else opens its account meanwhile.
    known = list(Account.objects.filter(case_id=case_id, kind=Account.Kind.CASE))
    return (
        known[0]
        if known
        else Account.objects.create(
            court_id=court_id, case_id=case_id, kind=Account.Kind.CASE, number=f"CASE-{case_id}"
        )
    )


def _lock(*accounts: Account) -> dict[int, Account]:
    ids = sorted({each.pk for each in accounts})
    rows = Account.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {each.pk: each for each in rows}


def _record(
    at: Doing,
    kind: Transfer.Kind,
    debit: Account,
    credit: Account,
    amount: int,
    purpose: str,
    hold: Transfer | None = None,
    on: date | None = None,
) -> Transfer:
    return Transfer.objects.create(
        court_id=debit.court_id,
        kind=kind,
        debit=debit,
        credit=credit,
        amount=amount,
        on=on or at.on,
        hold=hold,
        entry_id=at.memo["entry_id"],
        purpose=purpose,
    )


def post(at: Doing, debit: Account, credit: Account, amount: int, purpose: str) -> Transfer:
    """Move money at once. Raises a Refusal when what is held for others would be overdrawn."""
    if debit.kind == Account.Kind.UNKNOWN or Account.Kind.CASE not in (debit.kind, credit.kind):
        # Read anew under its lock. A case's own account is read under the lock of its chain.
        locked = _lock(debit, credit)
        debit, credit = locked[debit.pk], locked[credit.pk]
    _refuse_overdraft(debit, amount)
    debit.debits_posted += amount
    credit.credits_posted += amount
    with connection.cursor() as cursor:
        cursor.execute(_POST, {"debit": debit.pk, "credit": credit.pk, "amount": amount})
    return _record(at, Transfer.Kind.POSTED, debit, credit, amount, purpose)


def hold(at: Doing, debit: Account, credit: Account, amount: int, purpose: str) -> Transfer:
    """Reserve money for a payment under way (预留): it cannot be paid to anyone else."""
    debit = _lock(debit)[debit.pk]
    _refuse_overdraft(debit, amount)
    debit.debits_held += amount
    debit.save(update_fields=["debits_held"])
    return _record(at, Transfer.Kind.HOLD, debit, credit, amount, purpose)


def post_hold(at: Doing, held: Transfer) -> Transfer:
    """The reserved payment was made: the hold becomes a posted transfer, once."""
    _refuse_settled(held)
    locked = _lock(held.debit, held.credit)
    debit, credit = locked[held.debit_id], locked[held.credit_id]
    debit.debits_held -= held.amount
    debit.debits_posted += held.amount
    credit.credits_posted += held.amount
    debit.save(update_fields=["debits_held", "debits_posted"])
    credit.save(update_fields=["credits_posted"])
    return _record(at, Transfer.Kind.POST_HOLD, debit, credit, held.amount, held.purpose, hold=held)


def void_hold(at: Doing, held: Transfer) -> Transfer:
    """The reserved payment will not be made: the money is free again, once."""
    _refuse_settled(held)
    debit = _lock(held.debit)[held.debit_id]
    debit.debits_held -= held.amount
    debit.save(update_fields=["debits_held"])
    return _record(
        at, Transfer.Kind.VOID_HOLD, debit, held.credit, held.amount, held.purpose, hold=held
    )


def _refuse_settled(held: Transfer) -> None:
    if held.settlements.exists():
        raise Refusal(
            "ledger.hold_settled", "这笔预留已经付出或撤销", cure="刷新后查看", status=409
        )


def _refuse_overdraft(debit: Account, amount: int) -> None:
    if amount <= 0:
        raise Refusal("ledger.amount_not_positive", "金额应大于零", cure="更正金额", field="amount")
    kept_for_others = debit.kind in (Account.Kind.CASE, Account.Kind.UNKNOWN)
    if kept_for_others and debit.available < amount:
        raise Refusal(
            "ledger.not_enough",
            f"账上可用 {display(debit.available)} 元，不足 {display(amount)} 元",
            cure=f"金额最多填 {display(max(debit.available, 0))}",
            field="amount",
        )


def disburse(case_id: int, amount: int, *, reference: str = "") -> list[int]:
    """Mark `amount` as disbursed from the case's receipts, oldest first.

    Money of sales that nobody in the case may have yet comes last. reference: what was booked
    under this payment reference before all others.

    Returns the ids of the receipts this exhausts: their payout clock is met.
    """
    exhausted = []
    receipts = (
        Receipt.objects.select_for_update()
        .filter(case_id=case_id, disbursed__lt=F("amount"))
        .order_by("received_on", "id")
    )
    for receipt in _first(receipts, reference, sale_payments.waiting(case_id)):
        if amount <= 0:
            break
        part = min(amount, receipt.left)
        receipt.disbursed += part
        receipt.save(update_fields=["disbursed"])
        amount -= part
        if receipt.left == 0:
            exhausted.append(receipt.pk)
    return exhausted


def undisburse(case_id: int, amount: int, *, reference: str = "") -> list[int]:
    """A payout failed: its money waits again, on the newest receipts first.

    reference: on those booked under this payment reference before all others.

    Returns the ids of the receipts that wait again: their payout clock starts anew.
    """
    waiting = []
    receipts = (
        Receipt.objects.select_for_update()
        .filter(case_id=case_id, disbursed__gt=0)
        .order_by("-received_on", "-id")
    )
    for receipt in _first(receipts, reference):
        if amount <= 0:
            break
        part = min(amount, receipt.disbursed)
        receipt.disbursed -= part
        receipt.save(update_fields=["disbursed"])
        amount -= part
        waiting.append(receipt.pk)
    return waiting


def _first(
    receipts: Iterable[Receipt], reference: str, last: Collection[str] = ()
) -> list[Receipt]:
    def place(receipt: Receipt) -> tuple[bool, bool]:
        named = receipt.payment_reference
        return bool(reference) and named != reference, named in last

    return sorted(receipts, key=place)
