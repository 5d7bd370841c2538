"""The course of a case: suspension and resumption. Its term is extended where clocks are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.cases.models import Case, Pause
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.law.rules.delay_interest import STOPPING_ALL, STOPPING_GROUNDS

INTEREST = "interest"  # the kind of a pause that stops interest, beside the suspension's own
SUSPENSION_GROUNDS = {
    "creditor_defers": "申请人表示可以延期执行",
    "third_party_objection": "案外人对执行标的提出确有理由的异议",
    "party_died": "作为一方当事人的公民死亡，需等待继承",
    "firm_ended": "作为一方当事人的法人终止，尚未确定承受人",
    "bankruptcy": "受理破产申请",
    "retrial": "按审判监督程序决定再审",
    "review": "非因被执行人申请，对据以执行的法律文书进行审查",
    "other": "人民法院认为应当中止的其他情形",
}


@catalogue.add
class SuspendCase(CaseAct):
    """中止执行: stops the clocks of the case from a day on."""

    code, title, title_en = "cases.suspend_case", "中止执行", "Suspend enforcement"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("suspension",)
    undone_by = "cases.resume_case"
    document = "ruling_suspend"

    ground: Literal[
        "creditor_defers",
        "third_party_objection",
        "party_died",
        "firm_ended",
        "bankruptcy",
        "retrial",
        "review",
        "other",
    ] = Field(title="中止事由")
    interest_stops_on: date | None = Field(
        default=None, title="停止计息之日（受理破产申请、裁定再审、开始审查之日）"
    )
    explanation: Prose = Field(min_length=1, title="情况说明")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"ground": list(SUSPENSION_GROUNDS.items())}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).state == Case.State.SUSPENDED:
            raise Refusal("cases.suspended_already", "本案已在中止中", cure="恢复后再办理")

    def check(self, at: Doing) -> None:
        super().check(at)
        day = self.interest_stops_on
        if day is None:
            return
        if self.ground not in STOPPING_GROUNDS:
            raise Refusal(
                "cases.interest_keeps_running",
                f"因“{SUSPENSION_GROUNDS[self.ground]}”中止的，迟延履行期间的债务利息照常计算",
                cure="去掉停止计息之日",
                field="interest_stops_on",
                provisions=("delay-end",),
            )
        if day > at.on:
            raise Refusal(
                "cases.interest_stops_later",
                f"停止计息之日 {day} 晚于中止之日",
                cure=f"最晚填 {at.on}",
                field="interest_stops_on",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        pause = Pause.objects.create(
            court_id=case.court_id,
            case=case,
            kind="suspension",
            ground=self.ground,
            starts_on=at.on,
        )
        if self.ground in STOPPING_GROUNDS:
            Pause.objects.create(
                court_id=case.court_id,
                case=case,
                kind=INTEREST,
                ground=self.ground,
                starts_on=self.interest_stops_on or at.on,
                stops_interest=True,
            )
        case.state = Case.State.SUSPENDED
        case.save(update_fields=["state"])
        forget_case(at)
        return {
            "pause": pause.pk,
            "starts_on": at.on,
            "stops_interest": self.ground in STOPPING_GROUNDS,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"ground": SUSPENSION_GROUNDS[self.ground], "explanation": self.explanation}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        stops = f"，{self._interest_words()}" if result.get("stops_interest") else ""
        return f"中止执行：{SUSPENSION_GROUNDS[self.ground]}{stops}。"

    def _interest_words(self) -> str:
        return "停止计息" if self.ground == STOPPING_ALL else "期间不计算加倍部分债务利息"


@catalogue.add
class ResumeCase(CaseAct):
    """恢复（中止后的）执行: the clocks run again."""

    code, title, title_en = "cases.resume_case", "中止后恢复执行", "Resume after suspension"
    done_by = (Role.OFFICER, Role.BUREAU_DIRECTOR)
    under = ("suspension",)

    reason: Prose = Field(min_length=1, title="恢复事由")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).state != Case.State.SUSPENDED:
            raise Refusal("cases.not_suspended", "本案不在中止中", cure="无需恢复")

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        pause = Pause.objects.filter(case=case, kind="suspension", ends_on=None).latest("id")
        pause.ends_on = max(at.on, pause.starts_on)
        pause.save(update_fields=["ends_on"])
        for interest in Pause.objects.filter(case=case, kind=INTEREST, ends_on=None):
            interest.ends_on = max(at.on, interest.starts_on)
            interest.save(update_fields=["ends_on"])
        case.state = Case.State.OPEN
        case.save(update_fields=["state"])
        forget_case(at)
        return {"pause": pause.pk, "starts_on": pause.starts_on, "ends_on": pause.ends_on}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"恢复执行，自{result['starts_on']}至{result['ends_on']}不计入期限。"
