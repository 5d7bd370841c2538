"""What is owed after a termination (终本后): inquiries, the public library, the dishonest list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Step
from duixian.kernel.periods import Kind, Period, Unit, add_months, due_on
from duixian.law.texts import citations, parameter, parameters
from duixian.law.versions import rule

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class QueryAfter:
    """One network inquiry made after the termination, and whether it found anything."""

    on: date
    found: bool = False


@dataclass(frozen=True, slots=True)
class AfterTermination:
    """What falls due after a termination, as of a day.

    queries: the day each six-monthly inquiry falls due, for five years; next_query: the first not
    yet made, None when all are or the years are over; overdue: those due and not made; library_by:
    the day by which the case must be in the library; delete_listing_by: the day by which the
    entry in the dishonest list must be deleted, None while it need not be.
    """

    queries: tuple[date, ...]
    next_query: date | None
    overdue: int
    library_by: date
    delete_listing_by: date | None


@rule
def after_termination(
    *,
    served_on: date,
    on: date,
    queries_made: Sequence[QueryAfter] = (),
    valid_lead: bool = False,
    fixed_listing_term: bool = False,
) -> Finding[AfterTermination]:
    """What falls due after a termination served on the creditor on a day.

    Each inquiry meets one due date, in order. Two or more that found nothing, and no valid lead
    from anybody, take the debtor off the dishonest list, unless listed for a fixed term. Refuses
    before 2016-12-01 with `law.parameter_not_known_on_day`.
    """
    every = parameter("post-termination-query-interval", on=served_on)
    years = parameter("post-termination-query-years", on=served_on)
    rounds = years.length * _MONTHS_A_YEAR // every.length
    dues = tuple(
        due_on(served_on, Period(every.length * each, Unit(every.unit)), Kind.PROCEDURAL).due
        for each in range(1, rounds + 1)
    )
    end = add_months(served_on, years.length * _MONTHS_A_YEAR)
    made = [each for each in sorted(queries_made, key=lambda one: one.on) if each.on <= on]
    left = dues[len(made) :]
    overdue = sum(due < on for due in left)
    library = parameter("termination-library-term", on=served_on)
    library_by = due_on(served_on, Period(library.length, Unit(library.unit)), Kind.PROCEDURAL).due
    delete_by, why = _deletion(made, valid_lead, fixed_listing_term)
    keys = ["post-termination-query", "termination-library"]
    steps = [
        Step(
            f"{years.length}年内每{every.length}个月网络查询一次",
            f"共{rounds}次，至 {end}",
            {"送达": served_on.isoformat(), "已查": str(len(made))},
            left[0].isoformat() if left else "查询完毕",
            ("post-termination-query",),
        ),
        Step("录入终本案件信息库", "", {}, library_by.isoformat(), ("termination-library",)),
        Step(
            "失信信息是否应当删除",
            why,
            {},
            delete_by.isoformat() if delete_by else "不删除",
            ("dishonest-removal",) if delete_by else (),
        ),
    ]
    cited = citations(*keys, on=served_on)
    if delete_by:
        cited += citations("dishonest-removal", on=delete_by)
    value = AfterTermination(dues, left[0] if left else None, overdue, library_by, delete_by)
    return Finding(value, tuple(steps), cited)


def _deletion(made: Sequence[QueryAfter], lead: bool, fixed: bool) -> tuple[date | None, str]:
    """The day by which the listing must go, and why or why not."""
    if any(each.found for each in made) or lead:
        return None, "查到财产或者有人提供有效线索"
    if fixed:
        return None, "有固定的纳入期限，期满删除"
    if not made or not parameters()["deletion-empty-queries"].on(made[-1].on):
        return None, "没有达到次数"
    needed = parameter("deletion-empty-queries", on=made[-1].on).length
    if len(made) < needed:
        return None, f"查询 {len(made)} 次，应当满{needed}次"
    ready = max(
        made[needed - 1].on, parameters()["deletion-empty-queries"].entries[0].in_force_from
    )
    term = parameter("dishonest-removal-term", on=ready)
    return (
        due_on(ready, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due,
        f"终本后{needed}次查询没有发现财产，也没有人提供有效线索",
    )
