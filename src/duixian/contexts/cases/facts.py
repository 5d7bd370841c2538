"""The facts of titles, obligations and debtors, as filing takes them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from duixian.contexts.parties.facts import PartyFacts
from duixian.contexts.record.facts import Money, Prose

TITLE_KINDS = (
    "民事判决书",
    "民事裁定书",
    "民事调解书",
    "支付令",
    "刑事裁判涉财产部分",
    "刑事附带民事判决书",
    "行政判决书",
    "行政处罚决定书",
    "仲裁裁决书",
    "仲裁调解书",
    "公证债权文书",
    "其他法律文书",
)


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class InterestTerms(_Facts):
    """Ordinary interest (一般债务利息) as the title states it, in the law contract's words."""

    principal: Money | None = Field(default=None, title="计息本金")
    starts_on: date = Field(title="起算日")
    annual_rate: str | None = Field(default=None, title="年利率（%）")
    series: Literal["", "lpr", "benchmark"] = Field(default="", title="利率种类")
    tenor: str = Field(default="1Y", title="期限")
    multiple: str = Field(default="1", title="倍数")
    day_base: Literal[360, 365] = Field(default=365, title="年天数")
    ends_on: date | None = Field(default=None, title="截止日")

    @model_validator(mode="after")
    def _one_rate(self) -> InterestTerms:
        if bool(self.annual_rate) == bool(self.series):
            raise ValueError("固定年利率与利率种类应填其中一项")
        return self


class ObligationFacts(_Facts):
    """One operative item (判项)."""

    kind: Literal["money", "act", "thing"] = Field(default="money", title="种类")
    text: Prose = Field(default="", title="内容")
    principal: Money = Field(default=0, ge=0, title="本金（元）")
    interest_fixed: Money = Field(default=0, ge=0, title="已确定的利息、违约金（元）")
    costs: Money = Field(default=0, ge=0, title="诉讼费、保全费（元）")
    interest: InterestTerms | None = Field(default=None, title="一般债务利息")
    due_on: date | None = Field(default=None, title="履行期限届满日")

    @model_validator(mode="after")
    def _definite(self) -> ObligationFacts:
        if self.kind == "money" and self.principal + self.interest_fixed + self.costs == 0:
            raise ValueError("给付金钱的判项应写明金额，金额为零不能立案执行")
        if self.kind != "money" and not self.text:
            raise ValueError("给付物或者行为的判项应写明内容")
        return self


class TitleFacts(_Facts):
    """What is to be enforced (执行依据)."""

    kind: str = Field(default="民事判决书", title="文书种类")
    number: str = Field(min_length=1, max_length=80, title="文书字号")
    issuer: str = Field(min_length=1, max_length=120, title="作出单位")
    effective_on: date = Field(title="生效日期")
    performance_due_on: date = Field(title="履行期限届满日")
    operative_text: Prose = Field(default="", title="主文")
    obligations: tuple[ObligationFacts, ...] = Field(min_length=1, title="判项")


class DebtorFacts(PartyFacts):
    """A debtor (被执行人) with the kind of liability."""

    liability: Literal["sole", "joint", "several", "supplementary"] = Field(
        default="sole", title="责任形式"
    )
    share: Money | None = Field(default=None, validate_default=True, title="按份数额（元）")

    @field_validator("share")
    @classmethod
    def _share_stated(cls, share: int | None, given: ValidationInfo) -> int | None:
        if given.data.get("liability") == "several" and not share:
            raise ValueError(f"{given.data.get('name', '')}承担按份责任，应写明份额")
        return share


class CreditorFacts(PartyFacts):
    """A creditor (申请执行人) with an agent, where there is one."""

    agent: str = Field(default="", max_length=120, title="代理人")


def interest_terms_as_stored(terms: InterestTerms | None) -> dict[str, Any] | None:
    return terms.model_dump(mode="json") if terms is not None else None
