"""The law's words in a paper (引用法律): articles and terms as they stood on the day of issue."""

from __future__ import annotations

from datetime import date
from typing import Any

from duixian.contexts.documents.templates import Field, template
from duixian.kernel.findings import Refusal
from duixian.kernel.numerals import chinese_number
from duixian.law import texts

_UNITS = {"day": "日", "working_day": "个工作日", "month": "个月", "year": "年"}


def law_values(kind: str, on: date) -> dict[str, dict[str, Any]]:
    """Every value of the paper that the law itself gives on that day, with its source.

    Raises Refusal `documents.no_basis` when none of a required field's provisions was in force.
    """
    found: dict[str, dict[str, Any]] = {}
    for field in template(kind).fields:
        if field.kind == "law":
            found[field.name] = _basis(field, on)
        elif field.kind == "law_period":
            found[field.name] = _period(field, on)
    return found


def _basis(field: Field, on: date) -> dict[str, Any]:
    articles: dict[str, list[str]] = {}
    keys = []
    for key in field.provisions:
        for citation in texts.provisions()[key].on(on):
            title = texts.provisions()[key].instrument_title
            if citation.article not in articles.setdefault(title, []):
                articles[title].append(citation.article)
            keys.append(key)
    if not articles and field.required:
        raise Refusal(
            "documents.no_basis",
            f"“{field.label}”在{on.isoformat()}没有有效的条文可引。",
            cure="请核对成文日期，或改用当时有效的文书样式。",
            field=field.name,
            provisions=field.provisions,
        )
    text = "、".join(f"《{title}》{'、'.join(listed)}" for title, listed in articles.items())
    return {"value": text, "source": f"law: {', '.join(keys)} @ {on.isoformat()}"}


def _period(field: Field, on: date) -> dict[str, Any]:
    parameter = texts.parameter(field.parameter, on=on)
    text = f"{chinese_number(parameter.length)}{_UNITS[parameter.unit]}"
    return {"value": text, "source": f"law: {field.parameter} @ {on.isoformat()}"}
