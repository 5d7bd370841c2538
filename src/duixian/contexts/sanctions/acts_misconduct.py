"""Misconduct against enforcement, and what the court does about it: fines, detention, referral."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.parties.models import Party
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Money, PartyRef, Prose, Reference
from duixian.contexts.sanctions import queries
from duixian.contexts.sanctions.models import Misconduct, Response
from duixian.contexts.sanctions.reaching import debtor_choices, debtor_of
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role
from duixian.law import parameter

MisconductRef = Annotated[int, Reference("sanctions.Misconduct")]


@catalogue.add
class RecordMisconduct(CaseAct):
    """记录妨害、规避执行行为: what a debtor did, and the evidence that shows it."""

    code, title, title_en = (
        "sanctions.record_misconduct",
        "记录妨害、规避执行行为",
        "Record misconduct against enforcement",
    )
    done_by = (Role.OFFICER, Role.CLERK)
    under = ("fine-and-detention",)

    debtor: PartyRef = Field(title="被执行人")
    sort: Literal[
        "obstructs", "evades", "breaks_restriction", "breaks_settlement", "able_refuses"
    ] = Field(title="行为种类")
    happened_on: date = Field(title="发生日期")
    conduct: Prose = Field(min_length=1, title="具体行为")
    evidence: str = Field(min_length=1, max_length=300, title="证据材料及其在卷位置")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtor": debtor_choices(at), "sort": list(Misconduct.Sort.choices)}

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        if self.happened_on > at.on:
            raise Refusal(
                "sanctions.misconduct_in_future",
                "行为发生日期晚于今天",
                cure="填写实际日期",
                field="happened_on",
            )
        breach = self.sort == Misconduct.Sort.BREAKS_RESTRICTION
        if breach and not queries.restricted_on(debtor.pk, self.happened_on):
            raise Refusal(
                "sanctions.not_restricted_then",
                f"{debtor.party.name}在{self.happened_on}没有被限制消费",
                cure="核对日期；没有限制消费令的，按其他行为记录",
                field="happened_on",
                provisions=("consumption-restriction",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        debtor = debtor_of(at, self.debtor)
        made = Misconduct.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor=debtor,
            sort=self.sort,
            conduct=self.conduct,
            evidence=self.evidence,
            happened_on=self.happened_on,
            recorded_on=at.on,
            entry_id=at.memo["entry_id"],
        )
        return {"misconduct": made.pk, "debtor": debtor.pk, "name": debtor.party.name}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['name']}{Misconduct.Sort(self.sort).label}：{self.conduct}"


class _Respond(CaseAct):
    """What the court does about misconduct; the president decides."""

    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    under: ClassVar[tuple[str, ...]] = ("fine-and-detention",)
    how: ClassVar[Response.How]

    debtor: PartyRef = Field(title="被执行人")
    misconduct: MisconductRef | None = Field(default=None, title="所针对的行为")
    reason: Prose = Field(min_length=1, title="理由")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": debtor_choices(at),
            "misconduct": [
                (each.pk, f"{each.debtor.party.name} {each.happened_on} {each.conduct[:30]}")
                for each in queries.misconduct_of(case_of(at).pk)
            ],
        }

    def _misconduct(self, at: Doing) -> Misconduct | None:
        if self.misconduct is None:
            return None
        for each in queries.misconduct_of(case_of(at).pk):
            if each.pk == self.misconduct and each.debtor_id == self.debtor:
                return each
        raise Refusal(
            "sanctions.unknown_misconduct",
            "此被执行人没有这一行为的记录",
            cure="从列表中选择，或先记录行为",
            field="misconduct",
        )

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        about = self._misconduct(at)
        if about is None:
            self._refuse_without_misconduct(at, debtor)
        elif any(each.how == self.how for each in about.responses.all()):
            raise Refusal(
                "sanctions.punished_already",
                f"对这一行为已经{self.how.label}，不得连续适用",
                cure="有新的行为的，先记录新的行为",
                field="misconduct",
                provisions=("fine-and-detention",),
            )

    def _refuse_without_misconduct(self, at: Doing, debtor: CaseParty) -> None:
        """Only a declaration that is lacking, late or false is punished by the record alone."""
        state = assets.declaration_state(case_of(at).pk, debtor.pk, at.on)
        if state not in assets.BROKEN_DECLARATIONS:
            raise Refusal(
                "sanctions.nothing_to_punish",
                f"{debtor.party.name}没有违反报告财产义务的记录，也没有选择所针对的行为",
                cure="先记录妨害、规避执行行为并写明证据",
                field="misconduct",
                provisions=("fine-and-detention",),
            )
        done = queries.responses_of(case_of(at).pk, debtor.pk)
        if any(each.how == self.how and each.misconduct_id is None for each in done):
            raise Refusal(
                "sanctions.punished_already",
                f"对其违反报告财产义务已经{self.how.label}",
                cure="有新的行为的，先记录新的行为",
                field="misconduct",
                provisions=("fine-and-detention",),
            )

    def _details(self) -> dict[str, Any]:
        return {}

    def perform(self, at: Doing) -> dict[str, Any]:
        debtor = debtor_of(at, self.debtor)
        made = Response.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor=debtor,
            misconduct_id=self.misconduct,
            how=self.how,
            reason=self.reason,
            on=at.on,
            entry_id=at.memo["entry_id"],
            **self._details(),
        )
        return {
            "response": made.pk,
            "debtor": debtor.pk,
            "name": debtor.party.name,
            "misconduct": self.misconduct,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"对{result['name']}{self.how.label}：{self.reason}"


@catalogue.add
class Fine(_Respond):
    """罚款: within the limits of the day, different for people and units."""

    code, title, title_en = "sanctions.fine", "罚款", "Fine"
    how = Response.How.FINE

    amount: Money = Field(gt=0, title="罚款数额（元）")
    decision_number: str = Field(min_length=1, max_length=80, title="罚款决定书文号")

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        person = debtor.party.kind == Party.Kind.PERSON
        most = parameter("fine-person-most" if person else "fine-unit-most", on=at.on).length
        least = 0 if person else parameter("fine-unit-least", on=at.on).length
        if not least <= self.amount <= most:
            whom = "个人" if person else "单位"
            floor = f"{display(least)} 元以上" if least else ""
            raise Refusal(
                "sanctions.fine_out_of_limits",
                f"对{whom}的罚款应在{floor} {display(most)} 元以下",
                cure="更正罚款数额",
                field="amount",
                provisions=("fine-and-detention",),
            )

    def _details(self) -> dict[str, Any]:
        return {"amount": self.amount, "decision_number": self.decision_number}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"对{result['name']}罚款 {display(self.amount)} 元：{self.reason}"


@catalogue.add
class Detain(_Respond):
    """拘留: a person, or of a unit the person responsible; never longer than the law's days."""

    code, title, title_en = "sanctions.detain", "拘留", "Detain"
    how = Response.How.DETENTION

    days: int = Field(ge=1, title="拘留天数")
    person: str = Field(default="", max_length=120, title="被拘留人（单位的负责人、直接责任人员）")
    decision_number: str = Field(min_length=1, max_length=80, title="拘留决定书文号")

    def check(self, at: Doing) -> None:
        super().check(at)
        most = parameter("detention-most", on=at.on).length
        if self.days > most:
            raise Refusal(
                "sanctions.detention_too_long",
                f"拘留不得超过{most}日",
                cure="更正天数",
                field="days",
                provisions=("fine-and-detention",),
            )
        debtor = debtor_of(at, self.debtor)
        if debtor.party.kind != Party.Kind.PERSON and not self.person:
            raise Refusal(
                "sanctions.unit_cannot_be_detained",
                f"{debtor.party.name}是单位，应写明被拘留的主要负责人或者直接责任人员",
                cure="填写被拘留人",
                field="person",
                provisions=("fine-and-detention",),
            )

    def _details(self) -> dict[str, Any]:
        return {
            "days": self.days,
            "person": self.person,
            "decision_number": self.decision_number,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"拘留{self.person or result['name']} {self.days} 日：{self.reason}"


class _RespondToMisconduct(_Respond):
    def _refuse_without_misconduct(self, at: Doing, debtor: CaseParty) -> None:
        raise Refusal(
            "sanctions.misconduct_missing",
            "应选择所针对的行为",
            cure="从列表中选择，或先记录行为",
            field="misconduct",
        )


@catalogue.add
class ReferCrime(_RespondToMisconduct):
    """移送追究刑事责任: the misconduct may be a crime; police or prosecutors take it on."""

    code, title, title_en = "sanctions.refer_crime", "移送追究刑事责任", "Refer for prosecution"
    how = Response.How.CRIME


@catalogue.add
class LeaveUnpunished(_RespondToMisconduct):
    """不予处罚: looked into, and for stated reasons nothing follows."""

    code, title, title_en = "sanctions.leave_unpunished", "不予处罚", "Leave unpunished"
    how = Response.How.NONE
