"""Base of every act about one case: finds the case, keeps strangers out, offers the case once."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from duixian.contexts.cases import access
from duixian.contexts.cases.models import Case
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Doing, Subject
from duixian.contexts.record.facts import CaseRef
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role


class CaseAct(Act):
    """An act about one case (案件行为)."""

    on_open_case: ClassVar[bool] = True  # False: may also be done when the case is closed

    case: CaseRef = Field(title="案件")

    def subject(self, by: Actor) -> Subject:
        return Subject(court_id=access.court_of_case_or_refuse(self.case), case_id=self.case)

    def case_in_question(self) -> int | None:
        return self.case

    def admit(self, at: Doing) -> None:
        access.admit_to_act(type(self), at, case_of(at))
        access.admit_panel_signatures(at, case_of(at))

    @classmethod
    def admits_signer(cls, by: Actor, role: Role, case_id: int | None) -> None:
        if role is Role.PANEL_JUDGE and case_id is not None:
            access.admit_panel_signer(by, case_id)

    @classmethod
    def ready(cls, at: Doing) -> None:
        case = case_of(at)
        if cls.on_open_case and case.state == Case.State.CLOSED:
            raise Refusal(
                "cases.closed",
                f"本案已于{case.closed_on}以“{case.get_closing_display()}”结案",
                cure="如需继续执行，请恢复执行立案",
            )


def case_of(at: Doing) -> Case:
    """The case of this doing, read once."""
    return at.once("case", lambda: access.case_or_refuse(at.case_id))


def forget_case(at: Doing) -> None:
    """After writing to the case, the next `case_of` reads it anew."""
    at.memo.pop("case", None)
