"""May an ended case be taken up again (恢复执行), by whom, and as what type of case?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.rules.application_period import application_period
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Ending = Literal["settlement", "termination", "entrusted", "final_termination", "withdrawn"]

ENDINGS = {
    "settlement": "达成执行和解",
    "termination": "终结本次执行程序",
    "entrusted": "委托执行",
    "final_termination": "终结执行",
    "withdrawn": "撤回申请后终结执行",
}
GROUNDS = {
    "settlement": ("settlement_by_fraud", "settlement_broken"),
    "termination": ("property_found",),
    "entrusted": ("entrustment_returned",),
    "final_termination": ("conditions_ripe",),
    "withdrawn": (),
}


@dataclass(frozen=True, slots=True)
class Resumption:
    """Whether the case may go on, as which type of case, and how.

    own_motion: the court resumes without being asked; apply_by: the last day to apply, None where
    no period runs; control_first: whether urgent control may precede the resumption.
    """

    may_resume: bool
    filed_as: str
    own_motion: bool
    apply_by: date | None
    control_first: bool
    why: str


@rule
def resumption(
    *,
    ending: Ending,
    ground: str | None,
    on: date,
    applied_on: date | None = None,
    performance_due: date | None = None,
    natural_person: bool = True,
    urgent: bool = False,
) -> Finding[Resumption]:
    """Whether an ended case may be resumed on a day.

    ending: how it ended; ground: of the five grounds, None where none is met; applied_on: when
    the creditor applied; performance_due: the last day for performance, needed after a withdrawal,
    where a new application must be in time; urgent: property may be moved away. Refuses with
    `resumption.unknown_ending`, `.unknown_ground`, `.performance_due_missing`, and before 2015
    `law.parameter_not_known_on_day`.
    """
    if ending not in ENDINGS:
        raise _refuse(
            "unknown_ending", f"没有“{ending}”这种结束方式。", "、".join(ENDINGS), "ending"
        )
    table = parameter("resumption-grounds", on=on)
    rows = {row["ground"]: row for row in table.value}
    if ground is not None and ground not in rows:
        raise _refuse("unknown_ground", f"没有“{ground}”这种情形。", "、".join(rows), "ground")
    if ending == "withdrawn":
        return _new_application(on, applied_on, performance_due, natural_person)
    fits = ground in GROUNDS[ending]
    own_motion = fits and bool(rows[str(ground)]["own_motion"])
    if not fits:
        wanted = "、".join(rows[key]["title"] for key in GROUNDS[ending])
        why = f"{ENDINGS[ending]}后恢复执行的情形是：{wanted}"
    elif not own_motion and (applied_on is None or applied_on > on):
        why = f"{rows[str(ground)]['title']}，应当由申请执行人申请"
    else:
        why = rows[str(ground)]["title"]
    may = fits and (own_motion or (applied_on is not None and applied_on <= on))
    after = ending == "termination"
    keys = ["resumption-filing", "continuing-duty"]
    if after:
        keys += ["continuing-enforcement"]
    control = after and urgent and may
    if after:
        keys += _known_after(on)
    steps = (
        Step(
            f"{ENDINGS[ending]}后能否恢复执行",
            "",
            {"情形": rows[str(ground)]["title"] if ground else "无"},
            ("能：" if may else "不能：") + why,
            ("resumption-filing",),
        ),
        Step(
            "申请的期间",
            "",
            {},
            "不受申请执行期间的限制" if after else "按和解、委托、终结执行的规定",
            tuple(key for key in keys if key in ("continuing-duty", "continuing-enforcement")),
        ),
    )
    value = Resumption(may, "执恢" if may else "", own_motion, None, control, why)
    return Finding(value, steps, citations(*keys, on=on))


def _refuse(code: str, message: str, cure: str, field: str) -> Refusal:
    return Refusal(code=f"resumption.{code}", message=message, cure=f"可填：{cure}。", field=field)


def _known_after(on: date) -> list[str]:
    """The rules after a termination in force on the day."""
    keys = ("post-termination-query", "urgent-control-before-resumption")
    return [key for key in keys if provisions()[key].on(on)]


def _new_application(
    on: date, applied_on: date | None, performance_due: date | None, natural_person: bool
) -> Finding[Resumption]:
    """After a withdrawal: a new application within the period, filed as a first case (执)."""
    if performance_due is None:
        raise Refusal(
            code="resumption.performance_due_missing",
            message="撤回申请后再次申请，应当在申请执行的期间内。",
            cure="填写法律文书规定的履行期间的最后一日。",
            field="performance_due",
            provisions=("reapplication-after-withdrawal",),
        )
    period = application_period(
        performance_due=performance_due, natural_person=natural_person, applied_on=applied_on
    )
    in_time = applied_on is not None and applied_on <= min(on, period.value.last_day)
    why = (
        "在申请执行的期间内再次申请" if in_time else f"应当在 {period.value.last_day} 以前再次申请"
    )
    step = Step(
        "撤回申请后再次申请",
        "按首次执行案件立案",
        {"申请": applied_on.isoformat() if applied_on else "没有申请"},
        ("能：" if in_time else "不能：") + why,
        ("reapplication-after-withdrawal",),
    )
    value = Resumption(in_time, "执" if in_time else "", False, period.value.last_day, False, why)
    keys = ("reapplication-after-withdrawal",)
    return Finding(
        value,
        (*period.steps, step),
        (*period.provisions, *citations(*keys, on=on)),
        period.open_questions,
    )
