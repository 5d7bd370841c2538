"""The debtor's declaration on line (网上申报): read, step through, check, file, keep the receipt.

Every page stands under the sight of the link's own court and of nothing else. A link that is
wrong, revoked or whose case is closed is answered with one and the same page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_declaration import FileDeclaration
from duixian.contexts.assets.models import Declaration, DeclarationLink
from duixian.contexts.courts import queries as courts
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.law import parameter
from duixian.portals import slots
from duixian.portals.components import contexts as show
from duixian.portals.components.forms import FormField
from duixian.portals.party import drafting
from duixian.portals.party.drafting import Draft, Errors
from duixian.portals.party.steps import BY_KEY, STEPS, after, before
from duixian.portals.written import amount_of

_OF_THE_LINK = ("assets.link_not_valid", "assets.link_missing", "cases.closed", "cases.not_found")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks whom for what: read once, before anything else."""

    token: str
    court_id: int
    court: str
    link: DeclarationLink
    filed: tuple[Declaration, ...]

    @property
    def home(self) -> str:
        return reverse("party:declare", args=[self.token])

    @property
    def last_filed_on(self) -> date | None:
        return self.filed[-1].filed_on if self.filed else None

    @property
    def kind(self) -> str:
        return "supplement" if self.filed else "first"


View = Callable[..., HttpResponse]


def behind_link(view: View) -> View:
    """A page behind a private link: counted, never cached, never found by searching."""

    @wraps(view)
    def shown(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
        answer = _answer(view, request, token, named)
        # What was posted may be kept for the back button, which would lose the form otherwise.
        answer["Cache-Control"] = "private, no-cache" if request.method == "POST" else "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return shown


def _answer(view: View, request: HttpRequest, token: str, named: dict[str, Any]) -> HttpResponse:
    if not slots.guesses_left(request):
        return render(request, "states/busy.html", status=429)
    asked = _asked(token)
    if asked is None:
        slots.guessed_wrong(request)
        return not_open(request)
    if not slots.may_visit(request, token):
        return render(request, "states/busy.html", status=429)
    try:
        return view(request, asked, **named)
    except Refusal as refusal:
        if refusal.code in _OF_THE_LINK or refusal.status == 404:
            return not_open(request)
        raise


def _asked(token: str) -> Asked | None:
    court_id = assets.court_of_token(token)
    if court_id is None:
        return None
    with viewing(system_actor(court_id)):
        link = assets.link_of_token(token)
        if link is None or link.case.closed_on is not None:
            return None
        filed = assets.declarations_of(link.case_id).filter(
            debtor=link.debtor_id, order=link.order_id
        )
        return Asked(token, court_id, courts.court(court_id).name, link, tuple(filed))


def not_open(request: HttpRequest) -> HttpResponse:
    """One answer for every link that opens nothing: it tells nobody why."""
    return render(request, "party/not_open.html", status=404)


def _page(
    request: HttpRequest, asked: Asked, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "asked": asked,
        "shell": show.Shell(court=asked.court, home_href=asked.home),
        **more,
    }
    return render(request, f"party/{template}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def declare(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Who asks for what; then step by step, without anything kept until it is filed."""
    if request.method != "POST":
        return _begin(request, asked)
    draft = drafting.read(request.POST)
    at, go = request.POST.get("at", ""), request.POST.get("go", "")
    if go == "add" and at in BY_KEY:
        draft.lines[at] = [*draft.lines[at], {}][: drafting.MOST_LINES]
        return _step(request, asked, draft, at, {})
    if go.startswith("remove:") and at in BY_KEY:
        _remove(draft, at, go.removeprefix("remove:"))
        return _step(request, asked, draft, at, {})
    draft.tidy()
    if go == "file":
        return _file(request, asked, draft)
    return _go(request, asked, draft, at, go)


def _remove(draft: Draft, at: str, place: str) -> None:
    lines = draft.lines[at]
    if place.isdecimal() and int(place) < len(lines):
        del lines[int(place)]


def _begin(request: HttpRequest, asked: Asked) -> HttpResponse:
    today = clock.today()
    order = asked.link.order
    return _page(
        request,
        asked,
        "declare",
        steps=STEPS,
        first=STEPS[0].key,
        hidden=drafting.begin(asked.kind).hidden(""),
        lookback=str(_period("declaration-lookback")),
        update_term=str(_period("declaration-update-term")),
        term=show.Term.of(order.due_on, today),
        officer=_officer(asked),
    )


def _officer(asked: Asked) -> str:
    with viewing(system_actor(asked.court_id)):
        officer = asked.link.case.officer
        return officer.name if officer is not None else ""


def _period(key: str) -> str:
    found = parameter(key, on=clock.today())
    if found.unit == "year":
        return _("%(number)d 年") % {"number": found.length}
    return _("%(number)d 日") % {"number": found.length}


def _go(request: HttpRequest, asked: Asked, draft: Draft, at: str, go: str) -> HttpResponse:
    """To another step; forward only from a step without errors."""
    if go == "back":
        target = before(at) if at in BY_KEY or at == "review" else ""
        return _step(request, asked, draft, target, {}) if target else _begin(request, asked)
    if at in BY_KEY:
        errors = drafting.errors_of(draft, BY_KEY[at], clock.today())
        if errors:
            return _step(request, asked, draft, at, errors)
    target = after(at) if go == "next" and at in BY_KEY else go.removeprefix("step:")
    if target == "review":
        return _review(request, asked, draft, {})
    if target not in BY_KEY:
        return _begin(request, asked)
    return _step(request, asked, draft, target, {})


def _step(
    request: HttpRequest,
    asked: Asked,
    draft: Draft,
    key: str,
    errors: Errors,
) -> HttpResponse:
    step = BY_KEY[key]
    lines = [
        drafting.fields_of(step, place, line, errors)
        for place, line in enumerate(draft.lines.get(key, ()))
    ]
    return _page(
        request,
        asked,
        "step",
        status=422 if errors else 200,
        step=step,
        place=STEPS.index(step) + 1,
        total=len(STEPS) + 1,
        lines=lines,
        full=len(lines) >= drafting.MOST_LINES,
        hidden=draft.hidden(key),
        errors=errors,
        lookback=_period("declaration-lookback"),
    )


def _review(
    request: HttpRequest,
    asked: Asked,
    draft: Draft,
    errors: Errors,
    refusal: Refusal | None = None,
) -> HttpResponse:
    parts = [
        (
            step,
            [
                (
                    str(step.sorts[line["sort"]].title),
                    [line[name] for name in ("place", "number", "description") if line.get(name)],
                    line.get("changed_on", ""),
                    amount_of(line.get("amount", "")),
                )
                for line in draft.lines.get(step.key, ())
            ],
        )
        for step in STEPS
    ]
    bad = bool(errors or refusal)
    return _page(
        request,
        asked,
        "review",
        status=422 if bad else 200,
        parts=parts,
        total=len(STEPS) + 1,
        empty=draft.items == 0,
        hidden=draft.hidden("review"),
        fields=_last_fields(draft, errors),
        errors=errors,
        refusal=show.RefusalBox.of(refusal) if refusal is not None else None,
        last=asked.filed[-1] if asked.filed and refusal is not None else None,
    )


def _last_fields(draft: Draft, errors: Errors) -> list[FormField]:
    found = [
        FormField(
            "statement",
            _("还要说明的"),
            "textarea",
            value=draft.statement,
            error=errors.get("statement", ""),
        )
    ]
    if draft.items == 0:
        found.append(
            FormField(
                "nothing",
                _("本人（单位）没有上述任何财产"),
                "check",
                required=True,
                value=draft.nothing,
                error=errors.get("nothing", ""),
            )
        )
    found.append(
        FormField(
            "truthful",
            _("本人（单位）保证以上申报真实、完整"),
            "check",
            required=True,
            value=draft.truthful,
            error=errors.get("truthful", ""),
        )
    )
    return found


def _file(request: HttpRequest, asked: Asked, draft: Draft) -> HttpResponse:
    """File once: the same form sent twice is one filing and gives one receipt."""
    for step in STEPS:
        wrong = drafting.errors_of(draft, step, clock.today())
        if wrong:
            return _step(request, asked, draft, step.key, wrong)
    errors: Errors = {}
    if draft.items == 0 and not draft.nothing:
        errors["nothing"] = _("没有列出任何财产。确实没有的请勾选；有的请回到前面填写")
    if not draft.truthful:
        errors["truthful"] = _("还没有保证真实、完整，勾选后才能提交")
    if len(draft.statement) > 2000:
        errors["statement"] = _("最多 %(most)d 个字，请写短一些") % {"most": 2000}
    if errors:
        return _review(request, asked, draft, errors)
    link = asked.link
    try:
        facts = {
            **drafting.facts_of(draft),
            "case": link.case_id,
            "debtor": link.debtor_id,
            "link": link.pk,
        }
        done = do(
            read_facts(FileDeclaration, facts),
            by=system_actor(asked.court_id),
            key=f"declaration:{link.pk}:{draft.nonce}",
        )
    except Refusal as refusal:
        if refusal.code in _OF_THE_LINK:
            raise
        return _review(request, asked, draft, {}, _in_plain_words(refusal))
    assert isinstance(done, Done)
    return HttpResponseRedirect(reverse("party:receipt", args=[asked.token, done.entry_id]))


def _in_plain_words(refusal: Refusal) -> Refusal:
    if refusal.code != "record.key_reused":
        return refusal
    return Refusal(
        "portals.declared_already",
        _("这份申报已经提交过，后来改动的内容没有提交"),
        cure=_("需要更正的，从申报链接重新打开，作补充报告"),
        status=409,
    )


@require_http_methods(["GET", "HEAD"])
@behind_link
def receipt(request: HttpRequest, asked: Asked, entry_id: int) -> HttpResponse:
    """What was filed, under which number, with the hash that proves it."""
    filed = next((each for each in asked.filed if each.entry_id == entry_id), None)
    if filed is None:
        raise Refusal("assets.link_not_valid", "没有这份申报", status=404)
    with viewing(system_actor(asked.court_id)):
        entry = record.entry(entry_id)
    return _page(
        request,
        asked,
        "receipt",
        filed=filed,
        entry=entry,
        owned=[each for each in filed.items.all() if not each.is_change],
        changed=[each for each in filed.items.all() if each.is_change],
        update_term=_period("declaration-update-term"),
    )
