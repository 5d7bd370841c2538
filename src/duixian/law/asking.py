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
_NOT_A_DATE = ("不是日期。", "写成 2017-05-17 的形式。")
_NOT_WHOLE = ("应当是整数。", "写成不带引号的整数。")
_NOT_YES_OR_NO = ("应当是 true 或者 false。", "写成不带引号的 true 或者 false。")
_NOT_AN_OBJECT = ("应当是对象。", "写成 { ... }。")
_FAULTS = {
    "missing": ("没有填写。", "请补上这一项。"),
    "extra_forbidden": ("没有这一项。", "请核对字段名，多余的项请去掉。"),
    "money": (
        "不是金额。",
        '写成以元为单位的字符串，最多两位小数，不带千分位，如 "1234.50"。',
    ),
    "money_out_of_range": ("超过一千万亿元。", "请核对金额的位数。"),
    "rate_out_of_range": ("位数太多。", "请核对这个比率，最多 12 位。"),
    "rate": ("不是利率。", '写成百分数的字符串，如 "4.35" 表示 4.35%。'),
    "choice": ("不是可选的值。", "用 --schema 可以看到可选的值。"),
    "date_from_datetime_parsing": _NOT_A_DATE,
    "date_from_datetime_inexact": _NOT_A_DATE,
    "date_parsing": _NOT_A_DATE,
    "date_type": _NOT_A_DATE,
    "date_out_of_range": ("不在 1900 年至 2199 年之间。", "请核对日期的年份。"),
    "int_type": _NOT_WHOLE,
    "int_parsing": _NOT_WHOLE,
    "int_parsing_size": ("位数太多。", "请核对这个整数。"),
    "int_from_float": _NOT_WHOLE,
    "bool_type": _NOT_YES_OR_NO,
    "bool_parsing": _NOT_YES_OR_NO,
    "string_type": ("应当是文字。", "写成带引号的字符串。"),
    "string_too_short": ("是空的。", "请填写文字。"),
    "string_too_long": ("太长。", "请缩短文字。"),
    "list_type": ("应当是列表。", "写成 [ ... ]。"),
    "tuple_type": ("应当是列表。", "写成 [ ... ]。"),
    "dict_type": _NOT_AN_OBJECT,
    "model_type": _NOT_AN_OBJECT,
    "model_attributes_type": _NOT_AN_OBJECT,
    "too_short": ("是空的。", "至少写一项。"),
    "too_long": ("项数太多。", "请减少项数。"),
    "string_pattern_mismatch": ("写法不对。", "用 --schema 可以看到写法（pattern）。"),
}
# Faults with a bound: message and cure are filled with it.
_BOUNDS = {
    "greater_than_equal": ("ge", "不能小于 {}。"),
    "greater_than": ("gt", "应当大于 {}。"),
    "less_than_equal": ("le", "不能大于 {}。"),
    "less_than": ("lt", "应当小于 {}。"),
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


class _Twice(ValueError):
    """A field written twice, of which JSON readers would silently keep one."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _not_json(why: str) -> Refusal:
    return Refusal(
        code="input.not_json",
        message=f"输入不是 JSON：{why}。",
        cure="请输入一个 JSON 对象，用 --schema 可以看到各项。",
        field=None,
    )


def _parsed(text: str) -> Any:
    """The JSON of a text; refuses what is none, what repeats a field, what nests without end."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _Twice as twice:
        raise Refusal(
            code="input.field_twice",
            message=f"“{twice}”写了两次。",
            cure="请只留一次。",
            field=str(twice),
        ) from None
    except RecursionError:
        raise Refusal(
            code="input.nested_too_deep",
            message="输入的层次太深。",
            cure="用 --schema 可以看到各项的层次。",
            field=None,
        ) from None
    except ValueError as fault:
        raise _not_json(str(fault)) from None


def parsed_object(text: str) -> dict[str, Any]:
    """The JSON object of a text; refuses with `input.not_json`, `.not_an_object` and the like."""
    found = _parsed(text)
    if not isinstance(found, dict):
        raise Refusal(
            code="input.not_an_object",
            message="输入应当是一个 JSON 对象。",
            cure="写成 { ... }，用 --schema 可以看到各项。",
            field=None,
        )
    return found


def _read(tool: Tool[Any], text: str) -> Input:
    parsed_object(text)
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
    if kind == "json_invalid":
        return _not_json(str(detail["ctx"]["error"]))
    message, cure = _words(kind, detail)
    return Refusal(
        code=f"input.{kind}",
        message=f"“{field}”{message}",
        cure=cure,
        field=field,
    )


def _words(kind: str, detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a field and what to write instead."""
    if kind == "literal_error":
        expected = detail["ctx"]["expected"].replace(" or ", "、").replace(", ", "、")
        return "不是可选的值。", f"可选：{expected}。"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return words.format(detail["ctx"][name]), "请核对这个数。"
    return _FAULTS.get(kind, ("不符合要求。", "用 --schema 可以看到这一项的写法。"))


def answer_model(name: str) -> type[Output]:
    """The output model of a tool, whose field titles a worksheet prints."""
    return find(name).answer_model
