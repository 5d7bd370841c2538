"""Acts on clocks: the term of a case is extended; a missed clock is put on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.extending import extend
from duixian.contexts.deadlines import queries
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role
from duixian.law import load_nodes, parameter
from duixian.law.texts import parameters


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


@catalogue.add
class ExtendTerm(CaseAct):
    """延长执行期限: the president approves more months, applied for before the term ends."""

    code, title, title_en = "cases.extend_term", "延长执行期限", "Extend the execution term"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR), Signature(Role.PRESIDENT))
    under = ("execution-term-extension",)

    months: int = Field(ge=1, title="延长月数")
    ground: Prose = Field(min_length=1, title="特殊情况")
    applied_on: date | None = Field(default=None, title="申请日期（空着为起草之日）")

    def check(self, at: Doing) -> None:
        super().check(at)
        longest = parameter("longest-extension", on=at.on).length
        if self.months > longest:
            raise Refusal(
                "cases.extension_too_long",
                f"一次延长不得超过{longest}个月",
                cure="减少月数；期满前仍不能执结的再行申请",
                field="months",
                provisions=("execution-term-extension",),
            )
        if self.applied_on is not None and self.applied_on > at.on:
            raise Refusal(
                "cases.applied_in_future",
                "申请日期晚于今天",
                cure="填写实际申请日期",
                field="applied_on",
            )
        applied, due = self._applied(at), self._due(at)
        if applied is not None and due is not None and applied > due:
            raise Refusal(
                "cases.term_over",
                f"执行期限已于{due}届满，{applied}申请延长已迟",
                cure="延长应在期限届满前申请；已逾期的按逾期办理",
                field="applied_on",
                provisions=("execution-term-extension",),
            )

    def drafted(self, at: Doing) -> Self:
        return self.model_copy(update={"applied_on": self.applied_on or at.on})

    def _applied(self, at: Doing) -> date | None:
        """The day of application; a draft states it, but for those of before that still wait."""
        if self.applied_on is not None or at.signers:
            return self.applied_on
        return at.on

    def _due(self, at: Doing) -> date | None:
        running = queries.running_of_case(case_of(at).pk)
        return next((each.due_on for each in running if each.node == "execution_term"), None)

    def perform(self, at: Doing) -> dict[str, Any]:
        made = extend(case_of(at), at.on, months=self.months, ground=self.ground)
        return {"extension": made.pk, "months": self.months, "short_notice": self._late(at)}

    def _late(self, at: Doing) -> bool:
        """Applied for later than the courts' own rule asks: told, not refused."""
        due = self._due(at)
        if self.applied_on is None or due is None:
            return False
        if not parameters()["extension-request-lead"].on(at.on):
            return False
        lead = parameter("extension-request-lead", on=at.on).length
        return self.applied_on > due - timedelta(days=lead)

    def journal_line(self, result: Mapping[str, Any]) -> str:
        late = "（未按内部规定提前申请）" if result["short_notice"] else ""
        return f"执行期限延长 {self.months} 个月{late}：{self.ground}"
