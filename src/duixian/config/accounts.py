"""How people come in (登录): nobody signs up by himself; a court makes its people's accounts."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up pages of the sign-in library."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
