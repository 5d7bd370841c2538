"""One act (办理): its form from its schema, the check while it is filled in, the doing of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import access
from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.cases.models import Case
from duixian.contexts.record.acts import Act, Doing, Subject, catalogue, read_facts
from duixian.contexts.record.doing import Done, attempt, authorise, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.officer import freezing
from duixian.portals.officer.act_parts import (
    act_href,
    place_of,
    provisions_basis,
    what_follows,
)
from duixian.portals.officer.facts import Typed, facts_of, meant, typed, written
from duixian.portals.officer.forms import (
    Filling,
    Problems,
    fresh_key,
    problems_of,
    provision_words,
    refusal_box,
)
from duixian.portals.officer.outcomes import announce
from duixian.portals.shell import named, shell
from duixian.portals.viewer import actor_of, page

OCCURRED = "occurred_on"
_OF_MACHINES = frozenset({"fingerprint"})  # facts only an import knows


@dataclass
class Desk:
    """An act on the table: which, about what case, by whom, and the reading it is checked in."""

    act: type[Act]
    at: Doing
    case: Case | None

    @property
    def post_href(self) -> str:
        return act_href(self.act.code, self.case.pk if self.case else None)

    @property
    def check_href(self) -> str:
        return f"{self.post_href}check/"


def lay_out(request: HttpRequest, code: str, case_id: int | None) -> Desk:
    """The act, if this person may do it here; a Refusal otherwise. Needs an open viewing."""
    act = catalogue.find(code)
    actor = actor_of(request)
    of_case = issubclass(act, CaseAct)
    if of_case is not (case_id is not None):
        raise Refusal("record.unknown_act", f"没有“{code}”这一执行行为", status=404)
    case = access.case_or_refuse(case_id) if of_case else None
    subject = Subject(case.court_id, case.pk) if case is not None else Subject(actor.court_id)
    at = begin_reading(actor, subject)
    at.role = authorise(act, at)
    if case is not None:
        at.memo["case"] = case
        access.admit_to_act(act, at, case)
    return Desk(act, at, case)


def refusal_now(desk: Desk) -> Refusal | None:
    """Why the act is not possible today whatever is filled in, or None."""
    try:
        desk.act.ready(desk.at)
    except Refusal as refusal:
        return refusal
    return None


# ---- reading what was posted


def _facts(desk: Desk, said: Typed) -> dict[str, Any]:
    facts = meant(facts_of(desk.act), said)
    return {**facts, "case": desk.case.pk} if desk.case is not None else facts


def _with_rows_changed(desk: Desk, said: dict[str, Any], posted: Mapping[str, str]) -> None:
    """Add an empty row, or take one away, as the button pressed says."""
    added, removed = posted.get("add", ""), posted.get("remove", "")
    path = (added or removed).split(".")
    inside: Any = said
    facts = facts_of(desk.act)
    while len(path) > 2:
        fact = next(each for each in facts if each.name == path[0])
        inside, facts = inside[path[0]][int(path[1])], fact.facts
        path = path[2:]
    fact = next(each for each in facts if each.name == path[0])
    if added:
        inside[fact.name] = [*inside[fact.name], written(fact.facts, {})]
    else:
        del inside[fact.name][int(path[1])]


# ---- views


@page("GET", "POST")
def act(request: HttpRequest, code: str, case_id: int | None = None) -> HttpResponse:
    """The form of an act, and its doing."""
    if request.method == "POST":
        return _posted(request, code, case_id)
    desk = lay_out(request, code, case_id)
    if code == freezing.CODE and desk.case is not None:
        return freezing.plan_page(request, desk.case, desk.at)
    known = {**desk.act.defaults(desk.at)}
    for fact in facts_of(desk.act):
        if fact.name in request.GET:
            given = request.GET.getlist(fact.name)
            known[fact.name] = given if fact.kind == "multi" else given[0]
    said = written(facts_of(desk.act), {**_only_choices(desk, known), **known})
    return _form_page(request, desk, said, Problems(refusal=refusal_now(desk)))


def _only_choices(desk: Desk, known: Mapping[str, Any]) -> dict[str, Any]:
    """What must be chosen and offers one thing only is chosen already."""
    offered = desk.act.choices(desk.at)
    return {
        fact.name: offered[fact.name][0][0]
        for fact in facts_of(desk.act)
        if fact.required
        and fact.kind != "multi"
        and known.get(fact.name) is None
        and len(offered.get(fact.name, ())) == 1
    }


def _posted(request: HttpRequest, code: str, case_id: int | None) -> HttpResponse:
    actor = actor_of(request)
    with viewing(actor):
        desk = lay_out(request, code, case_id)
        if code == freezing.CODE and desk.case is not None:
            return_to = freezing.posted(request, desk.case, desk.at)
            if return_to is not None:
                return return_to
        said = typed(facts_of(desk.act), request.POST)
        if "add" in request.POST or "remove" in request.POST:
            _with_rows_changed(desk, said, request.POST)
            return _form_page(request, desk, said, Problems())
    if code == freezing.CODE and desk.case is not None:
        return freezing.do_all(request, desk.case)
    try:
        outcome = do(
            read_facts(desk.act, _facts(desk, said)),
            by=actor,
            key=request.POST.get("idempotency_key") or None,
            occurred_on=occurred_on(request),
        )
    except Refusal as refusal:
        with viewing(actor):
            return _form_page(request, desk, said, problems_of(refusal, desk.act), status=422)
    with viewing(actor):
        announce(request, desk.act, outcome, desk.case.pk if desk.case else None)
    return HttpResponseRedirect(_after(desk, outcome))


def _after(desk: Desk, outcome: Any) -> str:
    if desk.case is not None:
        return reverse("officer:case", args=[desk.case.pk])
    if isinstance(outcome, Done) and outcome.case_id is not None:
        return reverse("officer:case", args=[outcome.case_id])
    return reverse("officer:desk")


def occurred_on(request: HttpRequest) -> Any:
    """The day it happened, when it is entered late; None for today."""
    text = request.POST.get(OCCURRED, "").strip()
    if not text:
        return None
    try:
        day = clock.date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "record.occurred_malformed",
            "发生日期写法不对",
            cure="按 2017-05-17 的写法填写",
            field=OCCURRED,
            status=400,
        ) from None
    return None if day == clock.today() else day


@page("POST")
def check(request: HttpRequest, code: str, case_id: int | None = None) -> HttpResponse:
    """The bar of the form as typed so far: what the law says before anything is sent."""
    with viewing(actor_of(request)):
        desk = lay_out(request, code, case_id)
        if code == freezing.CODE and desk.case is not None:
            return freezing.checked(request, desk.case, desk.at)
        said = typed(facts_of(desk.act), request.POST)
        form = _bar(desk, _tried(request, desk, said))
        return render(request, "officer/_act_bar.html", {"form": form})


def _tried(request: HttpRequest, desk: Desk, said: Typed) -> Refusal | None:
    """The refusal the act would meet now; what is only not yet filled in is not held against it."""
    try:
        attempt(
            read_facts(desk.act, _facts(desk, said)),
            by=actor_of(request),
            occurred_on=occurred_on(request),
        )
    except Refusal as refusal:
        every = refusal.details.get("all") or ()
        unfinished = refusal.code == "record.malformed_facts" and all(
            not said.get((each["field"] or "").split(".")[0]) or each["message"] == "缺少此项"
            for each in every
        )
        return refusal_now(desk) if unfinished else refusal
    return None


# ---- the page


def _bar(desk: Desk, refusal: Refusal | None, key: str = "") -> show.ActForm:
    signers = "、".join(named(step.role) for step in desk.act.signed_by)
    submit = _("送%(signers)s签发") % {"signers": signers} if signers else named(desk.act)
    final = _("办理后不可撤回。") if desk.act.irreversible else ""
    then = _("签发时按当日法律再查一次。") if signers else ""
    return show.ActForm(
        post_href=desk.post_href,
        key=key,
        submit=submit,
        check_href=desk.check_href,
        refusal=refusal_box(refusal, desk.at),
        irreversible=final,
        signers=then,
    )


def _form_page(
    request: HttpRequest, desk: Desk, said: Typed, problems: Problems, status: int = 200
) -> HttpResponse:
    filling = Filling(desk.act, desk.at, said, problems, leave_out=_OF_MACHINES)
    sections = filling.sections()
    if desk.case is not None and not desk.act.signed_by:
        sections.append(_late_entry(request, problems))
    bar = _bar(desk, problems.refusal, request.POST.get("idempotency_key") or fresh_key())
    box = bar.refusal
    lost = filling.unplaced() if len(problems.fields) > 1 else []
    if box is not None and lost:
        box = dataclasses.replace(box, explanation="；".join(lost))
    form = dataclasses.replace(bar, sections=sections, refusal=box)
    context = show.ActPage(
        title=named(desk.act),
        place=place_of(desk.case),
        form=form,
        lead=f"{desk.case.creditor_names} → {desk.case.debtor_names}" if desk.case else "",
        provisions=provision_words(desk.act.under, desk.at),
        provisions_basis=provisions_basis(desk.act, desk.at),
        then=what_follows(desk.act, desk.at),
        lacking=_lacking(problems.refusal),
    )
    return render(
        request,
        "officer/act.html",
        {"page": context, "shell": shell(request, "cases")},
        status=status,
    )


def _lacking(refusal: Refusal | None) -> list[show.Lacking]:
    """Every condition a refusal found wanting, not only the first it names."""
    conditions = (refusal.details or {}).get("conditions", ()) if refusal is not None else ()
    return [show.Lacking(each["title"], each["why"], each["cure"]) for each in conditions]


def _late_entry(request: HttpRequest, problems: Problems) -> show.FieldSection:
    """For what happened before today and is entered late: the journal keeps both days."""
    today = clock.today().isoformat()
    return show.FieldSection(
        _("记入日志"),
        [
            show.FormField(
                OCCURRED,
                _("发生日期"),
                "date",
                value=request.POST.get(OCCURRED) or today,
                maximum=today,
                help=_("补录以前发生的事时改；记录时间另记。"),
                error=problems.fields.get(OCCURRED, ""),
            )
        ],
    )
