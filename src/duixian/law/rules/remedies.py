"""By when a remedy must be sought, and by when it must be answered (救济期间)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duixian.kernel.calendar import is_provisional, roll_forward
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Interval, Period, Unit, days_in_union, natural_end
from duixian.law.rules.remedies_against_acts import AGAINST_ACTS
from duixian.law.rules.remedies_beyond import BEYOND
from duixian.law.rules.remedy_kinds import Clock, Remedy
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

REMEDIES: Mapping[str, Remedy] = {each.key: each for each in (*AGAINST_ACTS, *BEYOND)}


@dataclass(frozen=True, slots=True)
class RemedyPeriod:
    """The days of one remedy. A day is None where the law sets none or its event is not known.

    file_from: first day it may be filed, where a time must have passed first; in_time: None when
    it is not known when it was filed; decide_by_extended: with the longest extension allowed.
    """

    remedy: Remedy
    file_from: date | None
    file_by: date | None
    in_time: bool | None
    decide_by: date | None
    decide_by_extended: date | None


@dataclass(frozen=True, slots=True)
class _Run:
    """A clock that ran: its end, its length, the provisions behind it, and what is doubtful."""

    end: date
    natural: date
    length: Period
    keys: tuple[str, ...]
    doubt: str


def remedies_on(day: date) -> tuple[Remedy, ...]:
    """Every remedy that exists on a day."""
    return tuple(each for each in REMEDIES.values() if provisions()[each.provision].on(day))


def _known(key: str) -> Remedy:
    found = REMEDIES.get(key)
    if found is None:
        raise Refusal(
            code="remedy.unknown",
            message=f"没有登记过救济途径“{key}”。",
            cure="可选：" + "、".join(REMEDIES) + "。",
            field="remedy",
        )
    return found


def _past(natural: date, start: date, excluded: Sequence[Interval]) -> date:
    """The end of a period with the days that do not count put behind it."""
    end = natural
    while True:
        inside = [
            Interval(max(each.start, start), min(each.end, end), each.ground)
            for each in excluded
            if each.start < end and each.end > start
        ]
        later = natural + timedelta(days=days_in_union(inside))
        if later == end:
            return end
        end = later


def _run(clock: Clock, start: date, excluded: Sequence[Interval] = ()) -> _Run:
    found = parameter(clock.parameter, on=start)
    length = Period(found.length, Unit(found.unit))
    natural = _past(natural_end(start, length), start, excluded)
    keys = tuple(each.key for each in found.provisions)
    end, doubt = _rolled(natural)
    return _Run(end, natural, length, keys, doubt)


def _rolled(natural: date) -> tuple[date, str]:
    """The next working day; past the holiday notices the day itself, and a word that it is so."""
    try:
        end = roll_forward(natural)
    except Refusal as refusal:
        if refusal.code != "calendar.day_beyond_data":
            raise
        return natural, f"没有{natural.year}年的节假日安排，届满日未作顺延。"
    return end, f"{end.year}年的节假日安排尚未发布，结果为暂定。" if is_provisional(end) else ""


def _step(label: str, clock: Clock, start: date, run: _Run) -> Step:
    rolled = "，届满日为休息日，顺延" if run.end != run.natural else ""
    return Step(
        label,
        f"自{clock.start}的次日起{run.length}{rolled}",
        {clock.start: start.isoformat()},
        run.end.isoformat(),
        run.keys,
    )


def _law_day(event: date | None, filed: date | None) -> date:
    """The day whose law applies: the event's, or the filing's where only that is known."""
    day = event or filed
    if day is None:
        raise Refusal(
            code="remedy.no_day",
            message="没有填写起算的日期。",
            cure="填写 event_on（送达、收到等起算事件的日期）或者 filed_on（提出日期）。",
            field="event_on",
        )
    if event is not None and filed is not None and filed < event:
        raise Refusal(
            code="remedy.filed_before_event",
            message="提出日期早于起算事件的日期。",
            cure="请核对两个日期。",
            field="filed_on",
        )
    return day


@rule
def remedy_period(
    *,
    remedy: str,
    event_on: date | None = None,
    filed_on: date | None = None,
    excluded: Sequence[Interval] = (),
) -> Finding[RemedyPeriod]:
    """By when a remedy must be sought after its event, and answered once it is sought.

    `event_on` is the day the filing period runs from (送达、收到…); `filed_on` the day the body
    received the request; `excluded` the days that do not count for a waiting or deciding period.
    Each clock runs by the law of the day it starts. Refuses with `remedy.*`, and with
    `law.provision_not_in_force` on a day the remedy does not exist.
    """
    way = _known(remedy)
    day = _law_day(event_on, filed_on)
    keys = [way.provision, *(key for key in way.provisions if provisions()[key].on(day))]
    cited = {each.key: each for each in citations(*keys, on=day)}
    doubts = [way.open_question]
    steps = [Step(way.title, "", {"由": way.who, "向": way.to}, way.effect or "—", (keys[0],))]
    file_from = file_by = None
    if way.filing is not None and event_on is not None:
        run = _run(way.filing, event_on, excluded if way.waits else ())
        label = "须经过的期间届满日" if way.waits else "最迟提出的日期"
        steps.append(_step(label, way.filing, event_on, run))
        cited |= {each.key: each for each in citations(*run.keys, on=event_on)}
        doubts.append("" if way.waits else run.doubt)
        if way.waits:
            file_from = run.natural + timedelta(days=1)
        else:
            file_by = run.end
    elif way.filing is None:
        steps.append(Step("提出的时间", "没有天数", {}, way.until, (way.provision,)))
    decide_by = extended = None
    if way.decision is not None and filed_on is not None:
        run = _run(way.decision, filed_on, excluded)
        steps.append(_step("最迟作出决定的日期", way.decision, filed_on, run))
        cited |= {each.key: each for each in citations(*run.keys, on=filed_on)}
        doubts.append(run.doubt)
        decide_by = run.end
        extended = _extended(way.decision, run, filed_on, steps)
    value = RemedyPeriod(
        way, file_from, file_by, _in_time(filed_on, file_from, file_by), decide_by, extended
    )
    questions = tuple(dict.fromkeys(each for each in doubts if each))
    return Finding(value, tuple(steps), tuple(cited.values()), questions)


def _extended(clock: Clock, run: _Run, start: date, steps: list[Step]) -> date | None:
    if not clock.extension:
        return None
    found = parameter(clock.extension, on=start)
    length = Period(found.length, Unit(found.unit))
    end, _ = _rolled(natural_end(run.natural, length))
    keys = tuple(each.key for each in found.provisions)
    steps.append(
        Step(
            "经批准延长后",
            f"自届满之日起再{length}",
            {"届满日": run.natural.isoformat()},
            end.isoformat(),
            keys,
        )
    )
    return end


def _in_time(filed: date | None, opens: date | None, by: date | None) -> bool | None:
    if filed is None or (opens is None and by is None):
        return None
    return (opens is None or filed >= opens) and (by is None or filed <= by)
