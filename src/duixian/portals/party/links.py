"""The links of a case for its officer: to send, to print as a code, to revoke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import access
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.portals.shell import shell
from duixian.portals.viewer import actor_of, page

SENDERS = (Role.OFFICER, Role.CLERK)


@dataclass(frozen=True, slots=True)
class PrivateLink:
    """A debtor's link as it is sent (网上申报链接), and its code to be scanned."""

    link_id: int
    debtor: str
    due_on: date
    address: str
    code: str  # a picture as a data address
    last_used_on: date | None


def links_of_case(request: HttpRequest, case_id: int) -> list[PrivateLink]:
    """The open links of a case with whole addresses. Needs an open viewing.

    Whoever holds a link can declare in the debtor's name: only the case's own officer and the
    clerks of its court get it; a Refusal (403) for others.
    """
    case = access.case_or_refuse(case_id)
    actor = actor_of(request)
    mine = case.officer_id == actor.person_id and actor.holds(Role.OFFICER)
    if case.court_id != actor.court_id or not (mine or actor.holds(Role.CLERK)):
        raise Refusal(
            "portals.links_of_another",
            "申报链接只给本案承办人和本院书记员看",
            cure="由承办人发送",
            status=403,
        )
    found = []
    for link in assets.links_of(case_id):
        token = assets.declaration_token(link.pk)
        address = request.build_absolute_uri(reverse("party:declare", args=[token]))
        found.append(
            PrivateLink(
                link_id=link.pk,
                debtor=link.debtor.party.name,
                due_on=link.order.due_on,
                address=address,
                code=segno.make(address, error="m").svg_data_uri(scale=4, border=4),
                last_used_on=link.last_used_on,
            )
        )
    return found


@page()
def links(request: HttpRequest, case_id: int) -> HttpResponse:
    """Every open link of a case."""
    case = access.case_or_refuse(case_id)
    return render(
        request,
        "party/links.html",
        {
            "shell": shell(request, "cases"),
            "case": case,
            "case_href": _case_href(case_id),
            "links": links_of_case(request, case_id),
        },
    )


def _case_href(case_id: int) -> str:
    try:
        return reverse("officer:case", args=[case_id])
    except NoReverseMatch:
        return ""
