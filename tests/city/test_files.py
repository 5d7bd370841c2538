"""Applications for enforcement: complete, consistent, in order, and mixed as in life."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from duixian.city.case_shapes import CaseFile, Interest
from duixian.city.courts import wuhu_courts
from duixian.city.files import make_case_files
from duixian.city.population import make_population
from duixian.city.shapes import Population
from duixian.city.staff import Staff, make_staff
from duixian.kernel.calendar import is_working_day
from duixian.kernel.identifiers import parse_docket_number
from duixian.kernel.money import display

PERIOD = (date(2016, 1, 1), date(2017, 12, 31))
COUNT = 1_500


@pytest.fixture(scope="module")
def city() -> Population:
    return make_population("small", seed=5)


@pytest.fixture(scope="module")
def staff() -> Staff:
    return make_staff("small", seed=5, on=PERIOD[0])


@pytest.fixture(scope="module")
def cases(city: Population, staff: Staff) -> list[CaseFile]:
    return make_case_files(city, wuhu_courts(), COUNT, 5, PERIOD, staff)


def test_the_same_seed_makes_the_same_cases(
    city: Population, staff: Staff, cases: list[CaseFile]
) -> None:
    assert make_case_files(city, wuhu_courts(), COUNT, 5, PERIOD, staff) == cases
    assert make_case_files(city, wuhu_courts(), COUNT, 6, PERIOD, staff) != cases


def test_as_many_as_asked_and_inside_the_period(cases: list[CaseFile]) -> None:
    assert len(cases) == COUNT
    assert all(PERIOD[0] <= case.received_on <= PERIOD[1] for case in cases)
    assert [case.received_on for case in cases] == sorted(case.received_on for case in cases)


def test_days_of_a_case_follow_each_other(cases: list[CaseFile]) -> None:
    for case in cases:
        title = case.title
        assert title.made_on < title.effective_on < title.performance_due < case.received_on
        assert case.received_on <= case.filed_on
        assert is_working_day(case.received_on)
        assert is_working_day(case.filed_on)
        for item in case.obligations:
            assert title.made_on < item.due <= title.performance_due


def test_what_is_claimed_is_the_sum_of_what_is_owed(cases: list[CaseFile]) -> None:
    for case in cases:
        assert case.claim_principal == sum(item.amount for item in case.obligations)
        assert case.claim_total == case.claim_principal + case.claim_interest
        accrued = [i.interest.until(case.received_on) for i in case.obligations if i.interest]
        assert case.claim_interest == sum(accrued)
        assert bool(case.claim_interest) == bool(accrued)


def test_interest_of_a_year_is_the_rate_and_of_no_day_is_nothing() -> None:
    interest = Interest(base=10_000_000, rate=60_000, since=date(2015, 3, 1))
    assert interest.until(date(2016, 2, 29)) == 600_000
    assert interest.until(date(2015, 3, 1)) == 0
    assert interest.until(date(2015, 2, 1)) == 0
    assert interest.until(date(2015, 3, 2)) == 1_644  # 1643.8… fen


def test_the_text_of_a_title_states_each_amount(cases: list[CaseFile]) -> None:
    for case in cases:
        for item in case.obligations:
            assert item.text in case.title.text
            assert (f"{display(item.amount)}元" in item.text) == (item.kind == "money")


def test_every_item_is_owed_by_debtors_of_the_case(cases: list[CaseFile]) -> None:
    for case in cases:
        named = {debtor.party for debtor in case.debtors}
        owing = {party for item in case.obligations for party in item.debtors}
        assert owing == named
        creditors = {creditor.party for creditor in case.creditors}
        assert not creditors & named
        assert len(named) == len(case.debtors)


def test_a_single_debtor_has_no_form_of_liability_and_joint_ones_say_so(
    cases: list[CaseFile],
) -> None:
    forms = Counter(debtor.liability for case in cases for debtor in case.debtors)
    assert {"joint", "several", "supplementary", None} == set(forms)
    for case in cases:
        if len(case.debtors) == 1:
            assert case.debtors[0].liability is None
        if any(debtor.liability == "joint" for debtor in case.debtors):
            assert {debtor.liability for debtor in case.debtors} == {"joint"}


def test_parties_are_described_as_the_population_has_them(
    city: Population, cases: list[CaseFile]
) -> None:
    for case in cases:
        for party in (*case.creditors, *case.debtors):
            known = city.parties[party.party]
            assert (party.name, party.identity_number) == (known.name, known.number)
            assert party.identity_number[:6] == "349900" or party.identity_number[2:8] == "349900"


def test_docket_numbers_run_without_a_gap_in_each_court_and_year(cases: list[CaseFile]) -> None:
    serials: dict[tuple[str, int], list[int]] = {}
    for case in cases:
        docket = parse_docket_number(case.docket_number)
        assert (docket.type_code, docket.court_code) == ("执", case.court_code)
        assert docket.canonical == case.docket_number
        serials.setdefault((case.court, docket.year), []).append(docket.serial)
    for numbers in serials.values():
        assert numbers == list(range(1, len(numbers) + 1))


def test_numbers_of_titles_are_unique_and_follow_the_rule_of_their_year(
    cases: list[CaseFile],
) -> None:
    numbers = [case.title.number for case in cases]
    assert len(set(numbers)) == len(numbers)
    judgments = [case for case in cases if case.title.kind in ("民事判决书", "民事调解书")]
    styles = Counter("民初" in case.title.number for case in judgments)
    assert min(styles[True], styles[False]) > 100


def test_the_mix_of_causes_is_a_citys(cases: list[CaseFile]) -> None:
    causes = Counter(case.cause for case in cases)
    assert causes.most_common(1)[0][0] == "民间借贷纠纷"
    assert len(causes) >= 15
    livelihood = sum("livelihood" in case.flags for case in cases) / COUNT
    assert 0.15 <= livelihood <= 0.40
    assert any("public_body_debtor" in case.flags for case in cases)
    assert {case.subject for case in cases} == {"money", "act", "thing"}


def test_claims_have_a_heavy_tail(cases: list[CaseFile]) -> None:
    claims = sorted(case.claim_total for case in cases if case.subject == "money")
    assert claims[0] > 0
    assert 1_000_000 < claims[len(claims) // 2] < 10_000_000
    assert sum(claims[-len(claims) // 20 :]) > sum(claims) / 4


def test_a_series_is_one_debtor_of_many_creditors_or_one_creditor_of_many_debtors(
    cases: list[CaseFile],
) -> None:
    series: dict[str, list[CaseFile]] = {}
    for case in cases:
        assert bool(case.series) == ("series" in case.flags)
        if case.series:
            series.setdefault(case.series, []).append(case)
    assert 0.02 <= sum(map(len, series.values())) / COUNT <= 0.35
    for members in series.values():
        sides = (
            len({case.debtors[0].party for case in members}),
            len({case.creditors[0].party for case in members}),
        )
        assert 1 in sides
        assert max(sides) == len(members)
        assert len({case.court for case in members}) == 1


def test_preserved_property_is_a_debtors_and_never_above_the_claim(
    city: Population, cases: list[CaseFile]
) -> None:
    preserved = [case for case in cases if case.preservation]
    assert 0.03 <= len(preserved) / COUNT <= 0.25
    for case in preserved:
        assert case.preservation is not None
        rows = getattr(city, case.preservation.asset_kind)
        (asset,) = (row for row in rows if row.id == case.preservation.asset)
        assert asset.owner in {debtor.party for debtor in case.debtors}
        assert 0 < case.preservation.amount <= case.claim_total
        assert case.preservation.since < case.title.made_on < case.preservation.until


def test_true_leads_point_to_property_and_hearsay_to_none(
    city: Population, cases: list[CaseFile]
) -> None:
    leads = [lead for case in cases for lead in case.leads]
    assert any(lead.asset is None for lead in leads)
    for lead in leads:
        if lead.asset is not None:
            assert lead.asset in {thing.id for thing in city.holdings[lead.debtor]}


def test_each_case_has_an_officer_of_its_court_in_even_turns(
    staff: Staff, cases: list[CaseFile]
) -> None:
    of_court = {official.user: official.court for official in staff.officials}
    turns: dict[str, Counter[str]] = {}
    for case in cases:
        assert of_court[case.officer] == case.court
        turns.setdefault(case.court, Counter())[case.officer] += 1
    for loads in turns.values():
        assert max(loads.values()) - min(loads.values()) <= 1


def test_after_the_merger_no_case_goes_to_the_abolished_court(city: Population) -> None:
    period = (date(2022, 1, 1), date(2022, 12, 31))
    later = make_case_files(city, wuhu_courts(), 400, 5, period)
    assert "sanshan" not in {case.court for case in later}
    assert {case.court_code for case in later if case.court == "yijiang"} == {"皖0209"}
