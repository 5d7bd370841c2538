"""Every task of the queue. Each is safe to repeat: what it does is an act with a key, or a row

whose state says whether it is done.
"""

from __future__ import annotations

import random
from datetime import timedelta

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from duixian.jobs import daily, importing, inquiring, ordering, paying, receiving, reconciling
from duixian.kernel import clock
from duixian.workflow import reactions

FIRST_WAIT = 2.0
LONGEST_WAIT = 600.0
MOST_ATTEMPTS = 30


class WithJitter(BaseRetryStrategy):
    """Wait twice as long each time, up to ten minutes, never at the same instant as others."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= MOST_ATTEMPTS:
            return None
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(job.attempts, 12))
        jitter = random.uniform(0.5, 1.5)
        return RetryDecision(retry_at=clock.wall() + timedelta(seconds=wait * jitter))


@app.task(name="duixian.deliver_entry", retry=WithJitter(), queue="workflow")
def deliver_entry(entry_id: int, court_id: int) -> None:
    reactions.deliver(entry_id, court_id)


@app.task(name="duixian.send_inquiry", retry=WithJitter(), queue="institutions")
def send_inquiry(inquiry_id: int, court_id: int) -> None:
    inquiring.send(inquiry_id, court_id)


@app.task(name="duixian.fetch_answer", retry=WithJitter(), queue="institutions")
def fetch_answer(inquiry_id: int, court_id: int) -> None:
    inquiring.fetch(inquiry_id, court_id)


@app.task(name="duixian.send_order", retry=WithJitter(), queue="institutions")
def send_order(order_id: int, court_id: int) -> None:
    ordering.send(order_id, court_id)


@app.task(name="duixian.fetch_result", retry=WithJitter(), queue="institutions")
def fetch_result(order_id: int, court_id: int) -> None:
    ordering.fetch(order_id, court_id)


@app.task(name="duixian.send_payout", retry=WithJitter(), queue="institutions")
def send_payout(payout_id: int, court_id: int) -> None:
    paying.send(payout_id, court_id)


@app.task(name="duixian.fetch_payout", retry=WithJitter(), queue="institutions")
def fetch_payout(payout_id: int, court_id: int) -> None:
    paying.fetch(payout_id, court_id)


# Not tried again by itself: it comes every few minutes anyway.
@app.task(name="duixian.fetch_statement", queue="institutions")
def fetch_statement(court_id: int) -> None:
    receiving.fetch(court_id)


@app.periodic(cron="*/2 * * * *")
@app.task(name="duixian.fetch_statements", queue="daily", queueing_lock="fetch_statements")
def fetch_statements(timestamp: int) -> None:
    receiving.fetch_later_in_all_courts()


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="duixian.take_up_again", queue="daily", queueing_lock="take_up_again")
def take_up_again(timestamp: int) -> None:
    reconciling.take_up_again_everywhere()


@app.task(name="duixian.check_import", retry=WithJitter(), queue="imports", pass_context=True)
def check_import(context: JobContext, batch_id: int, court_id: int) -> None:
    importing.check_list(batch_id, court_id, context.should_abort)


@app.task(name="duixian.import_rows", retry=WithJitter(), queue="imports", pass_context=True)
def import_rows(context: JobContext, batch_id: int, court_id: int) -> None:
    importing.import_rows(batch_id, court_id, context.should_abort)


@app.periodic(cron="*/10 * * * *")
@app.task(name="duixian.look_after_the_day", queue="daily", queueing_lock="look_after_the_day")
def look_after_the_day(timestamp: int) -> None:
    daily.look_after_all_courts()
