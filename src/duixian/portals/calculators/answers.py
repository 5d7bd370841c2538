"""An answer of the law as people read it (结果): figures, verdict, conditions, tables, reasons.

Built from the tool's answer model, so that what a tool comes to answer shows by itself; the layout
only says what is large and what yes and no mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duixian.kernel.money import display, fen
from duixian.law import asking
from duixian.portals.calculators.forms import translated, word_of
from duixian.portals.calculators.layouts import Calculator
from duixian.portals.calculators.questions import pattern_of

_REASONS = ("steps", "provisions", "open_questions", "rule", "rule_version")
_FOR_PROGRAMS = ("key", "provisions")
_AMOUNT = re.compile(r"-?\d+\.\d{2}(\d{2})?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; `part` belongs to the line before it."""

    label: str
    text: str
    amount: bool = False
    part: bool = False
    heads: bool = False  # names the parts that follow


@dataclass(frozen=True, slots=True)
class Verdict:
    yes: bool
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the law: met or not, why, what shows it, what cures it."""

    title: str
    met: bool
    why: str
    evidence: str = ""
    cure: str = ""
    keys: Sequence[str] = ()
    provisions: Sequence[Provision] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the answer: heads with whether they hold amounts, and rows of text."""

    title: str
    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]

    @property
    def lines(self) -> list[list[tuple[tuple[str, bool], str]]]:
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class StepLine:
    label: str
    formula: str
    inputs: str
    value: str
    provisions: Sequence[Provision] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision as it stood; `sure` when its text was seen. Its number marks it in the steps."""

    number: int
    key: str
    title: str
    document: str
    article: str
    since: str
    sure: bool


@dataclass
class Shown:
    """The whole answer in the order it is shown."""

    main: list[Figure] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    conditions: list[tuple[str, list[Condition]]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    lists: list[tuple[str, list[str]]] = field(default_factory=list)
    steps: list[StepLine] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    rule: str = ""
    as_of: date | None = None

    @property
    def further_steps(self) -> list[StepLine]:
        """Steps that say more than the conditions do, which stand on the page already."""
        said = {each.title for _title, conditions in self.conditions for each in conditions}
        return [step for step in self.steps if step.label not in said]


Schema = Mapping[str, Any]


def shown(calculator: Calculator, answer: Mapping[str, Any]) -> Shown:
    """The answer of a calculator's tool, ready for page and paper."""
    schema = asking.schema(calculator.tool)["output"]
    found = Shown()
    builder = _Builder(calculator, schema.get("$defs", {}), found)
    for name, each in schema["properties"].items():
        if name not in _REASONS and name not in calculator.hidden and name in answer:
            builder.put(name, each, answer[name])
    found.figures = [each for each in found.figures if each.text or each.heads]
    found.provisions = [_provision(number, each) for number, each in _numbered(answer)]
    by_key = {each.key: each for each in found.provisions}
    found.steps = [_step(each, by_key) for each in answer["steps"]]
    found.conditions = [
        (title, [replace(each, provisions=_known(each.keys, by_key)) for each in conditions])
        for title, conditions in found.conditions
    ]
    found.questions = [_question(each) for each in answer.get("open_questions", ())]
    found.rule = " ".join(filter(None, (answer.get("rule"), answer.get("rule_version"))))
    return found


def written(text: str) -> tuple[str, bool]:
    """A text of an answer, amounts with separators; whether it is an amount."""
    if not _AMOUNT.fullmatch(text):
        return text, False
    more = text[-2:] if len(text.partition(".")[2]) > 2 else ""
    plain = text.removesuffix(more) if more else text
    return (display(fen(plain)) + more).replace("-", "−"), True


class _Builder:
    def __init__(self, calculator: Calculator, known: Schema, found: Shown) -> None:
        self.calculator = calculator
        self.known = known
        self.found = found

    def put(self, name: str, schema: Schema, value: Any) -> None:
        title = self._title(name, schema)
        if name in self.calculator.verdict and isinstance(value, bool):
            yes, no = self.calculator.verdict[name]
            self.found.verdicts.append(Verdict(value, str(yes if value else no)))
        elif isinstance(value, list):
            self._list(name, title, schema, value)
        elif isinstance(value, Mapping):
            self.found.figures.append(Figure(title, "", heads=True))
            self.found.figures += self._group(schema, value, name)
        else:
            figure = self._figure(name, title, value)
            into = self.found.main if name in self.calculator.main else self.found.figures
            into.append(figure)

    def _figure(self, pattern: str, title: str, value: Any, *, part: bool = False) -> Figure:
        text, amount = self._text(pattern, value)
        return Figure(title, text, amount, part)

    def _text(self, pattern: str, value: Any) -> tuple[str, bool]:
        if isinstance(value, str) and _AMOUNT.fullmatch(value):
            return written(value)
        if value is None or value == "" or value == []:
            return "", False
        if isinstance(value, list):
            return "、".join(self._text(pattern, each)[0] for each in value), False
        if isinstance(value, Mapping):
            pairs = (f"{key} {self._text(pattern, each)[0]}" for key, each in value.items())
            return "，".join(pairs), False
        return word_of(self.calculator, pattern, value), False

    def _group(self, schema: Schema, value: Mapping[str, Any], before: str) -> Iterator[Figure]:
        inside = self._inside(schema)
        places = inside.get("properties", {})
        for key, each in value.items():
            if key in places:
                title = self._title(f"{before}.{key}", places[key])
            else:  # a table by code, such as days of notice by kind of property
                title = word_of(self.calculator, before, key)
            yield self._figure(f"{before}.{key}", title, each, part=True)

    def _list(self, name: str, title: str, schema: Schema, value: list[Any]) -> None:
        if not value:
            return
        if not isinstance(value[0], Mapping):
            self.found.lists.append((title, [self._text(name, each)[0] for each in value]))
        elif "met" in value[0]:
            self.found.conditions.append((title, [self._condition(each) for each in value]))
        else:
            self.found.grids.append(self._grid(name, title, schema, value))

    def _condition(self, value: Mapping[str, Any]) -> Condition:
        return Condition(
            value.get("title") or value.get("key", ""),
            bool(value["met"]),
            value.get("why", ""),
            value.get("evidence", ""),
            value.get("cure", ""),
            keys=value.get("provisions", ()),
        )

    def _grid(self, name: str, title: str, schema: Schema, value: list[Any]) -> Grid:
        places = self._inside(self._inside(schema).get("items", {})).get("properties", {})
        shown = [
            key
            for key in places
            if key not in _FOR_PROGRAMS
            and f"{name}.*.{key}" not in self.calculator.hidden
            and any(row.get(key) not in (None, "", [], False) for row in value)
        ]
        cells = [[self._cell(name, key, row.get(key)) for key in shown] for row in value]
        heads = [
            (self._title(f"{name}.*.{key}", places[key]), all(row[at][1] for row in cells))
            for at, key in enumerate(shown)
        ]
        return Grid(title, heads, [[text for text, _amount in row] for row in cells])

    def _cell(self, name: str, key: str, value: Any) -> tuple[str, bool]:
        pattern = f"{name}.*.{key}"
        if pattern not in self.calculator.words and key in self.calculator.words:
            pattern = key
        text, amount = self._text(pattern, value)
        return ("" if value in (None, "", []) else text), amount or value in (None, "")

    def _title(self, pattern: str, schema: Schema) -> str:
        given = self.calculator.labels.get(f"answer.{pattern_of(pattern)}")
        title = schema.get("title") or self._inside(schema).get("title", pattern)
        return str(given) if given else translated(title)

    def _inside(self, schema: Schema) -> Schema:
        if "anyOf" in schema:
            schema = next(each for each in schema["anyOf"] if each.get("type") != "null")
        if "$ref" in schema:
            schema = self.known[schema["$ref"].rpartition("/")[2]]
        return schema


def _numbered(answer: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    yield from enumerate(answer["provisions"], 1)


def _provision(number: int, each: Mapping[str, Any]) -> Provision:
    return Provision(
        number,
        each["key"],
        each["title"],
        each["document"],
        each["article"],
        each["in_force_from"],
        each["certainty"] == "text seen",
    )


def _step(each: Mapping[str, Any], by_key: Mapping[str, Provision]) -> StepLine:
    inputs = "，".join(f"{key} {written(value)[0]}" for key, value in each["inputs"].items())
    rests_on = _known(each["provisions"], by_key)
    return StepLine(each["label"], each["formula"], inputs, written(each["value"])[0], rests_on)


def _known(keys: Sequence[str], by_key: Mapping[str, Provision]) -> list[Provision]:
    return [by_key[key] for key in keys if key in by_key]


def _question(each: Any) -> str:
    """An open question with what the other choice would give, however the tool says it."""
    if isinstance(each, Mapping):
        return " ".join(str(part) for part in each.values() if part)
    return str(each)
