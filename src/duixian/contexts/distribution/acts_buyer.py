"""Money of a sale back to who paid it: beyond the price, beyond a lost deposit, or for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.queries import Auction, Sale
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

    It goes back to the buyer, or to whoever paid it for him; never to the creditors. A round in
    which nobody bought gives back to its payers: a creditor paid the difference in vain.
    """

    code, title = "distribution.return_to_buyer", "退还买受人款项"
    title_en = "Return a buyer's money"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("online-buyer-default", "traditional-buyer-default", "case-account")
    document = "payout_notice"
    irreversible = True
    on_open_case = False

    sale: Annotated[int, Reference("disposal.Sale")] | None = Field(default=None, title="成交")
    round: Annotated[int, Reference("disposal.Auction")] | None = Field(
        default=None, title="未成交的轮次"
    )
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
        (only,) = owed
        return {**only.facts, "amount": only.amount, "account_name": only.name}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        found = _returnable(at)
        return {
            kind: [(each.of.pk, each.words) for each in found if kind in each.facts]
            for kind in ("sale", "round")
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        due = self._due(at)
        most = due.amount
        refuse_malformed_account(self.account_number)
        if self.account_name not in due.names:
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

    def _due(self, at: Doing) -> _Due:
        named = {"sale": self.sale, "round": self.round}
        for each in _returnable(at):
            if named == {"sale": None, "round": None, **each.facts}:
                return each
        raise Refusal(
            "distribution.not_returnable",
            "本案这一成交或者轮次没有应当退还的款项",
            cure="从列表中选择一项成交或者一个未成交的轮次",
            field="sale" if self.round is None else "round",
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        of = self._due(at).of
        to = Destination(self.account_name, self.account_number, self.bank_name)
        target = Account.Kind.REFUNDED
        payout = order_payout(at, to, self.amount, BUYER, target, of=of)
        reference = take_back(of, self.amount)
        spent = booking.disburse(case_of(at).pk, self.amount, reference=reference)
        at.memo["returned_of"] = of
        return {
            "payout": payout.pk,
            "number": payout.number,
            "sale": self.sale,
            "round": self.round,
            "amount": self.amount,
            "receipt": spent,
            "payee_name": self.account_name,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        of: Sale | Auction = at.memo["returned_of"]
        received = disposal.money_for(_round_of(of))
        whose = f"买受人{of.buyer}" if isinstance(of, Sale) else f"付款人{self.account_name}"
        note = f"{result['number']}，{whose}"
        items = [{"item": "退还买受人款项", "amount": display(self.amount), "note": note}]
        if isinstance(of, Sale) and of.forfeited:
            charged = disposal.is_settled_by_resale(of)
            note = "悔拍，抵扣重新拍卖的差价和费用" if charged else "悔拍，依法不予退还"
            item = "抵扣的保证金" if charged else "没收的保证金"
            items.append({"item": item, "amount": display(of.forfeited), "note": note})
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


@dataclass(frozen=True, slots=True)
class _Due:
    """What a sale, or a round without one, has to give back (fen), and to whom it may go."""

    of: Sale | Auction
    amount: Fen

    @property
    def facts(self) -> Mapping[str, int]:
        return {"sale" if isinstance(self.of, Sale) else "round": self.of.pk}

    @property
    def name(self) -> str:
        """The buyer; of a round without one whoever paid last."""
        if isinstance(self.of, Sale):
            return self.of.buyer
        return disposal.money_for(self.of)[-1].payer

    @property
    def names(self) -> set[str]:
        return {self.name, *(each.payer for each in disposal.money_for(_round_of(self.of)))}

    @property
    def words(self) -> str:
        ended = self.of.sold_on if isinstance(self.of, Sale) else self.of.get_round_display()
        return f"{ended} {self.name} 应退 {display(self.amount)}"


def _round_of(of: Sale | Auction) -> Auction:
    return of.auction if isinstance(of, Sale) else of


def _returnable(at: Doing) -> list[_Due]:
    """The sales and rounds of the case with money to give back, and how much."""

    def read() -> list[_Due]:
        case_id = case_of(at).pk
        sales = [_Due(each, disposal.returnable(each)) for each in disposal.sales_of(case_id)]
        rounds = [_Due(*each) for each in disposal.paid_for_nothing(case_id)]
        return [each for each in (*sales, *rounds) if each.amount > 0]

    return at.once("distribution.returnable", read)
