"""`duixian worker`: takes jobs from the queue in PostgreSQL and does them, until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging

from duixian.kernel import clock

NEEDS_DJANGO = True
# A killed worker stops saying that it lives; its jobs go to another after this long.
LIVES_SAID_EVERY_SECONDS = 2.0
TAKEN_FOR_DEAD_AFTER_SECONDS = 10.0

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=4, help="同时做几件（默认 4）")
    parser.add_argument("--queue", action="append", help="只取这些队列，可重复（默认全部）")


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_work(arguments.concurrency, arguments.queue))
    return 0


async def _work(concurrency: int, queues: list[str] | None) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        returning = asyncio.create_task(_put_back_stalled(worker_app.job_manager))
        try:
            await worker_app.run_worker_async(
                queues=queues,  # type: ignore[arg-type]  # None: all of them
                concurrency=concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=10,
                update_heartbeat_interval=LIVES_SAID_EVERY_SECONDS,
                stalled_worker_timeout=TAKEN_FOR_DEAD_AFTER_SECONDS,
            )
        finally:
            returning.cancel()


async def _put_back_stalled(manager: object) -> None:
    """Jobs of a worker that died are done again: they are safe to repeat, being acts."""
    from procrastinate.manager import JobManager

    assert isinstance(manager, JobManager)
    while True:
        try:
            for job in await manager.get_stalled_jobs(
                seconds_since_heartbeat=TAKEN_FOR_DEAD_AFTER_SECONDS
            ):
                log.warning("job %s (%s) put back: its worker died", job.id, job.task_name)
                await manager.retry_job(job, retry_at=clock.wall())
        except Exception:
            # The database may be restarting; the worker itself ends if it stays away.
            log.exception("stalled jobs could not be asked for")
        await asyncio.sleep(TAKEN_FOR_DEAD_AFTER_SECONDS / 2)
