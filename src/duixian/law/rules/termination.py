"""May the current enforcement proceedings be terminated (终结本次执行程序, 终本) on a day?

Every condition is answered on its own, with why, the evidence and the cure. From 2016-12-01 by
the rules on termination; before, by the opinion on filing and closing and, from 2015-02-04, the
interpretation of the Civil Procedure Law.
"""

from __future__ import annotations

from duixian.kernel.findings import Finding, Step
from duixian.law.rules.termination_2015 import conditions_of_2015, questions_of_2015
from duixian.law.rules.termination_conditions import conditions_of_2016, questions_of_2016
from duixian.law.rules.termination_facts import (
    Condition,
    DebtorFacts,
    TerminationCheck,
    TerminationFacts,
    rules_start,
)
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule

__all__ = [
    "Condition",
    "DebtorFacts",
    "TerminationCheck",
    "TerminationFacts",
    "termination_check",
]


def _standard(facts: TerminationFacts) -> tuple[str, tuple[Condition, ...], tuple[str, ...]]:
    """The standard of the day, its conditions answered, and what it leaves open."""
    if facts.on >= rules_start():
        return "2016", tuple(conditions_of_2016(facts)), questions_of_2016(facts)
    return "2015", tuple(conditions_of_2015(facts)), questions_of_2015(facts)


@rule
def termination_check(facts: TerminationFacts) -> Finding[TerminationCheck]:
    """Check every condition for terminating the current proceedings on `facts.on`.

    Refuses with `law.provision_not_in_force` for days before 2015-01-01, when only policy
    documents governed.
    """
    opinion = citations("termination-situations", on=facts.on)  # refuses before 2015
    standard, conditions, questions = _standard(facts)
    keys = {key: None for condition in conditions for key in condition.provisions}
    if standard != "2015":
        keys.pop("termination-situations", None)
        opinion = ()
    known = [key for key in keys if provisions()[key].on(facts.on)]
    cited = {each.key: each for each in (*opinion, *citations(*known, on=facts.on))}
    shown = tuple(
        Condition(
            each.key,
            each.title,
            each.met,
            each.why,
            each.evidence,
            each.cure,
            tuple(key for key in each.provisions if key in cited),
        )
        for each in conditions
    )
    steps = tuple(
        Step(
            each.title,
            "",
            {"证据": each.evidence} if each.evidence else {},
            ("具备：" if each.met else "不具备：") + each.why,
            each.provisions,
        )
        for each in shown
    )
    value = TerminationCheck(all(each.met for each in shown), shown, standard)
    return Finding(value, steps, tuple(cited.values()), questions)
