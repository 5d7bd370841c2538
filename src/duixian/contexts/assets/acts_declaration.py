"""Declaration (财产报告): the order, what the debtor declares, and how it compares with answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from duixian.contexts.assets import queries, registry
from duixian.contexts.assets.facts import DeclaredChangeFacts, DeclaredItemFacts
from duixian.contexts.assets.links import token_of
from duixian.contexts.assets.models import (
    Declaration,
    DeclarationLink,
    DeclarationOrder,
    DeclaredItem,
)
from duixian.contexts.assets.reaching import (
    AssetAct,
    debtor_choices,
    debtor_of,
    debtors_of,
    names_of,
)
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record import sealing
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import PartyRef, Prose, Reference
from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Period, Unit, due_on
from duixian.kernel.roles import Branch, Role
from duixian.law import parameter

LinkRef = Annotated[int, Reference("assets.DeclarationLink")]
OrderRef = Annotated[int, Reference("assets.DeclarationOrder")]


def declaration_due(days: int, on: date) -> date:
    """The last day to declare when the order of a day gives so many days."""
    return due_on(on, Period(days, Unit.DAY)).due


@catalogue.add
class OrderDeclaration(AssetAct):
    """责令报告财产: the debtor must say what he owns; each gets a private link to do it on line."""

    code, title = "assets.order_declaration", "责令报告财产"
    title_en = "Order a declaration of property"
    done_by = (Role.OFFICER, Role.SYSTEM)
    under = ("property-report-law",)
    document = "declaration_order"
    on_open_case = True

    debtors: tuple[PartyRef, ...] = Field(default=(), title="被执行人（空着为全部）")
    days: int | None = Field(default=None, ge=1, le=365, title="报告期限（日，空着按本院规定）")

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        return {"days": parameter("declaration-default-term", on=at.on).length}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtors": debtor_choices(at)}

    def _debtors(self, at: Doing) -> list[CaseParty]:
        if not self.debtors:
            return debtors_of(at)
        return [debtor_of(at, each, field="debtors") for each in dict.fromkeys(self.debtors)]

    def _days(self, at: Doing) -> int:
        """Refuses before the law knew such an order, whatever length is asked for."""
        usual = parameter("declaration-default-term", on=at.on).length
        return self.days if self.days is not None else usual

    def check(self, at: Doing) -> None:
        super().check(at)
        self._days(at)
        for each in self._debtors(at):
            if each.party.standing in ("dead", "deregistered"):
                raise Refusal(
                    "assets.debtor_gone",
                    f"{each.party.name}已{each.party.get_standing_display()}，不能责令报告财产",
                    cure="先变更、追加被执行人，或只选其他被执行人",
                    field="debtors",
                )

    def perform(self, at: Doing) -> dict[str, Any]:
        days = self._days(at)
        due = declaration_due(days, at.on)
        debtors = self._debtors(at)
        DeclarationLink.objects.filter(
            case_id=at.case_id, debtor__in=debtors, revoked_on=None
        ).update(revoked_on=at.on)
        orders = DeclarationOrder.objects.bulk_create(
            DeclarationOrder(
                court_id=at.court_id,
                case_id=at.case_id,
                debtor=each,
                ordered_on=at.on,
                days=days,
                due_on=due,
                entry_id=at.memo["entry_id"],
            )
            for each in debtors
        )
        links = DeclarationLink.objects.bulk_create(
            _link(order, secrets.token_hex(16)) for order in orders
        )
        return {
            "debtor": [each.pk for each in debtors],
            "due_on": due,
            "days": days,
            "orders": [each.pk for each in orders],
            "links": [each.pk for each in links],
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"addressee": names_of(self._debtors(at)), "reporting_days": result["days"]}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"责令{len(result['debtor'])}名被执行人于{result['due_on']}前报告财产。"


def _link(order: DeclarationOrder, nonce: str) -> DeclarationLink:
    return DeclarationLink(
        court_id=order.court_id,
        case_id=order.case_id,
        debtor_id=order.debtor_id,
        order=order,
        nonce=nonce,
        token_hash=sealing.keyed_hash(token_of(order.court_id, nonce)),
    )


@catalogue.add
class FileDeclaration(AssetAct):
    """提交财产报告: what the debtor declares, at the counter or on line through the link."""

    code, title = "assets.file_declaration", "提交财产报告"
    title_en = "File a declaration of property"
    done_by = (Role.FILING_HALL, Role.CLERK, Role.OFFICER, Role.SYSTEM)
    under = ("property-report-law", "declaration-content", "declaration-lookback")

    debtor: PartyRef = Field(title="被执行人")
    kind: Literal["first", "supplement"] = Field(default="first", title="报告种类")
    link: LinkRef | None = Field(default=None, title="网上申报链接")
    nothing_owned: bool = Field(default=False, title="声明没有财产")
    items: tuple[DeclaredItemFacts, ...] = Field(default=(), title="财产")
    changes: tuple[DeclaredChangeFacts, ...] = Field(default=(), title="一年内的财产变动")
    statement: Prose = Field(default="", title="说明")

    @model_validator(mode="after")
    def _says_something(self) -> FileDeclaration:
        if self.nothing_owned and self.items:
            raise ValueError("已列出财产，不能同时声明没有财产")
        if not self.nothing_owned and not self.items and not self.changes:
            raise ValueError("应当列出财产；确无财产的，选择“声明没有财产”")
        return self

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtor": debtor_choices(at)}

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor_of(at, self.debtor)
        if at.role is Role.SYSTEM and self.link is None:
            raise Refusal(
                "assets.link_missing",
                "网上申报须通过本人的申报链接",
                cure="打开短信或文书中的链接后提交",
                field="link",
                status=403,
            )
        if self.link is not None:
            self._open_link(at)
        if self.kind == "first" and self._order(at) is None:
            raise Refusal(
                "assets.not_ordered",
                "尚未责令该被执行人报告财产",
                cure="先发出报告财产令；主动报告的，选择“补充报告”",
                field="debtor",
                provisions=("property-report-law",),
            )

    def _open_link(self, at: Doing) -> DeclarationLink:
        found = (
            DeclarationLink.objects.select_for_update()
            .filter(pk=self.link, case_id=at.case_id, debtor_id=self.debtor, revoked_on=None)
            .first()
        )
        if found is None:
            raise Refusal(
                "assets.link_not_valid",
                "申报链接无效或者已经作废",
                cure="使用最近一次报告财产令所附的链接，或到法院当面提交",
                field="link",
                status=403,
            )
        return found

    def _order(self, at: Doing) -> DeclarationOrder | None:
        return at.once(
            "declaration_order",
            lambda: (
                DeclarationOrder.objects.filter(case_id=at.case_id, debtor_id=self.debtor)
                .order_by("-id")
                .first()
            ),
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        late = max(0, (at.on - order.due_on).days) if order and self.kind == "first" else 0
        made = Declaration.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor_id=self.debtor,
            order=order,
            kind=self.kind,
            channel="link" if self.link is not None else "counter",
            filed_on=at.on,
            late_days=late,
            nothing_owned=self.nothing_owned,
            statement=self.statement,
            entry_id=at.memo["entry_id"],
        )
        if self.link is not None:
            link = self._open_link(at)
            link.last_used_on = at.on
            link.save(update_fields=["last_used_on"])
        self._keep_items(made)
        new = self._enter(at)
        contradictions = queries.contradictions_of(at.case_id or 0, self.debtor)
        return {
            "debtor": self.debtor,
            "declaration": made.pk,
            "assets": new,
            "late_days": late,
            "contradictions": len(contradictions),
        }

    def _keep_items(self, made: Declaration) -> None:
        DeclaredItem.objects.bulk_create(
            [
                DeclaredItem(
                    court_id=made.court_id,
                    declaration=made,
                    kind=item.kind,
                    description=item.description,
                    place=item.place,
                    amount=item.amount,
                    key_sealed=sealing.seal(item.number) if item.number else "",
                    key_hash=registry.key_hash(item.kind, item.number),
                    key_masked=registry.mask_key(item.kind, item.number),
                )
                for item in self.items
            ]
            + [
                DeclaredItem(
                    court_id=made.court_id,
                    declaration=made,
                    is_change=True,
                    kind=item.kind,
                    description=item.description,
                    amount=item.amount,
                    changed_on=item.changed_on,
                )
                for item in self.changes
            ]
        )

    def _enter(self, at: Doing) -> list[int]:
        """Things only the debtor told of enter the register; known ones are left as answered."""
        owner = debtor_of(at, self.debtor)
        known = {each.key_hash for each in queries.assets_of(owner.case_id) if each.key_hash}
        new = []
        for item in self.items:
            if registry.key_hash(item.kind, item.number) in known:
                continue
            place = f"（{item.place}）" if item.place else ""
            money = item.kind == "deposit"
            thing = registry.Thing(
                kind=item.kind,
                description=item.description + place,
                key=item.number,
                balance=item.amount if money else None,
                value=None if money else item.amount,
                details={"place": item.place},
            )
            asset, _ = registry.enter(
                thing, owner, institution=None, found_by="declaration", on=at.on
            )
            new.append(asset.pk)
        return new

    def journal_line(self, result: Mapping[str, Any]) -> str:
        said = "声明没有财产" if self.nothing_owned else f"报告财产{len(self.items)}项"
        late = f"，逾期{result['late_days']}日" if result["late_days"] else ""
        differ = (
            f"；与已查明的财产有{result['contradictions']}处不符"
            if result["contradictions"]
            else ""
        )
        return f"被执行人{said}{late}{differ}。"


@catalogue.add
class RevokeDeclarationLink(AssetAct):
    """作废申报链接: the link was lost or went to the wrong hands."""

    code, title = "assets.revoke_declaration_link", "作废申报链接"
    title_en = "Revoke a declaration link"
    branch = Branch.ADMINISTRATION
    done_by = (Role.OFFICER, Role.CLERK)

    link: LinkRef = Field(title="申报链接")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        open_links = DeclarationLink.objects.filter(case_id=at.case_id, revoked_on=None)
        return {
            "link": [
                (each.pk, each.debtor.party.name)
                for each in open_links.select_related("debtor__party").order_by("id")
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        if not DeclarationLink.objects.filter(
            pk=self.link, case_id=at.case_id, revoked_on=None
        ).exists():
            raise Refusal(
                "assets.link_not_valid", "申报链接不存在或者已经作废", cure="无需处理", field="link"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        DeclarationLink.objects.filter(pk=self.link, case_id=at.case_id).update(revoked_on=at.on)
        return {"link": self.link}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return "申报链接作废。"
