"""Chinese numerals, for article numbers and the dates of documents."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def chinese_number(number: int) -> str:
    """A whole number from 0 to 9999 as it is read aloud (第二百五十三条).

    >>> chinese_number(253), chinese_number(10), chinese_number(1008), chinese_number(20)
    ('二百五十三', '十', '一千零八', '二十')

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"not between 0 and 9999: {number}")
    text = str(number)
    spoken = ""
    pending_zero = False
    for place, digit in enumerate(text):
        if digit == "0":
            pending_zero = True
            continue
        spoken += ("零" if pending_zero and spoken else "") + _DIGITS[int(digit)]
        spoken += _UNITS[len(text) - place - 1]
        pending_zero = False
    if 10 <= number < 20:
        spoken = spoken.removeprefix("一")
    return spoken or _DIGITS[0]


def digit_by_digit(text: str) -> str:
    """Arabic digits one for one, with 〇 for zero, as years are written (二〇一七).

    >>> digit_by_digit("2017")
    '二〇一七'
    """
    return "".join("〇一二三四五六七八九"[int(char)] if char.isdigit() else char for char in text)
