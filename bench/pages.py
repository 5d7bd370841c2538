"""Desk and case page of an officer with 300 cases, in a court with few and with 100,000 open cases.

Through Django's test client, as the application's role with row-level security.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from bench.court import BenchCourt, found_court
from bench.lives import live
from bench.loading import Load, lay_in
from bench.measuring import Figure, percentiles, timed, watching
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.service.addresses import Addresses

NAME = "pages"
GOAL = "p95 under 100 ms"
WARM = 5


@dataclass(frozen=True, slots=True)
class Size:
    """Open cases in the court, first few and then many; the officer's own; pages read."""

    few: int
    many: int
    own: int
    officers: int
    turns: int


SIZES = {"small": Size(80, 160, 40, 3, 6), "full": Size(1_000, 100_000, 300, 300, 100)}


def run(size: str, addresses: Addresses) -> list[Figure]:
    it = SIZES[size]
    court = found_court(it.officers)
    samples = live(court)
    return [
        figure
        for number in (it.few, it.many)
        for figure in _at(number, it, court, samples, addresses)
    ]


def _at(
    number: int, it: Size, court: BenchCourt, samples: list[int], addresses: Addresses
) -> list[Figure]:
    _fill_up(number, it, court, samples, addresses)
    client = Client()
    client.force_login(court.officers[0], backend="django.contrib.auth.backends.ModelBackend")
    with viewing(court.officer()):
        open_now = cases.open_cases(court.court.pk).count()
        mine = list(
            cases.cases_of_officer(court.officers[0].pk, court.court.pk).values_list(
                "pk", flat=True
            )
        )
        rows = f"{Deadline.objects.count():,} clocks, {Entry.objects.count():,} journal entries"
    random.Random(7).shuffle(mine)
    note = f"{open_now:,} open cases, {len(mine)} of the officer, {rows}"
    desk = [reverse("officer:desk")] * (it.turns + WARM)
    page = [reverse("officer:case", args=[mine[n % len(mine)]]) for n in range(it.turns + WARM)]
    found = [Figure(NAME, f"{number:,} open cases", open_now, "cases", "", note)]
    found += _measured(client, f"desk at {number:,}", desk)
    found += _measured(client, f"case page at {number:,}", page)
    return found


def _fill_up(
    number: int, it: Size, court: BenchCourt, samples: list[int], addresses: Addresses
) -> None:
    """Copies until the court has so many open cases; the first time, the officer's own as well."""
    with viewing(court.officer()):
        there = Case.objects.count()
    wanted = number // len(samples)
    start = there // len(samples)
    load = Load(
        cases=samples,
        first=start,
        copies=wanted - start,
        officer=court.officers[0].pk,
        officer_copies=it.own // len(samples) - 1,
        others=[each.pk for each in court.officers[1:]],
    )
    lay_in(addresses, load)


class WrongPage(Exception):
    """A page did not answer with 200."""


def _read(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise WrongPage(f"{address}: {answer.status_code}")


def _measured(client: Client, title: str, addresses: list[str]) -> list[Figure]:
    seconds = [timed(lambda at=address: _read(client, at)) for address in addresses][WARM:]
    half, most = percentiles(seconds)
    counted = []
    slow = []
    for address in addresses[:WARM]:
        with watching() as seen:
            _read(client, address)
        counted.append(len(seen))
        slow.append(max(seconds for _, seconds in seen.seen) * 1000)
    note = f"slowest statement {sorted(slow)[len(slow) // 2]:.1f} ms"
    return [
        Figure(NAME, f"{title}: p50", half * 1000, "ms"),
        Figure(NAME, f"{title}: p95", most * 1000, "ms", GOAL, note),
        Figure(NAME, f"{title}: statements", max(counted), "statements", "not growing with cases"),
    ]
