"""Checking a long list (检查清单) outside any request: read, sort, write down, then say so.

Reading and sorting write nothing. The cases are written down a thousand at a time, each where the
list has it once, so that a killed check is begun again and doubles none; the act at the end alone
makes a preview of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from duixian.contexts.cases import queries_import
from duixian.contexts.cases.acts_import import CheckImport, of_the_list, row_as_kept
from duixian.contexts.cases.import_sorting import SortedCase, sort_cases
from duixian.contexts.cases.importing import Interrupted, Progress, alone
from duixian.contexts.cases.models_import import ImportBatch, ImportRow
from duixian.contexts.cases.spreadsheet import FileRefusal, Preview
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing

CASES_AT_ONCE = 1000
_SECONDS_BETWEEN_NEWS = 0.5
_SHARE_READ = 0.8  # of the time a check takes, reading is this much


class _Cancelled(Exception):
    """Somebody does not want the list any more."""


def check(
    batch_id: int,
    court_id: int,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> ImportBatch.State:
    """Check a list that waits for it; safe to repeat. Returns the state it ends in.

    progress: told rows done and rows in all, which are kept on the batch too. Raises a transient
    Refusal while another process works on the list, `Interrupted` when `stopped` says so.
    """
    by = system_actor(court_id)
    with alone(batch_id):
        with viewing(by):
            batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state != ImportBatch.State.CHECKING:
            return ImportBatch.State(batch.state)
        news = _News(batch, by, progress, stopped)
        try:
            fault = _read_and_write_down(batch, by, news)
        except _Cancelled:
            return ImportBatch.State.CANCELLED
        facts = {"batch": batch_id, **fault}
        do(read_facts(CheckImport, facts), by=by, key=f"check-import:{batch_id}")
        return ImportBatch.State.UNREADABLE if fault else ImportBatch.State.PREVIEWED


def _read_and_write_down(batch: ImportBatch, by: Actor, news: _News) -> dict[str, str]:
    """The cases of the list in the table; what is wrong with the file where it is unreadable."""
    with viewing(by):
        reading = queries_import.open_again(batch)
    try:
        preview = reading(news.read)
    except FileRefusal as refusal:
        return {"fault": refusal.code, "message": refusal.message, "cure": refusal.cure}
    with viewing(by):
        cases = sort_cases(preview, batch.court_id)
    _write_down(batch, preview, cases, by, news)
    return {}


def _write_down(
    batch: ImportBatch, preview: Preview, cases: Sequence[SortedCase], by: Actor, news: _News
) -> None:
    written = 0
    for some in _chunks(cases):
        with viewing(by):
            ImportRow.objects.bulk_create(
                [row_as_kept(each, batch) for each in some], ignore_conflicts=True
            )
        written += len(some)
        news.written(written, len(cases))
    with viewing(by):
        waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.CHECKING)
        waiting.update(**of_the_list(preview))


def _chunks(cases: Sequence[SortedCase]) -> Iterator[list[SortedCase]]:
    rest = iter(cases)
    while some := list(islice(rest, CASES_AT_ONCE)):
        yield some


class _News:
    """How far a check has come, on its batch and to whoever asked; ends a check not wanted."""

    def __init__(
        self,
        batch: ImportBatch,
        by: Actor,
        progress: Progress | None,
        stopped: Callable[[], bool],
    ) -> None:
        self._batch, self._by = batch, by
        self._progress, self._stopped = progress, stopped
        self._rows = 0
        self._told_at = 0.0

    def read(self, done: int, rows: int) -> None:
        """Some rows of the sheet have been read."""
        self._rows = rows
        self._tell(int(done * _SHARE_READ))

    def written(self, cases: int, in_all: int) -> None:
        """Some of its cases have been written down."""
        share = _SHARE_READ + (1 - _SHARE_READ) * cases / max(1, in_all)
        self._tell(int(self._rows * share))

    def _tell(self, done: int) -> None:
        if self._stopped():
            raise Interrupted(f"check of import {self._batch.pk} interrupted")
        now = time.monotonic()
        if now - self._told_at < _SECONDS_BETWEEN_NEWS:
            return
        self._told_at = now
        with viewing(self._by):
            checking = ImportBatch.objects.filter(
                pk=self._batch.pk, state=ImportBatch.State.CHECKING
            )
            if not checking.update(done=done, total=max(done, self._rows)):
                raise _Cancelled
        if self._progress is not None:
            self._progress(done, self._rows)
