"""Templates of court papers (文书样式): data in TOML, expanded with traced values into blocks.

The body is a small line language around Jinja expressions. A line is a paragraph unless it
starts with a mark:

    @to TEXT            主送            @flush TEXT     a paragraph without indent
    @centre TEXT        centred line     @small TEXT     small print, flush
    @sign OFFICE|NAME   署名            @date TEXT      成文日期 with the seal
    @annex TITLE        new page         @table 1 2 1    rows follow, cells split by |, until @end
                                         @form 1 2 1     the same without a heading row
    @across TEXT     a row of one cell in either table
    @parties         every creditor and debtor with identity and agent, as rulings open

What people typed can never become a mark: values are freed of marks before the lines are read.
"""

from __future__ import annotations

import dataclasses
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duixian.contexts.documents import wording
from duixian.contexts.documents.blocks import (
    Addressee,
    Annex,
    Block,
    Paragraph,
    SealedDate,
    Sheet,
    Signature,
    Table,
)
from duixian.kernel.findings import Refusal
from duixian.kernel.numerals import chinese_number

FOLDER = Path(__file__).parent / "templates"
SHARED_FIELDS = "shared_fields.toml"
SEALED_COLUMNS = frozenset({"identity", "account"})

_PARTY_LINES = """
{% for party in PARTIES %}
ROLE：{{ party.name }}{% if party.description %}，{{ party.description }}{% endif %}\
{% if party.identity %}，{{ party.identity_label }}{{ party.identity }}{% endif %}。
{% if party.agent %}
{{ party.agent }}。
{% endif %}
{% endfor %}
"""
_PARTIES = "".join(
    _PARTY_LINES.replace("PARTIES", parties).replace("ROLE", role)
    for parties, role in (("creditors", "申请执行人"), ("debtors", "被执行人"))
)

# Noncharacters: they never occur in text that is exchanged, so they can stand for a mark that
# somebody typed while the lines are read.
_STAND_INS = {"|": "\ufdd0", "@": "\ufdd1", "\n": "\ufdd2"}
_MARKS = {stand_in: mark for mark, stand_in in _STAND_INS.items()}
_HIDE = str.maketrans(_STAND_INS)
_SHOW = str.maketrans(_MARKS)


@dataclass(frozen=True, slots=True)
class Field:
    """One value a template needs (填写项).

    kind: text, date (ISO), fen, count, list (of records with `columns`), choice (of `choices`),
    law (a citation resolved from `provisions` on the day of issue), law_period (the law's
    `parameter` on that day, in words), identity (a number that is sealed wherever it is stored;
    so are the SEALED_COLUMNS of lists). source: the room and field it comes from.
    """

    name: str
    label: str
    source: str
    kind: str = "text"
    required: bool = True
    columns: Mapping[str, str] | None = None
    choices: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of paper (文书种类).

    series: which run of numbers it takes its 之几 from, empty when it bears the bare docket
    number; sealed: whether the court's seal goes on it; served: whether it has to be served.
    """

    kind: str
    title: str
    title_en: str
    version: str
    series: str
    sealed: bool
    served: bool
    file_item: str
    fields: tuple[Field, ...]
    body: str

    def as_json(self) -> dict[str, Any]:
        """The whole template as data, so that a paper can be printed again years later."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Template:
        """The template `as_json` gave."""
        return cls(**{**stored, "fields": tuple(_field(entry) for entry in stored["fields"])})

    def field(self, name: str) -> Field:
        """The field of that name. KeyError when the template has none."""
        return {field.name: field for field in self.fields}[name]


def kinds() -> tuple[str, ...]:
    """Every kind of paper there is a template for, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.name != SHARED_FIELDS))


def template(kind: str) -> Template:
    """The template of a kind. Refusal `documents.unknown_kind` when there is none."""
    if kind not in kinds():
        raise Refusal(
            "documents.unknown_kind",
            f"没有“{kind}”这种文书样式。",
            cure="请从文书种类表中选择。",
            field="kind",
        )
    return _load(kind)


@cache
def _shared_fields() -> dict[str, Field]:
    table = tomllib.loads((FOLDER / SHARED_FIELDS).read_text(encoding="utf-8"))
    return {entry["name"]: _field(entry) for entry in table["fields"]}


@cache
def _load(kind: str) -> Template:
    table = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    shared = _shared_fields()
    fields = [shared[name] for name in ("court_name", "docket_number", "issued_on")]
    fields += [shared[name] for name in table.get("shares", ())]
    fields += [_field(entry) for entry in table.get("fields", ())]
    return Template(
        kind=kind,
        title=table["title"],
        title_en=table["title_en"],
        version=table["version"],
        series=table.get("series", ""),
        sealed=table.get("sealed", True),
        served=table.get("served", False),
        file_item=table["file_item"],
        fields=tuple(fields),
        body=table["body"].replace("@parties\n", _PARTIES),
    )


def _field(entry: dict[str, Any]) -> Field:
    given: dict[str, Any] = dict(entry)
    for name in ("choices", "provisions"):
        given[name] = tuple(given.get(name, ()))
    return Field(**given)


def values_used(kind: str) -> frozenset[str]:
    """Names of the fields the body of a template really prints."""
    tree = _environment().parse(template(kind).body)
    return frozenset(jinja2.meta.find_undeclared_variables(tree))


def expand(
    paper: Template,
    values: Mapping[str, Any],
    *,
    number: str,
    notice: str = "",
    seal: str = "",
) -> Sheet:
    """Put the values into the template and read the lines into blocks.

    Raises Refusal `documents.value_missing`, `documents.value_malformed` or
    `documents.value_unknown`, each naming the field by its Chinese label.
    """
    checked = _checked(paper, values)
    try:
        text = _compiled(paper.body).render(checked)
    except jinja2.UndefinedError as missing:
        raise Refusal(
            "documents.value_malformed",
            f"《{paper.title}》缺少明细项：{missing.message}。",
            cure="请补全该项的每一列后重新生成。",
        ) from missing
    return Sheet(
        court_name=_clean(checked["court_name"]),
        title=paper.title,
        number=_clean(number),
        blocks=tuple(_read(text)),
        issued_on=checked["issued_on"],
        notice=notice,
        seal=seal if paper.sealed else "",
    )


@lru_cache(maxsize=256)
def _compiled(body: str) -> jinja2.Template:
    return _environment().from_string(body)


def _checked(paper: Template, values: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in paper.fields}
    for name in values:
        if name not in known:
            raise Refusal(
                "documents.value_unknown",
                f"《{paper.title}》没有“{name}”这一填写项。",
                cure="请删去该项，或改用有此项的文书样式。",
                field=name,
            )
    checked: dict[str, Any] = {}
    for field in paper.fields:
        value = values.get(field.name)
        if value is None or value == "" or (value == [] and field.required):
            if field.required:
                raise Refusal(
                    "documents.value_missing",
                    f"《{paper.title}》缺少“{field.label}”。",
                    cure=f"请先填写“{field.label}”（来源：{field.source}）。",
                    field=field.name,
                )
            checked[field.name] = [] if field.kind == "list" else ""
            continue
        try:
            checked[field.name] = _CHECKS[field.kind](field, value)
            _no_private_characters(paper, field, checked[field.name])
        except (ValueError, TypeError, KeyError) as fault:
            raise Refusal(
                "documents.value_malformed",
                f"《{paper.title}》的“{field.label}”格式不对。",
                cure=_CURES.get(field.kind, "请按该项的格式重新填写。"),
                field=field.name,
            ) from fault
    return checked


def _no_private_characters(paper: Template, field: Field, value: Any) -> None:
    """A character of the private use area is another letter on another machine."""
    texts = [value] if isinstance(value, str) else []
    if isinstance(value, list):
        texts = [str(cell) for record in value for cell in record.values()]
    for letter in "".join(texts):
        if unicodedata.category(letter) == "Co":
            raise Refusal(
                "documents.private_character",
                f"《{paper.title}》的“{field.label}”含有私用区字符（U+{ord(letter):04X}），"
                "换一台机器就会变成别的字。",
                cure="请改用该字的正式编码；生僻字见《通用规范汉字表》。",
                field=field.name,
            )


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(field.name)
    return value


def _day(field: Field, value: Any) -> str:
    wording.date_in_figures(_text(field, value))
    return str(value)


def _whole(field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(field.name)
    return value


def _choice(field: Field, value: Any) -> str:
    if value not in field.choices:
        raise ValueError(field.name)
    return str(value)


def _records(field: Field, value: Any) -> list[dict[str, Any]]:
    columns = field.columns or {}
    records: list[dict[str, Any]] = []
    for record in value:
        extra = set(record) - set(columns)
        if extra:
            raise KeyError(f"{field.name}: {sorted(extra)}")
        records.append({**dict.fromkeys(columns, ""), **record})
    return records


_CHECKS = {
    "text": _text,
    "identity": _text,
    "law": _text,
    "law_period": _text,
    "date": _day,
    "fen": _whole,
    "count": _whole,
    "choice": _choice,
    "list": _records,
}
_CURES = {
    "date": "日期请写成 2017-05-17 的形式。",
    "fen": "金额应为不小于零的整数（分）。",
    "count": "应为不小于零的整数。",
    "choice": "请从给定的选项中选择。",
    "list": "请按该项的列逐条填写，不要多列。",
}


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # values are freed of marks by `finalize`; each press escapes its own
        finalize=_freed_of_marks,
    )
    environment.filters |= {
        "date_in_characters": wording.date_in_characters,
        "date_in_figures": wording.date_in_figures,
        "amount": wording.amount,
        "in_words": wording.amount_in_words,
        "characters": chinese_number,
        "joined": wording.joined,
        "clause": wording.clause,
    }
    return environment


def _freed_of_marks(value: Any) -> str:
    return _clean(str(value)).translate(_HIDE)


def _clean(text: str) -> str:
    """Without control characters, surrogates, noncharacters and direction overrides.

    They cannot be printed, break XML, or make a line read differently from what it says.
    """
    return "".join(letter for letter in text.replace("\r\n", "\n") if _printable(ord(letter)))


def _printable(point: int) -> bool:
    return (
        (point >= 0x20 or point == 0x0A)
        and not 0x7F <= point <= 0x9F
        and not 0xD800 <= point <= 0xDFFF
        and not 0xFDD0 <= point <= 0xFDEF
        and not 0x202A <= point <= 0x202E
        and not 0x2066 <= point <= 0x2069
        and point & 0xFFFE != 0xFFFE
    )


def _read(text: str) -> list[Block]:
    blocks: list[Block] = []
    lines = iter(text.split("\n"))
    for line in lines:
        mark, _, rest = line.strip().partition(" ")
        if mark in ("@table", "@form"):
            widths = tuple(int(width) for width in rest.split())
            blocks.append(Table(widths, tuple(_rows(lines, len(widths))), mark == "@table"))
        elif mark.startswith("@"):
            blocks.append(_marked(mark, rest.strip()))
        elif line.strip():
            blocks.extend(Paragraph(part) for part in _shown(line.strip()))
    return blocks


def _rows(lines: Any, width: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if line.strip() == "@end":
            break
        if not line.strip():
            continue
        if line.strip().startswith("@across "):
            rows.append((line.strip().removeprefix("@across ").translate(_SHOW),))
            continue
        cells = tuple(cell.strip().translate(_SHOW) for cell in line.strip().split("|"))
        if len(cells) != width:
            raise ValueError(f"a row of {len(cells)} cells in a table of {width}: {line!r}")
        rows.append(cells)
    return rows


def _marked(mark: str, rest: str) -> Block:
    text = rest.translate(_SHOW).replace("\n", " ")
    match mark:
        case "@to":
            return Addressee(text)
        case "@flush":
            return Paragraph(text, flush=True)
        case "@centre":
            return Paragraph(text, centred=True)
        case "@small":
            return Paragraph(text, flush=True, small=True)
        case "@sign":
            office, _, name = rest.partition("|")
            return Signature(office.translate(_SHOW), name.translate(_SHOW))
        case "@date":
            return SealedDate(text)
        case "@annex":
            return Annex(text)
    raise ValueError(f"unknown mark in a template: {mark}")


def _shown(line: str) -> list[str]:
    """A paragraph may hold line breaks somebody typed: each becomes a paragraph of its own."""
    return [part.strip() for part in line.translate(_SHOW).split("\n") if part.strip()]
