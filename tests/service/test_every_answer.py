"""What every answer of the web server carries, and what it never lets out; DEBUG is off."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_debug_is_off_and_keys_are_not_in_the_code() -> None:
    assert settings.DEBUG is False
    keys = {settings.SECRET_KEY, settings.IDENTITY_HASH_KEY.hex(), settings.SIGNING_KEY.hex()}
    keys |= {key.hex() for key in settings.IDENTITY_KEYS.values()}
    assert len(keys) >= 4
    assert all(len(key) == 64 for key in keys)


def test_an_answer_carries_its_request_id_and_the_security_headers(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"X-Request-Id": "from-the-proxy-1"})
    assert answer.status_code == 200
    assert answer["X-Request-Id"] == "from-the-proxy-1"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] == "same-origin"
    for cookie in answer.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_request_id_that_could_forge_a_log_line_is_replaced(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"X-Request-Id": 'x"} {"level": "x'})
    assert len(answer["X-Request-Id"]) == 32


def test_chinese_is_first_and_english_is_a_switch(client: Client) -> None:
    wished = {"Accept-Language": "en-US,en"}
    assert client.get("/accounts/login/", headers=wished)["Content-Language"] == "zh-hans"
    switched = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert switched.status_code == 302
    assert client.get("/accounts/login/")["Content-Language"] == "en"


def test_the_library_of_page_behaviour_is_served_without_a_build_step(client: Client) -> None:
    answer = client.get("/static/django_htmx/htmx-2.min.js")
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 20_000


def test_nobody_signs_up_by_himself(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/", {"username": "x", "password1": "duixian-1", "password2": "duixian-1"}
    )
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 403, 404)


def test_a_log_line_is_one_json_document_with_its_request() -> None:
    formatter = next(
        handler.formatter
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    )
    record = logging.LogRecord("duixian", logging.WARNING, __file__, 1, "被拒 %s", ("甲",), None)
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        line = json.loads(formatter.format(record))
    assert line["event"] == "被拒 甲"
    assert line["request_id"] == "r-1"
    assert line["level"] == "warning"
