"""What a tool of the law asks, as places of a form (问题的各项), read from its JSON Schema.

A place is found by its path: `until`, `ordinary.lpr.tenor`, `payments.0.amount`. The same path
names the form's field, the link's parameter and the fact a refusal points at. In a pattern the
number of a row is `*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from duixian.law import asking
from duixian.law.tool_fields import Money, Rate

Kind = Literal[
    "money", "rate", "date", "number", "text", "choice", "flag", "yes_no", "lines", "many",
    "group", "rows",
]  # fmt: skip

_MONEY = TypeAdapter(Money).json_schema()["pattern"]
_RATE = TypeAdapter(Rate).json_schema()["pattern"]
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place to fill.

    required: must be written; nullable: may be null; says_null: the schema wants the key itself,
    so that nothing written is null; default: what is meant when nothing is written, as JSON; choices: the values that
    may stand here; inner: the places of a group, or of one row.
    """

    pattern: str
    kind: Kind
    title: str
    required: bool = False
    nullable: bool = False
    says_null: bool = False
    default: Any = None
    choices: tuple[Any, ...] = ()
    least: int | None = None
    inner: tuple[Spot, ...] = ()

    @property
    def name(self) -> str:
        return self.pattern.rpartition(".")[2]

    @property
    def default_text(self) -> str:
        """The default as it would be written in the field."""
        if isinstance(self.default, bool):
            return "true" if self.default else "false"
        if self.default is None or isinstance(self.default, list | dict):
            return ""
        return str(self.default)


@cache
def spots(tool: str) -> tuple[Spot, ...]:
    """The places of a tool's question, in its own order."""
    schema = asking.schema(tool)["input"]
    return _places(schema, schema.get("$defs", {}), "")


def find(tree: Sequence[Spot], pattern: str) -> Spot | None:
    """The place of a pattern, wherever it stands in the tree."""
    for spot in tree:
        if spot.pattern == pattern:
            return spot
        if pattern.startswith(spot.pattern + "."):
            return find(spot.inner, pattern)
    return None


def everywhere(tree: Sequence[Spot]) -> Iterator[Spot]:
    """Every place of a tree, outer before inner."""
    for spot in tree:
        yield spot
        yield from everywhere(spot.inner)


def pattern_of(path: str) -> str:
    """`payments.0.amount` to `payments.*.amount`."""
    return re.sub(r"\.\d+(?=\.|$)", ".*", path)


def path_of(field: str) -> str:
    """The path of a fact as refusals name it: `payments[1].amount` to `payments.1.amount`."""
    return re.sub(r"\[(\d+)\]", r".\1", field)


def _places(schema: Schema, known: Schema, before: str) -> tuple[Spot, ...]:
    wanted = schema.get("required", ())
    found = []
    for name, each in schema.get("properties", {}).items():
        spot = _spot(each, known, f"{before}{name}")
        if spot is not None:
            must = name in wanted
            null = spot.nullable
            found.append(replace(spot, required=must and not null, says_null=must and null))
    return tuple(found)


def _spot(schema: Schema, known: Schema, pattern: str) -> Spot | None:
    """The place of one property; None for what no form can ask."""
    inside, nullable = _inside(schema, known)
    kind = _kind(inside, known, nullable, schema.get("default"))
    if kind is None:
        return None
    row = _inside(inside["items"], known)[0] if "items" in inside else {}
    inner: tuple[Spot, ...] = ()
    if kind == "group":
        inner = _places(inside, known, f"{pattern}.")
    elif kind == "rows":
        inner = _places(row, known, f"{pattern}.*.")
    return Spot(
        pattern,
        kind,
        schema.get("title") or inside.get("title") or pattern,
        nullable=nullable,
        default=schema.get("default"),
        choices=_choices(row if kind == "many" else inside),
        least=inside.get("minItems") if kind == "rows" else inside.get("minimum"),
        inner=inner,
    )


def _inside(schema: Schema, known: Schema) -> tuple[Schema, bool]:
    """What a property is besides null, and whether it may be null."""
    nullable = False
    if "anyOf" in schema:
        ways = [each for each in schema["anyOf"] if each.get("type") != "null"]
        nullable = len(ways) < len(schema["anyOf"])
        schema = ways[0]
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    return schema, nullable


def _choices(schema: Schema) -> tuple[Any, ...]:
    return tuple(schema.get("enum") or ([schema["const"]] if "const" in schema else ()))


def _kind(schema: Schema, known: Schema, nullable: bool, default: Any) -> Kind | None:
    if _choices(schema):
        return "choice"
    match schema.get("type"):
        case "boolean":
            return "yes_no" if nullable or default is not False else "flag"
        case "integer":
            return "number"
        case "array":
            return _kind_of_list(schema, known)
        case "object":
            return "group" if "properties" in schema else None
        case "string":
            return _kind_of_text(schema)
    return None


def _kind_of_text(schema: Schema) -> Kind:
    if schema.get("format") == "date":
        return "date"
    if schema.get("pattern") == _MONEY:
        return "money"
    return "rate" if schema.get("pattern") == _RATE else "text"


def _kind_of_list(schema: Schema, known: Schema) -> Kind | None:
    row = _inside(schema.get("items", {}), known)[0]
    if _choices(row):
        return "many"
    if "properties" in row:
        return "rows"
    return "lines" if row.get("type") == "string" else None
