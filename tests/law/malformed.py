"""Kinds of malformed questions to any tool, made from a good question and the tool's schema.

A kind of fault that belongs to a type of field is tried on every field of that type, inside
lists and objects too.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from duixian.law.asking import schema

FOLDER = Path(__file__).parent / "cases"
Place = tuple[str | int, ...]
Making = Callable[[dict[str, Any]], str | bytes]
_MISSING = object()

TERMINATION = {
    "on": "2017-05-17",
    "filed_on": "2016-12-12",
    "outstanding": "731745.53",
    "debtors": [{"name": "方某平", "declaration": "filed", "listed": False}],
    "property": [{"id": "1", "label": "住宅1套", "kind": "immovable", "value": "1286000.00"}],
    "talk_on": "2017-05-10",
}


def plain(value: Any) -> Any:
    """TOML as JSON has it: dates as text, and the word none for null."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "none" else value


def good_questions() -> dict[str, dict[str, Any]]:
    """A question each tool answers: of its golden cases the one that says most."""
    found: dict[str, dict[str, Any]] = {"termination-check": TERMINATION}
    for path in sorted(FOLDER.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in raw["cases"]:
            if "error" not in case:
                best = found.get(raw["tool"], {})
                usual = raw.get("usual", {}).get(case.get("usual"), {})
                asked = plain({**usual, **case["input"]})
                found[raw["tool"]] = max(best, asked, key=lambda q: len(str(q)))
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _twice(question: dict[str, Any]) -> str:
    name, value = next(iter(question.items()))
    return "{" + f"{_json(name)}: {_json(value)}, " + _json(question)[1:]


def _with(text: str) -> Making:
    """The question with one value replaced by JSON text that is none."""

    def make(question: dict[str, Any]) -> str:
        name, value = next(iter(question.items()))
        return _json(question).replace(f"{_json(name)}: {_json(value)}", f"{_json(name)}: {text}")

    return make


WHOLE: dict[str, Making] = {
    "nothing": lambda question: "",
    "blanks": lambda question: " \n\t ",
    "null": lambda question: "null",
    "a list": lambda question: _json([question]),
    "a text": lambda question: _json("question"),
    "a number": lambda question: "42",
    "true": lambda question: "true",
    "cut off": lambda question: _json(question)[:-1],
    "a comma too many": lambda question: _json(question)[:-1] + ",}",
    "single quotes": lambda question: repr(question),
    "two questions": lambda question: _json(question) + _json(question),
    "a comment": lambda question: "// 案\n" + _json(question),
    "no JSON": lambda question: "金额 100 元",
    "fullwidth brackets": lambda question: "｛" + _json(question)[1:],
    "a field twice": _twice,
    "NaN": _with("NaN"),
    "Infinity": _with("-Infinity"),
    "a raw line break in a text": _with('"a\nb"'),
    "half a character": _with('"\\ud800"'),
    "nested without end": lambda question: "[" * 100_000,
    "objects nested without end": lambda question: '{"a":' * 100_000,
    "not UTF-8": lambda question: b"\xff\xfe" + _json(question).encode(),
    "GBK": lambda question: '{"金额": "执行"}'.encode("gbk"),
    "a field nobody knows": lambda question: _json({**question, "nobody": 1}),
    "a name in capitals": lambda question: _json({k.upper(): v for k, v in question.items()}),
    "an empty name": lambda question: _json({**question, "": 1}),
}

# By type of field: a value of the wrong kind.
_NOT_TEXT = {"number": 5, "yes": True, "object": {}, "list": [], "fraction": 1.5}
WRONG: dict[str, dict[str, Any]] = {
    "text": _NOT_TEXT,
    "choice": {**_NOT_TEXT, "unknown word": "nonsense", "empty": "", "blank around": " day "},
    "date": {
        **_NOT_TEXT,
        "slashes": "2017/05/17",
        "no such day": "2017-02-30",
        "short": "2017-5-7",
        "with an hour": "2017-05-17T10:00:00Z",
        "empty": "",
        "words": "二〇一七年五月十七日",
        "year nought": "0000-01-01",
        "year ten thousand": "10000-01-01",
    },
    "money": {
        **_NOT_TEXT,
        "thousands": "1,000.00",
        "third decimal": "1.234",
        "exponent": "1e3",
        "no number": "NaN",
        "without end": "Infinity",
        "empty": "",
        "currency sign": "￥100.00",
        "capital numerals": "壹佰元",
        "underscore": "1_000.00",
        "hexadecimal": "0x10",
    },
    "rate": {
        **_NOT_TEXT,
        "percent sign": "4.35%",
        "exponent": "1e3",
        "below nought": "-1",
        "empty": "",
    },
    "whole number": {"in quotes": "1", "fraction": 1.5, "yes": True, "object": {}, "list": []},
    "yes or no": {"in quotes": "true", "one": 1, "object": {}, "list": [], "word": "是"},
    "list": {"text": "x", "number": 5, "object": {}, "yes": True},
    "object": {"text": "x", "number": 5, "list": [], "yes": True},
}


def _variants(spec: dict[str, Any], defs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plain schemas a field's schema stands for."""
    if "$ref" in spec:
        yield from _variants(defs[spec["$ref"].rsplit("/", 1)[1]], defs)
    elif "anyOf" in spec:
        for each in spec["anyOf"]:
            yield from _variants(each, defs)
    else:
        yield spec


def _type(spec: dict[str, Any]) -> str:
    if "enum" in spec or "const" in spec:
        return "choice"
    if spec.get("format") == "date":
        return "date"
    if spec.get("type") == "string":
        pattern = spec.get("pattern", "")
        if r"\d" not in pattern:
            return "text"
        return "money" if "{1,2}" in pattern else "rate"
    names = {"integer": "whole number", "boolean": "yes or no", "array": "list", "object": "object"}
    return names.get(spec.get("type", ""), "")


def _places(
    spec: dict[str, Any], value: Any, defs: dict[str, Any], place: Place = ()
) -> Iterator[tuple[Place, set[str], bool]]:
    """Every field of a question with its types, and whether it is required."""
    for variant in _variants(spec, defs):
        if isinstance(value, dict) and "properties" in variant:
            for name, inner in variant["properties"].items():
                kinds = {_type(each) for each in _variants(inner, defs)} - {""}
                nullable = any(each.get("type") == "null" for each in _variants(inner, defs))
                at = (*place, name)
                if name in value:
                    yield (
                        at,
                        kinds | ({"nullable"} if nullable else set()),
                        name in variant.get("required", []),
                    )
                    yield from _places(inner, value[name], defs, at)
        elif isinstance(value, list) and value and "items" in variant:
            yield from _places(variant["items"], value[0], defs, (*place, 0))


def _put(question: dict[str, Any], place: Place, value: Any) -> str:
    changed = copy.deepcopy(question)
    at: Any = changed
    for step in place[:-1]:
        at = at[step]
    if value is _MISSING:
        del at[place[-1]]
    else:
        at[place[-1]] = value
    return _json(changed)


def faults(tool: str, question: dict[str, Any]) -> dict[str, list[str | bytes]]:
    """Every kind of fault for a tool, each with the questions that have it."""
    found: dict[str, list[str | bytes]] = {name: [make(question)] for name, make in WHOLE.items()}
    asked = schema(tool)["input"]
    defs = asked.get("$defs", {})
    for place, kinds, required in _places(asked, question, defs):
        if required:
            found.setdefault("missing", []).append(_put(question, place, _MISSING))
        if "nullable" not in kinds:
            found.setdefault("null for a value", []).append(_put(question, place, None))
        types = kinds - {"nullable"}
        if len(types) == 1:
            kind = types.pop()
            for name, value in WRONG[kind].items():
                text = _put(question, place, value)
                found.setdefault(f"{kind}: {name}", []).append(text)
    return found
