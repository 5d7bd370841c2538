"""How long a measure may last (查封、扣押、冻结期限), and by when it must be renewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, before_expiry, due_on
from duixian.law.texts import Parameter, citations, parameter
from duixian.law.versions import rule

MeasureObject = Literal["deposit", "movable", "immovable", "other_right"]

OBJECTS = {
    "deposit": "银行存款",
    "movable": "动产",
    "immovable": "不动产",
    "other_right": "其他财产权",
}


@dataclass(frozen=True, slots=True)
class FreezeTerm:
    """The end of a measure's term, the longest the law allows, and the day to ask for renewal."""

    ends_on: date
    longest: Period
    longest_ends_on: date
    renew_by: date


def longest_term(*, object: MeasureObject, on: date, renewal: bool = False) -> Parameter:
    """The longest term the law of a day allows for a kind of object.

    Refuses with `freeze_term.unknown_object`.
    """
    if object not in OBJECTS:
        raise Refusal(
            code="freeze_term.unknown_object",
            message=f"没有“{object}”这一类标的物。",
            cure="object 填 deposit、movable、immovable 或者 other_right。",
            field="object",
        )
    return parameter(f"{'renewal' if renewal else 'freeze'}-term-{object}", on=on)


@rule
def freeze_term(
    *, object: MeasureObject, start: date, days: int | None = None, renewal: bool = False
) -> Finding[FreezeTerm]:
    """When a measure that starts on a day ends (届满日). The start day is not counted.

    `days` None means the longest term the law allows. A renewal (续行) starts on the day the term
    before it ends. The term does not roll to a working day: its effect ends by itself. Refuses
    with `freeze_term.longer_than_the_law`, `.not_positive` or `.unknown_object`.
    """
    found = longest_term(object=object, on=start, renewal=renewal)
    longest = Period(found.length, Unit(found.unit))
    longest_end = due_on(start, longest, Kind.MEASURE).due
    keys = tuple(each.key for each in found.provisions)
    limit = Step(
        f"{OBJECTS[object]}{'续行' if renewal else ''}的最长期限",
        "起始日不计入；期限届满不顺延",
        {"起始日": start.isoformat(), "最长": str(longest)},
        longest_end.isoformat(),
        keys,
    )
    steps = [limit]
    ends_on = longest_end
    if days is not None:
        ends_on = _asked_end(start, days, longest, longest_end, keys)
        steps.append(Step("本次期限", "", {"天数": str(days)}, ends_on.isoformat(), keys))
    lead = parameter("renewal-request-lead", on=start)
    renew_by = max(start, before_expiry(ends_on, lead.length))
    steps.append(
        Step(
            "最迟申请续行的日期",
            f"届满{lead.length}日前；续行手续应当在届满前办妥",
            {"届满日": ends_on.isoformat()},
            renew_by.isoformat(),
            tuple(each.key for each in lead.provisions),
        )
    )
    cited = citations(*keys, *(each.key for each in lead.provisions), "measure-expiry", on=start)
    return Finding(FreezeTerm(ends_on, longest, longest_end, renew_by), tuple(steps), cited)


def _asked_end(
    start: date, days: int, longest: Period, longest_end: date, keys: tuple[str, ...]
) -> date:
    if days <= 0:
        raise Refusal(
            code="freeze_term.not_positive",
            message="期限应当至少一天。",
            cure="请填写天数，或者不填，按法律允许的最长期限。",
            field="days",
        )
    end = due_on(start, Period(days, Unit.DAY), Kind.MEASURE).due
    if end > longest_end:
        raise Refusal(
            code="freeze_term.longer_than_the_law",
            message=f"{days}天超过法律允许的最长期限{longest}（至 {longest_end}）。",
            cure=f"天数不超过 {(longest_end - start).days}，届满前可以续行。",
            field="days",
            provisions=keys,
        )
    return end
