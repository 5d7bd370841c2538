"""Two people act in one case at the same moment: the second sees what the first has written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.models import Case
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.doing import do
from duixian.kernel.findings import Refusal
from tests.world import act, case_facts, file_case, make_world, on_day, viewing

HANDS, RECEIPTS = 3, 6


def test_receipts_entered_at_once_are_all_counted(own_database: object) -> None:
    court = make_world().jinghu
    case = file_case(court)
    clerks = [court.finance] * HANDS

    def enter(hand: int, by: Actor) -> None:
        try:
            with on_day("2017-01-10"):
                for place in range(RECEIPTS):
                    receipt = act(
                        RecordReceipt,
                        case=case,
                        amount="100.00",
                        received_on="2017-01-10",
                        payer="方某平",
                        bank_reference=f"{hand}-{place}",
                    )
                    do(receipt, by=by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(enter, range(HANDS), clerks))
    with viewing(court.finance):
        assert Case.objects.get(pk=case).collected_amount == HANDS * RECEIPTS * 100_00


def test_two_clerks_with_the_same_title_file_it_once(own_database: object) -> None:
    court = make_world().jinghu
    facts = case_facts()

    def file_it(_hand: int) -> str:
        try:
            with on_day("2016-12-12"):
                do(act(FileCase, **facts), by=court.filing)
            return "filed"
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        said = sorted(pool.map(file_it, range(HANDS)))
    assert said == ["cases.duplicate", "cases.duplicate", "filed"]
