"""How often one may come (访问频次限制): counted in the database, so that every process agrees."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from duixian.contexts.record import sealing
from duixian.kernel import clock
from duixian.portals.models import VisitSlot

SPAN = timedelta(minutes=10)
MOST_GUESSES = 20  # links that open nothing, from one address
MOST_VISITS = 240  # pages behind one link, from one address
MOST_ANSWERS = 600  # answers of the calculators to one address; a whole court may share one
MOST_WORKSHEETS = 60  # their worksheets as PDF or DOCX
MOST_LISTS = 30  # their lists of claims
_KEPT = timedelta(days=1)

_TAKE = """
INSERT INTO portals_visitslot AS slot (key, opened_at, visits) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
    visits = CASE WHEN slot.opened_at < %(since)s THEN 1 ELSE slot.visits + 1 END,
    opened_at = CASE WHEN slot.opened_at < %(since)s THEN %(now)s ELSE slot.opened_at END
RETURNING visits
"""


def guesses_left(request: HttpRequest) -> bool:
    """Whether this address may still try a link that may not exist."""
    return not VisitSlot.objects.filter(
        key=_key(request, "guess"), opened_at__gte=clock.wall() - SPAN, visits__gte=MOST_GUESSES
    ).exists()


def guessed_wrong(request: HttpRequest) -> None:
    """A link that opens nothing was tried."""
    _take(_key(request, "guess"))


def may_visit(request: HttpRequest, token: str) -> bool:
    """Count a visit of a link; False when there were too many in the span."""
    return _take(_key(request, token)) <= MOST_VISITS


def may_calculate(request: HttpRequest) -> bool:
    """Count an answer of a calculator; False when there were too many in the span."""
    return _take(_key(request, "calculate")) <= MOST_ANSWERS


def may_print(request: HttpRequest) -> bool:
    """Count a worksheet to print; False when there were too many in the span."""
    return _take(_key(request, "worksheet")) <= MOST_WORKSHEETS


def may_bring_list(request: HttpRequest) -> bool:
    """Count a list of claims brought or answered; False when there were too many in the span."""
    return _take(_key(request, "list")) <= MOST_LISTS


def _take(key: str) -> int:
    now = clock.wall()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": key, "now": now, "since": now - SPAN})
        visits = int(cursor.fetchone()[0])
    if visits == 1:
        VisitSlot.objects.filter(opened_at__lt=now - _KEPT).delete()
    return visits


def _key(request: HttpRequest, what: str) -> str:
    return sealing.keyed_hash(f"visit:{_address(request)}:{what}")[:64]


def _address(request: HttpRequest) -> str:
    """Where the visitor is; behind our own proxy, what the proxy itself added last."""
    told = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return told.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
