"""Having another court act: entrusted cases, entrusted matters, cross-enforcement (委托、交叉执行)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, add_months, due_on
from duixian.law.texts import citations, parameter, parameters
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class Entrusting:
    """Whether a case with property only elsewhere is entrusted, and the days that follow.

    duty: "should" or "may"; elsewhere: whether the court may go there itself with the High
    Court's approval; renew_first: a measure has so little time left that it is renewed before the
    handing over; filed_by, started_by, reported_by: the receiving court's days; complain_from:
    when the creditor may turn to the receiving court's upper court; closed_as: how the entrusting
    court closes after the filing notice.
    """

    duty: Literal["should", "may"]
    elsewhere: bool
    renew_first: bool
    filed_by: date
    started_by: date
    reported_by: date
    complain_from: date
    closed_as: str
    channel: str


@rule
def entrusting(
    *,
    received_on: date,
    debtors_elsewhere: int = 0,
    properties_elsewhere: int = 0,
    measure_ends_on: date | None = None,
) -> Finding[Entrusting]:
    """Entrusting a case to the court where the property is, received there on a day.

    Refuses with `entrusting.count_negative`, and before 2011-05-16
    `law.parameter_not_known_on_day`.
    """
    if debtors_elsewhere < 0 or properties_elsewhere < 0:
        raise Refusal(
            code="entrusting.count_negative",
            message="被执行人数、财产处数不能是负数。",
            cure="请填写零或者正整数。",
            field="debtors_elsewhere" if debtors_elsewhere < 0 else "properties_elsewhere",
        )
    duty = parameter("entrusting-duty", on=received_on)
    should = duty.value == "should"
    elsewhere = True
    if should:
        needed = parameter("elsewhere-without-entrusting", on=received_on).length
        elsewhere = max(debtors_elsewhere, properties_elsewhere) >= needed
    lead = parameter("entrusted-renewal-lead", on=received_on).length
    renew = measure_ends_on is not None and measure_ends_on < add_months(received_on, lead)
    filed, started, reported, complain = (
        _due(key, received_on)
        for key in (
            "entrusted-filing-term",
            "entrusted-start-term",
            "entrusted-report-term",
            "entrusted-complaint-after",
        )
    )
    closed_as = _closed_as(received_on)
    value = Entrusting(
        "should" if should else "may",
        elsewhere,
        renew,
        filed,
        started,
        reported,
        complain,
        closed_as,
        str(parameter("entrusted-channel", on=received_on).value),
    )
    steps = _steps(value, duty.note, received_on)
    keys = [key for step in steps for key in step.provisions]
    questions: tuple[str, ...] = ()
    if not should:
        questions = (
            "委托法院收到立案通知后，2014年的意见作终结执行，2021年修正的司法解释作销案；"
            "此处作销案。如以意见为准，则作终结执行。",
        )
    return Finding(value, steps, citations(*keys, on=received_on), questions)


def _steps(value: Entrusting, note: str, received_on: date) -> tuple[Step, ...]:
    return (
        Step("应当还是可以委托", "", {}, note, ("entrusting",)),
        Step(
            "受托法院立案",
            "",
            {"收到": received_on.isoformat()},
            value.filed_by.isoformat(),
            ("entrusted-filing",),
        ),
        Step("受托法院开始执行", "", {}, value.started_by.isoformat(), ("entrusted-enforcement",)),
        Step("函告结果或者情况", "", {}, value.reported_by.isoformat(), ("entrusted-enforcement",)),
        Step(
            "逾期未执结，可以请求其上级法院",
            "",
            {},
            value.complain_from.isoformat(),
            ("entrusted-over-six-months",),
        ),
        Step(
            "委托前是否先续行",
            "",
            {},
            "应当先续行" if value.renew_first else "不需要",
            ("entrusted-measures",),
        ),
        Step("委托法院的结案方式", "", {}, value.closed_as, ("entrusting-court-closing",)),
    )


def _due(key: str, start: date) -> date:
    term = parameter(key, on=start)
    return due_on(start, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due


def _closed_as(on: date) -> str:
    """销案 since 2021; before, 终结执行 by the opinion of 2014, and 委托结案 before that."""
    if not parameters()["cancellation-grounds"].on(on):
        return "委托结案"
    rows = parameter("cancellation-grounds", on=on).value
    return "销案" if any(row["ground"] == "entrusted" for row in rows) else "终结执行"


@rule
def entrusted_matter(
    *, group: str, received_on: date, asked_days: int | None = None, urgent: bool = False
) -> Finding[date]:
    """By when a court must do a matter another court entrusted to it (事项委托).

    Refuses with `entrusted_matter.unknown_group`, `.days_out_of_range`, and before 2017-09-08
    `law.parameter_not_known_on_day`.
    """
    groups = {
        row["group"]: row["title"]
        for row in parameter("entrusted-matter-groups", on=received_on).value
    }
    if group not in groups:
        raise Refusal(
            code="entrusted_matter.unknown_group",
            message=f"“{group}”不是可以委托的事项。",
            cure="可填：" + "、".join(groups) + "。",
            field="group",
            provisions=("entrusted-matters",),
        )
    least = parameter("entrusted-matter-shortest", on=received_on).length
    most = parameter("entrusted-matter-longest", on=received_on).length
    if asked_days is not None and not least <= asked_days <= most:
        raise Refusal(
            code="entrusted_matter.days_out_of_range",
            message=f"办理期限应当在{least}日至{most}日之间。",
            cure=f"填写{least}至{most}，紧急事项填 urgent。",
            field="asked_days",
            provisions=("entrusted-matter-terms",),
        )
    days = (
        parameter("entrusted-matter-urgent", on=received_on).length
        if urgent
        else asked_days or most
    )
    due = due_on(received_on, Period(days, Unit.DAY), Kind.INTERNAL).due
    step = Step(
        groups[group],
        "紧急事项二十四小时内办理" if urgent else "委托法院指定的办理期限",
        {"收到": received_on.isoformat(), "天数": str(days)},
        due.isoformat(),
        ("entrusted-matter-terms",),
    )
    keys = ("entrusted-matters", "entrusted-matter-terms")
    return Finding(due, (step,), citations(*keys, on=received_on))


@rule
def cross_enforcement(*, grounds: Sequence[str], form: str, on: date) -> Finding[bool]:
    """Whether another court may enforce on the grounds given (交叉执行), in the form asked for.

    Refuses with `cross_enforcement.unknown_ground`, `.unknown_form`, and before 2024-06-17
    `law.parameter_not_known_on_day`.
    """
    known = {
        row["ground"]: row["title"] for row in parameter("cross-enforcement-grounds", on=on).value
    }
    forms = {row["form"]: row["title"] for row in parameter("cross-enforcement-forms", on=on).value}
    for ground in grounds:
        if ground not in known:
            raise _unknown("ground", ground, known, "grounds")
    if form not in forms:
        raise _unknown("form", form, forms, "form")
    words = "、".join(known[each] for each in grounds) or "没有必要情形"
    step = Step(
        forms[form],
        "以必要为前提",
        {"情形": words},
        "可以" if grounds else "不可以",
        ("cross-enforcement",),
    )
    questions = ("督促、指令、提级执行各自的办理期限，条文未见，没有编码。",)
    return Finding(bool(grounds), (step,), citations("cross-enforcement", on=on), questions)


def _unknown(what: str, word: str, known: dict[str, str], field: str) -> Refusal:
    return Refusal(
        code=f"cross_enforcement.unknown_{what}",
        message=f"没有“{word}”。",
        cure="可填：" + "、".join(known) + "。",
        field=field,
        provisions=("cross-enforcement",),
    )
