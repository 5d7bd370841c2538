"""The accounts of what is coded name only what exists, and hide nothing."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest

from duixian.law.nodes import load_nodes
from duixian.law.texts import STATUSES, parameter, provisions
from duixian.law.uses import rule_uses

FILES = ("procedure_subjects.toml", "sanctions_subjects.toml")
SUBJECTS: list[dict[str, Any]] = [
    row
    for file in FILES
    for row in tomllib.loads(
        resources.files("duixian.law").joinpath(file).read_text(encoding="utf-8")
    )["subjects"]
]


@pytest.mark.parametrize("row", SUBJECTS, ids=[row["subject"] for row in SUBJECTS])
def test_a_subject_names_provisions_and_rules_there_are(row: dict[str, Any]) -> None:
    assert row["status"] in STATUSES
    assert not set(row["provisions"]) - set(provisions())
    assert not set(row["rules"]) - set(rule_uses())
    assert row.get("reason") or (row["status"] == "coded" and row["rules"])
    if row["status"] == "not coded":
        assert not row["rules"]


def test_no_subject_is_told_twice() -> None:
    named = [row["subject"] for row in SUBJECTS]
    assert len(named) == len(set(named))


def test_every_node_of_the_catalogue_has_a_clock_of_ours_or_says_why_not() -> None:
    rows = parameter("node-catalogue", on=date(2026, 11, 24)).value
    assert len(rows) == len({row["title"] for row in rows}) == 37
    for row in rows:
        assert bool(row["clock"]) != bool(row["reason"]), row
        assert not row["clock"] or row["clock"] in load_nodes()
