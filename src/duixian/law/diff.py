"""What changed in the law between two days (两个日期之间的变化), and in the answer to given facts.

The subject is a tool, a rule, an instrument, a provision or a number. For a tool the same facts
may be asked on both days; the two answers then stand side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import CodeType
from typing import Any

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Refusal
from duixian.kernel.money import yuan
from duixian.law.asking import ask, error_as_json
from duixian.law.texts import Entry, ParameterHistory, Provision, parameters, provisions
from duixian.law.tool_fields import Tool
from duixian.law.tools import tools
from duixian.law.uses import rule_uses

# Which field of a question is the day it is asked for; the first a tool has.
_DAY_FIELDS = ("on", "date", "until", "from")
_REASONS = ("steps", "provisions", "open_questions", "rule", "rule_version")


def difference(
    *, subject: str, start: date, end: date, question: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What changed for a subject between two days, as a JSON-ready dictionary.

    Refuses with `diff.days_out_of_order`, `diff.unknown_subject` and `diff.facts_need_a_tool`.
    """
    if end < start:
        raise Refusal(
            code="diff.days_out_of_order",
            message=f"终日 {end} 早于始日 {start}。",
            cure="请把较早的日期写在 --from。",
            field="to",
        )
    kind, title, texts, numbers = _subject(subject)
    tool = tools().get(subject)
    if question is not None and tool is None:
        raise Refusal(
            code="diff.facts_need_a_tool",
            message=f"“{subject}”不是工具，不能用事实计算。",
            cure="--subject 写工具名，用 --list 列出工具；或者去掉 --in。",
            field="subject",
        )
    answers = _answers(tool, question, start, end) if tool and question is not None else None
    changed_texts = (_text_change(provisions()[key], start, end) for key in texts)
    changed_numbers = (_number_change(parameters()[key], start, end) for key in numbers)
    return {
        "subject": subject,
        "kind": kind,
        "title": title,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "provisions": [each for each in changed_texts if each],
        "parameters": [each for each in changed_numbers if each],
        "answers": answers,
    }


def rules_of(tool: Tool[Any]) -> tuple[str, ...]:
    """The rules a tool asks, by the names its answer calls."""
    module = getattr(tool.answer, "__globals__", {})
    code: CodeType | None = getattr(tool.answer, "__code__", None)
    waiting, seen, found = [code] if code else [], set[CodeType](), set[str]()
    while waiting:
        body = waiting.pop()
        seen.add(body)
        called = set(body.co_names)
        found |= called & set(rule_uses())
        inner = (getattr(module.get(name), "__code__", None) for name in called - found)
        waiting += [each for each in inner if each and each not in seen]
    return tuple(sorted(found))


def _subject(subject: str) -> tuple[str, str, list[str], list[str]]:
    """The kind of a subject, its title, and the provisions and numbers to compare."""
    if subject in tools():
        rules = rules_of(tools()[subject])
        return "tool", tools()[subject].title, *_of_rules(rules)
    if subject in rule_uses():
        return "rule", rule_uses()[subject].meaning, *_of_rules([subject])
    if subject in provisions():
        numbers = [key for key, each in parameters().items() if _rests_on(each, {subject})]
        return "provision", provisions()[subject].title, [subject], numbers
    if subject in parameters():
        texts = {entry.provision for entry in parameters()[subject].entries if entry.provision}
        return "parameter", parameters()[subject].title, sorted(texts), [subject]
    of_instrument = {key: each for key, each in provisions().items() if each.instrument == subject}
    if of_instrument:
        title = next(iter(of_instrument.values())).instrument_title
        numbers = [key for key, each in parameters().items() if _rests_on(each, of_instrument)]
        return "instrument", title, list(of_instrument), numbers
    raise Refusal(
        code="diff.unknown_subject",
        message=f"没有“{subject}”这个工具、规则、文件、条文或者参数。",
        cure="请核对名称；工具用 --list 列出，键名见 docs/law/rulebook.md。",
        field="subject",
    )


def _of_rules(rules: Iterable[str]) -> tuple[list[str], list[str]]:
    uses = [rule_uses()[each] for each in rules]
    return (
        sorted({key for use in uses for key in use.provisions}),
        sorted({key for use in uses for key in use.parameters}),
    )


def _rests_on(history: ParameterHistory, keys: Iterable[str]) -> bool:
    return any(entry.provision in keys for entry in history.entries)


def _text_change(provision: Provision, start: date, end: date) -> dict[str, Any] | None:
    before, after = (next(iter(provision.on(day)), None) for day in (start, end))
    between = [
        _cited(citation)
        for version, citation in provision.versions
        if start < version.in_force_from <= end
    ]
    if before == after and not between:
        return None
    return {
        "key": provision.key,
        "title": provision.title,
        "change": _kind_of_change(before, after),
        "before": _cited(before),
        "after": _cited(after),
        "between": between,
    }


def _cited(citation: Citation | None) -> dict[str, str] | None:
    if citation is None:
        return None
    said = citation.as_json()
    return {key: said[key] for key in ("document", "article", "in_force_from", "certainty")}


def _kind_of_change(before: object, after: object) -> str:
    if before is None:
        return "entered" if after is not None else "came and went"
    return "left" if after is None else "changed"


def _number_change(history: ParameterHistory, start: date, end: date) -> dict[str, Any] | None:
    rows = [
        {"from": entry.in_force_from.isoformat(), **_number(entry)}
        for entry in history.entries
        if start < entry.in_force_from <= end
    ]
    before, after = (next(iter(history.on(day)), None) for day in (start, end))
    if before == after and not rows:
        return None
    return {
        "key": history.key,
        "title": history.title,
        "change": _kind_of_change(before, after),
        "before": _number(before) if before else None,
        "after": _number(after) if after else None,
        "between": rows,
    }


def _plain(value: Any) -> Any:
    """A value of a number, which may be a table, as JSON has it."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _number(entry: Entry) -> dict[str, Any]:
    value = yuan(entry.value) if entry.unit == "fen" else _plain(entry.value)
    return {"value": value, "unit": entry.unit, "provision": entry.provision}


def _answers(
    tool: Tool[Any], question: Mapping[str, Any], start: date, end: date
) -> dict[str, Any]:
    """The answers on both days and what differs; a refusal is an answer too."""
    known = {field.alias or name for name, field in tool.question.model_fields.items()}
    day_field = next((name for name in _DAY_FIELDS if name in known), None)
    if day_field is None:
        raise Refusal(
            code="diff.no_day",
            message=f"“{tool.name}”的问题没有日期，两天的答案一样。",
            cure="请去掉 --in，或者换一个工具。",
            field="subject",
        )
    before, after = (
        _answer(tool.name, {**question, day_field: day.isoformat()}) for day in (start, end)
    )
    flat_before, flat_after = dict(_flat(before)), dict(_flat(after))
    differs = [
        {"field": name, "before": flat_before.get(name), "after": flat_after.get(name)}
        for name in dict.fromkeys((*flat_before, *flat_after))
        if flat_before.get(name) != flat_after.get(name)
    ]
    return {"day_field": day_field, "before": before, "after": after, "differs": differs}


def _answer(name: str, question: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return ask(name, json.dumps(question, ensure_ascii=False))
    except Refusal as refusal:
        if refusal.code.startswith("input."):
            raise
        return error_as_json(refusal)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of an answer by their path, without the reasons."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if path or key not in _REASONS:
                yield from _flat(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _flat(each, f"{path}[{index}]")
    else:
        yield path, value


_CHANGES = {
    "entered": "新出现",
    "left": "不再有效",
    "changed": "有变化",
    "came and went": "期间有过，已不再有效",
}


def in_plain_words(found: Mapping[str, Any]) -> str:
    """The difference for a person, in Chinese."""
    lines = [f"{found['title']}：{found['from']} 与 {found['to']} 的变化", ""]
    lines += ["一、条文", *_listed(found["provisions"], _text_in_words)]
    lines += ["", "二、数值", *_listed(found["parameters"], _number_in_words)]
    answers = found["answers"]
    if answers:
        lines += ["", f"三、同样的事实，两天的答案（{answers['day_field']}）"]
        lines += [
            f"  {each['field']}：{each['before']} → {each['after']}" for each in answers["differs"]
        ] or ["  没有不同"]
    return "\n".join(lines) + "\n"


def _listed(
    changes: list[Mapping[str, Any]], said: Callable[[Mapping[str, Any] | None], str]
) -> Iterator[str]:
    if not changes:
        yield "  （没有变化）"
    for each in changes:
        yield f"  {each['title']}（{each['key']}）：{_CHANGES[each['change']]}"
        yield f"    {said(each['before'])} → {said(each['after'])}"
        for row in each["between"][:-1] if each["after"] else each["between"]:
            yield f"    {row.get('from') or row['in_force_from']} 起 {said(row)}"


def _text_in_words(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "无"
    doubt = "" if row["certainty"] == "text seen" else "〔条号待核对〕"
    return f"{row['document']} {row['article']}{doubt}"


_UNITS = {
    "day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
    "fen": "元",
    "percent": "%",
    "percent_per_day": "%/日",
}


_COLUMNS = {
    "up_to": "不超过",
    "flat": "每件",
    "percent": "按百分之",
    "lowest": "最低",
    "highest": "最高",
    "tier": "档次",
    "months": "月数",
    "kind": "种类",
}


def _number_in_words(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "无"
    value = row["value"]
    if isinstance(value, list):
        return "；".join(
            "，".join(f"{_COLUMNS.get(name, name)} {each}" for name, each in line.items())
            if isinstance(line, Mapping)
            else str(line)
            for line in value
        )
    return f"{value}{_UNITS.get(row['unit'], '')}"
