"""The house's queue while a city lives faster than the world: jobs run at once, in order.

What a job puts off by seconds is done on the next simulated day. Jobs left at the end of a life
go to the real queue. A life cut short loses the queue, not the work: `recover` finds again what
the record says is owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from duixian.city.life.town import Town
from duixian.contexts.assets import queries as assets
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.measures import queries as measures
from duixian.contexts.record import hooks
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.gateways.errors import GatewayError
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)

DELIVER = "duixian.deliver_entry"
_ALL = 1_000_000


@dataclass
class Clockwork:
    """Jobs of this process, waiting for their day."""

    connector: InMemoryConnector = field(default_factory=InMemoryConnector)
    put_off: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Inside, jobs come here; at the end what is left goes to the real queue."""
        with app.replace_connector(self.connector):
            yield
        self._take_new()
        for job in self.put_off:
            _hand_over(job)
        self.put_off.clear()

    def work(self) -> int:
        """Do every job there is, those they make included; returns how many were done."""
        done = 0
        while self.connector.jobs:
            for job in self._taken():
                if job["scheduled_at"] is not None:
                    self.put_off.append(job)
                else:
                    done += 1
                    self._run(job)
        return done

    def begin_day(self) -> None:
        """What was put off is due again."""
        due, self.put_off = self.put_off, []
        for job in due:
            self._run(job)

    def _taken(self) -> list[dict[str, Any]]:
        jobs = [self.connector.jobs[number] for number in sorted(self.connector.jobs)]
        self.connector.jobs.clear()
        return jobs

    def _take_new(self) -> None:
        self.put_off.extend(self._taken())

    def _run(self, job: dict[str, Any]) -> None:
        """Trouble that may pass is tried again tomorrow; a job about nothing is dropped."""
        try:
            app.tasks[job["task_name"]].func(**job["args"])
        except Refusal as refusal:
            if refusal.status != 404:
                self.put_off.append(job)
        except GatewayError as fault:
            log.info("put off", task=job["task_name"], fault=fault.message)
            self.put_off.append(job)

    def recover(self, town: Town, day: date) -> None:
        """After a life cut short on `day`: deliver its entries again, ask for what is owed."""
        for court_id in town.court_ids.values():
            owed = _Owed.of(court_id, day)
            for name, argument, ids in (
                (DELIVER, "entry_id", owed.entries),
                ("duixian.send_inquiry", "inquiry_id", owed.inquiries),
                ("duixian.send_order", "order_id", owed.orders),
                ("duixian.send_payout", "payout_id", owed.payouts),
            ):
                for each in ids:
                    self._run(_job(name, **{argument: each, "court_id": court_id}))
            for name, argument, ids in (
                ("duixian.fetch_answer", "inquiry_id", owed.answers),
                ("duixian.fetch_result", "order_id", owed.results),
                ("duixian.fetch_payout", "payout_id", owed.paid),
            ):
                self.put_off += [
                    _job(name, **{argument: each, "court_id": court_id}) for each in ids
                ]


@dataclass(frozen=True, slots=True)
class _Owed:
    """What the record of a court says is still to be delivered, sent and fetched."""

    entries: list[int]
    inquiries: list[int]
    orders: list[int]
    answers: list[int]
    results: list[int]
    payouts: list[int]
    paid: list[int]

    @classmethod
    def of(cls, court_id: int, day: date) -> _Owed:
        with viewing(system_actor(court_id)):
            entries = Entry.objects.filter(
                court_id=court_id, act__in=hooks.wanted_by_workflow, occurred_on=day
            )
            payouts = distribution.under_way(court_id)
            return cls(
                entries=list(entries.order_by("id").values_list("pk", flat=True)),
                inquiries=[each.pk for each in assets.inquiries_to_send(court_id, _ALL)],
                orders=[each.pk for each in measures.orders_to_send(court_id, _ALL)],
                answers=[each.pk for each in assets.inquiries_waiting(court_id, _ALL)],
                results=[each.pk for each in measures.orders_waiting(court_id, _ALL)],
                payouts=[each.pk for each in payouts.filter(sent_on=None)],
                paid=[each.pk for each in payouts.exclude(sent_on=None)],
            )


def _job(name: str, **args: int) -> dict[str, Any]:
    return {"task_name": name, "args": args, "scheduled_at": None, "queue_name": None, "lock": None}


def _hand_over(job: dict[str, Any]) -> None:
    task = app.tasks[job["task_name"]]
    queue = job["queue_name"] or task.queue
    task.configure(queue=queue, lock=job["lock"]).defer(**job["args"])
