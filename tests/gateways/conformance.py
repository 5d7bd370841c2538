"""What every institution behind protocol v1 must do, whoever wrote its server.

Each check takes a `Bench`: the institution's gateway for one court, one for another, an object of
a debtor that nothing was done to, and the line below the gateway for messages a gateway would
never send. A check passes or raises AssertionError that says what the institution did wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx

from duixian.gateways.adapter import ProtocolGateway
from duixian.gateways.dealings import (
    Answer,
    DepositTarget,
    Inquiry,
    Order,
    Receipt,
    Refused,
    Sent,
    Target,
)
from duixian.gateways.keys import PrivateKey
from duixian.gateways.protocol import (
    HEADER_OF_FETCH,
    ControlOrder,
    InquiryRequest,
    Kind,
    Measure,
    Writ,
)
from duixian.gateways.registry import Gateway
from duixian.gateways.signing import header_of, seal
from duixian.kernel import clock
from tests.gateways import stories, town


@dataclass(frozen=True)
class Bench:
    """An institution under test."""

    gateway: Gateway
    other_court: Gateway
    next_target: Callable[[], Target]

    @property
    def inner(self) -> ProtocolGateway:
        """The gateway's protocol side."""
        assert isinstance(self.gateway, ProtocolGateway)
        return self.gateway

    def control(self, target: Target, **changes: Any) -> Order:
        """The measure this institution's objects are first put under."""
        if isinstance(target, DepositTarget):
            return stories.freeze(target, 40_000, **changes)
        return stories.order(Measure.SEAL_UP, target, **changes)

    def sealed(self, request: Inquiry | Order, **changes: Any) -> dict[str, Any]:
        """A message as the gateway would sign it, with changes made before signing."""
        inner = self.inner
        if isinstance(request, Inquiry):
            kind, items = Kind.INQUIRY_REQUEST, inner._asked(request, "1")
            body: Any = InquiryRequest.model_validate(items)
        else:
            kind = Kind.CONTROL_ORDER
            items = inner._asked(request, "2") | inner.target_items(request)
            body = ControlOrder.model_validate(items)
        envelope: dict[str, Any] = {
            "sender": inner.court.code,
            "recipient": inner.institution.identifier,
            "correlation": request.correlation,
            "idempotency_key": request.key,
            "signer": inner.court.signer,
        }
        return seal(changes.pop("body", body), kind, **(envelope | changes))

    def post(self, path: str, message: dict[str, Any] | bytes) -> httpx.Response:
        """The message as it stands, past the gateway."""
        content = message if isinstance(message, bytes) else json.dumps(message).encode()
        return httpx.post(self.inner.institution.base_url + path, content=content, trust_env=False)


def refused(response: httpx.Response, status: int, reason: str) -> None:
    """The institution refuses by name, in a signed message."""
    assert response.status_code == status, response.text
    message = response.json()
    assert message["kind"] == "refusal" and message["signature"], message
    assert message["body"]["JSDM"] == reason, message["body"]


# Inquiries


def answers_about_the_person_asked(bench: Bench) -> None:
    target = bench.next_target()
    answer = stories.answered(bench.gateway, stories.inquiry())
    assert isinstance(answer, Answer)
    found = (*answer.deposits, *answer.estates, *answer.vehicles)
    keys = {stories.key_of(one.target) for one in found}
    assert stories.key_of(target) in keys
    assert len(keys) == town.ACCOUNTS_EACH, "and nothing of the namesake's"
    assert answer.evidence, "the signed answer can be kept"


def says_that_nothing_was_found(bench: Bench) -> None:
    answer = stories.answered(bench.gateway, stories.inquiry(town.NOBODY))
    assert isinstance(answer, Answer) and not answer.found_something


def tells_namesakes_apart(bench: Bench) -> None:
    answer = stories.answered(bench.gateway, stories.inquiry(town.NAMESAKE))
    assert isinstance(answer, Answer)
    found = (*answer.deposits, *answer.estates, *answer.vehicles)
    assert [stories.key_of(one.target) for one in found] == [
        stories.key_of(stories.target_of(bench.inner.institution.identifier, 904))
    ]


def returns_a_number_under_another_name(bench: Bench) -> None:
    said = stories.answered(bench.gateway, stories.inquiry(town.WRONG_NAME))
    assert isinstance(said, Refused) and said.returned
    assert said.reason == "identity_mismatch" and said.contact


def gives_one_receipt_for_a_repeated_inquiry(bench: Bench) -> None:
    wanted = stories.inquiry()
    first, second = bench.gateway.send_inquiry(wanted), bench.gateway.send_inquiry(wanted)
    assert isinstance(first, Sent) and isinstance(second, Sent)
    assert first.receipt_number == second.receipt_number


def returns_an_inquiry_without_writ(bench: Bench) -> None:
    said = bench.gateway.send_inquiry(stories.inquiry(writs=()))
    assert isinstance(said, Refused) and said.returned and said.reason == "writ_missing"


def returns_a_writ_that_was_changed(bench: Bench) -> None:
    whole = stories.NOTICE
    changed = whole.model_copy(update={"content": Writ.of("x", "通知书", b"other").content})
    said = bench.gateway.send_inquiry(stories.inquiry(writs=(changed,)))
    assert isinstance(said, Refused) and said.reason == "writ_digest_mismatch"


# Orders


def controls_and_says_from_when_to_when(bench: Bench) -> None:
    wanted = bench.control(bench.next_target())
    result = stories.done(bench.gateway, wanted)
    assert result.controlled and not result.queued and result.rank == 1
    assert (result.starts_on, result.ends_on) == (stories.STARTS, stories.ENDS)
    assert result.documents and result.documents[0].is_whole(), "the receipt document is whole"


def takes_a_repeated_order_once(bench: Bench) -> None:
    wanted = bench.control(bench.next_target())
    receipts = [bench.gateway.send_order(wanted) for _ in range(3)]
    assert len({one.receipt_number for one in receipts if isinstance(one, Receipt)}) == 1
    assert stories.result_of(bench.gateway, wanted.correlation).rank == 1
    waiting = bench.control(wanted.target)
    assert stories.done(bench.other_court, waiting).rank == 2, "only one measure came before"


def refuses_one_key_for_two_contents(bench: Bench) -> None:
    wanted = bench.control(bench.next_target(), idempotency_key=stories.fresh("I"))
    assert isinstance(bench.gateway.send_order(wanted), Receipt)
    changed = replace(wanted, correlation=stories.fresh("K"), ruling_number="（2016）另一裁定")
    said = bench.gateway.send_order(changed)
    assert isinstance(said, Refused) and said.reason == "idempotency_conflict"


def refuses_a_request_number_used_before(bench: Bench) -> None:
    wanted = bench.control(bench.next_target())
    assert isinstance(bench.gateway.send_order(wanted), Receipt)
    said = bench.gateway.send_order(replace(wanted, idempotency_key=stories.fresh("I")))
    assert isinstance(said, Refused) and said.reason == "correlation_reused"


def does_not_control_what_it_does_not_have(bench: Bench) -> None:
    missing = stories.target_of(bench.inner.institution.identifier, 999_999)
    result = stories.done(bench.gateway, bench.control(missing))
    assert not result.controlled and result.reason == "unknown_object" and result.cure


def does_not_control_a_namesakes_property(bench: Bench) -> None:
    theirs = stories.target_of(bench.inner.institution.identifier, 904)
    result = stories.done(bench.gateway, bench.control(theirs))
    assert not result.controlled and result.reason == "not_owned_by_person"
    by_number = replace(bench.control(theirs), subject=replace(town.NAMESAKE, name="张三"))
    assert stories.done(bench.gateway, by_number).reason == "not_owned_by_person"


def queues_the_second_and_promotes_it_when_the_first_is_lifted(bench: Bench) -> None:
    target = bench.next_target()
    whole = {"amount": 100_000} if isinstance(target, DepositTarget) else {}
    first = replace(bench.control(target), **whole)
    stories.done(bench.gateway, first)
    second = bench.control(target)
    waiting = stories.done(bench.other_court, second)
    assert waiting.controlled and waiting.queued and waiting.rank == 2
    assert waiting.starts_on is None and waiting.ends_on is None, "no term runs while queued"
    assert [one.document_number for one in waiting.prior] == [first.ruling_number]
    assert stories.done(bench.gateway, stories.follow(first, Measure.LIFT)).controlled
    lifted = stories.follow(second, Measure.LIFT_QUEUED)
    assert stories.done(bench.other_court, lifted).reason == "not_queued", "it took effect"
    assert stories.done(bench.other_court, stories.follow(second, Measure.LIFT)).controlled


def prolongs_only_to_a_later_day(bench: Bench) -> None:
    first = bench.control(bench.next_target())
    stories.done(bench.gateway, first)
    same = stories.follow(first, Measure.RENEW)
    assert stories.done(bench.gateway, same).reason == "end_not_later"
    later = replace(same, correlation=stories.fresh("K"), ends_on=stories.ENDS.replace(year=2018))
    assert stories.done(bench.gateway, later).ends_on == stories.ENDS.replace(year=2018)


def keeps_courts_off_each_others_measures(bench: Bench) -> None:
    first = bench.control(bench.next_target())
    stories.done(bench.gateway, first)
    theirs = stories.follow(first, Measure.LIFT)
    assert stories.done(bench.other_court, theirs).reason == "no_own_measure"


def refuses_a_term_that_is_over(bench: Bench) -> None:
    past = bench.control(
        bench.next_target(),
        starts_on=stories.STARTS.replace(year=2014),
        ends_on=stories.STARTS.replace(year=2015),
    )
    assert stories.done(bench.gateway, past).reason == "end_in_the_past"


# Money, at banks


def levies_no_more_than_it_holds(bench: Bench) -> None:
    first = bench.control(bench.next_target())
    stories.done(bench.gateway, first)
    above = stories.done(bench.gateway, stories.follow(first, Measure.LEVY, 40_001))
    assert not above.controlled and above.reason == "above_frozen"
    assert above.balance is None or above.balance == 100_000, "nothing moved"
    exact = stories.done(bench.gateway, stories.follow(first, Measure.LEVY, 40_000))
    assert exact.controlled and (exact.amount, exact.balance) == (40_000, 60_000)
    again = stories.done(bench.gateway, stories.follow(first, Measure.LEVY, 1))
    assert again.reason == "measure_ended"


def levies_nothing_without_an_own_freeze(bench: Bench) -> None:
    target = bench.next_target()
    never_ordered = bench.control(target)
    bare = stories.done(bench.gateway, stories.follow(never_ordered, Measure.LEVY, 1))
    assert bare.reason == "no_own_measure"
    stories.done(bench.other_court, never_ordered)
    theirs = stories.done(bench.gateway, stories.follow(never_ordered, Measure.LEVY, 1))
    assert theirs.reason == "no_own_measure"


def takes_a_repeated_levy_once(bench: Bench) -> None:
    first = bench.control(bench.next_target())
    stories.done(bench.gateway, first)
    levy = stories.follow(first, Measure.LEVY, 10_000)
    for _ in range(3):
        assert stories.done(bench.gateway, levy).balance == 90_000
    rest = stories.done(bench.gateway, stories.follow(first, Measure.LEVY, 30_000))
    assert rest.controlled and rest.balance == 60_000


def does_not_freeze_a_protected_account(bench: Bench) -> None:
    bank = bench.inner.institution.identifier
    wages = stories.freeze(stories.target_of(bank, 903), 100, town.FIRM)
    assert stories.done(bench.gateway, wages).reason == "protected_object"


# Messages


def refuses_a_forged_message(bench: Bench) -> None:
    stranger = PrivateKey.new()
    stranger.key_id = bench.inner.court.signer.key_id
    message = bench.sealed(stories.inquiry(), signer=stranger)
    refused(bench.post("/v1/inquiries", message), 403, "bad_signature")


def refuses_a_key_nobody_registered(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry(), signer=PrivateKey.new())
    refused(bench.post("/v1/inquiries", message), 403, "unknown_key")


def refuses_a_court_nobody_enrolled(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry(), sender="999999", signer=PrivateKey.new())
    refused(bench.post("/v1/inquiries", message), 403, "unknown_sender")


def refuses_a_tampered_message(bench: Bench) -> None:
    message = bench.sealed(bench.control(bench.next_target()))
    message["body"]["AH"] = "（2016）皖0202执2号"
    refused(bench.post("/v1/orders", message), 403, "bad_signature")


def refuses_a_replayed_message(bench: Bench) -> None:
    message = bench.sealed(bench.control(bench.next_target()))
    assert bench.post("/v1/orders", message).status_code == 202
    refused(bench.post("/v1/orders", message), 409, "replayed")


def refuses_an_expired_message(bench: Bench) -> None:
    old = clock.wall() - timedelta(hours=1)
    message = bench.sealed(stories.inquiry(), issued_at=old)
    refused(bench.post("/v1/inquiries", message), 403, "expired")


def refuses_a_message_from_the_future(bench: Bench) -> None:
    soon = clock.wall() + timedelta(hours=1)
    message = bench.sealed(stories.inquiry(), issued_at=soon)
    refused(bench.post("/v1/inquiries", message), 403, "not_yet_valid")


def refuses_a_message_that_lives_too_long(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry(), lifetime=timedelta(days=1))
    refused(bench.post("/v1/inquiries", message), 403, "lives_too_long")


def refuses_a_message_for_somebody_else(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry(), recipient="bank-elsewhere")
    refused(bench.post("/v1/inquiries", message), 403, "wrong_recipient")


def refuses_a_court_that_speaks_for_another(bench: Bench) -> None:
    items = bench.inner._asked(stories.inquiry(), "1") | {"court_code": "340207"}
    body = InquiryRequest.model_validate(items)
    wanted = stories.inquiry(correlation=body.request_number)
    message = bench.sealed(wanted, body=body)
    refused(bench.post("/v1/inquiries", message), 403, "wrong_court")


def keeps_answers_from_other_courts(bench: Bench) -> None:
    wanted = stories.inquiry()
    assert isinstance(stories.answered(bench.gateway, wanted), Answer)
    said = bench.other_court.fetch_answer(wanted.correlation, wanted.subject)
    assert isinstance(said, Refused) and said.reason == "wrong_court"


def refuses_a_number_it_never_saw(bench: Bench) -> None:
    said = bench.gateway.fetch_result(stories.fresh("N"))
    assert isinstance(said, Refused) and said.reason == "unknown_correlation"


def refuses_what_is_not_a_message(bench: Bench) -> None:
    for nonsense in (b"", b"[]", b"{", b"\xff\xfe", b'{"version": "1"}', b"[" * 50_000):
        response = bench.post("/v1/orders", nonsense)
        assert response.status_code == 400, (nonsense[:20], response.status_code)
    for header in ("", "*", "eyJ9"):
        url = bench.inner.institution.base_url + "/v1/answers/340202-N1"
        response = httpx.get(url, headers={HEADER_OF_FETCH: header}, trust_env=False)
        assert response.status_code == 400, header


def refuses_another_version(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry()) | {"version": "2"}
    refused(bench.post("/v1/inquiries", message), 400, "unknown_version")


def refuses_an_item_nobody_knows(bench: Bench) -> None:
    wanted = stories.inquiry()
    body = json.loads(json.dumps(bench.sealed(wanted)["body"])) | {"MYSTERY": "1"}
    refused(bench.post("/v1/inquiries", bench.sealed(wanted, body=body)), 400, "malformed")


def refuses_a_message_beyond_all_size(bench: Bench) -> None:
    message = bench.sealed(stories.inquiry()) | {"signature": "A" * (5 * 1024 * 1024)}
    refused_status = bench.post("/v1/inquiries", message).status_code
    assert refused_status == 413


def takes_a_fetch_only_for_its_own_address(bench: Bench) -> None:
    wanted = stories.inquiry()
    stories.answered(bench.gateway, wanted)
    inner = bench.inner
    message = seal(
        {},
        Kind.ANSWER_FETCH,
        sender=inner.court.code,
        recipient=inner.institution.identifier,
        correlation=wanted.correlation,
        signer=inner.court.signer,
    )
    url = inner.institution.base_url + "/v1/answers/another-number"
    response = httpx.get(url, headers={HEADER_OF_FETCH: header_of(message)}, trust_env=False)
    refused(response, 400, "malformed")


AT_BANKS: tuple[Callable[[Bench], None], ...] = (
    levies_no_more_than_it_holds,
    levies_nothing_without_an_own_freeze,
    takes_a_repeated_levy_once,
    does_not_freeze_a_protected_account,
)

CHECKS: tuple[Callable[[Bench], None], ...] = (
    answers_about_the_person_asked,
    says_that_nothing_was_found,
    tells_namesakes_apart,
    returns_a_number_under_another_name,
    gives_one_receipt_for_a_repeated_inquiry,
    returns_an_inquiry_without_writ,
    returns_a_writ_that_was_changed,
    controls_and_says_from_when_to_when,
    takes_a_repeated_order_once,
    refuses_one_key_for_two_contents,
    refuses_a_request_number_used_before,
    does_not_control_what_it_does_not_have,
    does_not_control_a_namesakes_property,
    queues_the_second_and_promotes_it_when_the_first_is_lifted,
    prolongs_only_to_a_later_day,
    keeps_courts_off_each_others_measures,
    refuses_a_term_that_is_over,
    refuses_a_forged_message,
    refuses_a_key_nobody_registered,
    refuses_a_court_nobody_enrolled,
    refuses_a_tampered_message,
    refuses_a_replayed_message,
    refuses_an_expired_message,
    refuses_a_message_from_the_future,
    refuses_a_message_that_lives_too_long,
    refuses_a_message_for_somebody_else,
    refuses_a_court_that_speaks_for_another,
    keeps_answers_from_other_courts,
    refuses_a_number_it_never_saw,
    refuses_what_is_not_a_message,
    refuses_another_version,
    refuses_an_item_nobody_knows,
    refuses_a_message_beyond_all_size,
    takes_a_fetch_only_for_its_own_address,
)
