"""A page asks the same thing of a case many times; it is read once, and never across an act."""

from __future__ import annotations

from typing import Any

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record.doing import do
from duixian.kernel import clock
from tests.world import World, act, file_case, on_day, viewing

DAY = "2017-01-10"


def receipt(case: int) -> Any:
    return act(
        RecordReceipt,
        case=case,
        amount="100.00",
        received_on=DAY,
        payer="方某平",
        bank_reference="1",
    )


def test_a_page_reads_the_parties_once(world: World, django_assert_num_queries: Any) -> None:
    case = file_case(world.jinghu)
    with viewing(world.jinghu.officer, remembering=True), django_assert_num_queries(1):
        first = cases.parties_of(case)
        first.clear()
        assert [each.role for each in cases.parties_of(case)] == ["creditor", "debtor", "debtor"]


def test_elsewhere_everything_is_read_anew(world: World, django_assert_num_queries: Any) -> None:
    case = file_case(world.jinghu)
    with viewing(world.jinghu.officer), django_assert_num_queries(2):
        assert cases.parties_of(case) == cases.parties_of(case)


def test_nothing_remembered_outlives_its_view(world: World) -> None:
    case = file_case(world.jinghu)
    with viewing(world.jinghu.officer, remembering=True):
        assert len(cases.parties_of(case)) == 3
    with viewing(world.jiujiang.officer, remembering=True):
        assert cases.parties_of(case) == []


def test_an_act_done_inside_a_page_reads_what_is_there_now(world: World) -> None:
    case = file_case(world.jinghu)
    with on_day(DAY), viewing(world.jinghu.finance, remembering=True):
        before = owed(case, clock.today()).value.outstanding
        do(receipt(case), by=world.jinghu.finance)
        assert Case.objects.get(pk=case).owed_amount == before - 100_00
