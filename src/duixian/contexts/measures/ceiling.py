"""How much may still be controlled in a case (可控上限): what is owed less what is held already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.access import case_or_refuse
from duixian.contexts.cases.owed import Owed, owed
from duixian.contexts.measures import court_account
from duixian.contexts.measures.engine import Room
from duixian.contexts.measures.models import Measure
from duixian.kernel.findings import Finding
from duixian.kernel.money import Fen
from duixian.law.rules.fee import enforcement_fee

_MONEY = (Measure.Kind.FREEZE, Measure.Kind.LEVY)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be held, and what is, in fen.

    held: effective freezes; pending: ordered, no receipt yet, taken as if they will hold all;
    on_the_way: levied by institutions and not yet on the court's account; sealed: net value of
    sealed property, as far as it is known. Queued measures count for nothing.
    """

    debt: Fen
    fee: Fen
    held: Fen
    pending: Fen
    on_the_way: Fen
    sealed: Fen
    room: Room
    finding: Finding[Owed]

    @property
    def total(self) -> Fen:
        """The claim with costs, interest of delay and the fee of enforcement."""
        return Fen(self.debt + self.fee)


def ceiling(case_id: int, on: date) -> Ceiling:
    """The ceiling of a case on a day. Needs an open viewing."""
    found = owed(case_id, on)
    case = case_or_refuse(case_id)
    debt = found.value.outstanding
    duty = enforcement_fee(amount=Fen(case.claim_amount), on=on).value.amount
    measures = list(Measure.objects.filter(case_id=case_id).select_related("asset").order_by("id"))
    held = sum(_held(each) for each in measures)
    pending = sum(_pending(each) for each in measures)
    on_the_way = _on_the_way(case_id, measures)
    total = Fen(max(0, debt + duty - held - pending - on_the_way))
    return Ceiling(
        debt=debt,
        fee=duty,
        held=Fen(held),
        pending=Fen(pending),
        on_the_way=on_the_way,
        sealed=Fen(sum(net_value(each) for each in measures if _sealed(each))),
        room=Room(total, _owners(case_id, measures)),
        finding=found,
    )


def _held(measure: Measure) -> int:
    effective = measure.state == Measure.State.EFFECTIVE
    return measure.held_amount if measure.kind == Measure.Kind.FREEZE and effective else 0


def _pending(measure: Measure) -> int:
    waiting = measure.state == Measure.State.ORDERED and not measure.queued_behind_others
    return (measure.ordered_amount or 0) if measure.kind == "freeze" and waiting else 0


def _sealed(measure: Measure) -> bool:
    live = measure.state in (Measure.State.EFFECTIVE, Measure.State.ORDERED)
    return measure.kind == Measure.Kind.SEAL and live and not measure.queued_behind_others


def net_value(measure: Measure) -> int:
    """What the sealed thing is worth beyond the rights of others; 0 while nobody knows."""
    return net_worth(measure.asset.value, measure.asset.prior)


def net_worth(value: int | None, prior: Sequence[dict[str, object]]) -> int:
    """A value less the secured claims that come first.

    >>> net_worth(100, [{"sort": "right", "amount": 30}, {"sort": "measure", "amount": 50}])
    70
    """
    secured = sum(
        int(str(each.get("amount") or 0)) for each in prior if each.get("sort") == "right"
    )
    return max(0, (value or 0) - secured)


def _on_the_way(case_id: int, measures: Sequence[Measure]) -> Fen:
    """Levied and not yet received: what came of it reduced the debt, other money did not."""
    levied = sum(
        each.levied_amount for each in measures if each.kind == "levy" and each.state == "levied"
    )
    return Fen(max(0, levied - court_account.levied_received(case_id)) if levied else 0)


def _owners(case_id: int, measures: Sequence[Measure]) -> dict[int, Fen]:
    """Debtors liable for a share only: what of it is not yet held or taken."""
    rooms = {}
    for debtor in cases.debtors_of(case_id):
        if debtor.liability != "several" or debtor.share is None:
            continue
        used = sum(
            _held(each) + _pending(each) + (each.levied_amount if each.kind == "levy" else 0)
            for each in measures
            if each.asset.owner_id == debtor.pk
        )
        rooms[debtor.pk] = Fen(max(0, debtor.share - used))
    return rooms
