"""What comes of a round (拍卖结果): sold or not, default of the buyer, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field, model_validator

from duixian.contexts.cases.case_act import case_of, forget_case
from duixian.contexts.cases.owed import owed
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.forfeiting import forfeit
from duixian.contexts.disposal.models import Auction, Lot, Sale
from duixian.contexts.disposal.reaching import OnLot, auctions_of, case_id_of, live_auction
from duixian.contexts.record import sealing
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import IdentityNumber, Money, Prose
from duixian.kernel import clock, identifiers
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role


@catalogue.add
class RecordAuctionResult(OnLot):
    """登记拍卖、变卖结果: sold to whom for how much, or nobody bid."""

    code, title = "disposal.record_auction_result", "登记拍卖、变卖结果"
    title_en = "Record the result of an auction"
    done_by = (Role.OFFICER, Role.SYSTEM)
    under = ("auction-duty", "online-bidding", "online-second-auction")
    states = ("announced",)

    sold: bool = Field(title="成交")
    price: Money | None = Field(default=None, gt=0, title="成交价（元）")
    buyer: str = Field(default="", max_length=120, title="买受人")
    buyer_kind: Literal["person", "firm"] = Field(default="person", title="买受人类型")
    buyer_identity: IdentityNumber = Field(default="", title="买受人证件号码")
    bids: int = Field(default=0, ge=0, title="出价次数")

    @model_validator(mode="after")
    def _identity_holds(self) -> RecordAuctionResult:
        number = self.buyer_identity
        if number and self.buyer_kind == "person" and not identifiers.is_identity_number(number):
            raise ValueError("买受人居民身份证号码校验不通过，请核对")
        if number and self.buyer_kind == "firm" and not identifiers.is_credit_code(number):
            raise ValueError("买受人统一社会信用代码校验不通过，请核对")
        return self

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {**super().choices(at), "buyer_kind": list(Sale.BuyerKind.choices)}

    def check(self, at: Doing) -> None:
        super().check(at)
        auction = live_auction(at, self._lot(at), "announced")
        self._check_time(at, auction)
        if self.sold:
            self._check_sold(at, auction)
        elif self.price is not None or self.buyer or self.bids:
            raise Refusal(
                "disposal.unsold_with_buyer",
                "流拍的没有成交价、买受人和出价",
                cure="选择成交，或清空成交价、买受人和出价次数",
                field="sold",
            )

    def _check_time(self, at: Doing, auction: Auction) -> None:
        """A sale without auction may end as soon as somebody bids; all else runs to its end."""
        early = auction.round == Auction.Round.SALE and self.sold
        over = auction.starts_at if early else auction.ends_at
        day = clock.civil_date(over)
        still_today = at.on == clock.civil_date(at.now) and at.now < over
        if at.on < day or still_today:
            local = over.astimezone(clock.CHINA)
            raise Refusal(
                "disposal.bidding_not_over",
                f"竞价到{local:%Y-%m-%d %H:%M}才{'开始' if early else '结束'}",
                cure="竞价结束后再登记结果",
                field="lot",
                transient=True,
            )

    def _check_sold(self, at: Doing, auction: Auction) -> None:
        if self.price is None or self.price < auction.starting_price:
            raise Refusal(
                "disposal.sold_below_start",
                f"成交价不能低于起拍价 {display(auction.starting_price)} 元",
                cure="核对平台的成交确认",
                field="price",
                provisions=("online-starting-price",),
            )
        if not self.buyer or not self.bids:
            raise Refusal(
                "disposal.buyer_missing",
                "成交的须写明买受人和出价次数",
                cure="按成交确认填写",
                field="buyer" if not self.buyer else "bids",
            )
        hashed = sealing.keyed_hash(self.buyer_identity) if self.buyer_identity else ""
        for each in auctions_of(at, self._lot(at)):
            if each.state == "defaulted" and hashed and each.sale.buyer_identity_hash == hashed:
                raise Refusal(
                    "disposal.buyer_barred",
                    f"{self.buyer}曾对本标的悔拍，不得再参加竞买",
                    cure="核对买受人；平台应当取消其资格",
                    field="buyer_identity",
                    provisions=("online-buyer-default",),
                )

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        auction = live_auction(at, lot, "announced")
        auction.ended_on = at.on
        sale = self._sell(at, auction) if self.sold else None
        auction.state = Auction.State.SOLD if self.sold else Auction.State.UNSOLD
        auction.save(update_fields=["state", "ended_on"])
        lot.state = Lot.State.SOLD if self.sold else Lot.State.UNSOLD
        lot.save(update_fields=["state"])
        following = None if self.sold else queries.following_round(lot, auctions_of(at, lot), at.on)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "auction": auction.pk,
            "round": auction.round,
            "sale": sale.pk if sale is not None else None,
            "price": self.price,
            "pay_by": sale.pay_by if sale is not None else None,
            "payment_reference": queries.payment_reference(auction.pk),
            "unsold": following is not None,
            "next_round": str(following) if following is not None else None,
            "no_more_rounds": not self.sold and following is None,
        }

    def _sell(self, at: Doing, auction: Auction) -> Sale:
        number = self.buyer_identity
        assert self.price is not None  # checked
        return Sale.objects.create(
            court_id=at.court_id,
            case_id=case_id_of(at),
            auction=auction,
            buyer=self.buyer,
            buyer_kind=self.buyer_kind,
            buyer_identity_sealed=sealing.seal(number) if number else "",
            buyer_identity_hash=sealing.keyed_hash(number) if number else "",
            buyer_identity_masked=identifiers.mask(number) if number else "",
            price=self.price,
            bids=self.bids,
            sold_on=at.on,
            pay_by=at.on + timedelta(days=auction.pay_within_days),
        )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        name = Auction.Round(result["round"]).label
        if not self.sold:
            return f"{name}流拍，无人出价。"
        return (
            f"{name}成交，买受人{self.buyer}，成交价 {display(self.price or 0)} 元，"
            f"出价 {self.bids} 次，应于{result['pay_by']}前付清，"
            f"缴款编号 {result['payment_reference']}。"
        )


@catalogue.add
class RecordDefault(OnLot):
    """记录悔拍: the buyer did not pay in time; the round is held again.

    Online the deposit is lost; that of an auction house's round waits for what the resale brings.
    """

    code, title, title_en = "disposal.record_default", "记录悔拍", "Record a buyer's default"
    done_by = (Role.OFFICER,)
    under = ("online-buyer-default", "traditional-buyer-default")
    states = ("sold",)

    explanation: Prose = Field(min_length=1, max_length=300, title="催告情况")

    def check(self, at: Doing) -> None:
        super().check(at)
        sale = live_auction(at, self._lot(at), "sold").sale
        if at.on <= sale.pay_by:
            raise Refusal(
                "disposal.time_to_pay",
                f"付清价款的期限至{sale.pay_by}",
                cure="期满仍未付清的，再记录悔拍",
                field="lot",
                transient=True,
            )
        if not queries.paid_towards(sale).missing:
            raise Refusal(
                "disposal.paid_in_full", "价款已经付清", cure="办理“确认成交”", field="lot"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        auction = live_auction(at, lot, "sold")
        sale = auction.sale
        auction.state, auction.reason = Auction.State.DEFAULTED, self.explanation
        auction.save(update_fields=["state", "reason"])
        forfeit(case_of(at), sale, at.on)
        withheld = queries.withheld(sale)
        forget_case(at)
        back_to_waiting(at, lot)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "auction": auction.pk,
            "buyer": sale.buyer,
            "forfeited": sale.forfeited,
            "withheld": withheld,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        kept = f"没收保证金 {display(result['forfeited'])} 元"
        if result["withheld"]:
            kept = f"保证金 {display(result['withheld'])} 元待重新拍卖后抵扣差价和费用"
        return f"买受人{result['buyer']}悔拍，{kept}，重新拍卖。"


def back_to_waiting(at: Doing, lot: Lot) -> None:
    """The round did not count: the lot waits for it to be announced again."""
    failed = queries.unsold_rounds(auctions_of(at, lot))
    lot.state = Lot.State.UNSOLD if failed else Lot.State.PRICED
    lot.save(update_fields=["state"])


# For each ground: its words, and whether the disposal ends by it or is only put off.
GROUNDS: dict[str, tuple[str, bool]] = {
    "debtor_paid": ("被执行人在拍卖日前已履行完毕", True),
    "creditor_withdrew": ("申请执行人撤回执行申请或者同意不再处置", True),
    "title_set_aside": ("据以执行的法律文书被撤销", True),
    "objection_upheld": ("案外人对标的的异议成立", True),
    "settled": ("当事人达成执行和解", True),
    "not_sold": ("依法拍卖、变卖未成交，且无人接受抵债", True),
    "priced_anew": ("需要重新启动确定参考价", True),
    "notice_error": ("公告内容有误，需更正后重新公告", False),
    "put_off": ("依法中止或者暂缓，暂不拍卖", False),
}


@catalogue.add
class WithdrawAuction(OnLot):
    """撤回拍卖: the disposal ends, or the announced round is put off, each on a ground."""

    code, title = "disposal.withdraw_auction", "撤回拍卖、变卖"
    title_en = "Withdraw an auction"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("auction-duty",)
    states = ("pricing", "priced", "announced", "unsold")
    while_suspended = True

    ground: Literal[
        "debtor_paid",
        "creditor_withdrew",
        "title_set_aside",
        "objection_upheld",
        "settled",
        "not_sold",
        "priced_anew",
        "notice_error",
        "put_off",
    ] = Field(title="撤回事由")
    explanation: Prose = Field(min_length=1, max_length=300, title="情况说明")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            **super().choices(at),
            "ground": [(each, words) for each, (words, _ends) in GROUNDS.items()],
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        lot = self._lot(at)
        _, ends = GROUNDS[self.ground]
        if not ends and lot.state != Lot.State.ANNOUNCED:
            raise Refusal(
                "disposal.nothing_announced",
                "尚未公告，没有可以推迟的拍卖",
                cure="改选终止处置的事由",
                field="ground",
            )
        if self.ground == "not_sold":
            self._check_tried(at, lot)
        if self.ground == "debtor_paid":
            self._check_paid(at)

    def _check_paid(self, at: Doing) -> None:
        value = owed(case_of(at).pk, at.on).value
        if value.outstanding > 0:
            raise Refusal(
                "disposal.not_paid",
                f"账上尚欠 {display(value.outstanding)} 元",
                cure="先登记到账或自行给付；否则改选其他事由",
                field="ground",
            )
        if value.to_come > 0:
            raise Refusal(
                "disposal.instalments_to_come",
                f"还有 {display(value.to_come)} 元尚未到期，没有履行完毕",
                cure="改选“申请执行人……同意不再处置”或者其他事由",
                field="ground",
            )

    def _check_tried(self, at: Doing, lot: Lot) -> None:
        following = queries.following_round(lot, auctions_of(at, lot), at.on)
        if lot.state != Lot.State.UNSOLD or following is not None:
            raise Refusal(
                "disposal.rounds_left",
                f"{lot.asset.description}尚未依法拍卖、变卖完毕",
                cure="继续公告下一轮；或改选其他事由",
                field="ground",
                provisions=("auction-duty",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        words, ends = GROUNDS[self.ground]
        reason = f"{words}：{self.explanation}"
        auction = None
        if lot.state == Lot.State.ANNOUNCED:
            auction = live_auction(at, lot, "announced")
            auction.state, auction.ended_on = Auction.State.WITHDRAWN, at.on
            auction.reason = reason
            auction.save(update_fields=["state", "ended_on", "reason"])
        if ends:
            lot.state, lot.ended_on, lot.reason = Lot.State.WITHDRAWN, at.on, reason
            lot.save(update_fields=["state", "ended_on", "reason"])
            lot.appraisals.filter(ended_on=None, report_number="").update(
                ended_on=at.on, ended_reason="处置撤回"
            )
        else:
            back_to_waiting(at, lot)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "auction": auction.pk if auction is not None else None,
            "ends": ends,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        words, _ = GROUNDS[self.ground]
        return f"撤回拍卖、变卖：{words}。"
