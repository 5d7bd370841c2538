"""What was asked of the outside world and has no end yet (未了事项): nothing falls silent.

Whatever happened to jobs, a request that is neither answered nor refused stands here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

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

    @property
    def in_doubt(self) -> bool:
        """The bank answered in a way that cannot be booked (待核实): a person must ask it."""
        return self.sort == "payout" and self.label == _DOUBT

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


_DOUBT = "付款待核实"
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
    *court_ids: int,
    before: date | None = None,
    officer_id: int | None = None,
    case_id: int | None = None,
    limit: int = 1000,
) -> list[Outstanding]:
    """Inquiries, orders over the network and payouts of these courts without an end, oldest first.

    before: only those ordered before that day; officer_id: of this officer's cases; case_id: of
    this case. At most `limit` of each sort. Needs a viewing.
    """
    inquiries, orders, payouts = _asked(court_ids, before, officer_id, case_id)
    found = [
        *(_inquiry(row) for row in inquiries[:limit]),
        *(_order(row) for row in orders[:limit]),
        *(_payout(row) for row in payouts.select_related("case")[:limit]),
    ]
    return sorted(found, key=lambda each: (each.since, each.sort, each.row_id))


def number_outstanding(*court_ids: int, officer_id: int | None = None) -> int:
    """How many there are, in one query. Needs a viewing."""
    first, *rest = (
        rows.select_related(None).order_by().values_list("pk")
        for rows in _asked(court_ids, None, officer_id, None)
    )
    return first.union(*rest, all=True).count()


def _asked(
    court_ids: Collection[int], before: date | None, officer_id: int | None, case_id: int | None
) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    every: tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]] = (
        assets.inquiries_without_end(*court_ids),
        measures.orders_without_end(*court_ids),
        distribution.under_way(*court_ids).exclude(institution_key=""),
    )
    wanted: dict[str, Any] = {}
    if before is not None:
        wanted["ordered_on__lt"] = before
    if officer_id is not None:
        wanted["case__officer_id"] = officer_id
    if case_id is not None:
        wanted["case_id"] = case_id
    inquiries, orders, payouts = (rows.filter(**wanted) for rows in every)
    return inquiries, orders, payouts


def _inquiry(row: assets.Inquiry) -> Outstanding:
    return Outstanding(
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


def _order(row: measures.MeasureOrder) -> Outstanding:
    return Outstanding(
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


def _payout(row: distribution.Payout) -> Outstanding:
    return Outstanding(
        "payout",
        row.pk,
        row.case_id,
        row.case.docket_number,
        row.institution_key,
        "to_send" if row.sent_on is None else "sent",
        _DOUBT if row.doubt else row.get_state_display(),
        row.ordered_on,
        row.doubt or row.trouble,
    )
