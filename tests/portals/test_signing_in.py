"""The first page anyone sees: sign-in, in the kit's dress, that says what is wrong."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_sign_in_page_is_our_own() -> None:
    page = Client().get("/accounts/login/?next=/gallery/").content.decode()
    assert "portals/tokens.css" in page
    assert "<h1>登录</h1>" in page
    assert 'name="next" value="/gallery/"' in page


@pytest.mark.django_db
def test_wrong_password_says_so_and_keeps_the_name() -> None:
    page = Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'role="alert"' in text and 'value="nobody"' in text
    assert "wrong" not in text


@pytest.mark.django_db
def test_unknown_address_is_answered_in_the_kit() -> None:
    answer = Client().get("/there-is-nothing/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
