"""The cases behind a number of the board: each number opens its list, each line its case."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.statistics import engine, queries
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.law import load_nodes
from duixian.portals.components import contexts as show
from duixian.portals.officer import rows, waiting
from duixian.portals.shell import named, shell
from duixian.portals.supervisor.seeing import chosen_courts, only_supervisors
from duixian.portals.viewer import actor_of, page
from duixian.workflow.outstanding import outstanding

MOST_SHOWN = 300


def _not_found() -> Refusal:
    return Refusal("portals.no_such_list", "没有这一清单", cure="从看板进入", status=404)


def _show(request: HttpRequest, title: str, found: Iterable[tuple[Case, str]]) -> HttpResponse:
    table = show.Table(
        columns=[
            show.Column(_("案号")),
            show.Column(_("当事人")),
            show.Column(_("承办人")),
            show.Column(_("情况")),
            rows.owed_column(),
        ],
        groups=[
            show.Group(
                [
                    show.Row(
                        [
                            show.Link(case.docket_number, reverse("officer:case", args=[case.pk])),
                            show.Parties(case.creditor_names, case.debtor_names),
                            case.officer.name if case.officer else "",
                            words,
                            rows.owed(case),
                        ],
                        key=str(case.pk),
                        href=reverse("officer:case", args=[case.pk]),
                    )
                    for case, words in found
                ]
            )
        ],
        caption=title,
        empty=show.Empty(_("没有案件")),
    )
    return render(
        request,
        "supervisor/list.html",
        {"title": title, "table": table, "shell": shell(request, "board")},
    )


@page()
def counted(request: HttpRequest, part: str) -> HttpResponse:
    """Numerator (executed) or what is still missing (open) of the property cases."""
    only_supervisors(actor_of(request))
    if part not in ("executed", "open"):
        raise _not_found()
    chosen, _scopes = chosen_courts(request)
    found = queries.cases_counted([court.pk for court in chosen], done=part == "executed")
    found = found.select_related("officer")[:MOST_SHOWN]
    title = _("已执行完毕的案件") if part == "executed" else _("有财产可供执行、尚未结案的案件")
    return _show(request, title, ((case, case.get_state_display()) for case in found))


@page()
def violations(request: HttpRequest, indicator: str) -> HttpResponse:
    """Cases that break an invariant of R2.2."""
    only_supervisors(actor_of(request))
    target = next((each for each in engine.targets() if each.indicator == indicator), None)
    if target is None or not target.absolute:
        raise _not_found()
    chosen, _scopes = chosen_courts(request)
    ids = queries.violations(indicator, [court.pk for court in chosen], target.start)
    found = cases.of_courts([court.pk for court in chosen]).filter(pk__in=ids[:MOST_SHOWN])
    listed = ((case, case.get_closing_display()) for case in found.select_related("officer"))
    return _show(request, _("违例：%(title)s") % {"title": target.title}, listed)


@page()
def overdue(request: HttpRequest, node: str) -> HttpResponse:
    """Cases whose clock of one kind is overdue, worst first."""
    only_supervisors(actor_of(request))
    known = load_nodes().get(node)
    if known is None:
        raise _not_found()
    chosen, _scopes = chosen_courts(request)
    today = clock.today()
    late = deadlines.overdue_of_node([court.pk for court in chosen], node, today)[:MOST_SHOWN]
    listed = (
        (
            each.case,
            _("逾期 %(days)s 天") % {"days": (today - each.due_on).days if each.due_on else 0},
        )
        for each in late
    )
    return _show(request, _("逾期：%(title)s") % {"title": named(known)}, listed)


@page()
def unended(request: HttpRequest) -> HttpResponse:
    """What was asked of institutions and banks and has no end yet, oldest first."""
    actor = actor_of(request)
    only_supervisors(actor)
    chosen, _scopes = chosen_courts(request)
    found = outstanding(*(court.pk for court in chosen), limit=MOST_SHOWN)[:MOST_SHOWN]
    context = {
        "title": _("查询、协助、付款未了"),
        "table": waiting.table(found, actor, clock.today()),
        "shell": shell(request, "board"),
    }
    return render(request, "supervisor/list.html", context)
