"""The envelope: nothing in it can be changed, nothing outside it breaks the reader."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duixian.gateways.errors import Malformed, MessageRefused
from duixian.gateways.keys import PrivateKey
from duixian.gateways.protocol import (
    AccountFound,
    InquiryAnswer,
    InquiryRequest,
    Kind,
    Writ,
    normal_name,
    read_body,
)
from duixian.gateways.readings import read
from duixian.gateways.signing import open_sealed, seal
from duixian.kernel import clock

KEY = PrivateKey.new()
BODY = {"BDHM": "340202-1", "XM": "张三丰", "JE": "12.50", "deep": [{"a": None}, True]}


def sealed(**changes):
    items = {
        "sender": "340202",
        "recipient": "bank-7001",
        "correlation": "340202-1",
        "signer": KEY,
    }
    return seal(BODY, Kind.NOT_YET, **(items | changes))


def opened(raw: bytes, **changes):
    def keys_of(sender: str):
        return {"340202": (KEY.public,)}[sender]

    items = {"recipient": "bank-7001", "keys_of": keys_of, "kinds": (Kind.NOT_YET,)}
    return open_sealed(raw, **(items | changes))


def written(message) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


def test_what_is_sealed_is_read_as_it_was() -> None:
    envelope = opened(written(sealed()))
    assert envelope.body == BODY and envelope.sender == "340202"


def test_spacing_and_order_of_names_do_not_matter() -> None:
    message = dict(reversed(sealed().items()))
    assert opened(json.dumps(message, indent=3).encode()).body == BODY


@given(st.data())
def test_no_byte_can_be_changed(data) -> None:
    """Any changed byte is refused, or changes nothing that is read."""
    message = sealed()
    raw = bytearray(written(message))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        envelope = opened(bytes(raw))
    except MessageRefused:
        return
    assert envelope.model_dump(mode="json") == opened(written(message)).model_dump(mode="json")


@given(st.binary(max_size=300))
def test_nonsense_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(MessageRefused):
        opened(raw)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(sealed())), _JSON)
def test_any_item_replaced_by_anything_is_refused(name: str, value) -> None:
    message = sealed()
    if message[name] == value:
        return
    with pytest.raises(MessageRefused):
        opened(json.dumps(message | {name: value}).encode())


@given(st.dictionaries(st.sampled_from(["BDHM", "XM", "DSRZJHM", "FKRQ", "ZHXXLIST"]), _JSON))
def test_an_answer_of_any_shape_is_read_or_named_malformed(body) -> None:
    try:
        answer = read(InquiryAnswer, body, "bank-7001")
    except Malformed as fault:
        assert fault.institution == "bank-7001" and "答复内容有误" in fault.message
        return
    assert isinstance(answer, InquiryAnswer)


def test_a_name_that_occurs_twice_is_refused() -> None:
    """Two readers may take different ones of the two."""
    raw = written(sealed())
    twice = raw[:-1] + b', "recipient": "bank-7001"}'
    with pytest.raises(MessageRefused, match="JSON"):
        opened(twice)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issued_at": clock.wall() - timedelta(minutes=30)}, "expired"),
        ({"issued_at": clock.wall() + timedelta(minutes=30)}, "not_yet_valid"),
        ({"lifetime": timedelta(minutes=6)}, "lives_too_long"),
        ({"lifetime": timedelta(minutes=-1)}, "malformed"),
        ({"recipient": "bank-7002"}, "wrong_recipient"),
        ({"sender": "340299"}, "unknown_sender"),
        ({"signer": PrivateKey.new()}, "unknown_key"),
    ],
)
def test_each_fault_has_its_name(changes, reason: str) -> None:
    with pytest.raises(MessageRefused) as caught:
        opened(written(sealed(**changes)))
    assert caught.value.reason == reason


def test_a_reply_belongs_to_its_question() -> None:
    reply = written(sealed(in_reply_to="a" * 16))
    assert opened(reply, in_reply_to="a" * 16)
    with pytest.raises(MessageRefused) as caught:
        opened(reply, in_reply_to="b" * 16)
    assert caught.value.reason == "not_a_reply"


def test_a_simulated_day_does_not_make_messages_stale() -> None:
    with clock.standing_at(clock.today().replace(year=2016, day=1)):
        raw = written(sealed())
    assert opened(raw).body == BODY


@pytest.mark.parametrize("text", ["2016-05-17", "20160517", "2016/05/17", "2016-05-17 09:30:00"])
def test_banks_write_dates_in_their_ways(text: str) -> None:
    account = read_body(AccountFound, {"CCXH": 1, "KHZH": "6200", "KHRQ": text})
    assert account.opened_on is not None and account.opened_on.isoformat() == "2016-05-17"


@pytest.mark.parametrize("amount", [12, 12.5, "12.345", "1,000", "一千", "9" * 30, True])
def test_an_amount_that_is_not_plain_is_refused(amount: object) -> None:
    with pytest.raises(Malformed, match="YE"):
        read(AccountFound, {"CCXH": 1, "KHZH": "6200", "YE": amount}, "bank-7001")


def test_a_sentence_in_place_of_a_number_is_no_account() -> None:
    assert not AccountFound(sequence=1, number="查无开户信息").is_an_account
    assert AccountFound(sequence=1, number="6200-7001").is_an_account


def test_a_writ_knows_when_it_was_changed() -> None:
    writ = Writ.of("裁定书.pdf", "执行裁定书", b"ruling")
    assert writ.is_whole()
    assert not writ.model_copy(update={"md5": "0" * 32}).is_whole()
    assert not writ.model_copy(update={"sha256": "0" * 64}).is_whole()
    assert not writ.model_copy(update={"content": "?"}).is_whole()


def test_names_differ_by_more_than_width_and_blanks() -> None:
    assert normal_name("阿卜杜拉・买买提") == normal_name("阿卜杜拉·买买提")
    assert normal_name("张三丰") != normal_name("张三风")


def test_an_inquiry_is_not_an_order() -> None:
    with pytest.raises(ValueError, match="XZ"):
        InquiryRequest(
            request_number="1",
            institution_kind="YH",
            nature="2",
            name="张三丰",
            document_kind="居民身份证",
            id_number="349900198001011230",
            court_name="法院",
            court_code="340202",
            officer="周",
            docket_number="（2016）皖0202执1号",
            work_card="1",
            duty_card="1",
        )
