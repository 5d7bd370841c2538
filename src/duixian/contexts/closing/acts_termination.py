"""Termination of the current proceedings (终本): the talk, the check, the library, resumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import Field

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import Case, CaseParty
from duixian.contexts.cases.resuming import resume
from duixian.contexts.closing import gathering
from duixian.contexts.closing.acts_closing import amounts, close, refuse_unfinished_money
from duixian.contexts.closing.models import LibraryEntry, TerminationTalk
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import PartyRef, Prose
from duixian.contexts.sanctions import queries as sanctions
from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Branch, Role
from duixian.law import TerminationCheck, termination_check


@catalogue.add
class RecordTerminationTalk(CaseAct):
    """终本约谈: tell the creditor what was done and found, hear and record the opinion."""

    code, title, title_en = (
        "closing.record_termination_talk",
        "终本约谈",
        "Record the talk before termination",
    )
    done_by = (Role.OFFICER,)
    under = ("termination-talk",)
    document = "termination_talk_record"

    creditor: PartyRef = Field(title="申请执行人")
    place: str = Field(default="本院执行局", min_length=1, max_length=100, title="地点")
    agrees: bool = Field(default=False, title="同意终结本次执行程序")
    applied: bool = Field(default=False, title="申请执行人自己申请终本")
    opinion: Prose = Field(default="", title="意见")
    leads: Prose = Field(default="", title="新的财产线索")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "creditor": [(each.pk, each.party.name) for each in cases.creditors_of(case_of(at).pk)]
        }

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        creditors = cases.creditors_of(case_of(at).pk)
        return {"creditor": creditors[0].pk} if len(creditors) == 1 else {}

    def _creditor(self, at: Doing) -> CaseParty:
        found = next(
            (each for each in cases.creditors_of(case_of(at).pk) if each.pk == self.creditor), None
        )
        if found is None:
            raise Refusal(
                "closing.not_a_creditor",
                "所选人员不是本案申请执行人",
                cure="从申请执行人中选择",
                field="creditor",
            )
        return found

    def check(self, at: Doing) -> None:
        super().check(at)
        self._creditor(at)

    def perform(self, at: Doing) -> dict[str, Any]:
        made = TerminationTalk.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            creditor=self._creditor(at),
            held_on=at.on,
            agrees=self.agrees,
            applied=self.applied,
            opinion=self.opinion,
            leads=self.leads,
        )
        return {"talk": made.pk, "agrees": self.agrees}

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        case = case_of(at)
        creditor = self._creditor(at)
        taken = gathering.measures_taken(case.pk)
        things = gathering.things_of(case.pk)
        return {
            "talk_on": at.on,
            "place": self.place,
            "interviewee": creditor.party.name,
            "interviewee_role": creditor.get_role_display(),
            "understood": "听清楚了",
            "told_measures": "；".join(f"{each.occurred_on} {each.line}" for each in taken)
            or "尚未采取措施",
            "told_property": "；".join(each.label for each in things) or "没有查到财产",
            "leads": self.leads or "没有",
            "agrees": "同意" if self.agrees else "不同意",
            "opinion": self.opinion,
            "addition": "没有",
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"终本约谈，申请执行人{'同意' if self.agrees else '不同意'}终结本次执行程序。"


def check_of(at: Doing) -> Finding[TerminationCheck]:
    """Every condition of termination, answered from the record, once in a doing.

    Where the creditor does not agree, the panel's and the president's confirmation are the
    signatures this very act asks for: it cannot take effect without them.
    """
    return at.once(
        "termination",
        lambda: termination_check(
            gathering.termination_facts(case_of(at), at.on, confirmed_on=at.on)
        ),
    )


@catalogue.add
class TerminateCurrentProceedings(CaseAct):
    """终结本次执行程序: only when every condition of the law in force holds."""

    code, title, title_en = (
        "closing.terminate_current_proceedings",
        "终结本次执行程序",
        "Terminate the current proceedings",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PANEL_JUDGE, people=3), Signature(Role.PRESIDENT))
    under = ("termination-basis", "termination-conditions")
    document = "ruling_terminate"

    note: Prose = Field(default="", title="说明")

    def needs(self, at: Doing) -> tuple[Signature, ...]:
        """Every creditor's agreement, or the panel's deliberation and the president's approval."""
        if gathering.all_creditors_agree(case_of(at).pk):
            return (Signature(Role.BUREAU_DIRECTOR),)
        return self.signed_by

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        unmet = check_of(at).value.unmet
        if unmet:
            first = unmet[0]
            raise Refusal(
                "closing.conditions_not_met",
                f"有 {len(unmet)} 项条件不具备。{first.title}：{first.why}",
                cure=first.cure,
                provisions=first.provisions or ("termination-conditions",),
                transient=True,
                details={"conditions": [asdict(each) for each in unmet]},
            )
        refuse_unfinished_money(at)

    def perform(self, at: Doing) -> dict[str, Any]:
        conditions = [asdict(each) for each in check_of(at).value.conditions]
        made = close(at, Case.Closing.TERMINATED_PROCEEDINGS, self.note, conditions)
        return {
            "closing": made.pk,
            "outstanding": made.outstanding,
            "collected": made.collected,
            "closed_on": at.on,
            "debtors": [each.pk for each in cases.debtors_of(made.case_id)],
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        case = case_of(at)
        talk = gathering.last_talk(case.pk)
        things = gathering.things_of(case.pk)
        restricted = sanctions.restrictions_in_force(case.pk)
        listed = sanctions.listings_in_force(case.pk)
        sanctioned = [f"对{each.debtor.party.name}限制消费" for each in restricted]
        sanctioned += [f"将{each.debtor.party.name}纳入失信被执行人名单" for each in listed]
        agrees = "同意" if gathering.all_creditors_agree(case.pk) else "不同意"
        return {
            "measures_taken": [
                {"taken_on": each.occurred_on, "text": each.line.rstrip("。"), "outcome": ""}
                for each in gathering.measures_taken(case.pk)
            ],
            "property_result": "；".join(each.label for each in things)
            or "未发现被执行人有可供执行的财产",
            "collected": result["collected"],
            "outstanding": result["outstanding"],
            "sanctions": "；".join(sanctioned),
            "talk_on": talk.held_on if talk else at.on,
            "creditor_opinion": f"{agrees}终结本次执行程序"
            + (f"，{talk.opinion}" if talk and talk.opinion else ""),
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"终结本次执行程序，尚欠 {display(result['outstanding'])} 元。"


class _AfterTermination(CaseAct):
    on_open_case = False

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).closing != Case.Closing.TERMINATED_PROCEEDINGS:
            raise Refusal(
                "closing.not_terminated", "本案不是终结本次执行程序的案件", cure="无需办理"
            )


@catalogue.add
class EnterTerminationLibrary(_AfterTermination):
    """录入终本案件信息库: public from then on, until masked."""

    code, title, title_en = (
        "closing.enter_termination_library",
        "录入终本案件信息库",
        "Enter the termination library",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM, Role.CLERK)
    under = ("termination-library",)

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if LibraryEntry.objects.filter(case_id=at.case_id).exists():
            raise Refusal("closing.in_library_already", "本案已录入", cure="无需重复录入")

    def perform(self, at: Doing) -> dict[str, Any]:
        made = LibraryEntry.objects.create(
            court_id=at.court_id, case_id=at.case_id, entered_on=at.on
        )
        return {"library_entry": made.pk}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return "录入终本案件信息库。"


@catalogue.add
class ResumeAfterTermination(_AfterTermination):
    """恢复执行: property was found; a new case of type 执恢, linked to the old one."""

    code, title, title_en = (
        "cases.resume_after_termination",
        "终本后恢复执行",
        "Resume after termination",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.FILING_HALL, Role.SYSTEM)
    under = ("resumption-filing", "docket-number-format")

    reason: Prose = Field(min_length=1, title="恢复事由")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).resumptions.exclude(state=Case.State.CLOSED).exists():
            raise Refusal(
                "closing.resumed_already", "本案已有在办的恢复执行案件", cure="在该案中办理"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        new = resume(case_of(at), at.on, owed=amounts(at).outstanding, reason=self.reason)
        return {"resumed_as": new.pk, "docket_number": new.docket_number}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"恢复执行，新案号{result['docket_number']}：{self.reason}"


@catalogue.add
class OpenResumedCase(CaseAct):
    """恢复执行案件开案: the first entry of the resumed case's own chain; its clocks start here."""

    code, title, title_en = (
        "cases.open_resumed_case",
        "恢复执行开案",
        "Open the resumed case",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    under = ("resumption-filing",)
    offered = False

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if case_of(at).resumed_from_id is None:
            raise Refusal("closing.not_resumed", "本案不是恢复执行案件", cure="无需办理")

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        return {
            "docket_number": case.docket_number,
            "resumed_from": case.resumed_from_id,
            "claim_amount": case.claim_amount,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"恢复执行立案 {result['docket_number']}。"
