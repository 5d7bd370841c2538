"""The plan by which several creditors share (财产分配方案), by the law's order, never by who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.owed import owed
from duixian.contexts.distribution import sharing
from duixian.contexts.distribution.acts import for_creditors, payable_to_creditors
from duixian.contexts.distribution.models import Plan, PlanClaim
from duixian.contexts.ledger.acts import fee_due
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Money, PartyRef
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role


class ClaimFacts(BaseModel):
    """One creditor's claim with its rank."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    creditor: PartyRef = Field(title="申请执行人")
    principal: Money = Field(default=0, ge=0, title="本金和费用（元）")
    ordinary: Money = Field(default=0, ge=0, title="一般债务利息（元）")
    doubled: Money = Field(default=0, ge=0, title="加倍部分债务利息（元）")
    rank: Literal["secured", "priority", "ordinary"] = Field(default="ordinary", title="顺位")
    charge_on_object: bool = Field(default=False, title="对标的物有优先受偿权")
    charge_order: int = Field(default=1, ge=1, le=99, title="优先受偿的次序")
    measure_order: int = Field(default=1, ge=1, le=99, title="查封、冻结的次序")
    wages: bool = Field(default=False, title="工资债权")

    @property
    def amount(self) -> int:
        return self.principal + self.ordinary + self.doubled


@catalogue.add
class DrawUpPlan(CaseAct):
    """制作分配方案: every creditor's claim and rank; the shares follow by the law's order."""

    code, title = "distribution.draw_up_plan", "制作分配方案"
    title_en = "Draw up a plan of distribution"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("distribution-order", "company-debtor-order", "real-costs-first")
    on_open_case = False

    debtor_kind: Literal["person", "company"] = Field(title="被执行人性质")
    claims: tuple[ClaimFacts, ...] = Field(min_length=2, title="债权")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if len(cases.creditors_of(case_of(at).pk)) < 2:
            raise Refusal(
                "distribution.one_creditor", "本案只有一名申请执行人", cure="直接发放案款"
            )

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        return {"debtor_kind": sharing.kind_of(cases.debtors_of(case_of(at).pk)).value}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtor_kind": list(Plan.DebtorKind.choices)}

    def check(self, at: Doing) -> None:
        super().check(at)
        case = case_of(at)
        named = [each.creditor for each in self.claims]
        creditors = {each.pk for each in cases.creditors_of(case.pk)}
        if len(set(named)) != len(named) or set(named) != creditors:
            raise Refusal(
                "distribution.claims_incomplete",
                "每名申请执行人的债权应各填一次",
                cure="补齐或者去掉重复、不属于本案的",
                field="claims",
                provisions=("distribution-order",),
            )
        most = owed(case.pk, at.on).value.total
        claimed = sum(each.amount for each in self.claims)
        if claimed > most:
            raise Refusal(
                "distribution.claims_above_owed",
                f"各债权合计 {display(claimed)} 元，多于应付 {display(most)} 元",
                cure="核对各债权",
                field="claims",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        plan = Plan.objects.create(
            court_id=at.court_id,
            case=case_of(at),
            debtor_kind=self.debtor_kind,
            drawn_on=at.on,
            entry_id=at.memo["entry_id"],
        )
        for each in self.claims:
            facts = each.model_dump(exclude={"creditor"})
            PlanClaim.objects.create(
                court_id=at.court_id, plan=plan, creditor_id=each.creditor, **facts
            )
        money = for_creditors(at) + payable_to_creditors(at)
        found = sharing.scheme(plan, money, fee_due(case_of(at), at.on), at.on)
        shares = {each.id: each.amount for each in found.value.paid}
        return {
            "plan": plan.pk,
            "shares": shares,
            "steps": [step.as_json() for step in found.steps],
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        parts = "，".join(
            f"{name} {display(amount)} 元" for name, amount in result["shares"].items()
        )
        return f"制作分配方案，按现有案款：{parts}。"
