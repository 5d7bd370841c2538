"""Property told of by people: leads, what officers enter, what must be left to the debtor."""

from __future__ import annotations

import pytest

from duixian.contexts.assets import queries
from duixian.contexts.assets.acts_lead import ReportLead, VerifyLead
from duixian.contexts.assets.acts_register import MarkExempt, RegisterAsset
from duixian.contexts.assets.acts_set_aside import MarkNotEnforceable
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record import queries as record
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from tests.contexts.assets.answers import account, answer, ask, debtors, done, enrol
from tests.world import TestCourt, World, act, effected, file_case, on_day


def test_an_urgent_lead_has_three_days_and_leads_to_property(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    owner = debtors(court, case_id)[0].pk
    with on_day("2017-05-10"):
        lead = act(
            ReportLead,
            case=case_id,
            debtor=owner,
            kind="vehicle",
            description="车辆停在弋江某停车场",
            reported_by="申请执行人",
            urgent=True,
        )
        reported = done(do(lead, by=court.officer))
    assert reported.result["due_on"] == "2017-05-15", "the third day is a Saturday"
    with viewing(court.officer):
        clocks = {each.node: each for each in deadlines.of_case(case_id)}
    assert clocks["lead_verification"].due_on.isoformat() == "2017-05-15"
    with on_day("2017-05-12"):
        entered = act(
            RegisterAsset,
            case=case_id,
            owner=owner,
            kind="vehicle",
            description="皖B67890 别克",
            number="LSGXX0000000012345",
            found_by="lead",
        )
        asset = done(do(entered, by=court.officer)).result["asset"]
        verified = act(
            VerifyLead,
            case=case_id,
            lead=reported.result["lead"],
            outcome="found",
            asset=asset,
            note="现场核实，车在",
        )
        do(verified, by=court.officer)
        with viewing(court.officer):
            clocks = {each.node: each for each in deadlines.of_case(case_id)}
            lead_row = queries.leads_of(case_id).get()
    assert clocks["lead_verification"].state == "met"
    assert (lead_row.outcome, lead_row.asset_id) == ("found", asset)
    with on_day("2017-05-13"), pytest.raises(Refusal) as refused:
        attempt(entered, by=court.officer)
    assert refused.value.code == "assets.registered_already"


def test_a_lead_said_to_be_true_names_the_property(world: World) -> None:
    case_id = file_case(world.jinghu, "2017-05-08")
    with pytest.raises(Refusal) as refused:
        act(VerifyLead, case=case_id, lead=1, outcome="found", note="属实")
    assert refused.value.status == 400


def test_what_must_be_left_is_kept_out_with_its_reason(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    ask(court, case_id, "2016-12-14")
    person = debtors(court, case_id)[0]
    found = [
        account("6217002046", "6412.30", account_class="养老金发放户"),
        account("6217005560", "18400.00", protected=True),
    ]
    answer(court, case_id, person, places["deposit"], found)
    with viewing(court.officer):
        union, pension = queries.assets_of(case_id)
    assert union.exempt and union.exempt_reason == "依法不得冻结的专用账户"
    with on_day("2016-12-16"):
        keep = act(
            MarkExempt,
            case=case_id,
            asset=pension.pk,
            kept_amount="1080.00",
            reason="二人一月生活费",
        )
        do(keep, by=court.officer)
        for kept in ("1.00", None):
            softened = act(
                MarkExempt, case=case_id, asset=union.pk, kept_amount=kept, reason="另有收入"
            )
            with pytest.raises(Refusal) as refused:
                do(softened, by=court.officer)
            assert refused.value.code == "assets.protected"
    with viewing(court.officer):
        pension.refresh_from_db()
    assert (pension.exempt, pension.kept_amount) == (False, 108_000)


def test_property_that_cannot_be_sold_says_why(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    owner = debtors(court, case_id)[0].pk
    with on_day("2016-12-16"):
        entered = act(
            RegisterAsset, case=case_id, owner=owner, kind="other", description="旧机床一台"
        )
        asset = done(do(entered, by=court.officer)).result["asset"]
        facts = {"case": case_id, "asset": asset, "ground": "no_value"}
        with pytest.raises(Refusal) as refused:
            attempt(act(MarkNotEnforceable, **facts), by=court.officer)
        assert refused.value.code == "assets.ground_not_on_record"
        assert refused.value.field == "explanation"
        judged = act(MarkNotEnforceable, **facts, explanation="评估为废铁，卷宗第31页")
        waiting = do(judged, by=court.officer)
        with viewing(court.officer):
            assert queries.asset(asset).state == "found", "nothing holds before the director signs"
        line = record_line(court, effected(waiting, court.director).entry_id)
        assert "终本审查时不计" in line
        with viewing(court.officer):
            row = queries.asset(asset)
        assert (row.state, row.state_reason) == (
            "not_enforceable",
            "没有变现价值或者处置费用超过价值：评估为废铁，卷宗第31页",
        )
        with pytest.raises(Refusal) as refused:
            attempt(judged, by=court.officer)
    assert refused.value.code == "assets.settled"


def record_line(court: TestCourt, entry_id: int) -> str:
    with viewing(court.officer):
        return record.entry(entry_id).line


@pytest.mark.parametrize(
    ("facts", "ground", "words"),
    [
        ({"kind": "deposit", "amount": "1000.00"}, "no_value", "不属于数额过小"),
        ({"kind": "deposit", "amount": "999.00"}, "exempt", "没有认定为豁免财产"),
        ({"kind": "other"}, "needed_home", "不是房屋"),
        ({"kind": "real_estate"}, "needed_home", "应写明情况"),
        ({"kind": "real_estate"}, "prior_rights", "没有查到"),
        ({"kind": "real_estate"}, "unsold", "没有经过法定的全部拍卖"),
        ({"kind": "vehicle"}, "not_located", "没有办理查封登记"),
        ({"kind": "other"}, "not_located", "不是车辆"),
        ({"kind": "equity"}, "not_owned", "应写明情况"),
        ({"kind": "equity"}, "other", "应写明情况"),
    ],
)
def test_a_ground_the_record_does_not_bear_out_is_refused(
    world: World, facts: dict[str, str], ground: str, words: str
) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2016-12-16"):
        owner = debtors(court, case_id)[0].pk
        entered = act(RegisterAsset, case=case_id, owner=owner, description="某财产", **facts)
        asset = done(do(entered, by=court.officer)).result["asset"]
        with pytest.raises(Refusal) as refused:
            mark = act(MarkNotEnforceable, case=case_id, asset=asset, ground=ground)
            attempt(mark, by=court.officer)
    assert refused.value.code == "assets.ground_not_on_record"
    assert words in refused.value.message and refused.value.cure


def test_little_money_is_set_aside_by_the_laws_number(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2016-12-16"):
        owner = debtors(court, case_id)[0].pk
        facts = {"kind": "deposit", "description": "存款", "amount": "999.99"}
        entered = act(RegisterAsset, case=case_id, owner=owner, **facts)
        asset = done(do(entered, by=court.officer)).result["asset"]
        mark = act(MarkNotEnforceable, case=case_id, asset=asset, ground="no_value")
        effected(do(mark, by=court.officer), court.director)
    with viewing(court.officer):
        assert queries.asset(asset).state == "not_enforceable"


def test_property_of_another_case_cannot_be_reached(world: World) -> None:
    court = world.jinghu
    mine, other = file_case(court), file_case(court)
    owner = debtors(court, other)[0].pk
    with on_day("2016-12-16"):
        entered = act(
            RegisterAsset, case=other, owner=owner, kind="other", description="旧机床一台"
        )
        asset = done(do(entered, by=court.officer)).result["asset"]
        with pytest.raises(Refusal) as refused:
            attempt(
                act(MarkNotEnforceable, case=mine, asset=asset, ground="no_value"),
                by=court.officer,
            )
    assert refused.value.code == "assets.not_in_case"


def test_what_the_debtor_declared_gets_its_institution_later(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court)
    owner = debtors(court, case_id)[0].pk
    facts = {
        "case": case_id,
        "owner": owner,
        "kind": "deposit",
        "description": "外地存折",
        "number": "6222027777",
    }
    with on_day("2016-12-16"):
        first = done(do(act(RegisterAsset, **facts), by=court.officer)).result["asset"]
        with pytest.raises(Refusal) as refused:
            attempt(act(RegisterAsset, **facts), by=court.officer)
        assert refused.value.code == "assets.registered_already"
        placed = act(RegisterAsset, **facts, institution=places["deposit"])
        again = done(do(placed, by=court.officer)).result["asset"]
        with viewing(court.officer):
            assert queries.asset(first).institution_id == places["deposit"]
    assert again == first
