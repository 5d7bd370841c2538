"""What is still owed follows the title, the credits and the law of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duixian.contexts.cases.acts_course import ResumeCase, SuspendCase
from duixian.contexts.cases.models import Case, Credit
from duixian.contexts.cases.owed import owed
from duixian.contexts.cases.resuming import resume
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import fen
from duixian.law.rules.delay_interest import STOPPING_GROUNDS
from tests.world import World, act, effected, file_case, on_day


def test_costs_and_fixed_interest_are_paid_before_the_principal(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        Credit.objects.create(
            court_id=world.jinghu.court.pk,
            case_id=case_id,
            on=date(2017, 1, 9),
            amount=fen("58478.44"),
            source="test",
        )
        found = owed(case_id, date(2017, 1, 9)).value
    # 860,000.00 x 0.0175 % x 70 days; costs and fixed interest are gone, the principal stands
    assert found.doubled == fen("10535.00")
    assert found.outstanding == fen("860000.00") + fen("10535.00")


def test_two_items_due_on_two_days_share_the_credits(world: World) -> None:
    case_id = file_case(
        world.jinghu,
        titles=[
            {
                "kind": "民事调解书",
                "number": "(2016)皖0202民初9001号",
                "issuer": "芜湖市镜湖区人民法院",
                "effective_on": "2016-05-01",
                "performance_due_on": "2016-06-30",
                "obligations": [
                    {"principal": "1000.00", "due_on": "2016-06-30"},
                    {"principal": "2000.00", "due_on": "2016-09-30"},
                ],
            }
        ],
    )
    with viewing(world.jinghu.officer):
        Credit.objects.create(
            court_id=world.jinghu.court.pk,
            case_id=case_id,
            on=date(2016, 12, 30),
            amount=fen("5000.00"),
            source="test",
        )
        found = owed(case_id, date(2017, 3, 1)).value
    assert found.outstanding == 0
    assert found.doubled == fen("32.03") + fen("31.85")
    assert found.surplus == fen("5000.00") - found.total


def instalments(world: World, *due: str) -> int:
    """A case whose title orders 1,000 yuan on each of these days."""
    return file_case(
        world.jinghu,
        titles=[
            {
                "kind": "民事调解书",
                "number": "(2016)皖0202民初9002号",
                "issuer": "芜湖市镜湖区人民法院",
                "effective_on": "2016-05-01",
                "performance_due_on": "2016-06-30",
                "obligations": [{"principal": "1000.00", "due_on": day} for day in due],
            }
        ],
    )


def test_an_instalment_to_come_is_shown_apart_and_bears_no_interest(world: World) -> None:
    case_id = instalments(world, "2016-06-30", "2017-06-30")
    with viewing(world.jinghu.officer):
        found = owed(case_id, date(2017, 3, 1))
        later = owed(case_id, date(2017, 6, 30)).value
        earlier = owed(case_id, date(2016, 5, 1)).value
    value = found.value
    assert (value.principal, value.not_due) == (fen("1000.00"), fen("1000.00"))
    assert value.outstanding == value.total == fen("1000.00") + value.doubled
    apart = [step for step in found.steps if step.label.startswith("尚未到期")]
    assert [step.value for step in apart] == ["1,000.00", "1,000.00"]
    assert (later.principal, later.not_due) == (fen("2000.00"), 0)
    assert (earlier.outstanding, earlier.not_due) == (0, fen("2000.00"))


def test_money_paid_ahead_waits_for_the_instalment(world: World) -> None:
    case_id = instalments(world, "2016-06-30", "2017-06-30")
    with viewing(world.jinghu.officer):
        credit(world, case_id, "2017-01-10", "1500.00")
        now, then = owed(case_id, date(2017, 3, 1)).value, owed(case_id, date(2017, 7, 30)).value
    assert now.outstanding == 0 and now.surplus == fen("1500.00") - now.total
    assert then.surplus == 0 and then.outstanding == then.total - fen("1500.00")


def credit(world: World, case_id: int, day: str, amount: str, source: str = "收据1") -> None:
    Credit.objects.create(
        court_id=world.jinghu.court.pk,
        case_id=case_id,
        on=date.fromisoformat(day),
        amount=fen(amount),
        source=source,
    )


def test_the_reasons_can_be_added_up_line_by_line(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        credit(world, case_id, "2017-01-09", "1000000.00")
        credit(world, case_id, "2017-01-09", "-12400.00", "执行申请费")
        found = owed(case_id, date(2017, 3, 1))
    lines = {step.label: step.value.replace(",", "") for step in found.steps}
    value = found.value

    def sums(*starts: str) -> int:
        return sum(fen(each) for label, each in lines.items() if label.startswith(starts))

    claim = sums("本金：", "诉讼费、保全费：", "已确定的利息、违约金：")
    assert claim == value.principal + value.costs
    interest = sums("一般债务利息合计", "旧规定迟延履行利息合计", "加倍部分合计")
    assert fen(lines["应付合计"]) == claim + interest == value.total
    credits = sums("抵充：", "扣收执行申请费", "多于应付的部分")
    assert fen(lines["已抵充合计"]) == credits == value.credited
    assert fen(lines["尚欠合计"]) == value.total - credits == value.outstanding


def suspend(world: World, case_id: int, day: str, **facts: Any) -> Done:
    court = world.jinghu
    with on_day(day):
        facts = {"case": case_id, "explanation": "收到裁定", **facts}
        return effected(do(act(SuspendCase, **facts), by=court.officer), court.director)


def doubled(world: World, case_id: int, day: str) -> int:
    with viewing(world.jinghu.officer):
        return owed(case_id, date.fromisoformat(day)).value.doubled


@pytest.mark.parametrize(
    ("ground", "stops"),
    [
        ("retrial", True),
        ("review", True),
        ("bankruptcy", True),
        ("third_party_objection", False),
        ("creditor_defers", False),
        ("other", False),
    ],
)
def test_interest_pauses_only_on_the_grounds_of_the_law(
    world: World, ground: str, stops: bool
) -> None:
    case_id = file_case(world.jinghu)
    before = doubled(world, case_id, "2017-01-10")
    suspend(world, case_id, "2017-01-10", ground=ground)
    during = doubled(world, case_id, "2017-02-10")
    assert (during == before) is stops
    with on_day("2017-02-10"):
        do(act(ResumeCase, case=case_id, reason="事由消失"), by=world.jinghu.officer)
    after = doubled(world, case_id, "2017-02-20")
    assert after - during == fen("1505.00"), "860,000.00 x 0.0175 % x 10 days"
    if stops:
        with viewing(world.jinghu.officer):
            words = [step.formula for step in owed(case_id, date(2017, 2, 20)).steps]
        assert STOPPING_GROUNDS[ground] in words


def test_bankruptcy_stops_interest_from_its_acceptance_on(world: World) -> None:
    case_id = file_case(world.jinghu)
    accepted = doubled(world, case_id, "2016-12-20")
    suspend(world, case_id, "2017-01-10", ground="bankruptcy", interest_stops_on="2016-12-20")
    assert doubled(world, case_id, "2017-02-10") == accepted
    with viewing(world.jinghu.officer):
        new = resume(Case.objects.get(pk=case_id), date(2017, 2, 10), owed=1, reason="移送").pk
    assert doubled(world, new, "2017-02-10") == accepted, "also where the case goes on"


def test_interest_runs_again_in_a_resumed_case(world: World) -> None:
    case_id = file_case(world.jinghu)
    suspend(world, case_id, "2017-01-10", ground="retrial")
    stopped = doubled(world, case_id, "2017-02-10")
    with viewing(world.jinghu.officer):
        new = resume(Case.objects.get(pk=case_id), date(2017, 2, 10), owed=1, reason="维持").pk
    assert doubled(world, new, "2017-02-10") == stopped
    assert doubled(world, new, "2017-02-20") - stopped == fen("1505.00")


def test_a_day_on_which_interest_stops_needs_such_a_ground(world: World) -> None:
    case_id = file_case(world.jinghu)
    for ground, day, code in (
        ("party_died", "2016-12-20", "cases.interest_keeps_running"),
        ("retrial", "2017-01-11", "cases.interest_stops_later"),
    ):
        with pytest.raises(Refusal) as refused:
            suspend(world, case_id, "2017-01-10", ground=ground, interest_stops_on=day)
        assert (refused.value.code, refused.value.field) == (code, "interest_stops_on")


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(amounts=st.lists(st.integers(1, 60_000_000), max_size=4))
def test_credited_and_outstanding_always_make_the_total(world: World, amounts: list[int]) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        for place, amount in enumerate(amounts):
            Credit.objects.create(
                court_id=world.jinghu.court.pk,
                case_id=case_id,
                on=date(2017, 1, 1 + place),
                amount=amount,
                source="test",
            )
        found = owed(case_id, date(2017, 6, 1)).value
    assert found.credited + found.outstanding == found.total
    assert found.credited + found.surplus == sum(amounts)
