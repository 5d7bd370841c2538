"""What officers do against debtors who neither pay nor declare, and undo when they have paid."""

from __future__ import annotations

from duixian.city.life.officer import NOTICE, ORDER_DECLARATION
from duixian.city.life.turn import Turn
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.sanctions import queries as sanctions

RESTRICT, LIFT = "sanctions.restrict_consumption", "sanctions.lift_restriction"
LIST, REMOVE = "sanctions.list_dishonest", "sanctions.remove_from_list"
FINE = "sanctions.fine"
_PATIENCE_DAYS = 20


def press(turn: Turn) -> None:
    """Restrict consumption; list who can pay and refuses, or never declared."""
    if not turn.open or turn.days_since(NOTICE) < _PATIENCE_DAYS or _paid(turn):
        return
    if RESTRICT not in turn.waiting:
        for debtor in sanctions.not_restricted(turn.case.pk)[:1]:
            party = debtor.party
            behind = party.legal_representative if party.kind != "person" else ""
            turn.do(RESTRICT, {"debtor": debtor.pk, "persons": behind}, about=debtor.pk)
            turn.come_back_in(6)
    if LIST not in turn.waiting and turn.has(RESTRICT):
        _list(turn)


def list_all(turn: Turn) -> None:
    """Before termination everybody whom the law wants listed is."""
    if LIST not in turn.waiting and turn.has(RESTRICT):
        _list(turn, everybody=True)


def _list(turn: Turn, *, everybody: bool = False) -> None:
    filed = {each.debtor_id for each in assets.declarations_of(turn.case.pk)}
    for debtor in sanctions.not_listed(turn.case.pk):
        if debtor.party.standing in ("minor", "dead", "deregistered"):
            continue
        if turn.has(ORDER_DECLARATION) and debtor.pk not in filed:
            ground, conduct = "no_declaration", "经责令逾期未报告财产"
        elif turn.truth(debtor).disposition in ("evades", "pays_under_pressure"):
            ground, conduct = "able_refuses", "有履行能力而拒不履行"
        else:
            continue
        if everybody or turn.chance("listed", debtor.seq).random() < 0.5:
            facts = {"debtor": debtor.pk, "ground": ground, "conduct": conduct}
            if turn.do(LIST, facts, about=debtor.pk) is None and ground == "no_declaration":
                _fine(turn, debtor)
            return


def _fine(turn: Turn, debtor: CaseParty) -> None:
    """Who may not be listed for his silence is fined for it."""
    if FINE in turn.waiting or sanctions.responses_of(turn.case.pk, debtor.pk):
        return
    facts = {
        "debtor": debtor.pk,
        "reason": "经责令逾期未报告财产",
        "amount": "2000" if debtor.party.kind == "person" else "50000",
        "decision_number": f"({turn.today.year})司惩{debtor.pk}号",
    }
    turn.do(FINE, facts, about=debtor.pk)


def relent(turn: Turn) -> None:
    """Everything is paid: restrictions and listings come to their end."""
    if not _paid(turn) or not turn.has(RESTRICT):
        return
    if LIFT not in turn.waiting:
        for restriction in sanctions.restrictions_in_force(turn.case.pk)[:1]:
            facts = {"debtor": restriction.debtor_id, "reason": "已全部履行"}
            turn.do(LIFT, facts, about=restriction.debtor_id)
            turn.come_back_in(3)
    if REMOVE not in turn.waiting:
        for listing in sanctions.listings_in_force(turn.case.pk)[:1]:
            facts = {"debtor": listing.debtor_id, "reason": "已全部履行"}
            turn.do(REMOVE, facts, about=listing.debtor_id)
            turn.come_back_in(3)


def _paid(turn: Turn) -> bool:
    return turn.case.collected_amount > 0 and turn.case.owed_amount <= 0
