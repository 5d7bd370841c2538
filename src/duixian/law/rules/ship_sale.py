"""The price at which a ship may be sold after failed auctions (船舶变卖)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule

_NOTHING = Fen(0)


@dataclass(frozen=True, slots=True)
class ShipSale:
    """Whether it may be sold without auction now, and the lowest price in fen (None: no floor)."""

    may_sell: bool
    lowest: Fen | None
    below_allowed: bool


@rule
def ship_sale(
    *,
    appraised: Fen,
    failed_rounds: int,
    on: date,
    registered: Fen = _NOTHING,
    consenting: Fen = _NOTHING,
) -> Finding[ShipSale]:
    """Sale of a ship after failed auctions, and what share of creditors may allow less.

    registered: all registered claims (登记债权); consenting: those that agree to a lower price.
    Refuses with `ship_sale.*`.
    """
    if appraised <= 0:
        raise Refusal("ship_sale.not_positive", "评估价应当大于零。", "请核对评估价。", "appraised")
    if failed_rounds < 0:
        raise Refusal(
            "ship_sale.negative_rounds", "流拍次数不能是负数。", "请核对。", "failed_rounds"
        )
    if not 0 <= consenting <= registered:
        raise Refusal(
            "ship_sale.consenting_above_registered",
            "同意的债权不能超过登记的债权。",
            "请核对两项金额。",
            "consenting",
        )
    rounds = parameter("ship-failed-rounds", on=on).length
    floor = parameter("ship-sale-lowest", on=on)
    share = Fraction(str(parameter("ship-consent-share", on=on).value))
    may_sell = failed_rounds >= rounds
    exact = Decimal(appraised) * floor.number / 100
    lowest = Fen(int(exact.quantize(Decimal(1), rounding=ROUND_CEILING)))
    agreed = registered > 0 and Fraction(consenting, registered) >= share
    steps = (
        Step(
            f"{rounds}次以上流拍可以变卖",
            "",
            {"已流拍": str(failed_rounds)},
            "可以变卖" if may_sell else "继续拍卖，保留价参照评估价确定，不公开",
            ("ship-sale" if may_sell else "ship-reserve",),
        ),
        Step(
            "变卖价下限",
            f"{yuan(appraised)}×{floor.number}%",
            {"评估价": yuan(appraised)},
            yuan(lowest),
            ("ship-sale",),
        ),
        Step(
            f"登记债权{share}以上同意的，可以低于下限",
            f"{yuan(consenting)}÷{yuan(registered)}" if registered else "",
            {"同意": yuan(consenting), "登记债权": yuan(registered)},
            "可以" if agreed else "不可以",
            ("ship-sale-lower",),
        ),
    )
    value = ShipSale(may_sell, None if agreed else lowest, agreed)
    return Finding(value, steps, citations("ship-reserve", "ship-sale", "ship-sale-lower", on=on))
