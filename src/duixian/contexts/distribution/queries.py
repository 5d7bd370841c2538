"""What was paid to whom, what is under way at the bank."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from duixian.contexts.distribution.models import Payout, Plan
from duixian.contexts.record import sealing
from duixian.kernel.findings import Refusal


def payouts_of(case_id: int) -> list[Payout]:
    return list(
        Payout.objects.filter(case_id=case_id).select_related("payee__party").order_by("id")
    )


def ordered_or_paid(case_id: int, purpose: str) -> int:
    """Fen on their way or paid for a purpose."""
    total = (
        Payout.objects.filter(case_id=case_id, purpose=purpose)
        .exclude(state=Payout.State.FAILED)
        .aggregate(sum=Sum("amount"))["sum"]
    )
    return total or 0


def ordered_or_paid_to(payee_id: int, purpose: str) -> int:
    """Fen on their way or paid to one payee for a purpose."""
    mine = Payout.objects.filter(payee_id=payee_id, purpose=purpose)
    return mine.exclude(state=Payout.State.FAILED).aggregate(sum=Sum("amount"))["sum"] or 0


def plan_of(case_id: int) -> Plan | None:
    """The plan by which money of the case is split among its creditors: the newest."""
    found = Plan.objects.filter(case_id=case_id).prefetch_related("claims__creditor__party")
    return found.order_by("-id").first()


def under_way(*court_ids: int) -> QuerySet[Payout]:
    """Payouts the bank has not answered yet, oldest first."""
    found = Payout.objects.filter(court_id__in=court_ids, state=Payout.State.ORDERED)
    return found.order_by("ordered_on", "id")


def to_settle(court_id: int) -> QuerySet[Payout]:
    """Payouts under way with case and payee, those in doubt first: finance's work list."""
    return under_way(court_id).select_related("case", "payee__party").order_by("-doubt", "id")


def payout(payout_id: int) -> Payout:
    """A payout with its case and payee; a Refusal (404) when it is not seen."""
    found = (
        Payout.objects.filter(pk=payout_id).select_related("case", "court", "payee__party").first()
    )
    if found is None:
        raise Refusal("distribution.unknown_payout", "没有这一付款，或您无权查看", status=404)
    return found


def in_doubt(court_id: int) -> QuerySet[Payout]:
    """Payouts the bank answered in a way that cannot be booked (待核实), oldest first."""
    return under_way(court_id).exclude(doubt="")


def last_account_of(payee_id: int) -> dict[str, str]:
    """The account last used for a payee, to fill the form (the number is plain: do not log)."""
    last = (
        Payout.objects.filter(payee_id=payee_id).exclude(state=Payout.State.FAILED).order_by("-id")
    ).first()
    if last is None:
        return {}
    return {
        "account_name": last.account_name,
        "account_number": sealing.unseal(last.account_sealed),
        "bank_name": last.bank_name,
    }


def account_number(payout: Payout) -> str:
    """The plain account number, for the order to the bank alone."""
    return sealing.unseal(payout.account_sealed)
