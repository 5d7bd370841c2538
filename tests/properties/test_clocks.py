"""However acts follow each other, the clocks that lived equal the clocks a replay gives."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.contexts.deadlines import engine
from duixian.contexts.deadlines.engine import Clock, Clocks
from duixian.law import load_nodes

START = date(2016, 12, 1)
ACTS = sorted(
    {
        act
        for node in load_nodes().values()
        for act in (
            *node.started_by,
            *node.met_by,
            *node.paused_by,
            *node.resumed_by,
            *node.extended_by,
            *node.cancelled_by,
        )
    }
    | {engine.ASSIGNED}
)
SUBJECTS = ("debtor", "lead", "measure", "asset", "receipt")


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A case's journal: acts in any order, on days that never go back."""
    day = START
    found = []
    for number in range(1, draw(st.integers(1, 25)) + 1):
        day += timedelta(days=draw(st.integers(0, 40)))
        subject = draw(st.integers(1, 2))
        found.append(
            {
                "id": number,
                "act": draw(st.sampled_from(ACTS)),
                "on": day,
                **{name: subject for name in SUBJECTS},
                "officer": draw(st.integers(1, 3)),
                "months": 1,
                "due_on": (day + timedelta(days=10)).isoformat(),
                "ends_on": (day + timedelta(days=365)).isoformat(),
                **{
                    name: draw(st.booleans())
                    for name in ("property_found", "survey_complete", "must_be_sold", "unsold")
                },
            }
        )
    return found


def _through_the_database(clocks: Clocks) -> Clocks:
    """What survives being written to a row: JSON columns come back as JSON gives them."""
    back = {}
    for key, clock in clocks.items():
        plain = dict(clock.__dict__)
        for name in ("facts", "intervals", "open_pauses", "extensions"):
            plain[name] = json.loads(json.dumps(plain[name]))
        back[key] = Clock(**plain)
    return back


@settings(max_examples=150, deadline=None)
@given(entries())
def test_living_and_replaying_give_the_same_clocks(journal: list[dict[str, Any]]) -> None:
    lived: Clocks = {}
    for entry in journal:
        lived = _through_the_database(engine.advance(lived, entry))
    replayed: Clocks = {}
    for entry in journal:
        replayed = engine.advance(replayed, entry)
    assert lived == replayed


@settings(max_examples=150, deadline=None)
@given(entries())
def test_what_has_ended_never_changes_and_one_clock_lives_a_subject(
    journal: list[dict[str, Any]],
) -> None:
    clocks: Clocks = {}
    for entry in journal:
        after = engine.advance(clocks, entry)
        for key, clock in clocks.items():
            if not clock.alive:
                assert after[key] == clock
        alive = [(c.node, c.subject) for c in after.values() if c.alive]
        assert len(alive) == len(set(alive))
        for clock in after.values():
            assert (clock.ended_on is None) == clock.alive
        clocks = after


@settings(max_examples=100, deadline=None)
@given(entries())
def test_a_pause_never_brings_a_day_nearer(journal: list[dict[str, Any]]) -> None:
    clocks: Clocks = {}
    for entry in journal:
        after = engine.advance(clocks, entry)
        for key, clock in clocks.items():
            later = after[key]
            if clock.alive and later.alive and clock.due_on and later.due_on:
                assert later.due_on >= clock.due_on
        clocks = after
