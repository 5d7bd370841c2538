"""Whether a day is a working day (工作日), with the notice that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel import calendar as kernel_calendar
from duixian.kernel.findings import Finding, Step
from duixian.law.texts import citations
from duixian.law.versions import rule

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DayKind:
    """What kind of day it is."""

    working_day: bool
    holiday: str | None
    made_up_working_day: bool


@rule
def day_kind(*, on: date) -> Finding[DayKind]:
    """What kind of day a date is by the year's notice.

    Refuses with `calendar.day_beyond_data` for years without one.
    """
    year = kernel_calendar.arrangement(on)
    value = DayKind(
        kernel_calendar.is_working_day(on),
        kernel_calendar.holiday_name(on),
        kernel_calendar.is_made_up_working_day(on),
    )
    basis = year.notice + (f"；{year.changed_by}" if year.changed_by else "")
    step = Step(
        f"星期{_WEEKDAYS[on.weekday()]}",
        basis,
        {"日期": on.isoformat(), "假日": value.holiday or "无"},
        "工作日（调休上班）"
        if value.made_up_working_day
        else ("工作日" if value.working_day else "休息日"),
        ("public-holidays",),
    )
    questions = (f"{on.year}年的通知尚未发布，结果为暂定。",) if year.provisional else ()
    return Finding(value, (step,), citations("public-holidays", on=on), questions)
