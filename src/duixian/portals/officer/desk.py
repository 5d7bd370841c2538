"""My desk (工作台): what is overdue, due and coming, what came in, money to be paid, measures that
lapse. The number of queries is the same for ten cases and for a hundred thousand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.actors import Actor
from duixian.contexts.supervision import queries as supervision
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import (
    bulk,
    bulkbar,
    desk_director,
    desk_filing,
    desk_finance,
    desk_lists,
    rows,
    selecting,
    waiting,
)
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import shell
from duixian.portals.viewer import actor_of, page
from duixian.workflow.outstanding import number_outstanding, outstanding

SIDE = 5
OUTSTANDING = "outstanding"


@page()
def desk(request: HttpRequest) -> HttpResponse:
    """The desk, or one of its tabs: each role has its own."""
    actor, today = actor_of(request), clock.today()
    context = _with_runs_left(request, _desk_of(actor)(request, actor, today))
    return render(request, "officer/desk.html", {"page": context, "shell": shell(request, "desk")})


def _with_runs_left(request: HttpRequest, context: show.DeskPage) -> show.DeskPage:
    """The desk, with the bulk acts that were left half done before all else beside the list."""
    left = bulk.unfinished(request)
    if not left:
        return context
    waiting_runs = show.SideList(_("没办完的批量"), left, len(left))
    return dataclasses.replace(context, side=[waiting_runs, *context.side])


def _desk_of(actor: Actor) -> Callable[[HttpRequest, Actor, date], show.DeskPage]:
    """Who works on cases of their own has the officer's desk, whatever else they hold."""
    if selecting.is_officer(actor):
        return _officers
    for roles, desk_page in _DESKS:
        if actor.holds(*roles):
            return desk_page
    return _courts


def _officers(request: HttpRequest, actor: Actor, today: date) -> show.DeskPage:
    """An officer's own cases."""
    numbers = desk_lists.numbers_of(actor, today)
    numbers.tabs[OUTSTANDING] = number_outstanding(actor.court_id, officer_id=actor.person_id)
    view = request.GET.get("view", desk_lists.TODAY)
    series = request.GET.get("series", "")
    sort = request.GET.get("sort", "due")
    return show.DeskPage(
        today=today,
        lead=desk_lists.lead(actor, numbers),
        tabs=_tabs(numbers, view, series),
        table=_unended(actor, today)
        if view == OUTSTANDING
        else desk_lists.table(actor, numbers, view, series, sort),
        bulk=bulkbar.empty(actor),
        load=desk_lists.load(numbers),
        side=_side(actor, today),
    )


def _courts(request: HttpRequest, actor: Actor, today: date) -> show.DeskPage:
    """Clerks, judges and inspectors: the clocks and open cases of the whole court."""
    numbers = desk_lists.clock_numbers(actor, today)
    here = reverse("officer:desk")
    sort = request.GET.get("sort", "due")
    whole = request.GET.get("view") == "all"
    mine = selecting.my_open_cases(actor)
    first = numbers.overdue + numbers.due_today
    total = mine.order_by().count()
    numbers.tabs["all"] = total
    return show.DeskPage(
        today=today,
        lead=desk_lists.lead(actor, numbers),
        tabs=[
            show.Tab(_("今天要办"), here, first, not whole, "1"),
            show.Tab(_("全部在办"), f"{here}?view=all", total, whole, "2"),
        ],
        table=desk_lists.selection(actor, mine, today, sort, f"{here}?view=all", officers=True)
        if whole
        else desk_lists.clocks(actor, numbers, sort, f"{here}?", officers=True),
        bulk=bulkbar.empty(actor),
        load=desk_lists.load(numbers),
        side=[_lapsing(actor, today)],
    )


_DESKS: tuple[tuple[tuple[Role, ...], Callable[[HttpRequest, Actor, date], show.DeskPage]], ...] = (
    ((Role.BUREAU_DIRECTOR, Role.PRESIDENT), desk_director.page_of),
    ((Role.FINANCE,), desk_finance.page_of),
    ((Role.FILING_HALL,), desk_filing.page_of),
)


def _tabs(numbers: desk_lists.Numbers, view: str, series: str) -> list[show.Tab]:
    here = reverse("officer:desk")
    first = numbers.overdue + numbers.due_today
    named: list[tuple[str, str, int | None, bool]] = [
        (str(_("今天要办")), here, first, view == desk_lists.TODAY)
    ]
    for key, each in selecting.FILTERS.items():
        current = view == key and not series
        named.append((str(each.title), f"{here}?view={key}", numbers.tabs.get(key), current))
    unended = numbers.tabs.get(OUTSTANDING, 0)
    if unended:
        href = f"{here}?view={OUTSTANDING}"
        named.insert(-1, (_("未了事项"), href, unended, view == OUTSTANDING))
    if numbers.series is not None:
        title, number = numbers.series
        href = f"{here}?view=series&series={title}"
        named.insert(-1, (title, href, number, view == "series"))
    return [
        show.Tab(label, href, number, current, str(place) if place <= 9 else "")
        for place, (label, href, number, current) in enumerate(named, 1)
    ]


def _unended(actor: Actor, today: date) -> show.Table:
    """What was asked in the officer's cases and has no end yet."""
    found = outstanding(actor.court_id, officer_id=actor.person_id, limit=desk_lists.SHOWN)
    return waiting.table(found, actor, today)


# ---- beside the list


def _side(actor: Actor, today: date) -> list[show.SideList]:
    demanded = _instructed(actor, today)
    return [
        *([demanded] if demanded.items else []),
        _found(actor),
        _money(actor, today),
        _lapsing(actor, today),
    ]


def _instructed(actor: Actor, today: date) -> show.SideList:
    """What a superior demanded and waits for (督办), due first."""
    demanded = list(supervision.instructions_to(actor.person_id or 0))
    items = [
        show.SideItem(
            each.demand[:40],
            term=show.Term.of(each.due_on, today),
            small=f"{each.case.docket_number} · {each.from_name}",
            action=show.Action(
                _("报告"),
                act_href("supervision.report_instruction", each.case_id)
                + f"?instruction={each.pk}",
                describe=f"：{each.case.docket_number}",
            ),
        )
        for each in demanded[:SIDE]
    ]
    return show.SideList(_("督办待报告"), items, len(demanded))


def _found(actor: Actor) -> show.SideList:
    """What institutions found and nobody has controlled yet, worth most first."""
    found = assets.uncontrolled_of_officer(actor.person_id or 0)
    items = []
    for each in found[:SIDE]:
        code = "measures.freeze_deposit" if each.kind == "deposit" else "measures.seal_up"
        verb = _("冻结") if each.kind == "deposit" else _("查封")
        where = each.institution.name if each.institution is not None else each.get_kind_display()
        worth = each.available if each.kind == "deposit" else each.value
        href = act_href(code, each.case_id) + f"?asset={each.pk}"
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
    waiting = ledger.waiting_payout(actor.court_id, actor.person_id)
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
