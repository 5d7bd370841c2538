"""Addresses (网址): the parts of the house that answer over HTTP, each with its own urls module."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

# prefix -> module with `urlpatterns`; the portals come last because they own the root.
PARTS = (
    ("api/v1/", "duixian.api.urls"),
    ("", "duixian.portals.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    *(path(prefix, include(module)) for prefix, module in PARTS if find_spec(module)),
]
