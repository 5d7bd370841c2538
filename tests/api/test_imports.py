"""A program brings its court's list over HTTP."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import importing
from duixian.contexts.courts.acts import draw_token
from duixian.contexts.courts.models import ApiToken, Person
from duixian.kernel import clock
from duixian.kernel.roles import Role
from tests.world import World, make_world, on_day

DAY = "2017-05-17"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def headers_of(person: Person) -> dict[str, str]:
    from datetime import timedelta

    token, digest = draw_token()
    ApiToken.objects.create(
        person=person,
        hash=digest,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=40_000),
    )
    return {"Authorization": f"Bearer {token}"}


def listed(cases: int, **how: Any) -> bytes:
    out = io.BytesIO()
    make_spreadsheet(out, cases=cases, seed=5, courts=["jinghu"], on=date(2017, 5, 17), **how)
    return out.getvalue()


def ask(method: str, path: str, headers: dict[str, str], **data: Any) -> tuple[int, Any]:
    with on_day(DAY):
        response = getattr(Client(), method)(f"/api/v1/{path}", data or None, headers=headers)
    if response["Content-Type"].startswith("application/json"):
        return response.status_code, json.loads(response.content)
    return response.status_code, response


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", content)


def test_a_list_is_brought_started_and_followed(world: World) -> None:
    mine = headers_of(world.jinghu.people[Role.FILING_HALL][0])
    kinds = ["title_missing"]
    status, told = ask("post", "imports", mine, file=file(listed(12, dirty=0.4, kinds=kinds)))
    assert status == 201 and told["state"] == "previewed"
    assert told["clean"] + told["refused"] == told["cases"] == 12 and told["refused"]
    assert told["problems_total"] >= told["refused"] and told["next"] is None
    batch = told["batch"]
    status, started = ask("post", f"imports/{batch}/start", mine)
    assert status == 201 and started["result"]["batch"] == batch
    assert ask("post", f"imports/{batch}/start", mine)[0] == 409
    with on_day(DAY):
        importing.run(batch, world.jinghu.court.pk)
    status, done = ask("get", f"imports/{batch}", mine)
    assert status == 200 and done["state"] == "done"
    assert done["imported"] == done["done"] == done["total"] == told["clean"]
    status, errors = ask("get", f"imports/{batch}/errors.xlsx", mine)
    assert status == 200 and errors["Cache-Control"] == "no-store"
    assert errors.content[:2] == b"PK"


def test_a_cancelled_list_files_nothing(world: World) -> None:
    mine = headers_of(world.jinghu.people[Role.FILING_HALL][0])
    _, told = ask("post", "imports", mine, file=file(listed(3)))
    assert ask("post", f"imports/{told['batch']}/cancel", mine)[0] == 201
    with on_day(DAY):
        importing.run(told["batch"], world.jinghu.court.pk)
    status, after = ask("get", f"imports/{told['batch']}", mine)
    assert (status, after["state"], after["imported"]) == (200, "cancelled", 0)


def test_strangers_and_broken_files_get_their_named_refusals(world: World) -> None:
    mine = headers_of(world.jinghu.people[Role.FILING_HALL][0])
    other = headers_of(world.jiujiang.people[Role.FILING_HALL][0])
    officer = headers_of(world.jinghu.people[Role.OFFICER][0])
    _, told = ask("post", "imports", mine, file=file(listed(3)))
    batch = told["batch"]
    for path, method in (("", "get"), ("/errors.xlsx", "get"), ("/start", "post")):
        assert ask(method, f"imports/{batch}{path}", other)[0] == 404
        assert ask(method, f"imports/{batch}{path}", officer)[0] == 403
    status, refused = ask("post", "imports", officer, file=file(listed(1)))
    assert (status, refused["refusal"]["code"]) == (403, "record.not_your_act")
    status, refused = ask("post", "imports", mine, file=file(b"PK\x03\x04broken"))
    assert (status, refused["refusal"]["code"]) == (422, "cases.file_broken")
    status, refused = ask("post", "imports", mine)
    assert (status, refused["refusal"]["code"]) == (400, "api.malformed_request")
    assert ask("get", f"imports/{batch}", {})[0] == 401
