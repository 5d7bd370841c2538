"""Who is first on an object (首封、轮候): order of arrival, and what each measure holds.

Money: an effective measure holds what is left up to its limit after those before it; a later one
takes effect at once when anything is left, else it is queued. Things: only the first is
effective. When a measure ends, or money comes in, the next in the queue takes effect and its
term, as long as ordered, begins that day.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from duixian.city.institutions.book import Book

LIVE = "state IN ('effective', 'queued')"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it stands in the book."""

    number: int
    object_key: str
    state: str
    court: str
    authority: str
    document: str
    request_number: str
    limit: int | None
    term_from: date
    term_to: date
    starts_on: date | None
    ends_on: date | None

    @property
    def effective(self) -> bool:
        """True when it holds the object now."""
        return self.state == "effective"

    @property
    def queued(self) -> bool:
        """True when it waits for those before it."""
        return self.state == "queued"


@dataclass(frozen=True, slots=True)
class Standing:
    """All live measures on an object in their order, and what each holds."""

    balance: int | None
    live: tuple[Measure, ...]
    held: dict[int, int]

    @property
    def available(self) -> int:
        """Money nobody holds; zero for things."""
        return (self.balance or 0) - sum(self.held.values())

    def rank_of(self, number: int) -> int:
        """Position in the order of arrival, from 1."""
        return [measure.number for measure in self.live].index(number) + 1

    def before(self, number: int) -> tuple[Measure, ...]:
        """The measures that go before one."""
        return tuple(measure for measure in self.live if measure.number < number)

    def lets_in(self) -> bool:
        """True when one more measure would take effect at once."""
        if not any(measure.effective for measure in self.live):
            return True
        return self.balance is not None and self.available > 0


class Ranking:
    """The measures of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def standing(self, object_key: str) -> Standing:
        """How things stand on an object."""
        found = self._book.one("SELECT balance FROM objects WHERE object_key = ?", object_key)
        balance = found["balance"] if found else None
        rows = self._book.all(
            f"SELECT * FROM measures WHERE object_key = ? AND {LIVE} ORDER BY number", object_key
        )
        live = tuple(_measure(row) for row in rows)
        held: dict[int, int] = {}
        left = balance or 0
        for measure in live:
            if measure.effective and measure.limit is not None:
                held[measure.number] = min(measure.limit, left)
                left -= held[measure.number]
        return Standing(balance, live, held)

    def own(self, object_key: str, court: str, request_number: str) -> Measure | None:
        """A court's measure on an object by the request that ordered it, live or ended."""
        row = self._book.one(
            "SELECT * FROM measures WHERE object_key = ? AND court = ? AND request_number = ?"
            " ORDER BY number DESC LIMIT 1",
            object_key,
            court,
            request_number,
        )
        return _measure(row) if row else None

    def place(
        self,
        object_key: str,
        *,
        day: date,
        court: str,
        authority: str,
        document: str,
        request_number: str,
        limit: int | None,
        term: tuple[date, date],
    ) -> int:
        """Enter a measure at the end of the order and return its number.

        Effective at once, it runs from `day` to the ordered end; queued, it has no dates yet.
        """
        effective = self.standing(object_key).lets_in()
        cursor = self._book.run(
            "INSERT INTO measures (object_key, state, court, authority, document, request_number,"
            " limit_fen, term_from, term_to, starts_on, ends_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            object_key,
            "effective" if effective else "queued",
            court,
            authority,
            document,
            request_number,
            limit,
            term[0].isoformat(),
            term[1].isoformat(),
            day.isoformat() if effective else None,
            term[1].isoformat() if effective else None,
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def end(self, measure: Measure, state: str, day: date) -> None:
        """End a measure (lifted, expired, spent) and let the next in."""
        self._book.run(
            "UPDATE measures SET state = ?, ended_on = ? WHERE number = ?",
            state,
            day.isoformat(),
            measure.number,
        )
        self.promote(measure.object_key, day)

    def set_limit(self, measure: Measure, limit: int, day: date) -> None:
        """Lower a measure's limit; at nothing it is spent."""
        self._book.run("UPDATE measures SET limit_fen = ? WHERE number = ?", limit, measure.number)
        if limit == 0:
            self.end(measure, "spent", day)
        else:
            self.promote(measure.object_key, day)

    def prolong(self, measure: Measure, ends_on: date) -> None:
        """Move the end of an effective measure."""
        self._book.run(
            "UPDATE measures SET ends_on = ?, term_to = ? WHERE number = ?",
            ends_on.isoformat(),
            ends_on.isoformat(),
            measure.number,
        )

    def promote(self, object_key: str, day: date) -> None:
        """Let the queue move up as far as there is room."""
        while True:
            standing = self.standing(object_key)
            waiting = next((measure for measure in standing.live if measure.queued), None)
            if waiting is None or not standing.lets_in():
                return
            ends_on = _as_long_from(day, waiting)
            self._book.run(
                "UPDATE measures SET state = 'effective', starts_on = ?, ends_on = ?"
                " WHERE number = ?",
                day.isoformat(),
                ends_on.isoformat(),
                waiting.number,
            )

    def expire(self, today: date) -> int:
        """Release what ended before `today`, each on the day after its last; return how many.

        In order of their ends, so that a queued measure which took effect by one expiry and
        ended before `today` expires too.
        """
        count = 0
        while True:
            row = self._book.one(
                "SELECT * FROM measures WHERE state = 'effective' AND ends_on < ?"
                " ORDER BY ends_on, number LIMIT 1",
                today.isoformat(),
            )
            if row is None:
                return count
            measure = _measure(row)
            assert measure.ends_on is not None
            self.end(measure, "expired", measure.ends_on + timedelta(days=1))
            count += 1


def _as_long_from(day: date, waiting: Measure) -> date:
    """The end of a term as long as ordered that begins on `day`.

    A term of whole months, whose last day is either the same day of its month or the day before,
    stays one; any other is counted in days.
    """
    ordered_from, ordered_to = waiting.term_from, waiting.term_to
    months = (ordered_to.year - ordered_from.year) * 12 + ordered_to.month - ordered_from.month
    try:
        for months_ordered in (months, months + 1):
            for before in (timedelta(0), timedelta(days=1)):
                whole = relativedelta(months=months_ordered)
                if ordered_from + whole - before == ordered_to:
                    end: date = day + whole - before
                    return end
        return day + (ordered_to - ordered_from)
    except (ValueError, OverflowError):
        return date.max


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _measure(row: sqlite3.Row) -> Measure:
    return Measure(
        number=row["number"],
        object_key=row["object_key"],
        state=row["state"],
        court=row["court"],
        authority=row["authority"],
        document=row["document"],
        request_number=row["request_number"],
        limit=row["limit_fen"],
        term_from=date.fromisoformat(row["term_from"]),
        term_to=date.fromisoformat(row["term_to"]),
        starts_on=_day(row["starts_on"]),
        ends_on=_day(row["ends_on"]),
    )
