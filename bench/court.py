"""One basic court with its people, and ordinary cases filed through the one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Appointment, Court, CourtCode, Person, Team
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import Done, do
from duixian.kernel import clock
from duixian.kernel.identifiers import credit_code_check_character, identity_check_digit
from duixian.kernel.roles import Role

BEGIN = date(2010, 1, 1)
ROLES = (Role.FILING_HALL, Role.BUREAU_DIRECTOR, Role.FINANCE, Role.CLERK)


@dataclass(frozen=True, slots=True)
class BenchCourt:
    """A court, its team, its officers, and one person for each other role that is needed."""

    court: Court
    team: Team
    officers: list[Person]
    others: dict[Role, Person]

    def actor(self, role: Role) -> Actor:
        return courts.actor(self.others[role])

    def officer(self, place: int = 0) -> Actor:
        return courts.actor(self.officers[place])


def found_court(officers: int) -> BenchCourt:
    """Write the court and its people: they are the ground, not what is measured."""
    name = "芜湖市镜湖区人民法院"
    court = Court.objects.create(
        key="jinghu",
        name=name,
        short_name="镜湖区法院",
        level=Court.Level.BASIC,
        path="anhui.jinghu",
        valid_from=BEGIN,
    )
    CourtCode.objects.create(of=court, code="皖0202", name=name, during=(BEGIN, None))
    team = Team.objects.create(court=court, name="执行一组")
    made = [_person(court, team, Role.OFFICER, place) for place in range(1, officers + 1)]
    return BenchCourt(court, team, made, {role: _person(court, team, role, 1) for role in ROLES})


def _person(court: Court, team: Team, role: Role, place: int) -> Person:
    person = Person.objects.create(username=f"{role}{place}", name=f"{role.title}{place}")
    Appointment.objects.create(
        person=person,
        court=court,
        team=team,
        role=role.value,
        branch=role.branch.value,
        during=(BEGIN, None),
    )
    return person


def identity_number(serial: int) -> str:
    """An identity number of a region that does not exist; a new one for each serial."""
    born = date(1960, 1, 1) + timedelta(days=serial // 1000 % 14_000)
    stem = f"349900{born:%Y%m%d}{serial % 1000:03d}"
    return stem + identity_check_digit(stem)


def credit_code(serial: int) -> str:
    stem = f"91349900{serial:09d}"
    return stem + credit_code_check_character(stem)


def case_facts(serial: int) -> dict[str, Any]:
    """An ordinary sales case: a firm and its guarantor owe another firm."""
    return {
        "applied_on": (clock.today() - timedelta(days=2)).isoformat(),
        "cause": "买卖合同纠纷",
        "creditors": [
            {
                "kind": "firm",
                "name": f"芜湖皖江建材{serial}有限公司",
                "identity_number": credit_code(2 * serial),
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
                "identity_number": credit_code(2 * serial + 1),
                "liability": "joint",
            },
        ],
        "titles": [
            {
                "kind": "民事判决书",
                "number": f"(2025)皖0202民初{serial}号",
                "issuer": "芜湖市镜湖区人民法院",
                "effective_on": "2025-10-20",
                "performance_due_on": "2025-10-31",
                "obligations": [
                    {"principal": "860000.00", "interest_fixed": "41258.44", "costs": "17220.00"}
                ],
            }
        ],
    }


def file_case(court: BenchCourt, serial: int) -> int:
    """File an ordinary case and give it to the first officer; returns its id."""
    done = do(read_facts(FileCase, case_facts(serial)), by=court.actor(Role.FILING_HALL))
    assert isinstance(done, Done) and done.case_id is not None
    facts = {"case": done.case_id, "officer": court.officers[0].pk}
    do(read_facts(AssignOfficer, facts), by=court.actor(Role.BUREAU_DIRECTOR))
    return done.case_id
