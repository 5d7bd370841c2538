"""Prints a sheet as PDF with Typst (PDF 输出). Equal sheets give equal bytes.

Every piece of text reaches Typst as a string literal in code, never as markup, so nothing that
somebody typed can be read as an instruction.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import typst

from duixian.contexts.documents.blocks import (
    Addressee,
    Annex,
    Block,
    Paragraph,
    SealedDate,
    Sheet,
    Signature,
    Table,
    crowds_seal,
    is_amount,
    kept_with_seal,
)
from duixian.contexts.documents.seal import seal_source
from duixian.contexts.documents.typefaces import Typefaces, found_fonts, usable
from duixian.kernel.findings import Refusal

PDF_STANDARD = "a-2b"  # what archives ask for: fonts inside, nothing fetched from elsewhere

# Measures of 人民法院诉讼文书样式: A4, type area 156 mm by 225 mm, body 三号 on a 28 pt line,
# court and title 二号, page number 四号.
_SETUP = """
#set document(title: {title}, author: {court}, date: {date})
#set page(
  paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  header-ascent: 40%, footer-descent: 30%,
  header: align(center, text(size: 9pt, fill: rgb("#a61b1b"), {notice})),
  footer: context align(center, text(size: 12pt, counter(page).display("1"))),
)
#set text(
  font: {body}, size: 16pt, lang: "zh", region: "cn", cjk-latin-spacing: none,
  top-edge: 0.88em, bottom-edge: -0.12em, hyphenate: false,
)
#set par(justify: true, leading: 12pt, spacing: 12pt)
#set table(stroke: 0.5pt, inset: (x: 4pt, y: 5pt), align: left + horizon)
#let large(size, gap, tracking, words) = block(
  width: 100%, below: gap,
  align(center, text(
    font: {display}, size: size, stroke: 0.35pt, tracking: tracking, words)),
)
#let body(words) = par(first-line-indent: (amount: 2em, all: true), words)
#let flush(words) = par(words)
#let small(words) = {{
  set par(leading: 7pt, spacing: 7pt)
  text(size: 12pt, words)
}}
#let kept(words) = block(width: 100%, spacing: 12pt, sticky: true, words)
#let centred(words) = align(center, words)
#let spread(words) = {{
  let letters = words.clusters()
  if letters.len() > 4 or letters.len() < 2 {{ words }} else {{
    box(width: 5em, letters.join(h(1fr)))
  }}
}}
#let signature(office, name) = block(width: 100%, spacing: 12pt, sticky: true, align(right,
  box(spread(office)) + h(1em) + box(width: 5em, align(left, name)) + h(2em)))
#let dated(words, above, seal) = block(width: 100%, above: above, below: 62pt, breakable: false, {{
  if seal != none {{
    place(right, dx: -16mm, dy: -21mm + 8pt, box(width: 42mm, height: 42mm, image(
      bytes(seal), format: "svg", width: 42mm, height: 42mm, alt: {seal_alt})))
  }}
  align(right, words + h(4em))
}})
#let annex(words) = {{
  pagebreak()
  large(18pt, 18pt, 0.1em, words)
}}
"""


def print_pdf(sheet: Sheet, typefaces: Typefaces | None = None) -> bytes:
    """The sheet as PDF/A. NoTypeface when no listed family with Chinese characters is found."""
    typefaces = typefaces or Typefaces()
    year, month, day = (int(part) for part in sheet.issued_on.split("-"))
    pdf = _compile(
        typst_source(sheet, typefaces),
        typefaces.folders,
        format="pdf",
        pdf_standards=PDF_STANDARD,
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
    return pdf


def typst_source(sheet: Sheet, typefaces: Typefaces) -> str:
    """The Typst source of a sheet."""
    year, month, day = (int(part) for part in sheet.issued_on.split("-"))
    setup = _SETUP.format(
        title=_literal(f"{sheet.number} {sheet.title}".strip()),
        court=_literal(sheet.court_name),
        date=f"datetime(year: {year}, month: {month}, day: {day})",
        notice=_literal(sheet.notice),
        body=_families(usable(typefaces.body, typefaces.folders)),
        display=_families(usable(typefaces.display, typefaces.folders)),
        seal_alt=_literal(f"电子印章：{sheet.seal}"),
    )
    seal = _literal(_seal_picture(sheet.seal, bool(sheet.notice), typefaces)) if sheet.seal else ""
    lines = [
        setup,
        f"#large(22pt, 14pt, 0.05em, {_literal(sheet.court_name)})",
        f"#large(26pt, 20pt, 0.15em, {_literal(sheet.title)})",
    ]
    if sheet.number:
        lines.append(f"#block(width: 100%, below: 20pt, align(right, {_literal(sheet.number)}))")
    kept, above = kept_with_seal(sheet.blocks), None
    for place, block in enumerate(sheet.blocks):
        call = _call(block, seal, "54pt" if crowds_seal(above) else "30pt")
        if place in kept and isinstance(block, Paragraph):
            call = f"#kept({call.removeprefix('#')})"
        lines.append(call)
        above = block
    return "\n\n".join(lines) + "\n"


def _call(block: Block, seal: str, above_date: str) -> str:
    match block:
        case Addressee(text=text):
            return f"#flush({_literal(text)})"
        case Paragraph(text=text, small=True):
            return f"#small({_literal(text)})"
        case Paragraph(text=text, centred=True):
            return f"#centred({_literal(text)})"
        case Paragraph(text=text, flush=True):
            return f"#flush({_literal(text)})"
        case Paragraph(text=text):
            return f"#body({_literal(text)})"
        case Signature(office=office, name=name):
            return f"#signature({_literal(office)}, {_literal(name)})"
        case SealedDate(text=text):
            return f"#dated({_literal(text)}, {above_date}, {seal or 'none'})"
        case Annex(title=title):
            return f"#annex({_literal(title)})"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    columns = ", ".join(f"{width}fr" for width in table.widths)
    rows = list(table.rows)
    head = ""
    if table.heading and rows:
        cells = ", ".join(f"align(center, {_literal(cell)})" for cell in rows.pop(0))
        head = f"table.header({cells}), "
    cells = ", ".join(_cell(cell, len(table.widths) // len(row)) for row in rows for cell in row)
    return (
        "#block(width: 100%, above: 14pt, below: 14pt, {\n"
        "  set text(size: 12pt)\n  set par(leading: 6pt, justify: false)\n"
        f"  table(columns: ({columns},), {head}{cells})\n}})"
    )


def _cell(text: str, columns: int) -> str:
    if columns > 1:
        return f"table.cell(colspan: {columns}, {_literal(text)})"
    return f"align(right, {_literal(text)})" if is_amount(text) else _literal(text)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _families(families: tuple[str, ...]) -> str:
    return "(" + ", ".join(_literal(family) for family in families) + ",)"


@lru_cache(maxsize=256)
def _seal_picture(text: str, demonstration: bool, typefaces: Typefaces) -> str:
    families = _families(usable(typefaces.body, typefaces.folders))
    source = seal_source(_literal(text), families, demonstration=demonstration)
    return _compile(source, typefaces.folders, format="svg").decode()


@lru_cache(maxsize=256)
def seal_png(text: str, demonstration: bool, typefaces: Typefaces) -> bytes:
    """The same seal as a picture for DOCX, 300 dots an inch, transparent."""
    families = _families(usable(typefaces.body, typefaces.folders))
    source = seal_source(_literal(text), families, demonstration=demonstration)
    return _compile(source, typefaces.folders, format="png", ppi=300)


# One compiler a thread and list of folders: loading the typefaces costs more than printing.
_compilers = threading.local()


def _compile(source: str, folders: tuple[str, ...], **options: Any) -> bytes:
    held: dict[tuple[str, ...], typst.Compiler] = _compilers.__dict__.setdefault("held", {})
    if folders not in held:
        held[folders] = typst.Compiler(font_paths=found_fonts(folders))
    try:
        printed = held[folders].compile(source.encode(), **options)
    except typst.TypstError as fault:
        if "could not be displayed" not in fault.message:
            raise
        raise Refusal(
            "documents.no_letter",
            f"现有字体打印不出文书中的字符：{fault.message.partition('`')[2].partition('`')[0]}",
            cure="安装含该字的字体并写入 DOCUMENT_TYPEFACES，或改用正式编码的字",
        ) from fault
    if not isinstance(printed, bytes):
        raise RuntimeError("Typst printed several pages where one was expected")
    return printed
