"""Every act and refusal cites provisions the law floor knows; every node's acts exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duixian.contexts.record.acts import Act, Signature, catalogue
from duixian.kernel.roles import Role
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


def test_the_system_drafts_nothing_that_people_would_have_to_sign() -> None:
    """Nobody stands behind such a draft when it takes effect: the catalogue refuses the act."""
    assert not [
        act.code
        for act in catalogue
        if Role.SYSTEM in act.done_by and (act.signed_by or act.needs is not Act.needs)
    ]

    class Drafted(Act):
        code, title, title_en = "house.drafted", "系统起草", "Drafted by the system"
        done_by = (Role.OFFICER, Role.SYSTEM)
        signed_by = (Signature(Role.PRESIDENT),)

    with pytest.raises(TypeError, match=r"house\.drafted"):
        catalogue.add(Drafted)


TO_COME = {"closing.cancel_case"}
