"""The director's desk (局长工作台): what waits for a signature, what is late, whose load is what."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries_load
from duixian.contexts.courts import queries as courts
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.contexts.supervision import queries as supervision
from duixian.contexts.supervision.models import Instruction, Warning
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.officer import bulkbar, desk_lists, desk_parts, selecting, waiting
from duixian.portals.officer.act_parts import act_href
from duixian.portals.officer.desk_parts import Part
from duixian.workflow.outstanding import number_outstanding, outstanding

SHOWN = 60
SIDE = 5
Column = show.Column


def page_of(request: HttpRequest, actor: Actor, today: date) -> show.DeskPage:
    """What waits for the head of the bureau; each tab is read when it is opened."""
    numbers = desk_lists.clock_numbers(actor, today)
    sort = request.GET.get("sort", "due")
    mine = selecting.my_open_cases(actor)
    numbers.tabs["all"] = mine.order_by().count()
    signing = record.drafts_waiting_for(actor)
    warnings = supervision.warnings_for(actor)
    demanded = supervision.instructions_from(actor.person_id or 0)
    late = numbers.overdue + numbers.due_today
    parts = (
        Part("sign", _("等我签发"), signing.count(), lambda _here: desk_parts.signing(actor)),
        Part(
            "due",
            _("到期与逾期"),
            late,
            lambda here: desk_lists.clocks(actor, numbers, sort, here, officers=True),
            selects=True,
        ),
        Part("warnings", _("预警"), warnings.count(), lambda _here: _warnings(actor, today)),
        Part(
            "instructions", _("督办"), demanded.count(), lambda _here: _instructions(actor, today)
        ),
        Part("officers", _("承办人"), None, lambda _here: _officers(actor, today)),
        Part(
            "outstanding",
            _("未了事项"),
            number_outstanding(actor.court_id),
            lambda _here: waiting.table(outstanding(actor.court_id, limit=SHOWN), actor, today),
        ),
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
        title=_("局长工作台") if actor.holds(Role.BUREAU_DIRECTOR) else _("院长工作台"),
        lead=desk_lists.lead(actor, numbers),
        tabs=desk_parts.tabs(parts, current),
        table=current.table(desk_parts.address(current)),
        bulk=bulkbar.empty(actor) if current.selects else None,
        load=desk_lists.load(numbers),
        side=[_overdue_instructions(actor, today), _unassigned(actor)],
    )


# ---- warnings and instructions


def _warnings(actor: Actor, today: date) -> show.Table:
    """Warnings that came up to this person, most overdue first."""
    listed = [_warning(each, today) for each in supervision.warnings_for(actor)[:SHOWN]]
    return show.Table(
        [
            Column(_("期限"), "term", "term"),
            Column(_("原因")),
            Column(_("案号"), "docket", "docket"),
            Column(_("承办人"), width="tags"),
            Column(_("发出"), "day", "day"),
            Column(_("办理"), "act", "act"),
        ],
        [show.Group(listed)] if listed else [],
        _("预警"),
        empty=show.Empty(_("没有报到您这里的预警")),
    )


def _warning(each: Warning, today: date) -> show.Row:
    case = reverse("officer:case", args=[each.case_id])
    said = f"：{each.case.docket_number}"
    answer = act_href("supervision.answer_warning", each.case_id) + f"?warning={each.pk}"
    return show.Row(
        (
            show.Term.of(each.due_on, today) if each.due_on is not None else None,
            supervision.title_of(each),
            show.Link(each.case.docket_number, case),
            each.case.officer.name if each.case.officer else "",
            each.raised_on,
            (
                show.Action(
                    _("督办"), act_href("supervision.instruct", each.case_id), describe=said
                ),
                show.Action(_("回应"), answer, describe=said),
            ),
        ),
        href=case,
    )


def _instructions(actor: Actor, today: date) -> show.Table:
    """What this person demanded and has not struck off, due first."""
    found = supervision.instructions_from(actor.person_id or 0)[:SHOWN]
    listed = [_instruction(each, today) for each in found]
    return show.Table(
        [
            Column(_("报告期限"), "term", "term"),
            Column(_("督办要求")),
            Column(_("案号"), "docket", "docket"),
            Column(_("承办人"), width="tags"),
            Column(_("状态"), width="tags"),
            Column(_("办理"), "act", "act"),
        ],
        [show.Group(listed)] if listed else [],
        _("督办"),
        empty=show.Empty(_("没有未销号的督办")),
    )


def _instruction(each: Instruction, today: date) -> show.Row:
    case = reverse("officer:case", args=[each.case_id])
    settle = act_href("supervision.settle_instruction", each.case_id) + f"?instruction={each.pk}"
    reported = each.state == Instruction.State.REPORTED
    return show.Row(
        (
            show.Term(show.ClockState.MET, _("已报告"))
            if reported
            else show.Term.of(each.due_on, today),
            each.demand[:80],
            show.Link(each.case.docket_number, case),
            each.case.officer.name if each.case.officer else "",
            _(each.get_state_display()),
            show.Action(_("销号"), settle, describe=f"：{each.case.docket_number}")
            if reported
            else None,
        ),
        href=case,
    )


# ---- people


def _officers(actor: Actor, today: date) -> show.Table:
    """The load of each officer (工作量): open cases, what is late, what is due, how old."""
    people = courts.holders(actor.court_id, Role.OFFICER, today)
    loads = queries_load.loads_of_officers(actor.court_id)
    soon = deadlines.due_by_officer(actor.court_id, today)
    listed = []
    for each in people:
        load, due = loads.get(each.pk), soon.get(each.pk, (0, 0))
        href = reverse("officer:cases") + "?" + urlencode({"officer": each.pk, "whose": "court"})
        listed.append(
            show.Row(
                (
                    show.Link(each.name, href),
                    load.open if load else 0,
                    show.Term(show.ClockState.MISSED, _("%(count)d 项逾期") % {"count": due[0]})
                    if due[0]
                    else None,
                    due[1],
                    load.suspended if load else 0,
                    load.oldest if load else None,
                    load.owed if load else 0,
                ),
                href=href,
            )
        )
    return show.Table(
        [
            Column(_("承办人"), "link"),
            Column(_("在办（件）"), "num", "tags"),
            Column(_("逾期"), "term", "term"),
            Column(_("七日内到期"), "num", "tags"),
            Column(_("其中中止"), "num", "tags"),
            Column(_("最早立案"), "day", "day"),
            Column(_("未执行到位（元）"), "money", "money"),
        ],
        [show.Group(listed)] if listed else [],
        _("各承办人的工作量"),
        empty=show.Empty(_("本院没有承办人")),
    )


# ---- beside the list


def _overdue_instructions(actor: Actor, today: date) -> show.SideList:
    """Demands nobody reported on in time, whoever made them."""
    found = list(supervision.instructions_overdue([actor.court_id], today)[:SHOWN])
    items = [
        show.SideItem(
            each.demand[:40],
            term=show.Term.of(each.due_on, today),
            small=f"{each.case.docket_number} · {each.case.officer.name if each.case.officer else ''}",
            href=reverse("officer:case", args=[each.case_id]),
        )
        for each in found[:SIDE]
    ]
    return show.SideList(_("督办逾期未报告"), items, len(found), empty=_("督办都按时报告了。"))


def _unassigned(actor: Actor) -> show.SideList:
    """Open cases without an officer."""
    found = list(selecting.unassigned(actor.court_id)[:SHOWN])
    items = [
        show.SideItem(
            each.docket_number,
            small=f"{each.creditor_names} → {each.debtor_names}"[:40],
            action=show.Action(
                _("确定承办人"),
                act_href("cases.assign_officer", each.pk),
                describe=f"：{each.docket_number}",
            ),
            href=reverse("officer:case", args=[each.pk]),
        )
        for each in found[:SIDE]
    ]
    return show.SideList(_("待分案"), items, len(found), empty=_("案件都有承办人。"))
