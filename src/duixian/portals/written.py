"""What people write in a field (填写的金额和日期), read as they mean it; None when it cannot be."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from duixian.kernel.money import fen

_TEN_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)万")
_MOST_FEN = 10**15
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def amount_of(text: str) -> int | None:
    """An amount as people write it, in fen; None when it cannot be read or is below zero."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[,，\s¥元]", "", plain)
    many = _TEN_THOUSANDS.fullmatch(plain)
    if many:
        plain = format((Decimal(many[1]) * 10_000).normalize(), "f")
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", plain):
        return None
    value = int(fen(plain))
    return value if value <= _MOST_FEN else None


def read_day(text: str) -> date | None:
    """A day as 2017-05-17, 2017/5/17, 2017.5.17 or 2017年5月17日."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def rate_of(text: str) -> str | None:
    """A rate in percent, 4.35 or 4.35%, as plain decimal text."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip()
    return plain if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,10})?", plain) else None
