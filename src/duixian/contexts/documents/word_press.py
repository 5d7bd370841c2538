"""Prints a sheet as DOCX with python-docx (DOCX 输出). Equal sheets give equal bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

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
from duixian.contexts.documents.typefaces import Typefaces
from duixian.contexts.documents.typst_press import seal_png

_BODY = Pt(16)  # 三号
_LINE = Pt(28)
_TYPE_AREA = Mm(156)
_SEAL_SIDE = Mm(42)
_FIXED_INSTANT = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can name
_RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


def print_docx(sheet: Sheet, typefaces: Typefaces | None = None) -> bytes:
    """The sheet as a Word document, with the names of the faces and none of the letters."""
    press = _Press(sheet, typefaces or Typefaces())
    press.head()
    kept = kept_with_seal(sheet.blocks)
    for place, block in enumerate(sheet.blocks):
        press.put(block)
        press.above = block
        if place in kept and not isinstance(block, Table):
            press.document.paragraphs[-1].paragraph_format.keep_with_next = True
    return press.bytes()


class _Press:
    """One document being built; holds what every block needs."""

    def __init__(self, sheet: Sheet, typefaces: Typefaces) -> None:
        self.sheet = sheet
        self.typefaces = typefaces
        self.document = docx.Document()
        self.above: Block | None = None
        self._set_properties()
        self._set_page()

    def _set_properties(self) -> None:
        properties = self.document.core_properties
        issued = datetime.fromisoformat(self.sheet.issued_on)
        properties.title = f"{self.sheet.number} {self.sheet.title}".strip()
        properties.author = properties.last_modified_by = self.sheet.court_name
        properties.comments = self.sheet.notice
        properties.language = "zh-CN"
        properties.created = properties.modified = issued

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        style = self.document.styles["Normal"]
        style.font.size = _BODY
        _name_face(style.element.get_or_add_rPr(), self.typefaces.word_body)
        footer = section.footer.paragraphs[0]
        footer.alignment = _CENTRE
        _add_page_number(footer)
        if self.sheet.notice:
            header = section.header.paragraphs[0]
            header.alignment = _CENTRE
            run = header.add_run(self.sheet.notice)
            run.font.size = Pt(9)
            run.font.color.rgb = RGBColor(0xA6, 0x1B, 0x1B)

    def head(self) -> None:
        self._large(self.sheet.court_name, Pt(22), Pt(8), Pt(1))
        self._large(self.sheet.title, Pt(26), Pt(14), Pt(4))
        if self.sheet.number:
            line = self._paragraph(self.sheet.number)
            line.alignment = _RIGHT
            line.paragraph_format.space_after = Pt(12)

    def put(self, block: Block) -> None:
        match block:
            case Addressee(text=text):
                self._paragraph(text)
            case Paragraph():
                self._body(block)
            case Signature(office=office, name=name):
                line = self._paragraph(f"{office}\t{name}")
                line.alignment = _RIGHT
                line.paragraph_format.right_indent = Pt(32)
                line.paragraph_format.tab_stops.add_tab_stop(Pt(32))
            case SealedDate(text=text):
                self._dated(text)
            case Annex(title=title):
                self._paragraph("").add_run().add_break(WD_BREAK.PAGE)
                self._large(title, Pt(18), Pt(12), Pt(2))
            case Table():
                self._table(block)

    def _paragraph(self, text: str) -> Any:
        line = self.document.add_paragraph()
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        line.paragraph_format.line_spacing = _LINE
        line.paragraph_format.space_after = Pt(0)
        if text:
            line.add_run(text)
        return line

    def _large(self, text: str, size: Pt, after: Pt, spread: Pt) -> None:
        line = self.document.add_paragraph()
        line.alignment = _CENTRE
        line.paragraph_format.space_after = after
        run = line.add_run(text)
        run.font.size = size
        run.font.bold = True
        properties = run._element.get_or_add_rPr()
        _name_face(properties, self.typefaces.word_display)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(spread.pt * 20)))
        properties.find(qn("w:sz")).addprevious(spacing)  # the schema fixes the order

    def _body(self, block: Paragraph) -> None:
        line = self._paragraph(block.text)
        if block.centred:
            line.alignment = _CENTRE
        else:
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if block.small:
            line.paragraph_format.line_spacing = Pt(19)
            line.runs[0].font.size = Pt(12)
        if not (block.flush or block.centred):
            line.paragraph_format.first_line_indent = _BODY * 2

    def _dated(self, text: str) -> None:
        line = self._paragraph(text)
        line.alignment = _RIGHT
        line.paragraph_format.right_indent = _BODY * 4
        line.paragraph_format.space_before = Pt(54 if crowds_seal(self.above) else 30)
        line.paragraph_format.space_after = Pt(62)
        if self.sheet.seal:
            picture = seal_png(self.sheet.seal, bool(self.sheet.notice), self.typefaces)
            run = line.add_run()
            run.add_picture(io.BytesIO(picture), width=_SEAL_SIDE)
            _float_over_text(run._element, f"电子印章：{self.sheet.seal}")

    def _table(self, block: Table) -> None:
        table = self.document.add_table(rows=len(block.rows), cols=len(block.widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for index, (row, texts) in enumerate(zip(table.rows, block.rows, strict=True)):
            heading = block.heading and index == 0
            self._row(row, texts, block.widths, heading=heading)
            if heading:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._paragraph("").paragraph_format.line_spacing = Pt(10)

    def _row(
        self, row: Any, texts: tuple[str, ...], widths: tuple[int, ...], *, heading: bool
    ) -> None:
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = _TYPE_AREA * width // sum(widths)
        if len(texts) < len(cells):
            cells = (cells[0].merge(cells[-1]),)
        for cell, text in zip(cells, texts, strict=True):
            line = cell.paragraphs[0]
            line.paragraph_format.space_after = Pt(0)
            line.add_run(text).font.size = Pt(12)
            if heading:
                line.alignment = _CENTRE
            elif is_amount(text):
                line.alignment = _RIGHT

    def bytes(self) -> bytes:
        """Packed again with a fixed instant: python-docx stamps each part with the present one."""
        raw = io.BytesIO()
        self.document.save(raw)
        packed = io.BytesIO()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
            for name in sorted(source.namelist(), key=lambda part: (part[0] != "[", part)):
                entry = zipfile.ZipInfo(name, _FIXED_INSTANT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return packed.getvalue()


def _name_face(properties: Any, family: str) -> None:
    """Word picks the face by script: without eastAsia Chinese falls to a default face."""
    faces = properties.get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        faces.set(qn(slot), family)


def _add_page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(12)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def _float_over_text(run: Any, description: str) -> None:
    """Turn the inline picture of a run into one that lies behind the date."""
    inline = run.find(".//" + qn("wp:inline"))
    anchor = parse_xml(
        f"<wp:anchor {nsdecls('wp', 'a', 'pic', 'r')} distT='0' distB='0' distL='0' distR='0' "
        "simplePos='0' relativeHeight='251658240' behindDoc='1' locked='0' layoutInCell='1' "
        "allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='column'><wp:posOffset>{Mm(98)}</wp:posOffset>"
        "</wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'><wp:posOffset>{-Mm(13)}</wp:posOffset>"
        "</wp:positionV></wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag == qn("wp:docPr"):
            child.set("descr", description)
            child.addprevious(OxmlElement("wp:wrapNone"))
    inline.getparent().replace(inline, anchor)
