"""What can be done to a selection (批量): the acts its running clocks wait for, and for how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duixian.contexts.cases import access
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.cases.models import Case
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Subject, catalogue
from duixian.contexts.record.doing import authorise, begin_reading
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.officer import rows
from duixian.portals.shell import named
from duixian.portals.viewer import actor_of, page

OFFERED = 4  # acts on the bar
COUNTED = 100  # cases asked one by one; the summary tells of the rest
MOST = 500  # cases in one bulk act
# Acts of those who direct others: no clock waits for them, a selection may need them all the same.
STANDING = ("supervision.instruct", "cases.assign_officer", "cases.form_panel")


def empty(actor: Actor) -> show.BulkBar:
    """The bar before anything is selected."""
    del actor
    return show.BulkBar(
        reverse("officer:bulk"),
        count_href=reverse("officer:bulk_acts"),
        export_href=reverse("officer:export"),
    )


def picked(values: Sequence[str]) -> list[int]:
    """The selected cases' ids, each once, in their order."""
    return list(dict.fromkeys(int(each) for each in values if each.isdigit()))[:MOST]


def refusal_in(act: type[CaseAct], case: Case, actor: Actor) -> Refusal | None:
    """Why this person may not do the act in the case today, or None. Needs an open viewing."""
    at = begin_reading(actor, Subject(case.court_id, case.pk))
    at.memo["case"] = case
    try:
        at.role = authorise(act, at)
        access.admit_to_act(act, at, case)
        act.ready(at)
    except Refusal as refusal:
        return refusal
    return None


@page()
def acts(request: HttpRequest) -> HttpResponse:
    """The buttons of the bar for what is selected now."""
    ids = picked(request.GET.getlist("pick"))
    actor = actor_of(request)
    found = list(cases.of_ids(ids[:COUNTED]))
    offered = []
    for act in _wanted(found, actor):
        able = sum(refusal_in(act, each, actor) is None for each in found)
        offered.append((act.code, named(act), able if len(ids) <= COUNTED else None))
    bulk = show.BulkBar(reverse("officer:bulk"), len(ids), offered)
    return render(request, "components/bulkacts.html", {"bulk": bulk})


def _wanted(found: Sequence[Case], actor: Actor) -> list[type[CaseAct]]:
    """The acts that meet clocks running in the selection, wanted by most cases first."""
    wanted: Counter[type[Act]] = Counter()
    for running in deadlines.running_of_cases([each.pk for each in found]).values():
        wanted.update({act for each in running if (act := rows.act_for(each, actor)) is not None})
    offered = [act for act, _number in wanted.most_common()]
    if not actor.holds(Role.OFFICER):
        standing = [catalogue.find(code) for code in STANDING]
        offered += [each for each in standing if actor.role_among(each.done_by)]
    return [
        act for act in dict.fromkeys(offered) if issubclass(act, CaseAct) and can_be_common(act)
    ][:OFFERED]


def can_be_common(act: type[Act]) -> bool:
    """Whether one set of facts can serve many cases; what each case needs comes from defaults."""
    return act.opens_case is False


def all_acts(actor: Actor) -> list[tuple[str, str]]:
    """Every act this person may do on a case, for choosing one by name."""
    return [
        (act.code, named(act))
        for act in catalogue
        if act.offered and issubclass(act, CaseAct) and actor.role_among(act.done_by)
    ]
