"""The tools of selling: starting price, a buyer's default, taking in kind, useless sales, ships."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from duixian.kernel.money import Fen, yuan
from duixian.law.rules.resale_shortfall import resale_shortfall
from duixian.law.rules.reserve_price import reserve_price
from duixian.law.rules.ship_sale import ship_sale
from duixian.law.rules.taking_in_kind import Taker, taking_in_kind
from duixian.law.rules.useless_sale import useless_sale
from duixian.law.tool_fields import Input, Money, NoBoolean, Output, Tool, iso, money, reasons


class ReservePriceQuestion(Input):
    procedure: Literal["online", "traditional"] = Field(title="拍卖方式")
    round: Annotated[Literal[1, 2, 3, "sale", "direct_sale"], NoBoolean] = Field(title="轮次")
    appraised: Money = Field(title="评估价")
    previous_start: Money | None = Field(default=None, title="前次起拍价")
    object: Literal["movable", "other"] | None = Field(default=None, title="标的物")
    on: date = Field(title="日期")


class ReservePriceAnswer(Output):
    lowest_start: str = Field(title="起拍价下限")
    deposit_lowest: str | None = Field(title="保证金下限")
    deposit_highest: str | None = Field(title="保证金上限")
    notice_days: dict[str, int] = Field(title="公告天数")
    re_auction_within_days: int | None = Field(title="再次拍卖期限（天）")
    sale_period_days: int | None = Field(title="变卖期（天）")


def _reserve_price(asked: ReservePriceQuestion) -> ReservePriceAnswer:
    found = reserve_price(
        procedure=asked.procedure,
        round=asked.round,
        appraised=asked.appraised,
        on=asked.on,
        previous_start=asked.previous_start,
        object=asked.object,
    )
    value = found.value
    return ReservePriceAnswer(
        lowest_start=yuan(value.lowest_start),
        deposit_lowest=money(value.deposit_lowest),
        deposit_highest=money(value.deposit_highest),
        notice_days={str(kind): days for kind, days in value.notice_days.items()},
        re_auction_within_days=value.re_auction_within_days,
        sale_period_days=value.sale_period_days,
        **reasons(found),
    )


class ResaleQuestion(Input):
    procedure: Literal["online", "traditional"] = Field(title="拍卖方式")
    old_price: Money = Field(title="原成交价")
    resale_price: Money = Field(title="重新拍卖成交价")
    costs: Money = Field(default=Fen(0), title="费用损失")
    deposit: Money = Field(title="保证金")
    commission: Money = Field(default=Fen(0), title="原拍卖佣金")
    on: date = Field(title="日期")
    online_top_up: bool = Field(default=True, title="网络拍卖保证金不足的补交")
    gain_covers_costs: bool = Field(default=True, title="重新拍卖的增价抵费用")


class DepositUseOut(Input):
    costs: str = Field(title="费用损失")
    gap: str = Field(title="差价")
    debt: str = Field(title="债务")


class ResaleAnswer(Output):
    gap: str = Field(title="差价")
    top_up: str = Field(title="应补交")
    deposit_returned: str = Field(title="退还保证金")
    deposit_use: DepositUseOut = Field(title="保证金的使用")


def _resale(asked: ResaleQuestion) -> ResaleAnswer:
    found = resale_shortfall(**asked.model_dump())
    value = found.value
    return ResaleAnswer(
        gap=yuan(value.gap),
        top_up=yuan(value.top_up),
        deposit_returned=yuan(value.deposit_returned),
        deposit_use=DepositUseOut(
            costs=yuan(value.use.costs), gap=yuan(value.use.gap), debt=yuan(value.use.debt)
        ),
        **reasons(found),
    )


class TakerIn(Input):
    id: str = Field(title="债权人")
    claim: Money = Field(title="债权数额")
    would_receive: Money = Field(title="应受清偿数额")
    rank: int = Field(default=1, ge=1, title="受偿顺位")


class TakingQuestion(Input):
    reserve: Money = Field(title="保留价、起拍价")
    takers: list[TakerIn] = Field(title="申请抵债的债权人")
    on: date = Field(title="日期")


class TakingAnswer(Output):
    price: str = Field(title="抵债价")
    takers: list[str] = Field(title="承受人")
    by_lot: bool = Field(title="抽签决定")
    difference: dict[str, str] = Field(title="补交差额")


def _taking(asked: TakingQuestion) -> TakingAnswer:
    takers = [Taker(**each.model_dump()) for each in asked.takers]
    found = taking_in_kind(reserve=asked.reserve, takers=takers, on=asked.on)
    value = found.value
    return TakingAnswer(
        price=yuan(value.price),
        takers=list(value.takers),
        by_lot=value.by_lot,
        difference={name: yuan(amount) for name, amount in value.difference.items()},
        **reasons(found),
    )


class UselessSaleQuestion(Input):
    reserve: Money = Field(title="保留价")
    prior_claims: Money = Field(title="优先债权")
    costs: Money = Field(default=Fen(0), title="执行费用")
    told_on: date | None = Field(default=None, title="通知申请执行人日")
    asked_to_go_on: date | None = Field(default=None, title="申请继续拍卖日")
    on: date = Field(title="日期")


class UselessSaleAnswer(Output):
    useless: bool = Field(title="无益拍卖")
    may_go_on: bool = Field(title="可以拍卖")
    lowest_reserve: str | None = Field(title="保留价下限")
    answer_by: str | None = Field(title="最迟申请继续")
    bears_costs: bool = Field(title="流拍费用由申请执行人负担")


def _useless_sale(asked: UselessSaleQuestion) -> UselessSaleAnswer:
    found = useless_sale(**asked.model_dump())
    value = found.value
    return UselessSaleAnswer(
        useless=value.useless,
        may_go_on=value.may_go_on,
        lowest_reserve=money(value.lowest_reserve),
        answer_by=iso(value.answer_by),
        bears_costs=value.bears_costs,
        **reasons(found),
    )


class ShipSaleQuestion(Input):
    appraised: Money = Field(title="评估价")
    failed_rounds: int = Field(title="流拍次数")
    registered: Money = Field(default=Fen(0), title="登记债权")
    consenting: Money = Field(default=Fen(0), title="同意低价变卖的债权")
    on: date = Field(title="日期")


class ShipSaleAnswer(Output):
    may_sell: bool = Field(title="可以变卖")
    lowest: str | None = Field(title="变卖价下限")
    below_allowed: bool = Field(title="可以低于评估价的法定比例")


def _ship_sale(asked: ShipSaleQuestion) -> ShipSaleAnswer:
    found = ship_sale(**asked.model_dump())
    value = found.value
    return ShipSaleAnswer(
        may_sell=value.may_sell,
        lowest=money(value.lowest),
        below_allowed=value.below_allowed,
        **reasons(found),
    )


DISPOSAL_TOOLS: tuple[Tool[Any], ...] = (
    Tool("reserve-price", "起拍价", ReservePriceQuestion, ReservePriceAnswer, _reserve_price),
    Tool("resale-shortfall", "悔拍差价", ResaleQuestion, ResaleAnswer, _resale),
    Tool("taking-in-kind", "以物抵债", TakingQuestion, TakingAnswer, _taking),
    Tool("useless-sale", "无益拍卖", UselessSaleQuestion, UselessSaleAnswer, _useless_sale),
    Tool("ship-sale", "船舶变卖", ShipSaleQuestion, ShipSaleAnswer, _ship_sale),
)
