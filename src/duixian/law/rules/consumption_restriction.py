"""May, or must, consumption be restricted, whom does it reach, and when is it lifted (限制消费)?

From 2010 the court may restrict; since 2015-07-22 it must when the debtor is on the dishonest
list, and the people behind a unit, its actual controller among them, fall under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.rules.points import Point, steps_of
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

RestrictionAnswer = Literal["must", "may", "may_not"]


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What is known of one debtor, as of a day.

    unperformed: the time of the enforcement notice ran out without performance; listed: on the
    dishonest list; covered: property under control is worth what is owed; student: full-time
    student sued on a campus loan; barred_act: a barred act was done under a restriction; permitted: the
    court had allowed it as necessary; relief_ground and relief_from: a temporary lift of the travel
    limits that is asked for; relief_days: its length.
    """

    on: date
    unit: bool = False
    unperformed: bool = True
    listed: bool = False
    applied: bool = True
    covered: bool = False
    creditor_defers: bool = False
    student: bool = False
    performed: bool = False
    secured: bool = False
    creditor_agrees: bool = False
    barred_act: bool = False
    permitted: bool = False
    relief_ground: str | None = None
    relief_from: date | None = None
    relief_days: int | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """The answer: whether to restrict, what and whom it bars, lifting, and the temporary relief.

    acts and persons are the words of the day's text; relief_ends is the last day of the relief.
    """

    answer: RestrictionAnswer
    acts: tuple[str, ...]
    persons: tuple[str, ...]
    must_lift: bool
    may_lift: bool
    points: tuple[Point, ...]
    breach: bool
    relief_ends: date | None


def _known(key: str, on: date) -> bool:
    return bool(provisions()[key].on(on))


def _points(facts: RestrictionFacts) -> list[Point]:
    """What must hold before anybody is restricted."""
    started = facts.applied or facts.listed
    overdue = facts.unperformed and not facts.performed
    found = [
        Point(
            "unperformed",
            "未按执行通知书指定的期间履行给付义务",
            overdue,
            "逾期未履行" if overdue else "期间未满或者已经履行",
            "consumption-restriction",
        ),
        Point(
            "started",
            "申请执行人书面申请，或者法院依职权决定",
            started,
            "已申请或者依职权" if started else "没有申请",
            "restriction-application",
        ),
    ]
    if not _known("listing-restraint", facts.on):
        return found
    spared = (
        ("covered", "没有控制足以清偿的财产", facts.covered, "已控制的财产足以清偿"),
        ("deferred", "申请执行人没有要求暂缓", facts.creditor_defers, "申请执行人申请暂不采取"),
        ("student", "不是校园贷纠纷的全日制在校生", facts.student, "校园贷纠纷的全日制在校生"),
    )
    found += [
        Point(key, title, not fact, why if fact else "没有这种情形", "listing-restraint")
        for key, title, fact, why in spared
    ]
    return found


def _must(facts: RestrictionFacts) -> bool:
    """Since the amendment of 2015 a listed debtor must be restricted."""
    amended = provisions()["consumption-restriction"].versions[1][0].in_force_from
    return facts.listed and facts.on >= amended


def _breach(facts: RestrictionFacts, steps: list[Step]) -> bool:
    """Whether a barred act was done without the permission it needed."""
    if not facts.barred_act:
        return False
    if facts.permitted:
        words = "因生活或者经营必需，经申请获准"
        steps.append(Step("禁止的消费", words, {}, "不违反", ("restriction-permission",)))
        return False
    words = "以拒不履行论，可以拘留、罚款；情节严重的追究刑事责任"
    steps.append(Step("禁止的消费", words, {}, "违反限制消费令", ("restriction-breach",)))
    return True


def _persons(facts: RestrictionFacts) -> tuple[str, ...]:
    if not facts.unit:
        return ()
    return tuple(row["title"] for row in parameter("restricted-persons", on=facts.on).value)


def _relief(facts: RestrictionFacts, steps: list[Step]) -> date | None:
    """The last day of a temporary lift of the travel limits; one month at most since 2019."""
    if facts.relief_ground is None:
        return None
    grounds = {
        row["key"]: row["title"] for row in parameter("travel-lift-grounds", on=facts.on).value
    }
    if facts.relief_ground not in grounds:
        raise Refusal(
            code="restriction.unknown_relief_ground",
            message=f"没有“{facts.relief_ground}”这一种暂时解除的事由。",
            cure="可选：" + "、".join(grounds) + "。",
            field="relief_ground",
        )
    if facts.unit:
        raise Refusal(
            code="restriction.relief_for_persons",
            message="暂时解除乘坐限制只适用于自然人。",
            cure="由受限制的自然人申请。",
            field="relief_ground",
        )
    start = facts.relief_from or facts.on
    most = parameter("travel-lift-longest", on=facts.on)
    longest = due_on(start, Period(most.length, Unit(most.unit)), Kind.MEASURE).due
    ends = longest
    if facts.relief_days is not None:
        ends = _asked_relief(facts.relief_days, start, longest)
    steps.append(
        Step(
            "暂时解除乘坐飞机、高铁的限制",
            f"{grounds[facts.relief_ground]}；须经院长批准，最长{most.length}个月",
            {"自": start.isoformat(), "最长至": longest.isoformat()},
            ends.isoformat(),
            ("restriction-relief",),
        )
    )
    return ends


def _asked_relief(days: int, start: date, longest: date) -> date:
    end = due_on(start, Period(max(days, 0), Unit.DAY), Kind.MEASURE).due
    if days <= 0 or end > longest:
        raise Refusal(
            code="restriction.relief_too_long",
            message=f"暂时解除的天数应当在 1 至 {(longest - start).days} 之间。",
            cure="请改短；期限届满后限制自动恢复。",
            field="relief_days",
            provisions=("restriction-relief",),
        )
    return end


@rule
def consumption_restriction(facts: RestrictionFacts) -> Finding[Restriction]:
    """Whether consumption must, may or may not be restricted on a day, what it bars, and lifting.

    Refuses with `law.provision_not_in_force` before 2010-10-01 and with `restriction.*`.
    """
    points = _points(facts)
    citations("consumption-restriction", on=facts.on)
    steps = steps_of(points)
    allowed = all(each.met for each in points)
    answer: RestrictionAnswer = "may_not"
    if allowed:
        answer = "must" if _must(facts) else "may"
    words = {"must": "应当限制", "may": "可以限制", "may_not": "不予限制"}[answer]
    steps.append(Step("限制消费", "", {}, words, ("consumption-restriction",)))
    may_lift = facts.performed or facts.secured or facts.creditor_agrees
    lifted = "应当及时解除" if facts.performed else "可以解除" if may_lift else "不须解除"
    steps.append(
        Step(
            "解除",
            "履行完毕应当解除；确有担保或者申请执行人同意的可以解除；没有规定天数",
            {},
            lifted,
            ("restriction-lifting",),
        )
    )
    value = Restriction(
        answer=answer,
        acts=tuple(row["title"] for row in parameter("restricted-acts", on=facts.on).value),
        persons=_persons(facts),
        must_lift=facts.performed,
        may_lift=may_lift,
        points=tuple(points),
        breach=_breach(facts, steps),
        relief_ends=_relief(facts, steps),
    )
    keys = ["consumption-restriction", "restricted-acts", "restriction-order"]
    keys += [key for step in steps for key in step.provisions]
    return Finding(value, tuple(steps), citations(*keys, on=facts.on), _questions(facts))


def _questions(facts: RestrictionFacts) -> tuple[str, ...]:
    if facts.on >= provisions()["restricted-acts"].versions[1][0].in_force_from:
        return ()
    whose = "单位财产" if facts.unit else "本人财产"
    return (f"2010年的文本只禁止以{whose}实施这些行为；以他人财产消费的，当时不在禁止之列。",)
