"""Every institution of the city passes the one suite, over real HTTP."""

from __future__ import annotations

import pytest

from tests.gateways import stories
from tests.gateways.conformance import AT_BANKS, CHECKS, Bench
from tests.gateways.running import RunningInstitutions

INSTITUTIONS = (
    "bank-7001",
    "bank-7002",
    "bank-7003",
    "bank-7004",
    "land-registry",
    "vehicle-registry",
)


@pytest.mark.parametrize("identifier", INSTITUTIONS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_conforms(check, identifier: str, institutions: RunningInstitutions) -> None:
    check(bench_of(institutions, identifier))


@pytest.mark.parametrize("identifier", [one for one in INSTITUTIONS if one.startswith("bank-")])
@pytest.mark.parametrize("check", AT_BANKS, ids=lambda check: check.__name__)
def test_a_bank_conforms(check, identifier: str, institutions: RunningInstitutions) -> None:
    check(bench_of(institutions, identifier))


def bench_of(institutions: RunningInstitutions, identifier: str) -> Bench:
    return Bench(
        gateway=institutions.gateway(identifier),
        other_court=institutions.gateway(identifier, other_court=True),
        next_target=lambda: stories.next_target(identifier),
    )


def test_no_institution_is_left_out(institutions: RunningInstitutions) -> None:
    assert set(INSTITUTIONS) == set(institutions.identifiers())
