"""The board (看板): targets with trend and forecast, what stands in the way, warnings, courts.

From any number to its cases in one click, from the case to the act in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.courts.models import Court
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record import queries as record
from duixian.contexts.statistics import engine, queries
from duixian.contexts.statistics.engine import Forecast, Point, Target
from duixian.contexts.statistics.queries import CourtFigures
from duixian.contexts.supervision import queries as supervision
from duixian.kernel import clock
from duixian.kernel.money import Fen
from duixian.law import load_nodes, parameter
from duixian.portals.components import contexts as show
from duixian.portals.officer import drafts, rows
from duixian.portals.shell import in_english, named, shell
from duixian.portals.supervisor.seeing import chosen_courts, only_supervisors
from duixian.portals.viewer import actor_of, page
from duixian.workflow.outstanding import number_outstanding

MONTHS_SHOWN = 17
FEW = 4
SOON = timedelta(days=14)

_OBSTACLES = {
    "controlled_not_sold": ("已控制，未启动处置", True),
    "found_not_controlled": ("已查到，未控制", True),
    "frozen_not_levied": ("已冻结，未扣划", True),
    "money_waiting": ("案款到账未发", True),
    "pricing": ("确定参考价中", False),
    "auction": ("拍卖中或流拍待定", False),
    "suspended": ("中止中", False),
}


@page()
def board(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    only_supervisors(actor)
    today = clock.today()
    chosen, scopes = chosen_courts(request)
    ids = [court.pk for court in chosen]
    figures = queries.by_court(ids)
    points = engine.begun(queries.trend(ids, queries.month_ends(today, MONTHS_SHOWN)))
    aim = engine.target_in_force(today)
    ahead = engine.forecast(points, _until(aim, today))
    context = show.BoardPage(
        title=_("全市法院执行") if len(chosen) > 1 else chosen[0].name,
        as_of=clock.now(),
        lead=_lead(points[-1], aim, ahead),
        trend=_trend(points, today, ahead),
        trend_note=_("%(done)s / %(whole)s 件，%(year)s 年起收案")
        % {
            "done": f"{points[-1].done:,}",
            "whole": f"{points[-1].whole:,}",
            "year": queries.SINCE.year,
        },
        trend_link=show.Link(
            _("件目"), _with_scope(reverse("supervisor:counted", args=["open"]), request)
        ),
        targets=_targets(ids, today, points[-1], request),
        approvals=_approvals(request),
        approvals_count=record.drafts_waiting_for(actor).count(),
        approvals_link=show.Link(_("全部"), reverse("officer:approvals")),
        obstacles=[*_obstacles(ids), _unended(ids, request)],
        stuck=_stuck(ids, today),
        warnings=_warnings(ids, today, request),
        courts=_courts(chosen, figures, today, aim) if len(chosen) > 1 else (),
        courts_target=f"{aim.share:.0%}" if aim and aim.share else "",
        scopes=scopes,
    )
    return render(
        request, "supervisor/board.html", {"page": context, "shell": shell(request, "board")}
    )


def _with_scope(address: str, request: HttpRequest) -> str:
    scope = request.GET.get("court", "")
    return f"{address}?{urlencode({'court': scope})}" if scope else address


def _until(aim: Target | None, today: date) -> date:
    """The day the forecast is for: the target's, or the year's end once that has passed."""
    if aim is not None and aim.by is not None and aim.by > today:
        return aim.by
    return date(today.year, 12, 31)


def _lead(now: Point, aim: Target | None, ahead: Forecast | None) -> str:
    if not now.whole:
        return _("还没有认定为有财产可供执行的案件。")
    words = _("现在 %(share)s。") % {"share": f"{now.share:.1%}"}
    if aim is None or aim.share is None:
        return words
    short = engine.missing(now.done, now.whole, aim.share)
    words += _("目标 %(aim)s，") % {"aim": f"{aim.share:.0%}"}
    words += _("还差 %(short)s 件。") % {"short": f"{short:,}"} if short else _("已经达到。")
    if ahead is not None:
        words += _("照现在的进度，到 %(day)s 为 %(middle)s。") % {
            "day": ahead.day.isoformat(),
            "middle": f"{ahead.middle:.1%}",
        }
    return words


def _trend(points: Sequence[Point], today: date, ahead: Forecast | None) -> show.Trend:
    aims = [
        show.Aim(each.start, each.by, each.share)
        for each in engine.targets()
        if each.share is not None and each.by is not None and each.by >= points[0].day
    ]
    now = points[-1].share
    forecast = (
        [
            show.ForecastPoint(today, now, now, now),
            show.ForecastPoint(ahead.day, ahead.low, ahead.middle, ahead.high),
        ]
        if ahead is not None
        else []
    )
    words = _("%(from)s %(first)s；今天 %(now)s") % {
        "from": points[0].day.isoformat(),
        "first": f"{points[0].share:.1%}",
        "now": f"{now:.1%}",
    }
    if ahead is not None:
        words += _("；预测 %(day)s %(middle)s，八成把握在 %(low)s 到 %(high)s 之间") % {
            "day": ahead.day.isoformat(),
            "middle": f"{ahead.middle:.1%}",
            "low": f"{ahead.low:.1%}",
            "high": f"{ahead.high:.1%}",
        }
    return show.Trend(
        _("执行完毕占有财产可供执行案件"),
        words,
        [(each.day, each.share) for each in points],
        today,
        aims,
        forecast,
    )


def _targets(
    ids: Sequence[int], today: date, now: Point, request: HttpRequest
) -> list[show.Target]:
    found = []
    aim = engine.target_in_force(today)
    for target in engine.targets():
        label = target.title_en if in_english() else target.title
        if target.share is not None:
            if target is not aim:
                continue
            found.append(
                show.Target(
                    f"{label} {target.share:.0%}",
                    f"{now.share:.1%}" if now.whole else "—",
                    note=target.source,
                    met=now.share >= target.share if now.whole else None,
                )
            )
            continue
        broken = queries.violations(target.indicator, ids, target.start)
        found.append(
            show.Target(
                label,
                _("违例 %(number)s 件") % {"number": len(broken)} if broken else _("无违例"),
                href=_with_scope(reverse("supervisor:violations", args=[target.indicator]), request)
                if broken
                else "",
                met=not broken,
                absolute=True,
            )
        )
    return found


def _approvals(request: HttpRequest) -> Sequence[show.Approval]:
    """The first few drafts waiting for this person, checked again by today's law."""
    return drafts.shown(list(record.drafts_waiting_for(actor_of(request))[:FEW]))


def _obstacles(ids: Sequence[int]) -> list[show.Obstacle]:
    counted = queries.obstacles(ids)
    return [
        show.Obstacle(_(_OBSTACLES[key][0]), number, ours=_OBSTACLES[key][1])
        for key, number in counted.items()
    ]


def _unended(ids: Sequence[int], request: HttpRequest) -> show.Obstacle:
    """Inquiries, orders and payments of these courts without an end (未了事项)."""
    return show.Obstacle(
        _("查询、协助、付款未了"),
        number_outstanding(*ids),
        href=_with_scope(reverse("supervisor:outstanding"), request),
    )


def _stuck(ids: Sequence[int], today: date) -> show.Table | None:
    """先看这些: the property cases that owe most and have an overdue clock."""
    nodes = load_nodes()
    listed = [
        show.Row(
            [
                show.Link(each.docket_number, reverse("officer:case", args=[each.case_id])),
                _("%(node)s逾期 %(days)s 天，%(officer)s")
                % {
                    "node": named(nodes[each.node]),
                    "days": (today - each.due_on).days,
                    "officer": each.officer,
                },
                Fen(each.owed),
                show.Action(
                    _("督办"),
                    reverse("officer:act", args=[each.case_id, "supervision.instruct"]),
                    describe=each.docket_number,
                ),
            ],
            key=str(each.case_id),
            href=reverse("officer:case", args=[each.case_id]),
        )
        for each in queries.stuck(ids, today)
    ]
    if not listed:
        return None
    return show.Table(
        columns=[
            show.Column(_("先看这些")),
            show.Column(_("卡在哪里")),
            rows.owed_column(),
            show.Column(_("办理"), unseen=True),
        ],
        groups=[show.Group(listed)],
        caption=_("先看这些"),
        tight=True,
    )


def _warnings(ids: Sequence[int], today: date, request: HttpRequest) -> list[show.WarningLine]:
    """Clocks overdue and coming due by cause, with the change of warnings against last week."""
    nodes = load_nodes()
    changes = {line.cause: line.change for line in supervision.by_cause(ids, today)}
    return [
        show.WarningLine(
            named(nodes[node]),
            overdue,
            coming,
            change=changes.get(node),
            href=_with_scope(reverse("supervisor:overdue", args=[node]), request),
        )
        for node, overdue, coming in deadlines.overdue_by_node(list(ids), today, today + SOON)
    ]


def _courts(
    chosen: Sequence[Court],
    figures: dict[int, CourtFigures],
    today: date,
    aim: Target | None,
) -> list[show.CourtLine]:
    ids = [court.pk for court in chosen]
    payout_days = parameter("payout-term", on=today).length
    money = queries.money_waiting_since(ids, today - timedelta(days=payout_days))
    listed = queries.listing_rates(ids)
    weeks = queries.missed_by_week(ids, today)
    overdue = deadlines.overdue_by_court(ids, today)
    days = queries.month_ends(today, MONTHS_SHOWN)
    lines = []
    for court in chosen:
        figure = figures.get(court.pk)
        if figure is None:
            continue
        points = engine.begun(queries.trend([court.pk], days))
        ahead = engine.forecast(points, _until(aim, today))
        share = aim.share if aim is not None else None
        lines.append(
            show.CourtLine(
                name=court.short_name,
                href=f"?{urlencode({'court': court.key})}",
                done=figure.done,
                with_property=figure.with_property,
                trend=_trend(points, today, ahead),
                forecast=ahead.middle if ahead is not None else None,
                short_by=engine.missing(figure.done, figure.with_property, share)
                if share is not None
                else None,
                average_days=figure.average_days,
                termination_rate=figure.termination_rate,
                dishonest_rate=listed.get(court.pk),
                overdue_weeks=weeks.get(court.pk, [0] * 12),
                overdue=overdue.get(court.pk, 0),
                money_overdue=money.get(court.pk, 0),
            )
        )
    if len(lines) > 1:
        lines.append(_total(lines, list(figures.values()), aim))
    return lines


def _total(
    lines: Sequence[show.CourtLine], figures: Sequence[CourtFigures], aim: Target | None
) -> show.CourtLine:
    done = sum(line.done for line in lines)
    whole = sum(line.with_property for line in lines)
    closed = sum(each.closed for each in figures)
    days = [(each.average_days, each.closed) for each in figures if each.average_days is not None]
    return show.CourtLine(
        name=_("全市"),
        href="",
        done=done,
        with_property=whole,
        short_by=engine.missing(done, whole, aim.share) if aim and aim.share else None,
        average_days=sum(mean * number for mean, number in days) / closed if closed else None,
        termination_rate=sum(each.terminated for each in figures) / closed if closed else None,
        overdue=sum(line.overdue for line in lines),
        money_overdue=sum(line.money_overdue for line in lines),
        is_total=True,
    )
