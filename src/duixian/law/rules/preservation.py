"""Security, ruling, execution and suit around a preservation of property (财产保全)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from duixian.kernel.calendar import roll_forward
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, half_up_to_fen, yuan
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Stage = Literal["before_suit", "in_suit", "after_judgment"]

STAGES = {"before_suit": "诉前保全", "in_suit": "诉讼保全", "after_judgment": "执行前保全"}


@dataclass(frozen=True, slots=True)
class PreservationFacts:
    """One application for preservation.

    amount: what is asked to be preserved, in fen; object_value: worth of a disputed object, where
    the object itself is in dispute; waiver: why no security need be asked; urgent: the matter
    cannot wait; measured_on: when the measure was taken; performance_due: last day of the time to
    perform a judgment; lift_asked_on: when the applicant asked to lift; respondent_secured: the other side gave enough security in a dispute
    over property.
    """

    stage: Stage
    applied_on: date
    amount: Fen
    object_value: Fen | None = None
    waiver: str | None = None
    urgent: bool = False
    applied_at: datetime | None = None
    secured_on: date | None = None
    ruled_on: date | None = None
    measured_on: date | None = None
    performance_due: date | None = None
    lift_asked_on: date | None = None
    respondent_secured: bool = False
    applicant_agrees: bool = False


@dataclass(frozen=True, slots=True)
class Preservation:
    """The answer. A day is None where the law sets none or its event is not known.

    security_required: must, may, or need not be given; security_highest in fen, None without a
    cap; rule_by_moment: for the forty-eight hours, the moment they run out.
    """

    security_required: Literal["must", "may", "may_waive"]
    security_highest: Fen | None
    rule_by: date | None
    rule_by_moment: datetime | None
    start_by: date | None
    sue_by: date | None
    apply_by: date | None
    lift_by: date | None
    must_lift: bool


def _check(facts: PreservationFacts) -> None:
    amounts = (("amount", facts.amount), ("object_value", facts.object_value))
    for name, value in amounts:
        if value is not None and value <= 0:
            raise Refusal(
                code="preservation.not_positive",
                message="金额应当大于零。",
                cure="请核对金额。",
                field=name,
            )
    if facts.applied_at is not None and facts.applied_at.date() != facts.applied_on:
        raise Refusal(
            code="preservation.moment_of_another_day",
            message="收到申请的时刻不在申请日。",
            cure="请使 applied_at 与 applied_on 为同一天。",
            field="applied_at",
        )
    if facts.waiver is not None:
        kinds = {
            row["key"]
            for row in parameter("preservation-no-security-kinds", on=facts.applied_on).value
        }
        if facts.waiver not in kinds:
            raise Refusal(
                code="preservation.unknown_waiver",
                message=f"没有“{facts.waiver}”这一种可以不要求担保的情形。",
                cure="可选：" + "、".join(sorted(kinds)) + "。",
                field="waiver",
            )


def _security(
    facts: PreservationFacts, steps: list[Step]
) -> tuple[Literal["must", "may", "may_waive"], Fen | None]:
    """Whether security must be given, and the most that may be asked."""
    on = facts.applied_on
    base, of = facts.amount, "请求保全的数额"
    if facts.stage == "before_suit":
        if not provisions()["preservation-security"].on(on):
            words = "法律要求提供担保，没有写明数额"
            steps.append(Step("担保", words, {}, "应当提供", ("preservation-before-suit",)))
            return "must", None
        share = parameter("preservation-before-suit-security", on=on)
        return "must", _share(
            "应当提供的担保", base, of, share.number, steps, share.provisions[0].key
        )
    if facts.waiver is not None:
        steps.append(
            Step(
                "担保", "属于可以不要求担保的情形", {}, "可以不提供", ("preservation-no-security",)
            )
        )
        return "may_waive", Fen(0)
    if not provisions()["preservation-security-cap"].on(on):
        steps.append(Step("担保", "当时的文本没有上限", {}, "可以责令提供", ("preservation-law",)))
        return "may", None
    if facts.object_value is not None:
        base, of = facts.object_value, "争议标的的价值"
    share = parameter("preservation-security-most", on=on)
    return "may", _share(
        "可以责令提供的担保上限", base, of, share.number, steps, share.provisions[0].key
    )


def _share(label: str, base: Fen, of: str, percent: object, steps: list[Step], key: str) -> Fen:
    found = half_up_to_fen(Fraction(int(base)) * Fraction(str(percent)) / 100)
    steps.append(Step(label, f"{yuan(base)}×{percent}%", {of: yuan(base)}, yuan(found), (key,)))
    return found


def _days(
    label: str, start_words: str, start: date | None, key: str, steps: list[Step]
) -> date | None:
    """A period of days from an event, where both are known."""
    if start is None:
        return None
    found = parameter(key, on=start)
    length = Period(found.length, Unit(found.unit))
    due = roll_forward(natural_end(start, length))
    steps.append(
        Step(
            label,
            f"自{start_words}次日起{length}",
            {start_words: start.isoformat()},
            due.isoformat(),
            tuple(each.key for each in found.provisions),
        )
    )
    return due


def _ruling(facts: PreservationFacts, steps: list[Step]) -> tuple[date | None, datetime | None]:
    """By when the court must rule: hours before suit and in urgent matters, days otherwise."""
    on = facts.applied_on
    if facts.stage == "before_suit" or facts.urgent:
        hours = parameter("preservation-ruling-hours", on=on)
        start = facts.applied_at
        moment = None if start is None else start + timedelta(hours=hours.length)
        steps.append(
            Step(
                "最迟作出裁定的时刻",
                f"接受申请后{hours.length}小时内，裁定后立即执行",
                {} if start is None else {"接受申请": start.isoformat(" ", "minutes")},
                f"{hours.length}小时内" if moment is None else moment.isoformat(" ", "minutes"),
                (
                    "preservation-before-suit"
                    if facts.stage == "before_suit"
                    else "preservation-law",
                ),
            )
        )
        return None if moment is None else moment.date(), moment
    if not provisions()["preservation-clock"].on(on):
        steps.append(Step("作出裁定", "当时的文本没有天数", {}, "—", ("preservation-law",)))
        return None, None
    secured = facts.secured_on is not None
    start_day = facts.secured_on or on
    words = "提供担保之日" if secured else "接受申请之日"
    return _days("最迟作出裁定的日期", words, start_day, "preservation-ruling-term", steps), None


@rule
def preservation(facts: PreservationFacts) -> Finding[Preservation]:
    """What security may be asked, and the days around a preservation.

    Refuses with `preservation.*`, and with `law.*` where the day's text is not recorded.
    """
    _check(facts)
    steps: list[Step] = []
    required, highest = _security(facts, steps)
    rule_by, moment = _ruling(facts, steps)
    start_by = sue_by = apply_by = None
    if facts.stage != "before_suit" and not facts.urgent:
        start_by = _days(
            "最迟开始执行的日期", "作出裁定之日", facts.ruled_on, "preservation-start-term", steps
        )
    if facts.stage == "before_suit":
        sue_by = _days(
            "最迟起诉、申请仲裁的日期",
            "采取保全措施之日",
            facts.measured_on,
            "preservation-suit-term",
            steps,
        )
    if facts.stage == "after_judgment":
        apply_by = _days(
            "最迟申请执行的日期",
            "履行期间届满之日",
            facts.performance_due,
            "preserved-creditor-term",
            steps,
        )
    lift_by = _days(
        "最迟解除的日期", "申请解除之日", facts.lift_asked_on, "preservation-lift-term", steps
    )
    must_lift = _must_lift(facts, steps)
    first = "preservation-before-suit" if facts.stage == "before_suit" else "preservation-law"
    cited = {each.key: each for each in citations(first, on=facts.applied_on)}
    for step in steps:
        for key in step.provisions:
            cited |= {each.key: each for each in citations(key, on=_day_of(facts, key))}
    value = Preservation(
        required, highest, rule_by, moment, start_by, sue_by, apply_by, lift_by, must_lift
    )
    return Finding(value, tuple(steps), tuple(cited.values()), _questions(facts, highest))


def _must_lift(facts: PreservationFacts, steps: list[Step]) -> bool:
    """Whether the respondent's security ends the measure; not over the applicant's own object."""
    if not facts.respondent_secured or not provisions()["preservation-lift-on-security"].on(
        facts.applied_on
    ):
        return False
    must = facts.object_value is None or facts.applicant_agrees
    words = "被保全人提供充分有效担保" if must else "争议标的的保全，须经申请保全人同意"
    steps.append(
        Step(
            "担保后解除",
            words,
            {},
            "应当解除" if must else "不予解除",
            ("preservation-lift-on-security",),
        )
    )
    return must


def _day_of(facts: PreservationFacts, key: str) -> date:
    """The first known day of the application on which a provision it rests on is in force."""
    known = (
        facts.applied_on,
        facts.secured_on,
        facts.ruled_on,
        facts.measured_on,
        facts.performance_due,
        facts.lift_asked_on,
    )
    return next(day for day in known if day is not None and provisions()[key].on(day))


def _questions(facts: PreservationFacts, highest: Fen | None) -> tuple[str, ...]:
    if facts.stage == "before_suit" and highest is not None:
        return ("担保应当相当于请求保全的数额；情况特殊的，法院可以酌情处理，数额条文没有写明。",)
    if facts.stage == "in_suit" and facts.object_value is not None and highest is not None:
        on = facts.applied_on
        other = half_up_to_fen(
            Fraction(int(facts.amount))
            * Fraction(str(parameter("preservation-security-most", on=on).number))
            / 100
        )
        if other != highest:
            return (
                f"此处以争议标的的价值为基数，上限{yuan(highest)}元；"
                f"如标的不在争议中，以请求保全的数额为基数，上限{yuan(other)}元。",
            )
    return ()
