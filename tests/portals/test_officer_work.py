"""Filing, bulk acts, approvals, lists and papers through the screens."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duixian.contexts.record.acts import catalogue
from duixian.kernel.roles import Role
from tests.contexts.assets import answers
from tests.portals.conftest import at_browser
from tests.portals.test_officer_pages import NOTICE, key_of
from tests.world import World, credit_code, file_case, identity_number, on_day, viewing

SUSPEND = "cases.suspend_case"


def filing_form() -> dict[str, str]:
    """What a clerk types: two creditors, two debtors, one title with two obligations."""
    typed = {
        "applied_on": "2016-12-09",
        "source": "申请执行人申请",
        "cause": "买卖合同纠纷",
        "competence": "first_instance",
        "flags": "涉民生",
        "creditors.0.kind": "firm",
        "creditors.0.name": "芜湖皖江建材有限公司",
        "creditors.0.identity_number": credit_code(41),
        "creditors.3.kind": "person",
        "creditors.3.name": "徐某莲",
        "creditors.3.identity_number": identity_number(42),
        "debtors.0.kind": "person",
        "debtors.0.name": "方某平",
        "debtors.0.identity_number": identity_number(43),
        "debtors.0.liability": "joint",
        "debtors.1.kind": "person",
        "debtors.1.name": "方某兰",
        "debtors.1.identity_number": identity_number(44),
        "debtors.1.liability": "joint",
    }
    title = {
        "kind": "民事判决书",
        "number": "(2016)皖0202民初2043号",
        "issuer": "芜湖市镜湖区人民法院",
        "effective_on": "2016-10-20",
        "performance_due_on": "2016-10-31",
        "obligations.0.kind": "money",
        "obligations.0.principal": "860,000.00",
        "obligations.0.interest.day_base": "365",
        "obligations.0.interest.tenor": "1Y",
        "obligations.0.interest.multiple": "1",
        "obligations.1.kind": "money",
        "obligations.1.costs": "17,220",
        "obligations.1.interest.annual_rate": "",
    }
    return {**typed, **{f"titles.0.{name}": value for name, value in title.items()}}


def test_a_case_with_several_of_everything_is_filed(world: World) -> None:
    clerk = at_browser(world.jinghu, Role.FILING_HALL)
    with on_day("2016-12-12"):
        key = key_of(clerk.get("/cases/new/").content.decode())
        facts = {**filing_form(), "idempotency_key": key}
        case = clerk.post("/cases/new/", facts, follow=True).content.decode()
    assert "(2016)皖0202执1号" in case and "已办：执行立案" in case
    assert "徐某莲" in case and "方某兰" in case
    assert "860,000.00" in case and "涉民生" in case


def test_rows_are_added_and_taken_away_without_a_script(world: World) -> None:
    clerk = at_browser(world.jinghu, Role.FILING_HALL)
    typed = filing_form()
    more = clerk.post("/cases/new/", {**typed, "add": "titles.0.obligations"}).content.decode()
    assert 'name="titles.0.obligations.2.principal"' in more
    assert 'value="860,000.00"' in more
    fewer = clerk.post("/cases/new/", {**typed, "remove": "creditors.1"}).content.decode()
    assert 'name="creditors.1.name"' not in fewer and "徐某莲" not in fewer
    assert "芜湖皖江建材有限公司" in fewer


def test_a_wrong_identity_number_is_told_at_its_person(world: World) -> None:
    clerk = at_browser(world.jinghu, Role.FILING_HALL)
    wrong = {**filing_form(), "debtors.1.identity_number": "349900197402150011"}
    answer = clerk.post("/cases/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    told = page.index("方某兰的居民身份证号码校验不通过")
    at_field = page.index('id="f-debtors.1.identity_number-error"')
    assert page.index('id="part-debtors-1"') < at_field < told
    assert "至少要有一项" not in page, "the list is not short, one of its things is wrong"


def test_what_an_absent_group_would_need_is_not_marked_as_needed(world: World) -> None:
    clerk = at_browser(world.jinghu, Role.FILING_HALL)
    page = clerk.get("/cases/new/").content.decode()
    field = page[page.index('for="f-titles.0.obligations.0.interest.starts_on"') :][:900]
    assert "必填" not in field.split("</label>")[0] and "填这一部分时必填" in field
    half = {**filing_form(), "titles.0.obligations.0.interest.principal": "1000"}
    answer = clerk.post("/cases/new/", half).content.decode()
    assert 'id="f-titles.0.obligations.0.interest.starts_on-error"' in answer
    both = {
        **half,
        "titles.0.obligations.0.interest.starts_on": "2016-01-01",
        "titles.0.obligations.0.interest.annual_rate": "6",
        "titles.0.obligations.0.interest.series": "lpr",
    }
    answer = clerk.post("/cases/new/", both).content.decode()
    part = answer.index('id="part-titles-0-obligations-0-interest"')
    assert part < answer.index("固定年利率与利率种类应填其中一项")


def test_a_selection_is_done_case_by_case_with_one_summary(world: World) -> None:
    first, second, third = (file_case(world.jinghu) for _ in range(3))
    officer = at_browser(world.jinghu, Role.OFFICER)
    picks = [str(first), str(second), str(third)]
    with on_day("2016-12-14"):
        form = officer.get(f"/cases/{third}/acts/{NOTICE}/").content.decode()
        officer.post(f"/cases/{third}/acts/{NOTICE}/", {"idempotency_key": key_of(form)})
        bar = officer.get("/bulk/acts/", {"pick": picks}).content.decode()
        assert officer.get("/bulk/")["Location"] == "/cases/", "opened again, nothing is selected"
        asked = officer.post("/bulk/", {"act": NOTICE, "pick": picks}).content.decode()
        run = officer.post(
            "/bulk/",
            {"act": NOTICE, "pick": picks, "confirm": "yes", "idempotency_key": key_of(asked)},
        )["Location"]
        for _ in range(5):
            officer.post(f"{run}go-on/", headers={"HX-Request": "true"})
        summary = officer.get(run).content.decode()
    assert "发出执行通知书 2/3" in bar
    assert "能办 <b>2 件</b>，不能办 <b>1 件</b>" in asked
    assert "办成 <b>2 件</b>，没有办成 <b>1 件</b>" in summary
    with viewing(world.jinghu.officer):
        from duixian.contexts.record.queries import has_entry

        assert all(has_entry(each, NOTICE) for each in (first, second, third))


def test_a_run_that_was_left_waits_on_the_desk(world: World) -> None:
    picks = [str(file_case(world.jinghu)) for _ in range(2)]
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2016-12-14"):
        asked = officer.post("/bulk/", {"act": NOTICE, "pick": picks}).content.decode()
        begun = {"act": NOTICE, "pick": picks, "confirm": "yes", "idempotency_key": key_of(asked)}
        run = officer.post("/bulk/", begun)["Location"]
        desk = officer.get("/").content.decode()
        for _ in range(5):
            officer.post(f"{run}go-on/", headers={"HX-Request": "true"})
        done = officer.get("/").content.decode()
    assert "没办完的批量" in desk and "办了 0/2 件" in desk and f'href="{run}"' in desk
    assert "没办完的批量" not in done


def put_before_director(world: World, officer: Client) -> tuple[int, str]:
    case_id = file_case(world.jinghu)
    address = f"/cases/{case_id}/acts/{SUSPEND}/"
    with on_day("2017-01-10"):
        key = key_of(officer.get(address).content.decode())
        facts = {"idempotency_key": key, "ground": "other", "explanation": "另案处理"}
        case = officer.post(address, facts, follow=True).content.decode()
    found = re.search(r"/approvals/\d+/", case)
    assert found
    return case_id, found.group(0)


def test_a_director_signs_what_is_checked_again(world: World) -> None:
    officer = at_browser(world.jinghu, Role.OFFICER)
    director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
    case_id, draft = put_before_director(world, officer)
    with on_day("2017-01-11"):
        listed = director.get("/approvals/").content.decode()
        page = director.get(draft).content.decode()
        preview = director.get(f"{draft}preview.pdf")
        signed = director.post(draft, {"way": "sign", "note": "同意"}, follow=True).content.decode()
        case = officer.get(f"/cases/{case_id}/").content.decode()
    assert draft in listed and "复查通过" in listed
    assert "应当中止的其他情形" in listed, "a ground is told in words"
    assert "另案处理" in page and "中止执行" in page
    assert preview.content.startswith(b"%PDF")
    assert "已办：中止执行" in signed
    assert "执行局长1 签发" in case
    with viewing(world.jinghu.officer):
        from duixian.contexts.documents.queries import documents_of

        assert documents_of(case_id).filter(kind="ruling_suspend").count() == 1


def test_a_draft_is_sent_back_only_with_a_reason(world: World) -> None:
    officer = at_browser(world.jinghu, Role.OFFICER)
    director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
    _case_id, draft = put_before_director(world, officer)
    silent = director.post(draft, {"way": "refuse", "note": " "})
    assert silent.status_code == 422 and "退回须写明理由" in silent.content.decode()
    director.post(draft, {"way": "refuse", "note": "补充材料"})
    mine = officer.get("/approvals/?view=mine").content.decode()
    assert "退回" in mine
    assert "补充材料" in officer.get(draft).content.decode()


def test_the_drafter_takes_it_back_and_nobody_can_sign_it_then(world: World) -> None:
    officer = at_browser(world.jinghu, Role.OFFICER)
    director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
    _case_id, draft = put_before_director(world, officer)
    officer.post(draft, {"way": "withdraw"})
    late = director.post(draft, {"way": "sign"})
    assert late.status_code == 409 and "此事项已撤回" in late.content.decode()


def test_cases_are_found_by_number_name_and_last_four(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    whole = officer.get("/cases/", {"q": "（2016）皖0202执1号"})
    assert whole["Location"] == f"/cases/{case_id}/"
    with viewing(world.jinghu.officer):
        from duixian.contexts.cases.queries import parties_of

        number = parties_of(case_id)[1].party.identity_tail
    for text in ("方某平", number, "1", "2016皖0202执1号"):
        page = officer.get("/cases/", {"q": text}).content.decode()
        assert f"/cases/{case_id}/" in page, text
    assert "没有找到" in officer.get("/cases/", {"q": "查无此人"}).content.decode()


def test_what_is_shown_is_taken_away_without_identity_numbers(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    listed = officer.get("/cases/?format=csv").content.decode("utf-8-sig")
    assert "(2016)皖0202执1号" in listed and "918478.44" in listed
    assert "349900" not in listed
    book = officer.post("/cases/export/", {"pick": [str(case_id)]})
    from python_calamine import CalamineWorkbook

    rows: Any = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert rows.to_python()[1][0] == "(2016)皖0202执1号"


def test_a_filter_is_kept_as_a_tab(world: World) -> None:
    officer = at_browser(world.jinghu, Role.OFFICER)
    answer = officer.get("/cases/?flag=涉民生&save", follow=True).content.decode()
    assert re.search(r'aria-current="true" data-go="3"><kbd>3</kbd> 涉民生', answer)


def test_a_paper_is_shown_with_the_source_of_each_value(world: World) -> None:
    case_id = file_case(world.jinghu)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2016-12-14"):
        form = officer.get(f"/cases/{case_id}/acts/{NOTICE}/").content.decode()
        case = officer.post(
            f"/cases/{case_id}/acts/{NOTICE}/", {"idempotency_key": key_of(form)}, follow=True
        ).content.decode()
        address = re.search(r"/documents/\d+/", case)
        assert address
        page = officer.get(address.group(0)).content.decode()
        pdf = officer.get(address.group(0).rstrip("/") + ".pdf")
        stranger = at_browser(world.jiujiang, Role.OFFICER).get(address.group(0)[:-1] + ".docx")
        index = officer.get(f"/cases/{case_id}/index.pdf")
    assert "每个值从哪里来" in page and "执行通知书" in page
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert index.content.startswith(b"%PDF")
    assert stranger.status_code == 404


@pytest.mark.parametrize("path", ["/", "/?view=all", "/cases/"])
def test_queries_do_not_grow_with_cases(world: World, path: str) -> None:
    def queries() -> int:
        officer = at_browser(world.jinghu, Role.OFFICER)
        with (
            on_day("2016-12-14"),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            assert officer.get(path).status_code == 200
        return len(seen)

    file_case(world.jinghu)
    few = queries()
    for _ in range(9):
        file_case(world.jinghu)
    assert queries() == few


def test_every_act_of_the_catalogue_has_a_form_that_opens(world: World) -> None:
    case_id = file_case(world.jinghu)
    opened = 0
    with on_day("2016-12-14"):
        for act in catalogue:
            role = next((each for each in act.done_by if each is not Role.SYSTEM), None)
            if role is None:
                continue
            of_case = "case" in act.model_fields
            path = f"/cases/{case_id}/acts/{act.code}/" if of_case else f"/acts/{act.code}/"
            answer = at_browser(world.jinghu, role).get(path)
            assert answer.status_code == 200, (act.code, answer.content.decode()[-600:])
            opened += 1
    assert opened > 50


@pytest.mark.parametrize("tab", ["property", "money", "papers", "people", "related", "clocks"])
def test_tabs_of_a_case(world: World, tab: str) -> None:
    case_id = file_case(world.jinghu)
    page = at_browser(world.jinghu, Role.OFFICER).get(f"/cases/{case_id}/?tab={tab}")
    assert page.status_code == 200
    clock = re.search(r"/clocks/\d+/", page.content.decode())
    if tab == "clocks":
        assert clock
        sheet = at_browser(world.jinghu, Role.OFFICER).get(clock.group(0)).content.decode()
        assert "计算步骤" in sheet


def with_accounts(world: World, *balances: str) -> tuple[int, list[int]]:
    """A case whose first debtor has these accounts, as the bank answered."""
    places = answers.enrol(world.jinghu)
    case_id = file_case(world.jinghu)
    answers.ask(world.jinghu, case_id, "2016-12-14")
    debtor = answers.debtors(world.jinghu, case_id)[0]
    found = [answers.account(f"340{place}88{place}12", each) for place, each in enumerate(balances)]
    told = answers.answer(world.jinghu, case_id, debtor, places["deposit"], found)
    return case_id, told.result["assets"]


def test_the_control_plan_never_goes_above_what_is_owed(world: World) -> None:
    case_id, (small, large) = with_accounts(world, "5000.00", "2000000.00")
    officer = at_browser(world.jinghu, Role.OFFICER)
    address = f"/cases/{case_id}/acts/measures.freeze_deposit/"
    with on_day("2016-12-16"):
        form = officer.get(address).content.decode()
        key = key_of(form)
        over = {
            "idempotency_key": key,
            "choose": [str(small), str(large)],
            f"amount-{small}": "5,000.00",
            f"amount-{large}": "1,900,000.00",
        }
        bar = officer.post(f"{address}check/", over).content.decode()
        refused = officer.post(address, over)
        cured = officer.post(address, {**over, "cure": "0"}).content.decode()
    assert "可控上限" in form
    assert 'id="refusal"' in bar and 'hx-swap-oob="true"' in bar
    assert refused.status_code == 422 and f'id="error-{large}"' in refused.content.decode()
    assert 'id="refusal"' not in cured and "1,900,000.00" not in cured


def test_the_control_plan_freezes_each_account_by_an_act_of_its_own(world: World) -> None:
    case_id, accounts = with_accounts(world, "5000.00", "6000.00")
    officer = at_browser(world.jinghu, Role.OFFICER)
    address = f"/cases/{case_id}/acts/measures.freeze_deposit/"
    with on_day("2016-12-16"):
        plan = {
            "idempotency_key": key_of(officer.get(address).content.decode()),
            "choose": [str(each) for each in accounts],
            **{f"amount-{each}": "1,000.00" for each in accounts},
        }
        first = officer.post(address, plan, follow=True).content.decode()
        officer.post(address, plan)
    assert "已裁定冻结 2 户" in first
    with viewing(world.jinghu.officer):
        from duixian.contexts.record.queries import entries_of

        assert entries_of(case_id, ["measures.freeze_deposit"]).count() == 2


def test_bulk_takes_each_case_s_own_amount(world: World) -> None:
    case_id, (asset,) = with_accounts(world, "5000.00")
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day("2016-12-16"):
        picked = {"act": "measures.freeze_deposit", "pick": [str(case_id)]}
        asked = officer.post("/bulk/", picked).content.decode()
        assert 'name="amount"' not in asked and 'name="asset"' not in asked
        confirmed = {**picked, "confirm": "yes", "idempotency_key": key_of(asked), "amount": "1"}
        run = officer.post("/bulk/", confirmed)["Location"]
        officer.post(f"{run}go-on/")
        assert "办成 <b>1 件</b>" in officer.get(run).content.decode()
    with viewing(world.jinghu.officer):
        from duixian.contexts.measures.queries import measures_of

        (measure,) = measures_of(case_id)
        assert (measure.asset_id, measure.ordered_amount) == (asset, 500000)
