"""Banks (银行): deposits found, frozen, levied."""

from __future__ import annotations

from typing import Any

from duixian.gateways.adapter import MEASURES_ON_DEPOSITS, ProtocolGateway, control_items
from duixian.gateways.dealings import DepositTarget, Order
from duixian.gateways.protocol import Capability, InstitutionKind
from duixian.gateways.registry import register

DEPOSIT, THE_MONEY = "1", "1"


@register
class BankGateway(ProtocolGateway):
    """A commercial bank behind protocol v1 (商业银行)."""

    identifier = "bank-v1"
    kind = InstitutionKind.BANK
    label = "商业银行（协议 v1）"
    label_en = "Commercial bank (protocol v1)"
    capabilities = frozenset({Capability.DEPOSITS, Capability.CONTROL})
    measures = MEASURES_ON_DEPOSITS

    def target_items(self, order: Order) -> dict[str, Any]:
        target = order.target
        if not isinstance(target, DepositTarget):
            raise self.wrong_target(order)
        items = {
            **control_items(order),
            "object_kind": DEPOSIT,
            "content": THE_MONEY,
            "account_number": target.account_number,
            "account_class": target.account_class,
            "branch": target.branch,
            "branch_code": target.branch_code,
            "currency": target.currency,
            "amount": order.amount,
        }
        account = order.court_account
        if account is not None:
            items |= {
                "court_account_name": account.name,
                "court_account_bank": account.bank,
                "court_account_bank_number": account.bank_number,
                "court_account_number": account.number,
            }
        return {"accounts": (items,)}
