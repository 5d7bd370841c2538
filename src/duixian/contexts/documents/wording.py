"""How court papers write dates, amounts and numbers (文书用语). Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import cn2an  # type: ignore[import-untyped]

from duixian.kernel.money import display, yuan
from duixian.kernel.numerals import chinese_number, digit_by_digit


def date_in_characters(day: date | str) -> str:
    """The date a paper is signed with (成文日期): 2017-05-17 is 二〇一七年五月十七日."""
    day = _as_date(day)
    year = digit_by_digit(f"{day.year:04d}")
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def date_in_figures(day: date | str) -> str:
    """The date as the body of a paper writes it: 2017-05-17 is 2017年5月17日."""
    day = _as_date(day)
    return f"{day.year}年{day.month}月{day.day}日"


def amount(fen: int) -> str:
    """Fen as the body writes them: 1,234.50元."""
    return f"{display(_as_fen(fen))}元"


def amount_in_words(fen: int) -> str:
    """Fen in capital characters (大写金额): 人民币壹拾肆万贰仟叁佰零伍元柒角柒分.

    ValueError when negative: a paper that gives money back says so in words, never by a sign.
    """
    if _as_fen(fen) < 0:
        raise ValueError("a court paper never writes a negative amount in words")
    return "人民币" + str(cn2an.an2cn(yuan(fen), "rmb"))


def serial_suffix(serial: int) -> str:
    """The mark of one paper among those of a case (之几): 3 is 之三."""
    if serial < 1:
        raise ValueError("papers of a case are counted from one")
    return "之" + chinese_number(serial)


def joined(names: Iterable[str]) -> str:
    """Names in a row as a paper lists them: 甲、乙、丙."""
    return "、".join(names)


def _as_date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _as_fen(fen: int) -> int:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"money is whole fen, never {type(fen).__name__}")
    return fen


def clause(text: str) -> str:
    """Words somebody wrote as a part of a sentence: without a stop of their own at the end."""
    return text.strip().rstrip("。；;，,.")
