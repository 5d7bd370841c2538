"""Every rule has a version, its answers name it, and no rule changes behind its version."""

from __future__ import annotations

import ast
import json
import re
from datetime import date

import pytest

from duixian.kernel.money import fen
from duixian.law import enforcement_fee
from duixian.law.asking import ask
from duixian.law.uses import finders, is_marked, named_in, rule_modules, rule_uses
from duixian.law.versions import rule_versions


@pytest.mark.parametrize("module", rule_modules())
def test_whatever_answers_with_a_finding_is_marked_as_a_rule(module: str) -> None:
    plain = [function.name for function in finders(module) if not is_marked(function)]
    assert not plain, f"put @rule (duixian.law.versions) over {plain}"


@pytest.mark.parametrize("name", sorted(rule_uses()))
def test_a_rule_changes_only_with_its_version(name: str) -> None:
    known = rule_versions().get(name)
    assert known, "a new rule: run tools/rule_versions.py --raise minor"
    assert re.fullmatch(r"\d+\.\d+\.\d+", known.version)
    assert known.made_of == rule_uses()[name].made_of, (
        "its code or numbers changed: tools/rule_versions.py --raise major|minor|patch " + name
    )


def test_no_version_outlives_its_rule() -> None:
    assert set(rule_versions()) == set(rule_uses())


def test_an_answer_names_its_rule_and_version() -> None:
    found = enforcement_fee(amount=fen("20000.00"), on=date(2017, 5, 17))
    version = rule_versions()["enforcement_fee"].version
    assert (found.rule, found.rule_version) == ("enforcement_fee", version)
    answer = ask("fee", json.dumps({"amount": "20000.00", "on": "2017-05-17"}))
    assert (answer["rule"], answer["rule_version"]) == ("enforcement_fee", version)


def test_keys_made_in_code_are_found_with_those_written_whole() -> None:
    tree = ast.parse("a('x-1Y'); b(f'online-{end}'); c(f\"{'old' if z else 'new'}-term-{w}\")")
    keys = ["x-1Y", "online-low", "offline", "old-term-a", "mid-term-a", "online"]
    assert named_in(tree, keys) == {"x-1Y", "online-low", "old-term-a"}


def test_a_key_that_begins_with_a_variable_begins_with_a_word_of_the_same_code() -> None:
    tree = ast.parse("notice('online-notice'); parameter(f'{before}-movable')")
    assert named_in(tree, ["online-notice-movable", "freeze-term-movable"]) == {
        "online-notice-movable"
    }


def test_a_rule_rests_on_the_numbers_of_the_rules_it_asks() -> None:
    uses = rule_uses()
    assert {"lpr-1Y", "benchmark-6M", "doubled-part-daily-rate"} <= set(
        uses["delay_interest"].parameters
    )
    assert "freeze-term-deposit" in uses["freeze_term"].parameters
    assert "rate" in uses["delay_interest"].modules
