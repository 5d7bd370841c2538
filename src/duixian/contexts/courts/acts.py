"""Acts on people and roles: the administrator's, all in the court's own chain."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import Field

from duixian.contexts.courts.models import ApiToken, Appointment, Person, RoleDelegation, Team
from duixian.contexts.record.acts import Act, Doing, Signature, catalogue
from duixian.contexts.record.facts import PersonRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Refusal("courts.unknown_person", "没有这一人员", cure="从名册中选择", field="person")
    return person


@catalogue.add
class AppointPerson(Act):
    """任命: a person holds a role in this court from a day on."""

    code, title, title_en = "courts.appoint_person", "登记任职", "Register an appointment"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR,)
    signed_by = (Signature(Role.PRESIDENT),)
    under = ("separation-of-powers",)
    undone_by = "courts.end_appointment"

    person: PersonRef = Field(title="人员")
    role: Role = Field(title="职务")
    team: int | None = Field(default=None, title="组别")
    starts_on: date = Field(title="起始日期")
    ends_on: date | None = Field(default=None, title="截止日期")

    def check(self, at: Doing) -> None:
        _person(self.person)
        if self.role is Role.SYSTEM:
            raise Refusal("courts.role_not_for_people", "该职务不能由人担任", field="role")
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise Refusal(
                "courts.dates_reversed", "截止日期应晚于起始日期", cure="更正日期", field="ends_on"
            )
        if (
            self.team is not None
            and not Team.objects.filter(pk=self.team, court_id=at.court_id).exists()
        ):
            raise Refusal("courts.unknown_team", "本院没有这一组别", field="team")

    def perform(self, at: Doing) -> dict[str, Any]:
        try:
            with transaction.atomic():
                made = Appointment.objects.create(
                    person_id=self.person,
                    court_id=at.court_id,
                    team_id=self.team,
                    role=self.role.value,
                    branch=self.role.branch.value,
                    during=(self.starts_on, self.ends_on),
                )
        except IntegrityError as fault:
            raise Refusal(
                "courts.powers_not_separated",
                "此人同期已任该职务，或兼任执行实施与执行裁决",
                cure="先结束原任职，再登记新任职",
                field="role",
                provisions=("separation-of-powers",),
            ) from fault
        return {"appointment": made.pk}


@catalogue.add
class EndAppointment(Act):
    """免职: an appointment ends on a day."""

    code, title, title_en = "courts.end_appointment", "结束任职", "End an appointment"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR,)
    signed_by = (Signature(Role.PRESIDENT),)

    appointment: int = Field(title="任职")
    ends_on: date = Field(title="截止日期")

    def check(self, at: Doing) -> None:
        if not Appointment.objects.filter(pk=self.appointment, court_id=at.court_id).exists():
            raise Refusal("courts.unknown_appointment", "没有这一任职", field="appointment")

    def perform(self, at: Doing) -> dict[str, Any]:
        made = Appointment.objects.select_for_update().get(pk=self.appointment)
        if self.ends_on <= made.during.lower:
            raise Refusal("courts.dates_reversed", "截止日期应晚于起始日期", field="ends_on")
        made.during = (made.during.lower, self.ends_on)
        made.save(update_fields=["during"])
        return {"appointment": made.pk}


@catalogue.add
class DelegateRole(Act):
    """授权: lend one's role to another person for a limited time."""

    code, title, title_en = "courts.delegate_role", "授权代签", "Delegate a role"
    branch = Branch.COMMAND
    done_by = (Role.PRESIDENT, Role.BUREAU_DIRECTOR)

    role: Role = Field(title="授权的职务")
    holder: PersonRef = Field(title="被授权人")
    starts_on: date = Field(title="起始日期")
    ends_on: date = Field(title="截止日期")
    reason: Prose = Field(title="事由", min_length=1)

    def check(self, at: Doing) -> None:
        if self.role not in at.by.roles:
            raise Refusal(
                "courts.role_not_held", "只能授出自己担任的职务", cure="改选职务", field="role"
            )
        if self.holder == at.by.person_id:
            raise Refusal("courts.delegated_to_self", "不能授权给自己", field="holder")
        if self.ends_on <= self.starts_on:
            raise Refusal("courts.dates_reversed", "截止日期应晚于起始日期", field="ends_on")
        holds_here = Appointment.objects.filter(
            person_id=self.holder, court_id=at.court_id, during__contains=at.on
        ).exists()
        if not holds_here:
            raise Refusal(
                "courts.unknown_person", "被授权人不在本院任职", cure="选择本院人员", field="holder"
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = RoleDelegation.objects.create(
            court_id=at.court_id,
            role=self.role.value,
            lender_id=at.by.person_id,
            holder_id=self.holder,
            during=(self.starts_on, self.ends_on),
            reason=self.reason,
        )
        return {"delegation": made.pk}


@catalogue.add
class IssueToken(Act):
    """签发接口令牌: a person may call the API; the secret itself is never known here."""

    code, title, title_en = "courts.issue_token", "签发接口令牌", "Issue an API token"
    branch = Branch.ADMINISTRATION
    done_by = (Role.ADMINISTRATOR, Role.SYSTEM)
    offered = False

    person: PersonRef = Field(title="人员")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", title="令牌的散列")
    days: int = Field(ge=1, le=366, title="有效天数")
    label: str = Field(default="", max_length=80, title="用途")

    def check(self, at: Doing) -> None:
        person = _person(self.person)
        if not Appointment.objects.filter(
            person=person, court_id=at.court_id, during__contains=at.on
        ).exists():
            raise Refusal(
                "courts.no_appointment",
                f"{person.name}在{at.on.isoformat()}没有在本院任职",
                cure="请管理员登记任职",
                field="person",
            )
        if at.by.person_id is not None and at.by.person_id != self.person:
            raise Refusal(
                "courts.token_of_another",
                "只能为自己签发令牌：令牌等于本人，可以签署",
                cure="由其本人到系统管理主机以命令签发",
                field="person",
                status=403,
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = ApiToken.objects.create(
            person_id=self.person,
            hash=self.digest,
            label=self.label,
            created_at=at.now,
            expires_at=at.now + timedelta(days=self.days),
        )
        return {"token": made.pk, "expires_at": made.expires_at}


def draw_token() -> tuple[str, str]:
    """A new bearer token and its hash: the first is shown once, the second is a fact."""
    token = secrets.token_urlsafe(32)
    return token, sha256(token.encode()).hexdigest()
