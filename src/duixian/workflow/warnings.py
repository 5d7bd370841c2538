"""Reactions that warn (预警): what an institution answered asks somebody to act."""

from __future__ import annotations

from duixian.contexts.record.acts import Act
from duixian.contexts.record.models import Entry
from duixian.contexts.supervision.acts_warning import WarnOfExcess
from duixian.kernel.money import Fen
from duixian.workflow.reactions import hears


@hears("measures.confirm_measure", title="控制金额超出应付时提示解除多出部分")
def warn_of_excess(entry: Entry) -> Act | None:
    """R4.3.1: a queued freeze whose turn came may hold more than is owed; release that part."""
    excess = int(entry.result.get("excess") or 0)
    if excess <= 0:
        return None
    return WarnOfExcess(
        case=entry.case_id or 0, measure=entry.result["measure"], amount=Fen(excess)
    )
