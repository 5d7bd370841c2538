"""The periods and numbers of pricing and selling, as they stood on a day (处置各项期限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Step
from duixian.kernel.periods import Kind, Period, Unit, before_expiry, due_on
from duixian.law.texts import Parameter, citations, parameter, parameters
from duixian.law.versions import rule

Subject = Literal["reference_price", "online", "traditional"]

# What runs forward from its event; what must be done so long before its event; what is a number.
_AFTER: dict[Subject, tuple[str, ...]] = {
    "reference_price": (
        "reference-price-start-term",
        "network-report-term",
        "network-report-extension",
        "network-report-renewal",
        "network-correction-term",
        "appraisal-term",
        "appraisal-extension",
        "appraisal-papers-return",
        "appraisal-renewal",
        "appraisal-correction-term",
        "report-service-term",
        "report-deemed-received",
        "report-objection-term",
        "explanation-forward-term",
        "explanation-term",
        "reference-price-validity",
        "reference-price-grace",
        "auction-start-term",
        "equity-self-sale-term",
    ),
    "online": (
        "online-deemed-told",
        "online-re-auction-term",
        "online-resume-term",
        "online-taking-asked-term",
        "online-sale-announcement-term",
        "online-sale-period",
        "sale-ruling-term",
        "sold-property-handover-term",
    ),
    "traditional": (
        "traditional-deposit-refund",
        "traditional-re-auction-term",
        "traditional-resume-term",
        "traditional-sale-notice-term",
        "traditional-sale-period",
        "useless-sale-answer-term",
        "sale-ruling-term",
        "sold-property-handover-term",
    ),
}
_AHEAD: dict[Subject, tuple[str, ...]] = {
    "reference_price": ("appraisal-extension-ahead",),
    "online": (
        "online-parties-told-ahead",
        "online-notice-movable",
        "online-notice-other",
        "online-second-notice-movable",
        "online-second-notice-other",
        "online-sale-notice-movable",
        "online-sale-notice-other",
    ),
    "traditional": (
        "traditional-parties-told-ahead",
        "traditional-notice-movable",
        "traditional-notice-other",
    ),
}
_NUMBERS: dict[Subject, tuple[str, ...]] = {
    "reference_price": ("appraiser-choice", "appraisal-extensions", "appraisal-renewal-fee"),
    "online": (
        "auction-conduct",
        "auction-rounds-online",
        "online-first-reserve",
        "online-second-reserve",
        "online-deposit-lowest",
        "online-deposit-highest",
        "online-bidding-hours",
        "online-bidding-extension-minutes",
        "online-deposit-refund-hours",
    ),
    "traditional": (
        "auction-conduct",
        "auction-rounds-movable",
        "auction-rounds-other",
        "traditional-first-reserve",
        "traditional-later-reserve",
        "traditional-deposit-lowest",
        "direct-sale-lowest",
    ),
}
_MEASURES = ("reference-price-validity", "reference-price-grace")


@dataclass(frozen=True, slots=True)
class DisposalTerm:
    """One period or number on a day: its key, Chinese name, value, unit and, from an event, a date.

    due: the last day of a period that runs from the event, or the last day on which what must
    come before the event is still in time.
    """

    key: str
    title: str
    value: str
    unit: str
    ahead: bool
    due: date | None


def _due(found: Parameter, event: date, ahead: bool) -> date:
    if ahead:
        return before_expiry(event, found.length)
    kind = Kind.MEASURE if found.key in _MEASURES else Kind.PROCEDURAL
    return due_on(event, Period(found.length, Unit(found.unit)), kind).due


@rule
def disposal_terms(
    *, subject: Subject, on: date, event_on: date | None = None
) -> Finding[tuple[DisposalTerm, ...]]:
    """Every period and number of a subject in force on a day; with an event, their dates.

    What had no rule yet on that day is left out and said in the open questions.
    """
    rows: list[DisposalTerm] = []
    steps: list[Step] = []
    absent: list[str] = []
    cited: list[str] = []
    for keys, ahead in ((_AFTER, False), (_AHEAD, True), (_NUMBERS, False)):
        for key in keys[subject]:
            if not parameters()[key].on(on):
                absent.append(parameters()[key].title)
                continue
            found = parameter(key, on=on)
            timed = keys is not _NUMBERS and event_on is not None
            due = _due(found, event_on, ahead) if timed and event_on is not None else None
            rows.append(DisposalTerm(key, found.title, str(found.value), found.unit, ahead, due))
            own = tuple(each.key for each in found.provisions)
            cited += own
            words = {} if due is None else {"期限届满" if not ahead else "最迟": due.isoformat()}
            steps.append(Step(found.title, "", words, f"{found.value}", own))
    questions = (f"该日尚无规定：{'、'.join(absent)}。",) if absent else ()
    return Finding(tuple(rows), tuple(steps), citations(*cited, on=on), questions)
