"""Warnings (预警): raised and closed by the system, answered by whoever must act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import MeasureRef, Money, Prose, Reference
from duixian.contexts.supervision import gathering
from duixian.contexts.supervision.engine import OFFICER, Plan, Wanted
from duixian.contexts.supervision.models import Warning
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Branch, Role
from duixian.law import load_nodes

WarningRef = Annotated[int, Reference("supervision.Warning")]


def _plan(at: Doing) -> Plan:
    assert at.case_id is not None
    case_id = at.case_id
    return at.once("warnings", lambda: gathering.plan_of_case(at.court_id, case_id, at.on))


class _BySystem(CaseAct):
    """What the system does about warnings, on open and closed cases alike."""

    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    offered = False
    on_open_case = False


@catalogue.add
class RaiseWarning(_BySystem):
    """发出预警: every clock of the case that asks for a warning today gets it, level by level."""

    code, title, title_en = "supervision.raise_warning", "发出预警", "Raise warnings"

    def check(self, at: Doing) -> None:
        super().check(at)
        if not _plan(at).to_raise:
            raise Refusal("supervision.nothing_to_warn_of", "本案没有新的预警事项")

    def perform(self, at: Doing) -> dict[str, Any]:
        plan = _plan(at)
        Warning.objects.filter(pk__in=plan.replaced).update(
            state=Warning.State.CLOSED,
            closed_on=at.on,
            closed_because=Warning.Because.REPLACED,
        )
        made = Warning.objects.bulk_create(self._row(at, each) for each in plan.to_raise)
        return {
            "warnings": [each.pk for each in made],
            "raised": [[each.node, each.subject, each.level, each.step] for each in made],
            "days_late": max(0, *((at.on - each.due_on).days for each in plan.to_raise)),
        }

    def _row(self, at: Doing, wanted: Wanted) -> Warning:
        node, subject, round_ = wanted.key
        responsible = load_nodes()[node].responsible
        return Warning(
            court_id=at.court_id,
            case_id=at.case_id,
            node=node,
            subject=subject,
            round=round_,
            level=wanted.level,
            to_role=str(responsible) if wanted.level == OFFICER else wanted.level,
            step=wanted.step,
            due_on=wanted.due_on,
            raised_on=at.on,
            entry_id=at.memo["entry_id"],
        )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"预警：{'；'.join(_words(*each) for each in result['raised'])}。"


def _words(node: str, subject: str, level: str, step: int) -> str:
    title = load_nodes()[node].title
    if level != OFFICER:
        return f"{title}逾期满{-step}日，报{Warning.Level(level).label}"
    return f"{title}已逾期" if step < 0 else f"{title}还剩不足{step + 1}日"


@catalogue.add
class CloseWarning(_BySystem):
    """消除预警: the clock was met, stopped or moved, or what was too much was released."""

    code, title, title_en = "supervision.close_warning", "消除预警", "Close warnings"

    def _closable(self, at: Doing) -> list[tuple[int, str]]:
        assert at.case_id is not None
        released = [
            (each, str(Warning.Because.RELEASED)) for each in gathering.released_excess(at.case_id)
        ]
        return [*_plan(at).to_close, *released]

    def check(self, at: Doing) -> None:
        super().check(at)
        if not self._closable(at):
            raise Refusal("supervision.nothing_to_close", "本案没有可以消除的预警")

    def perform(self, at: Doing) -> dict[str, Any]:
        closable = self._closable(at)
        for because in sorted({each for _, each in closable}):
            Warning.objects.filter(
                pk__in=[warning for warning, each in closable if each == because]
            ).update(state=Warning.State.CLOSED, closed_on=at.on, closed_because=because)
        return {
            "warnings": [warning for warning, _ in closable],
            "because": dict(Counter(because for _, because in closable)),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        reasons = "，".join(
            f"{Warning.Because(because).label}{number}项"
            for because, number in result["because"].items()
        )
        return f"消除预警：{reasons}。"


@catalogue.add
class WarnOfExcess(_BySystem):
    """超额控制预警: what is held is now more than is owed; part of the freeze must be released."""

    code, title = "supervision.warn_of_excess", "超额控制预警"
    title_en = "Warn of too much frozen"
    under = ("no-over-seizure",)

    measure: MeasureRef = Field(title="控制措施")
    amount: Money = Field(gt=0, title="多出金额（元）")

    def check(self, at: Doing) -> None:
        super().check(at)
        if measures.measure(self.measure).case_id != at.case_id:
            raise Refusal(
                "supervision.measure_of_another_case", "本案没有这一措施", field="measure"
            )
        if self._live(at).exists():
            raise Refusal("supervision.warned_already", "该措施的超额预警尚未消除")

    def _live(self, at: Doing) -> Any:
        return Warning.objects.filter(
            case_id=at.case_id,
            cause=Warning.Cause.EXCESS,
            subject=str(self.measure),
            state__in=gathering.LIVE,
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Warning.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            cause=Warning.Cause.EXCESS,
            subject=str(self.measure),
            level=Warning.Level.OFFICER,
            to_role=str(Role.OFFICER),
            due_on=at.on,
            amount=self.amount,
            raised_on=at.on,
            entry_id=at.memo["entry_id"],
        )
        return {"warnings": [made.pk], "measure": self.measure, "amount": self.amount}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"预警：冻结超出应付{display(self.amount)}元，应当解除多出部分。"


@catalogue.add
class AnswerWarning(CaseAct):
    """回应预警: why it is so, what will be done, by when; it stands until the clock is met."""

    code, title, title_en = "supervision.answer_warning", "回应预警", "Answer a warning"
    branch = Branch.ADMINISTRATION
    done_by = (Role.OFFICER, Role.FILING_HALL, Role.BUREAU_DIRECTOR)
    on_open_case = False

    warning: WarningRef = Field(title="预警")
    reason: Prose = Field(min_length=1, max_length=1000, title="原因")
    plan: Prose = Field(min_length=1, max_length=1000, title="打算怎么办")
    plan_by: date | None = Field(default=None, title="预计办结日期")

    @classmethod
    def _open(cls, at: Doing) -> list[Warning]:
        """The officer answers his own warnings; the director may answer any of the court."""
        found = at.once(
            "open_warnings",
            lambda: list(
                Warning.objects.filter(case_id=at.case_id, state=Warning.State.OPEN).order_by(
                    "due_on", "id"
                )
            ),
        )
        if at.role is Role.BUREAU_DIRECTOR:
            return found
        return [each for each in found if each.level != OFFICER or each.to_role == str(at.role)]

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls._open(at):
            raise Refusal("supervision.no_open_warning", "本案没有待回应的预警", cure="无需回应")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"warning": [(each.pk, title_of(each)) for each in cls._open(at)]}

    def _the(self, at: Doing) -> Warning:
        found = next((each for each in type(self)._open(at) if each.pk == self.warning), None)
        if found is None:
            raise Refusal(
                "supervision.warning_not_open",
                "该预警不在本案，或已回应、已消除",
                cure="从列表中选择待回应的预警",
                field="warning",
            )
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        self._the(at)
        if self.plan_by is not None and self.plan_by < at.on:
            raise Refusal(
                "supervision.plan_in_past",
                "预计办结日期已过",
                cure="填写今天或以后的日期",
                field="plan_by",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        """One answer serves the warnings of the same clock at every level."""
        answered = self._the(at)
        same = [
            each.pk
            for each in at.once("open_warnings", lambda: [answered])
            if (each.cause, each.node, each.subject, each.round)
            == (answered.cause, answered.node, answered.subject, answered.round)
        ]
        Warning.objects.filter(pk__in=same, state=Warning.State.OPEN).update(
            state=Warning.State.ANSWERED,
            answered_on=at.on,
            answered_by=at.by.name,
            reason=self.reason,
            plan=self.plan,
            plan_by=self.plan_by,
        )
        return {"warnings": same, "title": title_of(answered)}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        until = f"，预计{self.plan_by}办结" if self.plan_by else ""
        return f"回应预警（{result['title']}）：{self.reason}；{self.plan}{until}"


def title_of(warning: Warning) -> str:
    """What a warning is about, in one short phrase."""
    if warning.cause == Warning.Cause.EXCESS:
        return f"冻结超出应付 {display(warning.amount or 0)} 元"
    title = load_nodes()[warning.node].title
    return f"{title}，限 {warning.due_on}"
