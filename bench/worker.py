"""One process doing acts when told: an order as JSON on standard input, then `go`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

WARM = 4


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    order = json.loads(sys.stdin.readline())
    django.setup()
    turn = _turn(order)
    for place in range(WARM):  # the law's tables are read at their first use
        turn(-1 - place)
    print("ready", flush=True)
    if sys.stdin.readline().strip() == "go":
        for place in range(order["acts"]):
            turn(place)
        print("done", flush=True)


def _turn(order: dict[str, Any]) -> Callable[[int], object]:
    """The act to be done at each place, with connection and person ready."""
    from duixian.contexts.assets.acts_lead import ReportLead
    from duixian.contexts.courts import queries as courts
    from duixian.contexts.ledger.acts import RecordReceipt
    from duixian.contexts.record.acts import read_facts
    from duixian.contexts.record.doing import do
    from duixian.kernel import clock

    by, cases, mark = courts.actor_of(order["person"]), order["cases"], order["mark"]

    def lead(place: int) -> object:
        facts = {
            "case": cases[place % len(cases)],
            "description": f"某小区有房屋一套（{mark}-{place}）",
            "reported_by": "申请人",
        }
        return do(read_facts(ReportLead, facts), by=by)

    def receipt(place: int) -> object:
        facts = {
            "case": cases[place % len(cases)],
            "amount": "1.00",
            "received_on": clock.today(),
            "payer": "方某平",
            "bank_reference": f"{mark}-{place}",
        }
        return do(read_facts(RecordReceipt, facts), by=by)

    return {"lead": lead, "receipt": receipt}[order["act"]]


if __name__ == "__main__":
    main()
