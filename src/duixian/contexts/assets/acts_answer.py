"""Answers (反馈): believed only when they are about the very debtor asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import rfc8785
from pydantic import Field

from duixian.contexts.assets import engine, queries, registry
from duixian.contexts.assets.acts_inquiry import _OfInquiry
from duixian.contexts.assets.facts import FoundItem, FoundRealEstate, SealedText
from duixian.contexts.assets.models import Answer, Inquiry
from duixian.contexts.assets.reaching import inquiry_of
from duixian.contexts.parties import queries as parties
from duixian.contexts.record import sealing
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import IdentityNumber
from duixian.kernel.findings import Refusal

MISMATCH = "反馈的姓名（名称）或者证件号码与被执行人不一致，不予采用"


@catalogue.add
class RecordAnswer(_OfInquiry):
    """登记查询反馈: what the institution holds of the debtor enters the register of property.

    An answer under another number or name is kept as evidence, and nothing of it is used.
    """

    code, title, title_en = "assets.record_answer", "登记查询反馈", "Record an answer"
    under = ("network-inquiry", "network-inquiry-person")

    answered_name: str = Field(max_length=120, title="反馈的姓名或名称")
    answered_identity: IdentityNumber = Field(title="反馈的证件号码")
    answered_on: date = Field(title="反馈日期")
    found: tuple[FoundItem, ...] = Field(default=(), title="反馈的财产")
    evidence: SealedText = Field(default="", title="反馈原文")

    def stored_facts(self) -> dict[str, Any]:
        """The journal keeps the digest of the message; the message itself is in the answer."""
        facts = super().stored_facts()
        facts["evidence"] = f"sha256:{sha256(self.evidence.encode()).hexdigest()}"
        return facts

    def check(self, at: Doing) -> None:
        super().check(at)
        asked = inquiry_of(at, self.inquiry)
        if asked.state == Inquiry.State.TO_SEND:
            raise Refusal(
                "assets.answer_before_question",
                "该查询尚未发送，不能登记反馈",
                cure="先记录查询已发送",
                field="inquiry",
                transient=True,
            )
        if self.answered_on > at.on:
            raise Refusal(
                "assets.answered_in_future",
                "反馈日期晚于今天",
                cure="核对反馈日期",
                field="answered_on",
            )
        if Answer.objects.filter(inquiry=asked, content_hash=self._content_hash()).exists():
            raise Refusal(
                "assets.answer_repeated",
                "这一反馈已经登记过",
                cure="无需重复登记",
                field="inquiry",
                status=409,
            )

    def _content_hash(self) -> str:
        """Equal for equal content, however the message around it was signed."""
        plain = self.model_dump(
            mode="json", include={"answered_name", "answered_identity", "answered_on", "found"}
        )
        return sealing.keyed_hash(rfc8785.dumps(plain).decode())

    def _asked_about(self, asked: Inquiry) -> engine.Identity:
        party = asked.debtor.party
        return engine.Identity(party.name, parties.identity_number(party))

    def perform(self, at: Doing) -> dict[str, Any]:
        asked = inquiry_of(at, self.inquiry)
        believed = engine.same_person(
            self._asked_about(asked), engine.Identity(self.answered_name, self.answered_identity)
        )
        answer = self._keep(at, asked, believed=believed)
        new, known, strange = self._enter(at, asked, answer) if believed else ([], [], 0)
        self._settle(at, asked, believed=believed)
        return {
            "inquiry": asked.pk,
            "answer": answer.pk,
            "institution_name": asked.institution.name,
            "identity_matches": believed,
            "property_found": bool(new or known),
            "assets": new,
            "known_assets": known,
            "not_owned": strange,
            "survey_complete": queries.coverage_of(asked.case_id, at.on).complete,
        }

    def _keep(self, at: Doing, asked: Inquiry, *, believed: bool) -> Answer:
        stored = self.model_dump(
            mode="json",
            include={"answered_name", "answered_identity", "answered_on", "found"},
            context={"stored": True},
        )
        return Answer.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            inquiry=asked,
            verdict=Answer.Verdict.ACCEPTED if believed else Answer.Verdict.MISMATCH,
            answered_on=self.answered_on,
            received_at=at.now,
            content=stored,
            content_hash=self._content_hash(),
            evidence_sealed=sealing.seal(self.evidence) if self.evidence else "",
            found_count=len(self.found),
        )

    def _enter(self, at: Doing, asked: Inquiry, answer: Answer) -> tuple[list[int], list[int], int]:
        """Ids of assets entered anew and brought up to date; how many are others' property."""
        subject = self._asked_about(asked)
        new: list[int] = []
        known: list[int] = []
        strange = 0
        for item in self.found:
            if isinstance(item, FoundRealEstate) and not _holds(item, subject):
                strange += 1
                continue
            asset, entered = registry.enter(
                registry.thing_of(item, subject.number),
                asked.debtor,
                institution=asked.institution,
                found_by="inquiry",
                on=self.answered_on,
                answer=answer,
                identity_hash=asked.debtor.party.identity_hash,
            )
            (new if entered else known).append(asset.pk)
        return new, known, strange

    def _settle(self, at: Doing, asked: Inquiry, *, believed: bool) -> None:
        if believed:
            asked.state, asked.reason = Inquiry.State.ANSWERED, ""
            asked.answered_on, asked.answered_at = self.answered_on, at.now
        elif asked.state != Inquiry.State.ANSWERED:
            asked.state, asked.reason = Inquiry.State.REFUSED, MISMATCH
        asked.save()

    def journal_line(self, result: Mapping[str, Any]) -> str:
        who = result["institution_name"]
        if not result["identity_matches"]:
            return f"{who}：{MISMATCH}。"
        number = len(result["assets"]) + len(result["known_assets"])
        if not number:
            return f"{who}反馈：没有查到财产。"
        return f"{who}反馈财产{number}项，其中新查到{len(result['assets'])}项。"


def _holds(item: FoundRealEstate, subject: engine.Identity) -> bool:
    """Whether the debtor is one of the registered holders, by number and name."""
    return any(
        engine.same_person(subject, engine.Identity(each.name, each.identity_number))
        for each in item.holders
    )
