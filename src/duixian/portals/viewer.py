"""Who looks at a page: the signed-in person as an actor, what they may see, how refusals are shown.

Every page of the court's people is a view under `page`. Reading views run inside one `viewing`;
a posting view opens its own after its act, because an act has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duixian.contexts.courts import queries as courts
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal

View = Callable[..., HttpResponse]
_READING = ("GET", "HEAD")


def actor_of(request: HttpRequest) -> Actor:
    """The actor the page is shown to; only inside a view under `page`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def page(*methods: str) -> Callable[[View], View]:
    """A page of the court's people. `methods`: GET unless said otherwise.

    Refusals that reach it become the page of their state: not found, no permission, conflict.
    """
    allowed = methods or ("GET",)

    def decorate(view: View) -> View:
        @require_http_methods([*allowed, *(["HEAD"] if "GET" in allowed else [])])
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            try:
                request.actor = courts.actor(request.user)  # type: ignore[attr-defined, arg-type]
                if request.method in _READING:
                    with viewing(actor_of(request), remembering=True):
                        return view(request, *args, **named)
                return view(request, *args, **named)
            except Refusal as refusal:
                return refused(request, refusal)

        return shown

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.headers.get("HX-Current-URL") if _is_htmx(request) else None
    query = urlencode({"next": back or request.get_full_path()}) if _may_return(request) else ""
    address = f"{settings.LOGIN_URL}?{query}" if query else settings.LOGIN_URL
    if _is_htmx(request):
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)


def _may_return(request: HttpRequest) -> bool:
    """What was posted is gone after signing in; a page that was read comes back."""
    return request.method in _READING or _is_htmx(request)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says why not, with the cure; its status is the refusal's."""
    status = refusal.status if refusal.status in (400, 403, 404, 409) else 409
    return render(
        request,
        "states/refused.html",
        {"refusal": refusal, "shell": _bare_shell(request)},
        status=status,
    )


def _bare_shell(request: HttpRequest) -> Any:
    if not hasattr(request, "actor"):
        return None
    from duixian.portals.shell import shell

    with viewing(actor_of(request)):
        return shell(request)
