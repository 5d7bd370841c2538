"""Rows a second: a court's own list checked and filed against raw inserts of the same rows, and

the journal verified against a bare loop over its hashes.
"""

from __future__ import annotations

import io
from unittest.mock import patch

from bench.court import BenchCourt, found_court
from bench.measuring import Figure, timed
from bench.raw_rows import rows_of
from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import import_checking, importing
from duixian.contexts.cases.acts_import import StartImport
from duixian.contexts.cases.models import Case
from duixian.contexts.record import verification
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.journal import HASHED, hash_of
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.service.addresses import Addresses

NAME = "rows"
ROWS = {"small": 12, "full": 2_000}
_AT_ONCE = 2000


class NotWhole(Exception):
    """The record has faults, or rows were not imported."""


def run(size: str, addresses: Addresses) -> list[Figure]:
    rows = ROWS[size]
    court = found_court(3)
    filing = court.actor(Role.FILING_HALL)
    batch = _brought(court, rows)
    checking = timed(lambda: import_checking.check(batch, court.court.pk))
    do(read_facts(StartImport, {"batch": batch}), by=filing)
    with viewing(filing):
        before = Entry.objects.count()
    writing = timed(lambda: importing.run(batch, court.court.pk))
    faults: list[object] = []
    with viewing(filing):
        cases = list(Case.objects.values_list("pk", flat=True))
        entries = Entry.objects.count()
        verifying = timed(lambda: faults.extend(verification.faults()))
        bare = timed(_bare_loop)
    if faults or len(cases) != rows or entries - before < rows:
        raise NotWhole(f"{faults[:3]}, {len(cases)} cases of {rows} rows")
    raw = rows_of(addresses, cases)
    by_hand = timed(lambda: raw.write(addresses))
    note = f"{rows:,} rows in {writing:.1f} s, each a case with its officer"
    each = f"{raw.rows / rows:.1f} rows of tables a case in {by_hand:.1f} s; no checks, no keys"
    loop = f"{entries / bare:,.0f} entries/s read and hashed and nothing else"
    return [
        Figure(NAME, "list read, checked, written down", rows / checking, "rows/s"),
        Figure(NAME, "clean rows filed as cases", rows / writing, "rows/s", "", note),
        Figure(NAME, "filing / raw inserts of the same rows", writing / by_hand, "x", "", each),
        Figure(NAME, "journal entries verified", entries / verifying, "entries/s"),
        Figure(NAME, "verifying / bare hash loop", verifying / bare, "x", "", loop),
    ]


def _brought(court: BenchCourt, rows: int) -> int:
    """A list of this many clean cases, waiting for its check as a long one does."""
    list_ = io.BytesIO()
    make_spreadsheet(list_, cases=rows, seed=5, on=clock.today(), courts=["jinghu"])
    with patch.object(importing, "CHECKED_AT_ONCE_BYTES", 0):
        return importing.upload(list_.getvalue(), "在办案件.xlsx", by=court.actor(Role.FILING_HALL))


def _bare_loop() -> None:
    """Read every entry in the order of the chains and hash it: what no verifying can go under."""
    entries = Entry.objects.order_by("chain", "seq").values(*HASHED, "hash")
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        if hash_of(entry) != entry["hash"]:
            raise NotWhole("an entry does not hold")
