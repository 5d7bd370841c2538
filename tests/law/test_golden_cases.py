"""Golden cases a lawyer can read: `cases/*.toml`, each with its source, through the JSON door."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duixian.kernel.findings import Refusal
from duixian.law.asking import ask, error_as_json
from duixian.law.tools import tools
from duixian.law.worksheet import worksheet

FOLDER = Path(__file__).parent / "cases"


def _plain(value: Any) -> Any:
    """TOML as JSON has it: dates as text, and the word none for null."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "none" else value


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in raw["cases"]:
            # A file may tell its usual facts once; a case then says only what is different.
            case["input"] = {**raw.get("usual", {}).get(case.get("usual"), {}), **case["input"]}
            found.append(pytest.param(raw["tool"], _plain(case), id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("tool", "case"), _cases())
def test_case(tool: str, case: dict[str, Any]) -> None:
    assert case["source"]
    question = json.dumps(case["input"], ensure_ascii=False)
    if "error" in case:
        with pytest.raises(Refusal) as refused:
            ask(tool, question)
        error = error_as_json(refused.value)["error"]
        assert {key: error[key] for key in case["error"]} == case["error"]
        assert error["message"]
        assert error["cure"]
        return
    answer = ask(tool, question)
    assert {key: answer[key] for key in case["output"]} == case["output"]
    if "unmet" in case:
        assert [each["key"] for each in answer["conditions"] if not each["met"]] == case["unmet"]
    assert answer["steps"]
    keys = {each["key"] for each in answer["provisions"]}
    cited = {key for step in answer["steps"] for key in step["provisions"]}
    assert cited <= keys
    assert worksheet(tool, case["input"], answer).startswith(tools()[tool].title)


def test_every_tool_has_golden_cases_or_a_story_of_its_own() -> None:
    told = {tomllib.loads(path.read_text(encoding="utf-8"))["tool"] for path in FOLDER.glob("*")}
    assert not set(tools()) - told
