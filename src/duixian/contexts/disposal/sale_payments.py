"""Whose payment it is (价款的识别): fills the ledger's seam from the rounds that ended."""

from __future__ import annotations

from duixian.contexts.disposal.models import Auction
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.sale_payments import SalePayment, auctions_named, reference_of
from duixian.contexts.parties import engine as names

# Before a round has ended nobody has bought, and what bidders pay is not the court's.
_ENDED = (
    Auction.State.SOLD,
    Auction.State.UNSOLD,
    Auction.State.DEFAULTED,
)


def identify(court_id: int, words: str, payer: str, account_hash: str) -> SalePayment | None:
    """The sale a payment is for: the one its note names, else the one its account paid before."""
    named = auctions_named(words)
    if named:
        found = list(Auction.objects.filter(pk__in=named, court_id=court_id, state__in=_ENDED))
        return _payment(found[0]) if len(found) == len(named) == 1 else None
    if not account_hash:
        return None
    return _by_account(court_id, payer, account_hash)


def _by_account(court_id: int, payer: str, account_hash: str) -> SalePayment | None:
    """The one sale this account has paid for already, if its holder is the buyer."""
    references = ledger.references_paid_from(court_id, account_hash)
    known = {each for reference in references for each in auctions_named(reference)}
    rounds = Auction.objects.filter(pk__in=known, state=Auction.State.SOLD).select_related("sale")
    mine = [
        each
        for each in rounds
        if each.sale.confirmed_on is None
        and names.name_key(each.sale.buyer) == names.name_key(payer)
    ]
    return _payment(mine[0]) if len(mine) == 1 else None


def _payment(auction: Auction) -> SalePayment:
    return SalePayment(auction.case_id, reference_of(auction.pk))
