"""How cases end: performed, terminated for now with every condition met, or for good."""

from __future__ import annotations

from duixian.city.life import finance, officer
from duixian.city.life import sanctions as sanctions_of
from duixian.city.life.control import SEAL, TAKES_INDIVISIBLE
from duixian.city.life.officer import CONCLUDE
from duixian.city.life.turn import Turn
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import Case
from duixian.contexts.closing import gathering
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.sanctions import queries as sanctions

EXECUTED = "closing.close_as_executed"
TERMINATE = "closing.terminate_current_proceedings"
TALK = "closing.record_termination_talk"
FINAL = "closing.close_as_finally_terminated"
NOT_ENFORCEABLE = "assets.mark_not_enforceable"

_LEAST_AGE = 92
_WORTH_TAKING = 20_000
_SHARE_WITHDRAWN = 0.03


def end(turn: Turn) -> None:
    """Close what can be closed today."""
    turn.reread()
    if turn.case.state == Case.State.CLOSED or turn.waiting & {EXECUTED, TERMINATE, FINAL}:
        return
    if turn.case.collected_amount > 0 and turn.case.owed_amount <= 0:
        _close_performed(turn)
    elif _withdrawn(turn):
        words = "申请执行人书面撤回执行申请，表示另行协商解决"
        turn.do(FINAL, {"ground": "withdrawn", "explanation": words})
    elif turn.open:
        _terminate(turn)


def _close_performed(turn: Turn) -> None:
    busy = (
        ledger.available_in_case(turn.case.pk) > 0
        or finance.under_way(turn)
        or gathering.measures_in_force(turn.case.pk)
        or sanctions.restrictions_in_force(turn.case.pk)
        or sanctions.listings_in_force(turn.case.pk)
    )
    if busy:
        turn.come_back_in(4)
        return
    others = gathering.has_other_items(turn.case.pk)
    turn.do(EXECUTED, {"other_items_performed": others})


def _withdrawn(turn: Turn) -> bool:
    mine = turn.chance("withdrawn")
    if mine.random() >= _SHARE_WITHDRAWN or ledger.available_in_case(turn.case.pk) > 0:
        return False
    return (turn.today - turn.case.filed_on).days >= mine.randrange(40, 120)


def _terminate(turn: Turn) -> None:
    """Old enough, surveyed, little found: do what the law still asks, talk, then terminate."""
    age = (turn.today - turn.case.filed_on).days
    if age < _LEAST_AGE or not turn.has(CONCLUDE) or not _little_left(turn):
        return
    turn.come_back_in(5)
    officer.visit(turn)
    sanctions_of.list_all(turn)
    if officer.ask_again(turn):
        return
    _set_aside(turn)
    if not turn.has(TALK):
        agrees = turn.chance("talk").random() < 0.6
        opinion = "" if agrees else "希望法院继续查找财产"
        creditor = turn.creditors[0].pk
        turn.do(TALK, {"creditor": creditor, "agrees": agrees, "opinion": opinion})
    elif not _unmet(turn):
        turn.do(TERMINATE, {"note": ""})


def _set_aside(turn: Turn) -> None:
    """Name why each thing that is left is not turned into money; a car is sealed first."""
    if NOT_ENFORCEABLE in turn.waiting:
        return
    for thing in assets.assets_of(turn.case.pk):
        if thing.state != "found" or measures.live_of_asset(thing.pk) is not None:
            continue
        worth = thing.available if thing.kind == "deposit" else None
        if thing.exempt:
            facts = {"asset": thing.pk, "ground": "exempt"}
        elif thing.kind == "deposit" and (worth or 0) < _WORTH_TAKING:
            words = "余额过小，见开户银行的反馈"
            facts = {"asset": thing.pk, "ground": "no_value", "explanation": words}
        elif thing.kind == "vehicle":
            if thing.institution_id is not None:
                turn.do(
                    SEAL, {"asset": thing.pk, "excess_reason": TAKES_INDIVISIBLE}, about=thing.pk
                )
            continue
        elif any(each.get("sort") == "right" for each in thing.prior):
            words = "登记的抵押权先于本案受偿，见登记单位的反馈"
            facts = {"asset": thing.pk, "ground": "prior_rights", "explanation": words}
        else:
            continue
        turn.do(NOT_ENFORCEABLE, facts, about=thing.pk)


def _little_left(turn: Turn) -> bool:
    """Whether property is left that only awaits its sale: then this is not the end."""
    if ledger.available_in_case(turn.case.pk) > 0:
        return False
    return not any(each.state == "ordered" for each in gathering.measures_in_force(turn.case.pk))


def _unmet(turn: Turn) -> bool:
    from duixian.contexts.closing.acts_termination import check_of

    return bool(check_of(turn.reading()).value.unmet)
