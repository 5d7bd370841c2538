"""Who may see and handle a case: one condition a line, over the wall of row-level security."""

from __future__ import annotations

from typing import Any

from duixian.contexts.cases.models import Case, PanelMember
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Doing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role


def case_or_refuse(case_id: Any) -> Case:
    """The case, if row-level security shows it; otherwise a Refusal that tells nothing (404)."""
    found = (
        Case.objects.select_related("officer").filter(pk=case_id).first()
        if case_id is not None
        else None
    )
    if found is None:
        raise _not_found()
    return found


def court_of_case_or_refuse(case_id: Any) -> int:
    """The court of a case, by the same rule; every act asks this first."""
    found = list(Case.objects.filter(pk=case_id).values_list("court_id", flat=True))
    if not found:
        raise _not_found()
    return found[0]


def _not_found() -> Refusal:
    return Refusal(
        "cases.not_found",
        "没有这一案件，或您无权查看",
        cure="核对案号与所在法院",
        field="case",
        status=404,
    )


def admit_to_act(act: type[Act], at: Doing, case: Case) -> None:
    """An officer acts in the cases assigned to them; other roles in every case of their court."""
    if at.role is not Role.OFFICER:
        return
    if case.officer_id is None or case.officer_id != at.by.person_id:
        holder = case.officer.name if case.officer is not None else "（未分案）"
        raise Refusal(
            "cases.not_in_charge",
            f"本案承办人为{holder}，不是您",
            cure="由承办人办理，或先变更承办人",
            status=403,
        )


def _sitting(case_id: int) -> set[int]:
    """The judges of the panel formed last."""
    seats = PanelMember.objects.filter(case_id=case_id).values_list("forming", "person_id")
    newest = max((forming for forming, _ in seats), default=0)
    return {person for forming, person in seats if forming == newest}


def admit_panel_signer(by: Actor, case_id: int) -> None:
    """Only the judges of the case's own panel sign for it, and there must be one."""
    sitting = _sitting(case_id)
    if not sitting:
        raise Refusal(
            "cases.no_panel",
            "本案还没有组成合议庭，不能由合议庭签署",
            cure="先由执行局长组成合议庭",
            provisions=("panel",),
            status=409,
        )
    if by.person_id not in sitting:
        raise Refusal(
            "cases.not_on_panel",
            "您不是本案合议庭成员",
            cure="由本案合议庭成员签署",
            status=403,
        )


def admit_panel_signatures(at: Doing, case: Case) -> None:
    """A panel formed anew since signs itself: words of judges who left it do not count."""
    signed = {each["person_id"] for each in at.signers if each["role"] == Role.PANEL_JUDGE}
    if signed and not signed <= _sitting(case.pk):
        raise Refusal(
            "cases.panel_changed",
            "签署后合议庭成员有变更",
            cure="重新起草，由现合议庭签署",
            provisions=("panel",),
        )
