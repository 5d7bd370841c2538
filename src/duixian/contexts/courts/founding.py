"""Founding a court (设立法院): its place in the tree, codes, teams and people, in one act.

A new installation begins with it; repeating it adds what is missing and changes nothing that is
there. Passwords come as hashes, and not even those reach the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from duixian.contexts.courts.models import Appointment, Court, CourtCode, Person, Team
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.contexts.record.doing import Done, do
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

# What stands for a password's hash wherever facts are stored.
WITHHELD = "（不入日志）"
PasswordHash = Annotated[
    str, PlainSerializer(lambda text: WITHHELD if text else "", when_used="json")
]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CodeFacts(_Facts):
    """A docket code and the court's name under it, from a day to the day before another."""

    code: str = Field(min_length=1, max_length=12, title="法院代字")
    name: str = Field(min_length=1, max_length=80, title="当时的院名")
    starts_on: date = Field(title="起始日期")
    ends_before: date | None = Field(default=None, title="止于（不含）")
    certainty: str = Field(default="from memory", max_length=20, title="出处可靠程度")


class TeamFacts(_Facts):
    """A team of the enforcement bureau (执行组)."""

    name: str = Field(min_length=1, max_length=40, title="组名")
    name_en: str = Field(default="", max_length=60, title="英文名")


class OfficialFacts(_Facts):
    """Somebody who works in the court, with the role held from a day on."""

    username: str = Field(min_length=1, max_length=60, title="用户名")
    name: str = Field(min_length=1, max_length=60, title="姓名")
    role: Role = Field(title="职务")
    team: str = Field(default="", title="组名")
    starts_on: date = Field(title="任职起始日期")
    password: PasswordHash = Field(default="", title="密码的散列")


@catalogue.add
class FoundCourt(Act):
    """设立法院: the first entry of a court's own chain."""

    code, title, title_en = "courts.found_court", "设立法院", "Found a court"
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    offered = False
    # Its row, like a case's at filing, is made before its chain is.
    opens_case = True

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40, title="标识")
    name: str = Field(min_length=1, max_length=80, title="院名")
    short_name: str = Field(min_length=1, max_length=40, title="简称")
    level: Literal["high", "intermediate", "basic"] = Field(title="级别")
    parent: str = Field(default="", title="上级法院的标识")
    valid_from: date = Field(title="设立日期")
    valid_to: date | None = Field(default=None, title="撤销日期")
    codes: tuple[CodeFacts, ...] = Field(default=(), title="法院代字")
    teams: tuple[TeamFacts, ...] = Field(default=(), title="执行组")
    officials: tuple[OfficialFacts, ...] = Field(default=(), title="人员")

    def check(self, at: Doing) -> None:
        if self.parent and not Court.objects.filter(key=self.parent).exists():
            raise Refusal(
                "courts.unknown_parent",
                f"没有上级法院“{self.parent}”",
                cure="先设立上级法院",
                field="parent",
            )
        teams = {team.name for team in self.teams}
        for place, official in enumerate(self.officials):
            where = f"officials.{place}"
            if official.role is Role.SYSTEM:
                raise Refusal(
                    "courts.role_not_for_people", "该职务不能由人担任", field=f"{where}.role"
                )
            if official.team and official.team not in teams:
                raise Refusal(
                    "courts.unknown_team",
                    f"本院没有“{official.team}”",
                    cure="先写明执行组",
                    field=f"{where}.team",
                )
        self._check_logins(at)

    def _check_logins(self, at: Doing) -> None:
        names = [official.username for official in self.officials]
        elsewhere = (
            Appointment.objects.filter(person__username__in=names)
            .exclude(court_id=at.court_id)
            .select_related("person")
            .first()
        )
        if elsewhere is not None:
            raise Refusal(
                "courts.username_taken",
                f"用户名“{elsewhere.person.username}”已属另一法院的人员",
                cure="换一个用户名",
                field="officials",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        parent = Court.objects.filter(key=self.parent).first() if self.parent else None
        above = parent.path if parent is not None else "anhui"
        court, _ = Court.objects.get_or_create(
            pk=at.court_id,
            defaults={
                "key": self.key,
                "name": self.name,
                "short_name": self.short_name,
                "level": self.level,
                "path": f"{above}.{self.key}",
                "parent": parent,
                "valid_from": self.valid_from,
                "valid_to": self.valid_to,
            },
        )
        self._make_codes(court)
        people = self._make_people(court)
        return {"court": court.pk, "name": court.name, "people": len(people)}

    def _make_codes(self, court: Court) -> None:
        known = set(CourtCode.objects.filter(of=court).values_list("code", flat=True))
        CourtCode.objects.bulk_create(
            CourtCode(
                of=court,
                code=each.code,
                name=each.name,
                during=(each.starts_on, each.ends_before),
                certainty=each.certainty,
            )
            for each in self.codes
            if each.code not in known
        )

    def _make_people(self, court: Court) -> dict[str, Person]:
        """Teams, people, appointments: those that are missing."""
        for each in self.teams:
            Team.objects.get_or_create(
                court=court, name=each.name, defaults={"name_en": each.name_en}
            )
        teams = {team.name: team for team in Team.objects.filter(court=court)}
        names = [each.username for each in self.officials]
        known = set(Person.objects.filter(username__in=names).values_list("username", flat=True))
        Person.objects.bulk_create(
            Person(
                username=each.username,
                name=each.name,
                password=each.password or "!",
                joined_on=each.starts_on,
            )
            for each in self.officials
            if each.username not in known
        )
        people = {person.username: person for person in Person.objects.filter(username__in=names)}
        held = set(Appointment.objects.filter(court=court).values_list("person__username", "role"))
        Appointment.objects.bulk_create(
            Appointment(
                person=people[each.username],
                court=court,
                team=teams.get(each.team),
                role=each.role.value,
                branch=each.role.branch.value,
                during=(each.starts_on, None),
            )
            for each in self.officials
            if (each.username, each.role.value) not in held
        )
        return people

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"设立{result['name']}，登记人员 {result['people']} 名。"


def found(court: FoundCourt) -> Done:
    """Found a court, or add to it what is missing; the same facts again do nothing.

    The court's id is drawn first, because the act is the court's own.
    """
    known = Court.objects.filter(key=court.key).values_list("pk", flat=True).first()
    court_id = known if known is not None else _next_id()
    digest = sha256(court.model_dump_json().encode()).hexdigest()
    done = do(court, by=system_actor(court_id), key=f"found:{digest}")
    assert isinstance(done, Done)
    return done


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('courts_court', 'id'))")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
