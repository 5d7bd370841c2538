"""Other systems do acts over HTTP by the same door."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from duixian.contexts.courts.models import ApiToken, Person
from duixian.kernel import clock
from duixian.kernel.roles import Role
from tests.world import TestCourt, World, case_facts, file_case, make_world, on_day


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def token_of(person: Person) -> str:
    from datetime import timedelta
    from hashlib import sha256

    token = f"token-of-{person.username}"
    ApiToken.objects.get_or_create(
        hash=sha256(token.encode()).hexdigest(),
        defaults={
            "person": person,
            "created_at": clock.now(),
            "expires_at": clock.now() + timedelta(days=40_000),
        },
    )
    return token


class Asker:
    """A program with one person's token."""

    def __init__(self, court: TestCourt, role: Role, place: int = 0) -> None:
        self.headers = {"Authorization": f"Bearer {token_of(court.people[role][place])}"}
        self.client = Client()

    def get(self, path: str) -> tuple[int, Any]:
        response = self.client.get(f"/api/v1/{path}", headers=self.headers)
        return response.status_code, json.loads(response.content)

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        response = self.client.post(
            f"/api/v1/{path}",
            data=json.dumps(body),
            content_type="application/json",
            headers={**self.headers, **headers},
        )
        return response.status_code, json.loads(response.content)


def test_an_act_is_done_once_for_one_key(world: World) -> None:
    filing = Asker(world.jinghu, Role.FILING_HALL)
    facts = case_facts()
    with on_day("2016-12-12"):
        status, first = filing.post("acts/cases.file_case", facts, **{"Idempotency-Key": "a1"})
        again_status, again = filing.post(
            "acts/cases.file_case", facts, **{"Idempotency-Key": "a1"}
        )
        other_status, other = filing.post(
            "acts/cases.file_case", case_facts(), **{"Idempotency-Key": "a1"}
        )
    assert (status, again_status, other_status) == (201, 201, 409)
    assert first["entry"] == again["entry"]
    assert set(first) == {"entry", "seq", "hash", "occurred_on", "recorded_at", "result"}
    assert other["refusal"]["code"] == "record.key_reused"


def test_signatures_answer_202_then_201(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = Asker(world.jinghu, Role.OFFICER)
    director = Asker(world.jinghu, Role.BUREAU_DIRECTOR)
    with on_day("2017-01-10"):
        status, waiting = officer.post(
            "acts/cases.suspend_case",
            {"case": case_id, "ground": "other", "explanation": "另案处理"},
        )
        assert status == 202 and waiting["waiting_for"] == "执行局长"
        _, drafts = director.get("drafts")
        assert [each["draft"] for each in drafts["items"]] == [waiting["draft"]]
        status, done = director.post(f"drafts/{waiting['draft']}/sign", {"note": "同意"})
    assert status == 201, done


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "record.malformed_facts"),
        ({"nonsense": 1}, 400, "record.malformed_facts"),
        ({"case": 999_999_999, "ground": "other", "explanation": "x"}, 404, "cases.not_found"),
    ],
)
def test_bad_input_is_named(world: World, body: dict[str, Any], status: int, code: str) -> None:
    found, answer = Asker(world.jinghu, Role.OFFICER).post("acts/cases.suspend_case", body)
    assert (found, answer["refusal"]["code"]) == (status, code)


def test_money_as_a_number_is_refused(world: World) -> None:
    case_id = file_case(world.jinghu)
    facts = {
        "case": case_id,
        "amount": 100,
        "received_on": "2017-01-01",
        "payer": "某",
        "bank_reference": "x",
    }
    status, answer = Asker(world.jinghu, Role.FINANCE).post("acts/ledger.record_receipt", facts)
    assert status == 400 and answer["refusal"]["field"] == "amount"


def test_without_a_token_nothing_is_told(world: World) -> None:
    response = Client().get("/api/v1/cases")
    assert response.status_code == 401
    assert json.loads(response.content)["refusal"]["code"] == "api.not_signed_in"


def test_another_courts_case_is_not_found_by_any_path(world: World) -> None:
    case_id = file_case(world.jinghu)
    stranger = Asker(world.jiujiang, Role.OFFICER)
    _, listed = stranger.get("cases")
    _, searched = stranger.get("cases?query=方某平")
    assert listed["items"] == [] and searched["items"] == []
    for part in ("", "/journal", "/deadlines", "/money", "/next-acts"):
        assert stranger.get(f"cases/{case_id}{part}")[0] == 404


def test_a_case_is_read_with_its_reasons(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = Asker(world.jinghu, Role.OFFICER)
    with on_day("2017-01-09"):
        _, case = officer.get(f"cases/{case_id}")
        _, clocks = officer.get(f"cases/{case_id}/deadlines")
        _, acts = officer.get(f"cases/{case_id}/next-acts")
    assert case["amounts"]["doubled"] == "10535.00"
    assert case["amounts"]["steps"] and case["amounts"]["provisions"]
    assert {each["node"] for each in clocks["items"]} >= {"execution_term", "enforcement_notice"}
    assert "cases.suspend_case" in {each["code"] for each in acts["allowed"]}
    resume = next(each for each in acts["refused"] if each["code"] == "cases.resume_case")
    assert resume["refusal"]["cure"]


def test_lists_are_paged_by_a_cursor_stable_under_inserts(world: World) -> None:
    from duixian.api import reading

    first_ids = [file_case(world.jinghu) for _ in range(5)]
    officer = Asker(world.jinghu, Role.OFFICER)
    whole, reading.PAGE = reading.PAGE, 2
    try:
        seen: list[int] = []
        cursor = ""
        for _ in range(4):
            _, page = officer.get(f"cases?cursor={cursor}")
            seen += [each["id"] for each in page["items"]]
            file_case(world.jinghu, "2017-02-01")
            cursor = page["next"] or ""
            if not cursor:
                break
    finally:
        reading.PAGE = whole
    assert seen == sorted(first_ids, reverse=True)
    assert officer.get("cases?cursor=nonsense")[0] == 400


def test_openapi_describes_every_act() -> None:
    from duixian.contexts.record.acts import catalogue

    response = Client().get("/api/v1/openapi.json")
    described = json.loads(response.content)
    assert described["openapi"].startswith("3.1")
    for kind in catalogue:
        assert f"/api/v1/acts/{kind.code}" in described["paths"]
