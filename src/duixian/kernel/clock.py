"""The only place that asks the time.

Law's dates are Chinese civil dates; instants are UTC. A simulated city sets the clock with
`standing_at`; a running demonstration may stand on a day given by the environment
(`DUIXIAN_TODAY=2017-05-17`), advancing in real time from there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_shift: timedelta | None = None


def _environment_shift() -> timedelta:
    global _shift
    if _shift is None:
        day = os.environ.get("DUIXIAN_TODAY")
        if day:
            wall = datetime.now(UTC)
            wanted = date.fromisoformat(day)
            civil = wall.astimezone(CHINA)
            _shift = timedelta(days=(wanted - civil.date()).days)
        else:
            _shift = timedelta(0)
    return _shift


def now() -> datetime:
    """This instant, in UTC."""
    standing = _standing.get()
    return standing if standing is not None else datetime.now(UTC) + _environment_shift()


def wall() -> datetime:
    """The physical instant, whatever day is simulated: for transport and security, never for law.

    A signed message's expiry guards a real network; a city that lives a month in a minute must
    not make every message stale.
    """
    return datetime.now(UTC)


def today() -> date:
    """The Chinese civil date of this instant."""
    return now().astimezone(CHINA).date()


def civil_date(instant: datetime) -> date:
    """The Chinese civil date of an instant."""
    return instant.astimezone(CHINA).date()


@contextmanager
def standing_at(moment: date | datetime) -> Iterator[datetime]:
    """Make `now()` answer `moment` inside the block; a date stands at 09:00 in China."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9), tzinfo=CHINA)
    instant = moment.astimezone(UTC)
    token = _standing.set(instant)
    try:
        yield instant
    finally:
        _standing.reset(token)
