"""What was asked of the outside world and has no end yet (未了事项), with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.distribution.models import Payout
from duixian.contexts.record.actors import Actor
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.officer.act_parts import act_href
from duixian.workflow.outstanding import Outstanding

CONFIRM, FAIL = "distribution.confirm_payout", "distribution.fail_payout"
LONG = 10  # days without an end: to be seen first


def table(
    found: Sequence[Outstanding], actor: Actor, today: date, *, of_case: bool = False
) -> show.Table:
    """Each request with its age, why it has no end, and the next step. of_case: in its own case."""
    names = {each.key: each.name for each in assets.institutions()} if found else {}
    columns = [
        show.Column(_("已过"), "term", "term"),
        show.Column(_("事项"), width="what"),
        *(() if of_case else (show.Column(_("案号"), "docket", "docket"),)),
        show.Column(_("单位"), width="name"),
        show.Column(_("原因与下一步")),
        show.Column(_("办理"), "act", "act"),
    ]
    rows = [_row(each, names, actor, today, of_case=of_case) for each in found]
    return show.Table(
        columns,
        [show.Group(rows)],
        _("未了事项"),
        empty=show.Empty(_("没有未了的事项"), _("发出的查询、协助和付款都有了结果。")),
        tight=True,
    )


def _row(
    each: Outstanding, names: dict[str, str], actor: Actor, today: date, *, of_case: bool
) -> show.Row:
    href = reverse("officer:case", args=[each.case_id])
    tab = f"{href}?tab={'money' if each.sort == 'payout' else 'property'}"
    days = each.days(today)
    late = each.in_doubt or each.state == "to_send" or days >= LONG
    term = show.Term(
        show.ClockState.MISSED if late and days else show.ClockState.RUNNING,
        _("%(days)d 天") % {"days": days} if days else _("今天"),
    )
    words = "；".join(part for part in (each.reason, _next_step(each)) if part)
    link = () if of_case else (show.Link(each.docket_number, tab),)
    return show.Row(
        (
            term,
            f"{_SORTS[each.sort]()}：{_(each.label)}",
            *link,
            names.get(each.institution, each.institution),
            words,
            _action(each, actor, tab, of_case=of_case),
        ),
        key=f"{each.sort}-{each.row_id}",
        href="" if of_case else tab,
    )


_SORTS = {
    "inquiry": lambda: _("查询"),
    "order": lambda: _("协助执行"),
    "payout": lambda: _("付款"),
}


def _next_step(each: Outstanding) -> str:
    if each.in_doubt:
        return _("由财务向银行核实后登记付款结果")
    if each.state == "to_send":
        return _("还没有送达，系统会再送；久送不到的，改为书面办理")
    if each.sort == "payout":
        return _("等银行回执；久无回执的，由财务向银行核实")
    return _("等协助单位回复；久无回复的，去函催办")


def _action(each: Outstanding, actor: Actor, tab: str, *, of_case: bool) -> show.Action | None:
    said = f"：{each.docket_number} {each.label}"
    if each.in_doubt and actor.holds(Role.FINANCE):
        href = act_href(CONFIRM, each.case_id) + f"?payout={each.row_id}"
        return show.Action(_("登记付款结果"), href, describe=said)
    return None if of_case else show.Action(_("看案件"), tab, weight="link", describe=said)


# ---- payments


def state_of(payout: Payout) -> str:
    """Where a payment under way is: 待核实, 未送达银行, 等回执."""
    if payout.doubt:
        return _("待核实：%(why)s") % {"why": payout.doubt}
    if payout.trouble:
        return _("未送达银行：%(why)s") % {"why": payout.trouble}
    if not payout.institution_key:
        return _("柜面付款，待登记结果")
    return _("已送银行，等回执") if payout.sent_on else _("待送银行")


def next_step_of(payout: Payout) -> str:
    """What to do about a payment that does not come to an end by itself."""
    if payout.doubt:
        return _("由财务向银行核实后登记付款结果")
    return _("还没有送达，系统会再送；久送不到的，改为书面办理")


def settling(payout: Payout) -> tuple[show.Action, ...] | None:
    """Recording the result by hand: at the counter, in doubt, or not reaching the bank."""
    if payout.institution_key and not payout.doubt and not payout.trouble:
        return None
    query = f"?payout={payout.pk}"
    said = f"：{payout.number}"
    return (
        show.Action(_("已付"), act_href(CONFIRM, payout.case_id) + query, describe=said),
        show.Action(_("未付"), act_href(FAIL, payout.case_id) + query, describe=said),
    )
