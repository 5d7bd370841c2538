"""The receipt a payer is given for money of a case (执行案款收据)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.ledger import queries
from duixian.contexts.ledger.models import Receipt
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.models import Entry
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Branch, Role


@catalogue.add
class IssueReceipt(CaseAct):
    """开具案款收据: for one receipt of the case, as it stands in the book; after the first a copy."""

    code, title = "ledger.issue_receipt", "开具案款收据"
    title_en = "Issue a receipt for case money"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE,)
    under = ("case-account",)
    document = "money_receipt"
    on_open_case = False

    receipt: int = Field(title="到账")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not queries.receipts_of(case_of(at).pk):
            raise Refusal("ledger.nothing_received", "本案没有到账的款项", cure="待款到账后再开具")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "receipt": [
                (each.pk, f"{each.number} {each.payer} {display(each.amount)}")
                for each in queries.receipts_of(case_of(at).pk)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        self._receipt(at)

    def _receipt(self, at: Doing) -> Receipt:
        for each in queries.receipts_of(case_of(at).pk):
            if each.pk == self.receipt:
                return each
        raise Refusal(
            "ledger.not_a_receipt", "本案没有这一到账", cure="从列表中选择", field="receipt"
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        receipt, first = self._receipt(at), self._first_issued(at)
        # not named "receipt": nothing that waits to be paid out begins or ends by this paper
        return {
            "number": receipt.number,
            "amount": receipt.amount,
            "copy_of": first.occurred_on if first is not None else None,
        }

    def _first_issued(self, at: Doing) -> Entry | None:
        """The entry that issued the original; all later papers are copies of it."""
        issued = record.entries_of(case_of(at).pk, [self.code])
        return issued.filter(facts__receipt=self.receipt).first()

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        receipt = self._receipt(at)
        copy = {"copy_of": result["copy_of"]} if result["copy_of"] else {}
        return {
            **copy,
            "addressee": receipt.payer,
            "receipt_number": receipt.number,
            "payer": receipt.payer,
            "how": Receipt.How(receipt.how).label,
            "amount": receipt.amount,
            "received_on": receipt.received_on.isoformat(),
            "bank_reference": receipt.bank_reference,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        copy = "（副本）" if result["copy_of"] else ""
        return f"开具案款收据{copy} {result['number']}，{display(result['amount'])} 元。"
