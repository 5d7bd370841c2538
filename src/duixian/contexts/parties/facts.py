"""The facts of a party as acts take them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

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

    @field_validator("identity_number")
    @classmethod
    def _identity_holds(cls, number: str, given: ValidationInfo) -> str:
        """The fault stands at the number itself; what was read before it says which kind."""
        known = given.data
        kind = known.get("identity_kind") or (
            IDENTITY_CARD if known.get("kind") == "person" else CREDIT_CODE
        )
        if not number or "kind" not in known:
            return number
        if kind == IDENTITY_CARD and not identifiers.is_identity_number(number):
            raise ValueError(f"{known.get('name', '')}的居民身份证号码校验不通过，请核对原件后更正")
        if kind == CREDIT_CODE and not identifiers.is_credit_code(number):
            raise ValueError(
                f"{known.get('name', '')}的统一社会信用代码校验不通过，请核对原件后更正"
            )
        return number

    @property
    def stated_identity_kind(self) -> str:
        if not self.identity_number:
            return ""
        return self.identity_kind or (IDENTITY_CARD if self.kind == "person" else CREDIT_CODE)
