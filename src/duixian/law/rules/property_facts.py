"""What is known of a debtor's property (财产), and why a thing found does not count.

Shared by the classification of a case and the check before termination, so that the two can
never disagree about the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.money import Fen, display
from duixian.law.texts import parameter, parameters

PropertyKind = Literal["deposit", "movable", "vehicle", "immovable", "other_right"]
Obstacle = Literal[
    "unsold_not_taken_in_kind",
    "no_value_after_priority",
    "disposed",
    "exempt",
    "needed_home",
    "title_disputed",
    "not_located",
]

OBSTACLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "unsold_not_taken_in_kind": (
        "拍卖、变卖未成交，申请执行人不接受抵债或者依法不能抵债",
        ("cannot-be-disposed",),
    ),
    "no_value_after_priority": ("清偿优先债权和费用后没有剩余", ("cannot-be-disposed",)),
    "disposed": ("已经处置", ()),
    "exempt": ("依法不得查封", ("exempt-property",)),
    "needed_home": ("被执行人及所扶养家属生活所必需的住房", ("needed-home",)),
    "title_disputed": ("权属有争议，正在审查", ()),
    "not_located": ("已查封，未实际扣押", ("cannot-be-disposed",)),
}


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """One thing the debtor owns, as recorded (财产).

    label: how people name it, "住宅1套"; value: its reference price or balance in fen, None if not
    known; first_ranked: whether this court's measure ranks first; physically_held: for vehicles
    and vessels, whether the thing itself is in the court's hands; obstacle: why it cannot be
    disposed of; set_aside: what the court wrote when it marked the thing as not enforceable;
    evidence: the journal entry or document that shows it.
    """

    id: str
    label: str
    kind: PropertyKind
    value: Fen | None = None
    controlled: bool = False
    first_ranked: bool = True
    physically_held: bool = True
    obstacle: Obstacle | None = None
    set_aside: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class InquiryFacts:
    """One network inquiry of one kind about one debtor, answered or not (查询反馈)."""

    debtor: str
    kind: str
    sent_on: date
    answered_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """How far the survey of property went (财产调查). `needed` facts are the officer's findings."""

    inquiries: tuple[InquiryFacts, ...] = ()
    unverified_leads: tuple[str, ...] = ()
    residence_inquiry_needed: bool = False
    residence_inquired_on: date | None = None
    search_needed: bool = False
    searched_on: date | None = None
    audit_applied: bool = False
    audit_concluded_on: date | None = None
    reward_applied: bool = False
    reward_published_on: date | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Why a thing does not count as property available for enforcement (不计)."""

    words: str
    provisions: tuple[str, ...] = ()


def why_not_counted(thing: PropertyFacts, *, outstanding: Fen, on: date) -> NotCounted | None:
    """The reason a thing is not available for enforcement, or None when it is."""
    if thing.obstacle is not None:
        return NotCounted(*OBSTACLES[thing.obstacle])
    if thing.controlled and not thing.first_ranked:
        return NotCounted("轮候查封、冻结，首先查封的法院在先", ("queued-measure",))
    if thing.kind == "vehicle" and thing.controlled and not thing.physically_held:
        return NotCounted(*OBSTACLES["not_located"])
    if thing.kind == "deposit" and thing.value is not None:
        return small_balance(thing.value, outstanding, on)
    return None


def small_balance(balance: Fen, outstanding: Fen, on: date) -> NotCounted | None:
    """Why a balance is too small to count beside what is owed (数额过小), or None when it counts."""
    if balance == 0:
        return NotCounted("余额为零")
    if not parameters()["termination-small-balance"].on(on):
        return None
    limit = parameter("termination-small-balance", on=on)
    part = parameter("termination-small-share", on=on)
    if balance < limit.value and balance * 100 <= outstanding * part.number:
        return NotCounted(f"余额 {display(balance)} 元，数额过小", ("exhausted-survey",))
    return None


def open_inquiries(survey: SurveyFacts, debtors: tuple[str, ...], on: date) -> list[str]:
    """The kinds of inquiry still to be made or answered, by debtor, in words."""
    rows = parameter("termination-inquiry-kinds", on=on).value
    kinds = [(row["kind"], row["title"]) for row in rows]
    answered = {(each.debtor, each.kind) for each in survey.inquiries if each.answered_on}
    return [
        f"{debtor}的{title}"
        for debtor in debtors
        for kind, title in kinds
        if (debtor, kind) not in answered
    ]


def open_survey_steps(survey: SurveyFacts) -> list[str]:
    """The other steps of the survey the case needs and has not taken, in words."""
    missing = [f"财产线索“{lead}”未核实" for lead in survey.unverified_leads]
    if survey.residence_inquiry_needed and survey.residence_inquired_on is None:
        missing.append("未到住所地或者可能隐匿财产的地点调查")
    if survey.search_needed and survey.searched_on is None:
        missing.append("需要搜查而未搜查")
    if survey.audit_applied and survey.audit_concluded_on is None:
        missing.append("申请执行人申请审计，尚未办结")
    if survey.reward_applied and survey.reward_published_on is None:
        missing.append("申请执行人申请悬赏，尚未公布")
    return missing
