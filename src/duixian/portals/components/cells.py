"""How a value is marked up in a line or a table cell. Plain functions: a list is many cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duixian.portals.components import formats
from duixian.portals.components.parts import (
    Action,
    AsOf,
    ClockState,
    Column,
    Link,
    Parties,
    Tag,
    Term,
)

_SHAPES = {
    ClockState.MET: "met",
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MISSED: "missed",
    ClockState.WAITING: "waiting",
    ClockState.PAID: "paid",
}
_SOLID = {*_SHAPES.values(), "stop", "final"}
_serial = count(1)


def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """A shape of the sprite; `label` only where no word stands beside it."""
    solid = " solid" if name in _SOLID else ""
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon{} {}" {}><use href="#shape-{}"/></svg>',
        solid,
        css,
        mark_safe(named),
        name,
    )


def shape(state: ClockState | str) -> SafeString:
    return icon(_SHAPES[ClockState(state)])


def term(value: Term | None) -> SafeString:
    if value is None:
        return mark_safe("")
    return format_html(
        '<span class="term {}">{}{}</span>', value.tone, shape(value.state), value.text
    )


def tags(values: Tag | Sequence[Tag] | None) -> SafeString:
    if values is None:
        return mark_safe("")
    if isinstance(values, Tag):
        values = (values,)
    return format_html_join(
        "", '<span class="tag {}">{}</span>', ((tag.tone, tag.text) for tag in values)
    )


def docket(value: str, href: str = "") -> SafeString:
    """A docket number, never broken across lines."""
    if href:
        return format_html('<a class="docket" href="{}">{}</a>', href, value)
    return format_html('<span class="docket">{}</span>', value)


def money(value: int | None, unit: bool = False) -> SafeString:
    if value is None:
        return mark_safe("")
    tail = format_html('<span class="unit">{}</span>', _("元")) if unit else ""
    return format_html('<span class="money">{}</span>{}', formats.amount(value), tail)


def parties(value: Parties) -> SafeString:
    return format_html(
        '<span class="pair" title="{} → {}"><span>{}</span><span aria-hidden="true">→</span>'
        "<span>{}</span></span>",
        value.creditors, value.debtors, value.creditors, value.debtors,
    )  # fmt: skip


def link(value: Link | None) -> SafeString:
    if value is None:
        return mark_safe("")
    if not value.href:
        return escape(value.label)
    return format_html('<a href="{}">{}</a>', value.href, value.label)


def hidden(fields: Mapping[str, str]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())


def action(value: Action | None, token: str = "", css: str = "") -> SafeString:
    """A button or link; what changes something is a form of its own with the CSRF token."""
    if value is None:
        return mark_safe("")
    key = format_html(" <kbd>{}</kbd>", value.key) if value.key else ""
    said = format_html('<span class="unseen">{}</span>', value.describe) if value.describe else ""
    if value.weight == "link":
        return format_html(
            '<a class="{}" href="{}">{}{}{}</a>', css, value.href, value.label, said, key
        )
    weight = "" if value.weight == "plain" else value.weight
    look = f"button {weight} {css}".replace("  ", " ").strip()
    if not value.post:
        return format_html(
            '<a class="{}" href="{}">{}{}{}</a>', look, value.href, value.label, said, key
        )
    return format_html(
        '<form class="plainly" method="post" action="{}"><input type="hidden" '
        'name="csrfmiddlewaretoken" value="{}">{}<button class="{}">{}{}{}</button></form>',
        value.href, token, hidden(value.fields), look, value.label, said, key,
    )  # fmt: skip


def _written(value: Any) -> SafeString:
    if isinstance(value, Term):
        return term(value)
    if isinstance(value, Parties):
        return parties(value)
    if isinstance(value, Link):
        return link(value)
    if isinstance(value, Tag) or (isinstance(value, tuple) and value and isinstance(value[0], Tag)):
        return tags(value)
    if isinstance(value, datetime):
        return format_html("<time>{}</time>", formats.moment(value))
    if isinstance(value, date):
        return format_html("<time>{}</time>", formats.day(value))
    if value is None or value == ():
        return mark_safe("")
    return escape(value)


def cell(column: Column, value: Any, token: str = "") -> SafeString:
    """The inside of a cell, by the kind of its column."""
    if column.kind == "money" and isinstance(value, int):
        return escape(formats.amount(value))
    if isinstance(value, AsOf):
        words = _("计至 %(day)s，不含此后的利息") % {"day": formats.day(value.on)}
        return format_html(
            '<span title="{}">{}<small class="asof">{}</small></span>',
            words,
            formats.amount(value.amount),
            _("计至 %(day)s") % {"day": formats.day(value.on)},
        )
    if column.kind == "docket":
        if isinstance(value, Link):
            return docket(value.label, value.href)
        return docket(str(value)) if value else mark_safe("")
    if column.kind == "num" and isinstance(value, int):
        return escape(formats.count(value))
    if column.kind == "day" and isinstance(value, datetime):
        return format_html("<time>{}</time>", formats.day(value))
    if isinstance(value, tuple) and value and isinstance(value[0], Action):
        return format_html(
            '<span class="row">{}</span>',
            format_html_join("", "{}", ((action(each, token, "small"),) for each in value)),
        )
    if isinstance(value, Action):
        return action(value, token, "" if value.weight == "link" else "small")
    return _written(value)


def fresh_id(prefix: str) -> str:
    """An id not used before in this process; the same markup may stand twice on a page."""
    return f"{prefix}-{next(_serial)}"
