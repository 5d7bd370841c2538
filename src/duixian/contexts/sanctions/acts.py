"""Restricting consumption and listing the dishonest: the president signs each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.parties.models import Party
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import PartyRef, Prose
from duixian.contexts.sanctions import queries
from duixian.contexts.sanctions.listing import covered, listing_facts
from duixian.contexts.sanctions.models import Listing, Restriction
from duixian.contexts.sanctions.reaching import debtor_of, president_of
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.law import GROUND_TITLES, ListingGround, listing_check
from duixian.law.texts import provisions

NOTICE = "documents.issue_enforcement_notice"


@dataclass(frozen=True, slots=True)
class Sanction:
    """What a debtor can be put under once (惩戒): who is free of it, who is under it, the words."""

    free: Callable[[int], list[CaseParty]]
    in_force: Callable[[int], Sequence[Restriction | Listing]]
    of_debtor: Callable[[int], Restriction | Listing | None]
    name: str
    already: str  # code of the refusal to put somebody under it twice
    absent: str  # code of the refusal to end what does not hold


RESTRICTED = Sanction(
    queries.not_restricted,
    queries.restrictions_in_force,
    queries.restriction_in_force,
    "限制消费",
    "sanctions.restricted_already",
    "sanctions.not_restricted",
)
LISTED = Sanction(
    queries.not_listed,
    queries.listings_in_force,
    queries.listing_in_force,
    "纳入失信名单",
    "sanctions.listed_already",
    "sanctions.not_listed",
)


class _Impose(CaseAct):
    """Puts one debtor under a sanction, after the time to perform that the notice gave."""

    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    sanction: ClassVar[Sanction]

    debtor: PartyRef = Field(title="被执行人")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not at.once("noticed", lambda: record.has_entry(case_of(at).pk, NOTICE)):
            raise Refusal(
                "sanctions.no_enforcement_notice",
                "尚未发出执行通知，被执行人未逾指定期间",
                cure="先发出执行通知书",
                provisions=("consumption-restriction",),
                transient=True,
            )
        if not cls.sanction.free(case_of(at).pk):
            raise Refusal(
                cls.sanction.already,
                f"全部被执行人均已{cls.sanction.name}",
                cure=f"无需再次{cls.sanction.name}",
            )

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        free = cls.sanction.free(case_of(at).pk)
        return {"debtor": [(each.pk, each.party.name) for each in free]}

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        if self.sanction.of_debtor(debtor.pk) is not None:
            raise Refusal(
                self.sanction.already,
                f"{debtor.party.name}已{self.sanction.name}",
                cure="改选其他被执行人",
                field="debtor",
            )


class _End(CaseAct):
    """Ends a sanction of one debtor, also after the case is closed."""

    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PRESIDENT),)
    on_open_case = False
    sanction: ClassVar[Sanction]

    debtor: PartyRef = Field(title="被执行人")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls.sanction.in_force(case_of(at).pk):
            raise Refusal(cls.sanction.absent, f"本案没有人被{cls.sanction.name}", cure="无需办理")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        standing = cls.sanction.in_force(case_of(at).pk)
        return {"debtor": [(each.debtor_id, each.debtor.party.name) for each in standing]}

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.sanction.of_debtor(debtor_of(at, self.debtor).pk) is None:
            raise Refusal(
                self.sanction.absent,
                f"此人未被{self.sanction.name}",
                cure="从列表中选择",
                field="debtor",
            )


@catalogue.add
class RestrictConsumption(_Impose):
    """限制消费: the debtor (and the people behind a unit) may not spend beyond need."""

    code, title, title_en = (
        "sanctions.restrict_consumption",
        "限制消费",
        "Restrict consumption",
    )
    under = ("consumption-restriction",)
    document = "consumption_restriction_order"
    undone_by = "sanctions.lift_restriction"
    sanction = RESTRICTED

    ground: str = Field(
        default="未按执行通知书指定的期间履行生效法律文书确定的给付义务",
        min_length=1,
        max_length=200,
        title="事由",
    )
    persons: str = Field(default="", max_length=400, title="单位的被限制人员")
    creditor_defers: bool = Field(default=False, title="申请执行人申请暂不采取惩戒措施")

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
        listed = queries.listing_in_force(debtor_of(at, self.debtor).pk)
        if listed is None and provisions()["listing-restraint"].on(at.on):
            self._refuse_spared(at)

    def _refuse_spared(self, at: Doing) -> None:
        """Since 2019 nobody is restricted while the court already holds enough to pay with."""
        if covered(case_of(at).pk, at.on):
            raise Refusal(
                "sanctions.not_restricted_covered",
                "已查封、扣押、冻结的财产足以清偿债务，不采取限制消费措施",
                cure="及时处置已控制的财产",
                provisions=("listing-restraint",),
            )
        if self.creditor_defers:
            raise Refusal(
                "sanctions.not_restricted_creditor_defers",
                "申请执行人申请暂不采取惩戒措施",
                cure="申请撤回后再限制消费",
                field="creditor_defers",
                provisions=("listing-restraint",),
            )

    def _restricted(self, debtor: CaseParty) -> str:
        return "、".join(each for each in (debtor.party.name, self.persons) if each)

    def perform(self, at: Doing) -> dict[str, Any]:
        debtor = debtor_of(at, self.debtor)
        made = Restriction.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor=debtor,
            persons=self._restricted(debtor),
            ground=self.ground,
            starts_on=at.on,
        )
        return {"restriction": made.pk, "debtor": debtor.pk, "name": debtor.party.name}

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        debtor = debtor_of(at, self.debtor)
        values: dict[str, Any] = {
            "addressee": debtor.party.name,
            "restricted": self._restricted(debtor),
            "ground": self.ground,
            "starts_on": at.on,
        }
        if debtor.party.kind != Party.Kind.PERSON:
            values["unit"] = "是"
        if president := president_of(at):
            values["president"] = president
        return values

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"对{result['name']}限制消费：{self.ground}。"


@catalogue.add
class LiftRestriction(_End):
    """解除限制消费: performed, secured, or the creditor agrees."""

    code, title, title_en = (
        "sanctions.lift_restriction",
        "解除限制消费",
        "Lift a consumption restriction",
    )
    under = ("consumption-restriction",)
    sanction = RESTRICTED

    reason: Prose = Field(min_length=1, max_length=200, title="解除事由")

    def perform(self, at: Doing) -> dict[str, Any]:
        found = queries.restriction_in_force(debtor_of(at, self.debtor).pk)
        assert found is not None
        found.lifted_on = at.on
        found.lift_reason = self.reason
        found.save(update_fields=["lifted_on", "lift_reason"])
        return {"restriction": found.pk, "debtor": found.debtor_id}


@catalogue.add
class ListDishonest(_Impose):
    """纳入失信被执行人名单: on a ground the record bears out, never one the law spares."""

    code, title, title_en = (
        "sanctions.list_dishonest",
        "纳入失信被执行人名单",
        "List a dishonest debtor",
    )
    under = ("dishonest-list",)
    undone_by = "sanctions.remove_from_list"
    sanction = LISTED

    ground: ListingGround = Field(title="法定情形")
    conduct: Prose = Field(min_length=1, title="具体情形")
    secured: bool = Field(default=False, title="被执行人已提供充分有效担保")
    creditor_defers: bool = Field(default=False, title="申请执行人申请暂不采取惩戒措施")
    others_exhausted: bool = Field(default=False, title="顺序在先的被执行人已无财产可供执行")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {**super().choices(at), "ground": list(GROUND_TITLES.items())}

    def check(self, at: Doing) -> None:
        super().check(at)
        facts = listing_facts(
            debtor_of(at, self.debtor),
            at.on,
            self.ground,
            secured=self.secured,
            creditor_defers=self.creditor_defers,
            others_exhausted=self.others_exhausted,
        )
        against = listing_check(facts).value
        if against:
            first = against[0]
            raise Refusal(
                f"sanctions.not_listed_{first.key}",
                first.words,
                cure=first.cure,
                field="debtor" if first.key == "minor" else "ground",
                provisions=(first.provision,),
                details={"against": [each.words for each in against]},
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
        return f"将{result['name']}纳入失信被执行人名单：{GROUND_TITLES[self.ground]}。"


@catalogue.add
class RemoveFromList(_End):
    """删除失信信息: performed, wrongly listed, or the law's other cases."""

    code, title, title_en = (
        "sanctions.remove_from_list",
        "删除失信信息",
        "Remove from the dishonest list",
    )
    under = ("dishonest-list",)
    sanction = LISTED

    reason: Prose = Field(min_length=1, max_length=200, title="删除事由")

    def perform(self, at: Doing) -> dict[str, Any]:
        found = queries.listing_in_force(debtor_of(at, self.debtor).pk)
        assert found is not None
        found.removed_on = at.on
        found.removal_reason = self.reason
        found.save(update_fields=["removed_on", "removal_reason"])
        return {"listing": found.pk, "debtor": found.debtor_id}
