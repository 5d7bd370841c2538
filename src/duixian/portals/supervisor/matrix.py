"""The permission matrix (权限表): who may do and who signs which act, from the catalogue alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.record.acts import Act
from duixian.kernel.roles import Branch, Role
from duixian.portals.components import contexts as show
from duixian.portals.shell import named, shell
from duixian.portals.supervisor.rooms import by_room, room_title
from duixian.portals.viewer import page

_BRANCHES = {
    Branch.IMPLEMENTATION: "执行实施",
    Branch.ADJUDICATION: "执行裁决",
    Branch.ADMINISTRATION: "立案、财务、技术",
    Branch.COMMAND: "院长、局长",
}


@page()
def matrix(request: HttpRequest) -> HttpResponse:
    rooms = [
        show.MatrixRoom(
            room_title(room),
            [
                show.MatrixAct(
                    act.code,
                    named(act),
                    reverse("manual:act", args=[act.code]),
                    [_mark(act, role) for role in Role],
                )
                for act in acts
            ],
        )
        for room, acts in by_room()
    ]
    context = show.MatrixPage(
        roles=[(named(role), _(_BRANCHES[role.branch])) for role in Role],
        rooms=rooms,
        note=_("由办理目录自动生成；执行实施与执行裁决不得由同一人办理（审执分离）。"),
    )
    return render(
        request, "supervisor/matrix.html", {"page": context, "shell": shell(request, "matrix")}
    )


def _mark(act: type[Act], role: Role) -> show.Mark:
    does = role in act.done_by
    signs = any(step.role is role for step in act.signed_by)
    if does and signs:
        return "both"
    return "do" if does else "sign" if signs else ""
