"""Pure decisions on a case's money: who gets how much of what is on the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duixian.kernel.money import Fen, share


@dataclass(frozen=True, slots=True)
class Portion:
    """What one creditor gets of a sum."""

    payee_id: int
    amount: Fen


def equal_portions(payee_ids: Sequence[int], total: int) -> list[Portion]:
    """Creditors of one title hold it together: equal parts, the fen left over to the earlier."""
    if not payee_ids or total <= 0:
        return []
    parts = share(total, [1] * len(payee_ids))
    return [Portion(payee, part) for payee, part in zip(payee_ids, parts, strict=True)]


def payable(available: int, owed_before_payout: int, paid_before: int) -> Fen:
    """What may go to creditors: never more than the claim came to, whatever is on the account."""
    return Fen(max(0, min(available, owed_before_payout - paid_before)))


def mask_account(number: str) -> str:
    """A bank account number as shown: the last four digits.

    >>> mask_account("6217000012345678")
    '************5678'
    """
    return "*" * max(0, len(number) - 4) + number[-4:]
