"""Charts of a share over time (趋势图): the target's trend with its forecast, and sparklines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duixian.portals.components import formats
from duixian.portals.components.charts import (
    _join,
    _month_name,
    _months,
    _path,
    _points,
    _svg,
    _text,
)
from duixian.portals.components.overviews import Trend

OnScale = Callable[..., float]  # where a day or a share stands on a chart


def _scale(trend: Trend) -> tuple[date, date, float, float]:
    days = [day for day, _share in trend.points] + [point.day for point in trend.forecast]
    days += [aim.by for aim in trend.aims] + [trend.today]
    shares = [share for _day, share in trend.points] + [aim.share for aim in trend.aims]
    shares += [value for point in trend.forecast for value in (point.low, point.high)]
    low = max(int((min(shares) - 0.02) * 20) / 20, 0.0)
    high = min(max(max(shares) + 0.03, low + 0.1), 1.0)
    return min(days), max(days), low, high


def trend_chart(trend: Trend) -> SafeString:
    """The target's trend: what happened, what is forecast with its band, targets by their day."""
    if not trend.points:
        return mark_safe("")
    width, height, left, right, top, bottom = 912, 348, 40, 842, 24, 314
    first, last, low, high = _scale(trend)
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return left + (day - first).days / days * (right - left)

    def y(share: float) -> float:
        return bottom - (share - low) / (high - low) * (bottom - top)

    body: list[str] = []
    step = 0.05 if high - low <= 0.2 else 0.1
    mark = round(int(low / step + 0.999) * step, 2)
    while mark <= high:
        body.append(_path(f"M{left} {y(mark):.1f}H{right}", "grid"))
        body.append(_text(left - 8, y(mark) + 4, f"{mark:.0%}", "end"))
        mark = round(mark + step, 2)
    months = _months(first, last)
    every = max(len(months) // 8, 1)
    for index, month in enumerate(months):
        if month < first or index % every:
            continue
        body.append(_path(f"M{x(month):.1f} {bottom}v5", "axis"))
        named = _month_name(month, index == 0 or month.month == 1)
        body.append(_text(x(month), 334, named, "middle"))
    body.append(_path(f"M{left} {bottom}H{right}", "axis"))
    body += _forecast(trend, x, y, right)
    line = _points([(x(day), y(share)) for day, share in trend.points])
    body.append(format_html('<polyline class="trace" points="{}"/>', line))
    body += _aims(trend, x, y)
    now_day, now_share = trend.points[-1]
    body.append(_path(f"M{x(now_day):.1f} {y(now_share) + 8:.1f}V{bottom}", "grid"))
    body.append(_dot(x(now_day), y(now_share), 4, "dot"))
    words = _("今天 %(share)s") % {"share": formats.percent(now_share)}
    body.append(_text(x(now_day) + 8, y(now_share) + 20, words, css="strong"))
    return _svg(width, height, f"{trend.title}。{trend.description}", body, "trend")


def _dot(x: float, y: float, radius: float, css: str) -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" class="{}"/>', f"{x:.1f}", f"{y:.1f}", radius, css
    )


def _forecast(trend: Trend, x: OnScale, y: OnScale, right: float) -> list[str]:
    if not trend.forecast:
        return []
    upper = [(x(point.day), y(point.high)) for point in trend.forecast]
    lower = [(x(point.day), y(point.low)) for point in reversed(trend.forecast)]
    middle = [(x(point.day), y(point.middle)) for point in trend.forecast]
    end = trend.forecast[-1]
    places = _apart([y(end.high) - 1, y(end.middle) + 4, y(end.low) + 6], 17)
    return [
        format_html('<polygon class="band" points="{}"/>', _points(upper + lower)),
        format_html('<polyline class="guess" points="{}"/>', _points(middle)),
        _dot(x(end.day), y(end.middle), 4, "hollow"),
        _text(right + 10, places[0], formats.percent(end.high)),
        _text(right + 10, places[1], formats.percent(end.middle), css="strong"),
        _text(right + 10, places[2], formats.percent(end.low)),
    ]


def _apart(places: list[float], least: float) -> list[float]:
    """Three labels around the middle one, never closer than `least`."""
    upper, middle, lower = places
    return [min(upper, middle - least), middle, max(lower, middle + least)]


def _aims(trend: Trend, x: OnScale, y: OnScale) -> list[str]:
    body: list[str] = []
    for aim in trend.aims:
        body.append(_path(f"M{x(aim.start):.1f} {y(aim.share):.1f}H{x(aim.by):.1f}", "aim"))
        body.append(_path(f"M{x(aim.by):.1f} {y(aim.share) - 6:.1f}v12", "today"))
        words = _("目标 %(share)s，%(day)s") % {
            "share": formats.percent(aim.share, places=0),
            "day": formats.day(aim.by),
        }
        place = x(aim.by)
        reached = [(day, share) for day, share in trend.points if day <= aim.by]
        if aim.outcome and reached:
            day, share = reached[-1]
            place = min(place, x(day))
            body.append(_dot(x(day), y(share), 4, "dot"))
            body.append(_text(x(day) + 8, y(share) + 18, aim.outcome))
        body.append(_text(place - 8, y(aim.share) - 8, words, "end", "strong"))
    return body


def spark(trend: Trend, scale: tuple[date, date, float, float] | None = None) -> SafeString:
    """A court's trend in a table cell, on a scale shared by all lines."""
    if not trend.points:
        return mark_safe("")
    first, last, low, high = scale or _scale(trend)
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return 2 + (day - first).days / days * 160

    def y(share: float) -> float:
        return 36 - (share - low) / max(high - low, 0.01) * 32

    aims = "".join(f"M{x(a.start):.1f} {y(a.share):.1f}H{x(a.by):.1f}" for a in trend.aims)
    line = _points([(x(day), y(share)) for day, share in trend.points])
    body: list[str] = [
        _path(aims, "aim") if aims else "",
        format_html('<polyline class="trace" points="{}"/>', line),
    ]
    if trend.forecast:
        day, share = trend.points[-1]
        end = trend.forecast[-1]
        body.append(
            _path(f"M{x(day):.1f} {y(share):.1f}L{x(end.day):.1f} {y(end.middle):.1f}", "guess")
        )
        reached = not trend.aims or end.middle >= trend.aims[-1].share
        body.append(_dot(x(end.day), y(end.middle), 2.6, "dot" if reached else "hollow"))
    return format_html(
        '<svg class="chart spark" viewBox="0 0 168 38" width="168" height="38" '
        'aria-hidden="true">{}</svg>',
        _join(body),
    )


def shared_scale(trends: Sequence[Trend | None]) -> tuple[date, date, float, float] | None:
    """One scale over several trends, so that lines of a table can be compared."""
    scales = [_scale(trend) for trend in trends if trend is not None and trend.points]
    if not scales:
        return None
    first, last, low, high = zip(*scales, strict=True)
    return min(first), max(last), min(low), max(high)
