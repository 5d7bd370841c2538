"""Inquiries (网络查询): asking institutions about the debtors, and what became of each request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from duixian.contexts.assets import engine, queries
from duixian.contexts.assets.models import Inquiry, Institution
from duixian.contexts.assets.reaching import (
    AssetAct,
    debtor_choices,
    debtor_of,
    debtors_of,
    inquiry_of,
    names_of,
    new_correlation,
)
from duixian.contexts.cases.case_act import case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.parties import queries as parties
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.contexts.record.facts import PartyRef, Reference
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role
from duixian.law import parameter

InstitutionRef = Annotated[int, Reference("assets.Institution")]
InquiryRef = Annotated[int, Reference("assets.Inquiry")]
WAITING = (Inquiry.State.TO_SEND, Inquiry.State.SENT, Inquiry.State.OVERDUE)
NAMES_IN_FULL = 5


@catalogue.add
class EnrolInstitution(Act):
    """登记协助执行单位: enter an institution in the directory, or bring its entry up to date."""

    code, title = "assets.enrol_institution", "登记协助执行单位"
    title_en = "Enrol an institution"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR, Role.SYSTEM)
    under: ClassVar[tuple[str, ...]] = ("network-inquiry",)
    offered = False

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", title="标识")
    name: str = Field(min_length=1, max_length=120, title="名称")
    name_en: str = Field(default="", max_length=120, title="英文名称")
    kind: str = Field(min_length=1, max_length=4, title="类别代码")
    capabilities: tuple[str, ...] = Field(default=(), title="能力")
    channel: Literal["network", "counter"] = Field(default="network", title="渠道")
    active: bool = Field(default=True, title="启用")

    def perform(self, at: Doing) -> dict[str, Any]:
        entry, made = Institution.objects.update_or_create(
            key=self.key,
            defaults={
                "name": self.name,
                "name_en": self.name_en,
                "kind": self.kind,
                "capabilities": sorted(self.capabilities),
                "channel": self.channel,
                "active": self.active,
            },
        )
        return {"institution": entry.pk, "new": made}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{'登记' if result['new'] else '更新'}协助执行单位{self.name}。"


@catalogue.add
class SendInquiries(AssetAct):
    """发起网络查询: ask institutions what the debtors of the case own."""

    code, title, title_en = "assets.send_inquiries", "发起网络查询", "Send inquiries"
    done_by = (Role.OFFICER, Role.SYSTEM)
    under = ("seizure-of-deposits", "network-inquiry", "network-inquiry-person")
    document = "notice_of_assistance_inquiry"

    debtors: tuple[PartyRef, ...] = Field(default=(), title="被执行人（空着为全部）")
    institutions: tuple[InstitutionRef, ...] = Field(
        default=(), title="协助执行单位（空着为全部能查询的单位）"
    )
    purpose: Literal["survey", "before_control", "post_termination"] = Field(
        default="survey", title="查询目的"
    )

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        closed = case_of(at).closed_on is not None
        return {"purpose": "post_termination" if closed else "survey"}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtors": debtor_choices(at),
            "institutions": [(each.pk, each.name) for each in _able(at)],
            "purpose": list(Inquiry.Purpose.choices),
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        debtors = self._debtors(at)
        if not debtors:
            raise Refusal(
                "assets.nobody_to_ask_about",
                "本案被执行人均已死亡、注销或者没有证件号码，不能发起查询",
                cure="先核实并补录被执行人身份，或变更、追加被执行人",
                field="debtors",
                provisions=("network-inquiry-person",),
            )
        if not self._institutions(at):
            raise Refusal(
                "assets.no_institution",
                "协助单位目录中没有能够查询的单位",
                cure="请管理员登记协助执行单位",
                field="institutions",
                transient=True,
            )
        if not self._pairs(at):
            raise Refusal(
                "assets.asked_already",
                "对所选被执行人和单位的查询都在等待反馈",
                cure="等待反馈；需要重查的，先待本次查询有结果",
                field="institutions",
                transient=True,
            )

    def _debtors(self, at: Doing) -> list[CaseParty]:
        """Those named, each of whom must be fit to be asked about; or all who are."""
        if not self.debtors:
            return [each for each in debtors_of(at) if _obstacle(each) is None]
        named = [debtor_of(at, each, field="debtors") for each in dict.fromkeys(self.debtors)]
        for each in named:
            obstacle = _obstacle(each)
            if obstacle is not None:
                raise obstacle
        return named

    def _institutions(self, at: Doing) -> list[Institution]:
        able = _able(at)
        if not self.institutions:
            return able
        by_id = {each.pk: each for each in able}
        for each in self.institutions:
            if each not in by_id:
                raise Refusal(
                    "assets.institution_cannot",
                    "所选单位不在目录中、已停用或者不办理查询",
                    cure="从目录中另选能够查询的单位",
                    field="institutions",
                )
        return [by_id[each] for each in dict.fromkeys(self.institutions)]

    def _pairs(self, at: Doing) -> list[tuple[CaseParty, Institution]]:
        """Whom to ask about whom: not what is already being asked."""
        waiting = at.once(
            "waiting_inquiries",
            lambda: set(
                Inquiry.objects.filter(case_id=at.case_id, state__in=WAITING).values_list(
                    "debtor_id", "institution_id"
                )
            ),
        )
        return [
            (debtor, institution)
            for debtor in self._debtors(at)
            for institution in self._institutions(at)
            if (debtor.pk, institution.pk) not in waiting
        ]

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Inquiry.objects.bulk_create(
            Inquiry(
                court_id=at.court_id,
                case_id=at.case_id,
                debtor=debtor,
                institution=institution,
                purpose=self.purpose,
                kinds=engine.kinds_of(institution.capabilities),
                correlation=new_correlation(),
                entry_id=at.memo["entry_id"],
                ordered_on=at.on,
            )
            for debtor, institution in self._pairs(at)
        )
        named = self._debtors(at)
        return {
            "inquiries": [each.pk for each in made],
            "debtors": [each.pk for each in named],
            "skipped": [each.pk for each in debtors_of(at) if each not in named],
            "institutions": len({each.institution_id for each in made}),
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        pairs = queries.of_ids(result["inquiries"])
        names = list(dict.fromkeys(each.institution.name for each in pairs))
        owners = list({each.debtor_id: each.debtor for each in pairs}.values())
        kinds = list(dict.fromkeys(kind for each in pairs for kind in each.kinds))
        listed = "、".join(names[:NAMES_IN_FULL])
        more = f"等{len(names)}家协助执行单位" if len(names) > NAMES_IN_FULL else ""
        return {
            "institution": listed + more,
            "owner": names_of(owners),
            "owner_identity": "、".join(parties.identity_number(each.party) for each in owners),
            "items": [{"object": queries.KIND_LABELS[kind], "period": ""} for kind in kinds],
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return (
            f"就{len(result['debtors'])}名被执行人向{result['institutions']}家单位"
            f"发起查询{len(result['inquiries'])}项。"
        )


def _able(at: Doing) -> list[Institution]:
    def read() -> list[Institution]:
        listed = Institution.objects.filter(active=True).order_by("kind", "key")
        return [each for each in listed if engine.kinds_of(each.capabilities)]

    return at.once("institutions_able", read)


def _obstacle(debtor: CaseParty) -> Refusal | None:
    """Why nothing may be asked about this debtor, if so."""
    party = debtor.party
    if party.standing in ("dead", "deregistered"):
        return Refusal(
            "assets.debtor_gone",
            f"{party.name}已{party.get_standing_display()}，不能作为被查询人",
            cure="先变更、追加被执行人",
            field="debtors",
            provisions=("network-inquiry-person",),
        )
    if not party.identity_hash:
        return Refusal(
            "assets.identity_missing",
            f"{party.name}没有证件号码，不能查询",
            cure="先核实并补录证件号码；同名不能推定为同一人",
            field="debtors",
            provisions=("network-inquiry-person",),
        )
    return None


class _OfInquiry(AssetAct):
    """What the system records of one inquiry."""

    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    under: ClassVar[tuple[str, ...]] = ("network-inquiry",)
    offered = False

    inquiry: InquiryRef = Field(title="查询")

    def _in_state(self, at: Doing, *states: str) -> Inquiry:
        found = inquiry_of(at, self.inquiry)
        if found.state not in states:
            raise Refusal(
                "assets.inquiry_settled",
                f"该查询{Inquiry.State(found.state).label}，不能再记录“{self.title}”",
                cure="无需重复记录",
                field="inquiry",
                status=409,
            )
        return found


@catalogue.add
class RecordSent(_OfInquiry):
    """记录查询已发送: the institution has received the request."""

    code, title, title_en = "assets.record_sent", "记录查询已发送", "Record an inquiry as sent"

    receipt_number: str = Field(default="", max_length=80, title="受理编号")

    def check(self, at: Doing) -> None:
        super().check(at)
        self._in_state(at, Inquiry.State.TO_SEND, Inquiry.State.FAILED)

    def perform(self, at: Doing) -> dict[str, Any]:
        asked = inquiry_of(at, self.inquiry)
        days = parameter("inquiry-answer-term", on=at.on).length
        asked.state = Inquiry.State.SENT
        asked.sent_on, asked.sent_at = at.on, at.now
        asked.due_on = at.on + timedelta(days=days)
        asked.receipt_number = self.receipt_number
        asked.reason = ""
        asked.attempts += 1
        asked.save()
        return {
            "inquiry": asked.pk,
            "answer_due_on": asked.due_on,
            "institution_name": asked.institution.name,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        to = result["institution_name"]
        return f"查询已发送{to}，应于{result['answer_due_on']}前反馈。"


@catalogue.add
class RecordFailed(_OfInquiry):
    """记录查询未成: the request was sent back, or could not be delivered.

    refused: the institution returned it, asking again unchanged is useless. Otherwise it may be
    sent again.
    """

    code, title, title_en = "assets.record_failed", "记录查询未成", "Record a failed inquiry"

    reason: str = Field(min_length=1, max_length=400, title="原因")
    refused: bool = Field(default=False, title="被退回")

    def check(self, at: Doing) -> None:
        super().check(at)
        self._in_state(at, *WAITING, Inquiry.State.FAILED)

    def perform(self, at: Doing) -> dict[str, Any]:
        asked = inquiry_of(at, self.inquiry)
        asked.state = Inquiry.State.REFUSED if self.refused else Inquiry.State.FAILED
        asked.reason = self.reason
        asked.attempts += 1
        asked.save()
        return {"inquiry": asked.pk, "refused": self.refused, "attempts": asked.attempts}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"查询{'被退回' if self.refused else '未能送达'}：{self.reason}。"


@catalogue.add
class NoteOverdue(_OfInquiry):
    """记录逾期未反馈: the institution's time to answer has passed."""

    code, title, title_en = "assets.note_overdue", "记录逾期未反馈", "Note an overdue answer"

    def check(self, at: Doing) -> None:
        super().check(at)
        asked = self._in_state(at, Inquiry.State.SENT)
        if asked.due_on is None or at.on <= asked.due_on:
            raise Refusal(
                "assets.not_overdue", "反馈期限尚未届满", cure="届满后再记录", transient=True
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        asked = inquiry_of(at, self.inquiry)
        asked.state = Inquiry.State.OVERDUE
        asked.save(update_fields=["state"])
        return {"inquiry": asked.pk, "institution": asked.institution_id}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return "协助执行单位逾期未反馈。"
