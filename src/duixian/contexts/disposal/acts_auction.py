"""Auction and sale (拍卖、变卖): the announcement, its result, default, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.disposal import engine, papers, queries
from duixian.contexts.disposal.models import Auction, Lot
from duixian.contexts.disposal.reaching import (
    OnLot,
    auctions_of,
    case_id_of,
    disposable,
)
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Money
from duixian.kernel import clock
from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.money import Fen, display, yuan
from duixian.kernel.roles import Role
from duixian.law import parameter
from duixian.law.rules.auction_rounds import DepositBounds, deposit_bounds, procedure_on
from duixian.law.rules.reserve_price import ReservePrice, reserve_price

OPENING_HOUR = 10
DAYS_FOR_SIGNING = 3  # the form's proposal leaves the panel time; the law counts from the notice


@catalogue.add
class AnnounceAuction(OnLot):
    """公告拍卖、变卖: the round, its price, deposit and days, decided by the panel."""

    code, title, title_en = "disposal.announce_auction", "公告拍卖、变卖", "Announce an auction"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PANEL_JUDGE, people=3),)
    under = ("seizure-and-sale", "auction-duty", "auction-panel")
    undone_by = "disposal.withdraw_auction"
    states = ("priced", "unsold")

    round: Literal["1", "2", "3", "sale"] = Field(title="轮次")
    platform: str = Field(min_length=1, max_length=80, title="平台或拍卖机构")
    url: str = Field(default="", max_length=300, title="公告网址")
    starting_price: Money = Field(gt=0, title="起拍价、变卖价（元）")
    deposit: Money = Field(gt=0, title="保证金（元）")
    step: Money = Field(gt=0, title="加价幅度（元）")
    starts_on: date = Field(title="竞价开始日期")
    start_hour: int = Field(default=OPENING_HOUR, ge=0, le=23, title="竞价开始时刻（时）")
    hours: int | None = Field(
        default=None, ge=1, title="竞价时长（小时，空着为法定最短；变卖依变卖期）"
    )
    pay_within_days: int = Field(default=10, ge=1, le=90, title="成交后付清价款的期限（日）")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {**super().choices(at), "round": list(Auction.Round.choices)}

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        """The terms of the next round, at the lowest the law allows."""
        found = [each for each in cls._candidates(at) if each.price]
        if len(found) != 1:
            return {}
        lot = found[0]
        following = queries.following_round(lot, auctions_of(at, lot), at.on)
        if following is None:
            return {"lot": lot.pk}
        known: dict[str, Any] = {"lot": lot.pk, "round": str(following)}
        with suppress(Refusal):  # the law of that day knows no such round: submitting says why
            lowest = floor_of(at, lot, str(following)).value
            start = lowest.lowest_start
            bounds = bounds_of(at, lot, str(following), start).value
            notice = lowest.notice_days[engine.object_of(lot.asset.kind)]
            days = notice + DAYS_FOR_SIGNING
            known |= {
                "starting_price": yuan(start),
                "deposit": yuan(bounds.lowest),
                "starts_on": engine.earliest_start(at.on, days),
            }
        return known

    def check(self, at: Doing) -> None:
        super().check(at)
        lot = self._lot(at)
        measure = disposable(at, lot.asset)
        self._check_round(at, lot)
        floor = floor_of(at, lot, self.round).value
        self._check_price(floor)
        self._check_deposit(at, lot)
        self._check_days(at, lot, floor)
        self._check_validity(at, lot)
        self._check_measure_lasts(at, measure.ends_on, floor)

    def _check_round(self, at: Doing, lot: Lot) -> None:
        following = queries.following_round(lot, auctions_of(at, lot), at.on)
        if following is None:
            raise Refusal(
                "disposal.no_more_rounds",
                f"{lot.asset.description}已依法拍卖、变卖未成交，不再进行下一轮",
                cure="询问申请执行人是否以物抵债；不抵债的，认定不宜执行或解除查封",
                field="lot",
                provisions=("taking-in-kind",),
            )
        if self.round != str(following):
            raise Refusal(
                "disposal.wrong_round",
                f"依次应当进行{Auction.Round(str(following)).label}",
                cure=f"轮次选“{Auction.Round(str(following)).label}”",
                field="round",
            )

    def _check_price(self, floor: ReservePrice) -> None:
        lowest = floor.lowest_start
        if self.starting_price < lowest:
            raise Refusal(
                "disposal.below_floor",
                f"起拍价低于法定最低的 {display(lowest)} 元",
                cure=f"起拍价至少填 {display(lowest)}",
                field="starting_price",
                provisions=("online-starting-price", "traditional-reserve"),
                details={"lowest": yuan(lowest)},
            )
        if self.round == "sale" and self.starting_price != lowest:
            raise Refusal(
                "disposal.sale_price_fixed",
                f"变卖价应为最后一次拍卖的起拍价 {display(lowest)} 元",
                cure=f"变卖价填 {display(lowest)}",
                field="starting_price",
                provisions=("online-sale",),
                details={"lowest": yuan(lowest)},
            )

    def _check_deposit(self, at: Doing, lot: Lot) -> None:
        bounds = bounds_of(at, lot, self.round, Fen(self.starting_price)).value
        too_high = bounds.highest is not None and self.deposit > bounds.highest
        if self.deposit < bounds.lowest or too_high:
            most = f"至 {display(bounds.highest)} " if bounds.highest is not None else "元以上"
            raise Refusal(
                "disposal.deposit_out_of_bounds",
                f"保证金应在 {display(bounds.lowest)} {most}之间"
                if bounds.highest is not None
                else f"保证金应在 {display(bounds.lowest)} {most}",
                cure=f"保证金可填 {display(bounds.lowest)}",
                field="deposit",
                provisions=("online-deposit", "traditional-deposit"),
                details={"lowest": yuan(bounds.lowest)},
            )

    def _check_days(self, at: Doing, lot: Lot, floor: ReservePrice) -> None:
        notice = floor.notice_days[engine.object_of(lot.asset.kind)]
        earliest = engine.earliest_start(at.on, notice)
        if self.starts_on < earliest:
            raise Refusal(
                "disposal.notice_too_short",
                f"公告应在竞价 {notice} 日前发布，竞价最早{earliest}开始",
                cure=f"竞价开始日期改为{earliest}或以后",
                field="starts_on",
                provisions=("online-notice", "traditional-notice"),
                details={"earliest": earliest.isoformat()},
            )
        if procedure_on(at.on) == "traditional" or self.round == "sale":
            if self.hours is None and floor.sale_period_days is None:
                raise Refusal(
                    "disposal.hours_missing",
                    "委托拍卖须写明拍卖会时长",
                    cure="填写竞价时长",
                    field="hours",
                )
            return
        shortest = parameter("online-bidding-hours", on=at.on)
        if self.hours is not None and self.hours < shortest.length:
            raise Refusal(
                "disposal.bidding_too_short",
                f"竞价时间不少于 {shortest.length} 小时",
                cure=f"竞价时长至少填 {shortest.length}",
                field="hours",
                provisions=("online-bidding",),
            )

    def _check_validity(self, at: Doing, lot: Lot) -> None:
        if lot.valid_until is None:
            return
        announced = [each for each in auctions_of(at, lot) if each.state != "withdrawn"]
        last = (
            engine.saleable_until(lot.valid_until, lot.valid_until)
            if announced
            else lot.valid_until
        )
        if at.on > last:
            raise Refusal(
                "disposal.price_expired",
                f"参考价有效期至{lot.valid_until}，{last}以后不能再据以拍卖",
                cure="重新议价；或撤回后重新启动评估",
                field="lot",
                provisions=("reference-price-validity",),
            )

    def _check_measure_lasts(self, at: Doing, last: date | None, floor: ReservePrice) -> None:
        """The thing must stay sealed until the buyer's time to pay is over."""
        ends = clock.civil_date(self._ends_at(at, floor))
        ends += timedelta(days=self.pay_within_days)
        if last is not None and ends > last:
            raise Refusal(
                "disposal.measure_ends_first",
                f"查封{last}届满，早于竞价结束和付款期满的{ends}",
                cure="先续行查封，再公告",
                field="starts_on",
                provisions=("measure-expiry",),
            )

    def _ends_at(self, at: Doing, floor: ReservePrice) -> datetime:
        starts = engine.bidding_starts(self.starts_on, self.start_hour)
        if floor.sale_period_days is not None:
            return starts + timedelta(days=floor.sale_period_days)
        hours = self.hours
        if hours is None:
            hours = parameter("online-bidding-hours", on=at.on).length
        return starts + timedelta(hours=hours)

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        floor = floor_of(at, lot, self.round).value
        lot.measure = disposable(at, lot.asset)
        ruling = papers.ruling_to_auction(at, lot) if not auctions_of(at, lot) else None
        auction = Auction.objects.create(
            court_id=at.court_id,
            case_id=case_id_of(at),
            lot=lot,
            round=self.round,
            procedure=procedure_on(at.on),
            platform=self.platform,
            url=self.url,
            announced_on=at.on,
            starts_at=engine.bidding_starts(self.starts_on, self.start_hour),
            ends_at=self._ends_at(at, floor),
            lowest_start=floor.lowest_start,
            starting_price=self.starting_price,
            deposit=self.deposit,
            step=self.step,
            pay_within_days=self.pay_within_days,
            ruling_id=ruling,
            entry_id=at.memo["entry_id"],
        )
        lot.state = Lot.State.ANNOUNCED
        lot.save(update_fields=["state", "measure"])
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "auction": auction.pk,
            "round": self.round,
            "procedure": auction.procedure,
            "starts_at": auction.starts_at,
            "ends_at": auction.ends_at,
            "starting_price": self.starting_price,
            "lowest_start": floor.lowest_start,
            "ruling": ruling,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        name = Auction.Round(self.round).label
        return (
            f"公告{name}（{self.platform}），起拍价 {display(self.starting_price)} 元，"
            f"{self.starts_on}开始竞价。"
        )


def floor_of(at: Doing, lot: Lot, round_: str) -> Finding[ReservePrice]:
    """The law's floor for a round of a lot on the day of the act."""
    failed = queries.unsold_rounds(auctions_of(at, lot))
    return reserve_price(
        procedure=procedure_on(at.on),
        round=engine.round_of(round_),
        appraised=Fen(lot.price or 0),
        on=at.on,
        previous_start=Fen(failed[-1].starting_price) if failed else None,
    )


def bounds_of(at: Doing, lot: Lot, round_: str, start: Fen) -> Finding[DepositBounds]:
    """What the deposit of a round may be for a starting price."""
    return deposit_bounds(
        procedure=procedure_on(at.on),
        round=engine.round_of(round_),
        starting_price=start,
        appraised=Fen(lot.price or 0),
        on=at.on,
    )
