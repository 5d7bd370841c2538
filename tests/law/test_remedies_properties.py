"""What must hold of remedies, security, terms and indicators whatever the days and sums are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duixian.kernel.calendar import is_working_day
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.kernel.periods import Interval
from duixian.law import (
    GROUND_TITLES,
    INDICATORS,
    REMEDIES,
    SIGNINGS,
    DebtorListingFacts,
    ListingGround,
    PreservationFacts,
    SanctionFacts,
    dishonest_listing,
    indicator_reading,
    preservation,
    remedies_on,
    remedy_period,
    sanction_limit,
)
from duixian.law.texts import parameters, provisions

days = st.dates(date(2016, 12, 1), date(2026, 6, 30))
amounts = st.integers(1, 10**13).map(Fen)
TODAY = date(2026, 3, 2)
KNOWN = 2027  # the last year whose holidays are in the data


@pytest.mark.parametrize("key", sorted(REMEDIES))
def test_every_remedy_names_texts_and_numbers_the_law_holds(key: str) -> None:
    way = REMEDIES[key]
    assert {way.provision, *way.provisions} <= set(provisions())
    clocks = [clock for clock in (way.filing, way.decision) if clock is not None]
    named = {name for clock in clocks for name in (clock.parameter, clock.extension) if name}
    assert named <= set(parameters())
    assert way.filing is not None or way.until
    assert way.title_en.isascii()


@pytest.mark.parametrize("key", sorted(REMEDIES))
def test_every_remedy_of_today_answers_and_ends_on_a_working_day(key: str) -> None:
    assert REMEDIES[key] in remedies_on(TODAY)
    found = remedy_period(remedy=key, event_on=TODAY, filed_on=TODAY).value
    for day in (found.file_by, found.decide_by, found.decide_by_extended):
        assert day is None or day > TODAY
        assert day is None or day.year > KNOWN or is_working_day(day)
    assert any((found.file_by, found.file_from, found.remedy.until))


def test_every_ground_of_the_list_has_its_words() -> None:
    assert set(GROUND_TITLES) == set(get_args(ListingGround))


def test_every_act_that_is_signed_names_texts_and_numbers_the_law_holds() -> None:
    for row in SIGNINGS.values():
        assert {row.provision, *row.provisions} <= set(provisions())
        assert not row.officers or row.officers in parameters()
    targets = {row.target for row in INDICATORS.values() if row.target}
    assert targets <= set(parameters())


@given(days, st.sampled_from(["objection-review", "sanction-review", "award-refusal"]))
def test_a_later_event_never_ends_a_period_earlier(day: date, key: str) -> None:
    day = max(day, date(2018, 3, 1))
    first = remedy_period(remedy=key, event_on=day).value.file_by
    second = remedy_period(remedy=key, event_on=day + timedelta(days=1)).value.file_by
    assert first is not None and second is not None
    assert day < first <= second


@given(days, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=4))
def test_excluded_days_put_a_wait_off_by_no_more_than_their_number(
    day: date, spans: list[tuple[int, int]]
) -> None:
    excluded = [
        Interval(day + timedelta(days=start), day + timedelta(days=start + length))
        for start, length in spans
    ]
    plain = remedy_period(remedy="inaction", event_on=day).value.file_from
    put_off = remedy_period(remedy="inaction", event_on=day, excluded=excluded).value.file_from
    assert plain is not None and put_off is not None
    assert timedelta(0) <= put_off - plain <= timedelta(days=sum(each for _, each in spans))
    counted = {
        each.start + timedelta(days=number)
        for each in excluded
        for number in range((each.end - each.start).days)
    }
    waited = (put_off - day).days
    inside = sum(1 for each in counted if day <= each < put_off - timedelta(days=1))
    assert waited - inside == (plain - day).days


@given(amounts, amounts)
def test_security_grows_with_the_sum_and_stays_within_the_share(one: Fen, other: Fen) -> None:
    low, high = sorted((one, other))
    caps = []
    for amount in (low, high):
        facts = PreservationFacts("in_suit", date(2018, 3, 1), amount)
        found = preservation(facts).value.security_highest
        assert found is not None
        assert abs(Fraction(found) - Fraction(int(amount) * 30, 100)) <= Fraction(1, 2)
        caps.append(found)
    assert caps[0] <= caps[1]


@given(st.dates(date(2017, 5, 1), date(2021, 12, 31)), st.integers(0, 3))
def test_a_listing_lasts_whole_years_and_ends_before_it_is_removed(day: date, more: int) -> None:
    facts = DebtorListingFacts(day, grounds=("obstructs",), serious=True, extension_years=more)
    found = dishonest_listing(facts).value
    assert found.term_ends is not None and found.remove_by is not None
    assert found.term_ends.year == day.year + 2 + more
    assert found.term_ends.month == day.month
    assert found.term_ends < found.remove_by


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_what_is_short_of_a_target_reaches_it_and_one_less_does_not(done: int, whole: int) -> None:
    done = min(done, whole)
    key = "petitions_closed"
    found = indicator_reading(indicator=key, numerator=done, denominator=whole, on=TODAY).value
    assert found.short_by is not None
    reached = done + found.short_by
    assert reached * 100 >= whole * 90
    assert found.met == (done * 100 >= whole * 90)
    assert not found.short_by or (reached - 1) * 100 < whole * 90


@given(st.integers(1, 2 * 10**8).map(Fen), st.sampled_from(["person", "unit"]), days)
def test_a_fine_is_allowed_exactly_within_its_limits(amount: Fen, whom: str, day: date) -> None:
    found = sanction_limit(SanctionFacts("fine", whom, day, amount=amount)).value  # type: ignore[arg-type]
    assert found.allowed == (found.lowest <= amount <= found.highest)


@given(st.dates(date(1991, 4, 9), date(2026, 6, 30)))
def test_the_limits_of_fines_only_ever_rose(day: date) -> None:
    later = date(2026, 6, 30)
    now = sanction_limit(SanctionFacts("fine", "unit", later)).value
    then = sanction_limit(SanctionFacts("fine", "unit", day)).value
    assert then.lowest <= now.lowest and then.highest <= now.highest
    assert then.lowest < then.highest


def test_a_remedy_is_refused_the_day_before_its_text_begins() -> None:
    for way in REMEDIES.values():
        begins = provisions()[way.provision].versions[0][0].in_force_from
        before = begins - timedelta(days=1)
        with pytest.raises(Refusal) as refused:
            remedy_period(remedy=way.key, event_on=before)
        assert refused.value.code.startswith("law.")


def test_a_period_past_the_holiday_notices_says_that_it_is_not_rolled() -> None:
    found = remedy_period(remedy="application", event_on=date(2026, 4, 1))
    assert found.value.file_by == date(2028, 4, 1)
    assert found.open_questions == ("没有2028年的节假日安排，届满日未作顺延。",)
