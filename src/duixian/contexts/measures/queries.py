"""Every read of measures others may make. All need an open viewing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from duixian.contexts.assets import queries as assets
from duixian.contexts.measures import engine
from duixian.contexts.measures.ceiling import Ceiling, ceiling
from duixian.contexts.measures.engine import Account, Excess, Plan, Room
from duixian.contexts.measures.models import Measure, MeasureOrder
from duixian.contexts.record.viewing import read_once
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display
from duixian.law.rules.property_facts import small_balance

__all__ = [
    "Ceiling",
    "Measure",
    "MeasureOrder",
    "ceiling",
]


def measures_of(case_id: int) -> QuerySet[Measure]:
    """Measures of a case with asset, owner and institution, in the order taken."""
    return (
        Measure.objects.filter(case_id=case_id)
        .select_related("asset__owner__party", "asset__institution", "taken_from")
        .order_by("id")
    )


@read_once
def all_of_case(case_id: int) -> list[Measure]:
    """The measures of a case, for those who look through all of them."""
    return list(measures_of(case_id))


def measure(measure_id: int) -> Measure:
    """A measure with case and asset; a Refusal (404) when it is not seen."""
    found = (
        Measure.objects.filter(pk=measure_id)
        .select_related("case__officer", "asset__owner__party", "asset__institution", "taken_from")
        .first()
    )
    if found is None:
        raise Refusal("measures.unknown_measure", "没有这一措施，或您无权查看", status=404)
    return found


def live_of_asset(asset_id: int) -> Measure | None:
    """The measure that now stands, or waits, on an asset."""
    return (
        Measure.objects.filter(asset_id=asset_id, state__in=("ordered", "effective", "queued"))
        .exclude(kind=Measure.Kind.LEVY)
        .first()
    )


def held_amount(case_id: int) -> Fen:
    """Money that effective freezes of the case hold; queued ones hold nothing."""
    return Fen(held_amounts([case_id]).get(case_id, 0))


def held_amounts(case_ids: Sequence[int]) -> dict[int, int]:
    """Money held in several cases, in one query; cases without any are absent."""
    rows = (
        Measure.objects.filter(case_id__in=list(case_ids), kind="freeze", state="effective")
        .order_by()
        .values("case_id")
        .annotate(held=Sum("held_amount"))
    )
    return {row["case_id"]: row["held"] for row in rows}


def expiring(
    until: date, *, court_id: int | None = None, officer_id: int | None = None
) -> QuerySet[Measure]:
    """Effective measures that end up to a day, soonest first."""
    found = Measure.objects.filter(state="effective", ends_on__lte=until)
    if court_id is not None:
        found = found.filter(court_id=court_id)
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.select_related("case", "asset__owner__party", "asset__institution").order_by(
        "ends_on", "id"
    )


def lapsed(court_id: int, on: date) -> list[Measure]:
    """Effective measures whose last day has passed and which are not yet noted as expired."""
    return list(
        Measure.objects.filter(court_id=court_id, state="effective", ends_on__lt=on).order_by("id")
    )


def waiting_in_queue(court_id: int, officer_id: int | None = None) -> QuerySet[Measure]:
    """Queued measures, by thing and rank: what waits for others to end (轮候)."""
    found = Measure.objects.filter(court_id=court_id, state="queued")
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.select_related("case", "asset__owner__party", "asset__institution").order_by(
        "asset__key_hash", "rank", "id"
    )


# --- orders to institutions ------------------------------------------------------------------


def orders_to_send(court_id: int, limit: int = 200) -> list[MeasureOrder]:
    """What a job must send over the network now, oldest first."""
    return list(
        MeasureOrder.objects.filter(court_id=court_id, state="to_send", by_network=True)
        .select_related("institution")
        .order_by("id")[:limit]
    )


def orders_waiting(court_id: int, limit: int = 500) -> list[MeasureOrder]:
    """Sent and not settled: whose results a job must fetch."""
    return list(
        MeasureOrder.objects.filter(court_id=court_id, state="sent", by_network=True)
        .select_related("institution")
        .order_by("id")[:limit]
    )


def orders_without_end(*court_ids: int) -> QuerySet[MeasureOrder]:
    """Over the network, neither done nor refused, oldest first."""
    found = MeasureOrder.objects.filter(
        court_id__in=court_ids, by_network=True, state__in=("to_send", "failed", "sent")
    )
    return found.select_related("case", "institution").order_by("id")


def orders_at_counter(court_id: int, officer_id: int | None = None) -> QuerySet[MeasureOrder]:
    """Orders an officer must carry to the counter, oldest first."""
    found = MeasureOrder.objects.filter(
        court_id=court_id, by_network=False, state__in=("to_send", "sent", "failed")
    )
    if officer_id is not None:
        found = found.filter(case__officer_id=officer_id)
    return found.select_related("institution", "case", "measure__asset").order_by("id")


def order(order_id: int) -> MeasureOrder:
    """An order with everything a message needs; a Refusal (404) when it is not seen."""
    found = (
        MeasureOrder.objects.filter(pk=order_id)
        .select_related("court", "case__officer", "institution", "measure__asset__owner__party")
        .first()
    )
    if found is None:
        raise Refusal("measures.unknown_order", "没有这一协助事项，或您无权查看", status=404)
    return found


def order_by_correlation(correlation: str) -> MeasureOrder | None:
    return MeasureOrder.objects.filter(correlation=correlation).select_related("measure").first()


def orders_of(case_id: int) -> QuerySet[MeasureOrder]:
    return (
        MeasureOrder.objects.filter(case_id=case_id)
        .select_related("institution", "measure")
        .order_by("id")
    )


# --- the control plan ------------------------------------------------------------------------


def behind(asset: assets.Asset, on: date) -> int:
    """How many measures of others stand on an asset on a day before any of ours would."""
    today = on.isoformat()
    standing = [
        each
        for each in asset.prior
        if each.get("sort") == "measure" and (each.get("ends_on") or today) >= today
    ]
    return len(standing) if any(not each.get("queued") for each in standing) else 0


def is_foreign(asset: assets.Asset) -> bool:
    """Whether an account is kept in another currency: its amounts are not yuan."""
    return asset.details.get("currency", "") not in ("", "CNY", "人民币")


def account_of(asset: assets.Asset, on: date) -> Account:
    """An account as the control plan of a day sees it."""
    why_not = asset.exempt_reason if asset.exempt else ""
    if asset.details.get("closed_on"):
        why_not = "已销户"
    if is_foreign(asset):
        why_not = f"外币账户（{asset.details['currency']}）"
    name = asset.institution.name if asset.institution is not None else "存款"
    return Account(
        key=asset.pk,
        label=f"{name} {asset.key_masked.removeprefix('尾号')}".strip(),
        owner=asset.owner_id,
        available=Fen(max(0, asset.available or 0)),
        kept=Fen(asset.kept_amount),
        behind=behind(asset, on),
        why_not=why_not,
    )


def accounts_of(case_id: int, on: date) -> list[Account]:
    """The accounts of a case not yet under a measure of ours, by owner, most money first."""
    live = set(
        Measure.objects.filter(
            case_id=case_id, state__in=("ordered", "effective", "queued")
        ).values_list("asset_id", flat=True)
    )
    return [
        account_of(each, on)
        for each in assets.assets_of(case_id)
        if each.kind == "deposit" and each.state in ("found", "released") and each.pk not in live
    ]


def plan_of(case_id: int, room: Room, on: date) -> tuple[Plan, list[Account]]:
    """The control plan of a case and the accounts it is about, in the order shown."""
    accounts = accounts_of(case_id, on)
    trifles = {
        each.key: trifle.words
        for each in accounts
        if each.usable and (trifle := small_balance(each.usable, room.total, on))
    }
    return engine.plan(accounts, room, trifles), accounts


def judge_plan(case_id: int, amounts: Mapping[int, Fen], on: date) -> Excess | None:
    """Whether amounts by asset, before they are submitted one by one, are above the ceiling."""
    return engine.judge(accounts_of(case_id, on), amounts, ceiling(case_id, on).room)


def excess_words(excess: Excess) -> str:
    """The refusal of a whole plan in one sentence."""
    return f"合计比本次最多多出 {display(excess.over)} 元"


def cases_with_expiring(until: date) -> QuerySet[Measure, Any]:
    """Ids of cases with an effective measure that ends up to a day (a subquery)."""
    found = Measure.objects.filter(state="effective", ends_on__lte=until)
    return found.order_by().values("case_id")
