"""Reads clocks, settings and standing warnings, and asks the engine what must change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.measures import queries as measures
from duixian.contexts.supervision.engine import Key, Plan, Policy, Standing, plan
from duixian.contexts.supervision.models import Warning, WarningSetting
from duixian.law import load_nodes, parameter

LIVE = (Warning.State.OPEN, Warning.State.ANSWERED)
_FOR_GOOD = 2**62  # later than any entry


def policies_of(court_id: int, on: date) -> dict[str, Policy]:
    """When each kind of clock is warned of in a court: its settings over the usual ones."""
    settings = {each.node: each for each in WarningSetting.objects.filter(court_id=court_id)}
    usual = settings.get("")
    director = parameter("warning-director-after", on=on).length
    president = parameter("warning-president-after", on=on).length
    found = {}
    for key, node in load_nodes().items():
        own = [each for each in (settings.get(key), usual) if each is not None]
        days = next((each.days_before for each in own if each.days_before is not None), None)
        found[key] = Policy(
            days_before=tuple(days) if days is not None else node.warn_days_before,
            director_after=next(
                (each.director_after for each in own if each.director_after is not None), director
            ),
            president_after=next(
                (each.president_after for each in own if each.president_after is not None),
                president,
            ),
        )
    return found


def _standing(warning: Warning) -> Standing:
    return Standing(
        warning.pk, (warning.node, warning.subject, warning.round), warning.level, warning.step
    )


def plan_of_case(court_id: int, case_id: int, on: date) -> Plan:
    """What must be raised and closed in a case today."""
    running: dict[Key, date] = {}
    ended: dict[Key, str] = {}
    for clock in deadlines.of_case(case_id):
        key = (clock.node, clock.subject, clock.round)
        if clock.state == Deadline.State.RUNNING and clock.due_on is not None:
            running[key] = clock.due_on
        else:
            ended[key] = clock.state
    standing = [
        _standing(each)
        for each in Warning.objects.filter(
            case_id=case_id, cause=Warning.Cause.DEADLINE, state__in=LIVE
        ).order_by("id")
    ]
    return plan(running, standing, policies_of(court_id, on), on, ended)


def cases_to_look_at(court_id: int, on: date) -> list[int]:
    """Cases of a court in which a warning must be raised or closed today.

    Reads the clocks near or past their day through their index, never closed cases' or far ones.
    """
    policies = policies_of(court_id, on)
    running: dict[int, dict[Key, date]] = defaultdict(dict)
    near = _near(court_id, policies, on).values_list(
        "case_id", "node", "subject", "round", "due_on"
    )
    for case_id, node, subject, round_, due_on in near.iterator():
        if due_on is not None:
            running[case_id][(node, subject, round_)] = due_on
    standing: dict[int, list[Standing]] = defaultdict(list)
    for each in Warning.objects.filter(
        court_id=court_id, cause=Warning.Cause.DEADLINE, state__in=LIVE
    ).iterator():
        standing[each.case_id].append(_standing(each))
    changing = {
        case_id
        for case_id in running.keys() | standing.keys()
        if _changes(plan(running.get(case_id, {}), standing.get(case_id, []), policies, on))
    }
    return sorted(changing | _cases_with_released_excess(court_id))


def _near(court_id: int, policies: Mapping[str, Policy], on: date) -> QuerySet[Deadline]:
    """Running clocks past their day or inside the widest warning of their own kind."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for node, policy in policies.items():
        kinds[max(policy.days_before, default=0)].append(node)
    near = Q(pk__isnull=True)
    for days, nodes in kinds.items():
        near |= Q(node__in=nodes, due_on__lte=on + timedelta(days=days))
    return deadlines.due_in_court(court_id, on + timedelta(days=max(kinds, default=0))).filter(near)


def _cases_with_released_excess(court_id: int) -> set[int]:
    live = Warning.objects.filter(
        court_id=court_id, cause=Warning.Cause.EXCESS, state__in=LIVE
    ).values_list("case_id", flat=True)
    return {case_id for case_id in set(live) if released_excess(case_id)}


def _changes(found: Plan) -> bool:
    return bool(found.to_raise or found.to_close)


def released_excess(case_id: int) -> list[int]:
    """Warnings of too much frozen whose freeze was reduced or ended since."""
    open_ones = list(
        Warning.objects.filter(case_id=case_id, cause=Warning.Cause.EXCESS, state__in=LIVE)
    )
    if not open_ones:
        return []
    released = _released(case_id)
    return [each.pk for each in open_ones if released.get(int(each.subject), 0) > each.entry_id]


def _released(case_id: int) -> Mapping[int, int]:
    """By measure: the last entry whose release the institution confirmed; ended ones for good."""
    last: dict[int, int] = {}
    for order in measures.orders_of(case_id):
        if order.kind in ("reduce", "lift") and order.state == "confirmed":
            last[order.measure_id] = order.entry_id
    for measure in measures.measures_of(case_id):
        if not measure.alive:
            last[measure.pk] = _FOR_GOOD
    return last
