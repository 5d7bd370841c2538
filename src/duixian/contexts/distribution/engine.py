"""Pure decisions on a case's money: who gets how much of what is on the account."""

from __future__ import annotations

from duixian.kernel.money import Fen


def payable(available: int, for_creditors: int, paid_before: int) -> Fen:
    """What may go to creditors: never more than is theirs, whatever is on the account.

    for_creditors: what of the money received counts on the claim; paid_before: what of it went
    to them already, or is on its way.
    """
    return Fen(max(0, min(available, for_creditors - paid_before)))


def mask_account(number: str) -> str:
    """A bank account number as shown: the last four digits.

    >>> mask_account("6217000012345678")
    '************5678'
    """
    return "*" * max(0, len(number) - 4) + number[-4:]
