"""How a case may be closed (结案方式), with what paper, and on which day it counts as closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.rules.case_types import case_type
from duixian.law.texts import citations, parameter, parameters
from duixian.law.versions import rule

# Ways of service and the day each counts from, by the article on the closing date.
WAYS = {
    "direct": "直接送达，以签收日为准",
    "residence": "留置送达，以裁判文书留在住所日为准",
    "public_notice": "公告送达，以公告刊登日为准",
    "post": "邮寄送达，以交邮日为准",
    "through_unit": "通过有关单位转交，以送达回证上的签收日为准",
}
PAPERS = {"notice": "结案通知书", "ruling": "裁定书", "decision": "决定书或者函", "none": "不需要"}


@dataclass(frozen=True, slots=True)
class ServiceOn:
    """One service of the closing paper: to whom, how, and the day that way counts from."""

    who: str
    on: date
    how: str = "direct"
    creditor: bool = False


@dataclass(frozen=True, slots=True)
class ClosingMode:
    """A mode of closing: whether it is open to this case, its paper, and the day it took effect.

    `modes` are all modes the type of case has on that day; `closed_on` is None while the paper
    is not served, or where no service was asked about.
    """

    allowed: bool
    why: str
    modes: tuple[str, ...]
    paper: str
    closed_on: date | None


@rule
def closing_mode(
    *,
    case_type_code: str,
    mode: str,
    on: date,
    ground: str | None = None,
    state: str | None = None,
    completion_confirmed: bool = False,
    services: Sequence[ServiceOn] = (),
) -> Finding[ClosingMode]:
    """Whether a case of a type may be closed in a mode on a day, with what paper and when.

    mode: its code; ground: for 终结执行 and 销案; state: "suspended", "deferred" or
    "settlement_not_performed" where the case stands still; completion_confirmed: both sides
    confirmed in writing or on record that all is performed. Refuses with
    `closing_mode.unknown_mode`, `.unknown_ground`, `.unknown_state`, `.unknown_way`, and
    `law.parameter_not_known_on_day` before 1998-07-18.
    """
    group = _group(case_type_code, on)
    table = parameter("closing-modes", on=on)
    rows = [row for row in table.value if row["modes"] == group]
    _known(mode, {row["code"] for row in table.value}, "mode", "结案方式")
    row = next((each for each in rows if each["code"] == mode), None)
    keys = [*(each.key for each in table.provisions), "closing-date"]
    steps = [
        Step(
            "这一类案件的结案方式",
            "",
            {"类型代字": case_type_code},
            "、".join(each["title"] for each in rows) or "没有规定",
            tuple(each.key for each in table.provisions),
        )
    ]
    obstacle = _obstacle(row, ground, state, on, keys)
    paper = _paper(row, ground, on, completion_confirmed)
    why = obstacle or f"可以“{row['title'] if row else ''}”结案"
    steps.append(
        Step("能否这样结案", "", {"文书": PAPERS[paper]}, why, tuple(keys[2:] or keys[:1]))
    )
    closed_on = None
    if not obstacle and services:
        closed_on = closing_day(services, creditor_only=mode == "termination")
        steps.append(_closing_step(services, closed_on, mode == "termination"))
    value = ClosingMode(not obstacle, why, tuple(each["title"] for each in rows), paper, closed_on)
    questions = _questions(ground, on)
    return Finding(value, tuple(steps), citations(*keys, on=on), questions)


def _group(code: str, on: date) -> str:
    """The group of closing modes of a type; before the standard of types there was but one."""
    if not parameters()["case-types"].on(on):
        return "first"
    return case_type(code=code, on=on).value.modes


def _known(value: str, words: set[str], field: str, what: str) -> None:
    if value not in words:
        raise Refusal(
            code=f"closing_mode.unknown_{field}",
            message=f"没有“{value}”这种{what}。",
            cure="可填：" + "、".join(sorted(words)) + "。",
            field=field,
        )


def _obstacle(
    row: Mapping[str, Any] | None,
    ground: str | None,
    state: str | None,
    on: date,
    keys: list[str],
) -> str:
    """Why the case may not be closed so; empty where it may. Adds the provisions it used."""
    if state is not None and parameters()["never-closing"].on(on):
        table = parameter("never-closing", on=on).value
        states = {each["state"]: each["title"] for each in table}
        _known(state, set(states), "state", "状态")
        keys.append("not-closed")
        settled = state == "settlement_not_performed"
        if not settled or row is None or row["code"] not in ("termination", "final_termination"):
            return f"{states[state]}的案件不得作结案处理"
    if row is None:
        return "这一类案件没有这种结案方式"
    keys.append(row["provision"])
    return _ground_obstacle(row["code"], ground, on, keys)


def _ground_obstacle(code: str, ground: str | None, on: date, keys: list[str]) -> str:
    tables = {"final_termination": "final-termination-grounds", "cancelled": "cancellation-grounds"}
    if code not in tables:
        return ""
    table = parameter(tables[code], on=on)
    keys += [each.key for each in table.provisions if each.key not in keys]
    grounds = {each["ground"]: each for each in table.value}
    if ground is None:
        return "没有写明事由，可填：" + "、".join(each["title"] for each in table.value)
    every = {
        each["ground"]
        for key in tables.values()
        for entry in parameters()[key].entries
        for each in entry.value
    }
    _known(ground, every, "ground", "事由")
    if ground not in grounds:
        return "这种结案方式没有这一事由"
    until = grounds[ground].get("until")
    if until is not None and on > date.fromisoformat(until):
        return f"{until} 以后，委托执行收到立案通知的，作销案处理"
    return ""


def _paper(row: Mapping[str, Any] | None, ground: str | None, on: date, confirmed: bool) -> str:
    if row is None:
        return "none"
    if row["code"] == "executed" and confirmed:
        return "none"
    if row["code"] == "final_termination":
        table = parameter("final-termination-grounds", on=on).value
        if any(each["ground"] == ground and not each["ruling"] for each in table):
            return "none"
    return str(row["paper"])


def closing_day(services: Sequence[ServiceOn], *, creditor_only: bool) -> date | None:
    """The day of closing: the last service, or for 终本 the last service on a creditor."""
    for each in services:
        _known(each.how, set(WAYS), "way", "送达方式")
    counted = [each.on for each in services if each.creditor or not creditor_only]
    return max(counted, default=None)


def _closing_step(services: Sequence[ServiceOn], closed_on: date | None, only: bool) -> Step:
    return Step(
        "结案日期",
        "终本以送达申请执行人之日为准" if only else "以最后一份送达之日为准",
        {each.who: f"{each.on}（{WAYS[each.how]}）" for each in services},
        closed_on.isoformat() if closed_on else "尚未结案",
        ("closing-date",),
    )


def _questions(ground: str | None, on: date) -> tuple[str, ...]:
    if ground != "entrusted" or not parameters()["never-closing"].on(on):
        return ()
    later = parameter("cancellation-grounds", on=on)
    if not any(each["ground"] == "entrusted" for each in later.value):
        return ()
    return (
        "委托执行的结案，2014年的意见写终结执行，2021年修正的司法解释写销案；"
        f"此处以司法解释为准，{on} 作销案。如以意见为准，则作终结执行。",
    )
