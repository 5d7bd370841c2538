"""What changed between two days, and what the same facts come to on each."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duixian.cli import law
from duixian.kernel.findings import Refusal
from duixian.law.diff import difference, in_plain_words, rules_of
from duixian.law.tools import tools
from duixian.law.uses import rule_uses


def _change(found: dict[str, Any], where: str, key: str) -> dict[str, Any]:
    return next(each for each in found[where] if each["key"] == key)


def test_a_provision_that_was_renumbered_shows_every_number_between() -> None:
    found = difference(subject="delay-interest-duty", start=date(2011, 1, 1), end=date(2024, 1, 1))
    change = _change(found, "provisions", "delay-interest-duty")
    assert found["kind"] == "provision"
    assert change["change"] == "changed"
    assert change["before"]["article"] == "第二百二十九条"
    assert change["after"]["article"] == "第二百六十四条"
    assert [row["in_force_from"] for row in change["between"]] == [
        "2013-01-01",
        "2017-07-01",
        "2022-01-01",
        "2024-01-01",
    ]


def test_nothing_changed_is_nothing_listed() -> None:
    found = difference(subject="fee", start=date(2017, 1, 1), end=date(2017, 1, 1))
    assert (found["provisions"], found["parameters"], found["answers"]) == ([], [], None)
    assert "（没有变化）" in in_plain_words(found)


def test_the_same_facts_on_two_days_side_by_side() -> None:
    question = {"amount": "946175.53", "on": "2030-01-01"}
    found = difference(
        subject="fee", start=date(2007, 3, 31), end=date(2007, 4, 1), question=question
    )
    assert _change(found, "parameters", "enforcement-fee-scale")["change"] == "changed"
    assert _change(found, "provisions", "enforcement-fee")["change"] == "entered"
    assert found["answers"]["day_field"] == "on"
    assert {"field": "fee", "before": "2946.18", "after": "11861.76"} in found["answers"]["differs"]
    assert "fee：2946.18 → 11861.76" in in_plain_words(found)


def test_a_refusal_on_one_of_the_days_is_an_answer() -> None:
    question = {"series": "LPR", "tenor": "1Y", "on": "2020-01-01"}
    found = difference(
        subject="rate", start=date(2019, 1, 1), end=date(2020, 5, 1), question=question
    )
    assert found["answers"]["before"]["error"]["code"] == "law.parameter_not_known_on_day"
    assert {"field": "rate", "before": None, "after": "3.85"} in found["answers"]["differs"]


def test_delay_interest_is_compared_to_the_day_it_runs_to() -> None:
    question = {"base": "10000.00", "performance_due": "2014-01-01", "until": "2020-01-01"}
    found = difference(
        subject="delay-interest", start=date(2014, 7, 31), end=date(2014, 8, 10), question=question
    )
    assert found["answers"]["day_field"] == "until"
    assert {"field": "doubled_part", "before": "0.00", "after": "17.50"} in found["answers"][
        "differs"
    ]
    assert _change(found, "parameters", "doubled-part-daily-rate")["change"] == "entered"
    assert _change(found, "parameters", "old-delay-multiple")["change"] == "left"
    assert _change(found, "provisions", "doubled-part")["before"] is None


def test_an_instrument_and_a_parameter_are_subjects_too() -> None:
    found = difference(
        subject="litigation-fee-measures", start=date(2007, 1, 1), end=date(2008, 1, 1)
    )
    assert found["kind"] == "instrument"
    assert {"enforcement-fee", "preservation-fee"} <= {each["key"] for each in found["provisions"]}
    found = difference(subject="lpr-1Y", start=date(2020, 1, 1), end=date(2020, 6, 1))
    assert [row["value"] for row in found["parameters"][0]["between"]][-1] == "3.85"


@pytest.mark.parametrize("name", sorted(rule_uses()))
@pytest.mark.parametrize("year", range(1991, 2027, 5))
def test_any_rule_on_any_day_since_1991(name: str, year: int) -> None:
    found = difference(subject=name, start=date(1991, 4, 9), end=date(year, 12, 31))
    for change in (*found["provisions"], *found["parameters"]):
        assert change["before"] or change["after"] or change["between"]
    json.dumps(found)


@pytest.mark.parametrize("name", sorted(tools()))
def test_every_tool_asks_a_rule(name: str) -> None:
    assert rules_of(tools()[name])


@pytest.mark.parametrize(
    ("subject", "start", "end", "facts", "code"),
    [
        ("fee", date(2017, 1, 2), date(2017, 1, 1), None, "diff.days_out_of_order"),
        ("nothing", date(2017, 1, 1), date(2017, 1, 1), None, "diff.unknown_subject"),
        ("enforcement-fee", date(2017, 1, 1), date(2017, 1, 1), {}, "diff.facts_need_a_tool"),
        ("docket-number", date(2017, 1, 1), date(2017, 1, 1), {"text": "x"}, "diff.no_day"),
        ("fee", date(2017, 1, 1), date(2017, 1, 2), {"amount": 5}, "input.money"),
    ],
)
def test_a_wrong_question_is_refused_by_name(
    subject: str, start: date, end: date, facts: dict[str, Any] | None, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        difference(subject=subject, start=start, end=end, question=facts)
    assert refused.value.code == code
    assert refused.value.cure


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    law.add_arguments(parser)
    return law.run(parser.parse_args(words))


def test_the_command_prints_json_or_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"amount": "946175.53", "on": "2017-01-01"}', encoding="utf-8")
    words = ["diff", "--subject", "fee", "--from", "2007-03-31", "--to", "2007-04-01"]
    assert _run([*words, "--in", str(facts)]) == 0
    assert json.loads(capsys.readouterr().out)["answers"]["before"]["fee"] == "2946.18"
    assert _run([*words, "--text"]) == 0
    assert "执行申请费标准（enforcement-fee-scale）：有变化" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["diff"], "diff.subject_missing"),
        (["diff", "--subject", "fee"], "diff.not_a_date"),
        (["diff", "--subject", "fee", "--from", "2017-13-01"], "diff.not_a_date"),
        (["diff", "--subject", "fee", "--from", "2017-01-01", "--to", "x"], "diff.not_a_date"),
    ],
)
def test_the_command_refuses_by_name(
    words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(words) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code
