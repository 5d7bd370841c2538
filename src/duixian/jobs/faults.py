"""What a refusal means for a request: over, to be sent again, known there already, or unclear.

A reply that cannot be believed says nothing about the request: the institution may have taken it.
Only what the institution says in a signed message, and only about this very request, ends it.
"""

from __future__ import annotations

from enum import Enum

from duixian.gateways.dealings import Refused
from duixian.gateways.errors import MessageRefused
from duixian.gateways.protocol import REASONS, Reason
from duixian.gateways.protocol.words import Sort


class Meaning(Enum):
    """What to do about a refusal."""

    FINAL = "final"  # the request is closed; a corrected one needs a new number
    AGAIN = "again"  # send the same again, freshly signed
    KNOWN = "known"  # the institution has the request from an earlier try: fetch what became of it
    LOST = "lost"  # the institution does not know a request it gave a receipt for
    NOT_HEARD = "not_heard"  # this message was not accepted; says nothing about an earlier one


_AGAIN = frozenset(
    {Reason.BUSY, Reason.EXPIRED, Reason.NOT_YET_VALID, Reason.REPLAYED, Reason.NOT_A_REPLY}
)


def meaning_of(refused: Refused | MessageRefused) -> Meaning:
    """By the reason alone; words differ from institution to institution."""
    reason = refused.reason
    if refused.transient or reason in _AGAIN:
        return Meaning.AGAIN
    if reason is Reason.IDEMPOTENCY_CONFLICT:
        return Meaning.KNOWN
    if reason is Reason.UNKNOWN_CORRELATION:
        return Meaning.LOST
    if REASONS[reason].sort is Sort.REFUSED:
        return Meaning.NOT_HEARD
    return Meaning.FINAL


def ends(refused: Refused, *, tried_before: bool) -> bool:
    """Whether a refusal at sending ends the request.

    tried_before: an earlier try got no clear reply. Then a message that was not heard leaves it
    open what became of the first.
    """
    meaning = meaning_of(refused)
    return meaning is Meaning.FINAL or (meaning is Meaning.NOT_HEARD and not tried_before)
