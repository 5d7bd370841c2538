"""Which round follows (拍卖次数), by which procedure, and the bounds of its deposit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.rules.reserve_price import AuctionObject, Procedure, Round
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

_AUCTIONS: tuple[Round, ...] = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class DepositBounds:
    """The least and the most a bidder's deposit may be (fen); None where the law sets none."""

    lowest: Fen
    highest: Fen | None


def procedure_on(day: date) -> Procedure:
    """Auctions are held online since those rules are in force; before, by an auction house."""
    return "online" if provisions()["online-starting-price"].on(day) else "traditional"


@rule
def next_round(
    *, procedure: Procedure, object: AuctionObject, unsold: Sequence[Round], on: date
) -> Finding[Round | None]:
    """The round to hold after those that brought no sale; None when nothing more is tried.

    A movable that no house auctioned off twice is taken in kind or given back; other things go
    to sale without auction, and after that to no further round.
    """
    auctions = sum(1 for each in unsold if each != "sale")
    kind = "online" if procedure == "online" else object
    most = parameter(f"auction-rounds-{kind}", on=on).length
    following: Round | None
    if "sale" in unsold:
        following = None
    elif auctions < most:
        following = _AUCTIONS[auctions]
    elif (procedure, object) == ("traditional", "movable"):
        following = None
    else:
        following = "sale"
    keys = _keys(procedure, object)
    known = [key for key in keys if provisions()[key].on(on)]
    return Finding(
        following,
        (Step("下一轮", "", {"已流拍": str(len(unsold))}, _name(following), tuple(known)),),
        citations(*known, on=on),
    )


def _keys(procedure: Procedure, object_: AuctionObject) -> tuple[str, ...]:
    if procedure == "online":
        return ("online-second-auction",)
    return ("movable-rounds",) if object_ == "movable" else ("immovable-rounds",)


def _name(round_: Round | None) -> str:
    if round_ is None:
        return "不再拍卖、变卖"
    return f"第{'一二三'[round_ - 1]}次拍卖" if isinstance(round_, int) else "变卖"


@rule
def deposit_bounds(
    *, procedure: Procedure, round: Round, starting_price: Fen, appraised: Fen, on: date
) -> Finding[DepositBounds]:
    """What a bidder's deposit may be, for the starting price really set.

    In a sale on line the whole price is paid in before the first bid.
    """
    if procedure == "traditional":
        least = parameter("traditional-deposit-lowest", on=on)
        lowest = _share(appraised, least.number, up=True)
        return _bounds(DepositBounds(lowest, None), appraised, least.provisions)
    if round == "sale":
        period = parameter("online-sale-period", on=on)
        whole = DepositBounds(starting_price, starting_price)
        return _bounds(whole, starting_price, period.provisions)
    least, most = (parameter(f"online-deposit-{end}", on=on) for end in ("lowest", "highest"))
    bounds = DepositBounds(
        _share(starting_price, least.number, up=True),
        _share(starting_price, most.number, up=False),
    )
    cited = {each.key: each for each in (*least.provisions, *most.provisions)}
    return _bounds(bounds, starting_price, tuple(cited.values()))


def _share(amount: int, percent: Decimal, *, up: bool) -> Fen:
    exact = Decimal(amount) * percent / 100
    return Fen(int(exact.quantize(Decimal(1), rounding=ROUND_CEILING if up else ROUND_FLOOR)))


def _bounds(value: DepositBounds, base: int, cited: tuple[Citation, ...]) -> Finding[DepositBounds]:
    highest = yuan(value.highest) if value.highest is not None else "不限"
    step = Step("保证金", "", {"基数": yuan(base)}, f"{yuan(value.lowest)}—{highest}")
    return Finding(value, (step,), cited)
