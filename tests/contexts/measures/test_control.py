"""Deposits are frozen, renewed, levied and released, each order once, never above the debt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_register import MarkExempt
from duixian.contexts.closing import gathering
from duixian.contexts.deadlines import listening
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution.acts import RecordDirectPayment
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.measures import court_account, queries
from duixian.contexts.measures.acts_control import FreezeDeposit
from duixian.contexts.measures.acts_course import Lift, NoteExpired, Reduce, Renew
from duixian.contexts.measures.acts_levy import ConfirmLevy, LevyDeposit
from duixian.contexts.measures.acts_receipt import (
    ConfirmLift,
    ConfirmMeasure,
    RecordRefused,
    RecordSent,
    RecordUnchanged,
)
from duixian.contexts.measures.court_account import CourtAccount
from duixian.contexts.record.acts import Act, Subject
from duixian.contexts.record.doing import Done, attempt, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, fen, yuan
from tests.contexts.assets.answers import account, answer, ask, debtors, done, enrol, system
from tests.world import World, act, effected, file_case, on_day

COURT_ACCOUNT = {
    "account_name": "芜湖市镜湖区人民法院",
    "account_bank": "徽商银行芜湖分行",
    "account_number": "1020501021000099",
}


class Story:
    """A case in which the bank answered with some accounts of the first debtor."""

    def __init__(self, world: World, *accounts: dict[str, Any], **changed: Any) -> None:
        self.world, self.court = world, world.jinghu
        self.places = enrol(self.court)
        self.case = file_case(self.court, **changed)
        ask(self.court, self.case, "2016-12-14")
        self.debtor = debtors(self.court, self.case)[0]
        told = answer(self.court, self.case, self.debtor, self.places["deposit"], list(accounts))
        self.assets: list[int] = told.result["assets"]

    def do(self, day: str, kind: type[Act], /, by: Any = None, **facts: Any) -> Done:
        with on_day(day):
            return done(do(act(kind, case=self.case, **facts), by=by or self.court.officer))

    def system(self, day: str, kind: type[Act], /, **facts: Any) -> Done:
        return self.do(day, kind, by=system(self.court), **facts)

    def refusal(self, day: str, kind: type[Act], /, by: Any = None, **facts: Any) -> Refusal:
        with on_day(day), pytest.raises(Refusal) as refused:
            attempt(act(kind, case=self.case, **facts), by=by or self.court.officer)
        return refused.value

    def freeze(self, place: int, amount: str, day: str = "2016-12-16", **facts: Any) -> Done:
        return self.do(day, FreezeDeposit, asset=self.assets[place], amount=amount, **facts)

    def frozen(self, place: int, amount: str, day: str = "2016-12-16") -> Done:
        """Ordered, sent and confirmed as effective for the whole amount."""
        ordered = self.freeze(place, amount, day)
        self.system(day, RecordSent, order=ordered.result["order"])
        self.system(
            day,
            ConfirmMeasure,
            order=ordered.result["order"],
            outcome="effective",
            held_amount=amount,
        )
        return ordered

    def levy(self, day: str, measure: int, **facts: Any) -> Done:
        with on_day(day):
            levy = act(LevyDeposit, case=self.case, measure=measure, **COURT_ACCOUNT, **facts)
            return effected(do(levy, by=self.court.officer), self.court.director)

    def levy_into_own(self, day: str, measure: int) -> Done:
        with on_day(day):
            levy = act(LevyDeposit, case=self.case, measure=measure)
            return effected(do(levy, by=self.court.officer), self.court.director)

    def clocks(self, node: str) -> list[tuple[str, str, date | None]]:
        with viewing(self.court.officer):
            every = deadlines.of_case(self.case)
        return [(each.subject, each.state, each.due_on) for each in every if each.node == node]

    def measure(self, measure: int) -> Any:
        with viewing(self.court.officer):
            return queries.measure(measure)

    def held(self) -> Fen:
        with viewing(self.court.officer):
            return queries.held_amount(self.case)


def test_a_deposit_is_frozen_for_the_longest_term_with_ruling_and_notice(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.freeze(0, "142305.77")
    assert frozen.result["ends_on"] == "2017-12-16"
    with viewing(story.court.officer):
        notice = plain_text(documents.sheet(frozen.result["document"]))
        ruling = documents.document(frozen.result["ruling"])
        order = queries.orders_to_send(story.court.court.pk)[0]
    assert "6222021234563308" in notice and "142,305.77" in notice
    assert "冻结期限一年，自2016年12月16日起至2017年12月16日止" in notice
    assert ruling.number in notice
    assert (order.kind, order.amount, order.by_network) == ("freeze", 14_230_577, True)
    assert order.entry_id == frozen.entry_id == ruling.entry_id
    measure = str(frozen.result["measure"])
    assert story.clocks("measure_expiry") == [(measure, "running", date(2017, 12, 16))]
    assert story.clocks("answer_screening")[0][1] == "met"
    assert story.held() == 0, "nothing is held before the bank says so"


def test_the_receipt_makes_it_effective_once(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.freeze(0, "142305.77")
    order = frozen.result["order"]
    story.system("2016-12-16", RecordSent, order=order, receipt_number="R1")
    facts = {
        "order": order,
        "outcome": "effective",
        "rank": 1,
        "held_amount": "142305.77",
        "starts_on": "2016-12-17",
        "ends_on": "2019-12-17",
    }
    confirmed = story.system("2016-12-17", ConfirmMeasure, **facts)
    assert confirmed.result["ends_on"] == "2017-12-17", "no bank may hold longer than the law"
    assert confirmed.result["excess"] == 0
    assert story.held() == fen("142305.77")
    again = story.refusal("2016-12-17", ConfirmMeasure, by=system(story.court), **facts)
    assert (again.code, again.status) == ("measures.order_settled", 409)
    with viewing(story.court.officer):
        assert queries.orders_to_send(story.court.court.pk) == []
        assert assets.asset(story.assets[0]).state == "controlled"
    states = {(state, due) for _, state, due in story.clocks("measure_expiry")}
    assert ("running", date(2017, 12, 17)) in states and len(states) == 2


@pytest.mark.parametrize("told", [{"balance": "142305.77", "available": "0.00"}, {}])
def test_money_this_case_has_frozen_is_still_there_to_pay_it(
    world: World, told: dict[str, str]
) -> None:
    story = Story(world, account("6222020001", "142305.77"))
    with on_day("2016-12-16"):
        facts = {"asset": story.assets[0], "amount": "142305.77"}
        ordered = done(do(act(FreezeDeposit, case=story.case, **facts), by=story.court.officer))
    story.system("2016-12-16", RecordSent, order=ordered.result["order"])
    facts = {"order": ordered.result["order"], "held_amount": "142305.77", **told}
    story.system("2016-12-16", ConfirmMeasure, outcome="effective", **facts)
    with viewing(story.court.officer):
        (thing,) = gathering.things_of(story.case)
    assert thing.controlled and thing.value == fen("142305.77")


def test_never_above_the_claim_with_what_is_ordered_and_held(world: World) -> None:
    story = Story(world, account("6222020001", "700000.00"), account("6222020002", "700000.00"))
    with on_day("2016-12-16"), viewing(story.court.officer):
        total = queries.ceiling(story.case, date(2016, 12, 16)).total
        assert total > fen("918478.44"), "costs, interest of delay and the fee come on top"
    story.frozen(0, "700000.00")
    refused = story.refusal("2016-12-16", FreezeDeposit, asset=story.assets[1], amount="700000.00")
    left = total - fen("700000.00")
    assert refused.code == "measures.over_ceiling"
    assert fen(refused.details["at_most"]) == left
    assert refused.cure.startswith("把徽商银行 0002 改为 ")
    ordered = story.freeze(1, refused.details["at_most"])
    assert ordered.result["amount"] == left
    with on_day("2016-12-16"), viewing(story.court.officer):
        assert queries.ceiling(story.case, date(2016, 12, 16)).room.total == 0


def test_the_plan_fills_the_form(world: World) -> None:
    story = Story(world, account("6222020001", "500.00"), account("6222020002", "700000.00"))
    with on_day("2016-12-16"), viewing(story.court.officer):
        at = begin_reading(story.court.officer, Subject(story.court.court.pk, story.case))
        FreezeDeposit.ready(at)
        assert FreezeDeposit.defaults(at) == {"asset": story.assets[1], "amount": "700000.00"}
        assert len(FreezeDeposit.choices(at)["asset"]) == 2


def test_exempt_and_special_accounts_and_what_must_be_left(world: World) -> None:
    story = Story(
        world,
        account("6222020001", "18400.00", protected=True),
        account("6222020002", "6412.30"),
    )
    refused = story.refusal("2016-12-16", FreezeDeposit, asset=story.assets[0], amount="1.00")
    assert refused.code == "measures.exempt" and "exempt-property" in refused.provisions
    story.do(
        "2016-12-16",
        MarkExempt,
        asset=story.assets[1],
        kept_amount="1080.00",
        reason="二人一月生活费",
    )
    refused = story.refusal("2016-12-16", FreezeDeposit, asset=story.assets[1], amount="6412.30")
    assert refused.code == "measures.touches_what_is_kept"
    assert refused.details == {"at_most": "5332.30"}
    frozen = story.freeze(1, "5332.30")
    with viewing(story.court.officer):
        ruling = plain_text(documents.sheet(frozen.result["ruling"]))
    assert "1,080.00元依法应当保留（二人一月生活费）" in ruling


def test_a_queued_freeze_counts_for_nothing_until_its_turn_comes(world: World) -> None:
    prior = {"authority": "鸠江区法院", "ends_on": "2017-06-30", "amount": "318000.00"}
    busy = {**account("6222027714", "0.00", measures=[prior]), "balance": "318000.00"}
    story = Story(world, busy)
    queued = story.freeze(0, "318000.00")
    assert queued.result["queued"] and queued.result["ends_on"] is None
    assert story.clocks("measure_expiry") == []
    order = queued.result["order"]
    receipt = {"order": order, "outcome": "queued", "rank": 2}
    story.system("2016-12-17", ConfirmMeasure, **receipt)
    with on_day("2016-12-17"), viewing(story.court.officer):
        assert [each.rank for each in queries.waiting_in_queue(story.court.court.pk)] == [2]
        limit = queries.ceiling(story.case, date(2016, 12, 17))
        assert (limit.held, limit.pending) == (0, 0)
    came = story.system(
        "2017-07-01", ConfirmMeasure, order=order, outcome="effective", held_amount="318000.00"
    )
    assert came.result["turn_came"] and came.result["ends_on"] == "2018-07-01"
    assert story.clocks("measure_expiry")[0][1:] == ("running", date(2018, 7, 1))
    assert story.held() == fen("318000.00")


def test_an_unexpected_queue_stops_the_clock_of_the_term(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.freeze(0, "142305.77")
    story.system(
        "2016-12-17", ConfirmMeasure, order=frozen.result["order"], outcome="queued", rank=3
    )
    assert [state for _, state, _ in story.clocks("measure_expiry")] == ["met"]
    measure = story.measure(frozen.result["measure"])
    assert (measure.state, measure.rank, measure.ends_on) == ("queued", 3, None)


def test_a_refused_freeze_ends_and_the_account_is_free_again(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.freeze(0, "142305.77")
    double = story.refusal("2016-12-16", FreezeDeposit, asset=story.assets[0], amount="1.00")
    assert double.code in ("measures.controlled_already", "measures.nothing_to_control")
    story.system("2016-12-16", RecordRefused, order=frozen.result["order"], reason="账户已销户")
    assert [state for _, state, _ in story.clocks("measure_expiry")] == ["cancelled"]
    assert [state for _, state, _ in story.clocks("notice_of_measure")] == ["cancelled"]
    again = story.freeze(0, "142305.77", "2016-12-19")
    assert again.result["measure"] != frozen.result["measure"]


def test_renewal_begins_where_the_term_ends_and_not_twice_ahead(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    renewed = story.do("2017-12-01", Renew, measure=measure)
    assert renewed.result["ends_on"] == "2018-12-16"
    with viewing(story.court.officer):
        notice = plain_text(documents.sheet(renewed.result["document"]))
        ruling = documents.document(renewed.result["ruling"])
    assert "自2017年12月16日起至2018年12月16日止" in notice and ruling.number in notice
    story.system(
        "2017-12-01",
        ConfirmMeasure,
        order=renewed.result["order"],
        outcome="effective",
        held_amount="142305.77",
    )
    ahead = story.refusal("2017-12-02", Renew, measure=measure)
    assert ahead.code == "measures.renewed_already" and ahead.transient
    running = [due for _, state, due in story.clocks("measure_expiry") if state == "running"]
    assert running == [date(2018, 12, 16)]
    late = story.refusal("2018-12-17", Renew, measure=measure)
    assert late.code == "measures.too_late_to_renew"
    longer = story.refusal("2018-12-01", Renew, measure=measure, days=366)
    assert longer.code == "freeze_term.longer_than_the_law"


def test_a_renewal_the_bank_refuses_leaves_the_old_day(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    renewed = story.do("2017-12-01", Renew, measure=measure)
    story.system(
        "2017-12-02", RecordUnchanged, order=renewed.result["order"], reason="未随附裁定书"
    )
    assert story.measure(measure).ends_on == date(2017, 12, 16)
    running = [due for _, state, due in story.clocks("measure_expiry") if state == "running"]
    assert running == [date(2017, 12, 16)]
    assert story.clocks("notice_of_measure")[0][1] == "running", "the debtor is still to be told"
    with viewing(story.court.officer):
        soon = queries.expiring(date(2017, 12, 31), court_id=story.court.court.pk)
        assert [each.pk for each in soon] == [measure]
    story.do("2017-12-03", Renew, measure=measure)


def test_an_unrenewed_freeze_has_no_effect_any_more(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    early = story.refusal("2017-12-16", NoteExpired, by=system(story.court), measure=measure)
    assert early.code == "measures.not_expired"
    with viewing(story.court.officer):
        assert [each.pk for each in queries.lapsed(story.court.court.pk, date(2017, 12, 17))] == [
            measure
        ]
    story.system("2017-12-17", NoteExpired, measure=measure)
    assert story.held() == 0 and story.measure(measure).state == "expired"
    assert [state for _, state, _ in story.clocks("measure_expiry")] == ["cancelled"] * 2
    with viewing(story.court.officer):
        assert assets.asset(story.assets[0]).state == "found"


def test_frozen_money_is_levied_with_the_directors_signature(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    none = story.refusal("2016-12-16", LevyDeposit, measure=1, **COURT_ACCOUNT)
    assert none.code == "measures.nothing_frozen"
    measure = story.frozen(0, "142305.77").result["measure"]
    more = story.refusal(
        "2016-12-20", LevyDeposit, measure=measure, amount="142305.78", **COURT_ACCOUNT
    )
    assert more.code == "measures.above_frozen" and more.cure == "改为不超过 142,305.77"
    nowhere = story.refusal("2016-12-20", LevyDeposit, measure=measure)
    assert nowhere.code == "measures.court_account_missing"
    levied = story.levy("2016-12-20", measure, amount="100000.00")
    assert levied.result["freeze"] == measure and levied.result["amount"] == fen("100000.00")
    with viewing(story.court.officer):
        order = queries.order(levied.result["order"])
        first = queries.orders_of(story.case)[0]
        notice = plain_text(documents.sheet(levied.result["document"]))
    assert order.original == first.correlation != order.correlation
    assert order.pay_into["number"] == "1020501021000099" and "1020501021000099" in notice
    pending = story.refusal("2016-12-20", Lift, measure=measure, reason="和解")
    assert pending.code == "measures.levy_open"


def test_two_levies_under_way_never_take_more_than_is_owed(world: World) -> None:
    story = Story(world, account("6222020001", "500000.00"), account("6222020002", "400000.00"))
    first = story.frozen(0, "500000.00").result["measure"]
    second = story.frozen(1, "400000.00").result["measure"]
    story.do(
        "2016-12-19",
        RecordDirectPayment,
        amount="450000.00",
        paid_on="2016-12-19",
        evidence="申请执行人收条",
    )
    story.levy("2016-12-20", first, amount="450000.00")
    with on_day("2016-12-20"), viewing(story.court.officer):
        limit = queries.ceiling(story.case, date(2016, 12, 20))
    refused = story.refusal("2016-12-20", LevyDeposit, measure=second, **COURT_ACCOUNT)
    assert refused.code == "measures.above_owed"
    assert refused.details["at_most"] == yuan(Fen(limit.total - fen("450000.00")))


def test_levied_money_goes_nowhere_but_to_the_courts_own_account(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    own = CourtAccount("芜湖市镜湖区人民法院", "徽商银行", "8812345678901234")
    monkeypatch.setattr(court_account, "of_case", lambda case_id: own)
    refused = story.refusal("2016-12-20", LevyDeposit, measure=measure, **COURT_ACCOUNT)
    assert refused.code == "measures.not_the_courts_account"
    levied = story.levy_into_own("2016-12-20", measure)
    assert levied.result["pay_into"]["number"] == own.number


def test_an_expired_freeze_yields_nothing_before_its_end_is_noted(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    refused = story.refusal("2017-12-17", LevyDeposit, measure=measure, **COURT_ACCOUNT)
    assert refused.code == "measures.expired"


def test_what_was_levied_is_held_until_it_is_credited(world: World) -> None:
    story = Story(world, account("6222020001", "500000.00"), account("6222020002", "900000.00"))
    measure = story.frozen(0, "500000.00").result["measure"]
    levied = story.levy("2016-12-20", measure)
    confirmed = story.system(
        "2016-12-21", ConfirmLevy, order=levied.result["order"], levied_amount="500000.00"
    )
    assert confirmed.result["measure"] == measure and confirmed.result["term_ended"]
    assert story.measure(measure).state == "levied" and story.held() == 0
    running = [state for _, state, _ in story.clocks("measure_expiry") if state == "running"]
    assert running == []
    with on_day("2016-12-21"), viewing(story.court.officer):
        limit = queries.ceiling(story.case, date(2016, 12, 21))
    assert limit.on_the_way == fen("500000.00")
    assert limit.room.total == limit.total - fen("500000.00")
    twice = story.refusal(
        "2016-12-21",
        ConfirmLevy,
        by=system(story.court),
        order=levied.result["order"],
        levied_amount="1.00",
    )
    assert twice.code == "measures.order_settled"


def test_part_of_a_freeze_is_released_and_then_the_rest(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    measure = story.frozen(0, "142305.77").result["measure"]
    whole = story.refusal(
        "2016-12-20", Reduce, measure=measure, amount="142305.77", reason="超标的"
    )
    assert whole.code == "measures.releases_everything"
    part = story.do("2016-12-20", Reduce, measure=measure, amount="42305.77", reason="超标的")
    with viewing(story.court.officer):
        paper = plain_text(documents.sheet(part.result["document"]))
        first = story.measure(measure).entry_id
        notice = documents.documents_of(story.case).get(
            entry_id=first, kind="notice_of_assistance_freeze"
        )
    assert notice.number in paper and "其中42,305.77元" in paper
    waiting = story.refusal("2016-12-20", Lift, measure=measure, reason="履行完毕")
    assert waiting.code == "measures.order_open" and waiting.transient
    story.system("2016-12-20", ConfirmLift, order=part.result["order"])
    assert story.held() == fen("100000.00")
    assert story.clocks("measure_expiry")[-1][1] == "running"
    lifted = story.do("2016-12-21", Lift, measure=measure, reason="履行完毕")
    assert story.held() == 0
    assert {state for _, state, _ in story.clocks("measure_expiry")} == {"cancelled"}
    story.system("2016-12-22", RecordUnchanged, order=lifted.result["order"], reason="系统故障")
    assert story.held() == fen("100000.00"), "the bank still holds it"
    assert story.clocks("measure_expiry")[-1][1] == "running"


def test_only_what_went_over_the_counter_is_recorded_by_hand(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    order = story.freeze(0, "142305.77").result["order"]
    refused = story.refusal(
        "2016-12-16", ConfirmMeasure, order=order, outcome="effective", held_amount="1.00"
    )
    assert (refused.code, refused.status) == ("measures.by_network", 403)


def test_another_court_sees_neither_measure_nor_order(world: World) -> None:
    story = Story(world, account("6222021234563308", "142305.77"))
    frozen = story.freeze(0, "142305.77")
    with viewing(world.jiujiang.officer):
        assert queries.measures_of(story.case).count() == 0
        assert queries.orders_of(story.case).count() == 0
        with pytest.raises(Refusal):
            queries.measure(frozen.result["measure"])


def test_the_journal_alone_gives_the_same_clocks(world: World) -> None:
    story = Story(world, account("6222020001", "142305.77"), account("6222020002", "900.00"))
    measure = story.frozen(0, "142305.77").result["measure"]
    queued = story.freeze(1, "900.00").result["order"]
    story.system("2016-12-17", ConfirmMeasure, order=queued, outcome="queued", rank=2)
    renewed = story.do("2017-12-01", Renew, measure=measure)
    story.system("2017-12-02", RecordUnchanged, order=renewed.result["order"], reason="文书不全")
    levied = story.levy("2017-12-03", measure, amount="100.00")
    story.system("2017-12-04", RecordRefused, order=levied.result["order"], reason="系统升级")
    story.do("2017-12-05", Lift, measure=measure, reason="和解")
    with viewing(story.court.officer):
        assert listening.replay(story.case) == listening.clocks_of(story.case)


def test_the_receipt_tells_what_the_account_now_holds(world: World) -> None:
    story = Story(world, account("6222020001", "142305.77"))
    order = story.freeze(0, "142305.77").result["order"]
    facts = {"outcome": "effective", "held_amount": "142000.00", "available": "0.00"}
    story.system("2016-12-17", ConfirmMeasure, order=order, balance="142000.00", **facts)
    with viewing(story.court.officer):
        seen = assets.asset(story.assets[0])
    assert (seen.balance, seen.available) == (14_200_000, 0)
    with on_day("2016-12-17"), viewing(story.court.officer):
        limit = queries.ceiling(story.case, date(2016, 12, 17))
    assert limit.held == fen("142000.00"), "only what is really held counts"


def test_dollars_are_not_counted_as_yuan(world: World) -> None:
    story = Story(
        world, account("6222020001", "900000.00", currency="USD"), account("6222020002", "50000.00")
    )
    with on_day("2016-12-16"), viewing(story.court.officer):
        room = queries.ceiling(story.case, date(2016, 12, 16)).room
        plan, _ = queries.plan_of(story.case, room, date(2016, 12, 16))
    assert plan.total == fen("50000.00")
    refused = story.refusal("2016-12-16", FreezeDeposit, asset=story.assets[0], amount="1.00")
    assert refused.code == "measures.foreign_currency"
