"""Until when enforcement may be applied for (申请执行的期间)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duixian.kernel.calendar import first_year, roll_forward
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Interval, Period, Unit, add_months, days_in_union, natural_end
from duixian.law.texts import citations, parameter, parameters, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class ApplicationPeriod:
    """The last day of the period, and whether the application came by it (None: not told)."""

    last_day: date
    in_time: bool | None


@rule
def application_period(
    *,
    performance_due: date,
    natural_person: bool = True,
    interrupted_on: Sequence[date] = (),
    suspended: Sequence[Interval] = (),
    applied_on: date | None = None,
) -> Finding[ApplicationPeriod]:
    """The period for applying, from the last day of performance (or the last instalment's).

    natural_person: whether a natural person is a party, which mattered before 2008-04-01;
    interrupted_on: demands, promises, settlements, each starting the period anew; suspended:
    obstacles, which count only within the last six months. A late application is still accepted;
    only the debtor's objection leads to non-enforcement. Refuses with
    `application_period.interrupted_after_end` and before 1991-04-09
    `law.parameter_not_known_on_day`.
    """
    key = "application-period-persons" if natural_person else "application-period-units"
    start = performance_due
    keys = ["application-period"]
    end = _end(start, key)
    steps = [_step("申请执行的期间", start, end, key)]
    for day in sorted(interrupted_on):
        if day > end:
            raise Refusal(
                code="application_period.interrupted_after_end",
                message=f"期间已于 {end} 届满，{day} 的事由不能中断。",
                cure="请核对日期。",
                field="interrupted_on",
                provisions=("application-period",),
            )
        end = max(end, _end(day, key))
        keys += _in_force("application-period-interruption", day)
        steps.append(_step("期间中断，重新计算", day, end, key))
    stopped = _stopped(end, suspended)
    if stopped:
        end += timedelta(days=stopped)
        keys += _in_force("application-period-suspension", end)
        steps.append(
            Step("最后六个月内的障碍，期间中止", "", {"天数": str(stopped)}, end.isoformat())
        )
    last = roll_forward(end) if end.year >= first_year() else end
    if last != end:
        keys.append("periods")
        steps.append(Step("届满日是休息日，顺延", "", {}, last.isoformat(), ("periods",)))
    in_time = None if applied_on is None else applied_on <= last
    questions = _transition(performance_due, last, key)
    if in_time is False:
        keys += _in_force("expired-application", applied_on or last)
        steps.append(Step("逾期申请", "应当受理；被执行人提出异议的，裁定不予执行", {}, "逾期", ()))
    cited = citations(*(key for key in keys if provisions()[key].on(last)), on=last)
    return Finding(ApplicationPeriod(last, in_time), tuple(steps), cited, questions)


def _end(start: date, key: str) -> date:
    found = parameter(key, on=start)
    return natural_end(start, Period(found.length, Unit(found.unit)))


def _step(label: str, start: date, end: date, key: str) -> Step:
    found = parameter(key, on=start)
    return Step(
        label,
        f"{Period(found.length, Unit(found.unit))}，自次日起算",
        {"起始日": start.isoformat()},
        end.isoformat(),
        ("application-period",),
    )


def _in_force(key: str, day: date) -> list[str]:
    return [key] if provisions()[key].on(day) else []


def _stopped(end: date, suspended: Sequence[Interval]) -> int:
    """Days of obstacle within the last six months of the period."""
    if not suspended or not parameters()["application-period-last-months"].on(end):
        return 0
    window = add_months(end, -parameter("application-period-last-months", on=end).length)
    inside = [
        Interval(max(each.start, window), min(each.end, end), each.ground)
        for each in suspended
        if each.end > window and each.start < end
    ]
    return days_in_union(inside)


def _transition(start: date, last: date, key: str) -> tuple[str, ...]:
    """The law of 2008 lengthened the period; what of one that was still running?"""
    change = parameters()[key].entries[1].in_force_from
    if not start < change <= last:
        return ()
    longer = parameter(key, on=change)
    other = natural_end(start, Period(longer.length, Unit(longer.unit)))
    return (
        f"{change} 期间延长为{longer.length}年，当时尚未届满的期间没有明文过渡；"
        f"此处按起算日的规定。如适用新的期间，则至 {other} 届满。",
    )
