"""Each role's own desk: finance, the director, the filing hall; and what has no end yet."""

from __future__ import annotations

import re

import pytest

from duixian.contexts.distribution.acts import PayOut
from duixian.contexts.distribution.models import Payout
from duixian.contexts.ledger.acts import RecordUnknownReceipt
from duixian.contexts.record.doing import do
from duixian.contexts.supervision.acts_instruction import Instruct
from duixian.kernel.roles import Role
from tests.contexts.assets import answers
from tests.contexts.ledger.test_case_money import pay_facts, receive
from tests.portals.conftest import at_browser
from tests.world import World, act, case_facts, effected, file_case, on_day

DAY = "2017-01-16"


def tab_count(page: str, title: str) -> int:
    found = re.search(rf"{title} <i>([\d,]+)</i>", page)
    assert found, page[:3000]
    return int(found.group(1))


def paying_case(world: World) -> int:
    """A case with money on its account and a payment the bank has not settled."""
    case_id = file_case(world.jinghu)
    receive(world.jinghu, case_id, "9000.00", "HS2", "2017-01-09")
    with on_day("2017-01-12"):
        facts = pay_facts(world.jinghu, case_id, "5000.00")
        effected(do(act(PayOut, **facts), by=world.jinghu.officer), world.jinghu.director)
    return case_id


def test_finance_sees_payments_to_settle_and_records_what_became_of_them(world: World) -> None:
    case_id = paying_case(world)
    finance = at_browser(world.jinghu, Role.FINANCE)
    (payout,) = Payout.objects.filter(case_id=case_id)
    with on_day(DAY):
        desk = finance.get("/").content.decode()
        address = f"/cases/{case_id}/acts/distribution.confirm_payout/?payout={payout.pk}"
        form = finance.get(address).content.decode()
    assert "财务工作台" in desk and "反馈未处理" not in desk
    assert tab_count(desk, "待付款") == 1 and tab_count(desk, "案款待发") == 1
    assert payout.number in desk and address in desk
    assert f"distribution.fail_payout/?payout={payout.pk}" in desk
    assert f'value="{payout.pk}" checked' in form or f'value="{payout.pk}" selected' in form


def test_a_payment_in_doubt_stands_first_with_whom_to_ask(world: World) -> None:
    case_id = paying_case(world)
    Payout.objects.filter(case_id=case_id).update(
        doubt="金额不符", institution_key="bank-7001", sent_on="2017-01-13"
    )
    finance = at_browser(world.jinghu, Role.FINANCE)
    officer = at_browser(world.jinghu, Role.OFFICER)
    with on_day(DAY):
        desk = finance.get("/").content.decode()
        unended = officer.get("/?view=outstanding").content.decode()
        money = officer.get(f"/cases/{case_id}/?tab=money").content.decode()
        director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
        board = director.get("/supervisor/").content.decode()
        listed = director.get("/supervisor/outstanding/").content.decode()
    assert "待核实：金额不符" in desk and "登记结果" in desk
    assert tab_count(unended, "未了事项") == 1
    assert "由财务向银行核实后登记付款结果" in unended and "金额不符" in unended
    assert "/supervisor/outstanding/" in board and "付款未了" in board
    assert "付款待核实" in listed and "由财务向银行核实" in listed
    assert "待核实：金额不符" in money and "由财务向银行核实后登记付款结果" in money


def test_an_inquiry_without_an_answer_stands_on_its_case(world: World) -> None:
    case_id = file_case(world.jinghu)
    answers.enrol(world.jinghu)
    answers.ask(world.jinghu, case_id, "2017-01-04")
    with on_day(DAY):
        officer = at_browser(world.jinghu, Role.OFFICER)
        tab = officer.get(f"/cases/{case_id}/?tab=property").content.decode()
    assert "未了事项" in tab and "等协助单位回复；久无回复的，去函催办" in tab


def test_finance_finds_unknown_money_and_the_courts_account(world: World) -> None:
    finance = at_browser(world.jinghu, Role.FINANCE)
    with on_day(DAY):
        do(
            act(
                RecordUnknownReceipt,
                amount="3000.00",
                received_on="2017-01-13",
                payer="方某平",
                bank_reference="HS9",
            ),
            by=world.jinghu.finance,
        )
        desk = finance.get("/?view=unknown").content.decode()
        bank = finance.get("/?view=bank").content.decode()
        form = finance.get("/acts/ledger.open_court_account/")
    assert tab_count(desk, "不明款") == 1 and "方某平" in desk and "找案件认领" in desk
    assert "/acts/ledger.open_court_account/" in desk
    assert "/acts/ledger.record_unknown_receipt/" in desk
    assert "2017-01-13 不符" in bank and "账面 3,000.00 元，银行 0.00 元" in bank
    assert form.status_code == 200


def test_the_director_sees_signatures_lateness_and_each_officers_load(world: World) -> None:
    case_id = file_case(world.jinghu)
    receive(world.jinghu, case_id, "9000.00", "HS2", "2017-01-09")
    with on_day("2017-01-12"):
        do(act(PayOut, **pay_facts(world.jinghu, case_id, "5000.00")), by=world.jinghu.officer)
    director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
    with on_day(DAY):
        desk = director.get("/").content.decode()
        due = director.get("/?view=due").content.decode()
        load = director.get("/?view=officers").content.decode()
    name = world.jinghu.people[Role.OFFICER][0].name
    assert "局长工作台" in desk and tab_count(desk, "等我签发") == 1
    assert "发放案款" in desk and re.search(r'href="/approvals/\d+/"', desk)
    assert "已逾期" in due and name in due
    assert name in load and "项逾期" in load


def test_the_director_instructs_a_selection_and_follows_it_up(world: World) -> None:
    case_id = file_case(world.jinghu)
    director = at_browser(world.jinghu, Role.BUREAU_DIRECTOR)
    with on_day(DAY):
        bar = director.get("/bulk/acts/", {"pick": [str(case_id)]}).content.decode()
        instruct = act(Instruct, case=case_id, demand="三日内查控", due_on="2017-01-18")
        do(instruct, by=world.jinghu.director)
    with on_day("2017-01-20"):
        followed = director.get("/?view=instructions").content.decode()
        mine = at_browser(world.jinghu, Role.OFFICER).get("/").content.decode()
    assert "督办 1/1" in bar and 'value="supervision.instruct"' in bar
    assert "三日内查控" in followed and "逾期 2 天" in followed and "督办逾期未报告" in followed
    assert "督办待报告" in mine and "supervision.report_instruction/?instruction=" in mine


def test_the_filing_hall_sees_what_it_filed_and_what_looks_filed_twice(world: World) -> None:
    title = case_facts()["titles"]
    first, second = (file_case(world.jinghu, titles=title) for _ in range(2))
    alone = file_case(world.jinghu)
    clerk = at_browser(world.jinghu, Role.FILING_HALL)
    with on_day("2016-12-14"):
        desk = clerk.get("/").content.decode()
        repeated = clerk.get("/?view=repeated").content.decode()
    assert "立案工作台" in desk and tab_count(desk, "近期立案") == 3
    assert "/cases/new/" in desk and "/imports/" in desk
    assert f"/cases/{first}/" in repeated and f"/cases/{second}/" in repeated
    assert f"/cases/{alone}/" not in repeated


@pytest.mark.parametrize("role", [Role.CLERK, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_everybody_else_has_a_desk_too(world: World, role: Role) -> None:
    file_case(world.jinghu)
    answer = at_browser(world.jinghu, role).get("/")
    assert answer.status_code == 200 and "全部在办" in answer.content.decode()
