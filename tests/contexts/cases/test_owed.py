"""What is still owed follows the title, the credits and the law of the day."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duixian.contexts.cases.models import Credit
from duixian.contexts.cases.owed import owed
from duixian.contexts.record.viewing import viewing
from duixian.kernel.money import fen
from tests.world import World, file_case


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
