"""What finance looks at: the court's receipts by day, and the days to compare with the bank."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from duixian.contexts.ledger.models import Receipt, StatementLine


def receipts_of_court(court_id: int) -> QuerySet[Receipt]:
    """Everything that reached the court's account, newest first."""
    found = Receipt.objects.filter(court_id=court_id).select_related("case")
    return found.order_by("-received_on", "-id")


def days_with_money(court_id: int, most: int) -> list[date]:
    """The last days money came in, by the book or by the bank, newest first."""
    booked = Receipt.objects.filter(court_id=court_id).order_by().values_list("received_on")
    banked = StatementLine.objects.filter(court_id=court_id, amount__gt=0).order_by()
    days = booked.union(banked.values_list("on")).order_by("-received_on")[:most]
    return [day for (day,) in days]
