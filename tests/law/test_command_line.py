"""`duixian law` as the contract fixes it: JSON in and out, worksheets, batches, errors."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from duixian.cli import law
from duixian.law.tools import tools

QUESTION = {"amount": "946175.53", "on": "2017-05-17"}


class _Input:
    """Standard input with a byte stream under it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def _ask(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str | bytes = "",
) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    law.add_arguments(parser)
    data = said if isinstance(said, bytes) else said.encode()
    monkeypatch.setattr(sys, "stdin", _Input(data))
    status = law.run(parser.parse_args(words))
    return status, capsys.readouterr().out


def test_it_runs_without_django_or_a_database() -> None:
    code = (
        "import sys; from duixian.cli.main import main; status = main(['law', 'fee']);"
        "assert 'django' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(QUESTION), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["fee"] == "11861.76"


def test_a_question_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(QUESTION), encoding="utf-8-sig")
    status, said = _ask(monkeypatch, capsys, ["fee", "--in", str(file)])
    assert (status, json.loads(said)["fee"]) == (0, "11861.76")


def test_a_worksheet_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = _ask(monkeypatch, capsys, ["fee", "--text"], json.dumps(QUESTION))
    assert status == 0
    for words in ("计算书", "一、已知", "金额：946175.53", "费用：11861.76", "第十四条第一项"):
        assert words in said


def test_a_batch_answers_in_order_and_tells_bad_lines_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(QUESTION), "", "{", json.dumps({**QUESTION, "amount": "10000.00"})]
    status, said = _ask(monkeypatch, capsys, ["fee", "--batch"], "\n".join(lines))
    rows = [json.loads(line) for line in said.splitlines()]
    assert status == 2
    assert [row.get("fee") for row in rows] == ["11861.76", None, "50.00"]
    assert rows[1]["error"]["code"] == "input.not_json"


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["fee"], "not json", "input.not_json"),
        (["fee"], "[]", "input.not_an_object"),
        (["fee"], b"\xff\xfe\x00", "input.not_utf8"),
        (["fee", "--in", "no-such-file.json"], "", "input.file_not_readable"),
        (["no-such-tool"], "{}", "tool.unknown"),
        ([], "", "tool.missing"),
        (["period"], '{"from": "2017-02-30", "length": 1, "unit": "day"}', "input.date_parsing"),
        (["period"], '{"from": 20170101, "length": 1, "unit": "day"}', "input.date_type"),
        (["period"], '{"from": "2017-01-01", "length": "1", "unit": "day"}', "input.int_type"),
        (["period"], '{"from": "2017-01-01", "length": 1, "unit": "week"}', "input.literal_error"),
    ],
)
def test_bad_input_exits_2_with_one_error_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str | bytes,
    code: str,
) -> None:
    status, printed = _ask(monkeypatch, capsys, words, said)
    answer = json.loads(printed)
    assert status == 2
    assert list(answer) == ["error"]
    assert list(answer["error"]) == ["code", "field", "message", "cure"]
    assert answer["error"]["code"].startswith(code)
    assert answer["error"]["message"]
    assert answer["error"]["cure"]


def test_the_list_names_every_tool(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = _ask(monkeypatch, capsys, ["--list"])
    assert status == 0
    assert [row["tool"] for row in json.loads(said)["tools"]] == list(tools())


@pytest.mark.parametrize("name", sorted(tools()))
def test_the_schema_of_each_tool_is_a_schema_with_chinese_titles(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = _ask(monkeypatch, capsys, [name, "--schema"])
    found: dict[str, Any] = json.loads(said)
    assert status == 0
    for side in ("input", "output"):
        jsonschema_rs.meta.validate(found[side])
        for title in (row["title"] for row in found[side]["properties"].values()):
            assert any("一" <= char <= "龥" for char in title), title
    assert {"steps", "provisions", "open_questions"} <= set(found["output"]["properties"])


def test_answers_keep_their_own_schema(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, schema = _ask(monkeypatch, capsys, ["fee", "--schema"])
    _, answer = _ask(monkeypatch, capsys, ["fee"], json.dumps(QUESTION))
    output = json.loads(schema)["output"]
    assert jsonschema_rs.is_valid(output, json.loads(answer))
    assert not jsonschema_rs.is_valid(output, {"fee": 5})


def test_a_long_batch_is_shared_among_processes_and_keeps_its_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every answer stands where its question stood, and one bad line spoils only itself."""
    amounts = [f"{20_000 + number}.00" for number in range(2 * law.LINES_A_TURN + 1)]
    lines = [json.dumps({**QUESTION, "amount": amount}) for amount in amounts]
    lines[law.LINES_A_TURN + 3] = "{"
    assert law.answer_batch("fee", "\n".join(lines), workers=2) == 2
    shared = capsys.readouterr().out
    assert law.answer_batch("fee", "\n".join(lines), workers=1) == 2
    assert capsys.readouterr().out == shared
    rows = [json.loads(line) for line in shared.splitlines()]
    assert len(rows) == len(lines)
    assert [place for place, row in enumerate(rows) if "error" in row] == [law.LINES_A_TURN + 3]
    assert (rows[0]["fee"], rows[1]["fee"]) == ("200.00", "200.02")
