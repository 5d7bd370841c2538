"""Acts whose whole purpose is a paper: the enforcement notice, and papers of free text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.documents import gathering, issuing, wording
from duixian.contexts.documents.gathering import Ground, traced
from duixian.contexts.documents.templates import template
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.kernel.roles import Branch, Role
from duixian.law.rules.fee import enforcement_fee

NOTICE = "documents.issue_enforcement_notice"


@catalogue.add
class IssueEnforcementNotice(CaseAct):
    """发出执行通知书: orders the debtors to perform, and warns them of what follows if not."""

    code, title, title_en = NOTICE, "发出执行通知书", "Issue the enforcement notice"
    done_by = (Role.OFFICER, Role.CLERK, Role.SYSTEM)
    under = ("enforcement-notice-law", "enforcement-notice", "delay-interest-duty")
    document = "enforcement_notice"

    debtors: tuple[PartyRef, ...] = Field(default=(), title="被执行人（空着则为尚未通知的全部）")
    account_name: str = Field(default="", max_length=80, title="案款账户户名")
    account_bank: str = Field(default="", max_length=80, title="案款账户开户行")
    account_number: str = Field(default="", max_length=40, title="案款账号")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtors": [(each.pk, each.party.name) for each in _not_yet_notified(at)]}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not _not_yet_notified(at):
            raise Refusal(
                "documents.notice_issued_already",
                "已向本案全部被执行人发出执行通知书",
                cure="未送达的，办理送达；追加被执行人后可再发",
                provisions=("enforcement-notice",),
            )

    def check(self, at: Doing) -> None:
        super().check(at)
        self._addressed(at)

    def _addressed(self, at: Doing) -> list[CaseParty]:
        waiting = {each.pk: each for each in _not_yet_notified(at)}
        for debtor_id in self.debtors:
            if debtor_id not in waiting:
                raise Refusal(
                    "documents.not_to_be_notified",
                    "所选的人不是本案尚未通知的被执行人",
                    cure="从列表中选择",
                    field="debtors",
                )
        return [waiting[each] for each in self.debtors] if self.debtors else list(waiting.values())

    def perform(self, at: Doing) -> dict[str, Any]:
        addressed = self._addressed(at)
        return {
            "debtors": [each.pk for each in addressed],
            "addressee": wording.joined(each.party.name for each in addressed),
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        case = case_of(at)
        obligations = Ground.of(at).obligations
        sources = ", ".join(f"cases.Obligation#{each.pk}" for each in obligations)
        fee = enforcement_fee(amount=Fen(case.claim_amount), on=case.filed_on)
        keys = ", ".join(citation.key for citation in fee.provisions)
        debtors = ", ".join(f"cases.CaseParty#{each}" for each in result["debtors"])
        account = {
            "account_name": self.account_name,
            "account_bank": self.account_bank,
            "account_number": self.account_number,
        }
        return {
            "addressee": traced(result["addressee"], debtors),
            "obligations": traced(gathering.obligation_records(obligations), sources),
            "fee": traced(
                fee.value.amount, f"law: {keys} on cases.Case#{case.pk}.claim_amount, filed_on"
            ),
            **{name: value for name, value in account.items() if value},
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"向{result['addressee']}发出执行通知书。"


def _not_yet_notified(at: Doing) -> list[CaseParty]:
    def read() -> list[CaseParty]:
        case_id = case_of(at).pk
        notified = {
            debtor for result in record.results_of(case_id, NOTICE) for debtor in result["debtors"]
        }
        return [each for each in Ground.of(at).debtors if each.pk not in notified]

    return at.once("documents.not_yet_notified", read)


@catalogue.add
class IssueFilingNotice(CaseAct):
    """发出受理案件通知书: tells the creditors that the case is filed and who handles it."""

    code, title, title_en = (
        "documents.issue_filing_notice",
        "发出受理案件通知书",
        "Issue the notice of filing",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.FILING_HALL, Role.OFFICER, Role.CLERK, Role.SYSTEM)
    under = ("filing-conditions",)
    document = "filing_notice"

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).officer_id is None:
            raise Refusal(
                "documents.no_officer_yet",
                "本案尚未确定承办人，通知书须写明承办人",
                cure="先确定承办人",
                transient=True,
            )
        if record.has_entry(case_of(at).pk, cls.code):
            raise Refusal(
                "documents.filing_notice_issued_already",
                "已发出受理案件通知书",
                cure="未送达的，办理送达",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        return {"addressee": gathering.names_of(Ground.of(at).creditors)["value"]}

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"addressee": gathering.names_of(Ground.of(at).creditors)}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"向{result['addressee']}发出受理案件通知书。"


@catalogue.add
class IssueDocument(CaseAct):
    """制作文书: a ruling or notice of free text, for what no other act issues a paper for.

    It can neither control nor release property: those papers come only with their measure.
    """

    code, title, title_en = "documents.issue_document", "制作其他文书", "Issue another document"
    done_by = (Role.OFFICER, Role.CLERK)

    kind: Literal["general_notice", "general_ruling"] = Field(
        default="general_notice", title="文书种类"
    )
    addressee: str = Field(default="", max_length=200, title="主送（通知书）")
    text: Prose = Field(default="", title="通知内容")
    facts: Prose = Field(default="", title="查明的事实（裁定书）")
    reasons: Prose = Field(default="", title="裁定理由")
    basis: str = Field(default="", max_length=400, title="裁定依据")
    order: Prose = Field(default="", title="裁定主文")

    _NEEDED: ClassVar = {
        "general_notice": ("addressee", "text"),
        "general_ruling": ("facts", "reasons", "basis", "order"),
    }

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"kind": [("general_notice", "通知书"), ("general_ruling", "执行裁定书")]}

    def needs(self, at: Doing) -> tuple[Signature, ...]:
        return (Signature(Role.BUREAU_DIRECTOR),) if self.kind == "general_ruling" else ()

    def check(self, at: Doing) -> None:
        super().check(at)
        for name in self._NEEDED[self.kind]:
            if not getattr(self, name):
                label = type(self).model_fields[name].title or name
                raise Refusal(
                    "documents.value_missing",
                    f"《{template(self.kind).title}》缺少“{label}”",
                    cure=f"填写“{label}”",
                    field=name,
                )

    def perform(self, at: Doing) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self._NEEDED[self.kind]}
        return {
            "document": issuing.issue(self.kind, at, values),
            "title": template(self.kind).title,
            "addressee": self.addressee,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        to = f"（主送{result['addressee']}）" if result["addressee"] else ""
        return f"制作{result['title']}{to}。"
