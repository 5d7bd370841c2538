"""What was asked of the outside world and has no end yet (未了事项): nothing falls silent.

Whatever happened to jobs, a request that is neither answered nor refused stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.contexts.assets import queries as assets
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.measures import queries as measures


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One request without an end: since when, where, in which state and why."""

    sort: str
    row_id: int
    case_id: int
    docket_number: str
    institution: str
    state: str
    label: str
    since: date
    reason: str

    def days(self, on: date) -> int:
        """How long it has been open."""
        return (on - self.since).days

    @property
    def job(self) -> str:
        """The job that brings it further."""
        return _JOBS[self.sort, self.state == "to_send"]

    @property
    def argument(self) -> str:
        """What the job calls the row."""
        return _ARGUMENTS[self.sort]


_ARGUMENTS = {"inquiry": "inquiry_id", "order": "order_id", "payout": "payout_id"}
_JOBS = {
    ("inquiry", True): "duixian.send_inquiry",
    ("inquiry", False): "duixian.fetch_answer",
    ("order", True): "duixian.send_order",
    ("order", False): "duixian.fetch_result",
    ("payout", True): "duixian.send_payout",
    ("payout", False): "duixian.fetch_payout",
}
_TO_SEND = ("to_send", "failed")


def outstanding(
    court_id: int, *, before: date | None = None, limit: int = 1000
) -> list[Outstanding]:
    """Inquiries, orders over the network and payouts of a court without an end, oldest first.

    before: only those ordered before that day. At most `limit` of each sort. Needs a viewing.
    """
    found = [
        *_inquiries(court_id, before, limit),
        *_orders(court_id, before, limit),
        *_payouts(court_id, before, limit),
    ]
    return sorted(found, key=lambda each: (each.since, each.sort, each.row_id))


def _inquiries(court_id: int, before: date | None, limit: int) -> list[Outstanding]:
    rows = assets.inquiries_without_end(court_id)
    if before is not None:
        rows = rows.filter(ordered_on__lt=before)
    return [
        Outstanding(
            "inquiry",
            row.pk,
            row.case_id,
            row.case.docket_number,
            row.institution.name,
            "to_send" if row.state in _TO_SEND else "sent",
            row.get_state_display(),
            row.ordered_on,
            row.reason,
        )
        for row in rows[:limit]
    ]


def _orders(court_id: int, before: date | None, limit: int) -> list[Outstanding]:
    rows = measures.orders_without_end(court_id)
    if before is not None:
        rows = rows.filter(ordered_on__lt=before)
    return [
        Outstanding(
            "order",
            row.pk,
            row.case_id,
            row.case.docket_number,
            row.institution.name,
            "to_send" if row.state in _TO_SEND else "sent",
            f"{row.get_kind_display()}{row.get_state_display()}",
            row.ordered_on,
            row.reason,
        )
        for row in rows[:limit]
    ]


def _payouts(court_id: int, before: date | None, limit: int) -> list[Outstanding]:
    rows = distribution.under_way(court_id).exclude(institution_key="")
    if before is not None:
        rows = rows.filter(ordered_on__lt=before)
    return [
        Outstanding(
            "payout",
            row.pk,
            row.case_id,
            row.case.docket_number,
            row.institution_key,
            "to_send" if row.sent_on is None else "sent",
            "付款待核实" if row.doubt else row.get_state_display(),
            row.ordered_on,
            row.doubt or row.trouble,
        )
        for row in rows.select_related("case")[:limit]
    ]
