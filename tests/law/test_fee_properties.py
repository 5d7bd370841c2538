"""What must hold of the fees whatever the amounts are."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duixian.kernel.money import Fen, fen
from duixian.law import enforcement_fee
from duixian.law.rules.fee import FeeKind

amounts = st.integers(0, 10**13).map(Fen)
ON = date(2017, 5, 17)


def _fee(amount: int, kind: FeeKind = "execution") -> int:
    return enforcement_fee(amount=Fen(amount), on=ON, kind=kind).value.amount


@given(amounts, amounts, st.sampled_from(["execution", "preservation"]))
def test_more_money_never_costs_less_fee(one: Fen, other: Fen, kind: FeeKind) -> None:
    low, high = sorted((one, other))
    assert _fee(low, kind) <= _fee(high, kind)


@given(st.integers(1_000_000, 10**13).map(Fen))
def test_the_quick_forms_of_the_courts_agree(amount: Fen) -> None:
    quick = min(
        (amount * 150 - fen("100.00") * 10**4),
        (amount * 100 + fen("2400.00") * 10**4),
        (amount * 50 + fen("27400.00") * 10**4),
        (amount * 10 + fen("67400.00") * 10**4),
    )
    assert _fee(amount) == (quick * 2 + 10**4) // (2 * 10**4)


@given(amounts, amounts)
def test_the_fee_on_a_later_sum_completes_the_fee_on_both(first: Fen, later: Fen) -> None:
    further = enforcement_fee(amount=later, already_executed=first, on=ON).value.amount
    before = _fee(first) if first else 0
    assert before + further == _fee(first + later)
