"""What mutation testing found nobody looked at (变异测试中未被发现的): each kills survivors."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.kernel.findings import Refusal
from duixian.kernel.money import fen
from duixian.law.rules.delay_money import delay_money
from duixian.law.rules.distribution_plan import PlanFacts, plan_standing

SERVED, OBJECTED, TOLD = date(2018, 5, 2), date(2018, 5, 10), date(2018, 5, 14)
OPPOSED, OBJECTOR_TOLD = date(2018, 5, 29), date(2018, 5, 30)


@pytest.mark.parametrize(
    ("days", "on", "stage", "in_time"),
    [
        ((), date(2018, 5, 17), "objection_open", True),
        ((date(2018, 5, 17),), date(2018, 5, 17), "opposition_open", True),
        ((OBJECTED, TOLD), OPPOSED, "opposition_open", True),
        ((OBJECTED, TOLD, date(2018, 5, 30)), date(2018, 5, 30), "corrected", False),
        ((OBJECTED, TOLD, OPPOSED), date(2018, 5, 30), "suit_open", True),
        ((OBJECTED, TOLD, OPPOSED, OBJECTOR_TOLD), date(2018, 6, 14), "suit_open", True),
        ((OBJECTED, TOLD, OPPOSED, OBJECTOR_TOLD), date(2018, 6, 15), "original", True),
        (
            (OBJECTED, TOLD, OPPOSED, OBJECTOR_TOLD, date(2018, 6, 15)),
            date(2018, 6, 15),
            "original",
            False,
        ),
        (
            (OBJECTED, TOLD, OPPOSED, OBJECTOR_TOLD, date(2018, 6, 14)),
            date(2018, 6, 15),
            "in_suit",
            True,
        ),
    ],
)
def test_each_stage_of_a_plan_on_its_last_day_and_the_day_after(
    days: tuple[date, ...], on: date, stage: str, in_time: bool
) -> None:
    found = plan_standing(facts=PlanFacts(SERVED, *days), on=on)
    assert (found.value.stage, found.value.in_time) == (stage, in_time)
    first = stage in ("objection_open", "final")
    cited = {each.key for each in found.provisions}
    assert ("distribution-objection" in cited) == first
    assert ("distribution-suit-old" in cited) == (not first)


def test_delay_money_begins_on_the_last_day_and_a_loss_must_be_proved() -> None:
    day = date(2017, 5, 17)
    assert delay_money(performance_due=day, on=day, fixed_by_court=fen("0.00")).value.amount == 0
    with pytest.raises(Refusal) as refused:
        delay_money(performance_due=day, on=day, loss=fen("1.00"))
    assert refused.value.code == "delay_money.loss_not_proved"
    assert refused.value.provisions == ("delay-money",)
    with pytest.raises(Refusal) as refused:
        delay_money(performance_due=day, on=day, fixed_by_court=fen("-0.01"))
    assert refused.value.field == "fixed_by_court"
