"""What debtors do, each after his own kind: declare or keep silent, pay, pay late, or not at all."""

from __future__ import annotations

from typing import Any

from duixian.city.life import finance
from duixian.city.life.officer import NOTICE, ORDER_DECLARATION
from duixian.city.life.turn import Turn
from duixian.city.shapes import Account, RealEstate, Vehicle
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.cases.owed import owed
from duixian.kernel.money import yuan
from duixian.kernel.roles import Role

DECLARE = "assets.file_declaration"
DIRECT = "distribution.record_direct_payment"

_DECLARES = {
    "pays_on_notice": 0.95,
    "pays_under_pressure": 0.6,
    "evades": 0.25,
    "hides_property": 0.5,
    "cannot_pay": 0.65,
}
_SMALL_REST = 50_000
_BRINGS_REST_AFTER = 6
_GONE = ("vanished", "dead", "shell")
_PRESSURE = (
    "measures.freeze_deposit",
    "measures.seal_up",
    "sanctions.restrict_consumption",
    "sanctions.list_dishonest",
)


def declare(turn: Turn) -> None:
    """Whoever was ordered to, and is of the kind that does, says what he owns."""
    if not turn.has(ORDER_DECLARATION) or not turn.open:
        return
    filed = {each.debtor_id for each in assets.declarations_of(turn.case.pk)}
    for debtor in turn.debtors:
        truth = turn.truth(debtor)
        willing = _DECLARES.get(truth.disposition, 0.0)
        mine = turn.chance("declares", debtor.seq)
        if debtor.pk in filed or mine.random() >= willing:
            continue
        after = mine.randrange(4, 26)
        since = turn.days_since(ORDER_DECLARATION)
        if since < after:
            turn.come_back_in(after - since)
            continue
        turn.do(
            DECLARE,
            {"debtor": debtor.pk, **_declaration(turn, debtor)},
            by=turn.one_of(Role.FILING_HALL),
            about=debtor.pk,
        )


def _declaration(turn: Turn, debtor: CaseParty) -> dict[str, Any]:
    """The truth, or most of it; who hides property says there is none."""
    inhabitant = turn.inhabitant(debtor)
    things = turn.town.population.holdings.get(inhabitant.id, ()) if inhabitant else ()
    disposition = turn.truth(debtor).disposition
    if disposition == "hides_property":
        return {"nothing_owned": True, "statement": "没有财产。"}
    told = [
        thing
        for place, thing in enumerate(things)
        if disposition != "evades" or turn.chance("omits", debtor.seq, place).random() < 0.4
    ]
    if not told:
        return {"nothing_owned": True, "statement": "目前没有可供执行的财产。"}
    return {"items": [_item(thing) for thing in told[:8]]}


def _item(thing: Account | RealEstate | Vehicle) -> dict[str, Any]:
    if isinstance(thing, Account):
        return {
            "kind": "deposit",
            "description": f"{thing.bank_name}存款",
            "number": thing.number,
            "place": thing.branch,
            "amount": yuan(thing.balance),
        }
    if isinstance(thing, RealEstate):
        return {
            "kind": "real_estate",
            "description": f"{thing.use}用房",
            "number": thing.unit_number,
            "place": thing.location,
        }
    return {
        "kind": "vehicle",
        "description": f"{thing.make} {thing.plate}",
        "number": thing.frame_number,
    }


def pay(turn: Turn) -> None:
    """Pay what he can, when he is of the kind that pays: after the notice, or under pressure."""
    if not turn.open or not turn.has(NOTICE):
        return
    if _pays_the_rest(turn):
        return
    for debtor in turn.debtors:
        days = _pays_after(turn, debtor)
        if days is None:
            continue
        if days > 0:
            turn.come_back_in(days)
            continue
        _pay(turn, debtor)
        return


def _pays_the_rest(turn: Turn) -> bool:
    """After the money was taken some interest is left: whoever can be found brings it."""
    last = finance.days_since_money(turn)
    small = max(_SMALL_REST, turn.case.claim_amount // 50)
    if last < 0 or not 0 < turn.case.owed_amount <= small:
        return False
    here = [each for each in turn.debtors if turn.truth(each).disposition not in _GONE]
    if not here:
        return False
    if last < _BRINGS_REST_AFTER:
        turn.come_back_in(_BRINGS_REST_AFTER - last)
        return True
    left = owed(turn.case.pk, turn.today).value.outstanding
    if left > 0:
        finance.bring(turn, left, here[0].party.name)
    return True


def _pays_after(turn: Turn, debtor: CaseParty) -> int | None:
    """In how many days this debtor pays; None when he does not."""
    disposition = turn.truth(debtor).disposition
    mine = turn.chance("pays", debtor.seq)
    if disposition == "pays_on_notice":
        return mine.randrange(6, 28) - turn.days_since(NOTICE)
    if disposition == "pays_under_pressure":
        pressed = [code for code in _PRESSURE if turn.has(code)]
        if not pressed or mine.random() < 0.2:
            return None
        return mine.randrange(5, 35) - max(turn.days_since(code) for code in pressed)
    if disposition == "cannot_pay" and mine.random() < 0.25:
        return mine.randrange(30, 90) - turn.days_since(NOTICE)
    return None


def _pay(turn: Turn, debtor: CaseParty) -> None:
    left = owed(turn.case.pk, turn.today).value.outstanding
    able = turn.truth(debtor).able_to_pay - turn.town.spent[debtor.party_id]
    disposition = turn.truth(debtor).disposition
    if disposition == "cannot_pay":
        able = min(able, left // 10)
    amount = min(left, able) // 100 * 100 if able < left else left
    if amount < 10_000 or (turn.town.paid_lately(turn.case.pk) and amount < left):
        return
    turn.town.spent[debtor.party_id] += amount
    turn.town.remember_payment(turn.case.pk)
    if turn.chance("pays how", debtor.seq).random() < 0.12:
        facts = {
            "amount": yuan(amount),
            "paid_on": turn.today,
            "evidence": "申请执行人出具的收条",
        }
        turn.do(DIRECT, facts, about=debtor.pk)
        return
    finance.bring(turn, amount, debtor.party.name)
