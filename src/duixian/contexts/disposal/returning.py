"""A buyer's money given back (退还买受人款项): kept on the sale, inside the acts that pay it."""

from __future__ import annotations

from duixian.contexts.disposal import queries
from duixian.contexts.disposal.models import Sale


def take_back(sale: Sale, amount: int) -> str:
    """The buyer gets so much back, or it is on its way; the reference his money is booked under."""
    return _change(sale, amount)


def give_back(sale: Sale, amount: int) -> str:
    """The bank could not pay it: it is the buyer's still and waits; the reference as above."""
    return _change(sale, -amount)


def _change(sale: Sale, amount: int) -> str:
    kept = Sale.objects.select_for_update().get(pk=sale.pk)
    kept.returned += amount
    kept.save(update_fields=["returned"])
    return queries.payment_reference(kept.auction_id)
