"""The form of a calculator (表单): its parts, their fields, and rows that grow without script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duixian.kernel import clock
from duixian.law import worksheet
from duixian.law.english import english
from duixian.portals.calculators.layouts import Calculator, Part
from duixian.portals.calculators.questions import Spot, find, pattern_of, spots
from duixian.portals.calculators.reading import MOST_ROWS, rows_in
from duixian.portals.components.forms import FieldKind, FormField

_RADIO_AT_MOST = 3
_KINDS: Mapping[str, FieldKind] = {
    "money": "money", "rate": "number", "date": "date", "number": "number", "text": "text",
    "lines": "textarea", "many": "multi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its fields, and the button that takes it away."""

    legend: str
    blocks: Sequence[Any]
    remove: str

    @property
    def loose(self) -> Sequence[FormField]:
        return [block for block in self.blocks if isinstance(block, FormField)]

    @property
    def lists(self) -> Sequence[Rows]:
        return [block for block in self.blocks if isinstance(block, Rows)]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows. `add` is what the button says to the server."""

    path: str
    title: str
    rows: Sequence[Row]
    add: str
    full: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of the form; folded parts open when something in them was written or is wrong."""

    title: str
    note: str
    folded: bool
    blocks: Sequence[Any]  # each a FormField or a Rows

    @property
    def loose(self) -> Sequence[FormField]:
        return [block for block in self.blocks if isinstance(block, FormField)]

    @property
    def lists(self) -> Sequence[Rows]:
        return [block for block in self.blocks if isinstance(block, Rows)]


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def translated(title: str) -> str:
    """A title of the law in the reader's language; the pages' own English comes first."""
    if not title or not in_english():
        return title
    ours = _(title)
    return ours if ours != title else english(title)


def label_of(calculator: Calculator, spot: Spot) -> str:
    """What a place is called on the page and in the worksheet's table of faults."""
    given = calculator.labels.get(spot.pattern)
    return str(given) if given else translated(spot.title)


def word_of(calculator: Calculator, pattern: str, value: Any) -> str:
    """What a code means to people."""
    known = calculator.words.get(pattern, {})
    if str(value) in known:
        return str(known[str(value)])
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return translated(worksheet.in_words(value))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the list above the form: which field, what is wrong, where it stands."""

    label: str
    words: str
    href: str


class Form:
    """The form of one request: what was written, what is wrong, which rows there are."""

    def __init__(
        self, calculator: Calculator, query: QueryDict, errors: Mapping[str, str], *, fresh: bool
    ) -> None:
        self.calculator = calculator
        self.tree = spots(calculator.tool)
        self.query = query
        self.errors = errors
        self.fresh = fresh

    def parts(self) -> list[ShownPart]:
        """Every part in order, with one more for places no part names."""
        found = [self._part(part) for part in self.calculator.parts]
        rest = tuple(self._unnamed(self.tree))
        if rest:
            title = _("其他") if found else _("要填的")
            found.append(self._part(Part(title, rest, folded=bool(found))))
        return [part for part in found if part.blocks]

    def faults(self, parts: Sequence[ShownPart]) -> list[Fault]:
        """Every fault in the order of the form; what no field shows comes last."""
        left = dict(self.errors)
        found = []
        for each in _everything(block for part in parts for block in part.blocks):
            name = each.path if isinstance(each, Rows) else each.name
            if name in left:
                label = each.title if isinstance(each, Rows) else each.label
                grouped = isinstance(each, FormField) and each.kind in ("radio", "multi")
                href = f"#f-{name}{'-label' if grouped else ''}"
                found.append(Fault(label, left.pop(name), href))
        return [*found, *(Fault("", words, "") for words in left.values())]

    def _unnamed(self, tree: Sequence[Spot]) -> Iterator[str]:
        named = [path for part in self.calculator.parts for path in part.paths]
        for spot in tree:
            if spot.pattern in named:
                continue
            inside = any(path.startswith(spot.pattern + ".") for path in named)
            if inside:
                yield from self._unnamed(spot.inner)
            else:
                yield spot.pattern

    def _part(self, part: Part) -> ShownPart:
        blocks = [
            block
            for path in part.paths
            if (spot := find(self.tree, path)) is not None
            for block in self._blocks(spot, path.rpartition(".")[0])
        ]
        open_now = any(self._is_in(part, name) for name in self.errors) or any(
            self._is_in(part, name) and self.query.get(name) for name in self.query
        )
        return ShownPart(str(part.title), str(part.note), part.folded and not open_now, blocks)

    def _is_in(self, part: Part, name: str) -> bool:
        return any(
            name == path or name.startswith(path + ".") or path.startswith(name + ".")
            for path in part.paths
        )

    def _blocks(self, spot: Spot, before: str) -> Iterator[Any]:
        path = f"{before}.{spot.name}".lstrip(".")
        if spot.pattern in self.calculator.hidden:
            return
        if spot.kind == "group":
            for inner in spot.inner:
                yield from self._blocks(inner, path)
        elif spot.kind == "rows":
            yield self._rows(spot, path)
        else:
            yield self._field(spot, path)

    def _rows(self, spot: Spot, path: str) -> Rows:
        before = path.removesuffix(spot.name)
        numbers = rows_in(spot, self.query, before)
        least = spot.least or (1 if spot.required else 0)
        if not numbers and least:
            numbers = [0]
        title = label_of(self.calculator, spot)
        rows = [
            Row(
                _("%(what)s，第 %(number)d 项") % {"what": title, "number": place},
                [
                    block
                    for inner in spot.inner
                    for block in self._blocks(inner, f"{path}.{number}")
                ],
                f"remove:{path}.{number}",
            )
            for place, number in enumerate(numbers, 1)
        ]
        full = len(rows) >= MOST_ROWS
        return Rows(path, title, rows, f"add:{path}", full, self.errors.get(path, ""))

    def _field(self, spot: Spot, path: str) -> FormField:
        kind, choices = self._kind(spot)
        return FormField(
            path,
            label_of(self.calculator, spot),
            kind,
            required=spot.required or spot.pattern in self.calculator.wanted,
            value=self._value(spot, path, kind),
            choices=choices,
            help=str(self.calculator.helps.get(spot.pattern, "")),
            error=self.errors.get(path, ""),
        )

    def _kind(self, spot: Spot) -> tuple[FieldKind, list[tuple[str, str]]]:
        words = self.calculator.words.get(spot.pattern)
        if spot.kind == "flag":
            return "check", []
        if spot.kind == "yes_no":
            choices = [("true", _("是")), ("false", _("否"))]
            return "radio", [*choices, ("", _("还不知道"))] if spot.nullable else choices
        if spot.kind in ("choice", "many") or (spot.kind == "text" and words):
            codes = spot.choices or tuple(words or ())
            choices = [(str(code), word_of(self.calculator, spot.pattern, code)) for code in codes]
            if spot.kind == "many":
                return "multi", choices
            few = len(choices) <= _RADIO_AT_MOST and not spot.nullable and "*" not in spot.pattern
            return ("radio" if few and spot.kind == "choice" else "choice"), choices
        return _KINDS[spot.kind], []

    def _value(self, spot: Spot, path: str, kind: FieldKind) -> Any:
        if kind == "multi":
            return self.query.getlist(path)
        if kind == "check":
            return self.query.get(path) == "true"
        if path in self.query:
            return self.query[path]
        if self.fresh and pattern_of(path) in self.calculator.today:
            return clock.today().isoformat()
        return "" if spot.kind == "money" else spot.default_text


def _everything(blocks: Iterable[Any]) -> Iterator[Any]:
    """Every field and list of rows, those inside rows too."""
    for block in blocks:
        yield block
        if isinstance(block, Rows):
            for row in block.rows:
                yield from _everything(row.blocks)
