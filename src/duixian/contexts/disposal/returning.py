"""Money of a sale given back (退还买受人款项): kept on the sale, or on the round without one."""

from __future__ import annotations

from duixian.contexts.disposal import queries
from duixian.contexts.disposal.models import Auction, Sale


def take_back(of: Sale | Auction, amount: int) -> str:
    """So much goes back, or is on its way; the reference the money is booked under."""
    return _change(of, amount)


def give_back(of: Sale | Auction, amount: int) -> str:
    """The bank could not pay it: it is the payer's still and waits; the reference as above."""
    return _change(of, -amount)


def _change(of: Sale | Auction, amount: int) -> str:
    kept = type(of)._default_manager.select_for_update().get(pk=of.pk)
    kept.returned += amount
    kept.save(update_fields=["returned"])
    return queries.payment_reference(kept.pk if isinstance(kept, Auction) else kept.auction_id)
