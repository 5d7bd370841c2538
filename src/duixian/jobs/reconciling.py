"""Daily reconciliation of requests: what has no end and no job is taken up again (核对未了事项)."""

from __future__ import annotations

import random

import structlog

from duixian.contexts.courts import queries as courts
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.viewing import viewing
from duixian.jobs.queueing import queue_job, with_a_job
from duixian.workflow.outstanding import outstanding

log = structlog.get_logger(__name__)

SPREAD_SECONDS = 60


def take_up_again_everywhere() -> None:
    for court in courts.all_courts():
        take_up_again(court.pk)


def take_up_again(court_id: int) -> int:
    """Requests without an end about which no job waits get one again; returns how many.

    A job gives up after many tries; the institution may come back after days. Each is brought
    further by the state of its row, at a moment of its own.
    """
    with viewing(system_actor(court_id)):
        found = outstanding(court_id)
    waiting = {
        argument: with_a_job(argument, [each.row_id for each in found if each.argument == argument])
        for argument in {each.argument for each in found}
    }
    parked = [each for each in found if each.row_id not in waiting[each.argument]]
    for each in parked:
        seconds = random.randint(1, SPREAD_SECONDS)
        queue_job(each.job, each.argument, each.row_id, court_id, seconds=seconds)
    if parked:
        log.warning("requests without an end taken up again", court=court_id, number=len(parked))
    return len(parked)
