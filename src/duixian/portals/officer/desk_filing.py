"""The filing hall's desk (立案工作台): cases just filed, lists brought, what looks filed twice."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries_import, queries_load
from duixian.contexts.record.actors import Actor
from duixian.portals.components import contexts as show
from duixian.portals.officer import bulkbar, desk_lists, desk_parts, rows, selecting
from duixian.portals.officer.act_parts import act_href
from duixian.portals.officer.desk_parts import Part

FILED_WITHIN = 30  # days
SHOWN = 60
SIDE = 5
Column = show.Column


def page_of(request: HttpRequest, actor: Actor, today: date) -> show.DeskPage:
    """What waits for the filing hall; each tab is read when it is opened."""
    numbers = desk_lists.clock_numbers(actor, today)
    sort = request.GET.get("sort", "due")
    mine = selecting.my_open_cases(actor)
    numbers.tabs["all"] = mine.order_by().count()
    fresh = mine.filter(filed_on__gt=today - timedelta(days=FILED_WITHIN))
    unassigned = selecting.unassigned(actor.court_id)
    parts = (
        Part("filed", _("近期立案"), fresh.order_by().count(), lambda _here: _filed(actor, today)),
        Part(
            "due",
            _("到期的事"),
            numbers.overdue + numbers.due_today,
            lambda here: desk_lists.clocks(actor, numbers, sort, here, officers=True),
            selects=True,
        ),
        Part(
            "unassigned",
            _("待分案"),
            unassigned.count(),
            lambda here: desk_lists.selection(actor, unassigned, today, sort, here),
            selects=True,
        ),
        Part("imports", _("导入"), None, lambda _here: _imports(actor)),
        Part("repeated", _("疑似重复"), None, lambda _here: _repeated(actor)),
        Part(
            "all",
            _("全部在办"),
            numbers.tabs["all"],
            lambda here: desk_lists.selection(actor, mine, today, sort, here, officers=True),
            selects=True,
        ),
    )
    current = desk_parts.opened(parts, request.GET.get("view", ""))
    return show.DeskPage(
        today=today,
        title=_("立案工作台"),
        lead=_("近 %(days)d 日立案 %(count)d 件，待分案 %(open)d 件。")
        % {"days": FILED_WITHIN, "count": parts[0].count or 0, "open": parts[2].count or 0},
        tabs=desk_parts.tabs(parts, current),
        table=current.table(desk_parts.address(current)),
        bulk=bulkbar.empty(actor) if current.selects else None,
        load=desk_lists.load(numbers),
        side=[_lists_brought(actor)],
        actions=[
            show.Action(_("执行立案"), reverse("officer:file"), "main"),
            show.Action(_("导入案件清单"), reverse("officer:imports")),
        ],
    )


def _filed(actor: Actor, today: date) -> show.Table:
    """The cases filed last, newest first, with where they went."""
    found = selecting.my_open_cases(actor).filter(filed_on__gt=today - timedelta(days=FILED_WITHIN))
    listed = [
        show.Row(
            (
                each.filed_on,
                show.Link(each.docket_number, reverse("officer:case", args=[each.pk])),
                rows.parties_of(each),
                each.cause,
                each.claim_amount,
                each.officer.name
                if each.officer is not None
                else show.Action(
                    _("确定承办人"),
                    act_href("cases.assign_officer", each.pk),
                    describe=f"：{each.docket_number}",
                ),
            ),
            href=reverse("officer:case", args=[each.pk]),
        )
        for each in found.select_related("officer").order_by("-filed_on", "-id")[:SHOWN]
    ]
    return show.Table(
        [
            Column(_("立案"), "day", "day"),
            Column(_("案号"), "docket", "docket"),
            Column(_("申请执行人 → 被执行人"), "parties"),
            Column(_("案由"), width="name"),
            Column(_("申请标的（元）"), "money", "money"),
            Column(_("承办人"), "act", "act"),
        ],
        [show.Group(listed)] if listed else [],
        _("近期立案"),
        fixed=True,
        empty=show.Empty(
            _("近期没有立案"), "", show.Action(_("执行立案"), reverse("officer:file"))
        ),
    )


def _imports(actor: Actor) -> show.Table:
    """Lists brought to this court, newest first."""
    listed = [
        show.Row(
            (
                each.uploaded_at,
                show.Link(each.file_name, reverse("officer:import", args=[each.pk])),
                _(each.get_state_display()),
                each.total,
                each.done,
            ),
            href=reverse("officer:import", args=[each.pk]),
        )
        for each in queries_import.batches_of(actor.court_id)[:SHOWN]
    ]
    return show.Table(
        [
            Column(_("时间"), "moment", "name"),
            Column(_("文件"), "link"),
            Column(_("状态"), width="tags"),
            Column(_("要导入（件）"), "num", "tags"),
            Column(_("已处理（件）"), "num", "tags"),
        ],
        [show.Group(listed)] if listed else [],
        _("导入"),
        empty=show.Empty(
            _("还没有导入过清单"), "", show.Action(_("导入案件清单"), reverse("officer:imports"))
        ),
    )


def _repeated(actor: Actor) -> show.Table:
    """Open cases that stand on the same title: filed twice, or several creditors of one title."""
    groups = []
    for number, found in queries_load.cases_on_repeated_titles(actor.court_id, SHOWN).items():
        listed = [
            show.Row(
                (
                    show.Link(each.docket_number, reverse("officer:case", args=[each.pk])),
                    rows.parties_of(each),
                    each.filed_on,
                    each.claim_amount,
                ),
                href=reverse("officer:case", args=[each.pk]),
            )
            for each in found
        ]
        groups.append(show.Group(listed, number, len(listed)))
    return show.Table(
        [
            Column(_("案号"), "docket", "docket"),
            Column(_("申请执行人 → 被执行人"), "parties"),
            Column(_("立案"), "day", "day"),
            Column(_("申请标的（元）"), "money", "money"),
        ],
        groups,
        _("同一执行依据的在办案件"),
        fixed=True,
        empty=show.Empty(
            _("没有同一执行依据的多个在办案件"),
            _("立案和导入时，同一申请人凭同一依据再次申请的，会当场提示。"),
        ),
    )


def _lists_brought(actor: Actor) -> show.SideList:
    """The last lists and how far they are."""
    items = []
    for each in queries_import.batches_of(actor.court_id)[:SIDE]:
        items.append(
            show.SideItem(
                each.file_name[:40],
                small=f"{_(each.get_state_display())} {each.done}/{each.total}",
                href=reverse("officer:import", args=[each.pk]),
            )
        )
    return show.SideList(
        _("最近导入"),
        items,
        link=show.Link(_("全部"), reverse("officer:imports")),
        empty=_("还没有导入过清单。"),
    )
