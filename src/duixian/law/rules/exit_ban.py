"""May a person be kept from leaving the country, and must the ban be lifted (限制出境)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Step
from duixian.law.rules.points import Point, steps_of
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule

Position = Literal[
    "debtor", "legal_representative", "principal", "responsible", "guardian", "controller", "other"
]
# Whom the interpretation lets the court keep at home; it does not name the actual controller.
_REACHED = {
    "debtor": "被执行人",
    "legal_representative": "单位被执行人的法定代表人",
    "principal": "单位被执行人的主要负责人",
    "responsible": "影响债务履行的直接责任人员",
    "guardian": "无民事行为能力人、限制民事行为能力人的法定代理人",
}


@dataclass(frozen=True, slots=True)
class ExitBanFacts:
    """A ban thought of, or one in force that somebody wants lifted.

    applied_in_writing: by the creditor to the enforcing court; needed: the court finds a ban
    necessary of its own motion; foreigner: not a Chinese citizen; performed, secured,
    creditor_agrees: what has happened since.
    """

    on: date
    position: Position
    applied_in_writing: bool = False
    needed: bool = False
    foreigner: bool = False
    performed: bool = False
    secured: bool = False
    creditor_agrees: bool = False


@dataclass(frozen=True, slots=True)
class ExitBan:
    """Whether a ban may be imposed, and must or may be lifted."""

    may_impose: bool
    must_lift: bool
    may_lift: bool
    points: tuple[Point, ...]


@rule
def exit_ban(facts: ExitBanFacts) -> Finding[ExitBan]:
    """Whether the law lets the court impose an exit ban, or wants it lifted.

    Refuses with `law.provision_not_in_force` before 2009.
    """
    reached = facts.position in _REACHED
    asked = facts.applied_in_writing or facts.needed
    points = (
        Point(
            "person",
            "属于可以限制出境的人员",
            reached,
            _REACHED.get(facts.position, "条文没有列入的人员"),
            "exit-ban-persons",
        ),
        Point(
            "asked",
            "申请执行人书面申请，或者法院认为必要时依职权",
            asked,
            "有书面申请" if facts.applied_in_writing else "依职权" if facts.needed else "没有申请",
            "exit-ban-start",
        ),
        Point(
            "unperformed",
            "义务没有履行完毕",
            not facts.performed,
            "已全部履行" if facts.performed else "尚未全部履行",
            "exit-ban-lifting",
        ),
    )
    may_lift = facts.performed or facts.secured or facts.creditor_agrees
    value = ExitBan(all(each.met for each in points), facts.performed, may_lift, points)
    steps = steps_of(points)
    lifted = "应当及时解除" if facts.performed else "可以解除" if may_lift else "不须解除"
    steps.append(
        Step(
            "解除",
            "全部履行的应当解除；提供充分有效担保或者申请执行人同意的可以解除",
            {},
            lifted,
            ("exit-ban-lifting",),
        )
    )
    keys = ["exit-ban-and-credit", *dict.fromkeys(each.provision for each in points)]
    border = "exit-barred-foreigner" if facts.foreigner else "exit-barred-citizen"
    keys += [key for key in (border, "exit-ban-notice") if provisions()[key].on(facts.on)]
    questions = (
        ("条文没有列入实际控制人；此处不予限制。列入直接责任人员的，可以限制。",)
        if facts.position == "controller"
        else ()
    )
    return Finding(value, tuple(steps), citations(*keys, on=facts.on), questions)
