"""Restricting consumption and listing the dishonest: the president signs each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.parties.models import Party
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import PartyRef, Prose
from duixian.contexts.sanctions import queries
from duixian.contexts.sanctions.models import Listing, Restriction
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

NOTICE = "documents.issue_enforcement_notice"
GROUNDS = {
    "able_refuses": "有履行能力而拒不履行生效法律文书确定义务",
    "obstructs": "以伪造证据、暴力、威胁等方法妨碍、抗拒执行",
    "evades": "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行",
    "no_declaration": "违反财产报告制度",
    "breaks_restriction": "违反限制消费令",
    "breaks_settlement": "无正当理由拒不履行执行和解协议",
}


def debtor_choices(at: Doing) -> list[tuple[Any, str]]:
    return [(each.pk, each.party.name) for each in cases.debtors_of(case_of(at).pk)]


def debtor_of(at: Doing, appearance_id: int) -> CaseParty:
    """The debtor of this case, or a Refusal at the field."""
    found = cases.debtor(case_of(at).pk, appearance_id)
    if found is None:
        raise Refusal(
            "sanctions.not_a_debtor",
            "所选人员不是本案被执行人",
            cure="从被执行人中选择",
            field="debtor",
        )
    return found


def _refuse_before_notice(at: Doing) -> None:
    if not at.once("noticed", lambda: record.has_entry(case_of(at).pk, NOTICE)):
        raise Refusal(
            "sanctions.no_enforcement_notice",
            "尚未发出执行通知，被执行人未逾指定期间",
            cure="先发出执行通知书",
            provisions=("consumption-restriction",),
            transient=True,
        )


@catalogue.add
class RestrictConsumption(CaseAct):
    """限制消费: the debtor (and the people behind a unit) may not spend beyond need."""

    code, title, title_en = (
        "sanctions.restrict_consumption",
        "限制消费",
        "Restrict consumption",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    under = ("consumption-restriction",)
    document = "consumption_restriction_order"
    undone_by = "sanctions.lift_restriction"

    debtor: PartyRef = Field(title="被执行人")
    ground: str = Field(
        default="未按执行通知书指定的期间履行生效法律文书确定的给付义务",
        min_length=1,
        max_length=200,
        title="事由",
    )
    persons: str = Field(default="", max_length=400, title="单位的被限制人员")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        _refuse_before_notice(at)
        if not queries.not_restricted(case_of(at).pk):
            raise Refusal(
                "sanctions.restricted_already", "全部被执行人均已限制消费", cure="无需再次限制"
            )

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": [
                (each.pk, each.party.name) for each in queries.not_restricted(case_of(at).pk)
            ]
        }

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        waiting = queries.not_restricted(case_of(at).pk)
        if len(waiting) != 1:
            return {}
        party = waiting[0].party
        behind = party.legal_representative if party.kind != Party.Kind.PERSON else ""
        return {"debtor": waiting[0].pk, "persons": behind}

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        if queries.restriction_in_force(debtor.pk) is not None:
            raise Refusal(
                "sanctions.restricted_already",
                f"{debtor.party.name}已在限制消费中",
                cure="改选其他被执行人",
                field="debtor",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        debtor = debtor_of(at, self.debtor)
        persons = "、".join(each for each in (debtor.party.name, self.persons) if each)
        made = Restriction.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor=debtor,
            persons=persons,
            ground=self.ground,
            starts_on=at.on,
        )
        return {"restriction": made.pk, "debtor": debtor.pk, "name": debtor.party.name}

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        debtor = debtor_of(at, self.debtor)
        president = next((s["name"] for s in at.signers if s["role"] == Role.PRESIDENT.value), "")
        values: dict[str, Any] = {
            "addressee": debtor.party.name,
            "restricted": "、".join(each for each in (debtor.party.name, self.persons) if each),
            "ground": self.ground,
            "starts_on": at.on,
        }
        if debtor.party.kind != Party.Kind.PERSON:
            values["unit"] = "是"
        if president:
            values["president"] = president
        return values

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"对{result['name']}限制消费：{self.ground}。"


@catalogue.add
class LiftRestriction(CaseAct):
    """解除限制消费: performed, secured, or the creditor agrees."""

    code, title, title_en = (
        "sanctions.lift_restriction",
        "解除限制消费",
        "Lift a consumption restriction",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    under = ("consumption-restriction",)
    on_open_case = False

    debtor: PartyRef = Field(title="被执行人")
    reason: Prose = Field(min_length=1, max_length=200, title="解除事由")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not queries.restrictions_in_force(case_of(at).pk):
            raise Refusal("sanctions.not_restricted", "本案没有限制消费在执行", cure="无需解除")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": [
                (each.debtor_id, each.debtor.party.name)
                for each in queries.restrictions_in_force(case_of(at).pk)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        if queries.restriction_in_force(self.debtor) is None:
            raise Refusal(
                "sanctions.not_restricted", "此人未被限制消费", cure="从列表中选择", field="debtor"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        found = queries.restriction_in_force(debtor_of(at, self.debtor).pk)
        assert found is not None
        found.lifted_on = at.on
        found.lift_reason = self.reason
        found.save(update_fields=["lifted_on", "lift_reason"])
        return {"restriction": found.pk, "debtor": found.debtor_id}


@catalogue.add
class ListDishonest(CaseAct):
    """纳入失信被执行人名单: on a ground of law, never a minor."""

    code, title, title_en = (
        "sanctions.list_dishonest",
        "纳入失信被执行人名单",
        "List a dishonest debtor",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    under = ("dishonest-list",)
    undone_by = "sanctions.remove_from_list"

    debtor: PartyRef = Field(title="被执行人")
    ground: Literal[
        "able_refuses",
        "obstructs",
        "evades",
        "no_declaration",
        "breaks_restriction",
        "breaks_settlement",
    ] = Field(title="法定情形")
    conduct: Prose = Field(min_length=1, title="具体情形")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        _refuse_before_notice(at)
        if not queries.not_listed(case_of(at).pk):
            raise Refusal("sanctions.listed_already", "全部被执行人均已纳入", cure="无需再次纳入")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": [(each.pk, each.party.name) for each in queries.not_listed(case_of(at).pk)],
            "ground": list(GROUNDS.items()),
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        if debtor.party.standing == Party.Standing.MINOR:
            raise Refusal(
                "sanctions.minor_never_listed",
                f"{debtor.party.name}为未成年人，不得纳入",
                cure="不予纳入",
                field="debtor",
                provisions=("dishonest-list",),
            )
        if queries.listing_in_force(debtor.pk) is not None:
            raise Refusal(
                "sanctions.listed_already",
                f"{debtor.party.name}已在名单中",
                cure="改选其他被执行人",
                field="debtor",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        debtor = debtor_of(at, self.debtor)
        made = Listing.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor=debtor,
            ground=self.ground,
            conduct=self.conduct,
            listed_on=at.on,
        )
        return {"listing": made.pk, "debtor": debtor.pk, "name": debtor.party.name}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"将{result['name']}纳入失信被执行人名单：{GROUNDS[self.ground]}。"


@catalogue.add
class RemoveFromList(CaseAct):
    """删除失信信息: performed, wrongly listed, or the law's other cases."""

    code, title, title_en = (
        "sanctions.remove_from_list",
        "删除失信信息",
        "Remove from the dishonest list",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    under = ("dishonest-list",)
    on_open_case = False

    debtor: PartyRef = Field(title="被执行人")
    reason: Prose = Field(min_length=1, max_length=200, title="删除事由")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not queries.listings_in_force(case_of(at).pk):
            raise Refusal("sanctions.not_listed", "本案没有失信信息", cure="无需删除")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": [
                (each.debtor_id, each.debtor.party.name)
                for each in queries.listings_in_force(case_of(at).pk)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        if queries.listing_in_force(self.debtor) is None:
            raise Refusal(
                "sanctions.not_listed", "此人不在名单中", cure="从列表中选择", field="debtor"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        found = queries.listing_in_force(debtor_of(at, self.debtor).pk)
        assert found is not None
        found.removed_on = at.on
        found.removal_reason = self.reason
        found.save(update_fields=["removed_on", "removal_reason"])
        return {"listing": found.pk, "debtor": found.debtor_id}
