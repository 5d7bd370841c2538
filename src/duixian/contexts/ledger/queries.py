"""Where every fen is: balances, receipts not yet disbursed, reconciliation with the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Sum

from duixian.contexts.ledger.models import Account, Receipt, StatementLine, Transfer
from duixian.contexts.record.viewing import read_once


@read_once
def account_of_case(case_id: int) -> Account | None:
    """The case's account, if money ever came."""
    return Account.objects.filter(case_id=case_id, kind=Account.Kind.CASE).first()


def available_in_case(case_id: int) -> int:
    """Fen on the case's account that may be paid out."""
    account = account_of_case(case_id)
    return account.available if account is not None else 0


def receipts_of(case_id: int) -> list[Receipt]:
    return list(Receipt.objects.filter(case_id=case_id).order_by("received_on", "id"))


def levied_received(case_id: int) -> int:
    """Fen of levied money that reached the account for a case."""
    levied = Receipt.objects.filter(case_id=case_id, how=Receipt.How.LEVIED)
    return levied.aggregate(sum=Sum("amount"))["sum"] or 0


def transfers_of(case_id: int) -> list[Transfer]:
    """Every movement on the case's account, oldest first."""
    return list(
        Transfer.objects.filter(
            Q(debit__case_id=case_id, debit__kind=Account.Kind.CASE)
            | Q(credit__case_id=case_id, credit__kind=Account.Kind.CASE)
        )
        .select_related("debit", "credit")
        .order_by("id")
    )


@read_once
def fee_taken(case_id: int) -> int:
    """Enforcement fee already taken from the case's account (fen)."""
    taken = Transfer.objects.filter(
        debit__case_id=case_id, credit__kind=Account.Kind.FEE, kind=Transfer.Kind.POSTED
    ).aggregate(sum=Sum("amount"))["sum"]
    return taken or 0


def references_paid_from(court_id: int, account_hash: str) -> set[str]:
    """The payment references of sales an account paid for (by its keyed hash)."""
    found = Receipt.objects.filter(court_id=court_id, payer_account_hash=account_hash)
    return set(found.exclude(payment_reference="").values_list("payment_reference", flat=True))


def unknown_receipts(court_id: int) -> QuerySet[Receipt]:
    """Money no case has claimed yet, oldest first."""
    return Receipt.objects.filter(court_id=court_id, case=None).order_by("received_on", "id")


def waiting_payout(court_id: int, officer_id: int | None = None) -> QuerySet[Receipt]:
    """Receipts not wholly disbursed, oldest first: money waiting to be paid."""
    found = Receipt.objects.filter(
        court_id=court_id, case__isnull=False, disbursed__lt=F("amount")
    ).select_related("case")
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.order_by("received_on", "id")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The court's book against the bank's statement on a day (对账)."""

    on: date
    book_receipts: int
    bank_receipts: int
    in_bank_only: list[StatementLine]
    in_book_only: list[Receipt]

    @property
    def agrees(self) -> bool:
        return not self.in_bank_only and not self.in_book_only


def reconcile(court_id: int, on: date) -> Reconciliation:
    """Compare receipts with the bank's incoming lines of a day, reference by reference."""
    receipts = {
        each.bank_reference: each
        for each in Receipt.objects.filter(court_id=court_id, received_on=on)
    }
    lines = {
        each.bank_reference: each
        for each in StatementLine.objects.filter(court_id=court_id, on=on, amount__gt=0)
    }
    different = {
        reference
        for reference in receipts.keys() & lines.keys()
        if receipts[reference].amount != lines[reference].amount
    }
    return Reconciliation(
        on=on,
        book_receipts=sum(each.amount for each in receipts.values()),
        bank_receipts=sum(each.amount for each in lines.values()),
        in_bank_only=[
            line for key, line in lines.items() if key not in receipts or key in different
        ],
        in_book_only=[
            receipt for key, receipt in receipts.items() if key not in lines or key in different
        ],
    )


def last_serial(court_id: int, bank_account: str) -> int:
    """The newest line known of an account's statement; 0 when none is."""
    known = StatementLine.objects.filter(court_id=court_id, bank_account=bank_account)
    return known.aggregate(last=Max("serial"))["last"] or 0


def lines_not_booked(court_id: int) -> QuerySet[StatementLine]:
    """Money the bank's own statement names that no receipt stands for, oldest first.

    Lines entered by hand are left out: who enters them also books them.
    """
    booked = Receipt.objects.filter(
        court_id=OuterRef("court_id"), bank_reference=OuterRef("bank_reference")
    )
    return StatementLine.objects.filter(
        ~Exists(booked), court_id=court_id, amount__gt=0, serial__isnull=False
    ).order_by("serial")


def imbalance(court_id: int) -> int:
    """Debits less credits over all accounts of a court: anything but 0 is a fault of the book."""
    sums = Account.objects.filter(court_id=court_id).aggregate(
        debits=Sum("debits_posted"), credits=Sum("credits_posted")
    )
    return (sums["debits"] or 0) - (sums["credits"] or 0)


def cases_with_money_waiting() -> QuerySet[Receipt, Any]:
    """Ids of cases with money not wholly disbursed (a subquery)."""
    found = Receipt.objects.filter(case__isnull=False, disbursed__lt=F("amount"))
    return found.order_by().values("case_id")
