"""The floor of a starting price (起拍价、保留价), deposit and notice, of auctions and sales.

By the law of the day: entrusted auctions since 2005, online ones since 2017, sales of what found
no buyer, and sales without any auction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.texts import Parameter, parameter
from duixian.law.versions import rule

Procedure = Literal["online", "traditional"]
Round = Literal[1, 2, 3, "sale", "direct_sale"]
AuctionObject = Literal["movable", "other"]


@dataclass(frozen=True, slots=True)
class ReservePrice:
    """Floors in fen; notice in days by object; None where the law sets no such bound."""

    lowest_start: Fen
    deposit_lowest: Fen | None
    deposit_highest: Fen | None
    notice_days: dict[AuctionObject, int]
    re_auction_within_days: int | None
    sale_period_days: int | None


def _share(amount: int, percent: Decimal) -> Fen:
    """A percentage of an amount in fen, rounded up: a floor must not be undercut by a fen."""
    exact = Decimal(amount) * percent / 100
    return Fen(int(exact.quantize(Decimal(1), rounding=ROUND_CEILING)))


def _refuse(code: str, field: str, message: str, cure: str) -> Refusal:
    return Refusal(code=f"reserve_price.{code}", message=message, cure=cure, field=field)


def _check(procedure: str, round_: Round, appraised: Fen, previous: Fen | None) -> None:
    if procedure not in ("online", "traditional"):
        raise _refuse(
            "unknown_procedure", "procedure", "没有这种拍卖方式。", "填 online 或者 traditional。"
        )
    if round_ not in (1, 2, 3, "sale", "direct_sale"):
        cure = "填 1、2、3、sale 或者 direct_sale。"
        raise _refuse("unknown_round", "round", "没有这一轮。", cure)
    if procedure == "online" and round_ == 3:
        raise _refuse(
            "no_third_online_round",
            "round",
            "网络拍卖没有第三次拍卖。",
            "第二次流拍后转为网络变卖，round 填 sale。",
        )
    if appraised <= 0:
        raise _refuse("not_positive", "appraised", "评估价应当大于零。", "请核对评估价。")
    if round_ not in (1, "direct_sale") and (previous is None or previous <= 0):
        raise _refuse(
            "previous_start_missing",
            "previous_start",
            "再次拍卖和变卖以前次起拍价为准，没有填写前次起拍价。",
            "请填写 previous_start。",
        )


@rule
def reserve_price(
    *,
    procedure: Procedure,
    round: Round,
    appraised: Fen,
    on: date,
    previous_start: Fen | None = None,
    object: AuctionObject | None = None,
) -> Finding[ReservePrice]:
    """The lowest starting price of a round, with deposit bounds and notice, by the day's law.

    round: 1, 2, 3, "sale" after the last auction, "direct_sale" without any auction. object, where
    it is given, refuses a round the law does not hold for it. Refuses with `reserve_price.*`, and with `law.parameter_not_known_on_day` before the procedure
    existed.
    """
    _check(procedure, round, appraised, previous_start)
    if round == "direct_sale":
        return _direct_sale(appraised, on)
    if procedure == "traditional" and object == "movable" and round in (3, "sale"):
        raise _refuse(
            "no_third_round_for_movables",
            "round",
            "动产两次流拍后不再拍卖、变卖。",
            "由债权人接受抵债，不接受的解除查封退还被执行人。",
        )
    if procedure == "online":
        return _online(round, appraised, previous_start or Fen(0), on)
    return _traditional(round, appraised, previous_start or Fen(0), on)


def _floor_step(label: str, amount: int, floor: Parameter, start: Fen) -> Step:
    return Step(
        label,
        f"{yuan(amount)}×{floor.number}%",
        {"基数": yuan(amount), "比例": f"{floor.number}%"},
        yuan(start),
        tuple(each.key for each in floor.provisions),
    )


def _online(round_: Round, appraised: Fen, previous: Fen, on: date) -> Finding[ReservePrice]:
    lowest, highest = (parameter(f"online-deposit-{end}", on=on) for end in ("lowest", "highest"))
    cited = {each.key: each for each in (*lowest.provisions, *highest.provisions)}
    period: int | None = None
    if round_ == "sale":
        start = previous
        sale = parameter("online-sale-period", on=on)
        period = sale.length
        step = Step("变卖价为第二次拍卖的起拍价", "", {"前次起拍价": yuan(previous)}, yuan(start))
        prefix, cited_more = "online-sale-notice", sale.provisions
    else:
        first = round_ == 1
        floor = parameter("online-first-reserve" if first else "online-second-reserve", on=on)
        amount = appraised if first else previous
        start = _share(amount, floor.number)
        step = _floor_step("起拍价下限", amount, floor, start)
        prefix, cited_more = "online-notice" if first else "online-second-notice", floor.provisions
    cited.update({each.key: each for each in cited_more})
    again = parameter("online-re-auction-term", on=on).length if round_ == 1 else None
    value = ReservePrice(
        lowest_start=start,
        deposit_lowest=start if round_ == "sale" else _share(start, lowest.number),
        deposit_highest=start
        if round_ == "sale"
        else Fen(int(Decimal(start) * highest.number / 100)),
        notice_days=_notice(prefix, on),
        re_auction_within_days=again,
        sale_period_days=period,
    )
    return Finding(value, (step, *_deposit_steps(value)), tuple(cited.values()))


def _direct_sale(appraised: Fen, on: date) -> Finding[ReservePrice]:
    """A sale without any auction, at the market's price: not under a share of the appraisal."""
    floor = parameter("direct-sale-lowest", on=on)
    start = _share(appraised, floor.number)
    value = ReservePrice(
        lowest_start=start,
        deposit_lowest=None,
        deposit_highest=None,
        notice_days={},
        re_auction_within_days=None,
        sale_period_days=None,
    )
    step = _floor_step("不经拍卖的变卖价下限", appraised, floor, start)
    question = "先按约定价格，没有约定的按市价，无市价的按评估价变卖；不能成交才可降价。"
    return Finding(value, (step,), floor.provisions, (question,))


def _traditional(round_: Round, appraised: Fen, previous: Fen, on: date) -> Finding[ReservePrice]:
    deposit = parameter("traditional-deposit-lowest", on=on)
    cited = {each.key: each for each in deposit.provisions}
    period: int | None = None
    if round_ == "sale":
        start = previous
        sale = parameter("traditional-sale-period", on=on)
        period = sale.length
        step = Step("变卖价为第三次拍卖的保留价", "", {"前次保留价": yuan(previous)}, yuan(start))
        cited.update({each.key: each for each in sale.provisions})
    else:
        first = round_ == 1
        key = "traditional-first-reserve" if first else "traditional-later-reserve"
        floor = parameter(key, on=on)
        amount = appraised if first else previous
        start = _share(amount, floor.number)
        step = _floor_step("保留价下限", amount, floor, start)
        cited.update({each.key: each for each in floor.provisions})
    again = parameter("traditional-re-auction-term", on=on).length if round_ in (1, 2) else None
    value = ReservePrice(
        lowest_start=start,
        deposit_lowest=_share(appraised, deposit.number),
        deposit_highest=None,
        notice_days=_notice("traditional-notice", on),
        re_auction_within_days=again,
        sale_period_days=period,
    )
    questions = ("动产两次流拍后不再进行第三次拍卖。",) if round_ in (3, "sale") else ()
    return Finding(value, (step, *_deposit_steps(value)), tuple(cited.values()), questions)


def _notice(prefix: str, on: date) -> dict[AuctionObject, int]:
    return {
        "movable": parameter(f"{prefix}-movable", on=on).length,
        "other": parameter(f"{prefix}-other", on=on).length,
    }


def _deposit_steps(value: ReservePrice) -> tuple[Step, ...]:
    lines = []
    if value.deposit_lowest is not None:
        lines.append(Step("保证金下限", "", {}, yuan(value.deposit_lowest)))
    if value.deposit_highest is not None:
        lines.append(Step("保证金上限", "", {}, yuan(value.deposit_highest)))
    return tuple(lines)
