"""Institutions push what is finished to the court's address (推送)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import pytest

from duixian.gateways import inbound
from duixian.gateways.dealings import Answer, Receipt, Refused, Sent, WrongIdentity
from duixian.gateways.errors import Malformed, MessageRefused
from tests.gateways import stories, town
from tests.gateways.running import COURT, OTHER_COURT, RunningInstitutions

BANK = "bank-7004"


class Nonces:
    """A court's memory of nonces, for tests."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    def remember(self, sender: str, nonce: str, until: datetime) -> bool:
        known = (sender, nonce) in self._seen
        self._seen.add((sender, nonce))
        return not known


class Post:
    """A court's address: what came, and how often it is not taken before it is."""

    def __init__(self) -> None:
        self.came: Queue[bytes] = Queue()
        self.refusals = 0
        post = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                post.came.put(self.rfile.read(int(self.headers["Content-Length"])))
                post.refusals -= 1
                self.send_response(503 if post.refusals >= 0 else 200)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/push"

    def next(self) -> bytes:
        return self.came.get(timeout=20)


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def received(raw: bytes, institutions: RunningInstitutions, nonces: Nonces, court: str = COURT):
    return inbound.receive(
        raw, court_code=court, directory=institutions.network.directory(), nonces=nonces
    )


def test_an_answer_is_pushed_signed_and_for_one_court(
    institutions: RunningInstitutions, post: Post
) -> None:
    wanted = stories.inquiry(callback=post.address)
    assert isinstance(institutions.gateway(BANK).send_inquiry(wanted), Sent)
    raw, nonces = post.next(), Nonces()
    pushed = received(raw, institutions, nonces)
    assert (pushed.institution, pushed.correlation) == (BANK, wanted.correlation)
    assert not pushed.is_result
    answer = pushed.answer(wanted.subject)
    assert isinstance(answer, Answer) and len(answer.deposits) == town.ACCOUNTS_EACH
    assert isinstance(pushed.answer(town.LI), WrongIdentity)
    with pytest.raises(Malformed):
        pushed.result()
    with pytest.raises(MessageRefused) as replay:
        received(raw, institutions, nonces)
    assert replay.value.reason == "replayed"
    with pytest.raises(MessageRefused) as astray:
        received(raw, institutions, Nonces(), court=OTHER_COURT)
    assert astray.value.reason == "wrong_recipient"


def test_a_result_is_pushed_again_until_it_is_taken(
    institutions: RunningInstitutions, post: Post
) -> None:
    post.refusals = 1
    target = stories.next_target(BANK)
    order = stories.freeze(target, 12_300, callback=post.address)
    assert isinstance(institutions.gateway(BANK).send_order(order), Receipt)
    nonces = Nonces()
    first, second = (received(post.next(), institutions, nonces) for _ in range(2))
    assert first.correlation == second.correlation == order.correlation
    results = [pushed.result() for pushed in (first, second)]
    assert [one.amount for one in results if not isinstance(one, Refused)] == [12_300] * 2
    fetched = stories.result_of(institutions.gateway(BANK), order.correlation)
    assert fetched.amount == 12_300, "what was pushed can still be fetched"


def test_a_returned_request_is_pushed_too(institutions: RunningInstitutions, post: Post) -> None:
    wanted = stories.inquiry(town.WRONG_NAME, callback=post.address)
    institutions.gateway(BANK).send_inquiry(wanted)
    said = received(post.next(), institutions, Nonces()).answer(wanted.subject)
    assert isinstance(said, Refused) and said.returned and said.reason == "identity_mismatch"
