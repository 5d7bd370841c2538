"""What a court warns of and when (预警设置); where it says nothing, the usual days hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from duixian.contexts.record.acts import Act, Doing, Signature, catalogue
from duixian.contexts.supervision.models import WarningSetting
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role
from duixian.law import load_nodes

_Days = Annotated[int, Field(ge=0, le=365)]


@catalogue.add
class SetWarnings(Act):
    """设定预警: days before the due date, and after how many days late each level is told."""

    code, title, title_en = "supervision.set_warnings", "设定预警", "Set when to warn"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR,)
    signed_by = (Signature(Role.PRESIDENT),)

    node: str = Field(default="", max_length=60, title="节点（空着为全部节点）")
    days_before: tuple[_Days, ...] | None = Field(default=None, title="提前几日预警（空着按通常）")
    director_after: int | None = Field(default=None, ge=1, le=365, title="逾期几日报执行局长")
    president_after: int | None = Field(default=None, ge=1, le=365, title="逾期几日报院长")

    @model_validator(mode="after")
    def _in_order(self) -> SetWarnings:
        director, president = self.director_after, self.president_after
        if director is not None and president is not None and president < director:
            raise ValueError("报院长不应早于报执行局长")
        return self

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"node": [(key, node.title) for key, node in load_nodes().items()]}

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.node and self.node not in load_nodes():
            raise Refusal(
                "supervision.unknown_node", "没有这一节点", cure="从列表中选择", field="node"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        days = sorted(set(self.days_before), reverse=True) if self.days_before is not None else None
        made, _ = WarningSetting.objects.update_or_create(
            court_id=at.court_id,
            node=self.node,
            defaults={
                "days_before": days,
                "director_after": self.director_after,
                "president_after": self.president_after,
                "entry_id": at.memo["entry_id"],
            },
        )
        return {"setting": made.pk}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        which = load_nodes()[self.node].title if self.node else "全部节点"
        return f"设定预警：{which}。"
