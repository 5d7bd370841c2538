"""Checking long lists and filing the cases of started ones; deleting lists kept long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings

from duixian.contexts.cases import import_checking, importing, queries_import
from duixian.contexts.cases.acts_import import DiscardImportFile
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.jobs import beside
from duixian.kernel import clock
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)

LONG = 300
"""Cases from which a list is filed in a process of its own."""


def check_list(batch_id: int, court_id: int, stopped: Callable[[], bool]) -> None:
    """Check a long list that was brought; told to stop, it begins again at the next try."""
    beside.do("check", batch_id, court_id, stopped)


def import_rows(batch_id: int, court_id: int, stopped: Callable[[], bool]) -> None:
    """File the rest of a list; told to stop, it leaves the rest to the next try of the job."""
    with viewing(system_actor(court_id)):
        long = queries_import.counts(batch_id).clean > LONG
    if long:
        beside.do("file", batch_id, court_id, stopped)
    else:
        file_rest(batch_id, court_id, stopped)


def check_here(batch_id: int, court_id: int, stopped: Callable[[], bool]) -> None:
    """As `check_list`, in this process."""
    try:
        state = import_checking.check(batch_id, court_id, stopped=stopped)
    except Refusal as refusal:
        if refusal.transient:
            raise
        # Cancelled and deleted meanwhile: there is nothing left to check.
        log.info("list of cases not checked", batch=batch_id, refusal=refusal.code)
    else:
        log.info("list of cases checked", batch=batch_id, state=str(state))


def file_rest(batch_id: int, court_id: int, stopped: Callable[[], bool]) -> None:
    """As `import_rows`, in this process."""
    state = importing.run(batch_id, court_id, stopped=stopped)
    log.info("list of cases worked through", batch=batch_id, state=str(state))


def discard_old_lists(court_id: int) -> int:
    """Delete lists kept for the days the settings name; returns how many."""
    since = clock.now() - timedelta(days=settings.IMPORT_LISTS_KEPT_DAYS)
    system = system_actor(court_id)
    with viewing(system):
        old = list(queries_import.kept_longer_than(court_id, since).values_list("pk", flat=True))
    for batch_id in old:
        try:
            do(DiscardImportFile(batch=batch_id), by=system, key=f"discard-list:{batch_id}")
        except Refusal as refusal:
            log.info("list not deleted", batch=batch_id, refusal=refusal.code)
    return len(old)
