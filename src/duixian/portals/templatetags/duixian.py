"""The tags and filters of the kit. `{% load duixian %}` in a template of any portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duixian.portals.components import cells, charts, formats, trends
from duixian.portals.components.overviews import CourtLine, Obstacle, Trend, WarningLine
from duixian.portals.components.pages import Cap, LoadDay
from duixian.portals.components.parts import (
    Action,
    Basis,
    ClockState,
    Column,
    Link,
    MoneySummary,
    Tag,
    Term,
    TermBar,
)

register = template.Library()


def _token(context: template.Context) -> str:
    """The page's form token. Asked of the page, which masks it once, not for each of its cells."""
    if (token := context.get("csrf_token")) is not None:
        return str(token)
    request = context.get("request")
    return get_token(request) if request is not None else ""


# ---- how values are written


@register.filter
def amount(fen: int | None) -> str:
    """1,234.50 (no unit: the head of the column says 元)."""
    return formats.amount(fen)


@register.filter
def amount_or_text(value: int | str | None) -> str:
    """An amount in a field: fen as 1,234.50, or what was typed and could not be read."""
    return value if isinstance(value, str) else formats.amount(value)


@register.filter
def clauses(words: str) -> SafeString:
    """11-20，限 11-27 broken between its parts, never inside a day."""
    comma = "，" if "，" in words else ", "
    parts = words.split(comma)
    ends = [*([comma] * (len(parts) - 1)), ""]
    return format_html_join("", "<i>{}{}</i>", zip(parts, ends, strict=True))


@register.filter
def yuan(fen: int | None) -> SafeString:
    """1,234.50元, the unit quieter than the figure."""
    return cells.money(fen, unit=True)


@register.filter
def day(value: date | None) -> str:
    return formats.day(value)


@register.filter
def short_day(value: date | None) -> str:
    return formats.short_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value)


@register.filter
def time_of_day(value: datetime) -> str:
    return formats.time_of_day(value)


@register.filter
def weekday(value: date) -> str:
    return formats.weekday(value)


@register.filter
def masked(identity: str) -> SafeString:
    return format_html('<span class="ident">{}</span>', formats.masked(identity))


@register.filter
def docket(value: str | Link) -> SafeString:
    """A docket number as text, or as a link when it is a Link."""
    if isinstance(value, Link):
        return cells.docket(value.label, value.href)
    return cells.docket(value)


@register.filter
def thousands(number: int) -> str:
    return formats.count(number)


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else formats.percent(share)


@register.filter
def whole_percent(share: float | None) -> str:
    return "" if share is None else formats.percent(share, places=0)


@register.filter
def signed(number: int) -> str:
    """+3, −11, 0."""
    return f"{number:+d}".replace("-", "−") if number else "0"


# ---- small parts


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    return cells.icon(name, css, label)


@register.simple_tag
def shape(state: ClockState) -> SafeString:
    return cells.shape(state)


@register.simple_tag
def term(value: Term | None) -> SafeString:
    return cells.term(value)


@register.simple_tag
def tags(values: Tag | Sequence[Tag] | None) -> SafeString:
    return cells.tags(values)


@register.simple_tag
def link(value: Link | None) -> SafeString:
    return cells.link(value)


@register.simple_tag(takes_context=True)
def action(context: template.Context, value: Action | None, css: str = "") -> SafeString:
    return cells.action(value, _token(context), css)


@register.simple_tag(takes_context=True)
def cell(context: template.Context, column: Column, value: Any) -> SafeString:
    return cells.cell(column, value, _token(context))


@register.filter
def paired(columns: Sequence[Column], values: Sequence[Any]) -> list[tuple[Column, Any]]:
    """Columns with their cells, for a row."""
    return list(zip(columns, values, strict=True))


@register.inclusion_tag("components/basis.html", takes_context=True)
def basis(context: template.Context, value: Basis | None, word: str = "") -> dict[str, Any]:
    """The 依据 mark and its worksheet; nothing when there is no basis."""
    return {
        "basis": value,
        "word": word,
        "id": cells.fresh_id("basis"),
        "request": context.get("request"),
    }


# ---- charts


@register.simple_tag
def meter(done: int, total: int) -> SafeString:
    return charts.meter(done, total)


@register.simple_tag
def money_bar(money: MoneySummary) -> SafeString:
    return charts.money_bar(money)


@register.simple_tag
def load_bars(days: Sequence[LoadDay], today: date) -> SafeString:
    return charts.load_bars(days, today)


@register.simple_tag
def term_bar(bar: TermBar) -> SafeString:
    return charts.term_bar(bar)


@register.simple_tag
def cap_bar(cap: Cap) -> SafeString:
    return charts.cap_bar(cap)


@register.simple_tag
def trend_chart(trend: Trend) -> SafeString:
    return trends.trend_chart(trend)


@register.simple_tag
def spark(trend: Trend | None, courts: Sequence[CourtLine] = ()) -> SafeString | str:
    """A trend in a cell, on one scale for all `courts`."""
    if trend is None:
        return ""
    return trends.spark(trend, trends.shared_scale([court.trend for court in courts]))


@register.simple_tag
def week_bars(court: CourtLine, courts: Sequence[CourtLine] = ()) -> SafeString | str:
    top = max((max(line.overdue_weeks, default=0) for line in courts), default=0)
    return charts.small_bars(court.overdue_weeks, top or None)


@register.simple_tag
def small_bars(values: Sequence[int], top: int | None = None) -> SafeString:
    return charts.small_bars(values, top)


@register.simple_tag
def obstacle_bar(item: Obstacle, items: Sequence[Obstacle]) -> SafeString:
    most = max(other.count for other in items) or 1
    return charts.share_bar([(item.count / most * 100, "bar" if item.ours else "soft")])


@register.simple_tag
def warning_bar(item: WarningLine, items: Sequence[WarningLine]) -> SafeString:
    most = max(other.overdue + other.coming for other in items) or 1
    return charts.share_bar(
        [(item.overdue / most * 100, "late"), (item.coming / most * 100, "soft")]
    )
