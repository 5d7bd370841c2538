"""The same arithmetic by hand: what a careful programmer would write for this one question.

One item, payments in the order of their days, ordinary interest at a multiple of the LPR by 360
days, the doubled part from 2014-08-01. Whole numbers throughout; nothing is checked or explained.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

# Percent with two places, as whole numbers, from the first day of each stretch.
Rates = list[tuple[int, int]]


@dataclass(slots=True)
class Plain:
    """A claim as the loop wants it: days as ordinals, money in fen, the multiple in tenths."""

    base: int
    due: int
    starts: int
    multiple: int
    until: int
    payments: list[tuple[int, int]]


ORDINARY = 100 * 100 * 10 * 360  # percent, its two places, tenths of a multiple, days of a year
DOUBLED = 1_000_000


def reckon(claim: Plain, rates: Rates) -> tuple[int, int, int, int, int]:
    """Doubled part, ordinary interest, principal left, ordinary left, doubled part left."""
    base, ordinary, doubled, settled, doubled_paid = claim.base, 0, 0, 0, 0
    day = min(claim.due, claim.starts)
    for on, money in (*claim.payments, (claim.until, 0)):
        start = max(day, claim.starts)
        for place, (opens, rate) in enumerate(rates):
            closes = rates[place + 1][0] if place + 1 < len(rates) else on
            days = min(closes, on) - max(opens, start)
            if days > 0:
                ordinary += base * rate * claim.multiple * days
        if on > claim.due:
            doubled += base * 175 * (on - max(day, claim.due))
        day = max(day, on)
        if money:
            owed = (2 * ordinary + ORDINARY) // (2 * ORDINARY)
            taken = min(owed, money)
            ordinary = ordinary - taken * ORDINARY if taken < owed else 0
            settled += taken
            money -= taken
            taken = min(base, money)
            base -= taken
            money -= taken
            if money:
                owed = (2 * doubled + DOUBLED) // (2 * DOUBLED)
                taken = min(owed, money)
                doubled = doubled - taken * DOUBLED if taken < owed else 0
                doubled_paid += taken
    ordinary_left = (2 * ordinary + ORDINARY) // (2 * ORDINARY)
    doubled_left = (2 * doubled + DOUBLED) // (2 * DOUBLED)
    return doubled_paid + doubled_left, settled + ordinary_left, base, ordinary_left, doubled_left


def _fen(text: str) -> int:
    whole, _, places = text.partition(".")
    return int(whole) * 100 + int((places + "00")[:2])


def _yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def read(asked: dict[str, Any]) -> Plain:
    ordinary = asked["ordinary"]
    return Plain(
        _fen(asked["base"]),
        _day(asked["performance_due"]),
        _day(ordinary["from"]),
        round(float(ordinary["lpr"]["multiple"]) * 10),
        _day(asked["until"]),
        [(_day(each["on"]), _fen(each["amount"])) for each in asked["payments"]],
    )


def batch(lines: Iterable[str], rates: Rates) -> list[str]:
    """JSON lines in, JSON lines out, as the batch of the command line."""
    said = []
    for line in lines:
        doubled, ordinary, principal, ordinary_left, doubled_left = reckon(
            read(json.loads(line)), rates
        )
        said.append(
            json.dumps(
                {
                    "doubled_part": _yuan(doubled),
                    "ordinary": _yuan(ordinary),
                    "outstanding": {
                        "principal": _yuan(principal),
                        "ordinary": _yuan(ordinary_left),
                        "doubled": _yuan(doubled_left),
                    },
                }
            )
        )
    return said
