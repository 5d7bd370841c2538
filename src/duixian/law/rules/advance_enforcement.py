"""May money or an act be had before judgment (先予执行)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.rules.points import Point, steps_of
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class AdvanceFacts:
    """One application for advance enforcement.

    kind: the sort of case; urgency: why it cannot wait, where the kind is urgency; clear: rights
    and duties are clear; needed: without it life or production would suffer seriously; able: the
    other side can perform; pending: the suit is accepted and not finally judged; security_asked
    and security_given: what the court wanted and got.
    """

    on: date
    kind: str
    urgency: str | None = None
    clear: bool = False
    needed: bool = False
    able: bool = False
    pending: bool = True
    security_asked: bool = False
    security_given: bool = False


@dataclass(frozen=True, slots=True)
class Advance:
    """Whether it may be ruled, and each condition."""

    may_rule: bool
    points: tuple[Point, ...]


def _titles(key: str, on: date) -> dict[str, str]:
    return {row["key"]: row["title"] for row in parameter(key, on=on).value}


def _known(value: str, titles: dict[str, str], field: str, what: str) -> str:
    if value not in titles:
        raise Refusal(
            code="advance.unknown",
            message=f"没有“{value}”这一种{what}。",
            cure="可选：" + "、".join(titles) + "。",
            field=field,
        )
    return titles[value]


def _scope(facts: AdvanceFacts) -> Point:
    """The sort of case; for urgency, the reason, where the day's text lists reasons."""
    title = _known(facts.kind, _titles("advance-enforcement-kinds", facts.on), "kind", "案件")
    if facts.kind != "urgent":
        return Point("kind", "属于可以先予执行的案件", True, title, "advance-enforcement")
    listed = provisions()["advance-enforcement-urgent"].on(facts.on)
    basis = "advance-enforcement-urgent" if listed else "advance-enforcement"
    if facts.urgency is None:
        return Point("kind", "属于可以先予执行的案件", False, "没有写明紧急的情形", basis)
    if not listed:
        return Point("kind", "属于可以先予执行的案件", True, title, basis)
    reasons = _titles("advance-enforcement-urgent-kinds", facts.on)
    why = _known(facts.urgency, reasons, "urgency", "紧急情况")
    return Point("kind", "属于可以先予执行的案件", True, why, basis)


@rule
def advance_enforcement(facts: AdvanceFacts) -> Finding[Advance]:
    """Whether advance enforcement may be ruled on an application.

    Refuses with `advance.unknown` for a sort of case or urgency the text does not name.
    """
    conditions = "advance-enforcement-conditions"
    scoped = provisions()["advance-enforcement-scope"].on(facts.on)
    points = [_scope(facts)]
    for key, title, said, basis in (
        ("clear", "权利义务关系明确", facts.clear, conditions),
        ("needed", "不先予执行将严重影响生活或者生产经营", facts.needed, conditions),
        ("able", "被申请人有履行能力", facts.able, conditions),
        (
            "pending",
            "受理后、终审判决作出前",
            facts.pending,
            "advance-enforcement-scope" if scoped else conditions,
        ),
    ):
        points.append(Point(key, title, said, "具备" if said else "不具备", basis))
    if facts.security_asked:
        given = facts.security_given
        why = "已提供" if given else "责令提供担保而不提供的，驳回申请"
        points.append(Point("security", "按要求提供担保", given, why, conditions))
    may = all(each.met for each in points)
    steps = steps_of(points)
    steps.append(Step("先予执行", "", {}, "可以裁定" if may else "驳回申请", (conditions,)))
    keys = ["advance-enforcement", conditions, *(each.provision for each in points)]
    return Finding(Advance(may, tuple(points)), tuple(steps), citations(*keys, on=facts.on))
