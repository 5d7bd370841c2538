"""What the acts of this room have in common: finding debtors, and naming them in refusals."""

from __future__ import annotations

from typing import Any

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record.acts import Doing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role


def debtor_choices(at: Doing) -> list[tuple[Any, str]]:
    return [(each.pk, each.party.name) for each in cases.debtors_of(case_of(at).pk)]


def debtor_of(at: Doing, appearance_id: int) -> CaseParty:
    """The debtor of this case, or a Refusal at the field."""
    found = cases.debtor(case_of(at).pk, appearance_id)
    if found is None:
        raise Refusal(
            "sanctions.not_a_debtor",
            "所选人员不是本案被执行人",
            cure="从被执行人中选择",
            field="debtor",
        )
    return found


def president_of(at: Doing) -> str:
    """The name of the president who signed; empty while nobody has."""
    words = (each["name"] for each in at.signers if each["role"] == Role.PRESIDENT.value)
    return next(words, "")
