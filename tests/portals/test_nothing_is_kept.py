"""Nothing a view answers stays in a browser's or proxy's store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.doing import do
from duixian.kernel.roles import Role
from tests.portals.conftest import at_browser
from tests.world import World, act, effected, file_case, on_day

LEAST = 20
GAP = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses(found: Any, before: str, values: dict[str, Any]) -> Iterator[str]:
    """Every address of the house, its gaps filled with what there is."""
    for each in found.url_patterns:
        route = getattr(each.pattern, "_route", None)
        if route is None:  # the sign-in library's own regular expressions
            continue
        route = GAP.sub(lambda gap: str(values.get(gap[1], 1)), route)
        if isinstance(each, URLResolver):
            yield from addresses(each, before + route, values)
        elif isinstance(each, URLPattern):
            yield before + route


def test_no_view_lets_its_answer_be_kept(world: World) -> None:
    court = world.jinghu
    case_id = file_case(court)
    with on_day("2016-12-14"):
        done = effected(do(act(IssueEnforcementNotice, case=case_id), by=court.officer))
    values = {
        "case_id": case_id,
        "document_id": done.result["document"],
        "kind": "pdf",
        "code": "cases.suspend_case",
    }
    browser = at_browser(court, Role.OFFICER)
    shown = set()
    with on_day("2016-12-15"):
        for address in sorted(set(addresses(get_resolver(), "/", values))):
            answer = browser.get(address)
            assert "no-store" in answer.headers.get("Cache-Control", ""), address
            if answer.status_code == 200:
                shown.add(address)
    assert len(shown) >= LEAST, sorted(shown)
    assert any(each.endswith(".pdf") for each in shown), sorted(shown)
