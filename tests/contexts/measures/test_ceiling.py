"""Money on the way to the court stays on the way until it is there, whatever else is paid."""

from __future__ import annotations

from datetime import date

from duixian.contexts.assets import queries as assets
from duixian.contexts.distribution.acts import RecordDirectPayment
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.measures import queries
from duixian.contexts.measures.acts_levy import ConfirmLevy
from duixian.contexts.measures.ceiling import Ceiling
from duixian.contexts.record.viewing import viewing
from duixian.kernel.money import fen
from tests.contexts.assets.answers import account
from tests.contexts.measures.test_control import Story
from tests.world import World, on_day

DAY = "2016-12-21"


def limit(story: Story) -> Ceiling:
    with on_day(DAY), viewing(story.court.officer):
        return queries.ceiling(story.case, date.fromisoformat(DAY))


def receive(story: Story, how: str, amount: str, reference: str) -> None:
    facts = {
        "how": how,
        "amount": amount,
        "received_on": DAY,
        "payer": "方某平",
        "bank_reference": reference,
    }
    story.do(DAY, RecordReceipt, by=story.court.finance, **facts)


def test_a_voluntary_payment_does_not_shrink_a_levy_on_the_way(world: World) -> None:
    story = Story(world, account("6222020001", "500000.00"))
    measure = story.frozen(0, "500000.00").result["measure"]
    order = story.levy("2016-12-20", measure).result["order"]
    story.system(DAY, ConfirmLevy, order=order, levied_amount="500000.00")
    before = limit(story)
    assert before.on_the_way == fen("500000.00")
    direct = {"amount": "100000.00", "paid_on": DAY, "evidence": "收条"}
    story.do(DAY, RecordDirectPayment, **direct)
    receive(story, "paid", "50000.00", "自愿")
    paid = limit(story)
    assert paid.on_the_way == fen("500000.00"), "nothing of the levy has come"
    assert before.room.total - paid.room.total == fen("150000.00"), "the debt shrank by what came"
    receive(story, "levied", "500000.00", "扣划")
    arrived = limit(story)
    assert arrived.on_the_way == 0
    assert arrived.room.total == paid.room.total, "the same fen, now credited, is not held twice"


def test_who_stands_before_us_is_asked_of_the_day_of_the_act_not_of_today() -> None:
    prior = {"sort": "measure", "ends_on": "2017-01-10"}
    theirs = assets.Asset(kind="deposit", prior=[prior])
    with on_day("2018-06-01"):
        assert queries.behind(theirs, date(2017, 1, 10)) == 1
        assert queries.behind(theirs, date(2017, 1, 11)) == 0


def test_an_account_with_next_to_nothing_is_left_out_of_the_plan(world: World) -> None:
    story = Story(world, account("6222020001", "41.91"), account("6222020002", "50000.00"))
    with on_day("2016-12-16"), viewing(story.court.officer):
        room = queries.ceiling(story.case, date(2016, 12, 16)).room
        plan, _ = queries.plan_of(story.case, room, date(2016, 12, 16))
    assert plan.amount_of(story.assets[0]) == 0
    assert "数额过小" in plan.why_not(story.assets[0])
    assert plan.amount_of(story.assets[1]) == fen("50000.00")
