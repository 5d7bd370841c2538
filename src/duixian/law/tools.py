"""The law's tools: one question and one answer each, as JSON (法律计算工具).

`duixian law` reads this register; so can any screen or API. Each tool has an input and an output
model, whose JSON Schema is the tool's contract.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.money import Fen, yuan
from duixian.kernel.periods import Kind, Period, Unit
from duixian.law.rules.calendar import day_kind
from duixian.law.rules.case_types import CLASSES
from duixian.law.rules.docket_number import docket_number
from duixian.law.rules.fee import auction_commission, enforcement_fee
from duixian.law.rules.freeze_term import freeze_term
from duixian.law.rules.periods import period
from duixian.law.rules.rate import Series, rate_on
from duixian.law.rules.version import version
from duixian.law.tool_fields import Input, Money, Output, Tool, iso, reasons
from duixian.law.tools_claims import CLAIM_TOOLS
from duixian.law.tools_disposal import DISPOSAL_TOOLS
from duixian.law.tools_exempt import EXEMPT_TOOL
from duixian.law.tools_price import PRICE_TOOLS
from duixian.law.tools_procedure import PROCEDURE_TOOLS
from duixian.law.tools_remedies import REMEDY_TOOLS
from duixian.law.tools_sanctions import SANCTION_TOOLS


class DocketNumberQuestion(Input):
    text: str = Field(title="案号")


class DocketNumberAnswer(Output):
    year: int = Field(title="年度")
    court_code: str = Field(title="法院代字")
    court_name: str = Field(title="法院")
    type_code: str = Field(title="类型代字")
    type_name: str = Field(title="案件类型")
    serial: int = Field(title="编号")
    suffix: str = Field(title="附号")
    canonical: str = Field(title="规范写法")
    legacy: bool = Field(title="旧式案号")
    special_code: str = Field(title="专门审判代字")
    court_level: str = Field(title="法院层级")
    type_number: str = Field(title="类型数字代码")
    case_class: str = Field(title="类别")


def _docket_number(asked: DocketNumberQuestion) -> DocketNumberAnswer:
    found = docket_number(text=asked.text)
    number = found.value.number
    return DocketNumberAnswer(
        year=number.year,
        court_code=number.court_code,
        court_name=found.value.court_name,
        type_code=number.type_code,
        type_name=number.type_name,
        serial=number.serial,
        suffix=number.suffix,
        canonical=number.canonical,
        legacy=number.legacy,
        special_code=number.special,
        court_level=found.value.court_level,
        type_number=found.value.type_number,
        case_class=CLASSES.get(found.value.case_class, ""),
        **reasons(found),
    )


class PeriodQuestion(Input):
    start: date = Field(alias="from", title="起始日")
    length: int = Field(title="长度")
    unit: Literal["day", "working_day", "month", "year"] = Field(title="单位")
    kind: Literal["procedural", "measure"] = Field(default="procedural", title="期间种类")


class PeriodAnswer(Output):
    due: str = Field(title="届满日")
    natural_due: str = Field(title="顺延前的届满日")


def _period(asked: PeriodQuestion) -> PeriodAnswer:
    found = period(
        start=asked.start, length=Period(asked.length, Unit(asked.unit)), kind=Kind(asked.kind)
    )
    return PeriodAnswer(
        due=found.value.due.isoformat(),
        natural_due=found.value.natural.isoformat(),
        **reasons(found),
    )


class CalendarQuestion(Input):
    on: date = Field(alias="date", title="日期")


class CalendarAnswer(Output):
    working_day: bool = Field(title="工作日")
    holiday: str | None = Field(title="假日")
    made_up_working_day: bool = Field(title="调休上班")


def _calendar(asked: CalendarQuestion) -> CalendarAnswer:
    found = day_kind(on=asked.on)
    return CalendarAnswer(
        working_day=found.value.working_day,
        holiday=found.value.holiday,
        made_up_working_day=found.value.made_up_working_day,
        **reasons(found),
    )


class FeeQuestion(Input):
    kind: Literal["execution", "preservation"] = Field(default="execution", title="种类")
    amount: Money | None = Field(title="金额")
    already_executed: Money = Field(default=Fen(0), title="已执行金额")
    executable: Money | None = Field(default=None, title="执行标的全额")
    decided: Money | None = Field(default=None, title="法院在幅度内确定的数额")
    security_right: bool = Field(default=False, title="实现担保物权")
    on: date = Field(title="日期")


class FeeAnswer(Output):
    fee: str = Field(title="费用")
    lowest: str = Field(title="最低")
    highest: str = Field(title="最高")


def _fee(asked: FeeQuestion) -> FeeAnswer:
    found = enforcement_fee(
        amount=asked.amount,
        on=asked.on,
        kind=asked.kind,
        already_executed=asked.already_executed,
        executable=asked.executable,
        decided=asked.decided,
        security_right=asked.security_right,
    )
    return FeeAnswer(
        fee=yuan(found.value.amount),
        lowest=yuan(found.value.lowest),
        highest=yuan(found.value.highest),
        **reasons(found),
    )


class CommissionQuestion(Input):
    price: Money = Field(title="成交价")
    on: date = Field(title="日期")


class CommissionAnswer(Output):
    highest: str = Field(title="佣金最高额")


def _commission(asked: CommissionQuestion) -> CommissionAnswer:
    found = auction_commission(price=asked.price, on=asked.on)
    return CommissionAnswer(highest=yuan(found.value.highest), **reasons(found))


class RateQuestion(Input):
    series: Literal["LPR", "benchmark"] = Field(title="利率种类")
    tenor: str | None = Field(default=None, title="期限")
    tier: str | None = Field(default=None, title="档次")
    on: date = Field(title="日期")


class RateAnswer(Output):
    rate: str = Field(title="年利率（%）")
    published_on: str = Field(title="公布日")


def _rate(asked: RateQuestion) -> RateAnswer:
    found = rate_on(series=Series(asked.series, asked.tenor or asked.tier or ""), on=asked.on)
    return RateAnswer(
        rate=str(found.value.number),
        published_on=found.value.in_force_from.isoformat(),
        **reasons(found),
    )


class FreezeTermQuestion(Input):
    object: Literal["deposit", "movable", "immovable", "other_right"] = Field(title="标的物")
    start: date = Field(alias="from", title="起始日")
    days: int | None = Field(default=None, title="天数")
    renewal: bool = Field(default=False, title="续行")


class FreezeTermAnswer(Output):
    ends_on: str = Field(title="届满日")
    longest_days_or_months: str = Field(title="最长期限")
    longest_ends_on: str = Field(title="最长届满日")
    renew_by: str = Field(title="最迟申请续行日")


def _freeze_term(asked: FreezeTermQuestion) -> FreezeTermAnswer:
    found = freeze_term(
        object=asked.object, start=asked.start, days=asked.days, renewal=asked.renewal
    )
    longest = found.value.longest
    return FreezeTermAnswer(
        ends_on=found.value.ends_on.isoformat(),
        longest_days_or_months=f"{longest.length} {longest.unit.value}",
        longest_ends_on=found.value.longest_ends_on.isoformat(),
        renew_by=found.value.renew_by.isoformat(),
        **reasons(found),
    )


class VersionQuestion(Input):
    subject: str = Field(title="条文键名")
    on: date = Field(title="日期")


class VersionAnswer(Output):
    document: str = Field(title="文件")
    article: str = Field(title="条")
    in_force_from: str = Field(title="自")
    in_force_to: str | None = Field(title="至")


def _version(asked: VersionQuestion) -> VersionAnswer:
    found = version(subject=asked.subject, on=asked.on)
    return VersionAnswer(
        document=found.value.document,
        article=found.value.article,
        in_force_from=found.value.in_force_from.isoformat(),
        in_force_to=iso(found.value.in_force_to),
        **reasons(found),
    )


@cache
def tools() -> dict[str, Tool[Any]]:
    """Every tool by name, in the order they are listed."""
    # Imported here because these two build on this module's neighbours and are large.
    simple: tuple[Tool[Any], ...] = (
        Tool("docket-number", "案号", DocketNumberQuestion, DocketNumberAnswer, _docket_number),
        Tool("period", "期间", PeriodQuestion, PeriodAnswer, _period),
        Tool("calendar", "工作日", CalendarQuestion, CalendarAnswer, _calendar),
        Tool("fee", "执行申请费、保全申请费", FeeQuestion, FeeAnswer, _fee),
        Tool("commission", "拍卖佣金", CommissionQuestion, CommissionAnswer, _commission),
        Tool("rate", "利率", RateQuestion, RateAnswer, _rate),
        Tool(
            "freeze-term",
            "查封、扣押、冻结期限",
            FreezeTermQuestion,
            FreezeTermAnswer,
            _freeze_term,
        ),
        *DISPOSAL_TOOLS,
        *PRICE_TOOLS,
        EXEMPT_TOOL,
        *SANCTION_TOOLS,
        *REMEDY_TOOLS,
        Tool("version", "条文版本", VersionQuestion, VersionAnswer, _version),
    )
    return {tool.name: tool for tool in (*simple, *CLAIM_TOOLS, *PROCEDURE_TOOLS)}
