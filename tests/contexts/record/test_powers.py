"""审执分离 (R4.2.1): whoever implemented in a case does not adjudicate in it, nor the other way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duixian.contexts.cases.acts_course import SuspendCase
from duixian.contexts.cases.case_act import CaseAct
from duixian.contexts.documents.acts import IssueEnforcementNotice
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.doing import Done, Waiting, attempt, do
from duixian.contexts.record.signing import sign
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role
from tests.world import World, act, effected, file_case, form_panel, on_day


class Decide(CaseAct):
    """裁决异议: an act of adjudication, as the rooms to come will have."""

    code, title, title_en = "test.decide", "裁决异议", "Decide an objection"
    branch = Branch.ADJUDICATION
    done_by = (Role.ADJUDICATION_JUDGE,)

    def perform(self, at: Doing) -> dict[str, Any]:
        return {}


class DecideTogether(Decide):
    code, title = "test.decide_together", "合议裁决异议"
    signed_by: ClassVar = (Signature(Role.ADJUDICATION_JUDGE), Signature(Role.PRESIDENT))


class ImplementTogether(Decide):
    code, title = "test.implement_together", "合议实施"
    branch = Branch.IMPLEMENTATION
    done_by = (Role.OFFICER,)
    signed_by: ClassVar = (Signature(Role.PANEL_JUDGE),)


@pytest.fixture(autouse=True)
def acts_of_adjudication(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (Decide, DecideTogether, ImplementTogether):
        monkeypatch.setitem(catalogue._acts, each.code, each)


def now_a(role: Role, actor: Actor) -> Actor:
    """The same person, later in another office."""
    return replace(actor, roles=frozenset({role}))


def refused(step: Any) -> str:
    with pytest.raises(Refusal) as told:
        step()
    return told.value.code


def test_who_implemented_does_not_adjudicate_and_the_other_way_round(world: World) -> None:
    court = world.jinghu
    case, other = file_case(court), file_case(court)
    judge, officer = court.actor(Role.ADJUDICATION_JUDGE), court.officer
    with on_day("2017-01-10"):
        do(act(IssueEnforcementNotice, case=case), by=officer)
        turned = now_a(Role.ADJUDICATION_JUDGE, officer)
        assert refused(lambda: do(act(Decide, case=case), by=turned)) == (
            "record.powers_not_separated"
        )
        assert isinstance(do(act(Decide, case=other), by=turned), Done)
        suspend = act(SuspendCase, case=other, ground="other", explanation="等待")
        assert refused(lambda: attempt(suspend, by=officer)) == "record.powers_not_separated"
        assert isinstance(do(act(Decide, case=case), by=judge), Done)


def test_a_signature_is_taking_part(world: World) -> None:
    court = world.jinghu
    case = file_case(court)
    form_panel(court, case, "2017-01-09")
    panel = court.actor(Role.PANEL_JUDGE)
    judge = court.actor(Role.ADJUDICATION_JUDGE)
    with on_day("2017-01-10"):
        effected(do(act(ImplementTogether, case=case), by=court.officer), panel)
        turned = now_a(Role.ADJUDICATION_JUDGE, panel)
        assert refused(lambda: do(act(Decide, case=case), by=turned)) == (
            "record.powers_not_separated"
        )
        waiting = do(act(DecideTogether, case=case), by=judge)
        assert isinstance(waiting, Waiting)
        assert refused(lambda: sign(waiting.draft_id, by=turned)) == "record.powers_not_separated"
        fresh = now_a(Role.ADJUDICATION_JUDGE, court.actor(Role.PANEL_JUDGE, 1))
        sign(waiting.draft_id, by=fresh)
        draft = do(act(ImplementTogether, case=case), by=court.officer)
        assert isinstance(draft, Waiting)
        back = court.actor(Role.PANEL_JUDGE, 1)
        assert refused(lambda: sign(draft.draft_id, by=back)) == "record.powers_not_separated"


def test_a_president_signs_for_every_branch(world: World) -> None:
    court = world.jinghu
    case = file_case(court)
    judge = court.actor(Role.ADJUDICATION_JUDGE)
    colleague = now_a(Role.ADJUDICATION_JUDGE, court.actor(Role.PANEL_JUDGE, 2))
    with on_day("2017-01-10"):
        suspend = act(SuspendCase, case=case, ground="other", explanation="等待")
        effected(do(suspend, by=court.officer), court.director)
        waiting = do(act(DecideTogether, case=case), by=judge)
        done = effected(waiting, colleague, court.president)
    assert done.result == {}


def test_it_is_asked_in_one_statement(world: World) -> None:
    court = world.jinghu
    case = file_case(court)
    with (
        on_day("2017-01-10"),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        attempt(act(IssueEnforcementNotice, case=case), by=court.officer)
    powers = [each for each in asked if "record_draftsignature" in each["sql"]]
    assert len(powers) == 1
