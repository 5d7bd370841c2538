"""Server-made SVG (图): no script, colours from the stylesheet's classes, words beside shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duixian.portals.components import formats
from duixian.portals.components.pages import Cap, LoadDay
from duixian.portals.components.parts import MoneySummary, TermBar

_serial = count(1)


def _join(parts: Sequence[str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _text(x: float, y: float, words: str, anchor: str = "start", css: str = "") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>',
        f"{x:.1f}", f"{y:.1f}", anchor, css, words,
    )  # fmt: skip


def _rect(x: float, y: float, width: float, height: float, css: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>',
        f"{x:.1f}", f"{y:.1f}", f"{max(width, 0):.1f}", f"{height:.1f}", css,
    )  # fmt: skip


def _path(d: str, css: str) -> SafeString:
    return format_html('<path d="{}" class="{}"/>', d, css)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _svg(
    width: int,
    height: int,
    label: str,
    body: Sequence[str],
    css: str = "",
    *,
    stretch: bool = False,
) -> SafeString:
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}"{}>{}</svg>',
        css,
        width,
        height,
        label,
        mark_safe(' preserveAspectRatio="none"' if stretch else ""),
        _join(body),
    )


def meter(done: int, total: int) -> SafeString:
    """A thin bar of done out of total; the words stand beside it."""
    share = 0.0 if total <= 0 else min(done / total, 1.0) * 100
    return format_html(
        '<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        f"{share:.1f}",
    )


def money_bar(money: MoneySummary) -> SafeString:
    """Paid out, on account, outstanding, as parts of one bar."""
    whole = money.paid_out + money.waiting + max(money.outstanding, 0)
    if whole <= 0:
        return mark_safe("")
    paid, waiting = money.paid_out / whole * 300, money.waiting / whole * 300
    label = _("已发放占 %(paid)s，在账待发占 %(waiting)s，尚欠占 %(rest)s") % {
        "paid": formats.percent(money.paid_out, whole),
        "waiting": formats.percent(money.waiting, whole),
        "rest": formats.percent(max(money.outstanding, 0), whole),
    }
    gap = 1 if paid else 0
    body = [
        _rect(0, 0, 300, 12, "ghost"),
        _rect(0, 0, paid, 12, "paid"),
        _rect(paid + gap, 0, waiting, 12, "bar"),
    ]
    return _svg(300, 12, label, body, "moneybar", stretch=True)


def load_bars(days: Sequence[LoadDay], today: date) -> SafeString:
    """How many nodes fall due on each coming day; days off are blank columns."""
    if not days:
        return mark_safe("")
    names = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    step, base, tall = 28, 60, 44
    top = max((item.due for item in days), default=0) or 1
    body: list[str] = []
    for index, item in enumerate(days):
        x, middle = index * step + 1, index * step + step / 2
        is_today = item.day == today
        name = names[item.day.weekday()]
        name = _("今") if is_today else _("班") if item.made_up else name
        if item.working or item.due:
            height = item.due / top * tall
            body.append(_rect(x, base - height, 26, height, "bar" if is_today else "soft"))
            css = "strong" if is_today else ""
            body.append(_text(middle, base - height - 4, str(item.due), "middle", css))
        else:
            body.append(_rect(x, base - tall, 26, tall, "ghost"))
        body.append(_text(middle, 74, name, "middle", "strong" if is_today else ""))
    width = len(days) * step
    body.append(_path(f"M0 {base}.5H{width}", "axis"))
    busiest = max(days, key=lambda item: item.due)
    label = _("未来 %(days)d 天每天到期项数，%(day)s最多，%(most)d 项") % {
        "days": len(days),
        "day": formats.short_day(busiest.day),
        "most": busiest.due,
    }
    return _svg(width, 84, label, body)


def _months(start: date, end: date) -> list[date]:
    months, year, month = [], start.year, start.month
    while (first := date(year, month, 1)) <= end:
        months.append(first)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def _month_name(first: date, with_year: bool) -> str:
    if with_year:
        return _("%(year)d 年 %(month)d 月") % {"year": first.year, "month": first.month}
    return _("%(month)d 月") % {"month": first.month}


class _TermScale:
    """Days to places on the term bar; the title keeps room at the left."""

    width, title_room, room_after = 1392, 62.0, timedelta(days=24)

    def __init__(self, bar: TermBar) -> None:
        shown_until = bar.due if bar.ended else max(bar.due, bar.today)
        self.last = max(shown_until, bar.ended or bar.due)
        self.origin = bar.start.replace(day=1)
        self.days = max((self.last + self.room_after - self.origin).days, 1)
        plain = (bar.start - self.origin).days / self.days * self.width
        self.shift = max(self.title_room - plain, 0.0)

    def __call__(self, day: date) -> float:
        plain = (day - self.origin).days / self.days
        return plain * (self.width - self.shift) + self.shift


LETTER = 12.0  # width of a Chinese character in the bar


def term_bar(bar: TermBar) -> SafeString:
    """The execution term to scale: run, pauses hatched, today, the day it ends."""
    x = _TermScale(bar)
    tail = _term_tail(bar)
    body = [
        *_term_months(x),
        *_term_run(bar, x),
        _text(0, 37, bar.title, css="strong"),
        _term_start(bar, x),
        *_term_marks(bar, x),
        _term_end(bar, x, tail),
    ]
    label = _("%(title)s：%(start)s 起，%(tail)s") % {
        "title": bar.title,
        "start": formats.day(bar.start),
        "tail": tail,
    }
    return _svg(x.width, 66, label, body, "termbar")


def _today_beside_start(bar: TermBar, x: _TermScale) -> bool:
    """Whether there is no room for the words of today between the start and today."""
    return bar.ended is None and x(bar.today) < x(bar.start) + 190


def _term_start(bar: TermBar, x: _TermScale) -> SafeString:
    """立案 12-12; it makes way to the left while today is still close by."""
    words = f"{bar.start_label} {formats.short_day(bar.start)}"
    anchor = "end" if _today_beside_start(bar, x) and not bar.pauses else "start"
    return _text(x(bar.start), 18, words, anchor, "strong")


def _term_months(x: _TermScale) -> list[str]:
    months = _months(x.origin, x.last)
    body: list[str] = []
    crowded = len(months) > 1 and x(months[1]) < 90
    every = len(months) // 14 + 1
    for index, first in enumerate(months):
        if index == 0:
            if not crowded:
                body.append(_text(0, 62, _month_name(first, True)))
            continue
        body.append(_path(f"M{x(first):.1f} 22V46", "grid"))
        if index % every == 0:
            body.append(_text(x(first) + 4, 62, _month_name(first, first.month == 1)))
    return body


def _term_run(bar: TermBar, x: _TermScale) -> list[str]:
    """What has run, the pauses between, and what is left or overdue."""
    hatch = f"hatch{next(_serial)}"
    body: list[str] = [
        format_html(
            '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(35)"><rect width="6" height="6" fill="var(--paper)"/>'
            '<rect width="2" height="6" fill="var(--edge)"/></pattern></defs>',
            hatch,
        )
    ]
    stop = min(bar.ended or bar.today, x.last)
    cursor = bar.start
    for pause in bar.pauses:
        until = min(pause.end, stop)
        body.append(_rect(x(cursor), 27, x(min(pause.start, stop)) - x(cursor), 12, "bar"))
        body.append(_hatched(x(pause.start), 27, x(until) - x(pause.start), 12, hatch, "edge"))
        cursor = until
    body += _pause_words(bar, x)
    body.append(_rect(x(cursor), 27, x(stop) - x(cursor), 12, "bar"))
    if _is_overdue(bar):
        body.append(_rect(x(bar.due), 27, x(bar.today) - x(bar.due), 12, "late"))
    elif stop < bar.due:
        body.append(_rect(x(stop), 27.5, x(bar.due) - x(stop), 11, "outline"))
    return body


def _pause_words(bar: TermBar, x: _TermScale) -> list[str]:
    """What each pause is, in full, in short or not at all: words never stand on other words."""
    stop = min(bar.ended or bar.today, x.last)
    free = x(bar.start) + _width(f"{bar.start_label} {formats.short_day(bar.start)}") + LETTER
    body: list[str] = []
    for pause in bar.pauses:
        middle = (x(pause.start) + x(min(pause.end, stop))) / 2
        said = {"reason": pause.reason, "days": (pause.end - pause.start).days}
        for words in (_("%(reason)s %(days)d 天，不计入期限") % said, _("停 %(days)d 天") % said):
            half = _width(words) / 2
            if middle - half < free or middle + half > _before_today(bar, x):
                continue
            body.append(_text(middle, 18, words, "middle"))
            free = middle + half + LETTER
            break
    return body


def _before_today(bar: TermBar, x: _TermScale) -> float:
    """Where the words of today begin, if they stand on the same line."""
    if bar.ended is not None or _today_beside_start(bar, x):
        return x.width
    return x(bar.today) - _width(_("今天 %(day)s") % {"day": formats.short_day(bar.today)}) - LETTER


def _width(words: str) -> float:
    """About how wide words are drawn: a Chinese character is as wide as two others."""
    return sum(LETTER if each > "\u2e7f" else LETTER / 2 + 1 for each in words)


def _is_overdue(bar: TermBar) -> bool:
    return bar.ended is None and bar.today > bar.due


def _hatched(
    x: float, y: float, width: float, height: float, pattern: str, stroke: str
) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{})" stroke="var(--{})"/>',
        f"{x:.1f}",
        f"{y:.1f}",
        f"{max(width, 0):.1f}",
        f"{height:.1f}",
        pattern,
        stroke,
    )


def _term_marks(bar: TermBar, x: _TermScale) -> list[str]:
    """Today or the day it was closed, and the day the term would have ended without pauses."""
    body: list[str] = []
    if bar.original_due and bar.original_due != bar.due:
        body.append(_path(f"M{x(bar.original_due):.1f} 24v18", "was"))
        words = _("原届满 %(day)s") % {"day": formats.short_day(bar.original_due)}
        body.append(_text(x(bar.original_due), 18, words, "middle"))
    if bar.ended is not None:
        words = _("结案 %(day)s") % {"day": formats.short_day(bar.ended)}
        return [*body, _text(x(bar.ended), 54, words, "middle", "strong")]
    place = x(bar.today)
    body.append(_path(f"M{place:.1f} 6V46", "today"))
    words = _("今天 %(day)s") % {"day": formats.short_day(bar.today)}
    if _today_beside_start(bar, x):
        return [*body, _text(place + 6, 54 if bar.pauses else 18, words, css="strong")]
    return [*body, _text(place - 6, 18, words, "end", "strong")]


def _term_tail(bar: TermBar) -> str:
    """届满 07-24，剩 68 天."""
    left = (bar.due - bar.today).days
    words = {"day": formats.short_day(bar.due), "days": abs(left)}
    if bar.ended is not None:
        return _("届满 %(day)s") % words
    if left < 0:
        return _("届满 %(day)s，逾期 %(days)d 天") % words
    return _("届满 %(day)s，剩 %(days)d 天") % words


def _term_end(bar: TermBar, x: _TermScale, tail: str) -> SafeString:
    place = x(bar.due)
    if _is_overdue(bar) and x(bar.today) - place < 260:
        return _text(place - 6, 54, tail, "end", "strong")
    if place > x.width - 120:
        return _text(x.width, 18, tail, "end", "strong")
    return _text(place, 18, tail, "middle", "strong")


def cap_bar(cap: Cap) -> SafeString:
    """What is held and planned, part by part, against the limit; what goes beyond is hatched."""
    planned = sum(part.amount for part in cap.parts)
    whole = max(planned, cap.limit)
    if whole <= 0:
        return mark_safe("")
    width = 394.0
    hatch = f"over{next(_serial)}"
    body: list[str] = [
        format_html(
            '<defs><pattern id="{}" width="5" height="5" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--sheet)"/>'
            '<rect width="2" height="5" fill="var(--ink-deep)"/></pattern></defs>',
            hatch,
        )
    ]
    place = 0.0
    for part in cap.parts:
        size = part.amount / whole * width
        body.append(_rect(place, 30, size - 1, 20, "soft" if part.held_before else "bar"))
        words = f"{part.label} {part.amount // 100:,}"
        if size > len(words) * 8:
            body.append(_text(place + 6, 66, words))
        place += size
    limit = cap.limit / whole * width
    if planned > cap.limit:
        body.append(_hatched(limit, 30, width - limit, 20, hatch, "ink-deep"))
        over = _("多出 %(amount)s") % {"amount": formats.amount(planned - cap.limit)}
        body.append(_text(width, 82, over, "end", "strong"))
    else:
        body.append(_rect(place, 30.5, limit - place, 19, "outline"))
    body.append(_path(f"M{limit:.1f} 18V56", "today"))
    top = _("上限 %(amount)s") % {"amount": formats.amount(cap.limit)}
    body.append(_text(limit - 5, 22, top, "end", "strong"))
    label = _("合计 %(sum)s，上限 %(limit)s") % {
        "sum": formats.amount(planned),
        "limit": formats.amount(cap.limit),
    }
    return _svg(400, 84, label, body)


def small_bars(values: Sequence[int], top: int | None = None) -> SafeString:
    """Twelve weeks as small columns, the last one this week's; `top` keeps lines on one scale."""
    if not values:
        return mark_safe("")
    most = top or max(values) or 1
    body: list[str] = []
    for index, value in enumerate(values):
        tall = max(value / most * 34, 0.8)
        is_last = index == len(values) - 1
        body.append(_rect(index * 9.2, 36 - tall, 7.4, tall, "late" if is_last else "soft"))
    width = round(len(values) * 9.2)
    body.append(_path(f"M0 35.5H{width}", "grid"))
    return format_html(
        '<svg class="chart bars12" viewBox="0 0 {} 36" width="{}" height="36" '
        'aria-hidden="true">{}</svg>',
        width, width, _join(body),
    )  # fmt: skip


def share_bar(parts: Sequence[tuple[float, str]]) -> SafeString:
    """Parts of one bar as (percent, tone); the figures stand beside it."""
    place, body = 0.0, []
    for size, tone in parts:
        body.append(_rect(place, 0, size, 12, tone))
        place += size
    return format_html(
        '<svg class="chart hbar" viewBox="0 0 100 12" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>',
        _join(body),
    )
