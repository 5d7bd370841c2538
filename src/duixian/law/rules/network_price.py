"""The price that comes of a network inquiry (网络询价), and who is paid for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, half_up_to_fen, share, yuan
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.texts import Parameter, citations, parameter
from duixian.law.versions import rule

Objected = Literal["unquestioned", "rejected", "corrected"]


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """One platform's report: asked on, delivered on (None: not at all), its price, any objection.

    extension_asked: it asked for more time in time. price: after correction, if it was corrected.
    """

    platform: str
    asked_on: date
    delivered_on: date | None = None
    price: Fen | None = None
    objection: Objected = "unquestioned"
    extension_asked: bool = False


@dataclass(frozen=True, slots=True)
class NetworkPrice:
    """The price in fen; None when no report came in time, so that appraisal follows."""

    price: Fen | None
    counted: tuple[str, ...]
    late: tuple[str, ...]


def _period(found: Parameter) -> Period:
    return Period(found.length, Unit(found.unit))


def _due(report: NetworkReport) -> date:
    term = _period(parameter("network-report-term", on=report.asked_on))
    return due_on(report.asked_on, term, Kind.PROCEDURAL).due


def _in_time(reports: Sequence[NetworkReport]) -> list[NetworkReport]:
    """Those in time; only when none is, one extension counts for those that asked for it."""
    came = [each for each in reports if each.delivered_on is not None and each.price is not None]
    first = [each for each in came if each.delivered_on and each.delivered_on <= _due(each)]
    if first:
        return first
    found = []
    for each in came:
        more = _period(parameter("network-report-extension", on=each.asked_on))
        last = due_on(_due(each), more, Kind.PROCEDURAL).due
        if each.extension_asked and each.delivered_on and each.delivered_on <= last:
            found.append(each)
    return found


def _check(reports: Sequence[NetworkReport]) -> None:
    if not reports:
        raise Refusal(
            "network.no_platform", "没有询价平台。", "应向名单库全部平台询价。", "reports"
        )
    for index, each in enumerate(reports):
        if each.price is not None and each.price <= 0:
            raise Refusal(
                "network.not_positive",
                "询价结果应当大于零。",
                "请核对。",
                f"reports[{index}].price",
            )
        if each.delivered_on is not None and each.delivered_on < each.asked_on:
            raise Refusal(
                "network.before_asked",
                "报告日期早于委托日期。",
                "请核对日期。",
                f"reports[{index}].delivered_on",
            )


@rule
def network_price(*, reports: Sequence[NetworkReport], on: date) -> Finding[NetworkPrice]:
    """The arithmetic mean of the reports that count, rounded once, half up, to the fen.

    Objections to some reports leave the mean of those nobody objected to; objections to all, that
    were rejected or led to corrections, leave the mean of all. Refuses with `network.*`.
    """
    _check(reports)
    came = _in_time(reports)
    plain = [each for each in came if each.objection == "unquestioned"]
    counted = plain or came
    names = {each.platform for each in came}
    late = tuple(each.platform for each in reports if each.platform not in names)
    keys = ("network-report-term", "network-price-mean")
    steps = [
        Step(f"不计：{name}", "未在期限内出具", {}, "不计", ("network-report-term",))
        for name in late
    ]
    if plain and len(plain) < len(came):
        steps += [
            Step(f"不计：{each.platform}", "有异议，而其他报告无异议", {}, "不计", keys[1:])
            for each in came
            if each not in plain
        ]
    price = None
    if counted:
        amounts = [int(each.price or 0) for each in counted]
        price = half_up_to_fen(Fraction(sum(amounts), len(amounts)))
        formula = f"({'+'.join(yuan(each) for each in amounts)})÷{len(amounts)}"
        inputs = {each.platform: yuan(each.price or 0) for each in counted}
        steps.append(Step("算术平均数", formula, inputs, yuan(price), keys[1:]))
    else:
        steps.append(Step("均未在期限内出具，委托评估", "", {}, "委托评估", keys[:1]))
    value = NetworkPrice(price, tuple(each.platform for each in counted), late)
    return Finding(value, tuple(steps), citations(*keys, on=on))


@rule
def network_fee(
    *, prices: dict[str, Fen], sold_for: Fen, fee: Fen, on: date
) -> Finding[dict[str, Fen]]:
    """The inquiry's fee goes to the platform nearest to the price reached; ties share it.

    Refuses with `network.no_platform`.
    """
    if not prices:
        raise Refusal("network.no_platform", "没有询价平台。", "请填写各平台的结果。", "prices")
    nearest = min(abs(price - sold_for) for price in prices.values())
    names = [name for name, price in prices.items() if abs(price - sold_for) == nearest]
    parts = share(fee, [1] * len(names))
    value = dict(zip(names, parts, strict=True))
    keys = ("network-inquiry-fee",)
    steps = tuple(
        Step(f"最接近成交价：{name}", "", {"相差": yuan(nearest)}, yuan(part), keys)
        for name, part in value.items()
    )
    return Finding(value, steps, citations(*keys, on=on))
