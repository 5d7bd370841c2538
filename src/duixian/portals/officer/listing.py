"""The list of cases (案件列表): search, filters, order, pages, saved filters, what is taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.acts_filing import FLAGS
from duixian.contexts.cases.models import Case
from duixian.contexts.courts import queries as courts
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import catalogue
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock, money
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.officer import bulkbar, rows, selecting
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import shell
from duixian.portals.viewer import actor_of, page

PAGE = 50
COUNTED = 10_000  # beyond it the total is said to be about
EXPORTED = 20_000
SAVED = "saved_filters"
SAVED_MOST = 6
ORDERS = {
    "": ("-filed_on", "-id"),
    "filed": ("filed_on", "id"),
    "-filed": ("-filed_on", "-id"),
    "owed": ("owed_amount", "id"),
    "-owed": ("-owed_amount", "-id"),
}
DUE = {"late": 0, "today": 1, "week": 8}  # running clocks due before today plus so many days
QUERY = ("q", "state", "officer", "flag", "due", "whose", "sort")


def chosen(request: HttpRequest, actor: Actor) -> QuerySet[Case]:
    """The cases the address asks for, in its order."""
    asked = request.GET
    if _whose(request, actor) == "mine":
        found = selecting.my_open_cases(actor)
    elif asked.get("state") in ("", None, "unfinished"):
        found = cases.open_cases(actor.court_id if len(actor.courts) == 1 else None)
    else:
        found = cases.search("")
    if asked.get("state") in Case.State.values:
        found = cases.search("") if asked["state"] == "closed" else found
        if _whose(request, actor) == "mine":
            found = found.filter(officer_id=actor.person_id)
        found = found.filter(state=asked["state"])
    text = asked.get("q", "").strip()
    if text:
        # Whoever searches means any case they may see, closed ones too.
        found = cases.search(text, None if "whose" not in asked and "state" not in asked else found)
    return _narrowed(found, request).order_by(*ORDERS.get(asked.get("sort", ""), ORDERS[""]))


def _narrowed(found: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
    asked = request.GET
    if asked.get("officer", "").isdigit():
        found = found.filter(officer_id=int(asked["officer"]))
    if asked.get("flag") in FLAGS:
        found = found.filter(flags__contains=[asked["flag"]])
    if asked.get("due") in DUE:
        day = clock.today() + timedelta(days=DUE[asked["due"]])
        found = selecting.with_clock_due_before(found, day)
    return found


def _whose(request: HttpRequest, actor: Actor) -> str:
    default = "mine" if selecting.is_officer(actor) and not request.GET.get("q") else "court"
    whose = request.GET.get("whose", default)
    return whose if whose in ("mine", "court") else default


@page()
def cases_page(request: HttpRequest) -> HttpResponse:
    """The list; one case found by its whole docket number opens at once."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()
    exact = cases.by_docket(text) if "号" in text else None
    if exact is not None:
        return HttpResponseRedirect(reverse("officer:case", args=[exact.pk]))
    if "save" in request.GET:
        return _save(request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _file(chosen(request, actor)[:EXPORTED], request.GET["format"])
    found = chosen(request, actor)
    at = _page_number(request)
    shown = list(found[(at - 1) * PAGE : at * PAGE])
    first = deadlines.due_first([each.pk for each in shown])
    request.session["walk"] = [each.pk for each in shown]
    query = _query(request)
    today = clock.today()
    table = show.Table(
        rows.columns(request.GET.get("sort", ""), f"?{_query(request, 'sort')}&"),
        [show.Group([rows.row(each, first.get(each.pk), actor, today) for each in shown])],
        _("案件"),
        selects=True,
        fixed=True,
        empty=_nothing(text),
        pages=_pages(found, at, len(shown), query),
    )
    context = show.CasesPage(
        title=_("案件"),
        lead=_("您能看的案件都在这里；搜索包括已结案件。"),
        table=table,
        bulk=bulkbar.empty(actor),
        search=text,
        filters=_filters(request, actor),
        tabs=_tabs(request, actor),
        actions=_actions(actor),
        save_filter_href=f"?{query}&save" if query else "",
        export_href=f"?{query}&format=xlsx",
    )
    return render(
        request, "officer/cases.html", {"page": context, "shell": shell(request, "cases")}
    )


def _nothing(text: str) -> show.Empty:
    title = _("没有找到“%(text)s”") % {"text": text} if text else _("没有这样的案件")
    advice = (
        _("按案号、当事人姓名或名称、完整证件号或后四位查找。") if text else _("放宽筛选再看。")
    )
    return show.Empty(title, advice, show.Action(_("看全部"), reverse("officer:cases")))


def _query(request: HttpRequest, *without: str) -> str:
    return urlencode(
        {key: request.GET[key] for key in QUERY if request.GET.get(key) and key not in without}
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), COUNTED // PAGE)) if text.isdigit() else 1


def _pages(found: QuerySet[Case], at: int, number: int, query: str) -> show.Pages | None:
    if not number:
        return None
    total = found.order_by()[: COUNTED + 1].count()
    first = (at - 1) * PAGE + 1
    last = first + number - 1
    back = f"?{query}&page={at - 1}" if at > 1 else ""
    ahead = f"?{query}&page={at + 1}" if total > last and at < COUNTED // PAGE else ""
    return show.Pages(first, last, min(total, COUNTED), back, ahead, total > COUNTED)


# ---- filters


def _filters(request: HttpRequest, actor: Actor) -> list[show.FormField]:
    asked, field = request.GET, show.FormField
    officers = [
        (str(each.pk), each.name)
        for each in courts.holders(actor.court_id, Role.OFFICER, clock.today())
    ]
    due = [("late", _("已逾期")), ("today", _("今天及以前")), ("week", _("七日内"))]
    states = [("unfinished", _("未结")), *((key, _(label)) for key, label in Case.State.choices)]
    flags = [(each, _(each)) for each in FLAGS]
    return [
        field("state", _("状态"), "choice", choices=states, value=asked.get("state", "")),
        field("officer", _("承办人"), "choice", choices=officers, value=asked.get("officer", "")),
        field("flag", _("标记"), "choice", choices=flags, value=asked.get("flag", "")),
        field("due", _("到期"), "choice", choices=due, value=asked.get("due", "")),
    ]


def _tabs(request: HttpRequest, actor: Actor) -> list[show.Tab]:
    whose = _whose(request, actor)
    saved: Sequence[Sequence[str]] = request.session.get(SAVED, [])
    current = _query(request)
    tabs = []
    if selecting.is_officer(actor):
        tabs.append((_("我的"), "?whose=mine", whose == "mine"))
    tabs.append((_("全院"), "?whose=court", whose == "court"))
    known = any(query == current for _name, query in saved)
    found = [(name, f"?{query}", query == current) for name, query in saved]
    every = [(label, href, here and not known) for label, href, here in tabs] + found
    return [
        show.Tab(label, href, None, here, str(place))
        for place, (label, href, here) in enumerate(every, 1)
    ]


def _save(request: HttpRequest) -> HttpResponse:
    """Keep the present filter as a tab for as long as the person is signed in."""
    query = _query(request)
    saved = [each for each in request.session.get(SAVED, []) if each[1] != query]
    name = "、".join(_words(request)) or _("筛选")
    request.session[SAVED] = [*saved, [name, query]][-SAVED_MOST:]
    return HttpResponseRedirect(f"?{query}")


def _words(request: HttpRequest) -> list[str]:
    words = [request.GET["q"]] if request.GET.get("q") else []
    for each in _filters(request, actor_of(request)):
        words += [label for value, label in each.choices if value == each.value and each.value]
    return words


def _actions(actor: Actor) -> list[show.Action]:
    filing = catalogue.find("cases.file_case")
    if actor.role_among(filing.done_by) is None:
        return []
    return [show.Action(_("立案"), act_href(filing.code), "main")]


# ---- taken away


@page("POST")
def export(request: HttpRequest) -> HttpResponse:
    """The selected cases as a file."""
    with viewing(actor_of(request)):
        return _file(cases.of_ids(bulkbar.picked(request.POST.getlist("pick"))), "xlsx")


def _file(found: Any, kind: str) -> HttpResponse:
    """Cases as a table; names as in the list, identity numbers not at all."""
    head = [
        _("案号"),
        _("案由"),
        _("申请执行人"),
        _("被执行人"),
        _("立案"),
        _("状态"),
        _("申请标的（元）"),
        _("到位（元）"),
        _("上次结算尚欠（元）"),
        _("计至"),
        _("标记"),
    ]
    lines = [_cells(each) for each in found]
    name = quote(f"{_('案件')} {clock.today().isoformat()}.{kind}")
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([head, *([_safe(cell) for cell in line] for line in lines)])
        answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(_workbook(head, lines), content_type=_XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cells(case: Case) -> list[str]:
    return [
        case.docket_number,
        case.cause,
        case.creditor_names,
        case.debtor_names,
        case.filed_on.isoformat(),
        _(case.get_state_display()),
        money.yuan(case.claim_amount),
        money.yuan(case.collected_amount),
        money.yuan(case.owed_amount),
        case.owed_on.isoformat(),
        "、".join(case.flags),
    ]


def _safe(cell: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _workbook(head: list[str], lines: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(str(_("案件")))
    amount = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, head, book.add_format({"bold": True}))
    for place, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if 6 <= column <= 8:
                sheet.write_number(place, column, Decimal(cell), amount)
            else:
                sheet.write_string(place, column, cell)
    sheet.set_column(0, 9, 22)
    sheet.freeze_panes(1, 1)
    book.close()
    return stream.getvalue()
