"""The worksheet behind a figure (依据) on a page of its own, to be read and printed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import access
from duixian.contexts.deadlines import queries as deadlines
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.shell import named, shell
from duixian.portals.viewer import page


@page()
def clock(request: HttpRequest, deadline_id: int) -> HttpResponse:
    """How a due day came about, step by step."""
    found = deadlines.one(deadline_id)
    case = access.case_or_refuse(found.case_id)
    title = f"{case.docket_number} {named(deadlines.node_of(found))}"
    try:
        basis = show.Basis.from_finding(title, deadlines.reasons(found), as_of=found.started_on)
    except Refusal as refusal:
        basis = show.Basis(title=title, facts=f"{refusal.message} {refusal.cure}")
    if getattr(request, "htmx", False):
        return render(request, "components/basis_sheet.html", {"basis": basis})
    home = reverse("officer:case", args=[case.pk])
    place = [
        show.Link(_("工作台"), reverse("officer:desk")),
        show.Link(case.docket_number, f"{home}?tab=clocks"),
        show.Link(_("依据")),
    ]
    return render(
        request,
        "officer/basis.html",
        {"basis": basis, "place": place, "shell": shell(request, "cases")},
    )
