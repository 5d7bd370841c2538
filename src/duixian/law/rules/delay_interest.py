"""Interest for delayed performance (迟延履行期间的债务利息): what a late debtor owes, day by day.

From 2014-08-01 the doubled part (加倍部分) runs on the money debt other than ordinary interest, at
a daily rate; delay before that day follows the 2009 reply, twice the benchmark loan rate, and
before 2009-05-18 the 1992 opinion, twice the highest. The ordinary interest (一般债务利息) runs by
the title. Days of delay are the end date minus the date the performance period expired. Everything
is exact; each pot is rounded once, half up, when it is settled by a payment or stated at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from duixian.kernel.findings import Finding
from duixian.kernel.money import Fen
from duixian.law.rules import delay_checks, delay_reasons
from duixian.law.rules.day_tables import old_rule_ends
from duixian.law.rules.delay_account import Segment, Trace, segments, settle
from duixian.law.rules.delay_currency import in_yuan
from duixian.law.rules.delay_facts import (
    CONVERSIONS,
    RUNNING_GROUNDS,
    STOPPING_ALL,
    STOPPING_GROUNDS,
    Choices,
    Claim,
    Conversion,
    DebtLine,
    DelayPause,
    OldRule,
    OrdinaryInterest,
    Payment,
    PrivateLoan,
)
from duixian.law.rules.rate import series_title
from duixian.law.versions import rule

__all__ = [
    "CONVERSIONS",
    "RUNNING_GROUNDS",
    "STOPPING_ALL",
    "STOPPING_GROUNDS",
    "Choices",
    "Conversion",
    "DebtLine",
    "DelayInterest",
    "DelayPause",
    "OldRule",
    "OrdinaryInterest",
    "Outstanding",
    "Payment",
    "PrivateLoan",
    "Segment",
    "delay_interest",
    "describe_series",
    "new_rule_start",
]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is still owed, pot by pot, in fen (尚欠)."""

    costs: Fen
    principal: Fen
    ordinary: Fen
    old_rule: Fen
    doubled: Fen

    @property
    def total(self) -> Fen:
        return Fen(self.costs + self.principal + self.ordinary + self.old_rule + self.doubled)


@dataclass(frozen=True, slots=True)
class DelayInterest:
    """The worksheet's totals. `total_due` is everything owed before payments (应付合计).

    `not_due` (尚未到期) is what the title orders for after the last day: it is in no other figure.
    `segments` is empty where no explanation was asked for.
    """

    doubled_part: Fen
    ordinary: Fen
    old_rule_interest: Fen
    total_due: Fen
    paid: Fen
    outstanding: Outstanding
    surplus: Fen
    segments: tuple[Segment, ...]
    not_due: Fen
    currency: str = "CNY"
    warnings: tuple[str, ...] = ()

    @property
    def interest(self) -> Fen:
        """All interest together, paid or not (利息合计)."""
        return Fen(self.doubled_part + self.ordinary + self.old_rule_interest)


def new_rule_start() -> date:
    """The day from which the doubled part runs by the new rule (2014-08-01)."""
    return date.fromordinal(old_rule_ends())


@rule
def delay_interest(
    *,
    base: Fen | None = None,
    performance_due: date | None = None,
    until: date,
    lines: Sequence[DebtLine] = (),
    payments: Sequence[Payment] = (),
    pauses: Sequence[DelayPause] = (),
    costs: Fen = Fen(0),
    ordinary: OrdinaryInterest | Sequence[OrdinaryInterest] | None = None,
    old_rule: OldRule | None = None,
    choices: Choices | None = None,
    currency: str = "CNY",
    conversion: Conversion | None = None,
    reversal: bool = False,
    explain: bool = True,
) -> Finding[DelayInterest]:
    """What a claim comes to on a day, with the interest for delay (迟延履行期间的债务利息).

    base: the unpaid money debt other than ordinary interest, in fen; performance_due: the day the
    performance period expired; lines: further items or instalments, each with its own day; costs:
    court costs the debtor owes besides, first paid, no interest; old_rule, choices: what the texts
    leave open; conversion: a foreign debt in yuan; reversal: money to be returned after reversal
    of execution (执行回转). With `explain` False there are figures alone: no segments, steps,
    provisions, questions or warnings. Refuses with `delay_interest.*`, and with
    `law.parameter_not_known_on_day` where a published rate is not known.
    """
    terms = (ordinary,) if isinstance(ordinary, OrdinaryInterest) else tuple(ordinary or ())
    claim = Claim(
        lines=_lines(base, performance_due, terms, lines),
        until=until,
        payments=tuple(payments),
        pauses=tuple(pauses),
        costs=costs,
        old_rule=old_rule or OldRule(),
        choices=choices or Choices(),
    )
    delay_checks.check(claim, with_base=base is not None)
    awarded = claim
    if currency != "CNY":
        claim = in_yuan(claim, currency, conversion)
    elif conversion is not None:
        raise delay_checks.conversion_of_yuan()
    stated = "CNY" if conversion else currency
    if not explain:
        return Finding(reckon(claim, None, stated))
    value = reckon(claim, [], stated)
    why = delay_reasons.reasons_of(
        value, claim, awarded, reckon, conversion=conversion, reversal=reversal
    )
    return Finding(
        replace(value, warnings=why.warnings), why.steps, why.provisions, why.open_questions
    )


def _lines(
    base: Fen | None,
    performance_due: date | None,
    terms: tuple[OrdinaryInterest, ...],
    lines: Sequence[DebtLine],
) -> tuple[DebtLine, ...]:
    """The debt line by line; `base` with its day is one line more."""
    if base is None or performance_due is None:
        delay_checks.check_lines_alone(base, performance_due, terms, lines)
        return tuple(lines)
    return (DebtLine(base, performance_due, "principal", None, terms), *lines)


def reckon(claim: Claim, trace: Trace | None = None, currency: str = "CNY") -> DelayInterest:
    """The figures of a checked claim; the segments only where a trace is given."""
    account = settle(claim, trace)
    costs, principal, not_due = account.left_of_items()
    owed = Outstanding(
        Fen(costs),
        Fen(principal),
        Fen(account.ordinary.left),
        Fen(account.old.left),
        Fen(account.doubled.left),
    )
    paid = 0
    for payment in claim.payments:
        paid += payment.amount
    return DelayInterest(
        doubled_part=Fen(account.doubled.total),
        ordinary=Fen(account.ordinary.total),
        old_rule_interest=Fen(account.old.total),
        total_due=Fen(owed.total + paid - account.surplus),
        paid=Fen(paid),
        outstanding=owed,
        surplus=Fen(account.surplus),
        segments=tuple(segments(trace)) if trace is not None else (),
        not_due=Fen(not_due),
        currency=currency,
    )


def describe_series(interest: OrdinaryInterest) -> str:
    """The words for how a title's interest runs, for documents and screens."""
    if interest.series is not None:
        times = f"的{interest.multiple}倍" if interest.multiple != 1 else ""
        return f"按{series_title(interest.series)}{times}"
    return f"按年利率{interest.annual_rate}%"
