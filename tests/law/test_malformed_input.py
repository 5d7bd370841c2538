"""Thirty kinds of malformed input and more: each gets one named error, status 2, nothing else."""

from __future__ import annotations

import argparse
import io
import json
import sys
from typing import Any

import pytest

from duixian.cli import law
from duixian.law.tools import tools
from tests.law.malformed import faults, good_questions

GOOD = good_questions()
FAULTS = {tool: faults(tool, question) for tool, question in GOOD.items()}


class _Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tool: str, said: Any
) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    law.add_arguments(parser)
    data = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
    monkeypatch.setattr(sys, "stdin", _Input(data))
    status = law.run(parser.parse_args([tool]))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_every_tool_has_a_good_question_and_thirty_kinds_of_bad_ones() -> None:
    assert set(GOOD) == set(tools())
    few = {tool: len(kinds) for tool, kinds in FAULTS.items() if len(kinds) < 30}
    assert not few


@pytest.mark.parametrize("tool", sorted(GOOD))
def test_the_question_the_faults_are_made_from_is_answered(
    tool: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(monkeypatch, capsys, tool, json.dumps(GOOD[tool]))
    assert status == 0, out


@pytest.mark.parametrize(
    ("tool", "kind"), [(tool, kind) for tool, kinds in sorted(FAULTS.items()) for kind in kinds]
)
def test_a_malformed_question_gets_one_named_error(
    tool: str, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for said in FAULTS[tool][kind]:
        status, out, err = run(monkeypatch, capsys, tool, said)
        shown = said[:300]
        assert (status, err) == (2, ""), shown
        answer = json.loads(out)
        assert list(answer) == ["error"], shown
        error = answer["error"]
        assert list(error) == ["code", "field", "message", "cure"], shown
        assert error["code"].split(".")[0] and "." in error["code"], shown
        for words in (error["message"], error["cure"]):
            assert any("一" <= char <= "龥" for char in words), (shown, error)
            assert "Input should" not in words, (shown, error)


EXTREMES = ("0001-01-01", "1900-02-28", "2050-12-31", "9999-12-31")


@pytest.mark.parametrize("tool", sorted(GOOD))
def test_extreme_values_are_answered_or_refused_by_name(
    tool: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in GOOD[tool].items():
        tried: list[Any] = []
        if isinstance(value, str) and value[4:5] == "-" and len(value) == 10:
            tried += EXTREMES
        elif isinstance(value, str):
            tried += ["0.00", "-0.01", "9" * 40 + ".99", "字" * 5000]
        elif isinstance(value, int) and not isinstance(value, bool):
            tried += [0, -1, 10**6, 10**12, 10**30]
        for each in tried:
            status, out, err = run(
                monkeypatch, capsys, tool, json.dumps({**GOOD[tool], name: each})
            )
            answer = json.loads(out)
            assert err == ""
            assert status == (2 if "error" in answer else 0)
            assert "error" not in answer or answer["error"]["cure"], (name, each)
