"""What must hold of every distribution, whatever the claims are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from duixian.kernel.money import Fen
from duixian.law.rules.distribution import Claim, Distribution, Terms, distribution
from duixian.law.rules.distribution_order import DebtorKind, Nature, layers, pro_rata

ON = date(2019, 5, 17)

amounts = st.integers(0, 3000).map(Fen)
natures = st.sampled_from(["civil"] * 6 + ["tax", "medical", "restitution", "fine", "confiscation"])
debtors = st.sampled_from(["person", "company"])
terms = st.builds(
    Terms,
    participation=st.booleans(),
    closed_without_liquidation=st.booleans(),
    doubled=st.sampled_from(["last", "with_debt"]),
    wages_first=st.booleans(),
    tax_first=st.booleans(),
)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    return [
        Claim(
            id=f"债权{number}",
            principal=draw(amounts),
            ordinary=draw(amounts),
            doubled=draw(amounts),
            rank=draw(st.sampled_from(["secured", "priority", "ordinary"])),
            charge_on_object=draw(st.booleans()),
            charge_order=draw(st.integers(1, 3)),
            measure_order=draw(st.integers(1, 3)),
            wages=draw(st.booleans()),
            nature=draw(natures),
            arose_on=draw(st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 5))),
            title_state=draw(st.sampled_from(["final", "final", "pending", "untitled"])),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


money = st.integers(0, 30000).map(Fen)


def _split(
    proceeds: Fen, costs: Fen, kept: Fen, debtor: DebtorKind, asked: Sequence[Claim], how: Terms
) -> Distribution:
    return distribution(
        proceeds=proceeds,
        costs=costs,
        debtor=debtor,
        claims=asked,
        on=ON,
        kept_for_debtor=kept,
        terms=how,
    ).value


@given(money, amounts, amounts, debtors, claims(), terms)
def test_every_fen_of_the_proceeds_goes_to_somebody(
    proceeds: Fen, costs: Fen, kept: Fen, debtor: DebtorKind, asked: list[Claim], how: Terms
) -> None:
    found = _split(proceeds, costs, kept, debtor, asked, how)
    shared = sum(each.amount for each in found.paid)
    assert found.costs_paid + found.kept_for_debtor + shared + found.rest_to_debtor == proceeds
    assert min(found.costs_paid, found.kept_for_debtor, found.rest_to_debtor) >= 0


@given(money, amounts, debtors, claims(), terms)
def test_nobody_gets_more_than_he_is_owed_in_any_part(
    proceeds: Fen, costs: Fen, debtor: DebtorKind, asked: list[Claim], how: Terms
) -> None:
    found = _split(proceeds, costs, Fen(0), debtor, asked, how)
    for claim, got in zip(asked, found.paid, strict=True):
        assert got.amount == got.principal + got.ordinary + got.doubled
        assert 0 <= got.principal <= claim.principal
        assert 0 <= got.ordinary <= claim.ordinary
        assert 0 <= got.doubled <= claim.doubled
        assert got.left == claim.debt + claim.doubled - got.amount


@given(money, st.integers(0, 5000), amounts, debtors, claims(), terms)
def test_more_proceeds_give_nobody_less(
    proceeds: Fen, more: int, costs: Fen, debtor: DebtorKind, asked: list[Claim], how: Terms
) -> None:
    """To the fen: where a layer is rounded, the odd fen may pass from one to another."""
    before = _split(proceeds, costs, Fen(0), debtor, asked, how)
    after = _split(Fen(proceeds + more), costs, Fen(0), debtor, asked, how)
    for earlier, later in zip(before.paid, after.paid, strict=True):
        assert later.amount >= earlier.amount - 1
    assert after.rest_to_debtor >= before.rest_to_debtor
    assert after.costs_paid >= before.costs_paid


@given(money, amounts, debtors, claims(), terms)
def test_a_later_layer_gets_nothing_before_the_earlier_is_paid(
    proceeds: Fen, costs: Fen, debtor: DebtorKind, asked: list[Claim], how: Terms
) -> None:
    how = replace(how, doubled="last")
    found = {each.id: each for each in _split(proceeds, costs, Fen(0), debtor, asked, how).paid}
    short = False
    for layer in layers(debtor, asked, how, ON):
        doubled = layer.part == "doubled"
        got = sum(
            found[each.id].doubled if doubled else found[each.id].amount - found[each.id].doubled
            for each in layer.members
        )
        owed = sum(each.amount(layer.part) for each in layer.members)
        assert not (short and got), layer.label
        short = short or got < owed


@given(money, claims())
def test_ordinary_claims_of_a_person_get_the_same_share_within_a_fen(
    proceeds: Fen, asked: list[Claim]
) -> None:
    how = Terms()
    plain = [replace(each, nature="civil", rank="ordinary", title_state="final") for each in asked]
    assert pro_rata("person", how, ON)
    found = _split(proceeds, Fen(0), Fen(0), "person", plain, how)
    total = sum(each.debt for each in plain)
    pot = min(proceeds, total)
    for claim, got in zip(plain, found.paid, strict=True):
        quota = Fraction(pot * claim.debt, total) if total else Fraction(0)
        assert abs(got.amount - got.doubled - quota) < 1


@given(money, amounts, debtors, claims(), terms, st.permutations(range(6)))
def test_who_is_named_first_decides_over_odd_fen_at_most(
    proceeds: Fen,
    costs: Fen,
    debtor: DebtorKind,
    asked: list[Claim],
    how: Terms,
    places: list[int],
) -> None:
    order = [place for place in places if place < len(asked)]
    straight = {
        each.id: each.amount for each in _split(proceeds, costs, Fen(0), debtor, asked, how).paid
    }
    mixed = [asked[place] for place in order]
    for each in _split(proceeds, costs, Fen(0), debtor, mixed, how).paid:
        assert abs(each.amount - straight[each.id]) <= len(asked)


@given(money, claims())
def test_without_crime_the_four_debts_of_a_judgment_change_nothing(
    proceeds: Fen, asked: list[Claim]
) -> None:
    civil: Nature = "civil"
    plain = [replace(each, nature=civil) for each in asked]
    fined = [*plain, Claim("罚金", Fen(10**6), nature="fine")]
    without = _split(proceeds, Fen(0), Fen(0), "person", plain, Terms())
    with_fine = _split(proceeds, Fen(0), Fen(0), "person", fined, Terms())
    assert with_fine.paid[:-1] == without.paid, "a fine comes after every civil debt"
    assert with_fine.paid[-1].amount == min(without.rest_to_debtor, 10**6)
