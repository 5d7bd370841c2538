"""Service of process (送达): who got which paper, how, when, with what proof."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.documents import access, queries, wording
from duixian.contexts.documents.engine import Attempt, Method, check_attempt, completed_on
from duixian.contexts.documents.gathering import Ground, traced
from duixian.contexts.documents.models import Document, Service
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import DocumentRef, PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role


@catalogue.add
class RecordService(CaseAct):
    """登记送达: papers of the case reached, or could not reach, one recipient."""

    code, title, title_en = "documents.record_service", "登记送达", "Record service of process"
    done_by = (Role.OFFICER, Role.CLERK, Role.FILING_HALL, Role.SYSTEM)
    under = ("public-notice-service", "seizure-ruling")
    document = "service_receipt"
    on_open_case = False

    documents: tuple[DocumentRef, ...] = Field(min_length=1, title="文书")
    recipient: PartyRef | None = Field(default=None, title="受送达的当事人")
    recipient_name: str = Field(default="", max_length=120, title="其他受送达人（协助单位等）")
    method: Literal["in_person", "electronic", "post", "left", "public", "entrusted"] = Field(
        default="in_person", title="送达方式"
    )
    served_on: date | None = Field(default=None, title="送达日期（公告为刊登日；空着为今天）")
    delivered: bool = Field(default=True, title="已送达")
    consented: bool = Field(default=False, title="受送达人已同意电子送达")
    address: str = Field(default="", max_length=200, title="送达地址")
    received_by: str = Field(default="", max_length=120, title="签收人或代收人")
    receipt: str = Field(default="", max_length=400, title="凭据（回执、见证人、刊登处所）")
    reason: Prose = Field(default="", title="理由（未能送达，或采用公告的情况）")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        case_id = case_of(at).pk
        return {
            "documents": [(each.pk, str(each)) for each in queries.to_be_served(case_id)],
            "recipient": [
                (each.pk, f"{each.party.name}（{each.get_role_display()}）")
                for each in Ground.of(at).parties
            ],
            "method": [(method.value, method.label) for method in Method],
        }

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not queries.to_be_served(case_of(at).pk).exists():
            raise Refusal(
                "documents.nothing_to_serve", "本案还没有需要送达的文书", cure="先制作文书"
            )

    def _day(self, at: Doing) -> date:
        return self.served_on or at.on

    def _papers(self, at: Doing) -> list[Document]:
        return at.once(
            "documents.papers",
            lambda: access.documents_of_case_or_refuse(case_of(at).pk, self.documents),
        )

    def _party(self, at: Doing) -> CaseParty | None:
        if self.recipient is None:
            return None
        parties = Ground.of(at).parties
        found = next((each for each in parties if each.pk == self.recipient), None)
        if found is None:
            raise Refusal(
                "documents.recipient_not_in_case",
                "受送达人不是本案当事人",
                cure="从列表中选择，或填写其他受送达人的名称",
                field="recipient",
            )
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        if (self.recipient is None) == (not self.recipient_name):
            raise Refusal(
                "documents.recipient_missing",
                "受送达人应选本案当事人，或填其他受送达人，二者取一",
                cure="选择当事人，或填写名称",
                field="recipient",
            )
        if self._day(at) > at.on:
            raise Refusal(
                "documents.served_in_future",
                "送达日期晚于登记日期",
                cure="送达后再登记",
                field="served_on",
            )
        party = self._party(at)
        for paper in self._papers(at):
            check_attempt(self._attempt(at, paper))
            if self.delivered and party is not None:
                _check_not_served(paper, party)

    def _attempt(self, at: Doing, paper: Document) -> Attempt:
        return Attempt(
            method=Method(self.method),
            served_on=self._day(at),
            issued_on=paper.issued_on,
            is_ruling=paper.series == "ruling",
            delivered=self.delivered,
            consented=self.consented,
            receipt=self.receipt,
            reason=self.reason,
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        party, papers, day = self._party(at), self._papers(at), self._day(at)
        completed = completed_on(Method(self.method), day).value if self.delivered else None
        name = party.party.name if party is not None else self.recipient_name
        services = Service.objects.bulk_create(
            Service(
                court_id=at.court_id,
                case=case_of(at),
                document=paper,
                recipient=party,
                recipient_name=name,
                method=self.method,
                served_on=day,
                completed_on=completed,
                address=self.address or (party.party.address if party is not None else ""),
                received_by=self.received_by,
                receipt=self.receipt,
                reason=self.reason,
                entry_id=at.memo["entry_id"],
            )
            for paper in papers
        )
        served_debtor = completed is not None and _is_debtor(party)
        return {
            "services": [each.pk for each in services],
            "kinds": sorted({paper.kind for paper in papers}),
            "titles": wording.joined(dict.fromkeys(paper.title for paper in papers)),
            "recipient_name": name,
            "party": party.pk if party is not None else None,
            "role": party.role if party is not None else None,
            "delivered": self.delivered,
            "completed_on": completed,
            # The clocks of these things are met: the debtor now knows of them.
            **({**_things(papers), "debtor": party.pk} if party and served_debtor else {}),
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        party = self._party(at)
        address = self.address or (party.party.address if party is not None else "")
        papers = [
            {
                "title": paper.title,
                "number": paper.number,
                "served_on": wording.date_in_figures(self._day(at)) if self.delivered else "",
                "signed": self.received_by if self.delivered else "",
            }
            for paper in self._papers(at)
        ]
        services = ", ".join(f"documents.Service#{each}" for each in result["services"])
        values = {
            "recipient": result["recipient_name"],
            "address": address,
            "method": Method(self.method).label,
            "papers": papers,
            "receipt": self.receipt,
            "failure": "" if self.delivered else self.reason,
            "received_for": self.reason if self.delivered and self.method == "public" else "",
            "server": at.by.name,
            "completed_on": result["completed_on"],
        }
        return {name: traced(value, services) for name, value in values.items() if value}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        how = Method(self.method).label
        if not result["delivered"]:
            return f"向{result['recipient_name']}{how}{result['titles']}，未能送达：{self.reason}"
        tail = ""
        if Method(self.method) is Method.PUBLIC:
            tail = f"，公告期满日{result['completed_on']}"
        return f"向{result['recipient_name']}{how}{result['titles']}{tail}。"


def _is_debtor(party: CaseParty | None) -> bool:
    return party is not None and party.role == CaseParty.Role.DEBTOR


def _check_not_served(paper: Document, party: CaseParty) -> None:
    if queries.is_served_on(paper, party.pk):
        raise Refusal(
            "documents.served_already",
            f"{paper}已向{party.party.name}送达",
            cure="无需重复登记",
            field="documents",
            status=409,
        )


def _things(papers: list[Document]) -> dict[str, list[Any]]:
    """What the served papers concern, by the journal's names: {"measure": [5, 6]}."""
    found: dict[str, list[Any]] = {}
    for paper in papers:
        for name, value in paper.about.items():
            values = value if isinstance(value, list) else [value]
            found.setdefault(name, []).extend(each for each in values if each is not None)
    return {name: list(dict.fromkeys(values)) for name, values in found.items() if values}
