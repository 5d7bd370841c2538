"""Houses and vehicles: what the registers answer, and seals in them (查封)."""

from __future__ import annotations

from duixian.gateways.protocol import Measure
from tests.gateways import stories, town
from tests.gateways.running import RunningInstitutions


def test_a_house_is_told_with_its_holders_mortgage_and_earlier_seal(
    institutions: RunningInstitutions,
) -> None:
    answer = stories.answered(institutions.gateway("land-registry"), stories.inquiry(town.LI))
    (house,) = answer.estates
    assert house.unit_number == stories.key_of(stories.target_of("land-registry", 901))
    assert [(one.name, one.share) for one in house.holders] == [
        (town.LI.name, "50.00%"),
        (town.FIRM.name, "50.00%"),
    ]
    assert house.mortgages[0].secured == 40_000_000
    assert house.existing[0].authority == "江岸市中级人民法院"
    assert house.floor_area == "98.50" and house.planned_use == "住宅"


def test_a_co_owners_house_is_found_for_both_and_sealed_behind_the_earlier_seal(
    institutions: RunningInstitutions,
) -> None:
    land = institutions.gateway("land-registry")
    answer = stories.answered(land, stories.inquiry(town.FIRM))
    (house,) = answer.estates
    result = stories.done(land, stories.order(Measure.SEAL_UP, house.target, town.FIRM))
    assert result.controlled and result.queued and result.rank == 2
    assert result.amount is None and result.balance is None, "a house is no money"
    assert result.registration


def test_a_vehicle_is_told_and_sealed_in_the_register(institutions: RunningInstitutions) -> None:
    registry = institutions.gateway("vehicle-registry")
    answer = stories.answered(registry, stories.inquiry(town.LI))
    (vehicle,) = answer.vehicles
    assert vehicle.plate == "皖B0X901" and vehicle.brand == "青骢"
    stories.done(registry, stories.order(Measure.SEAL_UP, vehicle.target, town.LI))
    (sealed,) = stories.answered(registry, stories.inquiry(town.LI)).vehicles
    assert [(one.authority, one.queued) for one in sealed.existing] == [
        ("芜湖市镜湖区人民法院", False)
    ]
