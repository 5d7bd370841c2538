"""Counting a period by the law of the day (期间的计算), with its reasons."""

from __future__ import annotations

from datetime import date

from duixian.kernel.calendar import holiday_name, is_provisional
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Due, Kind, Period, due_on
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule


@rule
def period(*, start: date, length: Period, kind: Kind = Kind.PROCEDURAL) -> Finding[Due]:
    """When a period that starts with an event on a day ends, rolled where its kind rolls.

    Refuses with `period.not_positive`, and `calendar.day_beyond_data` past the holiday table.
    """
    if length.length <= 0:
        raise Refusal(
            code="period.not_positive",
            message="期间长度应当大于零。",
            cure="请填写正整数。",
            field="length",
        )
    due = due_on(start, length, kind)
    known = [key for key in ("count-from-next-day", "periods") if provisions()[key].on(start)]
    steps = [
        Step(
            f"自次日起算，{length}",
            "起始日不计入；按月、按年的，以同日届满，没有同日的以月末日届满",
            {"起始日": start.isoformat()},
            due.natural.isoformat(),
            tuple(known),
        )
    ]
    if due.rolled:
        steps.append(
            Step(
                f"届满日是{holiday_name(due.natural) or '休息日'}，顺延",
                "",
                {"届满日": due.natural.isoformat()},
                due.due.isoformat(),
                ("periods",),
            )
        )
    elif kind is Kind.MEASURE:
        steps.append(Step("措施期限届满不顺延", "", {}, due.due.isoformat()))
    questions: tuple[str, ...] = ()
    if kind.rolls and is_provisional(due.due):
        questions = (f"{due.due.year}年的节假日安排尚未发布，结果为暂定。",)
    return Finding(due, tuple(steps), citations(*known, on=start), questions)
