"""Long work of a job in a process of its own, beside the worker.

The worker's other jobs keep their processor and its memory stays as it was. Nothing here loads
the house before the new process has set it up. The process dies with the worker; what it did is
whole, and the next try of the job goes on from there.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from typing import Literal

Work = Literal["check", "file"]

_SECONDS_BETWEEN_LOOKS = 0.5
_TRY_AGAIN = 75


class NotDone(Exception):
    """The process was stopped, killed or refused for now; the job is to be tried again."""


def do(work: Work, batch_id: int, court_id: int, stopped: Callable[[], bool]) -> None:
    """Check or file a list of cases; back when it is done. Raises NotDone."""
    spawning = multiprocessing.get_context("spawn")
    process = spawning.Process(target=_work, args=(work, batch_id, court_id), daemon=True)
    process.start()
    while process.is_alive():
        process.join(_SECONDS_BETWEEN_LOOKS)
        if process.is_alive() and stopped():
            process.terminate()
            process.join()
            raise NotDone(f"list {batch_id}: told to stop")
    if process.exitcode:
        why = "another works on it" if process.exitcode == _TRY_AGAIN else "it was killed or failed"
        raise NotDone(f"list {batch_id}, {work}: {why} ({process.exitcode})")


def _work(work: Work, batch_id: int, court_id: int) -> None:
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    import django

    django.setup()
    from duixian.jobs import importing
    from duixian.kernel.findings import Refusal

    known = {"check": importing.check_here, "file": importing.file_rest}
    try:
        known[work](batch_id, court_id, lambda: False)
    except Refusal as refusal:
        if not refusal.transient:
            raise
        sys.exit(_TRY_AGAIN)


def _end_with_the_worker() -> None:
    worker = multiprocessing.parent_process()
    if worker is not None:
        worker.join()
        os._exit(1)
