"""Payouts under way at the bank: received there, not yet reached, or answered in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.distribution.acts import _SettlePayout
from duixian.contexts.record.acts import Doing, catalogue
from duixian.kernel.roles import Role


@catalogue.add
class RecordPayoutSent(_SettlePayout):
    """记录付款指令已送达: the bank has the order; it has not paid yet."""

    code, title = "distribution.record_payout_sent", "记录付款指令已送达"
    title_en = "Record a payout as received by the bank"
    done_by = (Role.SYSTEM,)

    receipt_number: str = Field(default="", max_length=80, title="受理编号")

    def perform(self, at: Doing) -> dict[str, Any]:
        payout = self._payout(at)
        payout.sent_on = payout.sent_on or at.on
        payout.receipt_number, payout.trouble = self.receipt_number, ""
        payout.save(update_fields=["sent_on", "receipt_number", "trouble"])
        return {"payout": payout.pk, "number": payout.number}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['number']} 已送达银行。"


@catalogue.add
class NotePayoutTrouble(_SettlePayout):
    """记录付款指令未送达: the bank cannot be reached or believed; it is tried again unchanged."""

    code, title = "distribution.note_payout_trouble", "记录付款指令未送达"
    title_en = "Note a payout that does not reach the bank"
    done_by = (Role.SYSTEM,)

    reason: str = Field(min_length=1, max_length=200, title="原因")

    def perform(self, at: Doing) -> dict[str, Any]:
        payout = self._payout(at)
        payout.trouble = self.reason
        payout.save(update_fields=["trouble"])
        return {"payout": payout.pk, "number": payout.number}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['number']} 未送达银行：{self.reason}。"


@catalogue.add
class DoubtPayout(_SettlePayout):
    """付款结果待核实: the bank speaks of another amount, account or order; nothing is booked.

    Finance asks the bank and records by hand what became of the payment.
    """

    code, title = "distribution.doubt_payout", "付款结果待核实"
    title_en = "Put a payout in doubt"
    done_by = (Role.SYSTEM,)

    reason: str = Field(min_length=1, max_length=200, title="不符之处")

    def perform(self, at: Doing) -> dict[str, Any]:
        payout = self._payout(at)
        payout.doubt = self.reason
        payout.save(update_fields=["doubt"])
        return {"payout": payout.pk, "number": payout.number, "amount": payout.amount}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['number']} 付款结果待核实：{self.reason}，未记账。"
