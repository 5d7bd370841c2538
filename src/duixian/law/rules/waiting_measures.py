"""Several courts' measures on one thing: which is in effect, which wait (轮候查封、扣押、冻结)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.rules.freeze_term import MeasureObject, freeze_term
from duixian.law.texts import citations
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class OneMeasure:
    """A court's measure on the thing, as the registry or bank received it.

    served_on and order: the order of service; ends_on: its term once in effect, None for the
    longest the law allows; lifted_on: when that court lifted it.
    """

    id: str
    served_on: date
    order: int = 1
    ends_on: date | None = None
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a measure stands on the day: its rank among the living, and its days of effect.

    rank 1 is in effect; a waiting one has no running term, so `starts_on` and `ends_on` are None.
    """

    id: str
    rank: int | None
    starts_on: date | None
    ends_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The places of all measures, and the one in effect; empty when none is."""

    places: tuple[Place, ...]
    in_effect: str


@rule
def waiting_measures(
    *, object: MeasureObject, measures: Sequence[OneMeasure], on: date, sold_on: date | None = None
) -> Finding[Waiting]:
    """Which of several measures on one thing is in effect on a day, and the rank of the rest.

    When the earlier one is lifted or runs out, the next takes effect by itself, and its term
    starts then. When the first court sells the whole thing, the waiting ones never take effect
    and reach only what is left over. Refuses with `waiting_measures.none`,
    `.twice` and `.ends_before_it_starts`.
    """
    _check(measures)
    ordered = sorted(measures, key=lambda each: (each.served_on, each.order))
    places: list[Place] = []
    free_from: date | None = None  # the day the measure before ended; None while nothing did
    rank = 0
    in_effect = ""
    last = min(on, sold_on) if sold_on else on
    for each in ordered:
        if each.served_on > on:
            continue
        starts = each.served_on if free_from is None else max(each.served_on, free_from)
        waits = rank > 0 or starts > last
        if waits and each.lifted_on is not None and each.lifted_on <= on:
            places.append(Place(each.id, None, None, None, "轮候期间解除"))
            continue
        if waits:
            rank += 1
            places.append(_waiting(each, rank, sold_on, on))
            continue
        end = _end(object, each, starts)
        over = _over(each, end)
        if over <= last:
            free_from = over
            lifted = over <= end
            words = "已解除" if lifted else "期满失效"
            places.append(Place(each.id, None, starts, over if lifted else end, words))
            continue
        rank += 1
        in_effect = each.id
        places.append(Place(each.id, rank, starts, end, "生效，首先查封"))
    if sold_on is not None and sold_on <= on:
        in_effect = ""
    steps = tuple(
        Step(
            place.id,
            "按送达先后；在先的解除或者失效，次一顺位自动生效，期限自生效时起算",
            {"顺位": str(place.rank or "无")},
            place.words + (f"，{place.starts_on} 至 {place.ends_on}" if place.starts_on else ""),
            ("queued-measure",),
        )
        for place in places
    )
    questions = ("轮候措施没有自己的期限，生效后起算；条文未写，此处依答复和通行做法。",)
    cited = citations("queued-measure", "measure-expiry", on=on)
    return Finding(Waiting(tuple(places), in_effect), steps, cited, questions)


def _check(measures: Sequence[OneMeasure]) -> None:
    if not measures:
        raise _refuse("none", "没有填写查封、扣押、冻结。", "至少填写一项。")
    if len({each.id for each in measures}) < len(measures):
        raise _refuse("twice", "两项措施用了同一个编号。", "每项措施的编号应当不同。")
    for each in measures:
        if each.ends_on is not None and each.ends_on < each.served_on:
            raise _refuse(
                "ends_before_it_starts", f"{each.id} 的届满日早于送达日。", "请核对日期。"
            )


def _refuse(code: str, message: str, cure: str) -> Refusal:
    return Refusal(code=f"waiting_measures.{code}", message=message, cure=cure, field="measures")


def _end(object: MeasureObject, measure: OneMeasure, starts: date) -> date:
    """The end of its term: as its paper says for the first, else the longest from its effect."""
    longest = freeze_term(object=object, start=starts).value.ends_on
    if measure.ends_on is None or starts > measure.served_on:
        return longest
    return min(measure.ends_on, longest)


def _over(measure: OneMeasure, end: date) -> date:
    """The day its effect is gone: lifted, or the day after its last."""
    gone = date.fromordinal(end.toordinal() + 1)
    return gone if measure.lifted_on is None else min(measure.lifted_on, gone)


def _waiting(measure: OneMeasure, rank: int, sold_on: date | None, on: date) -> Place:
    if sold_on is not None and sold_on <= on:
        return Place(measure.id, rank, None, None, "在先法院已整体处分，不再生效，只及于剩余价款")
    return Place(measure.id, rank, None, None, "轮候")
