"""Crediting money on the claim (抵充), inside the acts that receive or give back money."""

from __future__ import annotations

from datetime import date

from duixian.contexts.cases.models import Case, Credit
from duixian.contexts.cases.owed import owed


def credit_claim(case: Case, on: date, amount: int, source: str) -> None:
    """Credit (or, negative, take back) money on the claim and bring the case's sums up to date."""
    Credit.objects.create(court_id=case.court_id, case=case, on=on, amount=amount, source=source)
    value = owed(case.pk, max(on, case.owed_on)).value
    case.collected_amount = max(0, case.collected_amount + amount)
    case.owed_amount = value.outstanding
    case.owed_on = value.until
    case.save(update_fields=["collected_amount", "owed_amount", "owed_on"])
