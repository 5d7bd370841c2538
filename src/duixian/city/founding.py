"""The courts of the city come into being: each by the act of founding, with teams and people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from duixian.city.courts import Court, Dated
from duixian.city.staff import Staff
from duixian.contexts.courts.founding import (
    CodeFacts,
    FoundCourt,
    OfficialFacts,
    TeamFacts,
    found,
)

# A demonstration's passwords are long and random, and hashing them as slowly as people's own
# would take a minute. The first sign-in hashes them anew at full strength.
_ITERATIONS = 10_000


def found_courts(
    courts: tuple[Court, ...], staff: Staff, begins_on: date, password: Callable[[str], str]
) -> dict[str, int]:
    """Found every court, those above first; repeating it changes nothing. Ids by key."""
    ids = {}
    for court in courts:
        done = found(_facts(court, staff, begins_on, password))
        ids[court.key] = int(done.result["court"])
    return ids


def _facts(
    court: Court, staff: Staff, begins_on: date, password: Callable[[str], str]
) -> FoundCourt:
    teams = {team.key: team.name for team in staff.teams if team.court == court.key}
    first, last = court.names[0], court.names[-1]
    return FoundCourt(
        key=court.key,
        name=court.name(begins_on),
        short_name=court.name(begins_on).removeprefix("芜湖市"),
        level=court.level,
        parent=court.parent or "",
        valid_from=first.since,
        valid_to=last.until,
        codes=tuple(_code(court, dated) for dated in court.codes),
        teams=tuple(TeamFacts(name=name) for name in teams.values()),
        officials=tuple(
            OfficialFacts(
                username=official.user,
                name=official.name,
                role=official.role,
                team=teams.get(official.team or "", ""),
                starts_on=begins_on,
                password=_hashed(official.user, password(official.user)),
            )
            for official in staff.officials
            if official.court == court.key
        ),
    )


def _code(court: Court, dated: Dated) -> CodeFacts:
    """A code with the name the court has at its end."""
    return CodeFacts(
        code=dated.text,
        name=court.name(dated.until or date.max),
        starts_on=dated.since,
        ends_before=dated.until + timedelta(days=1) if dated.until else None,
    )


def _hashed(user: str, password: str) -> str:
    # The salt is the login: each is used once, and the same city has the same hashes.
    salt = "".join(letter for letter in user if letter.isalnum()).ljust(22, "x")
    return PBKDF2PasswordHasher().encode(password, salt, iterations=_ITERATIONS)
