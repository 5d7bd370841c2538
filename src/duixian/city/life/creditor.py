"""What creditors do: tell of property they know, sometimes agree to wait."""

from __future__ import annotations

from duixian.city.life.turn import Turn
from duixian.kernel.roles import Role

LEAD = "assets.report_lead"
_SHARE_WITH_LEADS = 0.3


def tell(turn: Turn) -> None:
    """A creditor comes with a lead, once, some weeks after filing."""
    if turn.has(LEAD) or turn.chance("lead").random() >= _SHARE_WITH_LEADS:
        return
    on_day = turn.chance("lead day").randrange(5, 40)
    if (turn.today - turn.case.filed_on).days < on_day:
        turn.come_back_in(on_day - (turn.today - turn.case.filed_on).days)
        return
    debtor = turn.debtors[turn.chance("lead whom").randrange(len(turn.debtors))]
    inhabitant = turn.inhabitant(debtor)
    things = turn.town.population.holdings.get(inhabitant.id, ()) if inhabitant else ()
    kind, text = "other", f"据称{debtor.party.name}在外地另有资产，具体位置不详"
    if things:
        thing = turn.chance("lead what").choice(things)
        kind, text = _words(debtor.party.name, thing)
    turn.do(
        LEAD,
        {
            "debtor": debtor.pk,
            "kind": kind,
            "description": text,
            "reported_by": turn.creditors[0].party.name,
            "urgent": turn.chance("lead urgent").random() < 0.1,
        },
        by=turn.one_of(Role.CLERK),
    )


def _words(name: str, thing: object) -> tuple[str, str]:
    from duixian.city.shapes import Account, RealEstate, Vehicle

    if isinstance(thing, Account):
        return "deposit", f"{name}在{thing.bank_name}开有账户"
    if isinstance(thing, RealEstate):
        return "real_estate", f"{name}名下有{thing.use}用房一处，位于{thing.location}"
    assert isinstance(thing, Vehicle)
    return "vehicle", f"{name}名下有{thing.make}牌车辆，车牌号{thing.plate}"
