"""An institution's own book (账簿): one SQLite file that survives kill -9 at any moment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any

from duixian.kernel import clock

_SCHEMA = files(__package__).joinpath("schema.sql")


class Book:
    """The file, one connection, one writer at a time; rows come back by column name."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A city lived by several processes has a connection of each: they wait for one another.
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._connection.row_factory = sqlite3.Row
        self._lock = RLock()
        self._depth = 0
        # A killed process loses nothing under NORMAL; only a power failure could.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_SCHEMA.read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside another is part of it."""
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if outermost:
                    self._connection.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._connection.execute("COMMIT")
            finally:
                self._depth -= 1

    def run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Execute one statement."""
        with self._lock:
            return self._connection.execute(statement, values)

    def one(self, statement: str, *values: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
            return row

    def all(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """Every row."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def setting(self, name: str) -> str | None:
        """A remembered setting."""
        row = self.one("SELECT value FROM settings WHERE name = ?", name)
        return str(row["value"]) if row else None

    def set(self, name: str, value: str) -> None:
        """Remember a setting."""
        self.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    def today(self) -> date:
        """The institution's business day: set by the city, else the clock's."""
        standing = self.setting("today")
        return date.fromisoformat(standing) if standing else clock.today()

    def remember(self, sender: str, nonce: str, until: datetime) -> bool:
        """See gateways.signing.NonceStore."""
        with self.transaction():
            self.run("DELETE FROM nonces WHERE until < ?", clock.wall().timestamp())
            cursor = self.run(
                "INSERT OR IGNORE INTO nonces (sender, nonce, until) VALUES (?, ?, ?)",
                sender,
                nonce,
                until.timestamp(),
            )
            return cursor.rowcount == 1

    def as_json(self, object_key: str | None = None) -> dict[str, Any]:
        """The book for a reader with the administration's token: whole, or of one object."""
        where = " WHERE object_key = ?" if object_key else ""
        values = (object_key,) if object_key else ()
        tables = {
            "objects": f"SELECT * FROM objects{where}",
            "holders": f"SELECT * FROM holders{where}",
            "measures": f"SELECT * FROM measures{where} ORDER BY number",
            "movements": f"SELECT * FROM movements{where} ORDER BY number",
        }
        book: dict[str, Any] = {
            name: [dict(row) for row in self.all(statement, *values)]
            for name, statement in tables.items()
        }
        for row in book["objects"]:
            row["facts"] = json.loads(row["facts"])
        for name in ("transfers_out", "transfers_in", "statement_lines"):
            book[name] = [dict(row) for row in self.all(f"SELECT * FROM {name}")]
        book["payments"] = [
            dict(row)
            for row in self.all(
                "SELECT number, court, order_number, account, amount, state, settled_on, reference,"
                " reason FROM payments ORDER BY number"
            )
        ]
        book["requests"] = [
            dict(row)
            for row in self.all(
                "SELECT number, court, correlation, sort, idempotency_key, state, outcome_kind"
                " FROM requests ORDER BY number"
            )
        ]
        book["today"] = self.today().isoformat()
        return book
