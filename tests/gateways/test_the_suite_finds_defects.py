"""The conformance suite fails against a server with a defect: each defect, and what finds it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn

from duixian.city.institutions import answers, control, desk
from duixian.city.institutions.book import Book
from duixian.city.institutions.configuration import (
    Folder,
    Latency,
    default_institutions,
    enrol_courts,
    publish,
    save_settings,
)
from duixian.city.institutions.desk import Desk
from duixian.city.institutions.ranking import Ranking, Standing
from duixian.city.institutions.running import prepare
from duixian.city.institutions.server import make_app
from duixian.gateways import signing
from duixian.gateways.dealings import Receipt
from duixian.gateways.errors import Malformed, Unreachable
from duixian.gateways.network import Network
from tests.gateways import conformance, stories, town
from tests.gateways.running import COURT, COURT_NAME, OTHER_COURT, OTHER_COURT_NAME

BANK = "bank-7002"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[conformance.Bench]:
    """A bank served inside this process, so that its code can be broken."""
    folder, keys = _folder(tmp_path_factory.mktemp("defects"))
    institutions = prepare(folder, folder.population, only=[BANK], begins_on=town.DAY)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    publish(folder, institutions, *listener.getsockname())
    server = uvicorn.Server(uvicorn.Config(make_app(folder, institutions), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    network = Network.open(directory=folder.directory, keys=keys)
    serials = iter(range(1, town.ACCOUNTS_EACH + 1))
    yield conformance.Bench(
        gateway=network.gateway(BANK, court_code=COURT, court_name=COURT_NAME),
        other_court=network.gateway(BANK, court_code=OTHER_COURT, court_name=OTHER_COURT_NAME),
        next_target=lambda: stories.target_of(BANK, next(serials)),
    )
    network.close()
    server.should_exit = True
    thread.join()


def _folder(root: Path) -> tuple[Folder, Path]:
    folder, keys = Folder(root / "institutions"), root / "keys"
    folder.root.mkdir()
    town.population().save(folder.population)
    save_settings(folder, default_institutions(town.BANKS, latency=Latency(median_seconds=0)))
    enrol_courts(folder, keys, ((COURT, COURT_NAME), (OTHER_COURT, OTHER_COURT_NAME)))
    return folder, keys


def accepts_replays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Book, "remember", lambda *_: True)


def accepts_any_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "_check_signature", lambda *_: None)


def accepts_any_age(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "_check_time", lambda *_: None)


def forgets_idempotency_keys(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Desk, "_known", lambda *_: None)


def takes_changed_content_for_the_same(patch: pytest.MonkeyPatch) -> None:
    true_known = Desk._known

    def known(self, envelope, digest):
        row = self.book.one(
            "SELECT digest FROM requests WHERE court = ? AND idempotency_key = ?",
            envelope.sender,
            envelope.idempotency_key,
        )
        return true_known(self, envelope, row["digest"] if row else digest)

    patch.setattr(Desk, "_known", known)


def ignores_names_in_orders(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(control, "normal_name", lambda name: "")


def ignores_names_in_inquiries(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "normal_name", lambda name: "")


def freezes_anybodys_account(patch: pytest.MonkeyPatch) -> None:
    def any_object(self, target):
        return self._book.one("SELECT * FROM objects WHERE object_key = ?", control.key_of(target))

    patch.setattr(control.Control, "_object_of_person", any_object)


def lets_everybody_be_first(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Standing, "lets_in", lambda self: True)


def forgets_the_queue(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ranking, "promote", lambda *_: None)


def lifts_any_courts_measure(patch: pytest.MonkeyPatch) -> None:
    true_own = Ranking.own

    def own(self, object_key, court, request_number):
        found = [true_own(self, object_key, code, request_number) for code in (court, COURT)]
        return found[0] or found[1]

    patch.setattr(Ranking, "own", own)


def does_not_look_at_writs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Desk, "_check_workable", lambda *_: None)


def shows_answers_to_every_court(patch: pytest.MonkeyPatch) -> None:
    def any_row(self, envelope, kind):
        return self.book.one("SELECT * FROM requests WHERE correlation = ?", envelope.correlation)

    patch.setattr(Desk, "_request_row", any_row)


def lets_a_court_speak_for_another(patch: pytest.MonkeyPatch) -> None:
    true_request = Desk._request

    def request(self, envelope, kind):
        code = envelope.body["FYDM"]
        return true_request(self, envelope.model_copy(update={"sender": code}), kind)

    patch.setattr(Desk, "_request", request)


def answers_about_the_wrong_person(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers.Answering, "answer", answers.Answering.about_somebody_else)


def does_not_check_the_term(patch: pytest.MonkeyPatch) -> None:
    true_place = control.Control._place

    def place(self, target, found):
        day, self._day = self._day, target.starts_on
        try:
            return true_place(self, target, found)
        finally:
            self._day = day

    patch.setattr(control.Control, "_place", place)


def skips_items_nobody_knows(patch: pytest.MonkeyPatch) -> None:
    true_read = desk.read_body

    def read_body(model, body):
        known = {field.alias for field in model.model_fields.values()}
        return true_read(model, {name: body[name] for name in body if name in known})

    patch.setattr(desk, "read_body", read_body)


def levies_whatever_is_there(patch: pytest.MonkeyPatch) -> None:
    true_standing = Ranking.standing

    def standing(self, object_key):
        true = true_standing(self, object_key)
        return replace(true, held=dict.fromkeys(true.held, true.balance))

    patch.setattr(Ranking, "standing", standing)


def levies_again_when_asked_again(patch: pytest.MonkeyPatch) -> None:
    true_known = Desk._known

    def known(self, envelope, digest):
        receipt = true_known(self, envelope, digest)
        if receipt is not None:
            self.book.run(
                "UPDATE requests SET state = 'queued' WHERE correlation = ?", envelope.correlation
            )
        return receipt

    patch.setattr(Desk, "_known", known)


FOUND_BY = {
    levies_whatever_is_there: conformance.levies_no_more_than_it_holds,
    levies_again_when_asked_again: conformance.takes_a_repeated_levy_once,
    accepts_replays: conformance.refuses_a_replayed_message,
    accepts_any_signature: conformance.refuses_a_tampered_message,
    accepts_any_age: conformance.refuses_an_expired_message,
    forgets_idempotency_keys: conformance.takes_a_repeated_order_once,
    takes_changed_content_for_the_same: conformance.refuses_one_key_for_two_contents,
    ignores_names_in_orders: conformance.does_not_control_a_namesakes_property,
    ignores_names_in_inquiries: conformance.returns_a_number_under_another_name,
    freezes_anybodys_account: conformance.does_not_control_a_namesakes_property,
    lets_everybody_be_first: (
        conformance.queues_the_second_and_promotes_it_when_the_first_is_lifted
    ),
    forgets_the_queue: conformance.queues_the_second_and_promotes_it_when_the_first_is_lifted,
    lifts_any_courts_measure: conformance.keeps_courts_off_each_others_measures,
    does_not_look_at_writs: conformance.returns_an_inquiry_without_writ,
    shows_answers_to_every_court: conformance.keeps_answers_from_other_courts,
    lets_a_court_speak_for_another: conformance.refuses_a_court_that_speaks_for_another,
    answers_about_the_wrong_person: conformance.answers_about_the_person_asked,
    does_not_check_the_term: conformance.refuses_a_term_that_is_over,
    skips_items_nobody_knows: conformance.refuses_an_item_nobody_knows,
}


@pytest.mark.parametrize("defect", FOUND_BY, ids=lambda defect: defect.__name__)
def test_a_defect_is_found(defect, bench: conformance.Bench, monkeypatch) -> None:
    check = FOUND_BY[defect]
    check(bench)
    defect(monkeypatch)
    with pytest.raises((AssertionError, Malformed, Unreachable)):
        check(bench)


def test_the_sound_server_still_takes_orders(bench: conformance.Bench) -> None:
    order = stories.freeze(bench.next_target(), 100)
    assert isinstance(bench.gateway.send_order(order), Receipt)
