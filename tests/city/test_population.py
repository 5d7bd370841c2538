"""The city of people and property: repeatable, consistent, and nobody's real life."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from stdnum import luhn, numdb
from stdnum.cn import ric, uscc

from duixian.city.identity import credit_code, identity_number, plate, telephone
from duixian.city.population import SIZES, make_population
from duixian.city.shapes import Population
from duixian.kernel.identifiers import is_credit_code, is_identity_number


@pytest.fixture(scope="module")
def city() -> Population:
    return make_population("small", seed=7)


def test_the_same_seed_makes_the_same_city_and_another_seed_another(city: Population) -> None:
    assert make_population("small", seed=7).as_json() == city.as_json()
    assert make_population("small", seed=8).persons != city.persons


def test_a_city_written_to_a_file_is_read_back_whole(city: Population, tmp_path: Path) -> None:
    target = tmp_path / "population.json"
    city.save(target)
    assert Population.load(target) == city
    assert json.loads(target.read_text(encoding="utf-8"))["synthetic"] is True


def test_a_file_of_another_format_is_not_read() -> None:
    with pytest.raises(ValueError, match="not a population"):
        Population.from_json('{"format": "something-else"}')


def test_an_unknown_size_is_refused_with_the_sizes_that_exist() -> None:
    with pytest.raises(ValueError, match="small, medium, large"):
        make_population("huge", seed=1)


def test_a_small_city_has_the_promised_number_of_people_and_firms(city: Population) -> None:
    assert (len(city.persons), len(city.firms)) == SIZES["small"]
    assert len(city.banks) >= 4
    kinds = {firm.kind for firm in city.firms}
    assert {"public_body", "village_committee", "developer", "bank", "insurer"} <= kinds


def test_identity_numbers_have_right_check_digits_and_tell_birth_and_sex(city: Population) -> None:
    for person in city.persons:
        assert ric.calc_check_digit(person.number) == person.number[17]
        assert ric.get_birth_date(person.number) == person.born
        assert ("female", "male")[int(person.number[16]) % 2] == person.sex


def test_credit_codes_are_valid_by_an_independent_library(city: Population) -> None:
    for firm in city.firms:
        assert uscc.is_valid(firm.number), firm


def test_the_house_itself_accepts_every_number(city: Population) -> None:
    assert all(is_identity_number(person.number) for person in city.persons)
    assert all(is_credit_code(firm.number) for firm in city.firms)


def test_no_number_belongs_to_a_region_that_exists(city: Population) -> None:
    assert {person.number[:6] for person in city.persons} == {"349900"}
    assert {firm.number[2:8] for firm in city.firms} == {"349900"}
    assert {estate.unit_number[:6] for estate in city.real_estate} == {"349900"}
    assert {party.phone[:3] for party in city.parties.values()} == {"154"}
    # An independent register of regions knows a county for 340202 and none for ours.
    assert "county" in _place("340202")
    assert "county" not in _place("349900")


def test_every_number_and_id_is_given_once(city: Population) -> None:
    for values in (
        [party.number for party in city.parties.values()],
        [party.phone for party in city.parties.values()],
        [account.number for account in city.accounts],
        [estate.title_number for estate in city.real_estate],
        [estate.unit_number for estate in city.real_estate],
        [vehicle.plate for vehicle in city.vehicles],
        [firm.name for firm in city.firms],
    ):
        assert len(set(values)) == len(values)
    assert len({plate(serial) for serial in range(300_000)}) == 300_000
    assert len({telephone(serial) for serial in range(300_000)}) == 300_000


def test_about_one_person_in_six_shares_a_name_with_another(city: Population) -> None:
    count = Counter(person.name for person in city.persons)
    shared = sum(number for number in count.values() if number > 1)
    assert 0.10 <= shared / len(city.persons) <= 0.35


def test_some_numbers_differ_from_a_namesakes_in_one_digit_and_the_check(city: Population) -> None:
    near = [
        (one, other)
        for at, one in enumerate(city.persons)
        for other in city.persons[:at]
        if sum(a != b for a, b in zip(one.number[:17], other.number[:17], strict=True)) == 1
    ]
    assert len(near) >= 6
    assert any(one.name == other.name for one, other in near)
    assert any(one.name != other.name for one, other in near)


def test_every_property_names_its_owner_as_the_register_of_people_does(city: Population) -> None:
    lists = (city.accounts, city.real_estate, city.vehicles, city.securities, city.equities)
    for thing in (thing for things in lists for thing in things):
        owner = city.parties[thing.owner]
        assert (thing.owner_name, thing.owner_number) == (owner.name, owner.number)


def test_parts_of_a_house_and_of_a_firm_make_the_whole(city: Population) -> None:
    for estate in city.real_estate:
        assert sum(share.millionths for share in estate.owners) == 1_000_000
    parts: Counter[str] = Counter()
    for equity in city.equities:
        parts[equity.firm] += equity.millionths
    assert set(parts.values()) == {1_000_000}


def test_spouses_are_each_others_and_live_together(city: Population) -> None:
    married = [person for person in city.persons if person.spouse]
    assert len(married) > 100
    for person in married:
        spouse = city.parties[person.spouse or ""]
        assert spouse.spouse == person.id
        assert spouse.address == person.address


def test_balances_have_a_heavy_tail_and_many_hold_next_to_nothing(city: Population) -> None:
    balances = sorted(account.balance for account in city.accounts)
    assert balances[0] >= 0
    assert balances[len(balances) // 3] < 20_000
    top = balances[-len(balances) // 100 :]
    assert sum(top) > sum(balances) / 3


def test_accounts_end_in_a_luhn_digit_and_special_kinds_exist(city: Population) -> None:
    assert all(luhn.is_valid(account.number) for account in city.accounts)
    kinds = {account.kind for account in city.accounts}
    assert {"personal", "basic", "general", "wage", "pension", "union_dues", "supervised"} == kinds


def test_hidden_property_stands_in_a_register_in_another_name(city: Population) -> None:
    hiders = [truth for truth in city.truths if truth.disposition == "hides_property"]
    assert hiders
    for truth in hiders:
        assert truth.hidden
        for hidden in truth.hidden:
            (found,) = (row for row in getattr(city, hidden.kind) if row.id == hidden.property)
            assert found.owner == hidden.in_name_of != truth.party


def test_every_party_has_one_truth_and_the_able_are_richer(city: Population) -> None:
    assert set(city.truth) == set(city.parties)
    assert len(city.truths) == len(city.truth)

    def middle(disposition: str) -> int:
        able = sorted(t.able_to_pay for t in city.truths if t.disposition == disposition)
        return able[len(able) // 2]

    assert middle("pays_on_notice") > 10 * middle("cannot_pay")


def test_the_dead_are_those_whom_the_truth_calls_dead(city: Population) -> None:
    dead = {person.id for person in city.persons if person.died}
    assert dead == {truth.party for truth in city.truths if truth.disposition == "dead"}


def test_check_characters_of_known_numbers() -> None:
    """Worked by hand: the published algorithms on one number each."""
    assert identity_number(date(1970, 1, 1), 1) == "34990019700101001" + _by_hand(
        "34990019700101001"
    )
    assert len(credit_code("91", 1)) == 18


def _place(region: str) -> dict[str, str]:
    found = numdb.get("cn/loc").info(region)
    return {key: value for _, part in found for key, value in part.items()}


def _by_hand(body: str) -> str:
    """The check of GB 11643 by its other definition: powers of two modulo eleven."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "0123456789X"[(12 - total % 11) % 11]
