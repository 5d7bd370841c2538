"""A paper is written once and printed twice: PDF and DOCX say the same, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pypdf
import pytest
import typst
from docx.table import Table as WordTable

from duixian.contexts.documents import templates
from duixian.contexts.documents.blocks import (
    Paragraph,
    SealedDate,
    Sheet,
    Table,
    content_hash,
    plain_text,
)
from duixian.contexts.documents.typefaces import NoTypeface, Typefaces, found_fonts
from duixian.contexts.documents.typst_press import print_pdf, typst_source
from duixian.contexts.documents.word_press import print_docx
from duixian.kernel.findings import Refusal

from . import specimens

KINDS = templates.kinds()
HOSTILE = '甲"#panic("x")\\公司 $x$ *粗* _斜_ @date 二〇〇〇年|<w:p>&amp; {{ 7 * 7 }} {% raw %} [链接](x) // 注'


def words(text: str) -> str:
    """Text without the white space that each press sets in its own way."""
    return re.sub(r"\s+", "", text)


def pages_of(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def words_of_pdf(pdf: bytes, notice: str) -> str:
    """The words of every page, without running head and page number."""
    pages = []
    for number, page in enumerate(pages_of(pdf), start=1):
        text = words(page.extract_text())
        assert text.startswith(words(notice))
        assert text.endswith(str(number))
        pages.append(text.removeprefix(words(notice)).removesuffix(str(number)))
    return "".join(pages)


def words_of_docx(packed: bytes) -> str:
    """The words of the body in the order of reading."""
    found = []
    for part in docx.Document(io.BytesIO(packed)).iter_inner_content():
        if isinstance(part, WordTable):
            for row in part.rows:
                cells = {id(cell._tc): cell.text for cell in row.cells}
                found.extend(cells.values())
        else:
            found.append(part.text)
    return words("".join(found))


def without_repeated_heads(text: str, sheet: Sheet) -> str:
    """A table that crosses a page prints its heading row again; take the repeats away."""
    for block in sheet.blocks:
        if isinstance(block, Table) and block.heading:
            heading = words("".join(block.rows[0]))
            before, found, after = text.partition(heading)
            text = before + found + after.replace(heading, "")
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_and_docx_carry_the_very_words_of_the_sheet(kind: str) -> None:
    sheet = specimens.sheet_of(kind)
    said = words(plain_text(sheet))
    pdf = without_repeated_heads(words_of_pdf(print_pdf(sheet), sheet.notice), sheet)
    assert pdf == said
    assert words_of_docx(print_docx(sheet)) == said


def test_equal_sheets_give_equal_bytes() -> None:
    first, second = specimens.sheet_of("ruling_freeze"), specimens.sheet_of("ruling_freeze")
    assert print_pdf(first) == print_pdf(second)
    assert print_docx(first) == print_docx(second)
    assert content_hash(first) == content_hash(second)


def test_one_changed_fen_changes_the_content_hash() -> None:
    right = specimens.sheet_of("ruling_freeze")
    wrong = specimens.sheet_of("ruling_freeze", amount=22860878)
    assert content_hash(right) != content_hash(wrong)


def test_nothing_a_person_typed_is_read_as_an_instruction() -> None:
    sheet = specimens.sheet_of("enforcement_notice", addressee=HOSTILE, officer=HOSTILE)
    said = words(plain_text(sheet))
    assert words(HOSTILE) in said
    assert "{{7*7}}" in said
    assert sum(isinstance(block, SealedDate) for block in sheet.blocks) == 1
    assert words_of_pdf(print_pdf(sheet), sheet.notice) == said
    assert words_of_docx(print_docx(sheet)) == said


def test_a_line_break_typed_in_a_value_makes_a_paragraph_and_never_a_mark() -> None:
    typed = "第一段\n@annex 冒充的附件\n| a | b |"
    sheet = specimens.sheet_of("termination_talk_record", addition=typed)
    texts = [block.text for block in sheet.blocks if isinstance(block, Paragraph)]
    assert texts[-6:-3] == ["答：第一段", "@annex 冒充的附件", "| a | b |。"]


def test_what_cannot_be_printed_is_dropped() -> None:
    """Direction overrides make a line read differently from what it says (CVE-2021-42574)."""
    sheet = specimens.sheet_of("closing_notice", outcome="已\u202e履\x00行\ufdd1完\ud800毕")
    assert "已履行完毕" in plain_text(sheet)
    assert print_pdf(sheet).startswith(b"%PDF")
    assert print_docx(sheet).startswith(b"PK")


def test_every_character_of_a_paper_has_a_letter_in_the_typefaces() -> None:
    """A character without a glyph prints as an empty box, and Typst warns of it."""
    for kind in KINDS:
        source = typst_source(specimens.sheet_of(kind), Typefaces()).encode()
        _, warnings = typst.compile_with_warnings(
            source, font_paths=found_fonts(()), format="pdf", pdf_standards="a-2b"
        )
        assert not warnings, kind


def test_a_demonstration_says_so_on_every_page_and_in_the_seal() -> None:
    sheet = specimens.sheet_of("ruling_terminate")
    pages = pages_of(print_pdf(sheet))
    assert len(pages) > 1
    for page in pages:
        assert words(specimens.NOTICE) in words(page.extract_text())
    header = docx.Document(io.BytesIO(print_docx(sheet))).sections[0].header
    assert header.paragraphs[0].text == specimens.NOTICE


def test_a_real_court_prints_no_such_line() -> None:
    sheet = replace(specimens.sheet_of("closing_notice"), notice="")
    assert "虚构" not in words_of_docx(print_docx(sheet))
    assert "演示" not in docx.Document(io.BytesIO(print_docx(sheet))).core_properties.comments


def test_a_paper_without_a_seal_has_no_picture() -> None:
    sealed, unsealed = specimens.sheet_of("closing_notice"), specimens.sheet_of("file_index")
    assert b"word/media/" in print_docx(sealed)
    assert b"word/media/" not in print_docx(unsealed)


def test_a_missing_typeface_is_an_error_and_never_a_page_of_boxes() -> None:
    with pytest.raises(NoTypeface, match="DOCUMENT_TYPEFACES"):
        print_pdf(specimens.sheet_of("closing_notice"), Typefaces(body=("没有这种字体",)))


def test_the_archive_standard_is_declared_in_the_file() -> None:
    pdf = print_pdf(specimens.sheet_of("closing_notice"))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_a_private_character_is_refused_where_it_was_typed() -> None:
    with pytest.raises(Refusal) as refused:
        specimens.sheet_of("closing_notice", addressee="\ue863某")
    assert (refused.value.code, refused.value.field) == (
        "documents.private_character",
        "addressee",
    )


def test_rare_characters_of_names_are_printed() -> None:
    sheet = specimens.sheet_of("closing_notice", addressee="𰻞某、䶮某、㛃某")
    assert "𰻞某、䶮某、㛃某" in words_of_pdf(print_pdf(sheet), sheet.notice)


def test_a_character_without_a_letter_is_refused_and_never_an_empty_box() -> None:
    sheet = replace(specimens.sheet_of("closing_notice"), title="\U0001fbff")
    with pytest.raises(Refusal, match=r"documents\.no_letter"):
        print_pdf(sheet)


@pytest.mark.parametrize("lines", range(4, 24))
def test_the_seal_never_stands_on_a_page_without_body(lines: int) -> None:
    text = "\n".join(f"第{line}项请按时到本院核对账目并携带身份证件。" for line in range(lines + 1))
    sheet = specimens.sheet_of("general_notice", text=text)
    pages = pages_of(print_pdf(sheet))
    last = pages[-1]
    assert "核对账目并携带身份证件" in words(last.extract_text())
