"""The account the court keeps at a bank (执行款专户): registered once, changed rarely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.ledger.models import CourtBankAccount
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

TREASURY = "treasury"


@catalogue.add
class OpenCourtAccount(Act):
    """登记执行款专户: the bank and number where the court keeps money of cases.

    A new account takes the place of the one before; what was paid into that is still known.
    """

    code, title = "ledger.open_court_account", "登记执行款专户"
    title_en = "Register the court's enforcement account"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE, Role.ADMINISTRATOR, Role.SYSTEM)
    under = ("case-account",)

    institution: str = Field(min_length=1, max_length=63, title="开户银行（协助单位标识）")
    name: str = Field(min_length=1, max_length=120, title="户名")
    bank: str = Field(min_length=1, max_length=120, title="开户行名称")
    number: str = Field(pattern=r"^\d{8,22}$", title="账号")

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        banks = _banks()
        return {"institution": banks[0].key, "bank": banks[0].name} if len(banks) == 1 else {}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"institution": [(each.key, each.name) for each in _banks()]}

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.institution not in {each.key for each in _banks()}:
            raise Refusal(
                "ledger.not_a_court_bank",
                f"协助单位目录中的 {self.institution} 不办理执行款专户",
                cure="请管理员登记案款银行，或另选一家",
                field="institution",
                provisions=("case-account",),
            )
        others = CourtBankAccount.objects.filter(number=self.number).exclude(court_id=at.court_id)
        if others.exists():
            raise Refusal(
                "ledger.account_of_another_court",
                f"账号 {self.number} 已由其他法院登记",
                cure="核对账号",
                field="number",
                status=409,
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        mine = CourtBankAccount.objects.filter(court_id=at.court_id)
        mine.exclude(number=self.number).filter(active=True).update(active=False)
        account, made = CourtBankAccount.objects.update_or_create(
            court_id=at.court_id,
            number=self.number,
            defaults={
                "institution_key": self.institution,
                "name": self.name,
                "bank": self.bank,
                "active": True,
            },
            create_defaults={
                "institution_key": self.institution,
                "name": self.name,
                "bank": self.bank,
                "active": True,
                "opened_on": at.on,
                "entry_id": at.memo["entry_id"],
            },
        )
        return {"court_bank_account": account.pk, "new": made}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"登记执行款专户：{self.bank}，尾号{self.number[-4:]}。"


def _banks() -> list[assets.Institution]:
    return [each for each in assets.institutions() if TREASURY in each.capabilities]
