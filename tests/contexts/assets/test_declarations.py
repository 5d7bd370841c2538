"""The debtor must say what he owns, and what he hides is laid beside what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets import queries
from duixian.contexts.assets.acts_declaration import (
    FileDeclaration,
    OrderDeclaration,
    RevokeDeclarationLink,
)
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record.doing import attempt, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from tests.contexts.assets.answers import account, answer, ask, debtors, done, enrol, system
from tests.world import World, act, file_case, on_day


def order(world: World, case_id: int, day: str = "2017-05-10", **facts: Any) -> Any:
    with on_day(day):
        return done(do(act(OrderDeclaration, case=case_id, **facts), by=world.jinghu.officer))


def declaration_clocks(world: World, case_id: int) -> dict[str, str]:
    with viewing(world.jinghu.officer):
        clocks = deadlines.of_case(case_id)
    return {each.subject: each.state for each in clocks if each.node == "declaration"}


def test_each_debtor_is_ordered_and_gets_a_clock_and_a_link_of_his_own(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    ordered = order(world, case_id)
    first, second = debtors(court, case_id)
    assert ordered.result["debtor"] == [first.pk, second.pk]
    assert ordered.result["due_on"] == "2017-05-25"
    assert declaration_clocks(world, case_id) == {
        str(first.pk): "running",
        str(second.pk): "running",
    }
    assert ordered.result["document"]
    with viewing(court.officer):
        tokens = [queries.declaration_token(each) for each in ordered.result["links"]]
    assert len(set(tokens)) == 2
    assert {queries.court_of_token(each) for each in tokens} == {court.court.pk}
    with viewing(system(court)):
        link = queries.link_of_token(tokens[0])
        assert link is not None and link.debtor_id == first.pk
        assert queries.link_of_token(tokens[0][:-1] + "x") is None
    with viewing(world.jiujiang.officer):
        assert queries.link_of_token(tokens[0]) is None


def test_the_debtor_declares_on_line_through_his_own_link_only(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    ordered = order(world, case_id)
    first, second = debtors(court, case_id)
    facts = {
        "case": case_id,
        "debtor": first.pk,
        "items": [{"kind": "vehicle", "description": "皖B12345 大众", "amount": "30000.00"}],
    }
    with on_day("2017-05-20"):
        for link, code in (
            (None, "assets.link_missing"),
            (ordered.result["links"][1], "assets.link_not_valid"),
        ):
            with pytest.raises(Refusal) as refused:
                attempt(act(FileDeclaration, **facts, link=link), by=system(court))
            assert (refused.value.code, refused.value.status) == (code, 403)
        own = act(FileDeclaration, **facts, link=ordered.result["links"][0])
        filed = done(do(own, by=system(court)))
    assert filed.result["debtor"] == first.pk and filed.result["late_days"] == 0
    assert declaration_clocks(world, case_id)[str(first.pk)] == "met"
    assert declaration_clocks(world, case_id)[str(second.pk)] == "running"
    with viewing(court.officer):
        assets = queries.assets_of(case_id)
        declared = queries.declarations_of(case_id).get()
    assert [(each.found_by, each.value) for each in assets] == [("declaration", 3_000_000)]
    assert declared.channel == "link"


def test_what_was_hidden_is_shown_beside_what_was_found(world: World) -> None:
    court = world.jinghu
    places = enrol(court)
    case_id = file_case(court, "2017-05-08")
    order(world, case_id)
    ask(court, case_id, "2017-05-09")
    person = debtors(court, case_id)[0]
    found = [account("6222020001", "96880.00"), account("6222020002", "1208.66")]
    answer(court, case_id, person, places["deposit"], found, day="2017-05-10")
    with on_day("2017-05-31"):
        declaration = act(
            FileDeclaration,
            case=case_id,
            debtor=person.pk,
            items=[
                {
                    "kind": "deposit",
                    "description": "工资卡",
                    "number": "6222020001",
                    "amount": "500.00",
                },
                {"kind": "deposit", "description": "外地存折", "number": "6222027777"},
            ],
        )
        filed = done(do(declaration, by=court.actor(Role.CLERK)))
    assert filed.result["late_days"] == 6 and filed.result["contradictions"] == 3
    with viewing(court.officer):
        differ = {each.kind: each for each in queries.contradictions_of(case_id, person.pk)}
    assert differ["undeclared"].difference == 120_866
    assert differ["understated"].difference == 9_688_000 - 50_000
    assert "外地存折" in differ["unconfirmed"].sentence


def test_nothing_owned_and_something_owned_exclude_each_other(world: World) -> None:
    case_id = file_case(world.jinghu, "2017-05-08")
    debtor = debtors(world.jinghu, case_id)[0].pk
    item = {"kind": "other", "description": "古画"}
    for facts in ({"nothing_owned": True, "items": [item]}, {}):
        with pytest.raises(Refusal) as refused:
            act(FileDeclaration, case=case_id, debtor=debtor, **facts)
        assert refused.value.status == 400


def test_nobody_declares_before_being_ordered_but_may_supplement_of_himself(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    debtor = debtors(court, case_id)[0].pk
    facts = {"case": case_id, "debtor": debtor, "nothing_owned": True}
    with on_day("2017-05-09"):
        with pytest.raises(Refusal) as refused:
            attempt(act(FileDeclaration, **facts), by=court.officer)
        assert refused.value.code == "assets.not_ordered"
        attempt(act(FileDeclaration, **facts, kind="supplement"), by=court.officer)


def test_a_revoked_link_opens_nothing(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    links = order(world, case_id).result["links"]
    with on_day("2017-05-11"):
        do(act(RevokeDeclarationLink, case=case_id, link=links[0]), by=court.officer)
        with viewing(court.officer):
            token = queries.declaration_token(links[0])
            assert queries.link_of_token(token) is None


def test_there_was_no_such_order_before_the_law_knew_it(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court, "2017-05-08")
    early = act(OrderDeclaration, case=case_id, days=10)
    with on_day("2017-05-10"), pytest.raises(Refusal) as refused:
        do(early, by=court.officer, occurred_on=date(2008, 5, 10))
    assert refused.value.code == "law.parameter_not_known_on_day"
