"""Every read of disposal others may make. All need an open viewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from duixian.contexts.disposal import engine
from duixian.contexts.disposal.models import Agency, Appraisal, Auction, Draw, Lot, Objection, Sale
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger import sale_payments
from duixian.contexts.record import queries as record
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display
from duixian.law.rules.auction_rounds import next_round, procedure_on
from duixian.law.rules.reserve_price import Round

__all__ = ["Agency", "Appraisal", "Auction", "Draw", "Lot", "Objection", "Sale"]


def agencies(*, listed_only: bool = True) -> QuerySet[Agency]:
    """The list of appraisal agencies, by credit code."""
    found = Agency.objects.order_by("credit_code")
    return found.filter(active=True) if listed_only else found


# --- lots ------------------------------------------------------------------------------------


def _lots() -> QuerySet[Lot]:
    return Lot.objects.select_related(
        "case__officer", "asset__owner__party", "asset__institution", "measure"
    )


def lots_of(case_id: int) -> QuerySet[Lot]:
    """The lots of a case, in the order begun, with their rounds and sales."""
    return _lots().filter(case_id=case_id).prefetch_related("auctions__sale").order_by("id")


def lots_of_court(court_id: int, officer_id: int | None = None) -> QuerySet[Lot]:
    """Open lots of a court or of one officer, oldest first."""
    found = _lots().filter(court_id=court_id, state__in=Lot.OPEN)
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.prefetch_related("auctions__sale").order_by("started_on", "id")


def lot(lot_id: int) -> Lot:
    """A lot with case, asset and measure; a Refusal (404) when it is not seen."""
    found = _lots().filter(pk=lot_id).first()
    if found is None:
        raise Refusal("disposal.unknown_lot", "没有这一处置标的，或您无权查看", status=404)
    return found


def lot_of_asset(asset_id: int) -> Lot | None:
    """The newest lot of an asset, if it was ever put up."""
    return _lots().filter(asset_id=asset_id).order_by("-id").first()


def is_on_sale(case_id: int) -> bool:
    """Whether something of a case is being turned into money: closing must wait."""
    found = Lot.objects.filter(case_id=case_id, state__in=Lot.OPEN)
    return found.exclude(asset__state="not_enforceable").exists()


# --- appraisal -------------------------------------------------------------------------------


def draws_of(case_id: int) -> QuerySet[Draw]:
    return Draw.objects.filter(case_id=case_id).select_related("lot__asset").order_by("id")


@dataclass(frozen=True, slots=True)
class Verification:
    """A draw computed again (摇号复核): what differs from what was written; empty when nothing."""

    seed: str
    order: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def verify_draw(draw: Draw) -> Verification:
    """Compute a draw again from the journal and compare it with what was written."""
    started = record.entry(draw.lot.entry_id)
    committed = [each["code"] for each in started.result.get("candidates", [])]
    seed = engine.seed_of(draw.docket_number, draw.asset_number, started.hash)
    order = engine.draw_order(seed, committed)
    faults = []
    if started.hash != draw.commitment:
        faults.append("种子所依的日志与启动时的日志不一致")
    if committed != [each["code"] for each in draw.candidates]:
        faults.append("候选机构与启动时不一致")
    if seed != draw.seed:
        faults.append("种子不一致")
    if order != draw.order:
        faults.append("顺序不一致")
    return Verification(seed, tuple(order), tuple(faults))


def appraisals_of(lot_id: int) -> QuerySet[Appraisal]:
    """Every agency a lot was entrusted to, with objections, oldest first."""
    return (
        Appraisal.objects.filter(lot_id=lot_id)
        .select_related("agency")
        .prefetch_related("objections__objector__party")
        .order_by("id")
    )


# --- auctions and sales ----------------------------------------------------------------------


def auctions_of(lot_id: int) -> list[Auction]:
    """The rounds of a lot with their sales, oldest first."""
    return list(Auction.objects.filter(lot_id=lot_id).select_related("sale").order_by("id"))


def upcoming(
    court_id: int, until: datetime | None = None, officer_id: int | None = None
) -> QuerySet[Auction]:
    """Announced rounds not yet ended in a record, soonest first."""
    found = Auction.objects.filter(court_id=court_id, state=Auction.State.ANNOUNCED)
    if until is not None:
        found = found.filter(starts_at__lte=until)
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.select_related("case", "lot__asset").order_by("starts_at", "id")


def ended_unrecorded(court_id: int) -> QuerySet[Auction]:
    """Announced rounds whose bidding is over: their result must be recorded."""
    return upcoming(court_id).filter(ends_at__lte=clock.now())


def awaiting_price(court_id: int, officer_id: int | None = None) -> QuerySet[Sale]:
    """Sales whose price is not confirmed as paid, by their last day."""
    found = Sale.objects.filter(
        court_id=court_id, confirmed_on=None, auction__state=Auction.State.SOLD
    )
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.select_related("case", "auction__lot__asset").order_by("pay_by", "id")


@dataclass(frozen=True, slots=True)
class Paid:
    """How far a price has been paid (价款): received for it, and the day it was whole."""

    price: Fen
    received: Fen
    paid_on: date | None

    @property
    def missing(self) -> Fen:
        return Fen(max(0, self.price - self.received))


def payment_reference(auction_id: int) -> str:
    """What the buyer of a round writes in his remittance note (缴款编号)."""
    return sale_payments.reference_of(auction_id)


def money_for(auction: Auction) -> list[ledger.Receipt]:
    """The money recognised as paid for a round, oldest first: by reference, never by name."""
    reference = payment_reference(auction.pk)
    return [
        each
        for each in ledger.receipts_of(auction.case_id)
        if each.how == "sold" and each.payment_reference == reference
    ]


def paid_towards(sale: Sale) -> Paid:
    """What the buyer has paid for this sale, and the day his price was whole."""
    total, paid_on = -(sale.forfeited + sale.returned), None
    for each in money_for(sale.auction):
        total += each.amount
        if paid_on is None and total >= sale.price:
            paid_on = each.received_on
    return Paid(Fen(sale.price), Fen(max(0, total)), paid_on)


def held_for_sales(case_id: int) -> Fen:
    """Sale money that is neither the creditors' nor the debtor's (fen).

    The price of a sale that waits for its confirmation; what a buyer in default paid beyond the
    deposit he lost; what anybody paid beyond the price.
    """
    if not any(each.how == "sold" for each in ledger.receipts_of(case_id)):
        return Fen(0)
    rounds = Auction.objects.filter(case_id=case_id).select_related("sale", "lot")
    return Fen(sum(_of_others(each) for each in rounds))


def _of_others(auction: Auction) -> int:
    received = sum(each.amount for each in money_for(auction))
    sale = getattr(auction, "sale", None)
    if sale is None:
        taken = auction.lot.state == Lot.State.TAKEN and _failed_last(auction)
        return 0 if taken else max(0, received - auction.returned)
    used = sale.price if sale.confirmed_on is not None else 0
    return max(0, received - used - sale.forfeited - sale.returned)


def references_waiting(case_id: int) -> frozenset[str]:
    """The payment references whose money is wholly or in part of others still."""
    if not any(each.how == "sold" for each in ledger.receipts_of(case_id)):
        return frozenset()
    rounds = Auction.objects.filter(case_id=case_id).select_related("sale", "lot")
    return frozenset(payment_reference(each.pk) for each in rounds if _of_others(each))


def returned_to_buyers(case_id: int) -> Fen:
    """Fen of sale money that went back to buyers, or is on its way to them."""
    sums = Sale.objects.filter(case_id=case_id).aggregate(returned=Sum("returned"))
    rounds = Auction.objects.filter(case_id=case_id).aggregate(returned=Sum("returned"))
    return Fen((sums["returned"] or 0) + (rounds["returned"] or 0))


def sales_of(case_id: int) -> list[Sale]:
    """The sales of a case, oldest first."""
    return list(Sale.objects.filter(case_id=case_id).select_related("auction__lot").order_by("id"))


def returnable(sale: Sale) -> Fen:
    """What the buyer must get back (fen): beyond the price, or beyond the deposit he lost."""
    kept = sale.price if sale.auction.state == Auction.State.SOLD else 0
    received = sum(each.amount for each in money_for(sale.auction))
    lost = lost_deposit(sale) + withheld(sale)
    return Fen(max(0, received - kept - lost - sale.returned))


def _failed_last(auction: Auction) -> bool:
    """Whether it is the last failed round of its lot, at whose reserve the thing may be taken."""
    if auction.state != Auction.State.UNSOLD:
        return False
    failed = Auction.objects.filter(lot=auction.lot_id, state=Auction.State.UNSOLD)
    return not failed.filter(pk__gt=auction.pk).exists()


def paid_for_nothing(case_id: int) -> list[tuple[Auction, Fen]]:
    """Rounds nobody bought in with money that can buy nothing any more (fen), oldest first.

    The difference a creditor paid to take the thing in kind, once that round is past or the lot
    has left the disposal otherwise.
    """
    if not any(each.how == "sold" for each in ledger.receipts_of(case_id)):
        return []
    rounds = Auction.objects.filter(case_id=case_id, sale=None).select_related("lot")
    found = []
    for each in rounds.order_by("id"):
        open_to_taking = each.lot.state in (Lot.State.UNSOLD, Lot.State.TAKEN)
        received = sum(receipt.amount for receipt in money_for(each))
        left = received - each.returned
        if left > 0 and not (open_to_taking and _failed_last(each)):
            found.append((each, Fen(left)))
    return found


def lost_deposit(sale: Sale) -> Fen:
    """What a buyer in default loses of what is booked as his so far (fen).

    Online his deposit, at once; in an auction house's round what the resale took of it.
    """
    if sale.auction.state != Auction.State.DEFAULTED or is_settled_by_resale(sale):
        return Fen(sale.forfeited)
    return Fen(max(sale.forfeited, _deposit_booked(sale)))


def is_settled_by_resale(sale: Sale) -> bool:
    """Whether gap and costs of the resale decide what a buyer in default loses (拍卖变卖规定)."""
    auction = sale.auction
    traditional = auction.procedure == Auction.Procedure.TRADITIONAL
    return auction.state == Auction.State.DEFAULTED and traditional


def withheld(sale: Sale) -> Fen:
    """The deposit of a buyer in default that waits for the resale (fen): nobody's until then."""
    if not is_settled_by_resale(sale) or sale.auction.lot.state not in Lot.OPEN:
        return Fen(0)
    return Fen(max(0, _deposit_booked(sale) - sale.forfeited))


def _deposit_booked(sale: Sale) -> int:
    received = sum(each.amount for each in money_for(sale.auction))
    return min(sale.auction.deposit, received - sale.returned)


def unsold_rounds(auctions: list[Auction]) -> list[Auction]:
    return [each for each in auctions if each.state == Auction.State.UNSOLD]


def following_round(lot: Lot, auctions: list[Auction], on: date) -> Round | None:
    """The round the law foresees next for a lot; None when nothing more is tried."""
    return next_round(
        procedure=procedure_on(on),
        object=engine.object_of(lot.asset.kind),
        unsold=[engine.round_of(each.round) for each in unsold_rounds(auctions)],
        on=on,
    ).value


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done with a lot now (下一步): the act's code and one sentence."""

    act: str | None
    words: str
    not_before: date | None = None


def next_step(lot: Lot, on: date | None = None) -> NextStep:
    """The next step of a lot, for desks and for the city's officers."""
    day = on or clock.today()
    match lot.state:
        case Lot.State.PRICING:
            return _next_in_pricing(lot)
        case Lot.State.PRICED if not lot.price_holds_on(day):
            return NextStep("disposal.fix_price_by_agreement", "参考价已失效，重新确定")
        case Lot.State.PRICED | Lot.State.UNSOLD:
            return _next_round(lot, day)
        case Lot.State.ANNOUNCED:
            ends = clock.civil_date(
                Auction.objects.get(lot=lot, state=Auction.State.ANNOUNCED).ends_at
            )
            return NextStep("disposal.record_auction_result", f"竞价{ends}结束，登记结果", ends)
        case Lot.State.SOLD:
            sale = Sale.objects.select_related("auction").get(
                auction__lot=lot, auction__state=Auction.State.SOLD
            )
            paid = paid_towards(sale)
            if paid.missing:
                reference = payment_reference(sale.auction_id)
                words = f"待交价款 {display(paid.missing)} 元，缴款编号 {reference}，期限至{sale.pay_by}"
                return NextStep(None, words)
            return NextStep("disposal.confirm_sale", "价款已交清，裁定确认成交")
        case _:
            return NextStep(None, lot.get_state_display())


def _next_in_pricing(lot: Lot) -> NextStep:
    appraisal = lot.appraisals.filter(ended_on=None).first()
    if appraisal is None:
        return NextStep("disposal.draw_appraiser", "摇号选定评估机构（或各方议价）")
    if not appraisal.reported:
        return NextStep("disposal.record_appraisal", "等待评估报告")
    if appraisal.objections.filter(outcome="").exists():
        return NextStep("disposal.settle_price_objection", "处理对评估报告的异议")
    return NextStep("disposal.fix_price_by_appraisal", "异议期满后确定参考价")


def _next_round(lot: Lot, on: date) -> NextStep:
    following = following_round(lot, auctions_of(lot.pk), on)
    if following is None:
        return NextStep("disposal.take_in_kind", "不再拍卖、变卖；以物抵债，或认定不宜执行")
    name = Auction.Round(str(following)).label
    return NextStep("disposal.announce_auction", f"公告{name}")
