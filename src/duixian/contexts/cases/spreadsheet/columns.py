"""The columns a list of cases may have, read from `columns.toml`, and how a header finds one."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

SIDES = ("creditor", "debtor")
SIDE_LABELS = {"creditor": "申请执行人", "debtor": "被执行人", "party": ""}

_UNIT = re.compile(r"[(\[【]?(?:单位[::]?)?(?:人民币)?(亿元|万元|亿|万|元)[)\]】]?")
_UNIT_FACTORS = {
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "元": Decimal(1),
}
_DECORATION = re.compile(r"[\s*＊※:：·。_\-—'\"“”]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_BRACKETS = re.compile(r"[()\[\]【】〔〕]")
_LONGEST_HEADER = 100
_NEARNESS = 0.66


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the case list (列): what it means, and the headers it goes under."""

    key: str
    label: str
    english: str
    kind: str
    synonyms: tuple[str, ...]
    national: str = ""
    example: str = ""
    note: str = ""
    side: str = ""
    required: bool = False
    per_party: bool = False


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of the template."""
    return tuple(
        Column(**{**entry, "synonyms": tuple(entry["synonyms"])}) for entry in _data()["column"]
    )


@cache
def column(key: str) -> Column:
    """The column of a key; "debtor.phone" and "phone" are the same column. KeyError if none."""
    bare = key.split(".")[-1]
    for one in columns():
        if one.key == bare:
            return one
    raise KeyError(key)


def label_of(key: str) -> str:
    """A key as people read it: "被执行人联系电话" for "debtor.phone"."""
    side, _, _bare = key.rpartition(".")
    return SIDE_LABELS.get(side, "") + column(key).label


def known_keys() -> frozenset[str]:
    """Every key a mapping chosen by the user may name."""
    keys = {one.key for one in columns() if not one.per_party}
    for one in columns():
        if one.per_party and one.key != "name":
            keys.update(f"{side}.{one.key}" for side in SIDES)
    return frozenset(keys)


def side_words() -> dict[str, tuple[str, ...]]:
    """Words that stand for the creditor's and the debtor's side."""
    return {side: tuple(words) for side, words in _data()["sides"].items()}


@cache
def title_kinds() -> dict[str, tuple[str, ...]]:
    """Kinds of enforcement title (执行依据种类) with the words that mean each."""
    return {kind: tuple(words) for kind, words in _data()["title_kinds"].items()}


@cache
def _data() -> dict:  # type: ignore[type-arg]
    path = Path(__file__).with_name("columns.toml")
    return tomllib.loads(path.read_text("utf-8"))


def plain(text: str) -> str:
    """Half width, no spaces: how headers and codes are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def normal_header(text: str) -> str:
    """A header without width, spaces, stars, units and brackets.

    >>> normal_header(" ＊申请执行标的（万元） ")
    '申请执行标的'
    """
    flat = plain(text)
    flat = _BRACKETED.sub(lambda match: "" if _is_aside(match.group()) else match.group(), flat)
    return _BRACKETS.sub("", _DECORATION.sub("", flat)).upper()


def _is_aside(bracketed: str) -> bool:
    inner = bracketed[1:-1]
    return bool(_UNIT.fullmatch(inner)) or inner in {"必填", "选填", "可选", "必录", "人民币"}


def unit_factor(text: str) -> Decimal | None:
    """What the unit in a header makes of a bare number, or None when it names none.

    >>> unit_factor("标的额（万元）")
    Decimal('10000')
    """
    flat = plain(text[:_LONGEST_HEADER])
    for bracketed in _BRACKETED.findall(flat):
        found = _UNIT.fullmatch(bracketed[1:-1])
        if found:
            return _UNIT_FACTORS[found.group(1)]
    found = re.search(r"单位[::]?(?:人民币)?(亿元|万元|元)|(亿元|万元)$", flat)
    return _UNIT_FACTORS[found.group(1) or found.group(2)] if found else None


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for one in columns():
        for synonym in one.synonyms:
            key = f"party.{one.key}" if one.per_party else one.key
            table.setdefault(normal_header(synonym), key)
    # Words for a side before a per-party header; never over a synonym that is written out.
    for side, words in side_words().items():
        for one in columns():
            if one.per_party:
                key = f"{side}s" if one.key == "name" else f"{side}.{one.key}"
                for word in words:
                    for synonym in one.synonyms:
                        table.setdefault(normal_header(word + synonym), key)
                        table.setdefault(normal_header(f"{word}的{synonym}"), key)
    return table


def find(header: str) -> str | None:
    """The key a header stands for, or None. Per-party columns without a side answer "party.…"."""
    if len(header) > _LONGEST_HEADER:
        return None
    normal = normal_header(header)
    if not normal:
        return None
    table = _table()
    found = table.get(normal)
    if found is None:
        stripped = re.sub(r"\(.*?\)|\[.*?\]|(亿元|万元|元)$", "", plain(header))
        found = table.get(normal_header(stripped))
    return found


def nearest(header: str) -> str | None:
    """The key of the known header most like this one ("did you mean"), or None."""
    normal = normal_header(header[:_LONGEST_HEADER])
    if len(normal) < 2 or len(normal) > 30:
        return None
    close = difflib.get_close_matches(normal, _table().keys(), n=1, cutoff=_NEARNESS)
    return _table()[close[0]] if close else None


def letter(position: int) -> str:
    """The letters Excel puts over a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
