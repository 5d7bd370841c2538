"""Delay interest on many claims with three payments and changing rates: the rule, explanations
off, against the same arithmetic as a plain loop and as a vector model in the style of OpenFisca.

All four sides get the same claims, and the figures must agree before anything is timed: the rule
and the loops to the fen, the vector model to a part in a million, since it reckons in floats.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench import interest_by_hand, interest_by_vector
from bench.interest_by_hand import Plain, Rates
from bench.measuring import Figure, Pair, pairs
from duixian.cli import law
from duixian.kernel.money import Fen, yuan
from duixian.law import DelayInterest, OrdinaryInterest, Payment, Series, delay_interest
from duixian.law.rules.rate import rate_table

CLAIMS = {"small": 200, "full": 100_000}
TURNS = {"small": 2, "full": 3}
# How far floats of 32 bits may be off: a yuan, and a millionth.
FLOAT_FEN, A_MILLION = 100, 1_000_000
GOAL = "no slower than 2 x with explanations off"


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as all sides are told it, before any of them has it in a form of its own."""

    base: int
    due: date
    starts: date
    multiple: Decimal
    until: date
    payments: tuple[tuple[date, int], ...]

    def as_plain(self) -> Plain:
        return Plain(
            self.base,
            self.due.toordinal(),
            self.starts.toordinal(),
            int(self.multiple * 10),
            self.until.toordinal(),
            [(day.toordinal(), amount) for day, amount in self.payments],
        )

    def as_json(self) -> str:
        asked = {
            "base": yuan(self.base),
            "performance_due": self.due.isoformat(),
            "until": self.until.isoformat(),
            "payments": [
                {"on": day.isoformat(), "amount": yuan(amount)} for day, amount in self.payments
            ],
            "ordinary": {
                "principal": yuan(self.base),
                "from": self.starts.isoformat(),
                "lpr": {"tenor": "1Y", "multiple": str(self.multiple)},
                "day_base": 360,
            },
            "explain": False,
        }
        return json.dumps(asked)

    def asked(self) -> dict[str, Any]:
        return {
            "base": Fen(self.base),
            "performance_due": self.due,
            "until": self.until,
            "payments": [Payment(day, Fen(amount)) for day, amount in self.payments],
            "ordinary": OrdinaryInterest(
                Fen(self.base),
                self.starts,
                series=Series("LPR", "1Y"),
                multiple=self.multiple,
                day_base=360,
            ),
        }


def claims(count: int) -> list[Facts]:
    """Claims of every size, late for one to six years, with three payments of some of the debt."""
    dice = random.Random(20260801)
    found = []
    for _ in range(count):
        due = date(2019, 10, 1) + timedelta(dice.randrange(900))
        until = due + timedelta(365 + dice.randrange(1200))
        days = sorted(dice.sample(range(1, (until - due).days + 1), 3))
        base = dice.randrange(100_000, 1_000_000_000)
        found.append(
            Facts(
                base,
                due,
                due - timedelta(dice.randrange(1, 40)),
                Decimal(dice.choice(("1", "1.3", "1.5", "4"))),
                until,
                tuple((due + timedelta(day), dice.randrange(1, base // 3 + 2)) for day in days),
            )
        )
    return found


def lpr() -> Rates:
    table = rate_table(Series("LPR", "1Y"))
    return [(day, int(rate * 100)) for day, rate in zip(table.starts, table.rates, strict=True)]


def figures_of(value: DelayInterest) -> tuple[int, int, int, int, int]:
    owed = value.outstanding
    return (
        value.doubled_part,
        value.ordinary,
        owed.principal,
        owed.ordinary,
        owed.doubled,
    )


def said_by_the_command(lines: list[str], workers: int | None = None) -> list[str]:
    """What `duixian law delay-interest --batch` prints for these lines; on all cores unless said."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        law.answer_batch("delay-interest", "\n".join(lines), workers)
    return printed.getvalue().splitlines()


def _agree(known: list[Facts], rates: Rates) -> None:
    for each in known:
        by_rule = figures_of(delay_interest(**each.asked(), explain=False).value)
        assert by_rule == interest_by_hand.reckon(each.as_plain(), rates), each
    lines = [each.as_json() for each in known]
    for said, plain in zip(
        said_by_the_command(lines), interest_by_hand.batch(lines, rates), strict=True
    ):
        one, other = json.loads(said), json.loads(plain)
        assert (one["doubled_part"], one["ordinary"]) == (other["doubled_part"], other["ordinary"])
    by_vector = interest_by_vector.model([each.as_plain() for each in known], rates)()
    for each, interest in zip(known, by_vector, strict=True):
        exact = sum(interest_by_hand.reckon(each.as_plain(), rates)[:2])
        assert abs(float(interest) - exact) <= FLOAT_FEN + exact / A_MILLION, (each, interest)


def run(size: str) -> list[Figure]:
    """Ratios of the rule to the loop and to the vector model, and claims a second."""
    rates = lpr()
    known = claims(CLAIMS[size])
    _agree(known[:200], rates)
    plain = [each.as_plain() for each in known]
    asked = [each.asked() for each in known]
    lines = [each.as_json() for each in known]
    turns = TURNS[size]

    def rule(_: int) -> None:
        for each in asked:
            delay_interest(**each, explain=False)

    def told(_: int) -> None:
        for each in asked[: len(asked) // 20 or 1]:
            delay_interest(**each)

    def loop(_: int) -> None:
        for each in plain:
            interest_by_hand.reckon(each, rates)

    vector = interest_by_vector.model(plain, rates)
    in_memory = pairs(rule, loop, turns, warm=1)
    by_line = pairs(
        lambda _: said_by_the_command(lines),
        lambda _: interest_by_hand.batch(lines, rates),
        turns,
        warm=1,
    )
    on_one_core = pairs(
        lambda _: said_by_the_command(lines, workers=1),
        lambda _: interest_by_hand.batch(lines, rates),
        turns,
        warm=0,
    )
    beside = pairs(rule, lambda _: vector(), turns, warm=1)
    explained = pairs(told, loop, 1, warm=0)
    return [
        _ratio("JSON lines through --batch / plain loop with JSON", by_line, GOAL),
        _ratio("the same on one core / plain loop with JSON", on_one_core, ""),
        _ratio("the rule in memory / plain loop in memory", in_memory, GOAL),
        _ratio("the rule in memory / OpenFisca vector model", beside, ""),
        _rate("claims a second through --batch", len(lines), by_line.a),
        _rate("claims a second, the rule in memory", len(lines), in_memory.a),
        _rate("claims a second, plain loop in memory", len(lines), in_memory.b),
        _rate("claims a second, OpenFisca vector model", len(lines), beside.b),
        _rate("claims a second with every explanation", len(lines) // 20 or 1, explained.a),
    ]


def _ratio(name: str, found: Pair, goal: str) -> Figure:
    return Figure("interest", name, found.ratio, "x", goal, found.spread)


def _rate(name: str, count: int, seconds: float) -> Figure:
    return Figure("interest", name, count / seconds, "claims/s")
