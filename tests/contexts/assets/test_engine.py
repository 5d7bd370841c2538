"""Identity, coverage and contradictions, decided without a database."""

from __future__ import annotations

import pytest

from duixian.contexts.assets.engine import (
    Asked,
    Declared,
    Identity,
    Known,
    compare,
    coverage,
    same_person,
)
from duixian.kernel.money import Fen

ASKED = Identity("芜湖（恒岳）机械有限公司", "91349900MA2NAA7K3X")


@pytest.mark.parametrize(
    ("name", "number", "same"),
    [
        ("芜湖(恒岳)机械有限公司", "91349900ma2naa7k3x", True),
        ("芜湖 恒岳 机械有限公司", "91349900MA2NAA7K3X", True),
        ("芜湖恒岳机械厂", "91349900MA2NAA7K3X", False),
        ("芜湖（恒岳）机械有限公司", "91349900MA2NAA7K3Y", False),
        ("芜湖（恒岳）机械有限公司", "", False),
    ],
)
def test_number_and_name_must_both_be_equal(name: str, number: str, same: bool) -> None:
    assert same_person(ASKED, Identity(name, number)) is same


def test_nobody_without_a_number_equals_anybody() -> None:
    assert not same_person(Identity("方某平", ""), Identity("方某平", ""))


def test_a_refused_inquiry_covers_nothing_and_one_unanswered_is_outstanding() -> None:
    asked = [
        Asked(1, ("deposit",), "answered"),
        Asked(1, ("vehicle",), "refused"),
        Asked(2, ("deposit", "vehicle"), "overdue"),
    ]
    state = coverage([1, 2], ["deposit", "vehicle"], asked, {2: frozenset({"deposit"})})
    assert state.outstanding == 1
    assert state.missing == ((1, "vehicle"), (2, "vehicle"))
    assert not state.complete
    done = coverage([1], ["deposit"], asked[:1], {})
    assert done.complete


def test_two_things_of_one_kind_need_two_lines_in_the_declaration() -> None:
    known = [
        Known(1, "vehicle", "皖B12345 大众", "k1"),
        Known(2, "vehicle", "皖B67890 别克", "k2"),
    ]
    one_line = [Declared("vehicle", "皖B12345大众")]
    assert [each.asset for each in compare(one_line, known)] == [2]
    by_number = [Declared("vehicle", "轿车", "k2"), Declared("vehicle", "皖B12345 大众")]
    assert compare(by_number, known) == []


def test_more_than_found_is_no_contradiction() -> None:
    known = [Known(1, "deposit", "户", "k", Fen(100))]
    assert compare([Declared("deposit", "户", "k", Fen(200))], known) == []
