"""What the preview lets in, filing accepts: a clean preview must not turn into refusals later."""

from __future__ import annotations

import io
from typing import Any

from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases.facts import CreditorFacts, DebtorFacts, ObligationFacts, TitleFacts
from duixian.contexts.cases.spreadsheet import CaseRow, Party, read_spreadsheet
from tests.contexts.cases.spreadsheet.conftest import ON


def party_facts(party: Party) -> dict[str, Any]:
    return {
        "kind": party.kind.value,
        "name": party.name,
        "identity_kind": party.identity_kind.value if party.identity_kind else "",
        "identity_number": party.identity_number,
        "address": party.address,
        "phone": party.phone,
        "legal_representative": party.legal_representative,
    }


def title_facts(case: CaseRow) -> TitleFacts:
    return TitleFacts(
        kind=case.title.kind,
        number=case.title.number,
        issuer=case.title.court,
        effective_on=case.title.effective_on,
        performance_due_on=case.performance_due,
        obligations=(
            ObligationFacts(principal=case.claim_principal, interest_fixed=case.claim_interest),
        ),
    )


def test_the_facts_of_every_case_let_in_are_facts_of_filing() -> None:
    out = io.BytesIO()
    make_spreadsheet(out, cases=300, seed=11, dirty=0.6, on=ON)

    preview = read_spreadsheet(out.getvalue(), "清单.xlsx", on=ON)

    assert len(preview.rows) > 150
    for case in preview.rows:
        title = title_facts(case)
        debtors = [
            DebtorFacts(**party_facts(one), liability=one.liability or "sole", share=one.share)
            for one in case.debtors
        ]
        creditors = [CreditorFacts(**party_facts(one), agent=one.agent) for one in case.creditors]
        assert case.cause and case.filed_on and creditors
        assert title.effective_on <= case.filed_on and title.performance_due_on < case.filed_on
        assert len(debtors) == 1 or any(one.liability != "sole" for one in debtors)
