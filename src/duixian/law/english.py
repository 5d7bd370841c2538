"""The law's tools in English (英文): titles, labels and articles, where `labels_en.toml` has them.

Chinese comes first: what has no English yet stays as it is, and the rulebook lists it. A label
with parts that vary is written with {} for each part, as in "自次日起算，{}".
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from duixian.kernel.numerals import chinese_number
from duixian.law.texts import provisions
from duixian.law.tools import tools
from duixian.law.uses import rule_modules, tree_of

_PART = "{}"
_CHINESE = re.compile(r"[一-龥]")
_NUMERALS = {chinese_number(number): number for number in range(1, 1300)}
_ARTICLE = re.compile(r"第([一二三四五六七八九十百千零]+)([条款项目章节])")
_DIVISIONS = {
    "条": "Art.",
    "款": "para.",
    "项": "item",
    "目": "point",
    "章": "Chapter",
    "节": "Section",
}


@cache
def _texts() -> tuple[Mapping[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """The whole texts, and the patterns of those with parts, the most particular first."""
    text = resources.files("duixian.law").joinpath("labels_en.toml").read_text(encoding="utf-8")
    read: dict[str, str] = tomllib.loads(text)["labels"]
    patterns = sorted((key for key in read if _PART in key), key=len, reverse=True)
    return read, tuple(
        (re.compile("(.*?)".join(map(re.escape, key.split(_PART))), re.DOTALL), read[key])
        for key in patterns
    )


def english(text: str) -> str:
    """A title or label in English; as it is where there is no English for it."""
    whole, patterns = _texts()
    if text in whole:
        return whole[text]
    if not _CHINESE.search(text):
        return text
    for pattern, said in patterns:
        if found := pattern.fullmatch(text):
            return said.format(*(english(part) for part in found.groups()))
    return text


def has_english(text: str) -> bool:
    """Whether a title or label, or a label with {} for its parts, has English."""
    return text in _texts()[0] or not _CHINESE.search(text)


def article_in_english(article: str) -> str:
    """An article as it is cited in English: 第十四条第一项 as Art. 14, item 1."""
    parts = _ARTICLE.findall(article)
    if "".join(f"第{number}{division}" for number, division in parts) != article:
        return article
    return ", ".join(
        f"{_DIVISIONS[division]} {_NUMERALS.get(number, number)}" for number, division in parts
    )


def answer_in_english(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with the labels of its steps, its documents and articles in English."""
    return {
        **answer,
        "steps": [
            {
                **step,
                "label": english(step["label"]),
                "inputs": {english(key): value for key, value in step["inputs"].items()},
            }
            for step in answer["steps"]
        ],
        "provisions": [_provision(each) for each in answer["provisions"]],
    }


def _provision(row: Mapping[str, Any]) -> dict[str, Any]:
    known = provisions().get(row["key"])
    title = known.title_en if known else ""
    instrument = known.instrument_title_en if known else ""
    return {
        **row,
        "title": title or row["title"],
        "document": f"{instrument} ({row['document']})" if instrument else row["document"],
        "article": article_in_english(row["article"]),
    }


def schema_in_english(schema: Any) -> Any:
    """A JSON Schema with its titles and descriptions in English."""
    if isinstance(schema, Mapping):
        return {
            key: english(value)
            if key in ("title", "description") and isinstance(value, str)
            else schema_in_english(value)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [schema_in_english(each) for each in schema]
    return schema


def labels() -> list[str]:
    """Every Chinese title and label of the tools and rules, to be found in English."""
    found = {tool.title for tool in tools().values()}
    for tool in tools().values():
        for model in (tool.question, tool.answer_model):
            found |= set(_titles(model.model_json_schema(by_alias=True)))
    for module in rule_modules():
        for node in ast.walk(tree_of(module)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "Step" and node.args:
                found |= set(_written(node.args[0]))
    return sorted(text for text in found if _CHINESE.search(text))


def _titles(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "title" and isinstance(value, str):
                yield value
            else:
                yield from _titles(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from _titles(each)


def _written(label: ast.expr) -> Iterator[str]:
    """The texts a label in code can be, with {} for its parts."""
    if isinstance(label, ast.Constant) and isinstance(label.value, str):
        yield label.value
    elif isinstance(label, ast.IfExp):
        yield from _written(label.body)
        yield from _written(label.orelse)
    elif isinstance(label, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else _PART for part in label.values
        )
