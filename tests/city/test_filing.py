"""What the city tells the filing hall is what the act of filing reads."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.city.case_shapes import CaseFile
from duixian.city.courts import wuhu_courts
from duixian.city.files import make_case_files
from duixian.city.filing import FILE_CASE, debtor_shares, filing_facts
from duixian.city.population import make_population
from duixian.contexts.cases.acts_filing import FLAGS, FileCase
from duixian.contexts.cases.engine import claim_of
from duixian.contexts.record.acts import read_facts
from duixian.law.rules.docket_number import court_codes, docket_number


@pytest.fixture(scope="module")
def cases() -> list[CaseFile]:
    period = (date(2016, 1, 1), date(2017, 12, 31))
    return make_case_files(make_population("small", 9), wuhu_courts(), 400, 9, period)


def test_every_application_is_well_formed_for_the_act(cases: list[CaseFile]) -> None:
    assert FileCase.code == FILE_CASE
    for case in cases:
        act = read_facts(FileCase, filing_facts(case))
        assert isinstance(act, FileCase)
        items = [item for title in act.titles for item in title.obligations]
        assert claim_of(items) == case.claim_principal
        assert set(act.flags) <= set(FLAGS)
        assert len(act.debtors) == len(case.debtors)


def test_rates_are_told_in_percent(cases: list[CaseFile]) -> None:
    told = {
        (item.interest.rate, facts["interest"]["annual_rate"])
        for case in cases
        for item, facts in zip(
            case.obligations, filing_facts(case)["titles"][0]["obligations"], strict=True
        )
        if item.interest
    }
    assert {(60_000, "6"), (43_500, "4.35"), (120_000, "12")} <= told


def test_shares_of_several_debtors_make_the_claim(cases: list[CaseFile]) -> None:
    several = [case for case in cases if case.debtors[0].liability == "several"]
    assert several
    for case in several:
        shares = debtor_shares(case)
        assert all(shares.values())
        assert sum(shares.values()) == case.claim_principal


def test_a_case_keeps_its_number_only_when_asked(cases: list[CaseFile]) -> None:
    assert "docket_number" not in filing_facts(cases[0])
    kept = filing_facts(cases[0], with_docket_number=True)
    assert kept["docket_number"] == cases[0].docket_number


def test_courts_and_codes_are_those_the_law_floor_knows(cases: list[CaseFile]) -> None:
    known = {(row.code, row.name) for row in court_codes()}
    for court in wuhu_courts():
        # A court that was renamed kept its old code for some months after its new name.
        assert (court.codes[0].text, court.names[0].text) in known
        assert (court.codes[-1].text, court.names[-1].text) in known
    for case in cases:
        assert docket_number(text=case.docket_number).value.court_name == case.court_name
