"""How sealed things become money: a price, an auction or two, a buyer who pays, or nobody."""

from __future__ import annotations

from datetime import timedelta

from duixian.city.life import finance
from duixian.city.life.turn import Turn
from duixian.contexts.assets import queries as assets
from duixian.contexts.disposal import engine
from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.acts_auction import AnnounceAuction
from duixian.contexts.disposal.models import Auction, Lot
from duixian.contexts.measures import queries as measures
from duixian.kernel import clock
from duixian.kernel.money import yuan

AGREE = "disposal.fix_price_by_agreement"
START, DRAW = "disposal.start_reference_price", "disposal.draw_appraiser"
APPRAISED, BY_APPRAISAL = "disposal.record_appraisal", "disposal.fix_price_by_appraisal"
ANNOUNCE, RESULT = "disposal.announce_auction", "disposal.record_auction_result"
CONFIRM, IN_KIND = "disposal.confirm_sale", "disposal.take_in_kind"
WITHDRAW, NOT_ENFORCEABLE = "disposal.withdraw_auction", "assets.mark_not_enforceable"

PLATFORM = "江城司法拍卖网（模拟）"
_AGREES = 0.4
_SIGNING_DAYS = 8
_SELLS = {"1": 0.55, "2": 0.6, "3": 0.6, "sale": 0.3}


def dispose(turn: Turn) -> None:
    """Take each sealed thing one step nearer to its sale."""
    if not turn.open or not turn.has("measures.seal_up"):
        return
    lots = [lot for lot in disposal.lots_of(turn.case.pk) if lot.is_open]
    if turn.case.collected_amount > 0 and turn.case.owed_amount <= 0:
        _call_off(turn, lots)
        return
    for lot in lots:
        _STEPS[Lot.State(lot.state)](turn, lot)
    if not lots:
        _price_something(turn)


def _call_off(turn: Turn, lots: list[Lot]) -> None:
    for lot in lots:
        if WITHDRAW not in turn.waiting and lot.state != Lot.State.SOLD:
            words = "被执行人已付清，账上无欠款"
            facts = {"lot": lot.pk, "ground": "debtor_paid", "explanation": words}
            turn.do(WITHDRAW, facts, about=lot.pk)
            turn.come_back_in(3)


def _price_something(turn: Turn) -> None:
    """A sealed thing that must be sold gets its price: the parties agree, or an appraiser says."""
    for measure in measures.measures_of(turn.case.pk).filter(state="effective", kind="seal"):
        thing = measure.asset
        if not measure.must_be_sold or thing.state != "controlled":
            continue
        if turn.chance("agrees", _name(thing)).random() < _AGREES:
            everyone = [each.pk for each in (*turn.creditors, *turn.debtors)]
            facts = {
                "asset": thing.pk,
                "amount": yuan(_worth(turn, thing)),
                "agreed_by": everyone,
                "agreed_on": turn.today,
                "record": "各方到庭，就参考价协商一致，笔录在卷。",
            }
            turn.do(AGREE, facts, about=thing.pk)
        else:
            turn.do(START, {"asset": thing.pk}, about=thing.pk)
        turn.come_back_in(3)
        return


def _name(thing: assets.Asset) -> str:
    """What chance knows a thing by, whatever its row's id is."""
    return f"{thing.kind} {thing.key_masked} {thing.description}"


def _worth(turn: Turn, thing: assets.Asset) -> int:
    """What the thing would fetch: the city knows, nobody in it does exactly."""
    number = assets.number_of(thing)
    value = turn.town.market_values.get(number, 20_000_000)
    about = turn.chance("worth", _name(thing)).uniform(0.85, 1.1)
    return int(value * about) // 10_000 * 10_000 or 100_000


def _in_pricing(turn: Turn, lot: Lot) -> None:
    appraisals = list(disposal.appraisals_of(lot.pk).filter(ended_on=None))
    if not appraisals:
        turn.do(DRAW, {"lot": lot.pk}, about=lot.pk)
        turn.come_back_in(turn.chance("appraises", _name(lot.asset)).randrange(9, 26))
        return
    appraisal = appraisals[-1]
    if not appraisal.report_number:
        takes = turn.chance("appraises", _name(lot.asset)).randrange(9, 26)
        left = takes - (turn.today - appraisal.entrusted_on).days
        if left > 0:
            turn.come_back_in(left)
            return
        facts = {
            "lot": lot.pk,
            "report_number": f"模评字[{turn.today.year}]第{appraisal.pk:05d}号",
            "report_on": turn.today,
            "value": yuan(_worth(turn, lot.asset)),
        }
        turn.do(APPRAISED, facts, about=lot.pk)
        turn.come_back_in(9)
        return
    received = appraisal.received_on or turn.today
    served = received + timedelta(days=1)
    if turn.today > engine.objections_until(served):
        turn.do(BY_APPRAISAL, {"lot": lot.pk, "served_on": served}, about=lot.pk)
        turn.come_back_in(2)
    else:
        turn.come_back_in((engine.objections_until(served) - turn.today).days + 1)


def _announce(turn: Turn, lot: Lot) -> None:
    """The next round, at the lowest the law allows; the panel needs some days to sign."""
    if ANNOUNCE in turn.waiting:
        turn.come_back_in(3)
        return
    known = dict(AnnounceAuction.defaults(turn.reading()))
    if "starting_price" not in known or "starts_on" not in known:
        _give_up(turn, lot)
        return
    known["starts_on"] += timedelta(days=_SIGNING_DAYS)
    step = max(10_000, (lot.price or 0) // 200 // 10_000 * 10_000)
    facts = {**known, "lot": lot.pk, "platform": PLATFORM, "step": yuan(step)}
    turn.do(ANNOUNCE, facts, about=lot.pk)
    turn.come_back_in(4)


def _give_up(turn: Turn, lot: Lot) -> None:
    """No round is left: the creditor takes the thing, or it goes back."""
    if turn.waiting & {IN_KIND, WITHDRAW}:
        return
    if turn.chance("in kind", _name(lot.asset)).random() < 0.3:
        words = "申请执行人书面申请以物抵债"
        facts = {"lot": lot.pk, "creditor": turn.creditors[0].pk, "request": words}
        if turn.do(IN_KIND, facts, about=lot.pk) is not None:
            return
    words = "依法拍卖、变卖未成交，申请执行人不接受抵债"
    facts = {"lot": lot.pk, "ground": "not_sold", "explanation": words}
    turn.do(WITHDRAW, facts, about=lot.pk)
    turn.do(NOT_ENFORCEABLE, {"asset": lot.asset_id, "ground": "unsold"}, about=lot.asset_id)


def _hold(turn: Turn, lot: Lot) -> None:
    """The round runs; when it is over its result is put on record."""
    auction = _live(lot, "announced")
    over = clock.civil_date(auction.ends_at)
    if turn.today <= over:
        turn.come_back_in((over - turn.today).days + 1)
        return
    luck = turn.chance("auction", _name(lot.asset), auction.round)
    facts: dict[str, object] = {"lot": lot.pk, "sold": luck.random() < _SELLS[auction.round]}
    if facts["sold"]:
        step = max(1, auction.step)
        bids = luck.randrange(1, 25)
        buyer = luck.choice(turn.town.population.persons)
        price = auction.starting_price + step * (bids - 1)
        facts |= {
            "price": yuan(price),
            "buyer": buyer.name,
            "buyer_identity": buyer.number,
            "bids": bids,
        }
    turn.do(RESULT, facts, about=auction.pk)
    turn.come_back_in(luck.randrange(3, 9))


def _settle(turn: Turn, lot: Lot) -> None:
    """The buyer pays, then the sale is confirmed."""
    auction = _live(lot, "sold")
    sale = auction.sale
    missing = disposal.paid_towards(sale).missing
    if missing > 0:
        reference = f"PM{auction.pk:010d}"
        words = f"{PLATFORM}拍卖成交款 {disposal.payment_reference(auction.pk)}"
        finance.bring(turn, missing, sale.buyer, words, reference=reference)
        turn.come_back_in(1)
        return
    if CONFIRM not in turn.waiting:
        turn.do(CONFIRM, {"lot": lot.pk}, about=lot.pk)
        turn.come_back_in(4)


def _live(lot: Lot, state: str) -> Auction:
    return next(each for each in reversed(disposal.auctions_of(lot.pk)) if each.state == state)


_STEPS = {
    Lot.State.PRICING: _in_pricing,
    Lot.State.PRICED: _announce,
    Lot.State.UNSOLD: _announce,
    Lot.State.ANNOUNCED: _hold,
    Lot.State.SOLD: _settle,
}
