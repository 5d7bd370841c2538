"""Servers die at the worst moments; every order has its effect once (恰好一次)."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from duixian.gateways.dealings import NotYet, Order, Receipt, Refused, Result
from duixian.gateways.errors import Unreachable
from duixian.gateways.protocol import Measure
from tests.gateways import stories, town
from tests.gateways.conformance import Bench, refused
from tests.gateways.running import RunningInstitutions

BANK = "bank-7001"


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory):
    """Institutions of this file's own, for they will be killed."""
    root = tmp_path_factory.mktemp("mortal")
    with RunningInstitutions.started(root, town.population(), today=town.DAY) as running:
        yield running


MOMENTS = (
    "crash_before_commit",
    "crash_after_commit",
    "crash_before_effect",
    "crash_after_effect",
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_between_order_and_receipt_the_retry_takes_effect_once(
    moment: str, mortal: RunningInstitutions
) -> None:
    account = stories.target_of(BANK, 1 + MOMENTS.index(moment))
    first = stories.freeze(account, 60_000)
    stories.done(mortal.gateway(BANK), first)
    levy = stories.follow(first, Measure.LEVY, 25_000)

    mortal.administration.script(BANK, moment)
    with pytest.raises(Unreachable):
        mortal.gateway(BANK).send_order(levy)
    assert mortal.await_death() == -9
    mortal.start()

    receipt = mortal.gateway(BANK).send_order(levy)
    assert isinstance(receipt, Receipt)
    result = stories.result_of(mortal.gateway(BANK), levy.correlation)
    assert result.controlled and result.balance == 75_000
    again = mortal.gateway(BANK).send_order(levy)
    assert isinstance(again, Receipt) and again.receipt_number == receipt.receipt_number

    book = mortal.administration.book(BANK, account.account_number)
    assert [one["amount"] for one in book["movements"]] == [-25_000]
    assert book["objects"][0]["balance"] == 75_000
    assert [one["limit_fen"] for one in book["measures"]] == [35_000]


def test_lost_replies_and_faults_are_retried_without_a_second_effect(
    mortal: RunningInstitutions,
) -> None:
    account = stories.target_of(BANK, 40)
    mortal.administration.script(BANK, "server_error", "lost_reply")
    result = stories.done(mortal.gateway(BANK), stories.freeze(account, 60_000))
    assert result.controlled and result.rank == 1
    book = mortal.administration.book(BANK, account.account_number)
    assert len(book["measures"]) == 1


def test_a_killed_server_keeps_day_queue_and_spent_nonces(mortal: RunningInstitutions) -> None:
    gateway = mortal.gateway(BANK)
    account = stories.target_of(BANK, 41)
    bench = Bench(gateway, mortal.gateway(BANK, other_court=True), lambda: account)
    order = stories.freeze(account, 100)
    message = bench.sealed(order)
    assert bench.post("/v1/orders", message).status_code == 202
    mortal.kill()
    mortal.start()
    refused(bench.post("/v1/orders", message), 409, "replayed")
    assert mortal.administration.book(BANK)["today"] == town.DAY.isoformat()
    said = stories.awaited(lambda: mortal.gateway(BANK).fetch_result(order.correlation))
    assert not isinstance(said, Refused | NotYet) and said.controlled


def test_killed_at_any_moment_under_load_every_levy_happens_once(
    mortal: RunningInstitutions,
) -> None:
    """Four clerks levy in parallel from one frozen account while the bank is killed again and
    again; each keeps asking until it has its result. The book then shows every levy once."""
    account = stories.target_of(BANK, 42)
    gateway = mortal.gateway(BANK)
    first = stories.freeze(account, 100_000)
    stories.done(gateway, first)
    levies = [stories.follow(first, Measure.LEVY, amount) for amount in range(1, 61)]

    interrupted: list[str] = []

    def insist(levy: Order) -> Result:
        patience = time.monotonic() + 60
        while time.monotonic() < patience:
            try:
                bank = mortal.gateway(BANK)
                assert isinstance(bank.send_order(levy), Receipt)
                result = bank.fetch_result(levy.correlation)
            except Unreachable:
                interrupted.append(levy.correlation)
                continue
            if isinstance(result, Result):
                return result
        raise AssertionError(f"{levy.correlation} has no result")

    chance = random.Random(20160517)
    with ThreadPoolExecutor(4) as clerks:
        working = [clerks.submit(insist, levy) for levy in levies]
        for _ in range(3):
            time.sleep(chance.uniform(0.05, 0.3))
            mortal.kill()
            mortal.start()
        results = [work.result() for work in working]
    assert interrupted, "the bank was killed in the middle of the work"
    assert all(result.controlled for result in results)
    book = mortal.administration.book(BANK, account.account_number)
    assert sorted(-one["amount"] for one in book["movements"]) == list(range(1, 61))
    assert book["objects"][0]["balance"] == 100_000 - sum(range(1, 61))
    assert [one["limit_fen"] for one in book["measures"]] == [100_000 - sum(range(1, 61))]
