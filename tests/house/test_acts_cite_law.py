"""Every act and refusal cites provisions the law floor knows; every node's acts exist."""

from __future__ import annotations

import re
from pathlib import Path

from duixian.contexts.record.acts import catalogue
from duixian.law import load_nodes
from duixian.law.texts import provisions

SOURCE = Path(__file__).resolve().parents[2] / "src" / "duixian"
IN_REFUSALS = re.compile(r"provisions=\(([^)]*)\)")
KEY = re.compile(r'"([a-z0-9-]+)"')


def test_every_act_cites_known_provisions() -> None:
    unknown = {(act.code, key) for act in catalogue for key in act.under if key not in provisions()}
    assert not unknown


def test_every_refusal_cites_known_provisions() -> None:
    unknown = set()
    for file in (SOURCE / "contexts").rglob("*.py"):
        for listed in IN_REFUSALS.findall(file.read_text(encoding="utf-8")):
            unknown |= {(file.name, key) for key in KEY.findall(listed) if key not in provisions()}
    assert not unknown


def test_every_act_a_node_hears_is_in_the_catalogue_or_named_as_to_come() -> None:
    """Acts of rooms not yet furnished are named here, so that a misspelling is found."""
    known = {act.code for act in catalogue} | TO_COME
    heard = set()
    for node in load_nodes().values():
        heard |= {*node.started_by, *node.met_by, *node.paused_by, *node.resumed_by}
        heard |= {*node.extended_by, *node.cancelled_by}
    assert heard <= known, heard - known


TO_COME = {"closing.cancel_case"}
