"""Four cases in different states, brought there by their acts: what a load copies."""

from __future__ import annotations

from typing import Any

from bench.court import BenchCourt, file_case
from duixian.contexts.assets.acts_lead import ReportLead
from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.cases import queries as cases
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.roles import Role


def live(court: BenchCourt) -> list[int]:
    """New; notified; with property found and a lead; with money waiting to be paid out."""
    made = [file_case(court, serial) for serial in range(1, 5)]
    officer, finance = court.officer(), court.actor(Role.FINANCE)
    for case in made[1:]:
        _do(IssueEnforcementNotice, officer, case=case)
    for case in made[2:]:
        _found(officer, case)
    money = {"received_on": clock.today(), "payer": "方某平", "amount": "120000.00"}
    _do(RecordReceipt, finance, case=made[3], bank_reference="LIVE-1", **money)
    return made


def _found(officer: Actor, case: int) -> None:
    """A house found by survey, and somebody's word of a car."""
    with viewing(officer):
        debtor = cases.debtors_of(case)[0].pk
    house = {
        "owner": debtor,
        "kind": "real_estate",
        "description": "镜湖区某小区 2 幢 301 室",
        "number": f"皖2020芜不动产权第{case:07d}号",
        "value": "900000.00",
    }
    _do(RegisterAsset, officer, case=case, **house)
    words = {"description": "小型轿车一辆，停在某小区", "reported_by": "申请人", "kind": "vehicle"}
    _do(ReportLead, officer, case=case, debtor=debtor, **words)


def _do(kind: type[Act], by: Actor, /, **facts: Any) -> None:
    do(read_facts(kind, facts), by=by)
