"""Pure decisions of the cases room: sums, scopes of numbers, whom a case goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from duixian.kernel.money import Fen


class HasAmounts(Protocol):
    principal: int
    interest_fixed: int
    costs: int


def claim_of(obligations: Iterable[HasAmounts]) -> Fen:
    """The claim amount (申请执行标的额): principal, fixed interest and costs of all items."""
    return Fen(sum(each.principal + each.interest_fixed + each.costs for each in obligations))


def docket_scope(court_id: int, type_code: str, year: int) -> str:
    """Serials run separately per court, type and year of receipt."""
    return f"docket:{court_id}:{type_code}:{year}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who might get the case, with the present load."""

    person_id: int
    name: str
    open_cases: int
    same_debtor: int = 0
    same_series: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The officer chosen and why, line by line (分案理由)."""

    person_id: int
    name: str
    reasons: tuple[str, ...]


def choose_officer(candidates: Sequence[Candidate]) -> Choice:
    """Series and same-debtor cases stay in one hand; otherwise the lightest load; ties by id.

    Raises ValueError when there is nobody to choose from.
    """
    if not candidates:
        raise ValueError("no officer to choose from")
    by_series = [each for each in candidates if each.same_series]
    if by_series:
        best = max(by_series, key=lambda each: (each.same_series, -each.person_id))
        return Choice(
            best.person_id, best.name, (f"同系列案件 {best.same_series} 件在{best.name}处",)
        )
    by_debtor = [each for each in candidates if each.same_debtor]
    if by_debtor:
        best = max(by_debtor, key=lambda each: (each.same_debtor, -each.person_id))
        return Choice(
            best.person_id,
            best.name,
            (f"同一被执行人的在办案件 {best.same_debtor} 件在{best.name}处",),
        )
    best = min(candidates, key=lambda each: (each.open_cases, each.person_id))
    least = f"{best.name}在办 {best.open_cases} 件，为{len(candidates)}名承办人中最少"
    return Choice(best.person_id, best.name, (least,))
