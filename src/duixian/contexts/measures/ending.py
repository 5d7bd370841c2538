"""Ending a measure because the thing was turned into money, within the act that does it."""

from __future__ import annotations

from duixian.contexts.assets import registry
from duixian.contexts.measures.models import Measure, MeasureOrder
from duixian.contexts.measures.reaching import give_order, refuse_while_open
from duixian.contexts.record.acts import Doing


def end_by_disposal(at: Doing, measure: Measure, reason: str) -> MeasureOrder:
    """The thing has passed to another: it is disposed of, and the institution must release it.

    Raises the Refusal `measures.order_open` while the institution still owes an answer.
    """
    refuse_while_open(measure)
    order = give_order(at, measure, "lift")
    measure.state, measure.ended_on = Measure.State.LIFTED, at.on
    measure.reason = reason
    measure.save(update_fields=["state", "ended_on", "reason"])
    registry.mark(measure.asset_id, "disposed", reason=reason)
    return order
