"""Seams through which higher rooms take part in the one door, without the record knowing them.

Each is set once, in the `ready` of the room that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Doing


class Listener(Protocol):
    """Runs inside the act's transaction, after its entry: deadlines are the one listener."""

    def __call__(self, act: Act, at: Doing, entry_id: int, result: Mapping[str, Any]) -> None: ...


class Issuer(Protocol):
    """Issues the document of an act and returns its id (documents room)."""

    def __call__(
        self, kind: str, at: Doing, values: Mapping[str, Any], *, about: Mapping[str, Any]
    ) -> int: ...


def _nobody(person_id: int) -> Actor:
    raise LookupError("no room has said who people are")


def _no_documents(
    kind: str, at: Doing, values: Mapping[str, Any], *, about: Mapping[str, Any]
) -> int:
    raise LookupError(f"no room issues documents, but an act issues {kind}")


listeners: list[Listener] = []
issue_document: Issuer = _no_documents
actor_of: Callable[[int], Actor] = _nobody
wanted_by_workflow: set[str] = set()
