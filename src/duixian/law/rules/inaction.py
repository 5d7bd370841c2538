"""Signs that a case is not being enforced (消极执行): which clock ran out, and what the law calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.texts import citations, parameter, parameters, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of inaction: how many days too late on the day asked."""

    key: str
    title: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Inaction:
    """The signs found, the longest first; compensable: whether 2022's definition is named."""

    signs: tuple[Sign, ...]
    definitions: tuple[str, ...]


@rule
def inaction_signs(
    *, open_since: Mapping[str, date], on: date, term_due: date | None = None
) -> Finding[Inaction]:
    """The signs of inaction in a case on a day.

    open_since: for each sign's key, the day the thing still to be done could first be done (the
    application received, the lead reported, the money arrived, the last act done ...); for
    "measure_not_renewed" the day the measure ends. term_due: the end of the execution term.
    Refuses with `inaction.unknown_sign`.
    """
    rows = {row["key"]: row for row in parameter("inaction-indicators", on=on).value}
    for key in open_since:
        if key not in rows or key == "over_term":
            raise Refusal(
                code="inaction.unknown_sign",
                message=f"没有“{key}”这一项口径。",
                cure="可填：" + "、".join(each for each in rows if each != "over_term") + "。",
                field="open_since",
            )
    found = [
        sign
        for key, start in open_since.items()
        if (sign := _sign(key, rows[key]["title"], rows[key]["parameter"], start, on))
    ]
    if term_due is not None and term_due < on:
        found.append(Sign("over_term", rows["over_term"]["title"], term_due, (on - term_due).days))
    found.sort(key=lambda each: -each.days)
    defined = parameters()["misconduct-definitions"].on(on)
    definitions: tuple[str, ...] = ()
    if defined and found:
        table = parameter("misconduct-definitions", on=on).value
        definitions = tuple(row["title"] for row in table if row["kind"] == "passive")
    keys = [str(rows[each.key]["provision"]) for each in found if rows[each.key]["provision"]]
    keys += ["passive-enforcement", *(["compensable-conduct"] if definitions else [])]
    known = [key for key in keys if provisions()[key].on(on)]
    steps = tuple(
        Step(each.title, "", {"应当在": each.due.isoformat()}, f"超过 {each.days} 天")
        for each in found
    ) or (Step("消极执行的口径", "", {}, "没有触及"),)
    questions = ("消极执行没有全国统一的天数口径，此处用法定期限和本院参数。",)
    return Finding(Inaction(tuple(found), definitions), steps, citations(*known, on=on), questions)


def _sign(key: str, title: str, number: str, start: date, on: date) -> Sign | None:
    if not parameters()[number].on(start):
        return None
    term = parameter(number, on=start)
    if key == "measure_not_renewed":
        due = date.fromordinal(start.toordinal() - term.length)
    else:
        due = due_on(start, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due
    return Sign(key, title, due, (on - due).days) if due < on else None
