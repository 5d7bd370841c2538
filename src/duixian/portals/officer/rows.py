"""Rows of work lists (工作列表): a case with the clock due first and one click to the next act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.deadlines.queries import Due, DueCase
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, catalogue
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.officer.act_parts import act_href, case_href
from duixian.portals.shell import named

# Acts that meet a clock only by the way: never offered as the habit of a work list.
BY_THE_WAY = ("closing.", "assets.register_asset", "assets.mark_not_enforceable")
_FLAGS_FIRST = ("涉民生", "涉党政机关", "集团案件")


def columns(sort: str = "", sort_href: str = "", *, officers: bool = False) -> list[show.Column]:
    """期限, 到期的事, 案号, 当事人, 标记 (or 承办人), 尚欠, 下一步."""

    def sorted_by(key: str) -> str:
        return {key: "ascending", f"-{key}": "descending"}.get(sort, "")

    def href(key: str) -> str:
        if not sort_href:
            return ""
        return f"{sort_href}sort={'-' if sort == key else ''}{key}"

    return [
        show.Column(_("期限"), "term", "term", href("due"), sorted_by("due")),  # type: ignore[arg-type]
        show.Column(_("到期的事"), width="what"),
        show.Column(_("案号"), "docket", "docket"),
        show.Column(_("申请执行人 → 被执行人"), "parties"),
        show.Column(_("承办人"), width="tags")
        if officers
        else show.Column(_("标记"), "tags", "tags"),
        owed_column(href("owed"), sorted_by("owed")),
        show.Column(_("下一步"), "act", "act"),
    ]


def owed_column(sort_href: str = "", sorted_by: str = "") -> show.Column:
    """What is owed as of the last credit: lists do not count the interest of every case anew."""
    return show.Column(
        _("上次结算尚欠（元）"),
        "money",
        "owed",
        sort_href,
        sorted_by,  # type: ignore[arg-type]
        help=_("计至最近一次到账之日，没有到账的计至立案之日；计至今天的数见案件页"),
    )


def owed(case: Case | DueCase) -> show.AsOf:
    return show.AsOf(case.owed_amount, case.owed_on)


def term(deadline: Deadline | Due | None, today: date) -> show.Term | None:
    """The words of a clock: 逾期 5 天, 今天, 剩 7 天, 已停 9 天."""
    if deadline is None or deadline.due_on is None:
        return None
    if deadline.state == Deadline.State.PAUSED:
        return show.Term(show.ClockState.PAUSED, _("暂停"))
    return show.Term.of(deadline.due_on, today)


def flags_of(case: Case | DueCase) -> tuple[show.Tag, ...]:
    """The flag that matters most; the others stand on the case."""
    flags = sorted(case.flags, key=lambda flag: (flag not in _FLAGS_FIRST, flag))
    return tuple(show.Tag(_(flag), "ink") for flag in flags[:1])


def parties_of(case: Case | DueCase) -> show.Parties:
    return show.Parties(case.creditor_names, case.debtor_names)


def act_for(deadline: Deadline | Due, actor: Actor) -> type[Act] | None:
    """The act that meets a clock and that this person may do; closing a case is never the habit."""
    for code in deadlines.node_of(deadline).met_by:
        try:
            act = catalogue.find(code)
        except Refusal:  # an act of a room not furnished yet
            continue
        if act.offered and actor.role_among(act.done_by) and not code.startswith(BY_THE_WAY):
            return act
    return None


def next_action(case: Case | DueCase, deadline: Deadline | Due | None, actor: Actor) -> show.Action:
    """One click to the next lawful act, or to the case where there is none to name."""
    said = f"：{case.docket_number}"
    act = act_for(deadline, actor) if deadline is not None else None
    if act is None or deadline is None:
        href = case_href(case.pk)
        return show.Action(_("看案件"), href, weight="link", describe=said)
    about = deadlines.node_of(deadline).per
    query = ""
    if deadline.subject and about in act.model_fields:
        query = "?" + urlencode({about: deadline.subject})
    return show.Action(named(act), act_href(act.code, case.pk) + query, describe=said)


def row(
    case: Case | DueCase,
    deadline: Deadline | Due | None,
    actor: Actor,
    today: date,
    *,
    officers: Mapping[int, str] | None = None,
) -> show.Row:
    """A case in a work list, on its clock. officers: names by case, shown in place of the flags."""
    href = case_href(case.pk)
    return show.Row(
        (
            term(deadline, today),
            named(deadlines.node_of(deadline)) if deadline is not None else "",
            show.Link(case.docket_number, href),
            parties_of(case),
            flags_of(case) if officers is None else officers.get(case.pk, ""),
            owed(case),
            next_action(case, deadline, actor),
        ),
        key=str(case.pk),
        label=case.docket_number,
        href=href,
    )
