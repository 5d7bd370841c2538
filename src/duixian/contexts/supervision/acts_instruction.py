"""Instructions (督办): a superior of the own court or of a court above demands, the officer

reports, and whoever demanded strikes it off.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.courts import queries as courts
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import Prose, Reference
from duixian.contexts.supervision.models import Instruction
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

InstructionRef = Annotated[int, Reference("supervision.Instruction")]


@catalogue.add
class Instruct(CaseAct):
    """督办: what must be done in the case, to be reported by a day."""

    code, title, title_en = "supervision.instruct", "督办", "Give an instruction"
    branch = Branch.COMMAND
    done_by = (Role.PRESIDENT, Role.BUREAU_DIRECTOR)
    by_superior = True
    on_open_case = False

    demand: Prose = Field(min_length=1, max_length=2000, title="督办要求")
    due_on: date = Field(title="报告期限")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).officer_id is None:
            raise Refusal(
                "supervision.nobody_to_instruct", "本案尚未确定承办人", cure="先确定承办人"
            )

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.due_on < at.on:
            raise Refusal(
                "supervision.due_in_past",
                "报告期限早于督办之日",
                cure="填写今天或以后的日期",
                field="due_on",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Instruction.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            from_court_id=at.by.court_id,
            from_person_id=at.by.person_id,
            from_name=at.by.name,
            from_role=str(at.role),
            demand=self.demand,
            given_on=at.on,
            due_on=self.due_on,
            entry_id=at.memo["entry_id"],
        )
        return {
            "instruction": made.pk,
            "due_on": self.due_on,
            "from": courts.court(at.by.court_id).short_name,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['from']}督办，限{self.due_on}前报告：{self.demand}"


class _OnInstruction(CaseAct):
    """An act on an instruction of the case, in one of some states."""

    branch = Branch.ADMINISTRATION
    on_open_case = False

    instruction: InstructionRef = Field(title="督办事项")

    @classmethod
    def _candidates(cls, at: Doing) -> list[Instruction]:
        return at.once(
            "live_instructions",
            lambda: list(
                Instruction.objects.filter(case_id=at.case_id)
                .exclude(state=Instruction.State.SETTLED)
                .order_by("due_on", "id")
            ),
        )

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls._candidates(at):
            raise Refusal("supervision.no_instruction", "本案没有这样的督办事项", cure="无需办理")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "instruction": [
                (each.pk, f"{each.from_name}：{each.demand[:40]}，限 {each.due_on}")
                for each in cls._candidates(at)
            ]
        }

    def _the(self, at: Doing) -> Instruction:
        found = next(
            (each for each in type(self)._candidates(at) if each.pk == self.instruction), None
        )
        if found is None:
            raise Refusal(
                "supervision.instruction_not_open",
                "本案没有这一督办事项，或已销号",
                cure="从列表中选择",
                field="instruction",
            )
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        self._the(at)


@catalogue.add
class ReportInstruction(_OnInstruction):
    """报告督办结果: what was done; may be reported again until it is struck off."""

    code, title, title_en = (
        "supervision.report_instruction",
        "报告督办结果",
        "Report on an instruction",
    )
    done_by = (Role.OFFICER,)

    report: Prose = Field(min_length=1, max_length=2000, title="办理情况")

    def perform(self, at: Doing) -> dict[str, Any]:
        found = self._the(at)
        late = max(0, (at.on - found.due_on).days) if found.reported_on is None else 0
        found.state, found.report = Instruction.State.REPORTED, self.report
        found.reported_on, found.reported_by = at.on, at.by.name
        found.save(update_fields=["state", "report", "reported_on", "reported_by"])
        return {"instruction": found.pk, "late_days": late}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        late = f"（逾期{result['late_days']}日）" if result["late_days"] else ""
        return f"报告督办结果{late}：{self.report}"


@catalogue.add
class SettleInstruction(_OnInstruction):
    """督办销号: whoever gave the instruction, or a peer of that court, finds it done."""

    code, title, title_en = "supervision.settle_instruction", "督办销号", "Settle an instruction"
    branch = Branch.COMMAND
    done_by = (Role.PRESIDENT, Role.BUREAU_DIRECTOR)
    by_superior = True

    @classmethod
    def _candidates(cls, at: Doing) -> list[Instruction]:
        return [
            each
            for each in super()._candidates(at)
            if each.state == Instruction.State.REPORTED and each.from_court_id == at.by.court_id
        ]

    def perform(self, at: Doing) -> dict[str, Any]:
        found = self._the(at)
        found.state, found.settled_on = Instruction.State.SETTLED, at.on
        found.save(update_fields=["state", "settled_on"])
        return {"instruction": found.pk}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return "督办事项销号。"
