"""When another court may ask for property it did not seal first (处分权移送), and the answer's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, due_on, natural_end
from duixian.law.texts import Parameter, citations, parameter
from duixian.law.versions import rule

Asker = Literal["priority_claim", "first_waiting"]

_SIXTY_DAYS = ("disposal-power-transfer", "disposal-transfer-letter", "first-sealer-share-reserved")
_IDLE_YEAR = ("preserved-asset-transfer",)


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What is known of the thing and of the court that sealed it first.

    asker: the court of a claim with an earlier-ranking charge on the thing (优先债权), or the court
    of the first waiting seal in enforcement (在先轮候) where the first seal only preserves.
    sale_begun_on: the day an auction was announced or a sale begun at the first court, if ever.
    asked_on: the day the letter reached the first court. in_dispute: the thing itself is what the
    pending suit is about (系争标的).
    """

    asker: Asker
    first_sealed_on: date
    sale_begun_on: date | None = None
    asked_on: date | None = None
    in_dispute: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """Whether the property may be asked for, from which day, why, and by when it must be sent."""

    may_ask: bool
    from_day: date | None
    why: str
    send_by: date | None


def _earliest(facts: TransferFacts, on: date) -> tuple[date, Parameter]:
    """The first day after the idle time is over; the idle time does not roll over holidays."""
    key = "transfer-idle-days" if facts.asker == "priority_claim" else "preserved-idle-years"
    idle = parameter(key, on=on)
    last = natural_end(facts.first_sealed_on, Period(idle.length, Unit(idle.unit)))
    return last + timedelta(days=1), idle


def _check(facts: TransferFacts) -> None:
    for name in ("sale_begun_on", "asked_on"):
        day = getattr(facts, name)
        if day is not None and day < facts.first_sealed_on:
            raise Refusal(
                code="transfer.before_seal",
                message="这一天早于首先查封日。",
                cure="请核对日期。",
                field=name,
            )


@rule
def transfer_of_disposal(*, facts: TransferFacts, on: date) -> Finding[Transfer]:
    """Whether the first sealing court must hand the property over, judged on a day.

    A sale begun in time keeps it there. Refuses with `transfer.before_seal`, and with
    `law.parameter_not_known_on_day` before there was such a rule.
    """
    _check(facts)
    earliest, idle = _earliest(facts, on)
    keys = _SIXTY_DAYS if facts.asker == "priority_claim" else _IDLE_YEAR
    judged = facts.asked_on or on
    words = f"首先查封后超过{Period(idle.length, Unit(idle.unit))}"
    steps = [
        Step(
            f"{words}的首日",
            "期间自查封次日起算，超过该期间之日可以商请",
            {"首先查封": facts.first_sealed_on.isoformat()},
            earliest.isoformat(),
            keys[:1],
        )
    ]
    why = _obstacle(facts, judged, earliest)
    may_ask = not why
    send_by = None
    if may_ask and facts.asked_on is not None and facts.asker == "priority_claim":
        term = parameter("transfer-letter-term", on=facts.asked_on)
        period = Period(term.length, Unit(term.unit))
        send_by = due_on(facts.asked_on, period, Kind.PROCEDURAL).due
        steps.append(
            Step(
                f"收到商请移送执行函之日起{period}内出具移送执行函",
                "",
                {"收函": facts.asked_on.isoformat()},
                send_by.isoformat(),
                ("disposal-transfer-letter",),
            )
        )
    begun = facts.sale_begun_on is not None and facts.sale_begun_on <= judged
    value = Transfer(
        may_ask, None if begun else earliest, why or f"{words}，尚未进入处分。", send_by
    )
    steps.append(Step("可以商请移送" if may_ask else "不能商请移送", "", {}, value.why, keys[:1]))
    questions: tuple[str, ...] = ()
    if facts.asker == "first_waiting" and may_ask:
        questions = ("保全法院答复、移送的期限，规定未写明；争议逐级报请共同上级法院指定。",)
    return Finding(value, tuple(steps), citations(*keys, on=on), questions)


def _obstacle(facts: TransferFacts, judged: date, earliest: date) -> str:
    if facts.in_dispute and facts.asker == "first_waiting":
        return "财产是保全案件的争议标的，不适用移送。"
    if facts.sale_begun_on is not None and facts.sale_begun_on <= judged:
        return f"首先查封法院已于{facts.sale_begun_on}发布拍卖公告或者进入变卖程序。"
    if judged < earliest:
        return f"期间未满，{earliest}起才可以商请。"
    return ""
