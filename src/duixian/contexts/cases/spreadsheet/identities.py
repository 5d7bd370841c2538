"""Identity numbers in a cell: which kind, whether whole, whether the arithmetic holds."""

from __future__ import annotations

import re

from duixian.contexts.cases.spreadsheet.cells import Complaint, Reading, flat, is_nothing, text_of
from duixian.contexts.cases.spreadsheet.model import Cell, IdentityKind
from duixian.kernel.findings import Refusal
from duixian.kernel.identifiers import read_credit_code, read_identity_number

# Excel keeps fifteen digits of a number; an identity number has eighteen.
_DIGITS_EXCEL_KEEPS = 15
_DIGITS_OF_A_LONG_NUMBER = 10  # no passport or permit has so many; it is a card or a code cut short
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_CARD = re.compile(r"\d{17}[\dX]")
_OLD_CARD = re.compile(r"\d{15}")
_CREDIT = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{2}\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}")
_ORGANISATION = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_OTHER = re.compile(r"(?=.*\d)[A-Z0-9()\-/]{5,30}")
_LABELS = re.compile(
    r"^(居民|公民)?(身份证|身份|统一社会信用代码|信用代码|组织机构代码|证件)(证件)?(号码|号)?[::]?"
)


def read_identity(cell: Cell) -> Reading[tuple[IdentityKind, str]]:
    """The kind and the canonical number. Numbers Excel has rounded are refused, never repaired."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= 10**_DIGITS_EXCEL_KEEPS:
            return Reading(complaint=Complaint("identity.rounded"))
        if cell == 0:
            return Reading()
    text = text_of(cell)
    if is_nothing(text) or text == "0":
        return Reading()
    return identity_in(text)


def identity_in(text: str) -> Reading[tuple[IdentityKind, str]]:
    """As `read_identity`, of text."""
    number = _LABELS.sub("", flat(text)).upper()
    if not number.isascii():
        return _wrong("有不是数字和字母的字")
    if _SCIENTIFIC.fullmatch(number):
        return Reading(complaint=Complaint("identity.rounded"))
    if _CARD.fullmatch(number) and not _looks_like_credit_code(number):
        return _card(number)
    if len(number) == 18 and _CREDIT.fullmatch(number):
        return _credit_code(number)
    if _OLD_CARD.fullmatch(number):
        return Reading((IdentityKind.OTHER, number), Complaint("identity.old"))
    if _ORGANISATION.fullmatch(number):
        return Reading((IdentityKind.ORGANISATION_CODE, number.replace("-", "")))
    digits = sum(character.isdigit() for character in number)
    if digits >= _DIGITS_OF_A_LONG_NUMBER and len(number) > _DIGITS_EXCEL_KEEPS:
        return _wrong(f"应为 18 位，现在是 {len(number)} 位")
    if _OTHER.fullmatch(number):
        return Reading((IdentityKind.OTHER, number))
    return _wrong("既不是身份证号，也不是统一社会信用代码或其他证件号码")


def _card(number: str) -> Reading[tuple[IdentityKind, str]]:
    try:
        return Reading((IdentityKind.IDENTITY_CARD, read_identity_number(number).number))
    except Refusal as refusal:
        lost = "末三位是 000，多半是被 Excel 截断。" if number.endswith("000") else ""
        return _wrong(refusal.message + lost)


def _credit_code(number: str) -> Reading[tuple[IdentityKind, str]]:
    try:
        return Reading((IdentityKind.CREDIT_CODE, read_credit_code(number)))
    except Refusal as refusal:
        return _wrong(refusal.message)


def _looks_like_credit_code(number: str) -> bool:
    """A credit code may be all digits; 9 (a firm) begins no region code of a person."""
    return number[0] == "9" and _credit_code(number).value is not None


def _wrong(why: str) -> Reading[tuple[IdentityKind, str]]:
    return Reading(complaint=Complaint("identity.wrong", {"why": why.rstrip("。")}))
