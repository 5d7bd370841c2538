"""Which courts a supervisor's page is about, and who may open it at all."""

from __future__ import annotations

from django.http import HttpRequest

from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Court
from duixian.contexts.record.actors import Actor
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.portals.viewer import actor_of

SUPERVISORS = (Role.BUREAU_DIRECTOR, Role.PRESIDENT, Role.INSPECTOR)


def only_supervisors(actor: Actor) -> None:
    """Directors, presidents and inspectors; everyone else is told whom to ask."""
    if not actor.holds(*SUPERVISORS):
        raise Refusal(
            "portals.not_a_supervisor",
            "看板供执行局长、院长和督查人员使用",
            cure="请有权人员查看，或申请授权",
            status=403,
        )


def chosen_courts(request: HttpRequest) -> tuple[list[Court], list[tuple[str, str, bool]]]:
    """The courts asked for (all that may be seen, or one) and the list to choose from."""
    visible = [court for court in courts.all_courts() if court.pk in set(actor_of(request).courts)]
    key = request.GET.get("court", "")
    one = [court for court in visible if court.key == key]
    if key and not one:
        raise Refusal("portals.court_not_seen", "没有这一法院，或您无权查看", status=404)
    choices = [("", f"全部 {len(visible)} 个法院", not key)] if len(visible) > 1 else []
    choices += [(court.key, court.short_name, court.key == key) for court in visible]
    return one or visible, choices
