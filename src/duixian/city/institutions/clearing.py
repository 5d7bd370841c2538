"""Clearing between the banks (清算): money that leaves one book arrives in another, once.

The banks share one file, each has its own book. A transfer is durable in the payer's book with
the debit; it is passed on by reference, so passing it twice is the same as once; the payee's bank
decides about a reference once, in the transaction of the credit; what it decided goes back the
same way. Either bank may be killed between any two steps.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

from duixian.city.institutions.book import Book
from duixian.city.institutions.configuration import Folder
from duixian.gateways import directory
from duixian.gateways.protocol import InstitutionKind

_TABLE = """
CREATE TABLE IF NOT EXISTS transfers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL UNIQUE,
    from_bank TEXT NOT NULL,
    to_bank TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'credited', 'returned')),
    reason TEXT NOT NULL DEFAULT '',
    known INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS transfers_sent ON transfers (to_bank, number) WHERE state = 'sent';
CREATE INDEX IF NOT EXISTS transfers_back ON transfers (from_bank, number)
    WHERE state <> 'sent' AND known = 0;
"""
_PASSED_ON = (
    "payee_account",
    "payee_name",
    "payer_account",
    "payer_name",
    "amount",
    "day",
    "remark",
    "request_number",
    "order_number",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money from another bank for an account here (来账)."""

    reference: str
    payee_account: str
    payee_name: str
    payer_account: str
    payer_name: str
    amount: int
    day: date
    remark: str
    request_number: str
    order_number: str


Credit = Callable[[Incoming], str]
"""Credits the account; returns the reason when it cannot, empty when it did."""
Settled = Callable[[sqlite3.Row, str, str], None]
"""Told a transfer of ours, its outcome and the reason, in the transaction that notes them."""


class Clearing:
    """One bank's side of the clearing. `checkpoint` is told where work stands, for tests."""

    def __init__(
        self,
        folder: Folder,
        bank: str,
        book: Book,
        checkpoint: Callable[[str], None] = lambda place: None,
    ) -> None:
        self._bank, self._book, self._checkpoint = bank, book, checkpoint
        self._directory = folder.directory
        self._names: dict[str, str] = {}
        self._stamp: int | None = None
        self._lock = RLock()
        path = folder.root / "books" / "clearing.sqlite"
        self._shared = _open(path)

    def close(self) -> None:
        """Close the shared file."""
        self._shared.close()

    def exchange(self, credit: Credit, settled: Settled) -> None:
        """Pass on what leaves, take in what arrives, hear what became of our own."""
        with self._lock:
            self._pass_on(settled)
            self._take_in(credit)
            self._hear(settled)

    def _pass_on(self, settled: Settled) -> None:
        for row in self._book.all(
            "SELECT * FROM transfers_out WHERE state = 'queued' ORDER BY number LIMIT 500"
        ):
            to_bank = self._bank_named(row["payee_bank"])
            if to_bank is None:
                # It leaves the city: no bank here can say anything against it.
                self._note(row, "credited", "", settled)
                continue
            content = json.dumps({name: row[name] for name in _PASSED_ON}, ensure_ascii=False)
            self._shared.execute(
                "INSERT OR IGNORE INTO transfers (reference, from_bank, to_bank, content)"
                " VALUES (?, ?, ?, ?)",
                (f"{self._bank}-{row['number']:09d}", self._bank, to_bank, content),
            )
            self._checkpoint("passed_on")
            self._book.run(
                "UPDATE transfers_out SET state = 'clearing' WHERE number = ?", row["number"]
            )

    def _take_in(self, credit: Credit) -> None:
        rows = self._shared.execute(
            "SELECT * FROM transfers WHERE to_bank = ? AND state = 'sent' ORDER BY number LIMIT 500",
            (self._bank,),
        ).fetchall()
        for row in rows:
            outcome, reason = self._decide(row, credit)
            self._checkpoint("decided")
            self._shared.execute(
                "UPDATE transfers SET state = ?, reason = ? WHERE number = ? AND state = 'sent'",
                (outcome, reason, row["number"]),
            )

    def _decide(self, row: sqlite3.Row, credit: Credit) -> tuple[str, str]:
        with self._book.transaction():
            known = self._book.one(
                "SELECT outcome, reason FROM transfers_in WHERE reference = ?", row["reference"]
            )
            if known is not None:
                return known["outcome"], known["reason"]
            content: dict[str, Any] = json.loads(row["content"])
            content["day"] = date.fromisoformat(content["day"])
            reason = credit(Incoming(reference=row["reference"], **content))
            outcome = "returned" if reason else "credited"
            self._book.run(
                "INSERT INTO transfers_in (reference, outcome, reason) VALUES (?, ?, ?)",
                row["reference"],
                outcome,
                reason,
            )
            self._checkpoint("crediting")
            return outcome, reason

    def _hear(self, settled: Settled) -> None:
        rows = self._shared.execute(
            "SELECT * FROM transfers WHERE from_bank = ? AND state <> 'sent' AND known = 0"
            " ORDER BY number LIMIT 500",
            (self._bank,),
        ).fetchall()
        for row in rows:
            number = int(row["reference"].rsplit("-", 1)[1])
            ours = self._book.one("SELECT * FROM transfers_out WHERE number = ?", number)
            if ours is not None:
                self._note(ours, row["state"], row["reason"], settled)
            self._checkpoint("heard")
            self._shared.execute(
                "UPDATE transfers SET known = 1 WHERE number = ?", (row["number"],)
            )

    def _note(self, row: sqlite3.Row, outcome: str, reason: str, settled: Settled) -> None:
        with self._book.transaction():
            changed = self._book.run(
                "UPDATE transfers_out SET state = ?, reason = ?"
                " WHERE number = ? AND state IN ('queued', 'clearing')",
                outcome,
                reason,
                row["number"],
            ).rowcount
            if changed:
                settled(row, outcome, reason)

    def _bank_named(self, name: str) -> str | None:
        """The bank of the city that a name (with or without its branch) is about."""
        self._read_names()
        found = [known for known in self._names if name.startswith(known)]
        return self._names[max(found, key=len)] if found else None

    def _read_names(self) -> None:
        try:
            stamp = self._directory.stat().st_mtime_ns
        except FileNotFoundError:
            return
        if stamp != self._stamp:
            listed = directory.load(self._directory)
            banks = listed.of_kind(InstitutionKind.BANK)
            self._names = {one.name: one.identifier for one in banks}
            self._stamp = stamp


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    shared = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    shared.row_factory = sqlite3.Row
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
        shared.execute(f"PRAGMA {pragma}")
    shared.executescript(_TABLE)
    return shared
