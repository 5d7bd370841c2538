"""The survey outside the network (传统调查), and its conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.assets import queries
from duixian.contexts.assets.facts import KINDS, Kind
from duixian.contexts.assets.models import Asset, Lead, SurveyStep, Whereabouts
from duixian.contexts.assets.reaching import AssetAct, debtor_choices, debtor_of, debtors_of
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

_AT_A_PLACE = ("home_visit", "search", "offline_inquiry", "person_search")


@catalogue.add
class RecordSurveyStep(AssetAct):
    """记录财产调查: a visit, search, inquiry at the counter, questioning, audit, reward."""

    code, title, title_en = "assets.record_survey_step", "记录财产调查", "Record a survey step"
    done_by = (Role.OFFICER, Role.CLERK)
    under = ("investigation-duty",)

    debtor: PartyRef | None = Field(default=None, title="被执行人（全体的空着）")
    kind: Literal[
        "home_visit",
        "search",
        "offline_inquiry",
        "questioning",
        "audit",
        "reward",
        "person_search",
        "other",
    ] = Field(title="调查方式")
    on: date = Field(title="日期")
    place: str = Field(default="", max_length=200, title="地点或单位")
    people: str = Field(default="", max_length=200, title="参加人员")
    covers: tuple[Kind, ...] = Field(default=(), title="查清的财产种类")
    note: Prose = Field(min_length=1, title="情况")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "debtor": debtor_choices(at),
            "kind": list(SurveyStep.Kind.choices),
            "covers": list(KINDS.items()),
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        if self.debtor is not None:
            debtor_of(at, self.debtor)
        if self.on > at.on:
            raise Refusal(
                "assets.step_in_future", "调查日期晚于今天", cure="填写实际日期", field="on"
            )
        if self.kind == "person_search" and self.debtor is None:
            raise Refusal(
                "assets.searched_for_nobody",
                "查找下落须写明查找的是哪一名被执行人",
                cure="选择下落不明的被执行人",
                field="debtor",
            )
        if self.kind in _AT_A_PLACE and not self.place:
            raise Refusal(
                "assets.place_missing",
                "走访、搜查、临柜查询和查找下落须写明地点或单位",
                cure="填写地点或单位",
                field="place",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = SurveyStep.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor_id=self.debtor,
            kind=self.kind,
            on=self.on,
            place=self.place,
            people=self.people,
            note=self.note,
            covers=sorted(set(self.covers)),
            entry_id=at.memo["entry_id"],
        )
        return {"survey_step": made.pk, "kind": self.kind}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        where = f"，{self.place}" if self.place else ""
        return f"{SurveyStep.Kind(self.kind).label}（{self.on}{where}）：{self.note}"


@catalogue.add
class RecordWhereabouts(AssetAct):
    """记录下落: a debtor cannot be found, or was found again.

    Whoever is missing must have been searched for before termination; the search is a survey step.
    """

    code, title, title_en = (
        "assets.record_whereabouts",
        "记录被执行人下落",
        "Record a debtor's whereabouts",
    )
    done_by = (Role.OFFICER, Role.CLERK)
    under = ("termination-conditions",)

    debtor: PartyRef = Field(title="被执行人")
    missing: bool = Field(default=True, title="下落不明")
    basis: Prose = Field(min_length=1, title="依据（送达退回、走访、村居委证明等）")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"debtor": debtor_choices(at)}

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor = debtor_of(at, self.debtor)
        known = queries.whereabouts_of(at.case_id or 0).get(self.debtor)
        if self.missing == (known is not None and known.missing):
            raise Refusal(
                "assets.whereabouts_unchanged",
                f"{debtor.party.name}{'已记为下落不明' if self.missing else '没有记为下落不明'}",
                cure="无需再记",
                field="missing",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Whereabouts.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            debtor_id=self.debtor,
            missing=self.missing,
            on=at.on,
            basis=self.basis,
            entry_id=at.memo["entry_id"],
        )
        name = debtor_of(at, self.debtor).party.name
        return {"whereabouts": made.pk, "debtor": self.debtor, "name": name}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{result['name']}{'下落不明' if self.missing else '已经找到'}：{self.basis}"


@catalogue.add
class ConcludeSurvey(AssetAct):
    """完成财产调查: everything the law demands was asked, every lead followed."""

    code, title, title_en = "assets.conclude_survey", "完成财产调查", "Conclude the survey"
    done_by = (Role.OFFICER,)
    under = ("survey-term", "exhausted-survey")
    on_open_case = True

    conclusion: Prose = Field(min_length=1, title="调查结论")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        covered = queries.coverage_of(at.case_id or 0, at.on)
        if covered.outstanding:
            raise Refusal(
                "assets.answers_outstanding",
                f"尚有{covered.outstanding}项查询没有反馈",
                cure="等待反馈；长期不反馈的，记录未成后临柜查询",
                transient=True,
                provisions=("exhausted-survey",),
            )
        if covered.missing:
            names = {each.pk: each.party.name for each in debtors_of(at)}
            gaps = "、".join(f"{names[who]}的{KINDS[kind]}" for who, kind in covered.missing)
            raise Refusal(
                "assets.kinds_not_covered",
                f"尚未查清：{gaps}",
                cure="发起网络查询；不能网络查询的，临柜查询后记录财产调查",
                provisions=("exhausted-survey",),
            )
        unverified = Lead.objects.filter(case_id=at.case_id, outcome="").count()
        if unverified:
            raise Refusal(
                "assets.leads_not_verified",
                f"尚有{unverified}条线索没有核实",
                cure="先核实线索",
                provisions=("lead-verification",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        by_state = queries.asset_counts(at.case_id or 0)
        return {
            "survey_complete": True,
            "property_found": bool(sum(by_state.values())),
            "not_enforceable": by_state.get(Asset.State.NOT_ENFORCEABLE, 0),
            "enforceable": sum(by_state.values())
            - by_state.get(Asset.State.NOT_ENFORCEABLE, 0)
            - by_state.get(Asset.State.DISPOSED, 0),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"财产调查完成：{self.conclusion}"
