"""An officer works through the screens: desk, case, act, journal; and what others may not see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from duixian.kernel.roles import Role
from tests.portals.conftest import at_browser
from tests.world import World, file_case, on_day

NOTICE = "documents.issue_enforcement_notice"


def key_of(page: str) -> str:
    found = re.search(r'name="idempotency_key" value="([0-9a-f]+)"', page)
    assert found, page
    return found.group(1)


def test_from_desk_to_journal(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2016-12-14"):
        desk = officer.get("/").content.decode()
        assert "(2016)皖0202执1号" in desk and "发出执行通知" in desk
        address = f"/cases/{case_id}/acts/{NOTICE}/"
        assert address in desk
        form = officer.get(address).content.decode()
        done = officer.post(address, {"idempotency_key": key_of(form)}, follow=True)
        case = done.content.decode()
    assert done.redirect_chain == [(f"/cases/{case_id}/", 302)]
    assert "已办：发出执行通知书" in case and "下一步：" in case
    assert re.search(r'href="/documents/\d+/"', case)


def test_a_double_click_is_one_act(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    address = f"/cases/{case_id}/acts/cases.suspend_case/"
    with on_day("2016-12-14"):
        key = key_of(officer.get(address).content.decode())
        facts = {"idempotency_key": key, "ground": "other", "explanation": "另案处理"}
        first = officer.post(address, facts, follow=True).content.decode()
        again = officer.post(address, facts, follow=True).content.decode()
        mine = officer.get("/approvals/?view=mine").content.decode()
    assert "待执行局长签署" in first and "待执行局长签署" in again
    assert mine.count("/approvals/") - mine.count("/approvals/?") - mine.count('"/approvals/"') == 1


def test_messages_stand_at_their_fields(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    address = f"/cases/{case_id}/acts/cases.suspend_case/"
    answer = officer.post(address, {"ground": "nonsense", "explanation": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-ground-error"' in page and "不在可选范围内" in page
    assert 'id="f-explanation-error"' in page and "缺少此项" in page


def test_the_law_refuses_beside_the_button_with_its_cure(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2016-12-14"):
        page = officer.get(f"/cases/{case_id}/acts/cases.resume_case/").content.decode()
    assert 'id="refusal"' in page and 'aria-disabled="true"' in page


@pytest.mark.parametrize(
    "path",
    ["cases/{}/", "cases/{}/?tab=money", "cases/{}/acts/cases.suspend_case/", "cases/{}/index.pdf"],
)
def test_another_courts_case_is_not_found(world: World, path: str) -> None:
    case_id = file_case(world.jinghu)
    stranger = at_browser(world.jiujiang, Role.OFFICER)
    answer = stranger.get("/" + path.format(case_id))
    assert answer.status_code == 404
    assert "方某平" not in answer.content.decode()
    assert "皖0202执" not in stranger.get("/cases/?q=方某平").content.decode()


def test_the_wrong_role_is_told_whose_act_it_is(world: World) -> None:
    case_id = file_case(world.jinghu)
    finance = at_browser(world.jinghu, Role.FINANCE)
    answer = finance.get(f"/cases/{case_id}/acts/cases.suspend_case/")
    assert answer.status_code == 403 and "承办人办理" in answer.content.decode()


def test_who_is_not_signed_in_comes_back_after_signing_in(world: World) -> None:
    answer = Client().get("/cases/?q=497")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fcases%2F%3Fq%3D497"


def test_an_expired_session_sends_the_whole_page_to_sign_in(world: World) -> None:
    case_id = file_case(world.jinghu)
    answer = Client().post(
        f"/cases/{case_id}/acts/cases.suspend_case/check/",
        headers={"HX-Request": "true", "HX-Current-URL": f"/cases/{case_id}/"},
    )
    assert answer["HX-Redirect"] == f"/accounts/login/?next=%2Fcases%2F{case_id}%2F"


def test_who_holds_no_office_is_told_so(world: World) -> None:
    from duixian.contexts.courts.models import Person

    nobody = Person.objects.create(username="nobody", name="某人")
    client = Client()
    client.force_login(nobody, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/")
    assert answer.status_code == 403 and "没有任职" in answer.content.decode()
