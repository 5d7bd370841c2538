"""The lines by which what a case owes can be followed (应付、尚欠的依据): every part, every credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from duixian.contexts.cases.models import Credit, Obligation
from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import display
from duixian.law.rules.delay_interest import DelayInterest

NOT_DUE = "尚未到期合计"
FEE = "执行申请费"
# Each base has its own totals; of several bases only their sum is the case's.
_TOTALS = ("应付合计", "已付", "尚欠")


def of_claim(obligations: Sequence[Obligation], on: date) -> list[Step]:
    """What the titles order: principal, costs and fixed interest, item by item."""
    steps = []
    for each in obligations:
        later = each.due_on > on
        mark = f"{each.title.number}第{each.seq}项"
        words = f"{each.due_on} 才到期，现不计入" if later else f"履行期限 {each.due_on} 届满"
        for label, amount in (
            ("本金", each.principal),
            ("诉讼费、保全费", each.costs),
            ("已确定的利息、违约金", each.interest_fixed),
        ):
            if amount:
                name = f"尚未到期的{label}" if later else label
                steps.append(Step(f"{name}：{mark}", words, {}, display(amount)))
    return steps


def of_interest(findings: Sequence[Finding[DelayInterest]]) -> list[Step]:
    """How the interest of each base was reckoned, stretch by stretch."""
    return [step for each in findings for step in each.steps if step.label not in _TOTALS]


def of_total(total: int, parts: Mapping[str, int]) -> list[Step]:
    """Everything owed before payments, from its parts."""
    known = {name: display(amount) for name, amount in parts.items() if amount}
    return [Step("应付合计", " + ".join(known), known, display(total))]


def of_credits(credits: Sequence[Credit], surplus: int) -> list[Step]:
    """What was credited, line by line: what came in, the fee taken out of it, what was too much."""
    steps = []
    for each in credits:
        if each.amount >= 0:
            label, words = f"抵充：{each.source}", f"{each.on} 抵充债权"
        elif each.source == FEE:
            label, words = f"扣收{FEE}", "从到账款项中收取，不抵充债权"
        else:
            label, words = f"冲减：{each.source}", f"冲减 {each.on} 的抵充"
        steps.append(Step(label, words, {}, display(each.amount)))
    if surplus:
        steps.append(Step("多于应付的部分", "不抵充债权", {}, display(-surplus)))
    taken = sum(each.amount for each in credits) - surplus
    steps.append(Step("已抵充合计", "", {}, display(taken)))
    return steps
