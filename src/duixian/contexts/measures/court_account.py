"""Where levied money goes and what of it came (案款账户): seams the ledger fills from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourtAccount:
    """The court's enforcement account for a case: holder, bank, number."""

    name: str
    bank: str
    number: str


def _none(case_id: int) -> CourtAccount | None:
    return None


# Set once at start by whoever knows the accounts; None: the act must name the account itself.
of_case: Callable[[int], CourtAccount | None] = _none


def _nothing(case_id: int) -> int:
    return 0


# Fen of levied money that reached the court's account for a case; set once at start as above.
levied_received: Callable[[int], int] = _nothing
