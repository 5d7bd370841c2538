"""Assignment (分案): the officer in charge and the panel, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.cases import queries
from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.cases.engine import Choice, choose_officer
from duixian.contexts.cases.models import Assignment, Case, CaseParty, PanelMember
from duixian.contexts.courts import queries as courts
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import PersonRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

PANEL_SIZE = 3


@catalogue.add
class AssignOfficer(CaseAct):
    """确定承办人: to the officer named, or to the one the load and related cases point to."""

    code, title, title_en = "cases.assign_officer", "确定承办人", "Assign the officer in charge"
    branch = Branch.COMMAND
    done_by = (Role.BUREAU_DIRECTOR, Role.FILING_HALL, Role.SYSTEM)
    under = ("assignment-term",)

    officer: PersonRef | None = Field(default=None, title="承办人（空着则按规则分案）")
    reason: Prose = Field(default="", title="指定理由")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "officer": [
                (each.pk, each.name) for each in courts.holders(at.court_id, Role.OFFICER, at.on)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        case = case_of(at)
        if self.officer is None:
            if case.officer_id is not None:
                raise Refusal(
                    "cases.assigned_already",
                    "本案已有承办人",
                    cure="变更承办人须指定人员并写明理由",
                    field="officer",
                )
            return
        if case.officer_id is not None and not self.reason:
            raise Refusal(
                "cases.reason_missing", "变更承办人须写明理由", cure="填写理由", field="reason"
            )
        if self.officer == case.officer_id:
            raise Refusal("cases.same_officer", "此人已是承办人", cure="改选他人", field="officer")
        if not courts.holders(at.court_id, Role.OFFICER, at.on).filter(pk=self.officer).exists():
            raise Refusal(
                "cases.not_an_officer",
                "所选人员不是本院承办人",
                cure="从列表中选择",
                field="officer",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        choice = self._choice(at, case)
        case.officer_id = choice.person_id
        case.team = courts.team_of(choice.person_id, at.court_id, at.on)
        case.assigned_on = at.on
        case.save(update_fields=["officer", "team", "assigned_on"])
        Assignment.objects.create(
            court_id=case.court_id,
            case=case,
            officer_id=choice.person_id,
            assigned_on=at.on,
            reasons=list(choice.reasons),
        )
        forget_case(at)
        return {
            "officer": choice.person_id,
            "name": choice.name,
            "reasons": list(choice.reasons),
        }

    def _choice(self, at: Doing, case: Case) -> Choice:
        if self.officer is not None:
            person = courts.holders(at.court_id, Role.OFFICER, at.on).get(pk=self.officer)
            return Choice(person.pk, person.name, (self.reason or f"{at.by.name}指定",))
        debtor_ids = CaseParty.objects.filter(case=case, role="debtor").values_list(
            "party_id", flat=True
        )
        candidates = queries.officer_candidates(
            at.court_id, at.on, debtor_ids=debtor_ids, series=case.series
        )
        if not candidates:
            raise Refusal(
                "cases.no_officer", "本院没有在任承办人", cure="先登记承办人任职", transient=True
            )
        return choose_officer(candidates)

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"确定承办人{result['name']}：{'；'.join(result['reasons'])}。"


@catalogue.add
class FormPanel(CaseAct):
    """组成合议庭: three judges sign for the case together."""

    code, title, title_en = "cases.form_panel", "组成合议庭", "Form the panel"
    branch = Branch.COMMAND
    done_by = (Role.BUREAU_DIRECTOR,)
    under = ("panel",)

    presiding: PersonRef = Field(title="审判长")
    members: tuple[PersonRef, ...] = Field(min_length=PANEL_SIZE - 1, title="成员")
    reason: Prose = Field(default="", title="变更理由（已有合议庭的）")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        judges = [
            (each.pk, each.name) for each in courts.holders(at.court_id, Role.PANEL_JUDGE, at.on)
        ]
        return {"presiding": judges, "members": judges}

    @property
    def everyone(self) -> tuple[int, ...]:
        return (self.presiding, *self.members)

    def check(self, at: Doing) -> None:
        super().check(at)
        if queries.panel_of(case_of(at).pk) and not self.reason:
            raise Refusal(
                "cases.reason_missing", "变更合议庭须写明理由", cure="填写理由", field="reason"
            )
        if len(set(self.everyone)) != len(self.everyone) or len(self.everyone) % 2 == 0:
            raise Refusal(
                "cases.panel_size",
                "合议庭由不重复的单数人员组成",
                cure="另选成员，使总人数为三人以上的单数",
                field="members",
            )
        judges = set(
            courts.holders(at.court_id, Role.PANEL_JUDGE, at.on).values_list("pk", flat=True)
        )
        strangers = [each for each in self.everyone if each not in judges]
        if strangers:
            raise Refusal(
                "cases.not_a_judge",
                "所选人员不是本院合议庭法官",
                cure="从列表中选择",
                field="members",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        before = queries.panel_of(case.pk)
        forming = before[0].forming + 1 if before else 1
        PanelMember.objects.bulk_create(
            PanelMember(
                court_id=case.court_id,
                case=case,
                person_id=person_id,
                presiding=person_id == self.presiding,
                forming=forming,
                formed_on=at.on,
                reason=self.reason,
            )
            for person_id in self.everyone
        )
        return {"panel": list(self.everyone), "before": [each.person_id for each in before]}
