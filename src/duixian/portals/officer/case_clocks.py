"""The clock strip of a case (期限): every node met, running, paused or missed, and its term to scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.kernel import calendar
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.shell import named

TERM = "execution_term"
PAID_BY = "distribution.pay_out"
STRIP = 14  # nodes on the strip; all of them are in the tab
State = show.ClockState


def nodes(found: Case, clocks: Sequence[Deadline], today: date) -> list[show.ClockNode]:
    """The strip: filing first, what is over by its day, then what runs by its due day."""
    shown = [each for each in clocks if each.state != Deadline.State.CANCELLED]
    over = [each for each in shown if each.ended_on is not None or _is_missed(each, today)]
    ahead = [each for each in shown if each not in over]
    over.sort(key=lambda each: (each.ended_on or each.due_on or today, each.pk))
    ahead.sort(key=lambda each: (each.due_on or date.max, each.pk))
    room = max(STRIP - 1 - len(ahead), STRIP // 2)
    strip = [show.ClockNode(_("立案"), State.MET, met_on=found.filed_on)]
    strip += [_node(each, found, today) for each in over[-room:]]
    strip += [
        _node(each, found, today, first=place == 0)
        for place, each in enumerate(ahead[: STRIP - len(strip)])
    ]
    return strip


def _is_missed(each: Deadline, today: date) -> bool:
    running = each.state == Deadline.State.RUNNING
    return running and each.due_on is not None and each.due_on < today


def _node(each: Deadline, found: Case, today: date, *, first: bool = False) -> show.ClockNode:
    title = named(deadlines.node_of(each))
    href = f"{reverse('officer:case', args=[found.pk])}?tab=clocks"
    if each.state == Deadline.State.PAUSED:
        start = date.fromisoformat(each.open_pauses[0][1]) if each.open_pauses else today
        return show.ClockNode(
            title,
            State.PAUSED,
            paused_from=start,
            days=(today - start).days,
            href=href,
            after_today=first,
        )
    who = found.officer.name if each.responsible == "officer" and found.officer else ""
    state, days = state_of(each, today)
    return show.ClockNode(
        title,
        state,
        each.due_on,
        each.ended_on,
        days=days,
        who=who,
        verdict=_("不能计算") if each.due_on is None and each.ended_on is None else "",
        day_note=_day_note(each.due_on),
        href=href,
        after_today=first,
    )


def state_of(each: Deadline, today: date) -> tuple[show.ClockState, int]:
    """Met, missed by so many days, or running with so many days left."""
    if each.state == Deadline.State.MET:
        if each.late and each.due_on is not None and each.ended_on is not None:
            return State.MISSED, (each.ended_on - each.due_on).days
        node = deadlines.node_of(each)
        return (State.PAID if PAID_BY in node.met_by else State.MET), 0
    if each.state == Deadline.State.PAUSED:
        return State.PAUSED, 0
    if each.due_on is None:
        return State.WAITING, 0
    left = (each.due_on - today).days
    return (State.MISSED, -left) if left < 0 else (State.RUNNING, left)


def _day_note(due: date | None) -> str:
    try:
        if due is not None and calendar.is_made_up_working_day(due):
            return _("调休上班")
    except Refusal:  # past the table of holidays
        pass
    return ""


def summary(clocks: Sequence[Deadline], today: date) -> str:
    """四项按时，一项迟办，四项在走."""
    counts: dict[show.ClockState, int] = {}
    late = 0
    for each in clocks:
        if each.state == Deadline.State.CANCELLED:
            continue
        state, _days = state_of(each, today)
        if state is State.MISSED and each.ended_on is not None:
            late += 1
            continue
        counts[state] = counts.get(state, 0) + 1

    def said(one: str, many: str, number: int) -> str:
        return ngettext(one, many, number) % {"count": number} if number else ""

    on_time = counts.get(State.MET, 0) + counts.get(State.PAID, 0)
    parts = (
        said("%(count)d 项按时", "%(count)d 项按时", on_time),
        said("%(count)d 项迟办", "%(count)d 项迟办", late),
        said("%(count)d 项逾期", "%(count)d 项逾期", counts.get(State.MISSED, 0)),
        said("%(count)d 项暂停", "%(count)d 项暂停", counts.get(State.PAUSED, 0)),
        said("%(count)d 项在走", "%(count)d 项在走", counts.get(State.RUNNING, 0)),
    )
    return _("，").join(each for each in parts if each)


def term_bar(found: Case, clocks: Sequence[Deadline], today: date) -> show.TermBar | None:
    """The execution term to scale, its pauses hatched; none before it started."""
    term = next((each for each in reversed(clocks) if each.node == TERM), None)
    if term is None or term.due_on is None:
        return None
    pauses = [
        show.Pause(date.fromisoformat(start), date.fromisoformat(end), ground)
        for start, end, ground in term.intervals
    ]
    pauses += [
        show.Pause(date.fromisoformat(start), today, ground)
        for _by, start, ground in term.open_pauses
    ]
    return show.TermBar(
        title=named(deadlines.node_of(term)),
        start_label=_("立案"),
        start=term.started_on,
        due=term.due_on,
        today=today,
        pauses=pauses,
        ended=term.ended_on,
    )
