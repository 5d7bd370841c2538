"""Who has how much (工作量), and what looks filed twice. All need an open viewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, Sum

from duixian.contexts.cases.models import Case, Title


@dataclass(frozen=True, slots=True)
class Load:
    """An officer's open cases: how many, of them suspended, the oldest, what is still owed (fen,

    as of the last credit).
    """

    open: int
    suspended: int
    oldest: date
    owed: int


def loads_of_officers(court_id: int) -> dict[int, Load]:
    """The load of each officer of a court who has open cases, in one query."""
    rows = (
        Case.objects.exclude(state=Case.State.CLOSED)
        .filter(court_id=court_id, officer_id__isnull=False)
        .order_by()
        .values("officer_id")
        .annotate(
            number=Count("id"),
            suspended=Count("id", filter=Q(state=Case.State.SUSPENDED)),
            oldest=Min("filed_on"),
            owed=Sum("owed_amount"),
        )
    )
    return {
        row["officer_id"]: Load(row["number"], row["suspended"], row["oldest"], row["owed"] or 0)
        for row in rows
    }


def cases_on_repeated_titles(court_id: int, most: int) -> dict[str, list[Case]]:
    """Open cases that share a title with another open case, by the title's number.

    Several creditors may each ask on one title; the same creditor twice is refused at filing
    unless the case came by import. At most `most` titles, those with most cases first.
    """
    standing = Title.objects.filter(court_id=court_id).exclude(case__state=Case.State.CLOSED)
    numbers = (
        standing.order_by()
        .values("number")
        .annotate(cases=Count("case", distinct=True))
        .filter(cases__gt=1)
        .order_by("-cases", "number")
        .values_list("number", flat=True)[:most]
    )
    found: dict[str, list[Case]] = {each: [] for each in numbers}
    rows = (
        Case.objects.exclude(state=Case.State.CLOSED)
        .filter(court_id=court_id, titles__number__in=list(found))
        .annotate(on_title=F("titles__number"))
        .order_by("filed_on", "id")
    )
    for each in rows:
        cases = found[each.on_title]
        if each not in cases:
            cases.append(each)
    return found
