"""Pages of the manual."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duixian.contexts.documents.templates import template
from duixian.contexts.record.acts import Act, Signature, catalogue
from duixian.kernel import clock
from duixian.law import citations, load_nodes
from duixian.law.texts import provisions
from duixian.portals.components import contexts as show
from duixian.portals.manual.refusals import refusals_of
from duixian.portals.shell import in_english, named, shell
from duixian.portals.supervisor.rooms import by_room, room_title
from duixian.portals.viewer import page


def _meaning(act: type[Act]) -> str:
    """What the act is for; docstrings say it in English, so only English readers see it."""
    lines = (act.__doc__ or "").strip().splitlines()
    if not lines or not in_english():
        return ""
    return lines[0].removeprefix(act.title).lstrip("：: ")


def _rooms(search: str = "") -> list[show.ManualRoom]:
    rooms = []
    for room, acts in by_room():
        shown = [
            (named(act), reverse("manual:act", args=[act.code]), _meaning(act))
            for act in acts
            if search.lower() in f"{act.title}{act.title_en}{act.code}".lower()
        ]
        if shown:
            rooms.append(show.ManualRoom(room_title(room), shown))
    return rooms


@page()
def index(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")
    context = show.ManualPage(_rooms(search), search)
    return render(
        request, "manual/index.html", {"page": context, "shell": shell(request, "manual")}
    )


def _label(name: str, chinese: str | None) -> str:
    return name.replace("_", " ").capitalize() if in_english() or not chinese else chinese


def _signer(step: Signature) -> str:
    return f"{named(step.role)} × {step.people}" if step.people > 1 else named(step.role)


def _provisions(act: type[Act]) -> list[str]:
    today = clock.today()
    known = [key for key in act.under if provisions()[key].on(today)]
    return [f"{each} {each.title}" for each in citations(*known, on=today)]


@page()
def act(request: HttpRequest, code: str) -> HttpResponse:
    kind = catalogue.find(code)
    starts = [
        named(node)
        for node in load_nodes().values()
        if code in node.started_by or code in node.met_by
    ]
    context = show.ManualActPage(
        title=named(kind),
        code=kind.code,
        meaning=_meaning(kind),
        rooms=_rooms(),
        done_by=[named(role) for role in kind.done_by],
        signed_by=[_signer(step) for step in kind.signed_by],
        provisions=_provisions(kind),
        fields=[
            (_label(name, field.title), field.is_required(), field.description or "")
            for name, field in kind.model_fields.items()
        ],
        refusals=refusals_of(kind),
        document=template(kind.document).title if kind.document else "",
        starts=starts,
        api=f"POST /api/v1/acts/{kind.code}",
    )
    return render(request, "manual/act.html", {"page": context, "shell": shell(request, "manual")})
