"""Answers and results pushed to the court's address (推送), until they are taken or tried enough."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duixian.gateways.protocol import Kind
from duixian.gateways.signing import seal
from duixian.kernel import clock

if TYPE_CHECKING:
    from duixian.city.institutions.desk import Desk

PUSHES = 8


@dataclass(frozen=True, slots=True)
class Push:
    """A finished request to be pushed to the court's address."""

    number: int
    address: str
    message: dict[str, Any]


def waiting(desk: Desk) -> list[Push]:
    """Finished requests whose court wants a push, each freshly signed."""
    rows = desk.book.all(
        "SELECT * FROM requests WHERE state = 'done' AND pushes_left > 0 AND push_at <= ?"
        " ORDER BY push_at LIMIT 50",
        clock.wall().timestamp(),
    )
    return [
        Push(
            row["number"],
            row["callback"],
            seal(
                json.loads(row["outcome"]),
                Kind(row["outcome_kind"]),
                sender=desk.settings.identifier,
                recipient=row["court"],
                correlation=row["correlation"],
                signer=desk.key,
            ),
        )
        for row in rows
    ]


def note(desk: Desk, number: int, *, taken: bool) -> None:
    """The court took the push, or it is tried again later with a growing pause."""
    with desk.book.transaction():
        row = desk.book.one("SELECT pushes_left FROM requests WHERE number = ?", number)
        left = 0 if taken or row is None else row["pushes_left"] - 1
        pause = 0.5 * 2 ** (PUSHES - left)
        desk.book.run(
            "UPDATE requests SET pushes_left = ?, push_at = ? WHERE number = ?",
            left,
            clock.wall().timestamp() + pause,
            number,
        )
