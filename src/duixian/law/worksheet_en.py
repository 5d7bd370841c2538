"""A worksheet (计算书) in English, for a reader of no Chinese; the file's own is the Chinese one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from duixian.law.asking import find
from duixian.law.english import answer_in_english, english
from duixian.law.worksheet import CODES, REASONS, inner_model


def worksheet_in_english(name: str, question: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """The worksheet of one question and its answer in English, Chinese where there is none."""
    tool = find(name)
    told = answer_in_english(answer)
    results = {key: value for key, value in answer.items() if key not in REASONS}
    lines = [f"Worksheet: {english(tool.title)}", ""]
    lines += ["1. Given", *_fields(tool.question, question, 1)]
    lines += ["", "2. Result", *_fields(tool.answer_model, results, 1)]
    lines += ["", "3. Steps", *_steps(told["steps"])]
    lines += ["", "4. Provisions", *_provisions(told["provisions"])]
    if answer["rule_version"]:
        lines.append(f"  rule {answer['rule']}, version {answer['rule_version']}")
    if answer["open_questions"]:
        lines += ["", "5. What the texts leave open (in Chinese)"]
        lines += [f"  {each}" for each in answer["open_questions"]]
    return "\n".join(lines) + "\n"


def _steps(steps: list[Mapping[str, Any]]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        formula = f"  {step['formula']}" if step["formula"] else ""
        yield f"  {number}. {step['label']}{formula}  = {step['value']}"
        inputs = ", ".join(f"{key} {value}" for key, value in step["inputs"].items())
        if inputs:
            yield f"     ({inputs})"


def _provisions(provisions: list[Mapping[str, Any]]) -> Iterator[str]:
    if not provisions:
        yield "  (none)"
    for each in provisions:
        doubt = "" if each["certainty"] == "text seen" else " [article to be checked]"
        yield f"  § {each['document']} {each['article']}: {each['title']}{doubt}"


def _fields(model: type[BaseModel], values: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in values:
            continue
        title, value = english(field.title or name), values[key]
        inner = inner_model(field.annotation)
        if inner is not None and isinstance(value, Mapping):
            yield f"{indent}{title}:"
            yield from _fields(inner, value, depth + 1)
        elif inner is not None and isinstance(value, list):
            yield f"{indent}{title}:"
            for row in value:
                yield f"{indent}  {_row(inner, row)}"
        else:
            yield f"{indent}{title}: {_plain(value)}"


def _row(model: type[BaseModel], row: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{english(field.title or name)} {_plain(value)}"
        for name, field in model.model_fields.items()
        if (value := row.get(field.alias or name)) not in (None, "", []) and name not in CODES
    )


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{_plain(key)} {_plain(each)}" for key, each in value.items())
    return english(str(value))
