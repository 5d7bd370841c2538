"""The deposit of a buyer in default (没收保证金、抵扣差价).

Lost online as soon as it is on the account; that of an auction house's round bears the gap and the
costs of the resale, and what is left of it is the buyer's again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.contexts.cases.crediting import credit_claim
from duixian.contexts.cases.models import Case
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.models import Auction, Sale
from duixian.contexts.ledger.sale_payments import auctions_named
from duixian.kernel.money import Fen
from duixian.law.rules.resale_shortfall import resale_shortfall


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


@dataclass(frozen=True, slots=True)
class Settled:
    """What a resale left of one default, in fen: gap, taken of the deposit, given back, still owed."""

    sale: int
    buyer: str
    gap: Fen
    taken: Fen
    deposit_returned: Fen
    top_up: Fen


def settle_resale(case: Case, resold: Sale, costs: int, on: date) -> list[Settled]:
    """Charge each default in an auction house's round with what the next sale brought less.

    resold: the sale now confirmed; costs: lost by the latest default and the resale (fen). Newest
    first: a buyer bears the gap to the sale after his own.
    """
    found = []
    price, left = resold.price, costs
    for sale in defaults_before(resold):
        if queries.is_settled_by_resale(sale):
            deposit = queries.withheld(sale)
            loss = resale_shortfall(
                procedure="traditional",
                old_price=Fen(sale.price),
                resale_price=Fen(price),
                costs=Fen(left),
                deposit=deposit,
                on=on,
            ).value
            taken = Fen(deposit - loss.deposit_returned)
            _take(case, sale, taken, on)
            found.append(
                Settled(sale.pk, sale.buyer, loss.gap, taken, loss.deposit_returned, loss.top_up)
            )
            left = 0
        price = sale.price
    return found


def defaults_before(resold: Sale) -> list[Sale]:
    """The sales of the same lot whose buyers did not pay, newest first."""
    return list(
        Sale.objects.select_related("auction__lot")
        .filter(auction__lot=resold.auction.lot_id, auction__state=Auction.State.DEFAULTED)
        .order_by("-auction_id")
    )


def _take(case: Case, sale: Sale, taken: int, on: date) -> None:
    if taken:
        sale.forfeited += taken
        sale.save(update_fields=["forfeited"])
        credit_claim(case, on, taken, f"悔拍保证金抵差价 {sale.auction.lot_id}")
