"""The worksheet for the file's annex (计算书): the same answer as PDF and DOCX, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.blocks import Block, Paragraph, Sheet, Table
from duixian.contexts.documents.typst_press import print_pdf
from duixian.contexts.documents.word_press import print_docx
from duixian.kernel import clock
from duixian.portals.calculators.answers import Shown, shown, written
from duixian.portals.calculators.forms import label_of, word_of
from duixian.portals.calculators.layouts import Calculator
from duixian.portals.calculators.questions import Spot, spots

PRESSES = {"pdf": (print_pdf, documents.PDF), "docx": (print_docx, documents.DOCX)}


def printed(
    calculator: Calculator,
    question: Mapping[str, Any],
    answer: Mapping[str, Any],
    kind: str,
) -> tuple[bytes, str, str]:
    """The worksheet, its media type and its file name.

    Refusal `documents.no_letter` when somebody typed a character no typeface has.
    """
    press, media_type = PRESSES[kind]
    with override("zh-hans"):
        sheet = sheet_of(calculator, question, answer)
        name = f"{sheet.court_name}计算书-{sheet.issued_on}.{kind}"
    return press(sheet, documents.typefaces()), media_type, name


def sheet_of(
    calculator: Calculator, question: Mapping[str, Any], answer: Mapping[str, Any]
) -> Sheet:
    """The blocks both presses print."""
    found = shown(calculator, answer)
    blocks = [
        *_section("一、已知", [_facts(calculator, question)]),
        *_section("二、结果", list(_results(found))),
        *_section("三、计算步骤", [_steps(found)] if found.steps else []),
        *_section("四、依据", [_provisions(found)] if found.provisions else []),
        *_section(
            "五、条文未明说的",
            [
                Paragraph(f"{place}. {each}", small=True)
                for place, each in enumerate(found.questions, 1)
            ],
        ),
        Paragraph(_last_words(found), small=True),
    ]
    return Sheet(
        court_name=str(calculator.title),
        title="计算书",
        number="",
        blocks=tuple(blocks),
        issued_on=clock.today().isoformat(),
        notice=settings.SYNTHETIC_NOTICE,
    )


_LINE = 72  # of a table, in widths of a Latin letter
_LEAST, _NARROW, _WIDEST, _INSET = 4, 16, 36, 3  # a narrow column never breaks its words


def _fitted(rows: Sequence[Sequence[str]]) -> Table:
    """A table whose narrow columns have what they need, and whose wide ones share the rest.

    The first row is its head.
    """
    columns = list(zip(*rows[1:], strict=True))
    needs = [min(max(_LEAST, *map(_width, column)) + _INSET, _WIDEST) for column in columns]
    wide = sum(need for need in needs if need > _NARROW)
    left = max(_LINE - sum(need for need in needs if need <= _NARROW), _NARROW)
    widths = tuple(
        need if need <= _NARROW or wide <= left else max(need * left // wide, _LEAST)
        for need in needs
    )
    return Table(widths, tuple(tuple(map(_breakable, row)) for row in rows))


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _breakable(text: str) -> str:
    """A long formula may go on in the next line after a sign, which no typesetter does itself."""
    return re.sub(r"([×÷＋+/=])(?=\S)", "\\1 ", text) if len(text) > _NARROW else text


def _section(title: str, blocks: Sequence[Block]) -> list[Block]:
    return [Paragraph(title, flush=True), *blocks] if blocks else []


def _last_words(found: Shown) -> str:
    rule = f"规则：{found.rule}。" if found.rule else ""
    made = f"计算日期：{clock.today().isoformat()}。"
    return f"{made}{rule}已知事项由使用人填写，未经核实；条号注明“待核对”的，引用以前请核对原文。"


def _facts(calculator: Calculator, question: Mapping[str, Any]) -> Table:
    rows = list(_fact_rows(calculator, spots(calculator.tool), question, ""))
    return Table((2, 3), (("项目", "内容"), *rows))


def _fact_rows(
    calculator: Calculator, tree: Sequence[Spot], facts: Mapping[str, Any], before: str
) -> Iterator[tuple[str, str]]:
    for spot in tree:
        value = facts.get(spot.name)
        label = before + label_of(calculator, spot)
        if value in (None, "", []) or (value is False and spot.kind == "flag"):
            continue
        if spot.kind == "group":
            yield from _fact_rows(calculator, spot.inner, value, before)
        elif spot.kind == "rows":
            for place, row in enumerate(value, 1):
                yield f"{label} {place}", _row_words(calculator, spot, row)
        elif spot.kind == "money":
            yield label, written(value)[0]
        else:
            yield label, _words(calculator, spot, value)


def _row_words(calculator: Calculator, spot: Spot, row: Mapping[str, Any]) -> str:
    cells = (
        f"{label_of(calculator, inner)} {_words(calculator, inner, row[inner.name])}"
        for inner in spot.inner
        if row.get(inner.name) not in (None, "", [], False)
    )
    return "，".join(cells)


def _words(calculator: Calculator, spot: Spot, value: Any) -> str:
    if isinstance(value, list):
        return "；".join(_words(calculator, spot, each) for each in value)
    if spot.kind == "money":
        return written(value)[0]
    return word_of(calculator, spot.pattern, value)


def _results(found: Shown) -> Iterator[Block]:
    for verdict in found.verdicts:
        yield Paragraph(f"{verdict.words}。")
    figures = [*found.main, *found.figures]
    if figures:
        rows = [(f"　{each.label}" if each.part else each.label, each.text) for each in figures]
        yield Table((3, 2), tuple(rows), heading=False)
    for title, conditions in found.conditions:
        lines = [
            (each.title, _("具备") if each.met else _("不具备"), _condition_words(each))
            for each in conditions
        ]
        yield Table((3, 1, 5), ((title, "具备", "理由、证据、怎样补正"), *lines))
    for title, lines_of_text in found.lists:
        yield Paragraph(f"{title}：{'；'.join(lines_of_text)}", small=True)
    for grid in found.grids:
        yield Paragraph(grid.title, flush=True, small=True)
        yield _fitted([[label for label, _amount in grid.heads], *grid.rows])


def _condition_words(each: Any) -> str:
    return "；".join(part.rstrip("。") for part in (each.why, each.evidence, each.cure) if part)


def _steps(found: Shown) -> Table:
    rows = [
        (
            str(place),
            each.label,
            each.formula or each.inputs,
            each.value,
            " ".join(f"[{provision.number}]" for provision in each.provisions),
        )
        for place, each in enumerate(found.steps, 1)
    ]
    return _fitted([("序", "项目", "算式", "结果", "依据"), *rows])


def _provisions(found: Shown) -> Table:
    rows = [
        (
            f"[{each.number}]",
            f"{each.document} {each.article}".strip(),
            each.title,
            each.since,
            "已对原文" if each.sure else "条号待核对",
        )
        for each in found.provisions
    ]
    return _fitted([("号", "条文", "内容", "施行", "把握"), *rows])
