"""The payment reference of a sale (缴款编号), and the seam to those who know the sales.

A buyer's name identifies no payment: others bear it, and he may buy twice. What identifies it is
the reference he was given when the round ended, written in the remittance note: eight digits of
the round and two check digits (ISO 7064 MOD 97-10), so that a slip of the pen names no sale
instead of another's. Or the account his deposit came from, together with his name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from duixian.contexts.cases.models import Case

MARK, DIGITS, CHECK_DIGITS = "拍", 8, 2
_MODULUS = 97
_IN_WORDS = re.compile(rf"{MARK}\s?(\d{{{DIGITS}}})[-\s]?(\d{{{CHECK_DIGITS}}})(?!\d)")


@dataclass(frozen=True, slots=True)
class SalePayment:
    """The sale money belongs to: its case, and the reference it is booked under."""

    case_id: int
    reference: str


def reference_of(auction_id: int) -> str:
    """The payment reference of a round of auction or sale.

    >>> reference_of(17)
    '拍0000001796'
    """
    digits = f"{auction_id:0{DIGITS}d}"
    return f"{MARK}{digits}{_check(digits):0{CHECK_DIGITS}d}"


def auctions_named(words: str) -> set[int]:
    """The rounds a remittance note names; a reference with a slip names none.

    >>> auctions_named("张某 拍0000001796 成交余款")
    {17}
    >>> auctions_named("拍0000001896")
    set()
    """
    return {
        int(digits)
        for digits, check in _IN_WORDS.findall(unicodedata.normalize("NFKC", words))
        if f"{_check(digits):0{CHECK_DIGITS}d}" == check
    }


def _check(digits: str) -> int:
    return _MODULUS + 1 - int(digits + "0" * CHECK_DIGITS) % _MODULUS


def _unknown(court_id: int, words: str, payer: str, account_hash: str) -> SalePayment | None:
    return None


def _nothing(case: Case, reference: str, on: date) -> int:
    return 0


def _none(case_id: int) -> frozenset[str]:
    return frozenset()


# All set once at start by the room of disposal, which stands above: the court, the remittance note,
# the payer's name and the keyed hash of his account; None: nothing identifies a sale.
identify: Callable[[int, str, str, str], SalePayment | None] = _unknown

# Called inside the act that books money of a sale: its case, its reference, the day. Credits what
# of it is the creditors' at once, the deposit of a buyer in default (fen).
booked: Callable[[Case, str, date], int] = _nothing

# The references of a case whose money is of others still, wholly or in part.
waiting: Callable[[int], frozenset[str]] = _none
