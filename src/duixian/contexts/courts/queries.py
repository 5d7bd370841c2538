"""Who people are today, what they may see, which courts there are."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from duixian.contexts.courts.models import (
    ApiToken,
    Appointment,
    Court,
    CourtCode,
    Person,
    RoleDelegation,
    Team,
)
from duixian.contexts.record.actors import Actor, Delegation
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

SEES_COURTS_BELOW = frozenset({Role.BUREAU_DIRECTOR, Role.PRESIDENT, Role.INSPECTOR})


def actor(person: Person, *, on: date | None = None) -> Actor:
    """The person as an actor: roles held on a day, and the courts whose cases they may see.

    Directors, presidents and inspectors see the courts under their own (R4.2.2); everyone else
    sees the own court only. Raises a Refusal (403) when nothing is held on that day.
    """
    day = on or clock.today()
    appointments = list(
        Appointment.objects.filter(person=person, during__contains=day).order_by("id")
    )
    if not appointments or not person.is_active:
        raise Refusal(
            "courts.no_appointment",
            f"{person.name}在{day.isoformat()}没有任职",
            cure="请管理员登记任职",
            status=403,
        )
    court_id = appointments[0].court_id
    roles = frozenset(Role(each.role) for each in appointments if each.court_id == court_id)
    still_held = Appointment.objects.filter(
        person=OuterRef("lender"), court_id=court_id, role=OuterRef("role"), during__contains=day
    )
    lent = RoleDelegation.objects.filter(
        Exists(still_held), holder=person, court_id=court_id, during__contains=day
    ).select_related("lender")
    delegated = {Role(each.role): Delegation(each.lender_id, each.lender.name) for each in lent}
    return Actor(
        person_id=person.pk,
        name=person.name,
        court_id=court_id,
        roles=roles,
        courts=courts_seen(court_id, roles | frozenset(delegated)),
        delegated=delegated,
    )


def actor_of(person_id: int) -> Actor:
    """The actor behind a person's id."""
    return actor(Person.objects.get(pk=person_id))


def person(person_id: int) -> Person | None:
    """Somebody of the courts by id."""
    return Person.objects.filter(pk=person_id).first()


def courts_seen(court_id: int, roles: frozenset[Role]) -> tuple[int, ...]:
    """Own court first, then those below it for the roles that command or inspect."""
    if not roles & SEES_COURTS_BELOW:
        return (court_id,)
    return (court_id, *(each for each in courts_under(court_id) if each != court_id))


def courts_under(court_id: int) -> list[int]:
    """Ids of a court and of every court under it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT below.id FROM courts_court AS below JOIN courts_court AS top "
            "ON below.path <@ top.path WHERE top.id = %s ORDER BY below.path",
            [court_id],
        )
        return [row[0] for row in cursor.fetchall()]


def person_of_token(token: str) -> Person | None:
    """The active person a bearer token belongs to, or None."""
    digest = sha256(token.encode()).hexdigest()
    found = (
        ApiToken.objects.filter(hash=digest, revoked_at=None, expires_at__gt=clock.now())
        .select_related("person")
        .first()
    )
    return found.person if found is not None and found.person.is_active else None


def person_of_username(username: str) -> Person | None:
    """Whose account in use this is."""
    return Person.objects.filter(username=username, is_active=True).first()


def court(court_id: int) -> Court:
    return Court.objects.get(pk=court_id)


def all_courts() -> QuerySet[Court]:
    return Court.objects.order_by("path")


def named_on(court_id: int, on: date) -> CourtCode | None:
    """The name and docket code a court had on a day, or None when the record has none."""
    return CourtCode.objects.filter(of_id=court_id, during__contains=on).first()


def code_of(court_id: int, on: date) -> str:
    """The docket code of a court on a day (法院代字)."""
    found = named_on(court_id, on)
    if found is None:
        raise Refusal(
            "courts.no_docket_code",
            f"该院在{on.isoformat()}没有法院代字",
            cure="请管理员核对法院代字的起止日期",
        )
    return found.code


def court_of_code(code: str, on: date | None = None) -> Court | None:
    """The court a docket code named, on a day or at any time (newest first)."""
    codes = CourtCode.objects.filter(code=code).select_related("of")
    if on is not None:
        codes = codes.filter(during__contains=on)
    found = codes.order_by("-during").first()
    return found.of if found is not None else None


def names_ever() -> QuerySet[CourtCode]:
    """Every name and docket code the courts have had, older ones first."""
    return CourtCode.objects.order_by("during")


def appointments_ever(court_id: int, role: Role) -> QuerySet[Appointment]:
    """Every time somebody still active held a role in a court, with their people."""
    return (
        Appointment.objects.filter(court_id=court_id, role=role.value, person__is_active=True)
        .select_related("person")
        .order_by("id")
    )


def holders(court_id: int, role: Role, on: date) -> QuerySet[Person]:
    """People holding a role in a court on a day."""
    return (
        Person.objects.filter(
            appointments__court_id=court_id,
            appointments__role=role.value,
            appointments__during__contains=on,
            is_active=True,
        )
        .order_by("id")
        .distinct()
    )


def team_of(person_id: int | None, court_id: int, on: date) -> Team | None:
    """The team a person serves in on a day, if any."""
    found = (
        Appointment.objects.filter(
            person_id=person_id, court_id=court_id, team__isnull=False, during__contains=on
        )
        .select_related("team")
        .order_by("id")
        .first()
    )
    return found.team if found is not None else None


def people_of(court_id: int, on: date) -> QuerySet[Person]:
    """Everyone who serves in a court on a day."""
    return (
        Person.objects.filter(
            appointments__court_id=court_id, appointments__during__contains=on, is_active=True
        )
        .order_by("id")
        .distinct()
    )


def teams_of(court_id: int) -> QuerySet[Team]:
    return Team.objects.filter(court_id=court_id).order_by("id")


def appointments_of(court_id: int, on: date) -> QuerySet[Appointment]:
    """The appointments that hold in a court on a day, with their people."""
    return (
        Appointment.objects.filter(court_id=court_id, during__contains=on)
        .select_related("person")
        .order_by("id")
    )
