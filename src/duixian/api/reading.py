"""Who asks, and how lists are paged: cursors stable under inserts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja.security import HttpBearer

from duixian.contexts.courts import queries as courts
from duixian.contexts.record.actors import Actor
from duixian.kernel.findings import Refusal

PAGE = 50


class PersonToken(HttpBearer):
    """A bearer token of a person who holds an office today."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        person = courts.person_of_token(token)
        if person is None:
            return None
        return courts.actor(person)


def actor_of(request: HttpRequest) -> Actor:
    """The actor the bearer token named."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _encode(parts: list[str]) -> str:
    return base64.urlsafe_b64encode("|".join(parts).encode()).decode()


def _decode(cursor: str) -> tuple[date, int]:
    try:
        day, key = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        return date.fromisoformat(day), int(key)
    except (ValueError, binascii.Error, UnicodeDecodeError):
        raise Refusal(
            "api.cursor_malformed",
            "分页游标无法识别",
            cure="使用上一页返回的 next",
            field="cursor",
            status=400,
        ) from None


def page_by_day(
    rows: QuerySet[Any], day: str, cursor: str, shape: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """A page of rows, newest first by `day` then id, and the cursor of the next one."""
    ordered = rows.order_by(f"-{day}", "-id")
    if cursor:
        after, key = _decode(cursor)
        ordered = ordered.filter(Q(**{f"{day}__lt": after}) | Q(**{day: after, "id__lt": key}))
    found = list(ordered[: PAGE + 1])
    shown = found[:PAGE]
    more = len(found) > PAGE
    last = shown[-1] if shown else None
    cursor_on = _encode([getattr(last, day).isoformat(), str(last.pk)]) if more and last else None
    return {"items": [shape(each) for each in shown], "next": cursor_on}
