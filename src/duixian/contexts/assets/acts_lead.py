"""Leads to property (财产线索): reported by anyone, verified within the law's time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from duixian.contexts.assets.facts import KINDS, Kind
from duixian.contexts.assets.models import Asset, Lead
from duixian.contexts.assets.reaching import AssetAct, asset_of, debtor_choices, debtor_of
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import AssetRef, PartyRef, Prose, Reference
from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Period, Unit, due_on
from duixian.kernel.roles import Role
from duixian.law import parameter

LeadRef = Annotated[int, Reference("assets.Lead")]


@catalogue.add
class ReportLead(AssetAct):
    """登记财产线索: somebody says where property is; it must be verified in time."""

    code, title, title_en = "assets.report_lead", "登记财产线索", "Report a lead"
    done_by = (Role.OFFICER, Role.CLERK, Role.FILING_HALL, Role.SYSTEM)
    under = ("lead-verification",)

    debtor: PartyRef | None = Field(default=None, title="被执行人（不明确的空着）")
    kind: Kind = Field(default="other", title="财产种类")
    description: Prose = Field(min_length=1, title="线索内容")
    reported_by: str = Field(min_length=1, max_length=120, title="提供人")
    urgent: bool = Field(default=False, title="情况紧急")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtor": debtor_choices(at), "kind": list(KINDS.items())}

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.debtor is not None:
            debtor_of(at, self.debtor)

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Lead.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor_id=self.debtor,
            kind=self.kind,
            description=self.description,
            reported_by=self.reported_by,
            reported_on=at.on,
            urgent=self.urgent,
            due_on=self._due(at),
        )
        return {"lead": made.pk, "due_on": made.due_on, "urgent": self.urgent}

    def _due(self, at: Doing) -> Any:
        key = "urgent-lead-verification-term" if self.urgent else "lead-verification-term"
        try:
            term = parameter(key, on=at.on)
        except Refusal:
            return None  # the law of that day gave no length: the clock says so itself
        return due_on(at.on, Period(term.length, Unit(term.unit))).due

    def journal_line(self, result: Mapping[str, Any]) -> str:
        due = f"，应于{result['due_on']}前核实" if result["due_on"] else ""
        return f"{self.reported_by}提供{KINDS[self.kind]}线索{due}。"


@catalogue.add
class VerifyLead(AssetAct):
    """核实财产线索: what came of a lead. What proved true is entered as property first."""

    code, title, title_en = "assets.verify_lead", "核实财产线索", "Verify a lead"
    done_by = (Role.OFFICER,)
    under = ("lead-verification",)

    lead: LeadRef = Field(title="线索")
    outcome: Literal["found", "not_found", "not_owned"] = Field(title="核实结果")
    asset: AssetRef | None = Field(default=None, title="查实的财产")
    note: Prose = Field(min_length=1, title="核实情况")

    @model_validator(mode="after")
    def _found_names_property(self) -> VerifyLead:
        if (self.outcome == "found") != (self.asset is not None):
            raise ValueError("线索属实的应选定已登记的财产；不属实的不选财产")
        return self

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "lead": [(each.pk, each.description[:60]) for each in _open_leads(at)],
            "asset": [
                (each.pk, each.description)
                for each in Asset.objects.filter(case_id=at.case_id).order_by("-id")
            ],
            "outcome": list(Lead.Outcome.choices),
        }

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not _open_leads(at):
            raise Refusal("assets.no_open_lead", "本案没有待核实的线索", cure="无需办理")

    def check(self, at: Doing) -> None:
        super().check(at)
        self._lead(at)
        if self.asset is not None:
            asset_of(at, self.asset)

    def _lead(self, at: Doing) -> Lead:
        for each in _open_leads(at):
            if each.pk == self.lead:
                return each
        raise Refusal(
            "assets.lead_settled",
            "本案没有这一线索，或者已经核实",
            cure="从待核实的线索中选择",
            field="lead",
        )

    def perform(self, at: Doing) -> dict[str, Any]:
        lead = self._lead(at)
        lead.outcome, lead.verified_on = self.outcome, at.on
        lead.note, lead.asset_id = self.note, self.asset
        lead.save()
        late = bool(lead.due_on and at.on > lead.due_on)
        return {"lead": lead.pk, "outcome": self.outcome, "late": late}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"线索核实：{Lead.Outcome(self.outcome).label}。"


def _open_leads(at: Doing) -> list[Lead]:
    return at.once(
        "open_leads",
        lambda: list(Lead.objects.filter(case_id=at.case_id, outcome="").order_by("id")),
    )
