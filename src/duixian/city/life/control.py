"""What officers do with property that was found: freeze, seal, renew, take the money, let go."""

from __future__ import annotations

from duixian.city.life.turn import Turn
from duixian.contexts.assets import queries as assets
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.models import Measure
from duixian.kernel.money import yuan

FREEZE, SEAL = "measures.freeze_deposit", "measures.seal_up"
RENEW, LIFT, REDUCE = "measures.renew", "measures.lift", "measures.reduce"
LEVY = "measures.levy_deposit"

_LEAST_FREEZE = 20_000
_MOST_THINGS = 1
_RENEW_WITHIN_DAYS = 30
_WAITS_BEFORE_LEVY = 12
TAKES_INDIVISIBLE = "不可分割，且没有其他足以清偿的财产"


def take(turn: Turn) -> None:
    """Freeze what covers the debt; seal a thing where money does not."""
    if not turn.open:
        return
    found = [each for each in assets.assets_of(turn.case.pk) if each.state in ("found", "released")]
    seen = frozenset((each.pk, each.seen_on) for each in found)
    if not found or turn.case.owed_amount <= 0 or turn.town.weighed.get(turn.case.pk) == seen:
        return
    turn.town.weighed[turn.case.pk] = seen
    ceiling = measures.ceiling(turn.case.pk, turn.today)
    plan, _accounts = measures.plan_of(turn.case.pk, ceiling.room, turn.today)
    for line in plan.lines:
        if line.amount >= _LEAST_FREEZE and not line.queued and not line.why_not:
            facts = {"asset": line.key, "amount": yuan(line.amount)}
            turn.do(FREEZE, facts, about=line.key)
            turn.come_back_in(3)
    if plan.short > 0:
        _seal(turn, found)


def _seal(turn: Turn, found: list[assets.Asset]) -> None:
    sealed = measures.measures_of(turn.case.pk).filter(kind="seal").exclude(state="refused").count()
    for thing in found:
        if sealed >= _MOST_THINGS:
            return
        if thing.kind not in ("real_estate", "vehicle") or thing.institution_id is None:
            continue
        if thing.exempt or measures.live_of_asset(thing.pk) is not None:
            continue
        facts = {"asset": thing.pk, "excess_reason": TAKES_INDIVISIBLE}
        turn.do(SEAL, facts, about=thing.pk)
        turn.come_back_in(3)
        sealed += 1


def keep(turn: Turn) -> None:
    """Renew what is about to end, while something is owed."""
    if turn.case.owed_amount <= 0 or not _taken(turn):
        return
    for measure in _standing(turn):
        ends_on = measure.ends_on
        if ends_on is None or not 0 <= (ends_on - turn.today).days <= _RENEW_WITHIN_DAYS:
            continue
        turn.do(RENEW, {"measure": measure.pk}, about=measure.pk)


def levy(turn: Turn) -> None:
    """Some days after the freeze the money is taken; its bank pays it over to the court's."""
    if not _taken(turn) or not turn.open or LEVY in turn.waiting:
        return
    frozen = [each for each in _standing(turn) if each.kind == Measure.Kind.FREEZE]
    if not frozen:
        return
    ceiling = measures.ceiling(turn.case.pk, turn.today)
    left = ceiling.total - ceiling.on_the_way
    for measure in frozen:
        if measure.effective_on is None:
            continue
        since = (turn.today - measure.effective_on).days
        if since < _WAITS_BEFORE_LEVY:
            turn.come_back_in(_WAITS_BEFORE_LEVY - since)
            continue
        amount = min(measure.held_amount, left)
        if amount <= 0 or measure.levies.filter(state="ordered").exists():
            continue
        facts = {"measure": measure.pk, "amount": yuan(amount)}
        turn.do(LEVY, facts, about=measure.pk)
        turn.come_back_in(4)
        return


def _taken(turn: Turn) -> bool:
    return turn.has(FREEZE) or turn.has(SEAL)


def let_go(turn: Turn) -> None:
    """Nothing is owed any more, or too much is held: release it."""
    if turn.case.collected_amount <= 0 or turn.case.owed_amount > 0 or not _taken(turn):
        return
    for measure in measures.measures_of(turn.case.pk).filter(state__in=("effective", "queued")):
        if measure.kind == Measure.Kind.LEVY or _order_open(measure):
            continue
        turn.do(LIFT, {"measure": measure.pk, "reason": "被执行人已全部履行"}, about=measure.pk)
        turn.come_back_in(3)


def _standing(turn: Turn) -> list[Measure]:
    """Effective measures on which no order is under way."""
    found = measures.measures_of(turn.case.pk).filter(state="effective")
    busy = measures.orders_of(turn.case.pk).filter(state__in=("to_send", "sent", "failed"))
    under_way = set(busy.values_list("measure_id", flat=True))
    return [each for each in found if each.pk not in under_way]


def _order_open(measure: Measure) -> bool:
    return measure.orders.filter(state__in=("to_send", "sent", "failed")).exists()
