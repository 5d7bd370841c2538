"""Whether a case has property available for enforcement (有、无财产可供执行), from facts alone.

Nobody ticks this: it is computed from what was inquired, found, controlled and can be disposed
of, line by line, and changes when the facts change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, display
from duixian.law.rules.property_facts import (
    PropertyFacts,
    SurveyFacts,
    open_inquiries,
    open_survey_steps,
    why_not_counted,
)
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule


class Availability(StrEnum):
    PROPERTY = "property"  # 有财产可供执行
    NO_PROPERTY = "no_property"  # 无财产可供执行
    PENDING = "pending"  # 尚未查明

    @property
    def words(self) -> str:
        return {
            Availability.PROPERTY: "有财产可供执行",
            Availability.NO_PROPERTY: "无财产可供执行",
            Availability.PENDING: "尚未查明",
        }[self]


@dataclass(frozen=True, slots=True)
class ClassificationFacts:
    """The recorded facts a classification rests on, as of a day."""

    on: date
    outstanding: Fen
    debtors: tuple[str, ...]
    property: tuple[PropertyFacts, ...] = ()
    survey: SurveyFacts = field(default_factory=SurveyFacts)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: a thing that counts, a thing that does not, or a step still to be taken."""

    words: str
    counted: bool
    evidence: str = ""
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """The class, its lines, the value of what counts, and whether that covers what is owed."""

    availability: Availability
    lines: tuple[Line, ...]
    counted_value: Fen
    covers_outstanding: bool


def _line(thing: PropertyFacts, facts: ClassificationFacts) -> Line:
    reason = why_not_counted(thing, outstanding=facts.outstanding, on=facts.on)
    worth = f"，{display(thing.value)}元" if thing.value is not None else ""
    if reason is not None:
        words = f"{thing.label}{worth}，{reason.words}，不计"
        return Line(words, False, thing.evidence, reason.provisions)
    if not thing.controlled:
        return Line(f"{thing.label}{worth}，尚未控制，应当控制", True, thing.evidence)
    compared = ""
    if thing.value is not None:
        compared = "，高于尚欠" if thing.value >= facts.outstanding else "，低于尚欠"
    return Line(f"{thing.label}{worth}，已控制，首封{compared}", True, thing.evidence)


@rule
def classify(facts: ClassificationFacts) -> Finding[Classification]:
    """Classify a case from its recorded facts, with a line for every thing and every gap."""
    lines = [_line(thing, facts) for thing in facts.property]
    gaps = [
        f"{gap}未查询或者未答复" for gap in open_inquiries(facts.survey, facts.debtors, facts.on)
    ]
    gaps += open_survey_steps(facts.survey)
    counted = [thing for thing, line in zip(facts.property, lines, strict=True) if line.counted]
    value = Fen(sum(thing.value or 0 for thing in counted))
    if counted:
        availability = Availability.PROPERTY
    elif gaps:
        availability = Availability.PENDING
        lines += [Line(gap, False) for gap in gaps]
    else:
        availability = Availability.NO_PROPERTY
        lines.append(Line("调查已经穷尽，没有可供执行的财产", True, "", ("exhausted-survey",)))
    keys = ["seizure-and-sale", *(key for line in lines for key in line.provisions)]
    known = [key for key in keys if provisions()[key].on(facts.on)]
    steps = tuple(
        Step(
            "计" if line.counted else "不计",
            "",
            {"依据": line.evidence},
            line.words,
            line.provisions,
        )
        for line in lines
    )
    result = Classification(
        availability, tuple(lines), value, bool(counted) and value >= facts.outstanding
    )
    return Finding(result, steps, citations(*known, on=facts.on))
