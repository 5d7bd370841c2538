"""A table of many claims (债权清单): its columns, reading it, and the table to fill in.

A column is a place of the tool's question; `付款日2` is `payments.1.on`. A row is read by the very
reader of the form, so that a table and a form never understand a thing differently.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.http import QueryDict
from django.utils.translation import gettext as _

from duixian.contexts.cases.spreadsheet.cells import text_of
from duixian.contexts.cases.spreadsheet.opening import open_book
from duixian.contexts.cases.spreadsheet.refusals import FileRefusal
from duixian.portals.calculators.layouts_of_interest import INTEREST
from duixian.portals.calculators.questions import Spot, find, pattern_of, spots
from duixian.portals.calculators.reading import read

MOST_BYTES = 2_000_000  # stays under what is held in memory, so nothing touches a disk
MOST_CLAIMS = 1_000
MOST_PAIRS = 30  # payments, or pauses, of one claim
_HEADER_WITHIN = 10  # rows in which the heads may stand
_LEAST_HEADS = 3
_PAIRS_IN_TEMPLATE = 3

# head -> place; a head with # is followed by a number, the place by the row of that number.
COLUMNS: Mapping[str, str] = {
    "编号": "id",
    "金钱债务": "base",
    "履行期限届满日": "performance_due",
    "计至": "until",
    "诉讼费、保全费": "costs",
    "付款日#": "payments.#.on",
    "付款额#": "payments.#.amount",
    "停算起#": "pauses.#.from",
    "停算止#": "pauses.#.to",
    "停算事由#": "pauses.#.ground",
    "计息本金": "ordinary.principal",
    "起息日": "ordinary.from",
    "年利率": "ordinary.annual_rate",
    "LPR期限": "ordinary.lpr.tenor",
    "LPR倍数": "ordinary.lpr.multiple",
    "基准利率档次": "ordinary.benchmark.tier",
    "基准利率倍数": "ordinary.benchmark.multiple",
    "年天数": "ordinary.day_base",
    "利息计至": "ordinary.until",
}
_IN_TEMPLATE_ONCE = ("停算起#", "停算止#", "停算事由#")
_EXAMPLE = {
    "id": "(2014)皖0202执1号",
    "base": "100000.00",
    "performance_due": "2013-05-01",
    "until": "2016-06-01",
    "payments.0.on": "2015-01-05",
    "payments.0.amount": "20000.00",
}
_GUIDE = {
    "id": "案号或者自己的编号，结果按它对应；不填按行号",
    "base": "判决写的本金等，不含判决写明的利息；元",
    "performance_due": "判决要求付清的最后一天，2013-05-01",
    "until": "算到哪天",
    "costs": "诉讼费、保全费；元，没有不填",
    "payments.#.on": "哪天付的；更多次付款接着加列：付款日4、付款额4",
    "payments.#.amount": "付了多少；元",
    "pauses.#.from": "不计算加倍部分的期间从哪天起",
    "pauses.#.to": "到哪天止",
    "pauses.#.ground": "再审、审查、被执行人申请、和解、无财产、终本、破产、评估、其他",
    "ordinary.principal": "判决写明利息的，计息本金；没有写的，以下都不填",
    "ordinary.from": "从哪天起计息",
    "ordinary.annual_rate": "固定年利率，4.35 表示 4.35%；三种利率填一种",
    "ordinary.lpr.tenor": "1Y 或者 5Y",
    "ordinary.lpr.multiple": "LPR 的几倍，不填为 1",
    "ordinary.benchmark.tier": "6M、1Y、3Y、5Y 或者 5Y+",
    "ordinary.benchmark.multiple": "基准利率的几倍，不填为 1",
    "ordinary.day_base": "360 或者 365，不填为 360",
    "ordinary.until": "利息计到哪天，不填算到同一天",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: row as the table counts it, column's head, what stands there."""

    row: int
    column: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row that could be read: its name and its question."""

    row: int
    id: str
    question: dict[str, Any]


@dataclass
class Table:
    claims: list[ClaimRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)  # place -> head as it stands
    unread: list[str] = field(default_factory=list)  # heads that name no column

    def fault(self, row: int, path: str, value: str, words: str) -> None:
        self.faults.append(Fault(row, self.heads.get(path) or head_of(path), value, words))


def head_of(path: str) -> str:
    """The head of a place's column: `payments.1.on` is 付款日2."""
    number = re.search(r"\.(\d+)\.", path)
    pattern = re.sub(r"\.\d+\.", ".#.", path)
    head = next((head for head, place in COLUMNS.items() if place == pattern), path)
    return head.replace("#", str(int(number[1]) + 1)) if number else head


def read_table(content: bytes, name: str) -> Table:
    """Every claim of a workbook's first visible sheet, or of a text table.

    Refusals: those of opening a file (`cases.file_...`), `calculators.no_heads`,
    `calculators.too_many_claims`.
    """
    book = open_book(content, name)
    rows = enumerate(book.sheet(book.visible[0]).rows, 1)
    table, places = _find_heads(rows)
    for number, cells in rows:
        texts = [text_of(cell) for cell in cells]
        if any(texts):
            _read_row(table, number, places, texts)
        if len(table.claims) + len({fault.row for fault in table.faults}) > MOST_CLAIMS:
            raise FileRefusal(
                "calculators.too_many_claims",
                _("表里超过 %(most)d 笔") % {"most": MOST_CLAIMS},
                cure=_("分成几份上传，或者用命令行 duixian law delay-interest --batch，不限笔数"),
                field="file",
            )
    return table


def _find_heads(rows: Iterator[tuple[int, Sequence[Any]]]) -> tuple[Table, dict[int, str]]:
    for number, cells in rows:
        texts = [text_of(cell) for cell in cells]
        places = {at: place for at, text in enumerate(texts) if (place := place_of(text))}
        if len(places) >= _LEAST_HEADS:
            heads = {place: texts[at] for at, place in places.items()}
            unread = [text for at, text in enumerate(texts) if text and at not in places]
            return Table(heads=heads, unread=unread), places
        if number >= _HEADER_WITHIN:
            break
    raise FileRefusal(
        "calculators.no_heads",
        _("前几行里找不到列名"),
        cure=_("下载空表，把数据填进去再上传；至少要有“金钱债务”“履行期限届满日”“计至”三列"),
        field="file",
    )


def place_of(text: str) -> str | None:
    """The place a head names; blanks, units and the star of a required column do not count."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\s|\*|\((元|%)\)", "", plain).replace(",", "、")
    numbered = re.fullmatch(r"(.*?)(\d{0,2})", plain)
    if plain in COLUMNS and "#" not in plain:
        return COLUMNS[plain]
    if numbered and f"{numbered[1]}#" in COLUMNS:
        number = int(numbered[2] or 1)
        if 1 <= number <= MOST_PAIRS:
            return COLUMNS[f"{numbered[1]}#"].replace("#", str(number - 1))
    return None


def _read_row(table: Table, number: int, places: Mapping[int, str], texts: Sequence[str]) -> None:
    written = {place: texts[at] for at, place in places.items() if at < len(texts) and texts[at]}
    name = written.pop("id", "") or _("第 %(row)d 行") % {"row": number}
    query = QueryDict(mutable=True)
    for place, text in written.items():
        query[place] = _code_of(place, text)
    found = read(spots(INTEREST.tool), query)
    for place in INTEREST.wanted:
        if place not in written:
            found.errors[place] = _("还没有填写，请填上这一项")
    for path, words in found.errors.items():
        table.fault(number, path, written.get(path, ""), words)
    if not found.errors:
        found.question = _without_gaps(found.question)
        table.claims.append(ClaimRow(number, name[:100], found.question))


def _without_gaps(question: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in question.items() if value != []}


def _code_of(place: str, text: str) -> str:
    """The code of a word: 一年期 is 1Y. What is no word of the place stays as it is."""
    words = INTEREST.words.get(pattern_of(place), {})
    return next((code for code, word in words.items() if str(word) == text), text)


def template() -> bytes:
    """The table to fill in: heads, one example, and a sheet that says what each column means."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("债权清单")
    for at, (name, place) in enumerate(_columns_of_template()):
        spot = find(spots(INTEREST.tool), pattern_of(place))
        sheet.write_string(0, at, _head_with_unit(name, spot), head)
        sheet.write_string(1, at, _EXAMPLE.get(place, ""), text)
        sheet.set_column(at, at, 16, text)
    sheet.freeze_panes(1, 1)
    guide = book.add_worksheet("填写说明")
    guide.set_column(0, 0, 18)
    guide.set_column(1, 1, 70)
    for at, (name, place) in enumerate(COLUMNS.items()):
        guide.write_string(at, 0, name.replace("#", "1"), head)
        guide.write_string(at, 1, _GUIDE[place], wrap)
    book.close()
    return packed.getvalue()


def _columns_of_template() -> Iterator[tuple[str, str]]:
    pairs = [head for head in COLUMNS if head.endswith("#") and head not in _IN_TEMPLATE_ONCE]
    for head, place in COLUMNS.items():
        if head in pairs:
            if head == pairs[0]:
                for number in range(_PAIRS_IN_TEMPLATE):
                    for each in pairs:
                        yield (
                            each.replace("#", str(number + 1)),
                            COLUMNS[each].replace("#", str(number)),
                        )
        else:
            yield head.replace("#", "1"), place.replace("#", "0")


def _head_with_unit(name: str, spot: Spot | None) -> str:
    if spot is None:
        return name
    unit = {"money": "（元）", "rate": ""}.get(spot.kind, "")
    starred = spot.pattern in INTEREST.wanted or (spot.required and "." not in spot.pattern)
    return f"{name}{unit}{'*' if starred else ''}"
