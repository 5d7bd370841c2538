"""The tools in English: titles, labels and articles; Chinese where there is no English."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys

import pytest

from duixian.cli import law
from duixian.law.english import article_in_english, english, has_english, labels
from duixian.law.tools import tools

QUESTION = {
    "base": "10000.00",
    "performance_due": "2017-01-01",
    "until": "2017-04-11",
    "payments": [{"on": "2017-02-01", "amount": "1000.00"}],
}


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("第二百五十三条", "Art. 253"),
        ("第一条第三款", "Art. 1, para. 3"),
        ("第十四条第一项", "Art. 14, item 1"),
        ("第一千零八条", "Art. 1008"),
        ("附件二", "附件二"),
        ("", ""),
    ],
)
def test_articles_are_cited_as_in_english(chinese: str, said: str) -> None:
    assert article_in_english(chinese) == said


def test_a_label_with_parts_is_put_together_anew() -> None:
    assert english("自次日起算，10日") == "From the next day, 10日"
    assert english("普通债权按比例：甲") == "Ordinary claims pro rata: 甲"
    assert english("没有这一句") == "没有这一句"
    assert english("2017-05-17") == "2017-05-17"
    assert not has_english("没有这一句")


def test_tools_and_most_labels_have_english() -> None:
    assert not [tool.title for tool in tools().values() if not has_english(tool.title)]
    known = labels()
    assert sum(map(has_english, known)) > 0.9 * len(known)


def _run(
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    parser = argparse.ArgumentParser()
    law.add_arguments(parser)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
    assert law.run(parser.parse_args(words)) == 0
    return capsys.readouterr().out


def test_a_worksheet_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["delay-interest", "--text", "--english"]
    sheet = _run(words, json.dumps(QUESTION), monkeypatch, capsys)
    for sign in (
        "Worksheet: Interest for delayed performance",
        "1. Given",
        "Doubled part 2017-01-01 to 2017-02-01",
        "Day of payment 2017-02-01, Amount 1000.00",
        "Interpretation on Computing Interest for Delayed Performance (法释〔2014〕8号) Art. 1, para. 3",
        "rule delay_interest, version ",
    ):
        assert sign in sheet, sheet
    given = sheet.partition("1. Given")[2].partition("3. Steps")[0]
    assert not re.search(r"[一-龥]", given)


def test_json_schema_and_list_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads(
        _run(
            ["fee", "--english"], '{"amount": "20000.00", "on": "2017-05-17"}', monkeypatch, capsys
        )
    )
    assert answer["steps"][0]["label"] == "By slice"
    assert answer["provisions"][0]["article"] == "Art. 14, item 1"
    schema = json.loads(_run(["fee", "--schema", "--english"], "", monkeypatch, capsys))
    assert schema["input"]["properties"]["amount"]["title"] == "Amount"
    listed = _run(["--list", "--english", "--text"], "", monkeypatch, capsys)
    assert "Enforcement and preservation fees" in listed
