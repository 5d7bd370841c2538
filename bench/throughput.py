"""Acts a second with two processes, on different cases and on one case."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.court import file_case, found_court
from bench.measuring import Figure
from bench.worker import WARM
from duixian.contexts.cases.models import Case
from duixian.contexts.record import verification
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.roles import Role
from duixian.service.addresses import Addresses

NAME = "acts_per_second"
ACTS = {"small": 6, "full": 200}
PROCESSES = 2
ROOT = Path(__file__).resolve().parent.parent


class LostActs(Exception):
    """The journal does not hold every act that was done."""


def run(size: str, addresses: Addresses) -> list[Figure]:
    acts = ACTS[size]
    court = found_court(2)
    cases = [file_case(court, serial) for serial in range(1, 2 * PROCESSES + 1)]
    clerk, finance = court.others[Role.CLERK].pk, court.others[Role.FINANCE].pk
    measured = [
        ("one process, assets.report_lead", "lead", clerk, [cases[:1]]),
        (
            "2 processes, different cases, assets.report_lead",
            "lead",
            clerk,
            [[c] for c in cases[:2]],
        ),
        ("2 processes, one case, assets.report_lead", "lead", clerk, [cases[:1], cases[:1]]),
        (
            "2 processes, different cases of a court, ledger.record_receipt",
            "receipt",
            finance,
            [[c] for c in cases[2:4]],
        ),
    ]
    figures = []
    for round_, (title, act, person, shares) in enumerate(measured):
        seconds = _race(act, person, shares, acts, round_)
        done = acts * len(shares)
        figures.append(Figure(NAME, title, done / seconds, "acts/s", "", f"{done} acts"))
    _nothing_lost(court.actor(Role.FINANCE), cases, acts)
    return figures


def _race(act: str, person: int, shares: list[list[int]], acts: int, round_: int) -> float:
    """Wall seconds from the word go until the last process is done."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in shares
    ]
    try:
        for place, (worker, cases) in enumerate(zip(workers, shares, strict=True)):
            order = {"act": act, "person": person, "cases": cases, "acts": acts}
            _say(worker, json.dumps({**order, "mark": f"{round_}-{place}"}))
        for worker in workers:
            _hear(worker, "ready")
        start = time.perf_counter()
        for worker in workers:
            _say(worker, "go")
        for worker in workers:
            _hear(worker, "done")
        return time.perf_counter() - start
    finally:
        for worker in workers:
            worker.communicate()


def _say(worker: subprocess.Popen[str], line: str) -> None:
    assert worker.stdin is not None
    worker.stdin.write(line + "\n")
    worker.stdin.flush()


def _hear(worker: subprocess.Popen[str], expected: str) -> None:
    assert worker.stdout is not None
    said = worker.stdout.readline().strip()
    if said != expected:
        raise LostActs(f"a worker said {said!r} instead of {expected!r}")


def _nothing_lost(finance: object, cases: list[int], acts: int) -> None:
    """Every act has its entry, the sums hold all receipts, and the chains are whole."""
    with viewing(finance):  # type: ignore[arg-type]
        leads = Entry.objects.filter(act="assets.report_lead").count()
        sums = [Case.objects.get(pk=case).collected_amount for case in cases[2:]]
        faults = list(verification.faults())
    each = acts + WARM
    wanted = each * (1 + 2 * PROCESSES)
    if leads != wanted or sums != [each * 100] * PROCESSES or faults:
        raise LostActs(f"{leads} of {wanted} leads, sums {sums}, faults {faults[:3]}")
