"""The frame around every page: whose court, where one can go, who is here, what is under way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.courts import queries as courts
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.viewer import actor_of

TOASTS = "toasts"


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def named(thing: Any) -> str:
    """The title of an act, a node or a role in the reader's language."""
    return str(thing.title_en if in_english() else thing.title)


def tell(request: HttpRequest, text: str, label: str = "", href: str = "") -> None:
    """A short word shown on the next page."""
    waiting = request.session.get(TOASTS, [])
    request.session[TOASTS] = [*waiting[-3:], {"text": text, "label": label, "href": href}]


def _toasts(request: HttpRequest) -> list[show.Toast]:
    waiting = request.session.pop(TOASTS, []) if TOASTS in request.session else []
    return [
        show.Toast(each["text"], show.Link(each["label"], each["href"]) if each["href"] else None)
        for each in waiting
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _navigation(actor: Actor, current: str) -> list[show.NavItem]:
    waiting = record.drafts_waiting_for(actor).count()
    places: list[tuple[str, str, str, int | None]] = [
        ("desk", _("工作台"), "officer:desk", None),
        ("cases", _("案件"), "officer:cases", None),
        ("approvals", _("审批"), "officer:approvals", waiting or None),
    ]
    if actor.holds(Role.FILING_HALL):
        places.insert(2, ("filing", _("立案"), "officer:file", None))
    if actor.holds(Role.FILING_HALL, Role.ADMINISTRATOR):
        places.insert(3, ("import", _("导入"), "officer:imports", None))
    if actor.holds(Role.BUREAU_DIRECTOR, Role.PRESIDENT, Role.INSPECTOR):
        places.append(("board", _("看板"), "supervisor:board", None))
    return [
        show.NavItem(label, href, key == current, number)
        for key, label, name, number in places
        if (href := _address(name))
    ]


def _post(actor: Actor, request: HttpRequest) -> str:
    """承办人，执行一组."""
    roles = [role for role in Role if role in actor.roles or role in actor.delegated]
    words = "、".join(named(role) for role in roles)
    team = courts.team_of(actor.person_id, actor.court_id, clock.today())
    return _("%(roles)s，%(team)s") % {"roles": words, "team": team.name} if team else words


def _working(actor: Actor) -> show.Progress | None:
    """How far today's inquiries are, while any is still out."""
    if actor.person_id is None or not actor.holds(Role.OFFICER):
        return None
    found = assets.progress_of_officer(actor.person_id, clock.today())
    if not found.asked or found.done:
        return None
    return show.Progress(_("查询"), found.answered + found.failed, found.asked)


def shell(request: HttpRequest, current: str = "") -> show.Shell:
    """The frame for the person of this request. Needs an open viewing."""
    actor = actor_of(request)
    links = [
        show.Link(label, href)
        for label, name in ((_("权限表"), "supervisor:matrix"), (_("手册"), "manual:index"))
        if (href := _address(name))
    ]
    return show.Shell(
        court=courts.court(actor.court_id).name,
        home_href=reverse("officer:desk"),
        nav=_navigation(actor, current),
        person=actor.name,
        post=_post(actor, request),
        search_href=reverse("officer:cases"),
        search_hint=_("案号、当事人、证件号后四位"),
        working=_working(actor),
        working_href=reverse("officer:desk") + "?view=answers",
        links=links,
        toasts=_toasts(request),
    )
