"""The end of a disposal: the sale confirmed, or the thing taken in kind by a creditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import Field

from duixian.contexts.cases.case_act import case_of, forget_case
from duixian.contexts.cases.crediting import credit_claim
from duixian.contexts.cases.owed import owed
from duixian.contexts.disposal import papers, queries
from duixian.contexts.disposal.forfeiting import defaults_before, settle_resale
from duixian.contexts.disposal.models import Auction, Lot
from duixian.contexts.disposal.queries import is_settled_by_resale
from duixian.contexts.disposal.reaching import (
    OnLot,
    auctions_of,
    disposable,
    live_auction,
    parties_of,
    sealed_of,
)
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.ending import end_by_disposal
from duixian.contexts.measures.reaching import refuse_while_open
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Money, PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display, yuan
from duixian.kernel.roles import Role


class _EndOfLot(OnLot):
    """The thing passes to another: the measure ends and its institution is told."""

    signed_by = (Signature(Role.PANEL_JUDGE, people=3),)
    document = "notice_of_assistance_lift"
    irreversible = True

    def check(self, at: Doing) -> None:
        super().check(at)
        refuse_while_open(self._measure(at))

    def _measure(self, at: Doing) -> measures.Measure:
        """The measure that stands on the thing now, even when it was sealed anew meanwhile."""
        lot = self._lot(at)
        found = sealed_of(at).get(lot.asset_id)
        if found is None or found.state != measures.Measure.State.EFFECTIVE:
            raise Refusal(
                "disposal.not_controlled",
                f"{lot.asset.description}的查封已经结束（{lot.measure.get_state_display()}）",
                cure="重新查封，待协助单位登记生效后再办理",
                field="lot",
                provisions=("no-disposal-before-seizure",),
            )
        return found

    def _end(self, at: Doing, lot: Lot, state: Lot.State, reason: str) -> int:
        """Close the lot; returns the id of the order to release."""
        lot.measure = self._measure(at)
        order = end_by_disposal(at, lot.measure, reason)
        lot.state, lot.ended_on = state, at.on
        lot.save(update_fields=["state", "ended_on", "measure"])
        at.memo["disposal.ended"] = (lot, reason)
        return int(order.pk)

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        lot, reason = at.memo["disposal.ended"]
        return papers.notice_to_release(lot, result["ruling"], reason)


@catalogue.add
class ConfirmSale(_EndOfLot):
    """确认成交: the price is paid in full; the thing passes to the buyer by ruling."""

    code, title, title_en = "disposal.confirm_sale", "确认成交", "Confirm a sale"
    done_by = (Role.OFFICER,)
    under = (
        "seizure-and-sale",
        "sale-confirmation",
        "confirmation-ruling",
        "traditional-buyer-default",
    )
    states = ("sold",)

    resale_costs: Money = Field(default=0, ge=0, title="前次悔拍和重新拍卖的费用损失（元）")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not any(not _paid(at, each).missing for each in cls._candidates(at)):
            paid = _paid(at, cls._candidates(at)[0])
            raise _not_paid(paid)

    def check(self, at: Doing) -> None:
        super().check(at)
        paid = _paid(at, self._lot(at))
        if paid.missing:
            raise _not_paid(paid)
        sale = live_auction(at, self._lot(at), "sold").sale
        if self.resale_costs and not any(map(is_settled_by_resale, defaults_before(sale))):
            raise Refusal(
                "disposal.no_default_to_charge",
                "没有委托拍卖中悔拍的买受人可以负担费用损失",
                cure="费用损失填 0；网络拍卖悔拍的，保证金已经没收",
                field="resale_costs",
                provisions=("traditional-buyer-default",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        auction = live_auction(at, lot, "sold")
        sale = auction.sale
        sale.paid_on, sale.confirmed_on = _paid(at, lot).paid_on, at.on
        sale.save(update_fields=["paid_on", "confirmed_on"])
        ruling = papers.ruling_to_confirm(at, lot, auction, sale)
        settled = settle_resale(case_of(at), sale, self.resale_costs, at.on)
        order = self._end(at, lot, Lot.State.CONFIRMED, f"{auction.way}成交")
        # the debt is paid when the ruling takes effect, not when the buyer paid (int-06)
        credit_claim(case_of(at), at.on, sale.price, f"变价 {lot.pk}")
        forget_case(at)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "measure": lot.measure_id,
            "auction": auction.pk,
            "sale": sale.pk,
            "price": sale.price,
            "buyer": sale.buyer,
            "paid_on": sale.paid_on,
            "ruling": ruling,
            "order": order,
            "defaults": [asdict(each) for each in settled],
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        price = display(result["price"])
        lines = [f"价款 {price} 元已付清，裁定确认成交，财产归买受人{result['buyer']}所有。"]
        for each in result["defaults"]:
            taken, back = display(each["taken"]), display(each["deposit_returned"])
            owed = display(each["top_up"])
            lines.append(
                f"原买受人{each['buyer']}悔拍：保证金抵扣差价和费用 {taken} 元，"
                f"退还 {back} 元，尚应补交 {owed} 元。"
            )
        return "".join(lines)


def _paid(at: Doing, lot: Lot) -> queries.Paid:
    sale = live_auction(at, lot, "sold").sale
    return at.once(
        ("disposal.paid", sale.pk),
        lambda: queries.paid_towards(sale),
    )


def _not_paid(paid: queries.Paid) -> Refusal:
    return Refusal(
        "disposal.price_not_paid",
        f"成交价 {display(paid.price)} 元，变价款到账 {display(paid.received)} 元，"
        f"尚差 {display(paid.missing)} 元",
        cure="由财务以“变价款”登记到账后再确认；逾期不付的，记录悔拍",
        field="lot",
        provisions=("sale-confirmation",),
        transient=True,
        details={"missing": yuan(paid.missing)},
    )


@catalogue.add
class TakeInKind(_EndOfLot):
    """以物抵债: after a failed round a creditor takes the thing at that round's reserve.

    What the thing is worth beyond the claim is paid in by the creditor first.
    """

    code, title, title_en = "disposal.take_in_kind", "以物抵债", "Take property in kind"
    done_by = (Role.OFFICER,)
    under = ("taking-in-kind",)
    states = ("unsold",)

    creditor: PartyRef = Field(title="接受财产的申请执行人")
    request: Prose = Field(min_length=1, max_length=300, title="申请情况")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        creditors = [each for each in parties_of(at) if each.role == "creditor"]
        return {
            **super().choices(at),
            "creditor": [(each.pk, each.party.name) for each in creditors],
        }

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        creditors = [each for each in parties_of(at) if each.role == "creditor"]
        only = {"creditor": creditors[0].pk} if len(creditors) == 1 else {}
        return {**super().defaults(at), **only}

    def check(self, at: Doing) -> None:
        super().check(at)
        lot = self._lot(at)
        disposable(at, lot.asset)
        self._creditor(at)
        failed = self._failed(at, lot)
        price, spare = failed.starting_price, self._spare(at)
        reference = queries.payment_reference(failed.pk)
        excess = price - owed(case_of(at).pk, at.on).value.outstanding
        if excess > spare:
            raise Refusal(
                "disposal.difference_not_paid",
                f"抵债价 {display(price)} 元多于债权，应补交差额 {display(excess - spare)} 元",
                cure=f"债权人补交差额，附言写明缴款编号 {reference}，以“变价款”登记到账后再办理",
                field="lot",
                provisions=("taking-in-kind",),
                details={"difference": yuan(excess - spare)},
            )

    def _creditor(self, at: Doing) -> str:
        for each in parties_of(at):
            if each.pk == self.creditor and each.role == "creditor":
                return str(each.party.name)
        raise Refusal(
            "disposal.not_a_creditor",
            "接受抵债的应为本案申请执行人",
            cure="从申请执行人中选择",
            field="creditor",
        )

    def _failed(self, at: Doing, lot: Lot) -> Auction:
        """The round that failed last: its reserve is the price."""
        return queries.unsold_rounds(auctions_of(at, lot))[-1]

    def _spare(self, at: Doing) -> int:
        """The difference paid in under the reference of the round that failed."""
        failed = self._failed(at, self._lot(at))
        return sum(each.amount for each in queries.money_for(failed)) - failed.returned

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        auction = self._failed(at, lot)
        price, creditor = auction.starting_price, self._creditor(at)
        ruling = papers.ruling_in_kind(at, lot, auction, creditor, price)
        order = self._end(at, lot, Lot.State.TAKEN, "以物抵债")
        credit_claim(case_of(at), at.on, price, f"以物抵债 {lot.pk}")
        forget_case(at)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "measure": lot.measure_id,
            "price": price,
            "credited": price,
            "creditor_name": creditor,
            "ruling": ruling,
            "order": order,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        price = display(result["price"])
        return f"申请执行人{result['creditor_name']}以 {price} 元接受该财产抵债。"
