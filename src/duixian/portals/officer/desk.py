"""My desk (工作台): what is overdue, due and coming, what came in, money to be paid, measures that
lapse. The number of queries is the same for ten cases and for a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.actors import Actor
from duixian.contexts.supervision import queries as supervision
from duixian.kernel import calendar, clock
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import bulkbar, rows, selecting
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import shell
from duixian.portals.viewer import actor_of, page

COMING_WITHIN = 7  # days
FORTNIGHT = 16
SHOWN = 60  # rows of a group
SIDE = 5
TODAY = "today"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Numbers:
    """The digits on the tabs, and the clocks by day."""

    by_day: dict[date, int]
    today: date
    tabs: dict[str, int]
    series: tuple[str, int] | None

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


def _numbers(actor: Actor, today: date) -> Numbers:
    until = today + timedelta(days=FORTNIGHT)
    days = selecting.my_clocks(actor, until).order_by().values("due_on")
    by_day = {each["due_on"]: each["number"] for each in days.annotate(number=Count("id"))}
    mine = selecting.my_open_cases(actor)
    tabs = {
        key: each.narrow(mine, today).order_by().count()
        for key, each in selecting.FILTERS.items()
        if selecting.is_officer(actor) or key in ("money", "all")
    }
    return Numbers(by_day, today, tabs, _largest_series(mine) if _has_series(actor) else None)


def _has_series(actor: Actor) -> bool:
    return selecting.is_officer(actor)


def _largest_series(mine: QuerySet[Case]) -> tuple[str, int] | None:
    found = (
        mine.exclude(series="").order_by().values("series").annotate(number=Count("id"))
    ).order_by("-number", "series")
    first = found.first()
    return (first["series"], first["number"]) if first is not None else None


@page()
def desk(request: HttpRequest) -> HttpResponse:
    """The desk, or one of its selections."""
    actor, today = actor_of(request), clock.today()
    numbers = _numbers(actor, today)
    view = request.GET.get("view", TODAY)
    series = request.GET.get("series", "")
    sort = request.GET.get("sort", "due")
    context = show.DeskPage(
        today=today,
        lead=_lead(actor, numbers),
        tabs=_tabs(numbers, view, series),
        table=_table(actor, numbers, view, series, sort),
        bulk=bulkbar.empty(actor),
        load=_load(numbers),
        side=_side(actor, today),
    )
    return render(request, "officer/desk.html", {"page": context, "shell": shell(request, "desk")})


def _lead(actor: Actor, numbers: Numbers) -> SafeString:
    """今天 6 件到期，另有 3 件已逾期。在办 312 件。"""
    total = numbers.tabs.get("all", 0)
    if not numbers.due_today and not numbers.overdue:
        return format_html(_("今天没有到期的事，也没有逾期。在办 {} 件。"), formats.count(total))
    return format_html(
        _("今天 <b>{} 件到期</b>，另有 <b>{} 件已逾期</b>，七日内还有 {} 件。在办 {} 件。"),
        formats.count(numbers.due_today),
        formats.count(numbers.overdue),
        formats.count(numbers.coming),
        formats.count(total),
    )


def _tabs(numbers: Numbers, view: str, series: str) -> list[show.Tab]:
    here = reverse("officer:desk")
    first = numbers.overdue + numbers.due_today
    named: list[tuple[str, str, int | None, bool]] = [
        (str(_("今天要办")), here, first, view == TODAY)
    ]
    for key, each in selecting.FILTERS.items():
        current = view == key and not series
        named.append((str(each.title), f"{here}?view={key}", numbers.tabs.get(key), current))
    if numbers.series is not None:
        title, number = numbers.series
        href = f"{here}?view=series&series={title}"
        named.insert(-1, (title, href, number, view == "series"))
    return [
        show.Tab(label, href, number, current, str(place) if place <= 9 else "")
        for place, (label, href, number, current) in enumerate(named, 1)
    ]


# ---- the list


def _table(actor: Actor, numbers: Numbers, view: str, series: str, sort: str) -> show.Table:
    today = numbers.today
    groups = (
        _by_day(actor, numbers, sort)
        if view == TODAY
        else [_selected(actor, today, view, series, sort)]
    )
    here = f"{reverse('officer:desk')}?view={view}" + (f"&series={series}" if series else "")
    return show.Table(
        rows.columns(sort, f"{here}&"),
        [each for each in groups if each.rows],
        _("按到期先后排列；X 键选中，回车打开案件"),
        selects=True,
        fixed=True,
        empty=show.Empty(
            _("没有要办的事") if view == TODAY else _("没有这样的案件"),
            _("逾期、今天和七日内都没有到期的期限。") if view == TODAY else "",
            show.Action(_("看全部在办"), reverse("officer:desk") + "?view=all"),
        ),
    )


def _sorted(found: QuerySet[Any], sort: str, prefix: str) -> QuerySet[Any]:
    order = {
        "due": None,
        "-due": ("-due_on", "id"),
        "owed": (f"{prefix}owed_amount", "id"),
        "-owed": (f"-{prefix}owed_amount", "id"),
    }.get(sort)
    return found.order_by(*order) if order else found


def _by_day(actor: Actor, numbers: Numbers, sort: str) -> list[show.Group]:
    """已逾期, 今天到期, 七日内."""
    today = numbers.today
    until = today + timedelta(days=COMING_WITHIN)
    clocks = selecting.my_clocks(actor, until)
    parts = (
        (_("已逾期"), clocks.filter(due_on__lt=today), numbers.overdue),
        (_("今天到期"), clocks.filter(due_on=today), numbers.due_today),
        (_("七日内"), clocks.filter(due_on__gt=today), numbers.coming),
    )
    groups = []
    for title, found, total in parts:
        shown = [
            rows.row(each.case, each, actor, today)
            for each in deadlines.due_rows(_sorted(found, sort, "case__"), SHOWN)
        ]
        note = _("显示前 %(count)d 件") % {"count": SHOWN} if total > SHOWN else ""
        groups.append(show.Group(shown, title, total, note))
    return groups


def _selected(actor: Actor, today: date, view: str, series: str, sort: str) -> show.Group:
    """The cases of one selection, each on the clock due first."""
    found = selecting.my_open_cases(actor)
    if series:
        found = selecting.in_series(found, series)
    elif view in selecting.FILTERS:
        found = selecting.FILTERS[view].narrow(found, today)
    if sort in ("owed", "-owed"):
        found = _sorted(found, sort, "")
    shown = list(found[: 3 * SHOWN])
    first = deadlines.due_first([each.pk for each in shown])
    if sort in ("due", "-due"):
        shown.sort(key=lambda each: _due(first.get(each.pk)), reverse=sort == "-due")
    return show.Group([rows.row(each, first.get(each.pk), actor, today) for each in shown])


def _due(deadline: Deadline | None) -> date:
    return deadline.due_on if deadline is not None and deadline.due_on else date.max


# ---- the coming fortnight


def _load(numbers: Numbers) -> list[show.LoadDay]:
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


# ---- beside the list


def _side(actor: Actor, today: date) -> list[show.SideList]:
    side = [_money(actor, today), _lapsing(actor, today)]
    if not selecting.is_officer(actor):
        return side
    demanded = _instructed(actor, today)
    return [*([demanded] if demanded.items else []), _found(actor), *side]


def _instructed(actor: Actor, today: date) -> show.SideList:
    """What a superior demanded and waits for (督办), due first."""
    demanded = supervision.instructions_to(actor.person_id or 0)
    items = [
        show.SideItem(
            each.demand[:40],
            term=show.Term.of(each.due_on, today),
            small=f"{each.case.docket_number} · {each.from_name}",
            action=show.Action(
                _("报告"),
                act_href("supervision.report_instruction", each.case_id),
                describe=f"：{each.case.docket_number}",
            ),
        )
        for each in demanded[:SIDE]
    ]
    return show.SideList(_("督办待报告"), items, len(items))


def _found(actor: Actor) -> show.SideList:
    """What institutions found and nobody has controlled yet, worth most first."""
    found = assets.uncontrolled_of_officer(actor.person_id or 0)
    items = []
    for each in found[:SIDE]:
        code = "measures.freeze_deposit" if each.kind == "deposit" else "measures.seal_up"
        verb = _("冻结") if each.kind == "deposit" else _("查封")
        where = each.institution.name if each.institution is not None else each.get_kind_display()
        worth = each.available if each.kind == "deposit" else each.value
        href = act_href(code, each.case_id)
        if each.kind != "deposit":
            href += f"?asset={each.pk}"
        items.append(
            show.SideItem(
                where if each.kind == "deposit" else f"{where} {each.description}"[:40],
                worth,
                small=f"{each.case.docket_number} · {formats.short_day(each.found_on)}",
                action=show.Action(verb, href, describe=f"：{each.description}"),
            )
        )
    return show.SideList(
        _("新到反馈"),
        items,
        found.count(),
        link=show.Link(_("全部"), reverse("officer:desk") + "?view=answers"),
        empty=_("查到的财产都已处理。"),
    )


def _money(actor: Actor, today: date) -> show.SideList:
    """Receipts not wholly paid out, those due first at the top."""
    officer = actor.person_id if selecting.is_officer(actor) else None
    waiting = ledger.waiting_payout(actor.court_id, officer)
    shown = list(waiting[:SIDE])
    terms = deadlines.running_of_subjects("payout", {each.pk: each.case_id for each in shown})
    sums = waiting.order_by().aggregate(
        number=Count("id"), amount=Sum("amount"), paid=Sum("disbursed")
    )
    items = [
        show.SideItem(
            each.case.creditor_names[:16],
            each.left,
            True,
            rows.term(terms.get(each.pk), today),
            f"{each.case.docket_number} · {_('到账')} {formats.short_day(each.received_on)}",
            href=reverse("officer:case", args=[each.case_id]) + "?tab=money",
        )
        for each in shown
        if each.case is not None
    ]
    return show.SideList(
        _("案款待发"),
        items,
        sums["number"],
        (sums["amount"] or 0) - (sums["paid"] or 0) if items else None,
        empty=_("没有待发的案款。"),
    )


def _lapsing(actor: Actor, today: date) -> show.SideList:
    """Effective measures that end soon."""
    until = today + timedelta(days=selecting.LAPSING_WITHIN)
    officer = actor.person_id if selecting.is_officer(actor) else None
    found = measures.expiring(until, court_id=actor.court_id, officer_id=officer)
    items = []
    for each in found[:SIDE]:
        renew = act_href("measures.renew", each.case_id) + f"?measure={each.pk}"
        left = show.Term.of(each.ends_on, today).text if each.ends_on else ""
        small = f"{each.case.docket_number} · {formats.short_day(each.ends_on)} {left}"
        items.append(
            show.SideItem(
                f"{each.get_kind_display()} {each.asset.description}"[:40],
                each.held_amount or None,
                small=small,
                action=show.Action(_("续行"), renew, describe=f"：{each.asset.description}")
                if selecting.is_officer(actor)
                else None,
            )
        )
    within = {"days": selecting.LAPSING_WITHIN}
    return show.SideList(
        _("措施将失效"),
        items,
        found.order_by().aggregate(number=Count("id"), last=Max("ends_on"))["number"],
        note=_("%(days)d 日内") % within,
        empty=_("近期没有将失效的措施。"),
    )
