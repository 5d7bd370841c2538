"""One act on many cases (批量办理): each case its own transaction and its own refusal, one summary.

A long run is kept in the session and goes on a few cases at each look, so it can be left and come
back to; keys of the acts make a repeated look harmless.
"""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.cases.models import Case
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Doing, Subject, catalogue, read_facts
from duixian.contexts.record.doing import Waiting, authorise, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.officer import bulkbar
from duixian.portals.officer.facts import Fact, facts_of, meant, typed, written
from duixian.portals.officer.forms import Filling, Problems, fresh_key, provision_words
from duixian.portals.shell import named, shell
from duixian.portals.viewer import actor_of, page

RUNS = "bulk_runs"
KEPT = 5  # runs remembered
AT_ONCE = 0.8  # seconds of work at one look


def unfinished(request: HttpRequest) -> list[show.SideItem]:
    """Runs this person began and left: they stand still until the page is opened again."""
    items = []
    for key, found in request.session.get(RUNS, {}).items():
        if not found["left"]:
            continue
        done = len(found["done"]) + len(found["failed"])
        said = {"done": done, "all": done + len(found["left"])}
        items.append(
            show.SideItem(
                named(_act(found["act"])),
                small=_("办了 %(done)d/%(all)d 件，离开后停着") % said,
                action=show.Action(_("接着办"), reverse("officer:bulk_run", args=[key]), "main"),
            )
        )
    return items


def _act(code: str) -> type[CaseAct]:
    act = catalogue.find(code)
    if not issubclass(act, CaseAct) or not act.offered:
        raise Refusal("record.unknown_act", f"“{act.title}”不能批量办理", status=404)
    return act


def _of_each_case(fact: Fact) -> bool:
    """Facts that name things of one case: each case's own default fills them."""
    return bool(fact.reference) and fact.reference.split(".")[0] not in ("courts",)


@page("GET", "POST")
def bulk(request: HttpRequest) -> HttpResponse:
    """Which of the selected cases can be done, and what is common to all of them.

    Nothing is selected when the address is opened again: the list is where one selects.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officer:cases"))
    actor = actor_of(request)
    act = _act(request.POST.get("act", ""))
    ids = bulkbar.picked(request.POST.getlist("pick"))
    if "confirm" in request.POST:
        answer = _begin(request, actor, act, ids)
        if answer is not None:
            return answer
    with viewing(actor):
        return _ask(request, actor, act, ids, Problems(), {})


def _begin(
    request: HttpRequest, actor: Actor, act: type[CaseAct], ids: list[int]
) -> HttpResponse | None:
    """Start the run; None when nothing is selected."""
    if not ids:
        return None
    said = typed(facts_of(act), request.POST)
    facts = {
        name: value
        for name, value in meant(facts_of(act), said).items()
        if name not in _own(act, None)
    }
    key = request.POST.get("idempotency_key") or fresh_key()
    runs = {**request.session.get(RUNS, {})}
    if key not in runs:
        runs[key] = {"act": act.code, "facts": facts, "left": ids, "done": [], "failed": []}
        request.session[RUNS] = dict(list(runs.items())[-KEPT:])
    del actor
    return HttpResponseRedirect(reverse("officer:bulk_run", args=[key]))


def _own(act: type[CaseAct], at: Doing | None) -> frozenset[str]:
    """Facts each case fills by itself: what names its things, and what its record knows."""
    named_things = {each.name for each in facts_of(act) if _of_each_case(each)}
    return frozenset(named_things | (set(act.defaults(at)) if at is not None else set()))


def _ask(
    request: HttpRequest,
    actor: Actor,
    act: type[CaseAct],
    ids: list[int],
    problems: Problems,
    said: dict[str, Any],
) -> HttpResponse:
    found = cases.of_ids(ids)
    lines = [_line(each, bulkbar.refusal_in(act, each, actor)) for each in found]
    ready = [
        each
        for each in found
        if any(line.key == str(each.pk) and line.state == "ready" for line in lines)
    ]
    at = _at(actor, ready[0] if ready else found[0]) if found else None
    form = None
    if ready and at is not None:
        known = said or written(facts_of(act), {**act.defaults(at)})
        filling = Filling(act, at, known, problems, leave_out=_own(act, at))
        signers = "、".join(named(step.role) for step in act.signed_by)
        submit = _("办理 %(count)d 件") % {"count": len(ready)}
        if signers:
            submit = _("送%(who)s签发 %(count)d 件") % {"who": signers, "count": len(ready)}
        form = show.ActForm(
            post_href=reverse("officer:bulk"),
            key=request.POST.get("idempotency_key") or fresh_key(),
            submit=submit,
            sections=filling.sections(),
            irreversible=_("办理后不可撤回。") if act.irreversible else "",
            hidden=[("act", act.code), ("confirm", "yes")],
        )
    context = show.BulkPage(
        title=named(act),
        place=[show.Link(_("工作台"), reverse("officer:desk")), show.Link(_("批量办理"))],
        cases=lines,
        form=form,
        provisions=provision_words(act.under, at) if at is not None else "",
    )
    return render(request, "officer/bulk.html", {"page": context, "shell": shell(request, "desk")})


def _at(actor: Actor, case: Case) -> Doing:
    at = begin_reading(actor, Subject(case.court_id, case.pk))
    at.memo["case"] = case
    return at


def _line(case: Case, refusal: Refusal | None) -> show.BulkCase:
    return show.BulkCase(
        key=str(case.pk),
        docket=case.docket_number,
        href=reverse("officer:case", args=[case.pk]),
        parties=f"{case.creditor_names} → {case.debtor_names}",
        state="ready" if refusal is None else "refused",
        message=f"{refusal.message}。" if refusal is not None else "",
        cure=refusal.cure if refusal is not None else "",
    )


# ---- the run


@page("GET", "POST")
def run(request: HttpRequest, key: str) -> HttpResponse:
    """How far a run is. Each look does a little more of it until none is left."""
    found = request.session.get(RUNS, {}).get(key)
    if found is None:
        raise Refusal(
            "bulk.unknown_run", "没有这一批办理，或已过去太久", cure="到案件日志中查看", status=404
        )
    actor = actor_of(request)
    if request.method == "POST":  # the failed ones once more
        again = [each["case"] for each in found["failed"]]
        found = {**found, "left": again, "failed": [], "round": found.get("round", 0) + 1}
        _keep(request, key, found)
        return HttpResponseRedirect(reverse("officer:bulk_run", args=[key]))
    return _shown(request, actor, key, found)


@page("POST")
def go_on(request: HttpRequest, key: str) -> HttpResponse:
    """Do a little more of a run, and say how far it is."""
    found = request.session.get(RUNS, {}).get(key)
    if found is None:
        raise Refusal("bulk.unknown_run", "没有这一批办理，或已过去太久", status=404)
    found = _work(actor_of(request), key, found)
    _keep(request, key, found)
    if not found["left"]:
        answer = HttpResponse(status=200)
        answer["HX-Refresh"] = "true"
        return answer
    with viewing(actor_of(request)):
        return render(
            request, "officer/_run.html", {"progress": _progress(key, found), "go_on": _href(key)}
        )


def _href(key: str) -> str:
    return reverse("officer:bulk_go_on", args=[key])


def _keep(request: HttpRequest, key: str, found: dict[str, Any]) -> None:
    request.session[RUNS] = {**request.session.get(RUNS, {}), key: found}


def _work(actor: Actor, key: str, found: dict[str, Any]) -> dict[str, Any]:
    """A little more of the run: at least one case, then as many as the time allows."""
    act, left = _act(found["act"]), [*found["left"]]
    done, failed = [*found["done"]], [*found["failed"]]
    until = time.monotonic() + AT_ONCE
    while left:
        case_id = left.pop(0)
        try:
            outcome = _one(actor, act, case_id, found["facts"], f"{key}:{found.get('round', 0)}")
            waits = outcome.waiting_for if isinstance(outcome, Waiting) else ""
            done.append({"case": case_id, "message": waits})
        except Refusal as refusal:
            failed.append({"case": case_id, "message": refusal.message, "cure": refusal.cure})
        if time.monotonic() > until:
            break
    return {**found, "left": left, "done": done, "failed": failed}


def _one(actor: Actor, act: type[CaseAct], case_id: int, facts: dict[str, Any], key: str) -> Any:
    with viewing(actor):
        case = next(iter(cases.of_ids([case_id])), None)
        known: dict[str, Any] = {}
        if case is not None:
            at = _at(actor, case)
            at.role = authorise(act, at)
            known = {name: value for name, value in act.defaults(at).items() if value is not None}
    # What a case's own record knows goes before what was said for all of them.
    facts = {**facts, **known, "case": case_id}
    return do(read_facts(act, facts), by=actor, key=f"{key}:{case_id}")


def _progress(key: str, found: dict[str, Any]) -> show.Progress:
    finished = not found["left"]
    done, failed = len(found["done"]), len(found["failed"])
    return show.Progress(
        title=named(_act(found["act"])),
        done=done + failed,
        total=done + failed + len(found["left"]),
        finished=finished,
        counts=[(_("已办"), done), (_("没办成"), failed)],
        note=_("办完了。")
        if finished
        else _("离开这一页会停下；工作台上留着，回来接着办，已办的不会重做。"),
    )


def _shown(request: HttpRequest, actor: Actor, key: str, found: dict[str, Any]) -> HttpResponse:
    del actor
    states = [("done", each) for each in found["done"]] + [
        ("failed", each) for each in found["failed"]
    ]
    rows = {each.pk: each for each in cases.of_ids([each["case"] for _state, each in states])}
    finished = not found["left"]
    lines = []
    for state, each in states if finished else ():
        case = rows.get(each["case"])
        if case is None:
            continue
        message = each["message"]
        if state == "done" and message:
            message = _("待%(who)s签署") % {"who": message}
        lines.append(
            show.BulkCase(
                key=str(case.pk),
                docket=case.docket_number,
                href=reverse("officer:case", args=[case.pk]),
                parties=f"{case.creditor_names} → {case.debtor_names}",
                state=state,  # type: ignore[arg-type]
                message=message,
                cure=each.get("cure", ""),
            )
        )
    failed = len(found["failed"])
    retry = None
    if finished and failed:
        words = _("重试 %(count)d 件") % {"count": failed}
        retry = show.Action(words, reverse("officer:bulk_run", args=[key]), "main", True)
    context = show.BulkPage(
        title=named(_act(found["act"])),
        place=[show.Link(_("工作台"), reverse("officer:desk")), show.Link(_("批量办理"))],
        cases=lines,
        progress=None if finished else _progress(key, found),
        finished=finished,
        retry=retry,
    )
    template = "officer/bulk.html" if finished else "officer/bulk_running.html"
    return render(
        request,
        template,
        {
            "page": context,
            "shell": shell(request, "desk"),
            "progress": _progress(key, found),
            "go_on": _href(key),
        },
    )
