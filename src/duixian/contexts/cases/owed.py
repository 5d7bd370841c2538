"""What a case still owes on a day, by the law of that day, with its steps (尚欠).

Obligations are settled in the order they fell due; money credited to the case runs through them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duixian.contexts.cases import queries
from duixian.contexts.cases.models import Obligation
from duixian.contexts.record.viewing import read_once
from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, display
from duixian.law.rules.delay_interest import (
    DelayInterest,
    DelayPause,
    OrdinaryInterest,
    Payment,
    delay_interest,
)
from duixian.law.rules.rate import Series

_SERIES_NAMES = {"lpr": "LPR", "benchmark": "benchmark"}


@dataclass(frozen=True, slots=True)
class Owed:
    """The claim on a day, in fen: what it came to, what was credited, what is left.

    `costs` holds court costs and interest the title itself fixed, which are paid first and bear
    no further interest.
    """

    costs: Fen
    principal: Fen
    ordinary: Fen
    old_rule: Fen
    doubled: Fen
    total: Fen
    credited: Fen
    outstanding: Fen
    surplus: Fen
    until: date


@read_once
def owed(case_id: int, on: date) -> Finding[Owed]:
    """What is owed on `on`, computed from the title, the credits and the pauses on record."""
    money = [each for each in queries.obligations_of(case_id) if each.kind == "money"]
    payments = [Payment(each.on, Fen(each.amount)) for each in _net(case_id, on)]
    pauses = [
        DelayPause(each.starts_on, each.ends_on or on, each.ground)
        for each in queries.pauses_of(case_id)
        if each.stops_interest and each.starts_on < on
    ]
    findings: list[Finding[DelayInterest]] = []
    for group in _groups(money):
        due = group[0].due_on
        found = _of_group(group, max(on, due), payments, pauses)
        findings.append(found)
        payments = _left_over(group, max(on, due), payments, pauses)
    return _summed(findings, money, on)


@dataclass(frozen=True, slots=True)
class _Net:
    on: date
    amount: int


def _net(case_id: int, on: date) -> list[_Net]:
    """Credits by day, corrections (negative rows) set against the day they correct.

    A correction above what its day brought takes from the days before it, and only then from
    later ones: what the rows sum to is what counts as paid.
    """
    by_day: dict[date, int] = {}
    for each in queries.credits_of(case_id, on):
        by_day[each.on] = by_day.get(each.on, 0) + each.amount
    kept: list[_Net] = []
    short = 0
    for day, amount in sorted(by_day.items()):
        left, on_day = amount - short, day
        while left < 0 and kept:
            last = kept.pop()
            left, on_day = left + last.amount, last.on
        short = max(0, -left)
        if left > 0:
            kept.append(_Net(on_day, left))
    return kept


def _groups(money: Sequence[Obligation]) -> list[list[Obligation]]:
    """Items of one due date without running interest are one base; the others stand alone."""
    plain: dict[date, list[Obligation]] = {}
    alone: list[list[Obligation]] = []
    for each in money:
        if each.interest_terms is None:
            plain.setdefault(each.due_on, []).append(each)
        else:
            alone.append([each])
    return sorted([*plain.values(), *alone], key=lambda group: (group[0].due_on, group[0].pk))


def _of_group(
    group: Sequence[Obligation],
    until: date,
    payments: Sequence[Payment],
    pauses: Sequence[DelayPause],
) -> Finding[DelayInterest]:
    return delay_interest(
        base=Fen(sum(each.principal for each in group)),
        performance_due=group[0].due_on,
        until=until,
        payments=payments,
        pauses=pauses,
        costs=Fen(sum(each.costs + each.interest_fixed for each in group)),
        ordinary=_ordinary(group[0]),
    )


def _ordinary(obligation: Obligation) -> OrdinaryInterest | None:
    terms: dict[str, Any] | None = obligation.interest_terms
    if terms is None:
        return None
    series = terms["series"]
    return OrdinaryInterest(
        principal=Fen(obligation.principal),
        start=date.fromisoformat(terms["starts_on"]),
        annual_rate=Decimal(terms["annual_rate"]) if terms["annual_rate"] else None,
        series=Series(_SERIES_NAMES[series], terms["tenor"]) if series else None,
        multiple=Decimal(terms["multiple"]),
        day_base=terms["day_base"],
        until=date.fromisoformat(terms["ends_on"]) if terms["ends_on"] else None,
    )


def _left_over(
    group: Sequence[Obligation],
    until: date,
    payments: Sequence[Payment],
    pauses: Sequence[DelayPause],
) -> list[Payment]:
    """Payments not needed by this group, each on its own day, for the next group."""
    for place in range(1, len(payments) + 1):
        day = max(payments[place - 1].on, group[0].due_on)
        surplus = _of_group(group, day, payments[:place], pauses).value.surplus
        if surplus > 0:
            return [Payment(payments[place - 1].on, surplus), *payments[place:]]
    return []


def _summed(
    findings: Sequence[Finding[DelayInterest]], money: Sequence[Obligation], on: date
) -> Finding[Owed]:
    values = [each.value for each in findings]
    left = [each.outstanding for each in values]
    value = Owed(
        costs=Fen(sum(each.costs + each.interest_fixed for each in money)),
        principal=Fen(sum(each.principal for each in money)),
        ordinary=Fen(sum(each.ordinary for each in values)),
        old_rule=Fen(sum(each.old_rule_interest for each in values)),
        doubled=Fen(sum(each.doubled_part for each in values)),
        total=Fen(sum(each.total_due for each in values)),
        credited=Fen(sum(each.paid - each.surplus for each in values)),
        outstanding=Fen(
            sum(
                each.costs + each.principal + each.ordinary + each.old_rule + each.doubled
                for each in left
            )
        ),
        surplus=values[-1].surplus if values else Fen(0),
        until=on,
    )
    steps = [step for each in findings for step in each.steps]
    steps.append(
        Step(
            "尚欠合计",
            "应付合计 − 已抵充",
            {"应付合计": display(value.total), "已抵充": display(value.credited)},
            display(value.outstanding),
        )
    )
    cited = {each.key: each for found in findings for each in found.provisions}
    questions = {each: None for found in findings for each in found.open_questions}
    version = findings[0].rule_version if findings else ""
    return Finding(value, tuple(steps), tuple(cited.values()), tuple(questions), version)
