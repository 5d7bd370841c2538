"""Several creditors, one pot (多名债权人的分配): who may be paid how much, and by which steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duixian.contexts.cases.models import CaseParty
from duixian.contexts.distribution import queries
from duixian.contexts.distribution.models import Plan, PlanClaim
from duixian.kernel.findings import Finding
from duixian.kernel.money import Fen
from duixian.law.rules.distribution import Claim, Distribution, distribution

CLAIM = "claim"


def kind_of(debtors: list[CaseParty]) -> Plan.DebtorKind:
    """Companies are shared out by the order of measures, all others in proportion."""
    firms = bool(debtors) and all(each.party.kind == "firm" for each in debtors)
    return Plan.DebtorKind.COMPANY if firms else Plan.DebtorKind.PERSON


def scheme(plan: Plan, money: int, fee: int, on: date) -> Finding[Distribution]:
    """The split of all that came for the creditors so far, the fee of enforcement before it.

    money: fen for the creditors, paid already or payable now; fee: fen still due.
    """
    claims = [
        Claim(
            id=_name(each),
            principal=Fen(each.principal),
            ordinary=Fen(each.ordinary),
            doubled=Fen(each.doubled),
            rank=each.rank,  # type: ignore[arg-type]  # the column holds the law floor's words
            charge_on_object=each.charge_on_object,
            charge_order=each.charge_order,
            measure_order=each.measure_order,
            wages=each.wages,
        )
        for each in _claims(plan)
    ]
    return distribution(
        proceeds=Fen(money + fee),
        costs=Fen(fee),
        debtor="company" if plan.debtor_kind == Plan.DebtorKind.COMPANY else "person",
        claims=claims,
        on=on,
    )


def still_due(plan: Plan, found: Finding[Distribution]) -> Mapping[int, Fen]:
    """By creditor (appearance in the case): his share less what he was paid, in fen."""
    shares = {each.id: each.amount for each in found.value.paid}
    return {
        each.creditor_id: Fen(
            max(0, shares[_name(each)] - queries.ordered_or_paid_to(each.creditor_id, CLAIM))
        )
        for each in _claims(plan)
    }


def _claims(plan: Plan) -> list[PlanClaim]:
    return sorted(plan.claims.all(), key=lambda each: each.creditor.seq)


def _name(claim: PlanClaim) -> str:
    return f"{claim.creditor.seq}. {claim.creditor.party.name}"
