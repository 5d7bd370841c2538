"""The tool of what may not be taken: things, costs of living, the home (豁免财产)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.money import Fen, yuan
from duixian.law.rules.exempt import ExemptFacts, Exemption, exempt
from duixian.law.rules.exempt_home import HomeFacts, exempt_home
from duixian.law.tool_fields import Input, Money, Output, Tool, iso, reasons

# The sum is the answer for these, whatever it is.
_SUMS = ("living_costs", "income")


class ExemptFactsIn(Input):
    on: date | None = Field(default=None, title="日期")
    necessary: bool = Field(default=True, title="生活、学习、身体所必需")
    published: bool = Field(default=False, title="已公开、已发表")
    for_those_wages: bool = Field(default=False, title="为支付本项目农民工工资")
    by_provision: str = Field(default="", title="豁免的依据")
    amount: Money | None = Field(default=None, title="收入或者存款")
    minimum_standard: Money | None = Field(default=None, title="当地最低生活保障标准（每人每月）")
    standard_from: date | None = Field(default=None, title="该标准自何日执行")
    dependants: int = Field(default=0, title="所扶养家属人数")
    months: int = Field(default=1, title="月数")
    more_needed: Money = Field(default=Fen(0), title="另行确定的必需费用")
    needed: bool = Field(default=True, title="生活所必需的房屋")
    beyond_need: bool = Field(default=False, title="超过生活必需")
    supporter_has_home: bool = Field(default=False, title="扶养义务人另有住房")
    transferred_to_dodge: bool = Field(default=False, title="为逃债转让其他房屋")
    housing_offered: bool = Field(default=False, title="申请执行人提供住房")
    rent_kept: bool = Field(default=False, title="申请执行人同意保留租金")
    monthly_rent: Money | None = Field(default=None, title="当地月租金")
    rent_years: int | None = Field(default=None, title="保留租金年数")
    title_is_handover: bool = Field(default=False, title="执行依据为交付该房屋")
    notice_served_on: date | None = Field(default=None, title="执行通知送达日")
    mortgaged: bool = Field(default=False, title="已设定抵押")
    sale_ruling_on: date | None = Field(default=None, title="拍卖、变卖裁定送达日")


class ExemptQuestion(Input):
    object: Literal[
        "household_goods",
        "living_costs",
        "income",
        "education",
        "unpublished_work",
        "disability_aid",
        "medal",
        "treaty",
        "wage_account",
        "other_by_law",
        "home",
    ] = Field(title="标的物")
    facts: ExemptFactsIn = Field(default_factory=ExemptFactsIn, title="情况")
    on: date | None = Field(default=None, title="日期")


class ExemptAnswer(Output):
    exempt: bool | str = Field(title="豁免（是、否或者保留的数额）")
    why: str = Field(title="理由")
    may_be_taken: str | None = Field(title="可以执行的数额")
    until: str | None = Field(title="宽限期届满日")


def _exempt(asked: ExemptQuestion) -> ExemptAnswer:
    on = asked.on or asked.facts.on
    if on is None:
        raise Refusal("exempt.day_missing", "没有填写日期。", "请填写 on。", "on")
    found = _find(asked, on)
    value = found.value
    kept = value.kept
    taken = None
    if kept is not None and asked.facts.amount is not None and asked.object in _SUMS:
        taken = yuan(asked.facts.amount - kept)
    return ExemptAnswer(
        exempt=value.exempt if kept is None else yuan(kept),
        why=value.why,
        may_be_taken=taken,
        until=iso(value.until),
        **reasons(found),
    )


def _find(asked: ExemptQuestion, on: date) -> Finding[Exemption]:
    told = asked.facts.model_dump()
    if asked.object == "home":
        home = {each.name: told[each.name] for each in fields(HomeFacts)}
        return exempt_home(facts=HomeFacts(**home), on=on)
    facts = {each.name: told[each.name] for each in fields(ExemptFacts)}
    return exempt(object=asked.object, facts=ExemptFacts(**facts), on=on)


EXEMPT_TOOL: Tool[Any] = Tool("exempt", "豁免财产", ExemptQuestion, ExemptAnswer, _exempt)
