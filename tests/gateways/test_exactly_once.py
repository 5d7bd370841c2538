"""Servers die at the worst moments; every order has its effect once (恰好一次)."""

from __future__ import annotations

import pytest

from duixian.gateways.dealings import NotYet, Receipt, Refused
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
