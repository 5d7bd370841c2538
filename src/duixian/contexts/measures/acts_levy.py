"""Taking frozen money (扣划): from our own effective freeze alone, into the court's account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.assets import registry
from duixian.contexts.cases.case_act import case_of
from duixian.contexts.measures import court_account, papers
from duixian.contexts.measures.acts_course import refuse_after_end, refuse_while_levied
from duixian.contexts.measures.court_account import CourtAccount
from duixian.contexts.measures.models import Measure
from duixian.contexts.measures.reaching import (
    OfOrder,
    OnMeasure,
    ceiling_of,
    give_order,
    live_measures,
    refuse_while_open,
)
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Money
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display, yuan
from duixian.kernel.roles import Role


@catalogue.add
class LevyDeposit(OnMeasure):
    """扣划存款: frozen money is paid over to the court."""

    code, title, title_en = "measures.levy_deposit", "扣划存款", "Levy a deposit"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("seizure-of-deposits", "no-disposal-before-seizure")
    document = "notice_of_assistance_levy"
    irreversible = True
    on_open_case = True
    states = ("effective",)
    kinds = ("freeze",)
    none_left = ("measures.nothing_frozen", "本案没有已生效的冻结，不能扣划")

    amount: Money | None = Field(default=None, gt=0, title="扣划金额（元，空着为全部已冻结数）")
    account_name: str = Field(default="", max_length=120, title="案款账户户名（空着按本院登记）")
    account_bank: str = Field(default="", max_length=120, title="开户行")
    account_number: str = Field(default="", max_length=40, title="账号")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).state == "suspended":
            raise Refusal(
                "measures.case_suspended",
                "本案中止执行，不能扣划",
                cure="恢复执行后再办理",
                provisions=("suspension",),
                transient=True,
            )

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        frozen = cls._candidates(at)
        if not frozen:
            return {}
        first = max(frozen, key=lambda each: (each.held_amount, -each.pk))
        most = min(first.held_amount, _owed(at))
        return {"measure": first.pk, **({"amount": yuan(most)} if most else {})}

    def _amount(self, measure: Measure) -> int:
        return self.amount if self.amount is not None else measure.held_amount

    def _account(self, at: Doing) -> CourtAccount:
        """The account named, or the one the court has; never one without its number."""
        named = CourtAccount(self.account_name, self.account_bank, self.account_number)
        known = court_account.of_case(at.case_id or 0)
        if known is not None and self.account_number and named != known:
            raise Refusal(
                "measures.not_the_courts_account",
                "所填账户不是本院登记的案款账户",
                cure="账户三项空着即按本院登记；登记有误的，请财务更正",
                field="account_number",
                provisions=("case-account",),
            )
        if all((named.name, named.bank, named.number)):
            return named
        if any((named.name, named.bank, named.number)) or known is None:
            raise Refusal(
                "measures.court_account_missing",
                "没有写明完整的案款账户",
                cure="填写户名、开户行和账号，或请财务登记本院案款账户",
                field="account_number",
                provisions=("case-account",),
            )
        return known

    def check(self, at: Doing) -> None:
        super().check(at)
        measure = self._the(at)
        refuse_after_end(at, measure)
        refuse_while_open(measure)
        refuse_while_levied(measure)
        amount, owed = self._amount(measure), _owed(at)
        if amount > measure.held_amount or amount <= 0:
            raise Refusal(
                "measures.above_frozen",
                f"本案实际冻结 {display(measure.held_amount)} 元，不能扣划 {display(amount)} 元",
                cure=f"改为不超过 {display(min(measure.held_amount, owed))}",
                field="amount",
                provisions=("no-disposal-before-seizure",),
            )
        if amount > owed:
            raise Refusal(
                "measures.above_owed",
                f"尚欠债权和费用 {display(owed)} 元，扣划 {display(amount)} 元超过此数",
                cure=f"改为 {display(owed)}，其余解除冻结" if owed else "解除冻结",
                field="amount",
                provisions=("no-over-seizure",),
                details={"at_most": yuan(owed)},
            )
        self._account(at)

    def perform(self, at: Doing) -> dict[str, Any]:
        frozen = self._the(at)
        account = self._account(at)
        levy = Measure.objects.create(
            court_id=frozen.court_id,
            case_id=frozen.case_id,
            asset=frozen.asset,
            kind=Measure.Kind.LEVY,
            taken_from=frozen,
            ordered_on=at.on,
            ordered_amount=self._amount(frozen),
            entry_id=at.memo["entry_id"],
        )
        levy.ruling_id = papers.ruling_to_levy(at, levy)
        levy.save(update_fields=["ruling_id"])
        pay_into = {"name": account.name, "bank": account.bank, "number": account.number}
        order = give_order(at, levy, "levy", amount=levy.ordered_amount, pay_into=pay_into)
        at.memo["levy"] = levy
        return {
            "measure": levy.pk,
            "freeze": frozen.pk,
            "asset": frozen.asset_id,
            "order": order.pk,
            "ruling": levy.ruling_id,
            "amount": levy.ordered_amount,
            "pay_into": pay_into,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        levy: Measure = at.memo["levy"]
        return {
            **papers.whom(levy),
            "ruling_number": papers.number_of(levy.ruling_id),
            "amount": levy.ordered_amount,
            "items": [
                {
                    "holder": levy.asset.owner.party.name,
                    "account": papers.account_number(levy.asset),
                    "amount": papers.money(result["amount"]),
                }
            ],
            "account_name": result["pay_into"]["name"],
            "account_bank": result["pay_into"]["bank"],
            "account_number": result["pay_into"]["number"],
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"裁定扣划存款{display(result['amount'])}元。"


def _owed(at: Doing) -> Fen:
    """What may still be taken: owed, less what institutions were told to send or have sent."""
    limit = ceiling_of(at)
    asked = sum(
        each.ordered_amount or 0 for each in live_measures(at) if each.kind == Measure.Kind.LEVY
    )
    return Fen(max(0, limit.total - limit.on_the_way - asked))


@catalogue.add
class ConfirmLevy(OfOrder):
    """登记扣划结果: the institution has paid frozen money to the court."""

    code, title, title_en = "measures.confirm_levy", "登记扣划结果", "Confirm a levy"
    under = ("seizure-of-deposits",)
    kinds = ("levy",)

    levied_amount: Money = Field(gt=0, title="实际扣划金额（元）")

    def check(self, at: Doing) -> None:
        super().check(at)
        ordered = self._order(at).amount or 0
        if self.levied_amount > ordered:
            raise Refusal(
                "measures.levied_too_much",
                f"裁定扣划 {display(ordered)} 元，反馈扣划 {display(self.levied_amount)} 元",
                cure="向协助单位核实，多扣的立即退回",
                field="levied_amount",
                provisions=("no-over-seizure",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        levy = order.measure
        frozen = Measure.objects.select_for_update().get(pk=levy.taken_from_id)
        levy.state, levy.ended_on = Measure.State.LEVIED, at.on
        levy.levied_amount = self.levied_amount
        levy.save(update_fields=["state", "ended_on", "levied_amount"])
        frozen.held_amount = max(0, frozen.held_amount - self.levied_amount)
        frozen.levied_amount += self.levied_amount
        used_up = frozen.levied_amount >= (frozen.ordered_amount or 0)
        if used_up and frozen.state == Measure.State.EFFECTIVE:
            frozen.state, frozen.ended_on = Measure.State.LEVIED, at.on
            registry.mark(frozen.asset_id, "disposed", reason="冻结款已全部扣划")
        frozen.save(update_fields=["held_amount", "levied_amount", "state", "ended_on"])
        order.state, order.settled_on, order.reason = "confirmed", at.on, ""
        order.save(update_fields=["state", "settled_on", "reason"])
        return {
            "measure": frozen.pk,
            "levy": levy.pk,
            "asset": frozen.asset_id,
            "institution": order.institution_id,
            "amount": self.levied_amount,
            "still_held": frozen.held_amount,
            "term_ended": used_up,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"协助单位已扣划{display(result['amount'])}元。"
