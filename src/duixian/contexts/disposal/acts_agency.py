"""The list of appraisal agencies (评估机构名单) that draws are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator

from duixian.contexts.assets.facts import KINDS, Kind
from duixian.contexts.disposal.models import Agency
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.kernel import identifiers
from duixian.kernel.roles import Branch, Role


@catalogue.add
class EnrolAgency(Act):
    """登记评估机构: enter an agency on the list, bring its entry up to date, or strike it off."""

    code, title, title_en = "disposal.enrol_agency", "登记评估机构", "Enrol an appraisal agency"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR, Role.SYSTEM)
    under = ("appraiser-draw",)

    credit_code: str = Field(title="统一社会信用代码")
    name: str = Field(min_length=1, max_length=120, title="名称")
    kinds: tuple[Kind, ...] = Field(min_length=1, title="能评估的财产种类")
    active: bool = Field(default=True, title="在名单内")

    @field_validator("credit_code")
    @classmethod
    def _code_holds(cls, value: str) -> str:
        if not identifiers.is_credit_code(value):
            raise ValueError("统一社会信用代码校验不通过，请对照营业执照核对")
        return identifiers.normalise(value).upper()

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"kinds": list(KINDS.items())}

    def perform(self, at: Doing) -> dict[str, Any]:
        entry, made = Agency.objects.update_or_create(
            credit_code=self.credit_code,
            defaults={
                "name": self.name,
                "kinds": sorted(set(self.kinds)),
                "active": self.active,
            },
        )
        return {"agency": entry.pk, "new": made, "active": self.active}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        done = "登记" if result["new"] else "更新" if self.active else "移出名单："
        return f"{done}评估机构{self.name}。"
