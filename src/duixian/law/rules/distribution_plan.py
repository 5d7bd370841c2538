"""After a plan of distribution is served (分配方案异议): who must do what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

PlanStage = Literal[
    "objection_open",
    "final",
    "opposition_open",
    "corrected",
    "suit_open",
    "original",
    "in_suit",
]

_WORDS: dict[PlanStage, str] = {
    "objection_open": "可以提出书面异议",
    "final": "期满无异议，按方案分配",
    "opposition_open": "其他债权人、被执行人可以提出反对意见",
    "corrected": "期满无反对意见，按异议修正方案后分配",
    "suit_open": "异议人可以提起分配方案异议之诉",
    "original": "期满未起诉，按原方案分配",
    "in_suit": "诉讼期间，与争议债权数额相应的款项提存",
}


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The days of a plan, each None until it happens.

    served_on: to the one who objects, or the last one served; opponents_told_on: the others were
    notified of the objection; objector_told_on: the objector was notified of the opposition.
    """

    served_on: date
    objected_on: date | None = None
    opponents_told_on: date | None = None
    opposed_on: date | None = None
    objector_told_on: date | None = None
    sued_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """Where a plan stands on a day, in words, and the last day of the period that runs or ran."""

    stage: PlanStage
    words: str
    due: date | None
    in_time: bool


_FOLLOWS = ("served_on", "objected_on", "opponents_told_on", "opposed_on", "objector_told_on")


def _check(facts: PlanFacts) -> None:
    days = [(name, getattr(facts, name)) for name in (*_FOLLOWS, "sued_on")]
    for (before, earlier), (name, day) in pairwise(days):
        if day is not None and (earlier is None or day < earlier):
            missing = earlier is None
            raise Refusal(
                code="plan.step_missing" if missing else "plan.out_of_order",
                message="前一步的日期没有填写。" if missing else "日期早于前一步。",
                cure=f"请{'补填' if missing else '核对'} {before}。",
                field=name,
            )


def _due(key: str, start: date) -> date:
    term = parameter(key, on=start)
    return due_on(start, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due


def _standing(facts: PlanFacts, on: date) -> tuple[PlanStage, date | None, bool]:
    """The stage, the last day of its period, and whether the step taken was in time."""
    objection_due = _due("plan-objection-term", facts.served_on)
    if facts.objected_on is None or facts.objected_on > objection_due:
        stage: PlanStage = "objection_open" if on <= objection_due else "final"
        return stage, objection_due, facts.objected_on is None
    if facts.opponents_told_on is None:
        return "opposition_open", None, True
    opposition_due = _due("plan-opposition-term", facts.opponents_told_on)
    if facts.opposed_on is None or facts.opposed_on > opposition_due:
        stage = "opposition_open" if on <= opposition_due else "corrected"
        return stage, opposition_due, facts.opposed_on is None
    if facts.objector_told_on is None:
        return "suit_open", None, True
    suit_due = _due("plan-suit-term", facts.objector_told_on)
    if facts.sued_on is None or facts.sued_on > suit_due:
        stage = "suit_open" if on <= suit_due else "original"
        return stage, suit_due, facts.sued_on is None
    return "in_suit", suit_due, True


@rule
def plan_standing(*, facts: PlanFacts, on: date) -> Finding[PlanStanding]:
    """Where a plan stands on a day; a step taken late is as if it had not been taken.

    Refuses with `plan.step_missing` and `plan.out_of_order`, and with
    `law.parameter_not_known_on_day` before there were such periods.
    """
    _check(facts)
    stage, due, in_time = _standing(facts, on)
    first = stage in ("objection_open", "final")
    own = ("distribution-objection",) if first else ("distribution-suit-old",)
    general = "distribution-plan" if first else "distribution-suit"
    keys = [*own, *([general] if provisions()[general].on(on) else [])]
    steps = [
        Step(_WORDS[stage], "", {"判断日": on.isoformat()}, due.isoformat() if due else "—", own)
    ]
    if not in_time:
        steps.append(Step("已逾期，视为未提出", "", {}, "逾期", own))
    value = PlanStanding(stage, _WORDS[stage], due, in_time)
    return Finding(value, tuple(steps), citations(*keys, on=on))
