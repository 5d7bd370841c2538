"""Entrusted appraisal (委托评估): the draw, the report, objections, and the price it gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from duixian.contexts.cases.case_act import case_of
from duixian.contexts.disposal import engine
from duixian.contexts.disposal.acts_price import set_price
from duixian.contexts.disposal.models import Agency, Appraisal, Draw, Lot
from duixian.contexts.disposal.reaching import (
    OnLot,
    appraisal_of,
    case_id_of,
    disposable,
    label,
)
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import Money, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role


@catalogue.add
class DrawAppraiser(OnLot):
    """摇号选定评估机构: in an order nobody chose and anyone can compute again.

    The seed comes from the entry by which pricing began; it cannot be drawn a second time.
    """

    code, title, title_en = "disposal.draw_appraiser", "摇号选定评估机构", "Draw the appraiser"
    done_by = (Role.OFFICER,)
    under = ("price-by-appraisal", "appraiser-draw", "appraiser-selection-term")
    states = ("pricing",)

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        return super().fits(at, lot) and bool(lot.candidates) and not drawn(at, lot)

    def check(self, at: Doing) -> None:
        super().check(at)
        lot = self._lot(at)
        disposable(at, lot.asset)
        if not self._still_listed(lot):
            raise Refusal(
                "disposal.no_agency",
                "启动时的候选机构现在都不在名单内",
                cure="撤回后，待管理员登记评估机构，重新启动",
                field="lot",
                provisions=("appraiser-draw",),
            )

    def _still_listed(self, lot: Lot) -> dict[str, Agency]:
        codes = [each["code"] for each in lot.candidates]
        found = Agency.objects.filter(active=True, credit_code__in=codes)
        return {each.credit_code: each for each in found}

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = self._lot(at)
        case = case_of(at)
        commitment = record.entry(lot.entry_id).hash
        seed = engine.seed_of(case.docket_number, lot.asset_id, commitment)
        order = engine.draw_order(seed, [each["code"] for each in lot.candidates])
        draw = Draw.objects.create(
            court_id=at.court_id,
            case_id=case_id_of(at),
            lot=lot,
            drawn_on=at.on,
            docket_number=case.docket_number,
            asset_number=lot.asset_id,
            commitment=commitment,
            candidates=lot.candidates,
            seed=seed,
            order=order,
            entry_id=at.memo["entry_id"],
        )
        listed = self._still_listed(lot)
        agency = next(listed[code] for code in order if code in listed)
        entrust(at, lot, draw, agency)
        names = {each["code"]: each["name"] for each in lot.candidates}
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "draw": draw.pk,
            "agency": agency.pk,
            "agency_name": agency.name,
            "order": [names[code] for code in order],
            "seed": seed,
            "commitment": commitment,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"摇号选定{result['agency_name']}评估，种子{result['seed'][:12]}…，可重新计算核对。"


def drawn(at: Doing, lot: Lot) -> bool:
    """Whether the lot's draw was held, read once for all lots of the case."""
    held: set[int] = at.once(
        "disposal.drawn",
        lambda: set(Draw.objects.filter(case_id=case_id_of(at)).values_list("lot_id", flat=True)),
    )
    return lot.pk in held


def entrust(at: Doing, lot: Lot, draw: Draw, agency: Agency) -> Appraisal:
    """Give the appraisal to an agency from a day on."""
    return Appraisal.objects.create(
        court_id=at.court_id,
        case_id=case_id_of(at),
        lot=lot,
        draw=draw,
        agency=agency,
        entrusted_on=at.on,
    )


class _OnAppraisal(OnLot):
    """An act on the lot's present appraisal, with or without its report."""

    states = ("pricing",)

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        return super().fits(at, lot) and drawn(at, lot)

    def _appraisal(self, at: Doing, *, reported: bool) -> Appraisal:
        lot = self._lot(at)
        found = at.once(("disposal.appraisal", lot.pk), lambda: appraisal_of(lot))
        if found is None:
            raise Refusal(
                "disposal.not_entrusted",
                "该标的没有委托中的评估",
                cure="先摇号选定评估机构",
                field="lot",
            )
        if found.reported is not reported:
            raise Refusal(
                "disposal.report_missing" if reported else "disposal.report_recorded",
                "评估报告尚未登记"
                if reported
                else f"评估报告已登记（{found.report_number}），不能办理“{self.title}”",
                cure="先登记评估报告" if reported else "对报告有异议的，登记异议",
                field="lot",
            )
        return found


@catalogue.add
class ReplaceAppraiser(_OnAppraisal):
    """更换评估机构: the agency cannot or does not report; the next one in the order drawn."""

    code, title, title_en = "disposal.replace_appraiser", "更换评估机构", "Replace the appraiser"
    done_by = (Role.OFFICER,)
    under = ("appraiser-draw", "appraisal-term")

    reason: Prose = Field(min_length=1, max_length=300, title="更换事由")

    def check(self, at: Doing) -> None:
        super().check(at)
        appraisal = self._appraisal(at, reported=False)
        if self._next(appraisal) is None:
            raise Refusal(
                "disposal.no_agency_left",
                "摇号名单中没有下一家机构",
                cure="撤回后，待管理员登记评估机构，重新启动",
                field="lot",
            )

    def _next(self, appraisal: Appraisal) -> Agency | None:
        tried = set(appraisal.lot.appraisals.values_list("agency__credit_code", flat=True))
        left = [code for code in appraisal.draw.order if code not in tried]
        listed = {
            each.credit_code: each
            for each in Agency.objects.filter(active=True, credit_code__in=left)
        }
        return next((listed[code] for code in left if code in listed), None)

    def perform(self, at: Doing) -> dict[str, Any]:
        appraisal = self._appraisal(at, reported=False)
        following = self._next(appraisal)
        assert following is not None  # checked
        appraisal.ended_on, appraisal.ended_reason = at.on, self.reason
        appraisal.save(update_fields=["ended_on", "ended_reason"])
        entrust(at, appraisal.lot, appraisal.draw, following)
        return {
            "lot": appraisal.lot_id,
            "asset": appraisal.lot.asset_id,
            "agency": following.pk,
            "agency_name": following.name,
            "replaced": appraisal.agency_id,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"按摇号顺序改由{result['agency_name']}评估：{self.reason}"


@catalogue.add
class RecordAppraisal(_OnAppraisal):
    """登记评估报告: what the agency found the thing worth."""

    code, title, title_en = "disposal.record_appraisal", "登记评估报告", "Record the appraisal"
    done_by = (Role.OFFICER, Role.CLERK)
    under = ("price-by-appraisal", "appraisal-term", "report-service")

    report_number: str = Field(min_length=1, max_length=80, title="报告编号")
    report_on: date = Field(title="报告日期")
    value: Money = Field(gt=0, title="评估价（元）")
    valid_until: date | None = Field(default=None, title="报告载明的有效期至")

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        return super().fits(at, lot) and lot.pk not in reported_lots(at)

    def check(self, at: Doing) -> None:
        super().check(at)
        appraisal = self._appraisal(at, reported=False)
        if not appraisal.entrusted_on <= self.report_on <= at.on:
            raise Refusal(
                "disposal.report_day_impossible",
                f"报告日期应在委托之日（{appraisal.entrusted_on}）至今天之间",
                cure="核对报告上的日期",
                field="report_on",
            )
        if self.valid_until is not None and self.valid_until < at.on:
            raise Refusal(
                "disposal.report_expired",
                f"该报告已于{self.valid_until}失效",
                cure="请评估机构重新出具报告",
                field="valid_until",
                provisions=("reference-price-validity",),
            )
        same = Appraisal.objects.filter(
            court_id=at.court_id, agency=appraisal.agency, report_number=self.report_number
        )
        if same.exists():
            raise Refusal(
                "disposal.report_used",
                f"{appraisal.agency.name}的报告{self.report_number}已经登记",
                cure="核对报告编号",
                field="report_number",
                status=409,
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        appraisal = self._appraisal(at, reported=False)
        appraisal.report_number, appraisal.report_on = self.report_number, self.report_on
        appraisal.value, appraisal.received_on = self.value, at.on
        appraisal.valid_until = self.valid_until
        appraisal.save(
            update_fields=["report_number", "report_on", "value", "received_on", "valid_until"]
        )
        return {
            "lot": appraisal.lot_id,
            "asset": appraisal.lot.asset_id,
            "appraisal": appraisal.pk,
            "agency_name": appraisal.agency.name,
            "value": self.value,
            "received_on": at.on,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        worth = display(self.value)
        return f"{result['agency_name']}出具评估报告{self.report_number}，评估价 {worth} 元。"


def reported_lots(at: Doing) -> set[int]:
    """Lots of the case whose present appraisal has its report, read once."""
    found: set[int] = at.once(
        "disposal.reported",
        lambda: set(
            Appraisal.objects.filter(case_id=case_id_of(at), ended_on=None)
            .exclude(report_number="")
            .values_list("lot_id", flat=True)
        ),
    )
    return found


class OnReport(_OnAppraisal):
    """An act on a lot whose present appraisal has its report."""

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        return super().fits(at, lot) and lot.pk in reported_lots(at)


@catalogue.add
class FixPriceByAppraisal(OnReport):
    """以评估价确定参考价: every party had the report and time to object, nothing is open."""

    code, title = "disposal.fix_price_by_appraisal", "以评估价确定参考价"
    title_en = "Fix the price by appraisal"
    done_by = (Role.OFFICER,)
    under = ("price-by-appraisal", "report-service", "report-objection")

    served_on: date = Field(title="最后一名当事人收到报告的日期")

    def check(self, at: Doing) -> None:
        super().check(at)
        appraisal = self._appraisal(at, reported=True)
        disposable(at, appraisal.lot.asset)
        received = appraisal.received_on
        assert received is not None  # the report is in
        if not received <= self.served_on <= at.on:
            raise Refusal(
                "disposal.service_day_impossible",
                f"送达日期应在法院收到报告之日（{received}）至今天之间",
                cure="按送达回证填写",
                field="served_on",
            )
        last = engine.objections_until(self.served_on)
        if at.on <= last:
            raise Refusal(
                "disposal.objection_time_open",
                f"对评估报告的异议期至{last}届满",
                cure=f"{last}以后再确定",
                field="served_on",
                provisions=("report-objection",),
                transient=True,
            )
        if appraisal.objections.filter(outcome="").exists():
            raise Refusal(
                "disposal.objection_open",
                f"{label(appraisal.lot)}尚有异议没有处理",
                cure="先处理异议",
                field="lot",
                provisions=("report-objection",),
                transient=True,
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        appraisal = self._appraisal(at, reported=True)
        assert appraisal.value is not None  # the report is in
        appraisal.served_on = self.served_on
        appraisal.objections_until = engine.objections_until(self.served_on)
        appraisal.save(update_fields=["served_on", "objections_until"])
        lot = self._lot(at)
        stated = appraisal.valid_until
        set_price(lot, appraisal.value, Lot.PriceKind.APPRAISAL, at.on, stated=stated)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "price": appraisal.value,
            "valid_until": lot.valid_until,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"异议期满，以评估价 {display(result['price'])} 元确定参考价。"
