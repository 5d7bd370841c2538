"""What every page's frame needs beside its own context."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from duixian.kernel import clock


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Demonstration mark, the simulated day, where to sign in and out and switch language."""
    return {
        "is_demonstration": getattr(settings, "DEMONSTRATION", False),
        "simulated_today": clock.today()
        if clock.today() != clock.civil_date(clock.wall())
        else None,
        "language_href": _address("set_language"),
        "sign_out_href": _address("account_logout"),
        "login_href": _address("account_login"),
    }
