"""What a case still owes on a day, by the law of that day, with its steps (尚欠).

Obligations are settled in the order they fell due; money credited to the case runs through them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duixian.contexts.cases import owed_steps, queries
from duixian.contexts.cases.models import Credit, Obligation
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
    no further interest. `not_due` (尚未到期) is what the title orders for a later day: it is in no
    other figure, and bears no interest.
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
    not_due: Fen
    until: date

    @property
    def to_come(self) -> Fen:
        """What falls due later and was not paid ahead (fen)."""
        return Fen(max(0, self.not_due - self.surplus))


@read_once
def owed(case_id: int, on: date) -> Finding[Owed]:
    """What is owed on `on`, computed from the title, the credits and the pauses on record."""
    every = [each for each in queries.obligations_of(case_id) if each.kind == "money"]
    money = [each for each in every if each.due_on <= on]
    payments = [Payment(each.on, Fen(each.amount)) for each in _net(case_id, on)]
    pauses = [
        DelayPause(each.starts_on, each.ends_on or on, each.ground)
        for each in queries.pauses_of(case_id)
        if each.stops_interest and each.starts_on < on
    ]
    findings: list[Finding[DelayInterest]] = []
    for group in _groups(money):
        findings.append(_of_group(group, on, payments, pauses))
        payments = _left_over(group, on, payments, pauses)
    later = [each for each in every if each.due_on > on]
    value = _value([each.value for each in findings], money, later, on, payments)
    return _told(findings, value, [*money, *later], queries.credits_of(case_id, on))


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
    *,
    explain: bool = True,
) -> Finding[DelayInterest]:
    return delay_interest(
        base=Fen(sum(each.principal for each in group)),
        performance_due=group[0].due_on,
        until=until,
        payments=payments,
        pauses=pauses,
        costs=Fen(sum(each.costs + each.interest_fixed for each in group)),
        ordinary=_ordinary(group[0]),
        explain=explain,
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
        found = _of_group(group, day, payments[:place], pauses, explain=False)
        surplus = found.value.surplus
        if surplus > 0:
            return [Payment(payments[place - 1].on, surplus), *payments[place:]]
    return []


def _value(
    values: Sequence[DelayInterest],
    money: Sequence[Obligation],
    later: Sequence[Obligation],
    on: date,
    left_over: Sequence[Payment],
) -> Owed:
    return Owed(
        costs=Fen(sum(each.costs + each.interest_fixed for each in money)),
        principal=Fen(sum(each.principal for each in money)),
        ordinary=Fen(sum(each.ordinary for each in values)),
        old_rule=Fen(sum(each.old_rule_interest for each in values)),
        doubled=Fen(sum(each.doubled_part for each in values)),
        total=Fen(sum(each.total_due for each in values)),
        credited=Fen(sum(each.paid - each.surplus for each in values)),
        outstanding=Fen(sum(each.outstanding.total for each in values)),
        surplus=Fen(sum(each.amount for each in left_over)),
        not_due=Fen(sum(each.principal + each.costs + each.interest_fixed for each in later)),
        until=on,
    )


def _told(
    findings: Sequence[Finding[DelayInterest]],
    value: Owed,
    obligations: Sequence[Obligation],
    credits: Sequence[Credit],
) -> Finding[Owed]:
    steps = owed_steps.of_claim(obligations, value.until)
    steps += owed_steps.of_interest(findings)
    steps += owed_steps.of_total(value.total, _parts(value))
    steps += owed_steps.of_credits(credits, value.surplus)
    steps.append(
        Step(
            "尚欠合计",
            "应付合计 − 已抵充",
            {"应付合计": display(value.total), "已抵充": display(value.credited)},
            display(value.outstanding),
        )
    )
    if value.not_due:
        words = "不计入应付，不计利息"
        steps.append(Step(owed_steps.NOT_DUE, words, {}, display(value.not_due)))
    cited = {each.key: each for found in findings for each in found.provisions}
    questions = {each: None for found in findings for each in found.open_questions}
    version = findings[0].rule_version if findings else ""
    return Finding(value, tuple(steps), tuple(cited.values()), tuple(questions), version)


def _parts(value: Owed) -> dict[str, int]:
    return {
        "本金": value.principal,
        "诉讼费、保全费和已确定的利息": value.costs,
        "一般债务利息": value.ordinary,
        "旧规定迟延履行利息": value.old_rule,
        "加倍部分": value.doubled,
    }
