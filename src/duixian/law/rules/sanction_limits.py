"""How much, how long, and by whose approval a person may be fined, detained or summoned.

罚款、拘留、拘传的限额: the amounts follow the versions of the Civil Procedure Law; the steps
around them are known from the interpretation of 2015 on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.calendar import roll_forward
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, display, yuan
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.rules.points import Point, steps_of
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Sanction = Literal["fine", "detention", "summons"]
Whom = Literal["person", "unit"]
Conduct = Literal[
    "refusal", "obstruction", "evidence", "sham_suit", "assistance", "declaration", "restriction"
]
# What was done: its words, the provisions that punish it, and whether they must be used.
_CONDUCT: dict[Conduct, tuple[str, tuple[str, ...], bool]] = {
    "refusal": ("拒不履行", ("refusal-to-perform", "refusal-acts"), False),
    "obstruction": ("妨害执行", ("refusal-to-perform", "obstruction-acts"), False),
    "evidence": ("伪造、毁灭证据，通风报信等", ("refusal-to-perform", "evidence-acts"), False),
    "sham_suit": ("恶意串通逃避执行", ("sham-suit-by-debtor", "sham-suit-sanction"), True),
    "assistance": ("拒不协助执行", ("assisting-unit-duty", "assisting-unit-acts"), False),
    "declaration": ("违反报告财产义务", ("property-report-law", "declaration-sanction"), False),
    "restriction": ("违反限制消费令", ("restriction-breach", "refusal-acts"), False),
}

NAMES = {"fine": "罚款", "detention": "拘留", "summons": "拘传"}


@dataclass(frozen=True, slots=True)
class SanctionFacts:
    """A fine, detention or summons that is thought of.

    whom: a unit itself cannot be detained or summoned, only its people; amount in fen, days,
    hours: what is thought of, None to ask only for the limits; punished_before: the same sanction
    was imposed for the same act; repeated_default: an act only the debtor can do was not done
    within a further period; grave: may lead to detention and the matter is complex (summons);
    approved: the president approved; served_on: when the decision was served; conduct: what was
    done; still_refusing: a unit's people went on refusing to assist after a fine.
    """

    kind: Sanction
    whom: Whom
    on: date
    amount: Fen | None = None
    days: int | None = None
    hours: int | None = None
    punished_before: bool = False
    repeated_default: bool = False
    grave: bool = False
    approved: bool | None = None
    served_on: date | None = None
    conduct: Conduct | None = None
    still_refusing: bool = False


@dataclass(frozen=True, slots=True)
class SanctionLimit:
    """The limits, whether what is thought of is allowed, and what stands against it.

    lowest and highest are in fen for a fine, in days for detention, in hours for a summons;
    allowed is None when only the limits were asked for.
    """

    lowest: int
    highest: int
    unit: Literal["fen", "day", "hour"]
    allowed: bool | None
    points: tuple[Point, ...]
    paper: str
    must_punish: bool
    review_by: date | None


def _limits(facts: SanctionFacts) -> tuple[int, int, Literal["fen", "day", "hour"], list[str]]:
    if facts.kind == "fine":
        if facts.whom == "person":
            most = parameter("fine-person-most", on=facts.on)
            return 0, most.length, "fen", [each.key for each in most.provisions]
        least = parameter("fine-unit-least", on=facts.on)
        most = parameter("fine-unit-most", on=facts.on)
        return least.length, most.length, "fen", [each.key for each in most.provisions]
    if facts.kind == "detention":
        most = parameter("detention-most", on=facts.on)
        return 1, most.length, "day", [each.key for each in most.provisions]
    most = parameter("summons-hours-detention" if facts.grave else "summons-hours", on=facts.on)
    return 0, most.length, "hour", [each.key for each in most.provisions]


def _said(facts: SanctionFacts) -> int | None:
    return {"fine": facts.amount, "detention": facts.days, "summons": facts.hours}[facts.kind]


def _check(facts: SanctionFacts) -> None:
    fields = {"amount": "fine", "days": "detention", "hours": "summons"}
    for name, kind in fields.items():
        value = getattr(facts, name)
        if value is None:
            continue
        if kind != facts.kind:
            raise Refusal(
                code="sanction.field_of_another_kind",
                message=f"{NAMES[facts.kind]}没有这一项。",
                cure="罚款填 amount，拘留填 days，拘传填 hours。",
                field=name,
            )
        if value <= 0:
            raise Refusal(
                code="sanction.not_positive",
                message="应当大于零。",
                cure="请填写正数，或者不填，只问限额。",
                field=name,
            )


def _written(amount: int, unit: str) -> str:
    if unit == "fen":
        return f"{display(amount)}元"
    return f"{amount}日" if unit == "day" else f"{amount}小时"


def _points(facts: SanctionFacts, low: int, high: int, unit: str, key: str) -> list[Point]:
    name = NAMES[facts.kind]
    found = []
    said = _said(facts)
    if said is not None:
        span = f"{_written(low, unit)}以上" if low > 1 else ""
        why = f"{_written(said, unit)}；限额{span}{_written(high, unit)}以下"
        found.append(Point("within_limits", f"{name}在限额以内", low <= said <= high, why, key))
    if facts.whom == "unit" and facts.kind != "fine":
        why = f"单位不能被{name}，对其主要负责人或者直接责任人员适用"
        found.append(Point("not_a_unit", "对象是自然人", False, why, key))
    if facts.kind == "summons":
        return found
    if facts.conduct == "assistance" and facts.kind == "detention":
        why = "先罚款；仍不履行协助义务的，才可以拘留主要负责人或者直接责任人员"
        basis = "assisting-unit-duty"
        found.append(Point("fined_first", "仍不协助", facts.still_refusing, why, basis))
    if facts.punished_before:
        again = facts.repeated_default
        why = (
            "只能由被执行人完成的行为，在指定期间内仍不履行，可以再次处罚"
            if again
            else f"对同一行为已经{name}，不得连续适用；发生新的行为的，可以另行处罚"
        )
        basis = "personal-act-repeat" if again else "no-repeated-sanction"
        found.append(Point("not_repeated", "没有连续适用", again, why, _if_known(basis, facts.on)))
    if facts.approved is not None:
        why = "须经院长批准，并制作决定书"
        found.append(
            Point(
                "approved",
                "院长批准",
                facts.approved,
                why,
                _if_known("sanction-approval", facts.on),
            )
        )
    return found


def _if_known(key: str, on: date) -> str:
    return key if provisions()[key].on(on) else ""


@rule
def sanction_limit(facts: SanctionFacts) -> Finding[SanctionLimit]:
    """The limits of a fine, detention or summons on a day, and whether a given one keeps to them.

    Refuses with `sanction.not_positive` or `sanction.field_of_another_kind`, and with
    `law.parameter_not_known_on_day` where the day's text is not recorded.
    """
    _check(facts)
    low, high, unit, keys = _limits(facts)
    points = _points(facts, low, high, unit, keys[0])
    limits = {"最低": _written(low, unit), "最高": _written(high, unit)}
    steps = [
        Step(f"{NAMES[facts.kind]}的限额", "", limits, _limit_words(low, high, unit), tuple(keys))
    ]
    steps += steps_of(points)
    paper = "拘传票" if facts.kind == "summons" else f"{NAMES[facts.kind]}决定书"
    must = _conduct_step(facts, steps)
    review_by = _review(facts, steps) if facts.kind != "summons" else None
    allowed = all(each.met for each in points) if points else None
    keys += [
        key for key in ("sanction-approval", "fine-with-detention") if _if_known(key, facts.on)
    ]
    keys += [key for step in steps for key in step.provisions if key != "sanction-review"]
    cited = {each.key: each for each in citations(*keys, on=facts.on)}
    if review_by is not None and facts.served_on is not None:
        cited |= {each.key: each for each in citations("sanction-review", on=facts.served_on)}
    value = SanctionLimit(low, high, unit, allowed, tuple(points), paper, must, review_by)
    return Finding(value, tuple(steps), tuple(cited.values()))


def _conduct_step(facts: SanctionFacts, steps: list[Step]) -> bool:
    """Whether the law wants what was done punished, where it is known what was done."""
    if facts.conduct is None:
        return False
    words, named, must = _CONDUCT[facts.conduct]
    keys = tuple(key for key in named if _if_known(key, facts.on))
    must = must and bool(keys)
    steps.append(Step(words, "", {}, "应当处罚" if must else "可以处罚", keys))
    return must


def _limit_words(low: int, high: int, unit: str) -> str:
    most = yuan(high) if unit == "fen" else str(high)
    least = yuan(low) if unit == "fen" else str(low)
    return f"{least}—{most}"


def _review(facts: SanctionFacts, steps: list[Step]) -> date | None:
    """The last day to ask the upper court for a review, once the decision is served."""
    if facts.served_on is None:
        return None
    found = parameter("sanction-review-filing", on=facts.served_on)
    length = Period(found.length, Unit(found.unit))
    due = roll_forward(natural_end(facts.served_on, length))
    steps.append(
        Step(
            "最迟申请复议的日期",
            f"收到决定书次日起{length}，向上一级人民法院；复议期间不停止执行",
            {"送达日": facts.served_on.isoformat()},
            due.isoformat(),
            ("sanction-review",),
        )
    )
    return due
