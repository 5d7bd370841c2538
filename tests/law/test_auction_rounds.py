"""Rounds and deposits by the law of the day (拍卖次数、保证金)."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.kernel.money import fen
from duixian.law.rules.auction_rounds import deposit_bounds, next_round, procedure_on
from duixian.law.rules.reserve_price import AuctionObject, Procedure, Round

ONLINE, HOUSE_DAYS = date(2018, 10, 30), date(2016, 11, 15)


def test_auctions_are_online_from_the_first_day_of_2017() -> None:
    assert procedure_on(date(2016, 12, 31)) == "traditional"
    assert procedure_on(date(2017, 1, 1)) == "online"


@pytest.mark.parametrize(
    ("procedure", "object_", "rounds"),
    [
        ("online", "movable", [1, 2, "sale", None]),
        ("online", "other", [1, 2, "sale", None]),
        ("traditional", "other", [1, 2, 3, "sale", None]),
        ("traditional", "movable", [1, 2, None]),
    ],
)
def test_rounds_follow_each_other_until_the_law_stops(
    procedure: Procedure, object_: AuctionObject, rounds: list[Round | None]
) -> None:
    on = ONLINE if procedure == "online" else HOUSE_DAYS
    unsold: list[Round] = []
    for expected in rounds:
        found = next_round(procedure=procedure, object=object_, unsold=unsold, on=on)
        assert found.value == expected
        assert found.provisions, "every step has its provision"
        if expected is not None:
            unsold.append(expected)


def test_two_rounds_by_auction_house_are_followed_by_sale_once_auctions_are_online() -> None:
    found = next_round(procedure="online", object="other", unsold=[1, 2], on=ONLINE)
    assert found.value == "sale"


def test_a_deposit_is_five_to_twenty_percent_of_the_price_really_set() -> None:
    bounds = deposit_bounds(
        procedure="online",
        round=1,
        starting_price=fen("800000.01"),
        appraised=fen("1000000.00"),
        on=ONLINE,
    ).value
    assert (bounds.lowest, bounds.highest) == (fen("40000.01"), fen("160000.00"))


def test_in_a_sale_the_whole_price_is_paid_in_first() -> None:
    bounds = deposit_bounds(
        procedure="online", round="sale", starting_price=fen("5.60"), appraised=fen("9"), on=ONLINE
    ).value
    assert bounds.lowest == bounds.highest == fen("5.60")


def test_an_auction_house_takes_five_percent_of_the_appraisal_and_knows_no_most() -> None:
    bounds = deposit_bounds(
        procedure="traditional",
        round=2,
        starting_price=fen("800000.00"),
        appraised=fen("1000000.00"),
        on=HOUSE_DAYS,
    ).value
    assert (bounds.lowest, bounds.highest) == (fen("50000.00"), None)
