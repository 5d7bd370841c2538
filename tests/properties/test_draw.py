"""The draw of the appraiser gives every agency the same chance."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.contexts.disposal.engine import draw_order, seed_of

CODES = st.lists(st.text("0123456789ABCDEF", min_size=18, max_size=18), min_size=1, unique=True)


@given(codes=CODES, commitment=st.binary(min_size=32, max_size=32), asset=st.integers(1, 10**9))
@settings(max_examples=100)
def test_everyone_is_drawn_once_and_the_order_is_the_same_again(
    codes: list[str], commitment: bytes, asset: int
) -> None:
    seed = seed_of("(2018)皖0202执1号", asset, commitment.hex())
    order = draw_order(seed, codes)
    assert sorted(order) == sorted(codes)
    assert order == draw_order(seed, sorted(codes, reverse=True))


def test_each_of_five_comes_first_and_last_about_equally_often() -> None:
    codes = [f"9134990000000000{serial}X" for serial in range(5)]
    draws = 10_000
    orders = [
        draw_order(seed_of("(2018)皖0202执1号", 1, sha256(str(each).encode()).hexdigest()), codes)
        for each in range(draws)
    ]
    for place in (0, 4):
        often = Counter(order[place] for order in orders)
        # chi-squared with four degrees of freedom: above 23.5 in one run of ten thousand
        expected = draws / len(codes)
        assert sum((often[code] - expected) ** 2 / expected for code in codes) < 23.5, often
