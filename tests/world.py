"""A small world for stories: two basic courts under an intermediate one, and their people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duixian.contexts.cases.acts_assignment import AssignOfficer, FormPanel
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Appointment, Court, CourtCode, Person, Team
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, read_facts
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.signing import Lapsed, sign
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.identifiers import credit_code_check_character, identity_check_digit
from duixian.kernel.roles import Role

BEGIN = date(2010, 1, 1)
_serials = itertools.count(1)


def identity_number(serial: int, born: str = "19740315") -> str:
    """An identity number of a region that does not exist."""
    stem = f"349900{born}{serial % 1000:03d}"
    return stem + identity_check_digit(stem)


def credit_code(serial: int) -> str:
    stem = f"91349900{serial:09d}"
    return stem + credit_code_check_character(stem)


@dataclass
class TestCourt:
    """A court with one person for each role (more officers on request)."""

    __test__ = False

    court: Court
    team: Team
    people: dict[Role, list[Person]] = field(default_factory=dict)

    def actor(self, role: Role, place: int = 0) -> Actor:
        return courts.actor(self.people[role][place])

    @property
    def officer(self) -> Actor:
        return self.actor(Role.OFFICER)

    @property
    def filing(self) -> Actor:
        return self.actor(Role.FILING_HALL)

    @property
    def director(self) -> Actor:
        return self.actor(Role.BUREAU_DIRECTOR)

    @property
    def president(self) -> Actor:
        return self.actor(Role.PRESIDENT)

    @property
    def finance(self) -> Actor:
        return self.actor(Role.FINANCE)


@dataclass
class World:
    city: TestCourt
    jinghu: TestCourt
    jiujiang: TestCourt


def make_world() -> World:
    """Create courts and people directly: they are the ground the stories stand on."""
    city = _court("wuhu", "芜湖市中级人民法院", "皖02", None, "intermediate")
    jinghu = _court("jinghu", "芜湖市镜湖区人民法院", "皖0202", city.court, "basic")
    jiujiang = _court("jiujiang", "芜湖市鸠江区人民法院", "皖0207", city.court, "basic")
    return World(city, jinghu, jiujiang)


def _court(key: str, name: str, code: str, parent: Court | None, level: str) -> TestCourt:
    path = f"{parent.path}.{key}" if parent else f"anhui.{key}"
    court = Court.objects.create(
        key=key,
        name=name,
        short_name=name[3:],
        level=level,
        path=path,
        parent=parent,
        valid_from=BEGIN,
    )
    CourtCode.objects.create(of=court, code=code, name=name, during=(BEGIN, None))
    team = Team.objects.create(court=court, name="执行一组")
    made = TestCourt(court, team)
    numbers = {Role.OFFICER: 2, Role.PANEL_JUDGE: 3}
    for role in Role:
        if role is Role.SYSTEM:
            continue
        made.people[role] = [_person(made, role, place) for place in range(numbers.get(role, 1))]
    return made


def _person(made: TestCourt, role: Role, place: int) -> Person:
    person = Person.objects.create(
        username=f"{made.court.key}.{role}{place + 1}", name=f"{role.title}{place + 1}"
    )
    Appointment.objects.create(
        person=person,
        court=made.court,
        team=made.team if role in (Role.OFFICER, Role.CLERK) else None,
        role=role.value,
        branch=role.branch.value,
        during=(BEGIN, None),
    )
    return person


@contextmanager
def on_day(day: date | str) -> Iterator[None]:
    """Stand on a day inside the block."""
    with clock.standing_at(date.fromisoformat(day) if isinstance(day, str) else day):
        yield


def case_facts(**changed: Any) -> dict[str, Any]:
    """Facts of an ordinary sales case: 860,000 yuan owed by a firm and its guarantor."""
    serial = next(_serials)
    facts: dict[str, Any] = {
        "applied_on": "2016-12-09",
        "cause": "买卖合同纠纷",
        "creditors": [
            {
                "kind": "firm",
                "name": f"芜湖皖江建材{serial}有限公司",
                "identity_number": credit_code(7000 + serial),
            }
        ],
        "debtors": [
            {
                "kind": "person",
                "name": "方某平",
                "identity_number": identity_number(serial),
                "liability": "joint",
            },
            {
                "kind": "firm",
                "name": f"安徽澄江装饰{serial}有限公司",
                "identity_number": credit_code(8000 + serial),
                "liability": "joint",
            },
        ],
        "titles": [
            {
                "kind": "民事判决书",
                "number": f"(2016)皖0202民初{2000 + serial}号",
                "issuer": "芜湖市镜湖区人民法院",
                "effective_on": "2016-10-20",
                "performance_due_on": "2016-10-31",
                "obligations": [
                    {"principal": "860000.00", "interest_fixed": "41258.44", "costs": "17220.00"}
                ],
            }
        ],
    }
    return {**facts, **changed}


def act(kind: type[Act], /, **facts: Any) -> Act:
    return read_facts(kind, facts)


def file_case(court: TestCourt, day: str = "2016-12-12", **changed: Any) -> int:
    """File an ordinary case and give it to the first officer; returns the case's id."""
    with on_day(day):
        done = do(act(FileCase, **case_facts(**changed)), by=court.filing)
        assert isinstance(done, Done) and done.case_id is not None
        do(
            act(AssignOfficer, case=done.case_id, officer=court.people[Role.OFFICER][0].pk),
            by=court.director,
        )
    return done.case_id


def form_panel(court: TestCourt, case_id: int, day: str, **changed: Any) -> None:
    """The director puts the court's three panel judges on the case."""
    first, *others = (each.pk for each in court.people[Role.PANEL_JUDGE])
    facts = {"case": case_id, "presiding": first, "members": others, **changed}
    with on_day(day):
        do(act(FormPanel, **facts), by=court.director)


def effected(outcome: Done | Waiting, *signers: Actor) -> Done:
    """Let the signers sign until the act takes effect."""
    for signer in signers:
        assert isinstance(outcome, Waiting)
        signed = sign(outcome.draft_id, by=signer)
        assert not isinstance(signed, Lapsed), signed.refusal
        outcome = signed
    assert isinstance(outcome, Done)
    return outcome


__all__ = [
    "TestCourt",
    "World",
    "act",
    "case_facts",
    "credit_code",
    "effected",
    "file_case",
    "form_panel",
    "identity_number",
    "make_world",
    "on_day",
    "viewing",
]
