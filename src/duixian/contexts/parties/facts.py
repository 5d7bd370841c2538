"""The facts of a party as acts take them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from duixian.contexts.record.facts import IdentityNumber, SealedText
from duixian.kernel import identifiers

IDENTITY_CARD = "居民身份证"
CREDIT_CODE = "统一社会信用代码"


class PartyFacts(BaseModel):
    """A party named in an act; identity numbers are checked digit by digit."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: Literal["person", "firm", "other"] = Field(default="person", title="类型")
    name: str = Field(min_length=1, max_length=120, title="姓名或名称")
    identity_kind: str = Field(default="", title="证件种类")
    identity_number: IdentityNumber = Field(default="", title="证件号码")
    address: str = Field(default="", max_length=200, title="地址")
    phone: SealedText = Field(default="", max_length=40, title="电话")
    legal_representative: str = Field(default="", title="法定代表人")

    @model_validator(mode="after")
    def _identity_holds(self) -> PartyFacts:
        kind = self.identity_kind or (IDENTITY_CARD if self.kind == "person" else CREDIT_CODE)
        if not self.identity_number:
            return self
        if kind == IDENTITY_CARD and not identifiers.is_identity_number(self.identity_number):
            raise ValueError(f"{self.name}的居民身份证号码校验不通过，请核对原件后更正")
        if kind == CREDIT_CODE and not identifiers.is_credit_code(self.identity_number):
            raise ValueError(f"{self.name}的统一社会信用代码校验不通过，请核对原件后更正")
        return self

    @property
    def stated_identity_kind(self) -> str:
        if not self.identity_number:
            return ""
        return self.identity_kind or (IDENTITY_CARD if self.kind == "person" else CREDIT_CODE)
