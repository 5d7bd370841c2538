"""Every page of the gallery is whole: it renders, in both languages, within our own policy."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client
from lxml import html

from duixian.portals.gallery import PAGES


@pytest.fixture
def visitor(settings) -> Client:  # type: ignore[no-untyped-def]
    settings.DEMONSTRATION = True
    return Client()


@pytest.mark.parametrize("name", ["", *PAGES])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_is_whole(visitor: Client, settings, name: str, language: str) -> None:  # type: ignore[no-untyped-def]
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = visitor.get(f"/gallery/{name}/" if name else "/gallery/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "{%" not in page and "{{" not in page

    assert not re.search(r"<[^>]+\sstyle=", page), "the policy lets no style stand in the page"
    assert not re.search(r"<[^>]+\son[a-z]+=", page), "the policy lets no handler stand in the page"
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)

    tree = html.fromstring(page)
    doubled = [key for key, times in Counter(tree.xpath("//@id")).items() if times > 1]
    assert not doubled
    for mark in tree.xpath("//@aria-describedby | //@aria-labelledby | //@popovertarget"):
        assert tree.xpath("//*[@id=$key]", key=str(mark)), f"nothing is called {mark}"
    assert not re.search(
        r"<p(?:\s[^>]*)?>(?:(?!</p>).)*<(?:div|form|table|section|ul|dl|h3)\b", page, re.S
    )


@pytest.mark.parametrize("name", ["officer/desk", "supervisor/board"])
def test_english_page_has_english_frame(visitor: Client, settings, name: str) -> None:  # type: ignore[no-untyped-def]
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = visitor.get(f"/gallery/{name.split('/')[1]}/").content.decode()
    assert 'lang="en"' in page
    assert "Skip to content" in page and "跳到正文" not in page


def test_data_are_marked_as_made_up(visitor: Client) -> None:
    assert "演示数据：人物、企业与案件均为合成" in visitor.get("/gallery/desk/").content.decode()


def test_no_gallery_outside_a_demonstration(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMONSTRATION = False
    for address in ("/gallery/", "/gallery/desk/", "/gallery/options/?q=方", "/gallery/paper/"):
        assert Client().get(address).status_code == 404


def test_every_script_together_is_small() -> None:
    from importlib.resources import files

    own = files("duixian.portals") / "static" / "portals"
    assert (
        sum(len(file.read_bytes()) for file in own.iterdir() if file.name.endswith(".js")) < 30_000
    )
