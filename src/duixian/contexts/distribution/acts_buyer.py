"""A buyer's own money back: what he paid beyond the price, or beyond the deposit he lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.queries import Sale
from duixian.contexts.disposal.returning import take_back
from duixian.contexts.distribution import engine
from duixian.contexts.distribution.ordering import (
    Destination,
    order_payout,
    refuse_malformed_account,
)
from duixian.contexts.ledger import booking
from duixian.contexts.ledger.models import Account
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import IdentityNumber, Money, Reference
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display
from duixian.kernel.roles import Role

BUYER = "buyer"


@catalogue.add
class ReturnToBuyer(CaseAct):
    """退还买受人款项: money of a sale that neither the price nor the lost deposit takes.

    It goes back to the buyer, or to whoever paid it for him; never to the creditors.
    """

    code, title = "distribution.return_to_buyer", "退还买受人款项"
    title_en = "Return a buyer's money"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("online-buyer-default", "traditional-buyer-default", "case-account")
    document = "payout_notice"
    irreversible = True
    on_open_case = False

    sale: Annotated[int, Reference("disposal.Sale")] = Field(title="成交")
    amount: Money = Field(gt=0, title="金额（元）")
    account_name: str = Field(min_length=1, max_length=120, title="收款户名")
    account_number: IdentityNumber = Field(min_length=8, title="收款账号")
    bank_name: str = Field(min_length=1, max_length=120, title="开户银行")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not _returnable(at):
            raise Refusal(
                "distribution.nothing_to_return",
                "没有应当退还买受人的款项",
                cure="悔拍或者多交价款的，登记到账后再退还",
                transient=True,
            )

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        owed = _returnable(at)
        if len(owed) != 1:
            return {}
        ((sale, amount),) = owed
        return {"sale": sale.pk, "amount": amount, "account_name": sale.buyer}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "sale": [
                (sale.pk, f"{sale.sold_on} {sale.buyer} 应退 {display(amount)}")
                for sale, amount in _returnable(at)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        sale, most = self._sale(at)
        refuse_malformed_account(self.account_number)
        if self.account_name not in {sale.buyer, *_payers(sale)}:
            raise Refusal(
                "distribution.account_of_another",
                f"收款户名“{self.account_name}”不是买受人，也不是付款人",
                cure="只退还买受人本人或者原付款人",
                field="account_name",
                provisions=("case-account",),
            )
        if self.amount > most:
            raise Refusal(
                "distribution.above_returnable",
                f"应退 {display(most)} 元，填写的 {display(self.amount)} 元超出",
                cure=f"最多填 {display(most)}",
                field="amount",
            )

    def _sale(self, at: Doing) -> tuple[Sale, Fen]:
        for sale, amount in _returnable(at):
            if sale.pk == self.sale:
                return sale, amount
        raise Refusal(
            "distribution.not_returnable",
            "本案这一成交没有应当退还的款项",
            cure="从列表中选择",
            field="sale",
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        sale, _ = self._sale(at)
        to = Destination(self.account_name, self.account_number, self.bank_name)
        target = Account.Kind.REFUNDED
        payout = order_payout(at, to, self.amount, BUYER, target, sale=sale)
        reference = take_back(sale, self.amount)
        spent = booking.disburse(case_of(at).pk, self.amount, reference=reference)
        at.memo["sale"] = sale
        return {
            "payout": payout.pk,
            "number": payout.number,
            "sale": sale.pk,
            "amount": self.amount,
            "receipt": spent,
            "payee_name": self.account_name,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        sale: Sale = at.memo["sale"]
        received = disposal.money_for(sale.auction)
        note = f"{result['number']}，买受人{sale.buyer}"
        items = [{"item": "退还买受人款项", "amount": display(self.amount), "note": note}]
        if sale.forfeited:
            lost = {"amount": display(sale.forfeited), "note": "悔拍，依法不予退还"}
            items.append({"item": "没收的保证金", **lost})
        return {
            "addressee": self.account_name,
            "received": sum(each.amount for each in received),
            "received_on": received[-1].received_on,
            "items": items,
            "paid": self.amount,
            "account_name": self.account_name,
            "account_bank": self.bank_name,
            "account_number": engine.mask_account(self.account_number),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"退还{result['payee_name']} {display(self.amount)} 元，{result['number']}。"


def _returnable(at: Doing) -> list[tuple[Sale, Fen]]:
    """The sales of the case whose buyer has money to get back, and how much."""

    def read() -> list[tuple[Sale, Fen]]:
        every = [(sale, disposal.returnable(sale)) for sale in disposal.sales_of(case_of(at).pk)]
        return [(sale, amount) for sale, amount in every if amount > 0]

    return at.once("distribution.returnable", read)


def _payers(sale: Sale) -> set[str]:
    return {each.payer for each in disposal.money_for(sale.auction)}
