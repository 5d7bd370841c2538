"""No hole in time: on each quarter's first day every text and number is one, or a declared gap."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import pytest

from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Unit
from duixian.law.nodes import load_nodes
from duixian.law.texts import STATUSES, citation, parameter, parameters, provisions

QUARTERS = [date(year, month, 1) for year, month in product(range(2005, 2031), (1, 4, 7, 10))]


@pytest.mark.parametrize("key", sorted(provisions()))
def test_a_provision_has_one_version_or_a_declared_gap(key: str) -> None:
    provision = provisions()[key]
    for day in QUARTERS:
        found = provision.on(day)
        assert len(found) == 1 or (not found and provision.gap_on(day)), (day, found)


@pytest.mark.parametrize("key", sorted(parameters()))
def test_a_parameter_has_one_value_or_a_declared_gap(key: str) -> None:
    history = parameters()[key]
    for day in QUARTERS:
        found = history.on(day)
        assert len(found) == 1 or (not found and history.gap_on(day)), (day, found)


@pytest.mark.parametrize("key", sorted(parameters()))
def test_a_parameter_cites_a_provision_in_force_or_says_whose_setting_it_is(key: str) -> None:
    history = parameters()[key]
    assert history.checked_on <= date(2026, 11, 24)
    for entry in history.entries:
        found = parameter(key, on=entry.in_force_from)
        if found.citation is None:
            assert entry.certainty in ("court setting", "practice") or entry.note, entry
        else:
            last = entry.in_force_to or date(2030, 12, 31)
            assert citation(found.citation.key, on=last)


@pytest.mark.parametrize("key", sorted(provisions()))
def test_a_provision_says_whether_it_is_coded_and_if_not_why(key: str) -> None:
    provision = provisions()[key]
    assert provision.status in STATUSES
    assert provision.status == "coded" or provision.reason
    for _, found in provision.versions:
        assert found.article
        assert found.certainty in ("text seen", "from memory")
        assert found.checked_on


def test_versions_of_one_instrument_follow_each_other_without_overlap() -> None:
    for provision in provisions().values():
        versions = [version for version, _ in provision.versions]
        for earlier, later in pairwise(versions):
            assert earlier.in_force_to is not None
            assert earlier.in_force_to < later.in_force_from


def test_lengths_have_a_unit_of_time() -> None:
    nodes = {node.parameter for node in load_nodes().values()}
    for key in nodes:
        for entry in parameters()[key].entries:
            assert Unit(entry.unit)
            assert entry.value > 0


def test_a_day_in_a_gap_is_refused_with_the_gap() -> None:
    with pytest.raises(Refusal) as refused:
        citation("termination-conditions", on=date(2016, 11, 30))
    assert refused.value.code == "law.provision_not_in_force"
    assert "2016年12月1日施行" in refused.value.message


def test_a_rate_after_the_last_verified_publication_is_refused() -> None:
    assert str(parameter("lpr-1Y", on=date(2026, 10, 19)).number) == "3.00"
    with pytest.raises(Refusal) as refused:
        parameter("lpr-1Y", on=date(2026, 10, 20))
    assert refused.value.code == "law.parameter_not_known_on_day"


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        citation("no-such-provision", on=date(2017, 1, 1))
    assert refused.value.code == "law.unknown_provision"
    with pytest.raises(Refusal) as refused:
        parameter("no-such-parameter", on=date(2017, 1, 1))
    assert refused.value.code == "law.unknown_parameter"
