"""Objections to the appraisal report (对评估报告的异议): only by a party, and only in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.disposal import engine
from duixian.contexts.disposal.acts_appraisal import OnReport
from duixian.contexts.disposal.models import Lot, Objection
from duixian.contexts.disposal.reaching import ObjectionRef, case_id_of, parties_of, party_choices
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import Money, PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role


@catalogue.add
class RecordPriceObjection(OnReport):
    """登记对评估报告的异议: only by a party, and only in time."""

    code, title = "disposal.record_price_objection", "登记对评估报告的异议"
    title_en = "Record an objection to the appraisal"
    done_by = (Role.OFFICER, Role.CLERK)
    under = ("report-objection",)

    objector: PartyRef = Field(title="异议人")
    report_received_on: date = Field(title="异议人收到报告的日期")
    objected_on: date = Field(title="提出异议的日期")
    content: Prose = Field(min_length=1, title="异议内容")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {**super().choices(at), "objector": party_choices(at)}

    def check(self, at: Doing) -> None:
        super().check(at)
        appraisal = self._appraisal(at, reported=True)
        if self.objector not in {each.pk for each in parties_of(at)}:
            raise Refusal(
                "disposal.not_a_party",
                "异议人不是本案当事人",
                cure="从本案当事人中选择",
                field="objector",
            )
        received = appraisal.received_on
        assert received is not None  # the report is in
        if not received <= self.report_received_on <= self.objected_on <= at.on:
            raise Refusal(
                "disposal.objection_days_impossible",
                f"应依次为：法院收到报告（{received}）、异议人收到报告、提出异议、今天",
                cure="核对日期",
                field="objected_on",
            )
        last = engine.objections_until(self.report_received_on)
        if self.objected_on > last:
            raise Refusal(
                "disposal.objection_late",
                f"异议期已于{last}届满，不予受理",
                cure="告知异议人逾期不予受理",
                field="objected_on",
                provisions=("report-objection",),
            )
        if appraisal.objections.filter(objector_id=self.objector).exists():
            raise Refusal(
                "disposal.objected_already",
                "该当事人已对本报告提出过异议，再次异议不予受理",
                cure="对复核结果不服的，另行救济",
                field="objector",
                provisions=("report-objection",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        appraisal = self._appraisal(at, reported=True)
        made = Objection.objects.create(
            court_id=at.court_id,
            case_id=case_id_of(at),
            appraisal=appraisal,
            objector_id=self.objector,
            received_on=self.objected_on,
            content=self.content,
        )
        return {"lot": appraisal.lot_id, "asset": appraisal.lot.asset_id, "objection": made.pk}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"当事人对评估报告提出异议：{self.content}"


@catalogue.add
class SettlePriceObjection(OnReport):
    """处理对评估报告的异议: explained and rejected, or the report is corrected."""

    code, title = "disposal.settle_price_objection", "处理对评估报告的异议"
    title_en = "Settle an objection to the appraisal"
    done_by = (Role.OFFICER,)
    under = ("report-objection",)

    objection: ObjectionRef = Field(title="异议")
    outcome: Literal["upheld", "rejected"] = Field(title="结果")
    corrected_value: Money | None = Field(
        default=None, gt=0, title="补正后的评估价（元，异议成立的填写）"
    )
    answer: Prose = Field(min_length=1, title="说明、复核意见")

    @classmethod
    def _open_objections(cls, at: Doing) -> list[Objection]:
        return at.once(
            "disposal.objections",
            lambda: list(
                Objection.objects.filter(case_id=case_id_of(at), outcome="")
                .select_related("objector__party", "appraisal")
                .order_by("id")
            ),
        )

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        return super().fits(at, lot) and any(
            each.appraisal.lot_id == lot.pk for each in cls._open_objections(at)
        )

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            **super().choices(at),
            "objection": [
                (each.pk, f"{each.received_on} {each.objector.party.name}")
                for each in cls._open_objections(at)
            ],
            "outcome": [(each, Objection.Outcome(each).label) for each in ("rejected", "upheld")],
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        self._objection(at)
        if (self.outcome == "upheld") is not (self.corrected_value is not None):
            raise Refusal(
                "disposal.correction_unclear",
                "异议成立的应当填写补正后的评估价，不成立的不填",
                cure="按结果填写",
                field="corrected_value",
            )

    def _objection(self, at: Doing) -> Objection:
        for each in self._open_objections(at):
            if each.pk == self.objection and each.appraisal.lot_id == self.lot:
                return each
        raise Refusal(
            "disposal.no_objection",
            "该标的没有这一待处理的异议",
            cure="从列表中选择",
            field="objection",
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        objection = self._objection(at)
        objection.outcome, objection.settled_on = self.outcome, at.on
        objection.answer = self.answer
        objection.save(update_fields=["outcome", "settled_on", "answer"])
        appraisal = self._appraisal(at, reported=True)
        if self.corrected_value is not None:
            appraisal.value = self.corrected_value
            appraisal.save(update_fields=["value"])
        return {
            "lot": appraisal.lot_id,
            "asset": appraisal.lot.asset_id,
            "objection": objection.pk,
            "value": appraisal.value,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{Objection.Outcome(self.outcome).label}：{self.answer}"
