"""What hangs on a case, read by other systems: property, measures, papers and their files."""

from __future__ import annotations

import pytest

from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.doing import Done, do
from duixian.kernel.roles import Role
from tests.api.test_api import Asker
from tests.world import World, act, file_case, make_world, on_day, viewing


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_property_is_listed_in_yuan_without_whole_numbers(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        from duixian.contexts.cases.queries import debtors_of

        owner = debtors_of(case_id)[0].pk
    with on_day("2016-12-20"):
        facts = {"case": case_id, "owner": owner, "kind": "deposit", "description": "徽商银行"}
        do(
            act(RegisterAsset, **facts, number="6222020200112233445", value="120000.00"),
            by=world.jinghu.officer,
        )
    status, found = Asker(world.jinghu, Role.OFFICER).get(f"cases/{case_id}/assets")
    assert status == 200
    (thing,) = found["items"]
    assert (thing["description"], thing["value"]) == ("徽商银行", "120000.00")
    assert "6222020200112233445" not in str(found)
    assert Asker(world.jinghu, Role.OFFICER).get(f"cases/{case_id}/measures")[1] == {"items": []}


def test_papers_are_listed_and_taken_as_files(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2016-12-14"):
        done = do(act(IssueEnforcementNotice, case=case_id), by=world.jinghu.officer)
    assert isinstance(done, Done)
    officer = Asker(world.jinghu, Role.OFFICER)
    _, found = officer.get(f"cases/{case_id}/documents")
    (paper,) = found["items"]
    assert paper["title"] == "执行通知书" and paper["entry"] == done.entry_id
    files = {
        kind: officer.client.get(f"/api/v1/documents/{paper['id']}.{kind}", headers=officer.headers)
        for kind in ("pdf", "docx")
    }
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["docx"].content.startswith(b"PK")


@pytest.mark.parametrize("part", ["assets", "measures", "documents"])
def test_parts_of_another_courts_case_are_not_found(world: World, part: str) -> None:
    case_id = file_case(world.jinghu)
    assert Asker(world.jiujiang, Role.OFFICER).get(f"cases/{case_id}/{part}")[0] == 404


def test_another_courts_paper_is_not_found(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2016-12-14"):
        done = do(act(IssueEnforcementNotice, case=case_id), by=world.jinghu.officer)
    assert isinstance(done, Done)
    paper = done.result["document"]
    status, answer = Asker(world.jiujiang, Role.OFFICER).get(f"documents/{paper}.pdf")
    assert (status, answer["refusal"]["code"]) == (404, "documents.not_found")
