"""Does a refusal to perform reach the threshold of a crime on the facts (拒不执行判决、裁定罪)?

The rule finds which situations of the day's texts are met; whether a case is bad enough, and
guilt itself, are for police, procuratorate and court.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law.rules.points import Point, steps_of
from duixian.law.rules.refusal_situations import (
    INTERPRETATION_2015,
    INTERPRETATION_2024,
    NPC_2002,
    Situation,
    Tier,
)
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Performance = Literal["none", "before_prosecution", "before_judgment"]
Pursuit = Literal["not_asked", "refused", "silent", "not_prosecuted", "filed"]
# Situations of 2002 that the interpretation of 2024 states anew in other words.
_RESTATED = ("assistance_refused", "other")


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """What is known of one debtor's refusal, as of the day of the conduct.

    able: able to perform in whole or part, after living costs; unit: the debtor is a unit;
    conduct: keys of situations; sanctioned: fined or detained for it before; before_effect: the
    property was moved after the suit began and before the judgment took effect; livelihood: a
    case of support, pension, medical costs or wages; complained_on and pursuit: the creditor's
    complaint to the police and what came of it.
    """

    on: date
    able: bool
    conduct: tuple[str, ...]
    unit: bool = False
    sanctioned: bool = False
    before_effect: bool = False
    performance: Performance = "none"
    livelihood: bool = False
    complained_on: date | None = None
    pursuit: Pursuit = "not_asked"
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefusalCrime:
    """What the facts amount to.

    tier: the gravest tier met, None below the threshold; most_years: its highest prison term;
    situations: every situation named, met or not; private_suit_from: first day the creditor may
    sue privately, None while he may not.
    """

    tier: Tier | None
    most_years: int | None
    situations: tuple[Point, ...]
    private_suit_from: date | None
    leniency: str


def situations_on(day: date) -> tuple[tuple[str, Situation], ...]:
    """The situations of the texts in force on a day, each with the key of its provision."""
    found = [("refusal-crime-2002", each) for each in NPC_2002]
    if not provisions()["refusal-crime-2002"].on(day):
        return ()
    if provisions()["refusal-crime-very-serious"].on(day):
        keys: dict[Tier, str] = {
            "serious": "refusal-crime-serious",
            "very_serious": "refusal-crime-very-serious",
        }
        found = [each for each in found if each[1].key not in _RESTATED]
        return (*found, *((keys[each.tier], each) for each in INTERPRETATION_2024))
    if provisions()["refusal-crime-serious"].on(day):
        found += [("refusal-crime-serious", each) for each in INTERPRETATION_2015]
    return tuple(found)


def _point(provision: str, row: Situation, facts: RefusalFacts) -> Point:
    if row.after_sanction and not facts.sanctioned:
        why = "须先经罚款、拘留等措施后仍拒不执行；没有这一前提"
        return Point(row.key, row.title, False, why, provision)
    why = "情节是否达到程度由办案机关判断" if row.grave else "属于列举的情形"
    return Point(row.key, row.title, True, why, provision)


def _named(facts: RefusalFacts) -> tuple[Point, ...]:
    rows = situations_on(facts.on)
    known = {row.key for _, row in rows}
    for key in facts.conduct:
        if key not in known:
            raise Refusal(
                code="refusal_crime.unknown_conduct",
                message=f"{facts.on.isoformat()} 的规定没有列举“{key}”这一种情形。",
                cure="可选：" + "、".join(sorted(known)) + "。",
                field="conduct",
            )
    return tuple(_point(key, row, facts) for key, row in rows if row.key in facts.conduct)


def _tier(facts: RefusalFacts, points: tuple[Point, ...]) -> Tier | None:
    if not facts.able:
        return None
    if facts.before_effect and not provisions()["refusal-crime-before-judgment"].on(facts.on):
        return None
    met = {each.provision for each in points if each.met}
    if "refusal-crime-very-serious" in met:
        return "very_serious"
    return "serious" if met else None


def _private_suit(facts: RefusalFacts, steps: list[Step]) -> date | None:
    """The first day the creditor may sue: at once after a refusal, else when silence ran out."""
    if not provisions()["refusal-crime-private-suit"].on(facts.on) or facts.complained_on is None:
        return None
    key = "refusal-crime-private-suit"
    if facts.pursuit in ("refused", "not_prosecuted"):
        first = facts.asked_on or facts.complained_on
        keys = tuple(
            each for each in (key, "private-suit-third-kind") if provisions()[each].on(facts.on)
        )
        steps.append(Step("申请执行人自诉", "公安机关、检察院不追究", {}, f"自{first}起", keys))
        return first
    if facts.pursuit != "silent" or not provisions()["private-suit-sixty-days"].on(
        facts.complained_on
    ):
        return None
    found = parameter("private-suit-silence", on=facts.complained_on)
    length = Period(found.length, Unit(found.unit))
    end = natural_end(facts.complained_on, length)
    steps.append(
        Step(
            "申请执行人自诉",
            f"接到控告次日起{length}内不作书面答复",
            {"控告日": facts.complained_on.isoformat()},
            f"{end}后",
            ("private-suit-sixty-days",),
        )
    )
    return end + timedelta(days=1)


def _leniency(facts: RefusalFacts) -> tuple[str, str]:
    """How performance and the kind of debt bear on punishment: words and provision."""
    if facts.livelihood and provisions()["refusal-crime-heavier"].on(facts.on):
        must = bool(provisions()["refusal-crime-very-serious"].on(facts.on))
        return ("应当" if must else "可以") + "从重处罚", "refusal-crime-heavier"
    if facts.performance == "none" or not provisions()["refusal-crime-leniency"].on(facts.on):
        return "", ""
    if facts.performance == "before_prosecution" and provisions()["refusal-crime-very-serious"].on(
        facts.on
    ):
        return "提起公诉前履行，情节轻微的可以不起诉或者免予处罚", "refusal-crime-leniency"
    return "一审宣告判决前履行的，可以酌情从宽处罚", "refusal-crime-leniency"


@rule
def refusal_crime(facts: RefusalFacts) -> Finding[RefusalCrime]:
    """Which situations of the day's texts a refusal meets, and the punishment they open.

    Refuses with `refusal_crime.unknown_conduct`, with `refusal_crime.unit_not_punished` for a
    unit before units could be, and with `law.provision_not_in_force` before 2002-08-29.
    """
    cited = {
        each.key: each for each in citations("refusal-crime", "refusal-crime-2002", on=facts.on)
    }
    _check_unit(facts)
    points = _named(facts)
    tier = _tier(facts, points)
    steps = [
        Step(
            "有能力执行",
            "扣除本人和所扶养家属的生活费用后，能够全部或者部分履行",
            {},
            "有" if facts.able else "没有",
            ("refusal-crime-ability",)
            if provisions()["refusal-crime-ability"].on(facts.on)
            else ("refusal-crime",),
        ),
        *steps_of(points),
    ]
    most = _most_years(facts, tier, steps)
    first = _private_suit(facts, steps)
    leniency, basis = _leniency(facts)
    if leniency:
        steps.append(Step("从宽、从重", "", {}, leniency, (basis,)))
    for step in steps:
        for key in step.provisions:
            day = facts.on if provisions()[key].on(facts.on) else facts.complained_on or facts.on
            cited |= {each.key: each for each in citations(key, on=day)}
    value = RefusalCrime(tier, most, points, first, leniency)
    return Finding(value, tuple(steps), tuple(cited.values()), _questions(facts, first))


def _check_unit(facts: RefusalFacts) -> None:
    if facts.unit and not _has_second_tier(facts.on):
        raise Refusal(
            code="refusal_crime.unit_not_punished",
            message="刑法修正案（九）施行前，单位不构成拒不执行判决、裁定罪。",
            cure="对单位直接负责的主管人员和其他直接责任人员提问。",
            field="unit",
            provisions=("refusal-crime",),
        )


def _has_second_tier(on: date) -> bool:
    """Whether the statute had its second tier, and the unit's crime with it, on a day."""
    return on >= provisions()["refusal-crime"].versions[1][0].in_force_from


def _most_years(facts: RefusalFacts, tier: Tier | None, steps: list[Step]) -> int | None:
    if tier is None:
        words = "没有能力执行" if not facts.able else "没有列举的情形，或者当时的文本不追究"
        steps.append(Step("拒不执行判决、裁定罪", words, {}, "不构成", ("refusal-crime",)))
        return None
    key = "refusal-crime-serious-most" if tier == "very_serious" else "refusal-crime-most"
    found = parameter(key, on=facts.on)
    words = "情节特别严重" if tier == "very_serious" else "情节严重"
    steps.append(
        Step(
            "涉嫌拒不执行判决、裁定罪",
            words,
            {},
            f"{found.length}年以下有期徒刑",
            ("refusal-crime",),
        )
    )
    return found.length


def _questions(facts: RefusalFacts, first: date | None) -> tuple[str, ...]:
    asked = []
    if facts.pursuit == "silent" and first is not None and facts.complained_on is not None:
        opinion = provisions()["crime-police-terms"]
        if opinion.on(facts.complained_on):
            answer = parameter("crime-police-filing-complex", on=facts.complained_on)
            longest = Period(answer.length, Unit(answer.unit))
            other = natural_end(facts.complained_on, longest) + timedelta(days=1)
            asked.append(
                f"2018年的通知所定的期间在2025年程序意见施行后是否仍适用，未见规定；此处仍适用，"
                f"自{first}起可以自诉。如以程序意见的最长立案审查期限为准，自{other}起。"
            )
    return tuple(asked)
