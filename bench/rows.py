"""Rows a second: a court's own list imported, and the journal verified."""

from __future__ import annotations

import io

from bench.court import found_court
from bench.measuring import Figure, timed
from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import importing
from duixian.contexts.cases.acts_import import StartImport
from duixian.contexts.record import verification
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.service.addresses import Addresses

NAME = "rows"
ROWS = {"small": 12, "full": 2_000}


class NotWhole(Exception):
    """The record has faults, or rows were not imported."""


def run(size: str, addresses: Addresses) -> list[Figure]:
    court = found_court(3)
    list_ = io.BytesIO()
    make_spreadsheet(list_, cases=ROWS[size], seed=5, on=clock.today(), courts=["jinghu"])
    filing = court.actor(Role.FILING_HALL)
    batch: list[int] = []
    reading = timed(
        lambda: batch.append(importing.upload(list_.getvalue(), "在办案件.xlsx", by=filing))
    )
    do(read_facts(StartImport, {"batch": batch[0]}), by=filing)
    with viewing(filing):
        before = Entry.objects.count()
    writing = timed(lambda: importing.run(batch[0], court.court.pk))
    faults: list[object] = []
    with viewing(filing):
        entries = Entry.objects.count()
        verifying = timed(lambda: faults.extend(verification.faults()))
    if faults or entries - before < ROWS[size]:
        raise NotWhole(f"{faults[:3]}, {entries - before} entries of {ROWS[size]} rows")
    note = f"{ROWS[size]:,} rows in {writing:.0f} s"
    return [
        Figure(NAME, "list read and checked", ROWS[size] / reading, "rows/s"),
        Figure(NAME, "clean rows filed as cases", ROWS[size] / writing, "rows/s", "", note),
        Figure(NAME, "journal entries verified", entries / verifying, "entries/s"),
    ]
