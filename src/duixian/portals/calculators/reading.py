"""From a link or a form to a question in JSON (读取输入), with every fault at its own field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from duixian.kernel.money import yuan
from duixian.portals.calculators.questions import Spot
from duixian.portals.written import amount_of, rate_of, read_day

MOST_ROWS = 50  # rows of one list, and lines of one list of texts
MOST_LETTERS = 300  # of one text
FIRST_YEAR, LAST_YEAR = 1950, 2100
_WHOLE = re.compile(r"-?[0-9]{1,5}")
Pairs = list[tuple[str, str]]


@dataclass
class Read:
    """A question as far as it can be read; `errors` are words by path."""

    question: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


_NOTHING = object()


def rows_in(spot: Spot, query: QueryDict, prefix: str = "") -> list[int]:
    """The numbers of the rows of a list that stand in a query, in order."""
    stem = re.escape(prefix + spot.name)
    found = {
        int(match[1]) for name in query if (match := re.match(rf"{stem}\.(\d{{1,3}})\.", name))
    }
    return sorted(found)


def canonical(tree: Sequence[Spot], query: QueryDict) -> Pairs:
    """The shortest query that asks the same: no blanks, no defaults, rows numbered anew."""
    return list(_canonical(tree, query, "", ""))


def _canonical(
    tree: Sequence[Spot], query: QueryDict, old: str, new: str
) -> Iterator[tuple[str, str]]:
    for spot in tree:
        if spot.kind == "group":
            inner = _canonical(spot.inner, query, f"{old}{spot.name}.", f"{new}{spot.name}.")
            yield from inner
        elif spot.kind == "rows":
            number = 0
            for row in rows_in(spot, query, old):
                before = f"{old}{spot.name}.{row}."
                written = list(_canonical(spot.inner, query, before, f"{new}{spot.name}.{number}."))
                number += bool(written)
                yield from written
        elif spot.kind == "many":
            given = (each.strip() for each in query.getlist(old + spot.name))
            yield from ((new + spot.name, each) for each in given if each)
        else:
            text = _written(query, old + spot.name)
            if text and (text != spot.default_text or spot.required):
                yield new + spot.name, text


def _written(query: QueryDict, path: str) -> str:
    return query.get(path, "").replace("\r\n", "\n").strip()


def read(tree: Sequence[Spot], query: QueryDict) -> Read:
    """The question of a canonical query. What cannot be read is an error and left out."""
    found = Read()
    found.question = _group(tree, query, "", found.errors)
    return found


def _group(
    tree: Sequence[Spot], query: QueryDict, before: str, errors: dict[str, str]
) -> dict[str, Any]:
    facts = {}
    for spot in tree:
        value = _value(spot, query, before, errors)
        if value is not _NOTHING:
            facts[spot.name] = value
    return facts


def _value(spot: Spot, query: QueryDict, before: str, errors: dict[str, str]) -> Any:
    path = before + spot.name
    if spot.kind == "group":
        given = any(True for _each in _canonical(spot.inner, query, f"{path}.", ""))
        if not given and not spot.required:
            return _NOTHING
        return _group(spot.inner, query, f"{path}.", errors)
    if spot.kind == "rows":
        return _rows(spot, query, before, errors)
    if spot.kind == "many":
        values = [_choice(spot, each) for each in query.getlist(path)]
        if _NOTHING in values:
            errors[path] = _("不是可选的项，请从列表中选择")
            return _NOTHING
        return values or _NOTHING
    text = _written(query, path)
    if text:
        return _leaf(spot, text, path, errors)
    if spot.required:
        errors[path] = _("还没有填写，请填上这一项")
    return None if spot.says_null else _NOTHING


def _rows(spot: Spot, query: QueryDict, before: str, errors: dict[str, str]) -> Any:
    path = before + spot.name
    numbers = rows_in(spot, query, before)
    if len(numbers) > MOST_ROWS:
        errors[path] = _("最多 %(most)d 项，请分开计算，或者上传表格") % {"most": MOST_ROWS}
        return _NOTHING
    if len(numbers) < (spot.least or (1 if spot.required else 0)):
        errors[path] = _("还没有填写，请至少填一项")
        return _NOTHING
    return [_group(spot.inner, query, f"{path}.{number}.", errors) for number in numbers]


def _leaf(spot: Spot, text: str, path: str, errors: dict[str, str]) -> Any:
    value, words = _read_leaf(spot, text)
    if words:
        errors[path] = words
        return _NOTHING
    return value


def _read_leaf(spot: Spot, text: str) -> tuple[Any, str]:
    """The value of a text, or the words that say why there is none."""
    match spot.kind:
        case "money":
            amount = amount_of(text)
            words = _("看不懂这个金额，请按元写，例如 1234.50 或 3万")
            return (None, words) if amount is None else (yuan(amount), "")
        case "rate":
            rate = rate_of(text)
            words = _("看不懂这个数，请写数字，例如 4.35")
            return (None, words) if rate is None else (rate, "")
        case "date":
            return _read_date(text)
        case "number":
            words = _("请填整数，例如 15")
            return (int(text), "") if _WHOLE.fullmatch(text) else (None, words)
        case "lines":
            return _read_lines(text)
        case "text":
            words = _("最多 %(most)d 个字，请写短一些") % {"most": MOST_LETTERS}
            return (text, "") if len(text) <= MOST_LETTERS else (None, words)
    return _read_choice(spot, text)


def _read_date(text: str) -> tuple[Any, str]:
    day = read_day(text)
    if day is None:
        return None, _("看不懂这个日期，请写成 2017-05-17 的样子")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        return None, _("日期要在 %(first)d 年到 %(last)d 年之间") % years
    return day.isoformat(), ""


def _read_lines(text: str) -> tuple[Any, str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_ROWS or any(len(line) > MOST_LETTERS for line in lines):
        most = {"lines": MOST_ROWS, "letters": MOST_LETTERS}
        return None, _("最多 %(lines)d 行，每行 %(letters)d 个字") % most
    return lines, ""


def _read_choice(spot: Spot, text: str) -> tuple[Any, str]:
    value = _choice(spot, text)
    if value is _NOTHING:
        return None, _("不是可选的项，请从列表中选择")
    return value, ""


def _choice(spot: Spot, text: str) -> Any:
    if spot.kind in ("flag", "yes_no"):
        return {"true": True, "false": False}.get(text, _NOTHING)
    return next((each for each in spot.choices if str(each) == text), _NOTHING)
