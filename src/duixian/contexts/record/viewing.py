"""The wall under every query: row-level security shows only the courts of the present viewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, transaction

from duixian.contexts.record.actors import Actor

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_remembered: ContextVar[dict[Any, Any] | None] = ContextVar("remembered", default=None)


def set_viewer(courts: Sequence[int]) -> None:
    """Tell PostgreSQL which courts' rows this transaction may see; must be inside one.

    The setting is local to the transaction, so a pooled connection forgets it by itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('duixian.courts', %s, true)", [",".join(map(str, courts))]
        )


@contextmanager
def viewing(actor: Actor, *, remembering: bool = False) -> Iterator[None]:
    """A transaction that sees what `actor` may see. Without it the application sees no rows.

    remembering: what is `read_once` is read once in the block. For pages, which only read: the
    acts tried on a case each ask for its parties, its property, and what is owed.
    """
    with transaction.atomic(), _remembering({} if remembering else None):
        set_viewer(actor.courts)
        yield


@contextmanager
def _remembering(memory: dict[Any, Any] | None) -> Iterator[None]:
    token = _remembered.set(memory)
    try:
        yield
    finally:
        _remembered.reset(token)


def read_once(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorates a query of hashable arguments: in a remembering view the answer is kept.

    A list is given out as a copy, so that one reader may sort what another goes through.
    """

    @wraps(read)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        memory = _remembered.get()
        if memory is None:
            return read(*args, **named)
        key = (read, args, tuple(sorted(named.items())))
        if key not in memory:
            memory[key] = read(*args, **named)
        kept = memory[key]
        return cast("Answer", list(kept) if type(kept) is list else kept)

    return asked


def reading_anew(write: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorates what writes: within it nothing is remembered, whatever view it is called from."""

    @wraps(write)
    def writing(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        with _remembering(None):
            return write(*args, **named)

    return writing
