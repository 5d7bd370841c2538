"""Where levied money goes (案款账户): a seam the ledger's side fills, for it stands above."""

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
