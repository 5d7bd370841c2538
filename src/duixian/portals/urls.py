"""Addresses of the portals; they own the root."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# prefix -> module with `urlpatterns` and `app_name`; a portal not furnished yet has none.
PORTALS = (
    ("", "duixian.portals.officer.urls"),
    ("supervisor/", "duixian.portals.supervisor.urls"),
    ("manual/", "duixian.portals.manual.urls"),
    ("declare/", "duixian.portals.party.urls"),
    ("calculators/", "duixian.portals.calculators.urls"),
)


def _furnished(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("gallery/", include("duixian.portals.gallery_urls")),
    *(path(prefix, include(module)) for prefix, module in PORTALS if _furnished(module)),
]
