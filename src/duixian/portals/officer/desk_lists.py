"""The lists of a desk (工作列表): clocks by day, one selection of cases, the coming fortnight.

The number of queries is the same for ten cases and for a hundred thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record.actors import Actor
from duixian.kernel import calendar
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import rows, selecting

COMING_WITHIN = 7  # days
FORTNIGHT = 16
SHOWN = 60  # rows of a group
TODAY = "today"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Numbers:
    """The digits on the tabs, and the clocks by day."""

    by_day: dict[date, int]
    today: date
    tabs: dict[str, int] = field(default_factory=dict)
    series: tuple[str, int] | None = None

    @property
    def overdue(self) -> int:
        return sum(number for day, number in self.by_day.items() if day < self.today)

    @property
    def due_today(self) -> int:
        return self.by_day.get(self.today, 0)

    @property
    def coming(self) -> int:
        last = self.today + timedelta(days=COMING_WITHIN)
        return sum(number for day, number in self.by_day.items() if self.today < day <= last)


def numbers_of(actor: Actor, today: date) -> Numbers:
    """The numbers of an officer's desk."""
    mine = selecting.my_open_cases(actor)
    return Numbers(_days(actor, today), today, _counted(mine, today), _largest_series(mine))


def _counted(mine: QuerySet[Case], today: date) -> dict[str, int]:
    """How many cases each selection holds, in one statement."""
    first, *rest = (
        each.narrow(mine, today).order_by().values(key=Value(key)).annotate(number=Count("pk"))
        for key, each in selecting.FILTERS.items()
    )
    counted = {each["key"]: each["number"] for each in first.union(*rest, all=True)}
    return {key: counted.get(key, 0) for key in selecting.FILTERS}


def clock_numbers(actor: Actor, today: date) -> Numbers:
    """The clocks alone, for desks whose tabs count other things."""
    return Numbers(_days(actor, today), today)


def _days(actor: Actor, today: date) -> dict[date, int]:
    until = today + timedelta(days=FORTNIGHT)
    days = selecting.my_clocks(actor, until).order_by().values("due_on")
    return {each["due_on"]: each["number"] for each in days.annotate(number=Count("id"))}


def _largest_series(mine: QuerySet[Case]) -> tuple[str, int] | None:
    found = (
        mine.exclude(series="").order_by().values("series").annotate(number=Count("id"))
    ).order_by("-number", "series")
    first = found.first()
    return (first["series"], first["number"]) if first is not None else None


def lead(actor: Actor, numbers: Numbers) -> SafeString:
    """今天 6 项到期，另有 3 项已逾期。在办 312 件。"""
    total = numbers.tabs.get("all", 0)
    if not numbers.due_today and not numbers.overdue:
        return format_html(_("今天没有到期的事，也没有逾期。在办 {} 件。"), formats.count(total))
    return format_html(
        _("今天 <b>{} 项到期</b>，另有 <b>{} 项已逾期</b>，七日内还有 {} 项。在办 {} 件。"),
        formats.count(numbers.due_today),
        formats.count(numbers.overdue),
        formats.count(numbers.coming),
        formats.count(total),
    )


# ---- the list


def table(actor: Actor, numbers: Numbers, view: str, series: str, sort: str) -> show.Table:
    """What the desk lists: the clocks by day, or one selection of cases."""
    here = f"{reverse('officer:desk')}?view={view}" + (f"&series={series}" if series else "")
    if view == TODAY:
        return clocks(actor, numbers, sort, here)
    found = selecting.my_open_cases(actor)
    if series:
        found = selecting.in_series(found, series)
    elif view in selecting.FILTERS:
        found = selecting.FILTERS[view].narrow(found, numbers.today)
    return selection(actor, found, numbers.today, sort, here)


def clocks(
    actor: Actor, numbers: Numbers, sort: str, here: str, *, officers: bool = False
) -> show.Table:
    """The clocks this person answers for, by day. officers: with whose each case is."""
    groups = _by_day(actor, numbers, sort, officers=officers)
    nothing = show.Empty(
        _("没有要办的事"),
        _("逾期、今天和七日内都没有到期的期限。"),
        show.Action(_("看全部在办"), reverse("officer:desk") + "?view=all"),
    )
    return _listed(groups, nothing, sort, here, officers=officers)


def selection(
    actor: Actor,
    found: QuerySet[Case],
    today: date,
    sort: str,
    here: str,
    *,
    officers: bool = False,
) -> show.Table:
    """Some cases, each on the clock due first."""
    nothing = show.Empty(
        _("没有这样的案件"),
        "",
        show.Action(_("看全部在办"), reverse("officer:desk") + "?view=all"),
    )
    group = _selected(actor, found, today, sort, officers=officers)
    return _listed([group], nothing, sort, here, officers=officers)


def _listed(
    groups: list[show.Group], nothing: show.Empty, sort: str, here: str, *, officers: bool
) -> show.Table:
    return show.Table(
        rows.columns(sort, f"{here}&", officers=officers),
        [each for each in groups if each.rows],
        _("按到期先后排列；X 键选中，回车打开案件"),
        selects=True,
        fixed=True,
        empty=nothing,
    )


def _sorted(found: QuerySet[Any], sort: str, prefix: str) -> QuerySet[Any]:
    order = {
        "due": None,
        "-due": ("-due_on", "id"),
        "owed": (f"{prefix}owed_amount", "id"),
        "-owed": (f"-{prefix}owed_amount", "id"),
    }.get(sort)
    return found.order_by(*order) if order else found


def _by_day(actor: Actor, numbers: Numbers, sort: str, *, officers: bool) -> list[show.Group]:
    """已逾期, 今天到期, 七日内."""
    today = numbers.today
    until = today + timedelta(days=COMING_WITHIN)
    mine = selecting.my_clocks(actor, until)
    parts = (
        (_("已逾期"), mine.filter(due_on__lt=today), numbers.overdue),
        (_("今天到期"), mine.filter(due_on=today), numbers.due_today),
        (_("七日内"), mine.filter(due_on__gt=today), numbers.coming),
    )
    due = [deadlines.due_rows(_sorted(found, sort, "case__"), SHOWN) for _title, found, _n in parts]
    names = _officer_names([each.case.pk for part in due for each in part]) if officers else None
    groups = []
    for (title, _found, total), part in zip(parts, due, strict=True):
        shown = [rows.row(each.case, each, actor, today, officers=names) for each in part]
        note = _("显示前 %(count)d 件") % {"count": SHOWN} if total > SHOWN else ""
        groups.append(show.Group(shown, title, total, note))
    return groups


def _officer_names(case_ids: list[int]) -> dict[int, str]:
    """Whose each case is, in one query."""
    found = cases.of_ids(list(dict.fromkeys(case_ids)))
    return {each.pk: each.officer.name if each.officer else _("未分案") for each in found}


def _selected(
    actor: Actor, found: QuerySet[Case], today: date, sort: str, *, officers: bool
) -> show.Group:
    if sort in ("owed", "-owed"):
        found = _sorted(found, sort, "")
    shown = list(found[: 3 * SHOWN])
    first = deadlines.due_first([each.pk for each in shown])
    if sort in ("due", "-due"):
        shown.sort(key=lambda each: _due(first.get(each.pk)), reverse=sort == "-due")
    names = _officer_names([each.pk for each in shown]) if officers else None
    return show.Group(
        [rows.row(each, first.get(each.pk), actor, today, officers=names) for each in shown]
    )


def _due(deadline: Deadline | None) -> date:
    return deadline.due_on if deadline is not None and deadline.due_on else date.max


# ---- the coming fortnight


def load(numbers: Numbers) -> list[show.LoadDay]:
    days = [numbers.today + timedelta(days=each) for each in range(FORTNIGHT)]
    return [
        show.LoadDay(day, numbers.by_day.get(day, 0), _works(day), _made_up(day)) for day in days
    ]


def _works(day: date) -> bool:
    try:
        return calendar.is_working_day(day)
    except Refusal:  # past the table of holidays
        return day.weekday() < SATURDAY


def _made_up(day: date) -> bool:
    try:
        return calendar.is_made_up_working_day(day)
    except Refusal:
        return False
