"""What a paper is made of (版面块), before anyone decides whether it becomes PDF or DOCX.

Both presses print exactly these blocks in this order, which is why their texts agree.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """主送: flush left, ends with a colon."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """正文段: first line indented by two characters; `flush` takes the indent away."""

    text: str
    flush: bool = False
    centred: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """表格: the first row is the heading; `widths` are parts of the line width.

    A row of a single cell stretches over all columns.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """署名: the office at its place, then the name."""

    office: str
    name: str


@dataclass(frozen=True, slots=True)
class SealedDate:
    """成文日期, over which the seal goes (骑年盖月)."""

    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: starts a new page with its own title."""

    title: str


_AMOUNT = re.compile(r"-?[\d,]+\.\d{2}")


def is_amount(cell: str) -> bool:
    """Whether a cell holds an amount, which both presses set to the right."""
    return _AMOUNT.fullmatch(cell) is not None


Block = Addressee | Paragraph | Table | Signature | SealedDate | Annex


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper, complete but not printed.

    number: the line under the title (案号), empty where a paper has none; notice: the line on
    every page that says the data are synthetic, empty in a real court; seal: the text of the
    placeholder seal, empty while the paper is unsealed.
    """

    court_name: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    issued_on: str
    notice: str = ""
    seal: str = ""


def kept_with_seal(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Places of the blocks that must not be parted from the dates that follow them.

    A page that bears the seal and no body could be put under any paper (此页无正文), so the last
    real paragraph goes over with it.
    """
    kept: set[int] = set()
    for place, block in enumerate(blocks):
        if not isinstance(block, SealedDate):
            continue
        for before in range(place - 1, -1, -1):
            kept.add(before)
            if _is_body(blocks[before]):
                break
    return frozenset(kept)


_CLOSING_FORMULA = 12  # 特此通知、此令、本裁定送达后即发生法律效力 are no longer than this


def _is_body(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return not block.small and len(block.text) > _CLOSING_FORMULA
    return isinstance(block, Table | Annex | Addressee)


def crowds_seal(block: Block | None) -> bool:
    """Whether a block just above the date reaches so far right that the seal would cover it."""
    return isinstance(block, Signature) or (isinstance(block, Paragraph) and block.small)


def plain_text(sheet: Sheet) -> str:
    """The words of the paper, one block a line, as both presses print them."""
    lines = [sheet.court_name, sheet.title]
    if sheet.number:
        lines.append(sheet.number)
    for block in sheet.blocks:
        lines.extend(_lines(block))
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> list[str]:
    match block:
        case Table(rows=rows):
            return ["\t".join(row) for row in rows]
        case Signature(office=office, name=name):
            return [f"{office}\t{name}"]
        case Annex(title=title):
            return [title]
        case Addressee(text=text) | Paragraph(text=text) | SealedDate(text=text):
            return [text]


def content_hash(sheet: Sheet) -> str:
    """SHA-256 over the words of the paper (内容指纹), in hexadecimal.

    Over words and not over bytes of a file: another font or a newer press changes the file
    and not what the court said.
    """
    return hashlib.sha256(plain_text(sheet).encode()).hexdigest()
