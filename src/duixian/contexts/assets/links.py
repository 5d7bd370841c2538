"""Tokens of declaration links (申报链接): derived under the key when sent, never stored.

A token begins with the court it belongs to, so that the page behind it can look the link up under
that court's sight alone.
"""

from __future__ import annotations

import re

from duixian.contexts.record import sealing

_SHAPE = re.compile(r"(?P<court>\d{1,12})-[0-9a-f]{48}")
_SECRET_LENGTH = 48


def token_of(court_id: int, nonce: str) -> str:
    """The token of a link, as it stands in the address the debtor gets."""
    secret = sealing.keyed_hash(f"declaration-link:{court_id}:{nonce}")[:_SECRET_LENGTH]
    return f"{court_id}-{secret}"


def court_of_token(token: str) -> int | None:
    """The court a token belongs to; None when it is no token. Says nothing of its validity."""
    shape = _SHAPE.fullmatch(token)
    return int(shape["court"]) if shape else None
