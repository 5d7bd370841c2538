"""Asking a tool of the law in JSON, and telling what is wrong with a question (法律工具问答)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from duixian.kernel.findings import Refusal
from duixian.law.tool_fields import Input, Output, Tool
from duixian.law.tools import tools

# What pydantic calls a fault, in words: message and cure.
_FAULTS = {
    "missing": ("没有填写。", "请补上这一项。"),
    "extra_forbidden": ("没有这一项。", "请核对字段名，多余的项请去掉。"),
    "money": (
        "不是金额。",
        '写成以元为单位的字符串，最多两位小数，不带千分位，如 "1234.50"。',
    ),
    "rate": ("不是利率。", '写成百分数的字符串，如 "4.35" 表示 4.35%。'),
    "date_from_datetime_parsing": ("不是日期。", "写成 2017-05-17 的形式。"),
    "date_parsing": ("不是日期。", "写成 2017-05-17 的形式。"),
    "date_type": ("不是日期。", "写成 2017-05-17 的形式。"),
    "int_type": ("应当是整数。", "写成不带引号的整数。"),
    "bool_type": ("应当是 true 或者 false。", "写成不带引号的 true 或者 false。"),
    "string_type": ("应当是文字。", "写成带引号的字符串。"),
    "list_type": ("应当是列表。", "写成 [ ... ]。"),
    "greater_than_equal": ("太小。", "顺位从 1 开始。"),
    "too_short": ("是空的。", "至少写一项。"),
    "string_pattern_mismatch": ("写法不对。", "币种写三个大写字母，如 CNY。"),
    "model_type": ("应当是对象。", "写成 { ... }。"),
    "model_attributes_type": ("应当是对象。", "写成 { ... }。"),
}


def ask(name: str, text: str) -> dict[str, Any]:
    """The answer of a tool to a question in JSON text, as a JSON-ready dictionary.

    Refuses with `tool.unknown`, `input.not_json`, `input.<fault>`, and whatever the rule refuses.
    """
    tool = find(name)
    answer = tool.answer(_read(tool, text))
    return answer.model_dump(mode="json", by_alias=True)


def find(name: str) -> Tool[Any]:
    """The tool with this name; refuses with `tool.unknown`."""
    tool = tools().get(name)
    if tool is None:
        raise Refusal(
            code="tool.unknown",
            message=f"没有“{name}”这个工具。",
            cure="可用的工具：" + "、".join(tools()) + "。",
            field="tool",
        )
    return tool


def schema(name: str) -> dict[str, Any]:
    """JSON Schema of a tool's input and output."""
    tool = find(name)
    return {
        "tool": tool.name,
        "title": tool.title,
        "input": tool.question.model_json_schema(by_alias=True),
        "output": tool.answer_model.model_json_schema(by_alias=True, mode="serialization"),
    }


def error_as_json(refusal: Refusal) -> dict[str, Any]:
    """The contract's shape of an error: code, field, message, cure."""
    return {
        "error": {
            "code": refusal.code,
            "field": refusal.field,
            "message": refusal.message,
            "cure": refusal.cure,
        }
    }


def _read(tool: Tool[Any], text: str) -> Input:
    try:
        raw = json.loads(text)
    except ValueError as fault:
        raise Refusal(
            code="input.not_json",
            message=f"输入不是 JSON：{fault}。",
            cure="请输入一个 JSON 对象，用 --schema 可以看到各项。",
            field=None,
        ) from None
    if not isinstance(raw, dict):
        raise Refusal(
            code="input.not_an_object",
            message="输入应当是一个 JSON 对象。",
            cure="写成 { ... }，用 --schema 可以看到各项。",
            field=None,
        )
    try:
        question: Input = tool.question.model_validate_json(text)
    except ValidationError as invalid:
        raise _fault(invalid.errors(include_url=False)[0]) from None
    return question


def _fault(detail: ErrorDetails) -> Refusal:
    field = ""
    for part in detail["loc"]:
        field += f"[{part}]" if isinstance(part, int) else f".{part}" if field else str(part)
    kind = detail["type"]
    if kind == "literal_error":
        expected = detail["ctx"]["expected"].replace(" or ", "、").replace(", ", "、")
        message, cure = "不是可选的值。", f"可选：{expected}。"
    else:
        message, cure = _FAULTS.get(kind, ("不符合要求。", detail["msg"]))
    return Refusal(
        code=f"input.{kind}",
        message=f"“{field}”{message}",
        cure=cure,
        field=field,
    )


def answer_model(name: str) -> type[Output]:
    """The output model of a tool, whose field titles a worksheet prints."""
    return find(name).answer_model
