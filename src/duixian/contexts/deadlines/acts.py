"""The system's own acts on deadlines: a missed one is put on record and reported upwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.acts import Doing, catalogue
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role
from duixian.law import load_nodes


@catalogue.add
class NoteMissed(CaseAct):
    """记录逾期: clocks of the case whose day has passed unmet; the director is told."""

    code, title, title_en = "deadlines.note_missed", "记录逾期", "Note missed deadlines"
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    offered = False
    on_open_case = False  # queries after termination and payouts run on after closing

    def _missed(self, at: Doing) -> list[Deadline]:
        return at.once(
            "missed",
            lambda: list(
                Deadline.objects.filter(
                    case_id=at.case_id,
                    state=Deadline.State.RUNNING,
                    due_on__lt=at.on,
                    missed_on=None,
                ).order_by("due_on", "id")
            ),
        )

    def check(self, at: Doing) -> None:
        super().check(at)
        if not self._missed(at):
            raise Refusal("deadlines.nothing_missed", "本案没有新的逾期节点")

    def perform(self, at: Doing) -> dict[str, Any]:
        missed = self._missed(at)
        return {
            "missed": [[each.node, each.subject, each.round] for each in missed],
            "days_late": max((at.on - each.due_on).days for each in missed if each.due_on),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        nodes = load_nodes()
        titles = "、".join(sorted({nodes[node].title for node, _, _ in result["missed"]}))
        return f"逾期未办：{titles}。"
