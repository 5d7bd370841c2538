"""What an act asks for (事项), read from its schema: the one source of form and of what is posted.

A fact knows its field's kind, label and bounds; lists of things become rows of facts. Names of
fields are paths (`titles.0.number`), the same paths refusals name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict

from duixian.contexts.record.acts import Act
from duixian.kernel import money
from duixian.portals.officer import labels
from duixian.portals.shell import in_english

Schema = Mapping[str, Any]
_SIMPLE = {"date": "date", "long-text": "textarea", "money": "money"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an act, or a group or list of them.

    kind: text, textarea, money, number, date, check, choice, multi, lines (texts, one a line),
    group (one thing with facts of its own) or rows (a list of such things).
    """

    name: str
    chinese: str
    kind: str
    required: bool
    default: Any = None
    options: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    minimum: str = ""
    maximum: str = ""
    facts: tuple[Fact, ...] = ()
    at_least: int = 0

    @property
    def label(self) -> str:
        """The fact's name in the reader's language: fields are named in the glossary's English."""
        return self.name.replace("_", " ").capitalize() if in_english() else self.chinese


@cache
def facts_of(act: type[Act]) -> tuple[Fact, ...]:
    """The facts of an act in their order; its case is known from the page's address."""
    schema = act.model_json_schema()
    found = _properties(schema, schema.get("$defs", {}), act.code)
    return tuple(each for each in found if each.name != "case")


def _properties(schema: Schema, definitions: Schema, owner: str) -> list[Fact]:
    needed = set(schema.get("required", ()))
    return [
        _fact(name, each, name in needed, definitions, owner)
        for name, each in schema.get("properties", {}).items()
    ]


def _resolve(schema: Schema, definitions: Schema) -> dict[str, Any]:
    """The schema without its references and without the branch that allows nothing."""
    found = dict(schema)
    branches = [each for each in found.pop("anyOf", ()) if each.get("type") != "null"]
    if branches:
        found = {**_resolve(branches[0], definitions), **found}
    if "$ref" in found:
        target = definitions[found.pop("$ref").rsplit("/", 1)[-1]]
        found = {**target, **found}
    return found


def _fact(name: str, raw: Schema, required: bool, definitions: Schema, owner: str) -> Fact:
    schema = _resolve(raw, definitions)
    label = str(raw.get("title") or schema.get("title") or name)
    items = _resolve(schema.get("items", {}), definitions)
    kind = _kind(schema, items)
    inner = items if kind in ("rows", "multi", "lines") else schema
    options = labels.options(owner, name, inner.get("enum", ()))
    if options:
        kind = {"text": "choice", "lines": "multi"}.get(kind, kind)
    facts: tuple[Fact, ...] = ()
    if kind in ("rows", "group"):
        facts = tuple(_properties(inner, definitions, f"{owner}.{name}"))
    return Fact(
        name=name,
        chinese=label,
        kind=kind,
        required=required,
        default=schema.get("default"),
        options=options,
        reference=str(inner.get("x-reference", "")),
        minimum=str(schema.get("minimum", schema.get("exclusiveMinimum", ""))),
        maximum=str(schema.get("maximum", "")),
        facts=facts,
        at_least=int(schema.get("minItems", 0)),
    )


def _kind(schema: Schema, items: Schema) -> str:
    if schema.get("type") == "array":
        if "properties" in items:
            return "rows"
        return "multi" if "enum" in items or "x-reference" in items else "lines"
    if "properties" in schema:
        return "group"
    if "enum" in schema or "x-reference" in schema:
        return "choice"
    if schema.get("type") == "boolean":
        return "check"
    if schema.get("type") == "integer":
        return "number"
    return _SIMPLE.get(str(schema.get("format", "")), "text")


# ---- what was typed, and what it means


Typed = Mapping[str, Any]  # by fact: text, list of texts, typed of a group, list of typed rows


def typed(facts: tuple[Fact, ...], posted: QueryDict, under: str = "") -> dict[str, Any]:
    """Posted fields as they were typed; rows are numbered anew from 0."""
    return {fact.name: _typed(fact, posted, f"{under}{fact.name}") for fact in facts}


def _typed(fact: Fact, posted: QueryDict, path: str) -> Any:
    if fact.kind == "rows":
        return [typed(fact.facts, posted, f"{path}.{place}.") for place in _rows(posted, path)]
    if fact.kind == "group":
        return typed(fact.facts, posted, f"{path}.")
    if fact.kind == "multi":
        return [each for each in posted.getlist(path) if each]
    return posted.get(path, "").strip()


def _rows(posted: QueryDict, path: str) -> list[int]:
    head = f"{path}."
    numbers = {name[len(head) :].split(".", 1)[0] for name in posted if name.startswith(head)}
    return sorted(int(number) for number in numbers if number.isdigit())


def meant(facts: tuple[Fact, ...], said: Typed) -> dict[str, Any]:
    """Facts of what was typed; what was left empty is left out, so that its default holds."""
    found = {fact.name: _meant(fact, said.get(fact.name)) for fact in facts}
    return {name: value for name, value in found.items() if value is not None}


def _meant(fact: Fact, said: Any) -> Any:
    if fact.kind == "check":
        return said in ("true", "on", True)
    if fact.kind == "rows":
        return [meant(fact.facts, row) for row in said or ()] or None
    if fact.kind == "group":
        return _group(fact, said or {})
    if fact.kind == "multi":
        return [_plain(fact, each) for each in said or ()]
    if fact.kind == "lines":
        return [line.strip() for line in (said or "").splitlines() if line.strip()]
    return _plain(fact, said) if said else None


def _plain(fact: Fact, text: str) -> Any:
    if fact.kind == "money":
        return text.replace(",", "").replace("，", "").replace(" ", "")
    if fact.kind == "number" or fact.reference:
        return int(text) if text.lstrip("-").isdigit() else text
    if fact.kind == "choice" and text.isdigit() and isinstance(fact.default, int):
        return int(text)
    return text


def _group(fact: Fact, said: Typed) -> dict[str, Any] | None:
    """A thing that may be absent is there once something in it differs from its default."""
    differs = any(
        said.get(each.name) not in ("", None, [], str(each.default))
        for each in fact.facts
        if each.kind != "check"
    )
    return meant(fact.facts, said) if differs or fact.required else None


def written(facts: tuple[Fact, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts the record knows, as they would be typed: to fill a form, or to show a draft."""
    return {fact.name: _written(fact, values.get(fact.name, fact.default)) for fact in facts}


def _written(fact: Fact, value: Any) -> Any:
    if fact.kind == "rows":
        rows = list(value or ())
        rows += [{}] * (fact.at_least - len(rows))
        return [written(fact.facts, row) for row in rows]
    if fact.kind == "group":
        return written(fact.facts, value or {})
    if fact.kind == "multi":
        return [str(each) for each in value or ()]
    if fact.kind == "lines":
        return "\n".join(str(each) for each in value or ())
    if fact.kind == "check":
        return "true" if value else ""
    if fact.kind == "money":
        return _money(value)
    return "" if value is None else str(value)


def _money(value: Any) -> str:
    """1,234.50 of fen or of a text in yuan; nothing is left empty, to be typed over."""
    if isinstance(value, str):
        try:
            value = money.fen(value)
        except ValueError:
            return value
    return money.display(value) if value else ""
