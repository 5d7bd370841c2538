"""The term of execution (执行期限): exclusions, extensions, and when another court may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from duixian.kernel.calendar import roll_forward
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import (
    Interval,
    Period,
    Unit,
    before_expiry,
    days_in_union,
    natural_end,
)
from duixian.law.texts import citations, parameter, parameters
from duixian.law.versions import rule

CaseKind = Literal["ordinary", "administrative", "criminal_property"]

TERMS = {
    "ordinary": "execution-term",
    "administrative": "administrative-execution-term",
    "criminal_property": "criminal-property-execution-term",
}
_KINDS = {
    "ordinary": "一般案件",
    "administrative": "非诉行政案件",
    "criminal_property": "刑事涉财产",
}


@dataclass(frozen=True, slots=True)
class TermExtension:
    """An extension of the term (延长): when asked for, when approved, for how many months."""

    months: int
    applied_on: date
    approved_on: date


@dataclass(frozen=True, slots=True)
class ExecutionTerm:
    """The end of the term: as counted, after rolling, what was left out, and when to ask for more.

    `request_by` is the day by which an extension is to be asked for, None where no rule of the day
    says; it counts back from the end and does not roll.
    """

    due: date
    natural: date
    excluded_days: int
    extended_months: int
    request_by: date | None


def exclusion_grounds(on: date) -> dict[str, Mapping[str, Any]]:
    """The grounds on which days do not count, as the lists of the day have them."""
    return {row["ground"]: row for row in parameter("term-exclusion-grounds", on=on).value}


@rule
def execution_term(
    *,
    filed_on: date,
    kind: CaseKind = "ordinary",
    excluded: Sequence[Interval] = (),
    extensions: Sequence[TermExtension] = (),
) -> Finding[ExecutionTerm]:
    """When a case must be closed: the term from filing, extended, and the days that do not count.

    `excluded` intervals name a ground of the lists; their end is not counted. Refuses with
    `execution_term.unknown_kind`, `.unknown_ground`, `.not_positive`, `.applied_too_late`,
    `.approved_before_applied`, and `law.parameter_not_known_on_day` before 2000-09-28.
    """
    if kind not in TERMS:
        raise _refuse(
            "unknown_kind", f"没有“{kind}”这一类案件。", "填写 " + "、".join(TERMS), "kind"
        )
    term = parameter(TERMS[kind], on=filed_on)
    keys = [each.key for each in term.provisions] + ["term-start", "term-exclusions"]
    natural = natural_end(filed_on, Period(term.length, Unit(term.unit)))
    steps = [
        Step(
            f"{_KINDS[kind]}的执行期限",
            "自立案次日起算",
            {"立案日": filed_on.isoformat(), "期限": f"{term.length}个月"},
            natural.isoformat(),
            tuple(keys[:2]),
        )
    ]
    grounds = _checked(excluded, filed_on)
    questions: list[str] = []
    for order, extension in enumerate(extensions):
        until = natural + timedelta(days=days_in_union(excluded))
        _check_extension(extension, until)
        natural = natural_end(natural, Period(extension.months, Unit.MONTH))
        steps.append(_extension_step(extension, natural, keys))
        if order == 0:
            questions += _first_too_long(extension, filed_on)
    without_auction = natural
    if excluded:
        days = days_in_union(excluded)
        others = [each for each in excluded if not grounds[each.ground].get("only_in_2000")]
        without_auction = natural + timedelta(days=days_in_union(others))
        natural += timedelta(days=days)
        steps.append(_exclusion_step(excluded, grounds, days, natural))
        keys += [grounds[each.ground]["provision"] for each in excluded]
    due = roll_forward(natural)
    if due != natural:
        steps.append(Step("届满日是休息日，顺延", "", {}, due.isoformat(), ("periods",)))
        keys.append("periods")
    questions += _auction_question(natural, without_auction, filed_on)
    value = ExecutionTerm(
        due,
        natural,
        days_in_union(excluded),
        sum(each.months for each in extensions),
        _request_by(due, filed_on),
    )
    return Finding(value, tuple(steps), citations(*keys, on=filed_on), tuple(questions))


def _refuse(code: str, message: str, cure: str, field: str) -> Refusal:
    return Refusal(code=f"execution_term.{code}", message=message, cure=f"{cure}。", field=field)


def _checked(excluded: Sequence[Interval], on: date) -> dict[str, Mapping[str, Any]]:
    grounds = exclusion_grounds(on)
    for each in excluded:
        if each.ground not in grounds:
            raise _refuse(
                "unknown_ground",
                f"“{each.ground}”不是不计入执行期限的事由。",
                "可填：" + "、".join(grounds),
                "excluded",
            )
    return grounds


def _check_extension(extension: TermExtension, until: date) -> None:
    if extension.months <= 0:
        raise _refuse("not_positive", "延长的月数应当大于零。", "填写正整数", "extensions")
    if extension.applied_on > until:
        raise _refuse(
            "applied_too_late",
            f"{extension.applied_on} 才申请延长，执行期限已于 {until} 届满。",
            "延长应当在执行期限届满前申请",
            "extensions",
        )
    if extension.approved_on < extension.applied_on:
        raise _refuse("approved_before_applied", "批准早于申请。", "请核对日期", "extensions")


def _extension_step(extension: TermExtension, natural: date, keys: list[str]) -> Step:
    keys.append("execution-term-extension")
    return Step(
        "经院长批准延长",
        "",
        {
            "申请": extension.applied_on.isoformat(),
            "批准": extension.approved_on.isoformat(),
            "延长": f"{extension.months}个月",
        },
        natural.isoformat(),
        ("execution-term-extension",),
    )


def _first_too_long(extension: TermExtension, on: date) -> list[str]:
    limit = parameter("first-extension", on=on)
    if extension.months <= limit.length:
        return []
    return [
        f"2000年的规定首次延长不超过{limit.length}个月，再延长的报高级法院备案；"
        f"2007年以后的规定没有写上限。此处提醒而不阻止；如以2000年的规定为准，"
        f"超出的 {extension.months - limit.length} 个月应当报高级法院备案。"
    ]


def _exclusion_step(
    excluded: Sequence[Interval],
    grounds: Mapping[str, Mapping[str, Any]],
    days: int,
    natural: date,
) -> Step:
    inputs = {
        f"{grounds[each.ground]['title']}{order}": f"{each.start} 至 {each.end}"
        for order, each in enumerate(sorted(excluded, key=lambda one: one.start), 1)
    }
    used = tuple(dict.fromkeys(str(grounds[each.ground]["provision"]) for each in excluded))
    label = f"不计入期限的 {days} 天，重叠的只算一次"
    return Step(label, "", inputs, natural.isoformat(), used)


def _auction_question(natural: date, without: date, on: date) -> list[str]:
    if natural == without or not parameters()["internal-execution-term-from"].on(on):
        return []
    return [
        "拍卖、变卖的时间在2000年的清单中不计入，2006年的清单没有列；此处不计入。"
        f"如以2006年的清单为准，期限至 {roll_forward(without)} 届满。"
    ]


def _request_by(due: date, on: date) -> date | None:
    if not parameters()["extension-request-lead"].on(on):
        return None
    return before_expiry(due, parameter("extension-request-lead", on=on).length)


@rule
def change_of_court(
    *,
    situation: str,
    received_on: date,
    found_on: date | None = None,
    excluded: Sequence[Interval] = (),
) -> Finding[date]:
    """The first day a creditor may ask the next higher court because nothing was enforced.

    More than six months from receipt of the application, or from finding property; auctions and
    requests on points of law do not stop this clock. Refuses with
    `change_of_court.unknown_situation`, `.found_on_missing`, and before 2009
    `law.parameter_not_known_on_day`.
    """
    rows = parameter("change-of-court-situations", on=received_on).value
    row = next((each for each in rows if each["situation"] == situation), None)
    if row is None:
        raise Refusal(
            code="change_of_court.unknown_situation",
            message=f"没有“{situation}”这种情形。",
            cure="可填：" + "、".join(each["situation"] for each in rows) + "。",
            field="situation",
        )
    start = found_on if row["from_day"] == "found" else received_on
    if start is None:
        raise Refusal(
            code="change_of_court.found_on_missing",
            message="没有填写发现财产的日期。",
            cure="填写 found_on。",
            field="found_on",
        )
    grounds = _checked(excluded, received_on)
    stopped = [each for each in excluded if grounds[each.ground]["change_court"]]
    limit = parameter("change-of-court-after", on=start)
    full = natural_end(start, Period(limit.length, Unit(limit.unit)))
    first = full + timedelta(days=days_in_union(stopped) + 1)
    keys = ("change-of-enforcing-court", "change-court-situations", "change-court-exclusions")
    steps = (
        Step(
            row["title"],
            f"超过{limit.length}个月",
            {"起始日": start.isoformat()},
            full.isoformat(),
            keys[:2],
        ),
        Step(
            "不包括公告、鉴定评估、管辖争议、执行争议协调、暂缓、中止的期间",
            "",
            {"天数": str(days_in_union(stopped))},
            first.isoformat(),
            keys[2:],
        ),
    )
    return Finding(first, steps, citations(*keys, on=start))
