"""What must hold of default, exemption, inquiries and relief, whatever the amounts are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duixian.kernel.clock import CHINA
from duixian.kernel.money import Fen
from duixian.law.rules.bidding import bidding_end
from duixian.law.rules.exempt import ExemptFacts, exempt
from duixian.law.rules.network_price import NetworkReport, network_fee, network_price
from duixian.law.rules.relief import ReliefFacts, relief
from duixian.law.rules.resale_shortfall import resale_shortfall
from duixian.law.rules.reserve_price import Procedure, reserve_price

ON = date(2019, 5, 17)
amounts = st.integers(0, 10**9).map(Fen)
prices = st.integers(1, 10**9).map(Fen)
procedures = st.sampled_from(["online", "traditional"])


@given(procedures, prices, amounts, amounts, amounts, st.booleans())
def test_a_deposit_is_used_up_or_given_back_to_the_fen(
    procedure: Procedure, old: Fen, new: Fen, costs: Fen, deposit: Fen, gain: bool
) -> None:
    found = resale_shortfall(
        procedure=procedure,
        old_price=old,
        resale_price=new,
        costs=costs,
        deposit=deposit,
        on=ON,
        gain_covers_costs=gain,
    ).value
    use = found.use
    assert use.costs + use.gap + use.debt + found.deposit_returned == deposit
    assert min(use.costs, use.gap, use.debt, found.deposit_returned, found.top_up) >= 0
    assert not (found.top_up and found.deposit_returned)
    loss = max(0, found.gap + costs - (max(0, new - old) if gain else 0))
    if procedure == "traditional":
        assert found.top_up - found.deposit_returned == loss - deposit
        assert use.debt == 0
    else:
        assert found.deposit_returned == 0


@given(prices, prices)
def test_two_failed_rounds_online_leave_at_least_56_percent(appraised: Fen, more: Fen) -> None:
    first = reserve_price(procedure="online", round=1, appraised=appraised, on=ON).value
    second = reserve_price(
        procedure="online",
        round=2,
        appraised=appraised,
        previous_start=first.lowest_start,
        on=ON,
    ).value
    assert second.lowest_start * 100 >= appraised * 56
    assert first.lowest_start * 100 - appraised * 70 in range(100), "not a fen too high"
    higher = reserve_price(procedure="online", round=1, appraised=Fen(appraised + more), on=ON)
    assert higher.value.lowest_start >= first.lowest_start


@given(amounts, prices, st.integers(0, 9), st.integers(1, 24), amounts)
def test_what_he_keeps_and_what_is_taken_make_up_what_he_has(
    has: Fen, standard: Fen, dependants: int, months: int, more: Fen
) -> None:
    facts = ExemptFacts(
        amount=has,
        minimum_standard=standard,
        standard_from=ON,
        dependants=dependants,
        months=months,
        more_needed=more,
    )
    kept = exempt(object="living_costs", facts=facts, on=ON).value.kept
    assert kept is not None
    assert 0 <= kept <= has
    assert kept == has or kept == standard * (1 + dependants) * months + more


@given(st.lists(prices, min_size=1, max_size=6))
def test_a_mean_lies_between_the_least_and_the_most(results: list[Fen]) -> None:
    reports = [
        NetworkReport(f"平台{number}", date(2019, 3, 1), date(2019, 3, 4), price)
        for number, price in enumerate(results)
    ]
    price = network_price(reports=reports, on=ON).value.price
    assert price is not None
    assert min(results) <= price <= max(results)
    assert abs(price * len(results) - sum(results)) * 2 <= len(results)


@given(st.dictionaries(st.text(min_size=1, max_size=3), prices, min_size=1), prices, amounts)
def test_a_fee_is_shared_to_the_fen_by_the_nearest(
    results: dict[str, Fen], sold_for: Fen, fee: Fen
) -> None:
    found = network_fee(prices=results, sold_for=sold_for, fee=fee, on=ON).value
    assert sum(found.values()) == fee
    nearest = min(abs(price - sold_for) for price in results.values())
    assert {abs(results[name] - sold_for) for name in found} == {nearest}


@given(prices, amounts, amounts, st.booleans(), st.booleans())
def test_relief_never_exceeds_what_is_owed(
    wage: Fen, unperformed: Fen, advanced: Fen, exceptional: bool, advance: bool
) -> None:
    facts = ReliefFacts(
        monthly_wage=wage,
        unperformed=unperformed,
        advanced=advanced,
        exceptional=exceptional,
        advance=advance,
    )
    highest = relief(facts=facts, on=ON).value.highest
    assert 0 <= highest <= unperformed
    if not exceptional or advance:
        assert highest <= 36 * wage


@given(st.lists(st.integers(0, 26 * 3600), max_size=30))
def test_bidding_ends_only_when_nobody_has_bid_for_five_minutes(seconds: list[int]) -> None:
    starts = datetime(2019, 5, 17, 10, tzinfo=CHINA)
    bids = [starts + timedelta(seconds=each) for each in seconds]
    found = bidding_end(starts_at=starts, bids=bids).value
    assert found.ends_at >= starts + timedelta(hours=24)
    counted = [each for each in bids if each < found.ends_at]
    assert len(bids) - len(counted) == found.too_late
    quiet = found.ends_at - timedelta(minutes=5)
    assert all(each <= quiet for each in counted) or not found.extensions
    assert not found.extensions or max(counted) == quiet
