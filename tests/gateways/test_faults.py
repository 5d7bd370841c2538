"""Institutions that are slow, broken, lying or dead, and what the court's side makes of it."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

import httpx
import pytest

from duixian.city.institutions.configuration import Latency
from duixian.gateways import directory
from duixian.gateways.adapter import ProtocolGateway
from duixian.gateways.client import CourtIdentity
from duixian.gateways.dealings import Answer, NotYet, Receipt, Sent, WrongIdentity
from duixian.gateways.errors import Malformed, Unreachable
from duixian.gateways.registry import gateway_to
from tests.gateways import stories, town
from tests.gateways.running import COURT, COURT_NAME, RunningInstitutions

BANK = "bank-7003"


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory):
    """Institutions of this file's own, for they will misbehave."""
    root = tmp_path_factory.mktemp("troubled")
    with RunningInstitutions.started(root, town.population(), today=town.DAY) as running:
        yield running


def impatient(troubled: RunningInstitutions) -> ProtocolGateway:
    """A gateway that waits a fifth of a second, once."""
    listed = directory.load(troubled.folder.directory)[BANK]
    options = {"read_seconds": 0.2, "attempts": 1}
    plain = troubled.gateway(BANK)
    assert isinstance(plain, ProtocolGateway)
    court = CourtIdentity(COURT, COURT_NAME, plain.court.signer)
    gateway = gateway_to(listed.model_copy(update={"options": options}), court)
    assert isinstance(gateway, ProtocolGateway)
    return gateway


def test_what_may_pass_is_retried_inside_the_call(troubled: RunningInstitutions) -> None:
    troubled.administration.script(BANK, "server_error", "lost_reply")
    wanted = stories.inquiry()
    assert isinstance(troubled.gateway(BANK).send_inquiry(wanted), Sent)


def test_after_the_last_attempt_it_is_unreachable(troubled: RunningInstitutions) -> None:
    troubled.administration.script(BANK, *["server_error"] * 3)
    with pytest.raises(Unreachable) as caught:
        troubled.gateway(BANK).send_inquiry(stories.inquiry())
    assert caught.value.transient and caught.value.institution == BANK
    assert "500" in caught.value.message


def test_a_server_that_hangs_is_given_up_and_keeps_the_order(
    troubled: RunningInstitutions,
) -> None:
    gateway = impatient(troubled)
    troubled.administration.script(BANK, "hang")
    order = stories.freeze(stories.target_of(BANK, 1), 100)
    with pytest.raises(Unreachable, match="时限"):
        gateway.send_order(order)
    gateway.close()
    assert isinstance(troubled.gateway(BANK).send_order(order), Receipt)
    assert stories.result_of(troubled.gateway(BANK), order.correlation).rank == 1


@pytest.mark.parametrize("trouble", ["malformed", "forged", "tampered"])
def test_a_reply_that_cannot_be_believed_is_no_reply(
    trouble: str, troubled: RunningInstitutions
) -> None:
    wanted = stories.inquiry()
    troubled.administration.script(BANK, trouble)
    with pytest.raises(Malformed) as caught:
        troubled.gateway(BANK).send_inquiry(wanted)
    assert not caught.value.transient
    assert isinstance(troubled.gateway(BANK).send_inquiry(wanted), Sent), "it may be asked again"


def test_an_old_reply_played_back_is_noticed(troubled: RunningInstitutions) -> None:
    wanted = stories.inquiry()
    gateway = troubled.gateway(BANK)
    stories.answered(gateway, wanted)
    troubled.administration.script(BANK, "stale")
    with pytest.raises(Malformed, match="不是对本次请求的答复"):
        gateway.fetch_answer(wanted.correlation, wanted.subject)


def test_an_answer_about_somebody_else_is_never_read_out(troubled: RunningInstitutions) -> None:
    troubled.administration.set_faults(BANK, wrong_identity=1.0)
    said = stories.answered(troubled.gateway(BANK), stories.inquiry())
    troubled.administration.set_faults(BANK)
    assert isinstance(said, WrongIdentity)
    assert said.asked == town.ZHANG and said.answered_id_number != town.ZHANG.id_number
    assert json.loads(said.evidence)["sender"] == BANK, "the evidence is kept"


def test_records_sent_twice_count_once(troubled: RunningInstitutions) -> None:
    troubled.administration.set_faults(BANK, duplicate_records=1.0)
    answer = stories.answered(troubled.gateway(BANK), stories.inquiry(town.FIRM))
    troubled.administration.set_faults(BANK)
    assert isinstance(answer, Answer) and len(answer.deposits) == 2


def test_a_late_answer_comes_days_later(troubled: RunningInstitutions) -> None:
    registry, city = "vehicle-registry", troubled.administration
    city.set_faults(registry, late_answer=1.0, late_days=3)
    wanted, gateway = stories.inquiry(), troubled.gateway(registry)
    assert isinstance(gateway.send_inquiry(wanted), Sent)
    city.set_faults(registry)
    city.set_day(town.DAY + timedelta(days=2), only=[registry])
    assert isinstance(gateway.fetch_answer(wanted.correlation, wanted.subject), NotYet)
    city.set_day(town.DAY + timedelta(days=3), only=[registry])
    answer = gateway.fetch_answer(wanted.correlation, wanted.subject)
    assert isinstance(answer, Answer) and answer.answered_on == town.DAY + timedelta(days=3)


def test_a_slow_institution_says_not_yet_and_keeps_orders_in_their_order(tmp_path) -> None:
    slow = Latency(median_seconds=3600, spread=0)
    people = town.population()
    with RunningInstitutions.started(tmp_path, people, latency=slow, today=town.DAY) as running:
        gateway, other = running.gateway(BANK), running.gateway(BANK, other_court=True)
        first = stories.freeze(stories.target_of(BANK, 1), 100_000)
        second = stories.freeze(first.target, 100_000)
        asked = stories.inquiry()
        for send, request in (
            (gateway.send_order, first),
            (other.send_order, second),
            (gateway.send_inquiry, asked),
        ):
            assert isinstance(send(request), Receipt | Sent)
        waiting = gateway.fetch_result(first.correlation)
        assert isinstance(waiting, NotYet) and waiting.retry_after_seconds > 0
        assert isinstance(gateway.fetch_answer(asked.correlation, asked.subject), NotYet)
        running.administration.set_day(town.DAY + timedelta(days=1))
        assert stories.result_of(gateway, first.correlation).rank == 1
        assert stories.result_of(other, second.correlation).rank == 2
        assert isinstance(gateway.fetch_answer(asked.correlation, asked.subject), Answer)


def test_an_institution_that_is_not_there_is_unreachable(tmp_path) -> None:
    with RunningInstitutions.started(tmp_path, town.population()) as running:
        gateway = running.gateway(BANK)
        running.kill()
        begun = time.monotonic()
        with pytest.raises(Unreachable, match="连接失败"):
            gateway.send_inquiry(stories.inquiry())
        assert time.monotonic() - begun < 20
        (finding,) = gateway.check_config()
        assert not finding.ok and finding.cure


def test_days_never_go_back(troubled: RunningInstitutions) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="422"):
        troubled.administration.set_day(date(2015, 1, 1), only=["land-registry"])
