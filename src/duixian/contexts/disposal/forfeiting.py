"""The deposit of a buyer in default (没收保证金): the creditors' as soon as it is on the account."""

from __future__ import annotations

from datetime import date

from duixian.contexts.cases.crediting import credit_claim
from duixian.contexts.cases.models import Case
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.models import Auction, Sale
from duixian.contexts.ledger.sale_payments import auctions_named


def forfeit(case: Case, sale: Sale, on: date) -> int:
    """Credit what of the lost deposit is on the account and not yet credited; fen credited now."""
    lost = queries.lost_deposit(sale)
    more = lost - sale.forfeited
    if more <= 0:
        return 0
    sale.forfeited = lost
    sale.save(update_fields=["forfeited"])
    credit_claim(case, on, more, f"没收保证金 {sale.auction.lot_id}")
    return more


def booked(case: Case, reference: str, on: date) -> int:
    """Money was booked under a payment reference: of a round in default the deposit is lost."""
    found = Sale.objects.select_related("auction").filter(
        auction__in=auctions_named(reference),
        auction__state=Auction.State.DEFAULTED,
        case_id=case.pk,
    )
    return sum(forfeit(case, each, on) for each in found)
