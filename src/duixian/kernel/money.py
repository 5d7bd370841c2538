"""Money as integer fen (分). A yuan (元) is a hundred fen; no float ever holds money.

>>> fen("1234.5")
123450
>>> yuan(123450)
'1234.50'
>>> display(123450)
'1,234.50'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NewType

Fen = NewType("Fen", int)

_PLAIN_YUAN = re.compile(r"-?\d+(\.\d{1,2})?")


def fen(text: str) -> Fen:
    """Read a decimal string in yuan, at most two places, as fen.

    Raises ValueError when the text is not a plain decimal: signs of currency, thousands
    separators and third decimals are refused, never guessed at.
    """
    if not isinstance(text, str) or not _PLAIN_YUAN.fullmatch(text):
        raise ValueError(f"not an amount in yuan with at most two decimals: {text!r}")
    whole, _, places = text.partition(".")
    return Fen(int(whole + places.ljust(2, "0")))


def yuan(amount: int) -> str:
    """Fen as a decimal string in yuan with two places, the form used in the API and in files."""
    if amount < 0:
        return "-" + yuan(-amount)
    return f"{amount // 100}.{amount % 100:02d}"


def display(amount: int) -> str:
    """Fen as people read it: thousands separators and two places."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def round_to_fen(amount_in_fen: Decimal) -> Fen:
    """Round an exact amount in fen half up, the rounding courts' worksheets use."""
    return Fen(int(amount_in_fen.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def half_up_to_fen(amount_in_fen: Fraction) -> Fen:
    """Round an exact fraction of fen half up; for rates by 360 days, which no decimal holds.

    >>> half_up_to_fen(Fraction(5, 2)), half_up_to_fen(Fraction(7, 3))
    (3, 2)
    """
    return Fen(
        (2 * amount_in_fen.numerator + amount_in_fen.denominator) // (2 * amount_in_fen.denominator)
    )


def yuan_exactly(amount_in_fen: Fraction, places: int = 4) -> str:
    """An exact amount in fen as yuan with more places than two, for the lines of a worksheet.

    >>> yuan_exactly(Fraction(143361459, 100))
    '14336.1459'
    """
    scaled = amount_in_fen * 10**places / 100
    units = int(half_up_to_fen(scaled))
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}d}"


def share(total: int, weights: Sequence[int]) -> list[Fen]:
    """Split `total` in proportion to `weights` so that the parts sum exactly to `total`.

    Largest remainder; on equal remainders the earlier part gets the fen.

    >>> share(100, [1, 1, 1])
    [34, 33, 33]
    """
    weight_sum = sum(weights)
    if weight_sum <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and must not all be zero")
    floors = [total * weight // weight_sum for weight in weights]
    remainders = [total * weight % weight_sum for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in order[: total - sum(floors)]:
        floors[index] += 1
    return [Fen(part) for part in floors]
