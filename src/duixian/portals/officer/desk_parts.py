"""The parts a desk that is not an officer's is made of: tabs with their tables, drawn when opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import catalogue
from duixian.portals.components import contexts as show
from duixian.portals.officer import drafts
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import named

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One tab of a desk: `table` is asked only when the tab is open."""

    key: str
    title: str
    count: int | None
    table: Callable[[str], show.Table]
    selects: bool = False  # its rows are cases a bulk act can be done to


def opened(parts: Sequence[Part], view: str) -> Part:
    """The tab asked for, or the first."""
    return next((each for each in parts if each.key == view), parts[0])


def tabs(parts: Sequence[Part], current: Part) -> list[show.Tab]:
    here = reverse("officer:desk")
    return [
        show.Tab(
            each.title,
            f"{here}?view={each.key}" if place > 1 else here,
            each.count,
            each is current,
            str(place),
        )
        for place, each in enumerate(parts, 1)
    ]


def address(part: Part) -> str:
    return f"{reverse('officer:desk')}?view={part.key}"


def court_acts(actor: Actor, codes: Sequence[str], main: str = "") -> list[show.Action]:
    """Buttons of acts of the court itself, those this person may do."""
    return [
        show.Action(named(act), act_href(code), "main" if code == main else "plain")
        for code in codes
        if actor.role_among((act := catalogue.find(code)).done_by)
    ]


def signing(actor: Actor) -> show.Table:
    """Drafts waiting for this person, each checked again by today's law."""
    found = drafts.shown(list(record.drafts_waiting_for(actor)[:SHOWN]))
    listed = [
        show.Row(
            (
                show.Link(each.title, each.href),
                each.docket,
                each.about,
                each.small,
                each.refusal.message if each.refusal is not None else each.check,
                each.actions[0] if each.actions else None,
            ),
            href=each.href,
        )
        for each in found
    ]
    return show.Table(
        [
            show.Column(_("事项"), "link", "what"),
            show.Column(_("案号"), "docket", "docket"),
            show.Column(_("内容")),
            show.Column(_("起草"), width="name"),
            show.Column(_("按今天的法律复查"), width="name"),
            show.Column(_("办理"), "act", "term"),
        ],
        [show.Group(listed)] if listed else [],
        _("等我签发"),
        empty=show.Empty(_("没有等您签的事")),
    )
