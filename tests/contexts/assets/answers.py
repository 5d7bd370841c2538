"""Institutions and answers for stories about property."""

from __future__ import annotations

from typing import Any

from duixian.contexts.assets import queries
from duixian.contexts.assets.acts_answer import RecordAnswer
from duixian.contexts.assets.acts_inquiry import EnrolInstitution, RecordSent, SendInquiries
from duixian.contexts.cases import queries as cases
from duixian.contexts.parties import queries as parties
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.viewing import viewing
from tests.world import TestCourt, act, on_day

BANK = {"key": "bank-huishang", "name": "徽商银行", "kind": "YH"}
LAND = {"key": "land-wuhu", "name": "芜湖市不动产登记中心", "kind": "IP"}
VEHICLES = {"key": "vehicles-wuhu", "name": "芜湖市车辆管理所", "kind": "CL"}


def enrol(court: TestCourt, day: str = "2016-12-01") -> dict[str, int]:
    """A bank, a land registry and a vehicle registry; their ids by kind of property."""
    made = {}
    rows = (
        ("deposit", BANK, ("deposits", "control")),
        ("real_estate", LAND, ("real_estate", "control")),
        ("vehicle", VEHICLES, ("vehicles", "control")),
    )
    with on_day(day):
        for kind, facts, able in rows:
            enrolment = act(EnrolInstitution, **facts, capabilities=able)
            made[kind] = done(do(enrolment, by=system(court))).result["institution"]
    return made


def system(court: TestCourt) -> Any:
    return system_actor(court.court.pk)


def done(outcome: Any) -> Done:
    assert isinstance(outcome, Done)
    return outcome


def debtors(court: TestCourt, case_id: int) -> list[Any]:
    with viewing(court.officer):
        return cases.debtors_of(case_id)


def ask(court: TestCourt, case_id: int, day: str, **facts: Any) -> Done:
    """The officer sends inquiries and the system reports every one as sent."""
    with on_day(day):
        asked = done(do(act(SendInquiries, case=case_id, **facts), by=court.officer))
        for inquiry in asked.result["inquiries"]:
            do(act(RecordSent, case=case_id, inquiry=inquiry), by=system(court))
    return asked


def inquiry_id(court: TestCourt, case_id: int, debtor: Any, institution: int) -> int:
    with viewing(court.officer):
        found = queries.inquiries_of(case_id).filter(debtor=debtor, institution_id=institution)
        return int(found.latest("id").pk)


def answer_facts(
    debtor: Any, day: str, found: list[dict[str, Any]], **changed: Any
) -> dict[str, Any]:
    facts = {
        "answered_name": debtor.party.name,
        "answered_identity": parties.identity_number(debtor.party),
        "answered_on": day,
        "found": found,
        "evidence": "报文",
    }
    return {**facts, **changed}


def answer(
    court: TestCourt,
    case_id: int,
    debtor: Any,
    institution: int,
    found: list[dict[str, Any]],
    day: str = "2016-12-15",
    **changed: Any,
) -> Done:
    """An institution's answer about a debtor, as the system records it."""
    inquiry = inquiry_id(court, case_id, debtor, institution)
    facts = answer_facts(debtor, day, found, **changed)
    with on_day(day):
        return done(do(act(RecordAnswer, case=case_id, inquiry=inquiry, **facts), by=system(court)))


def account(number: str, available: str, **changed: Any) -> dict[str, Any]:
    return {
        "kind": "deposit",
        "number": number,
        "account_class": "一般户",
        "branch": "徽商银行芜湖分行",
        "balance": available,
        "available": available,
        **changed,
    }
