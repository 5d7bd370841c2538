"""Requests to the outside world that an entry asks for: handed to the queue, one job each.

The row the act wrote is the truth; a job only says "look at it". Jobs are queued by name, since
the jobs floor stands above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procrastinate.contrib.django import app

from duixian.contexts.record.models import Entry


@dataclass(frozen=True, slots=True)
class Request:
    """Which field of an act's result holds the ids, and which job looks after each."""

    field: str
    job: str
    argument: str
    queue: str


_REQUESTS: dict[str, Request] = {
    "cases.upload_import": Request("to_check", "duixian.check_import", "batch_id", "imports"),
    "cases.start_import": Request("batch", "duixian.import_rows", "batch_id", "imports"),
    "assets.send_inquiries": Request(
        "inquiries", "duixian.send_inquiry", "inquiry_id", "institutions"
    ),
    **{
        code: Request("payout", "duixian.send_payout", "payout_id", "institutions")
        for code in ("distribution.pay_out", "distribution.return_to_buyer")
    },
    **{
        code: Request("order", "duixian.send_order", "order_id", "institutions")
        for code in (
            "measures.freeze_deposit",
            "measures.seal_up",
            "measures.renew",
            "measures.lift",
            "measures.reduce",
            "measures.levy_deposit",
            "disposal.confirm_sale",
            "disposal.take_in_kind",
        )
    },
}


def heard_codes() -> set[str]:
    return set(_REQUESTS)


def pass_on(entry: Entry) -> None:
    """Queue a job for each request the entry made; the job itself is safe to repeat."""
    request = _REQUESTS.get(entry.act)
    if request is None:
        return
    for each in _ids(entry.result.get(request.field)):
        defer(request, each, entry.court_id)


def defer(request: Request, row_id: int, court_id: int) -> None:
    app.configure_task(
        request.job, allow_unknown=True, queue=request.queue, lock=f"{request.argument}:{row_id}"
    ).defer(**{request.argument: row_id, "court_id": court_id})


def _ids(value: object) -> Iterable[int]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (int(str(value)),)
