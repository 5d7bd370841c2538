"""The people who work in the courts of the city, their roles, teams and demonstration logins."""

from __future__ import annotations

import hashlib
import hmac
import random
from dataclasses import dataclass
from datetime import date

from duixian.city import names
from duixian.city.courts import Court, wuhu_courts
from duixian.city.draw import stream
from duixian.kernel.roles import Role

_ONE_EACH = (Role.PRESIDENT, Role.BUREAU_DIRECTOR, Role.INSPECTOR, Role.ADMINISTRATOR)
_OFFICERS = {"small": 2, "medium": 6, "large": 12}
_TEAM_SIZE = 3
_PANEL_JUDGES = 3
_ADJUDICATION_JUDGES = 3
_WEIGHT = {"jinghu": 2.0, "jiujiang": 1.5, "yijiang": 1.3, "wuwei": 1.3}


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who works in a court (法院工作人员).

    `user` is the login, `court` the court's key, `team` a team's key or None.
    """

    user: str
    name: str
    role: Role
    court: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Team:
    """An enforcement team (执行团队). `kind`: fast (快执, for what is simple) or ordinary."""

    key: str
    name: str
    court: str
    kind: str


@dataclass(frozen=True, slots=True)
class Staff:
    """All teams and people of the courts that sit on a day."""

    courts: tuple[Court, ...]
    teams: tuple[Team, ...]
    officials: tuple[Official, ...]

    def of(self, court: str, role: Role) -> tuple[Official, ...]:
        """Those of one court in one role, in the order of their logins."""
        return tuple(
            official
            for official in self.officials
            if official.court == court and official.role is role
        )


def make_staff(size: str, seed: int, on: date) -> Staff:
    """Teams and people for every court of Wuhu that sits on `on`.

    In each court: teams of three officers with a clerk each, the first team the fast one; at least
    three panel judges and three adjudication judges, who are never the same people; president,
    bureau director, finance, filing hall, inspector and administrator.
    """
    courts = tuple(court for court in wuhu_courts() if court.exists(on))
    teams: list[Team] = []
    officials: list[Official] = []
    for court in courts:
        chance = stream(seed, "staff", court.key)
        officers = max(_TEAM_SIZE, round(_OFFICERS[size] * _WEIGHT.get(court.key, 1.0)))
        court_teams = _teams(court.key, -(-officers // _TEAM_SIZE))
        teams.extend(court_teams)
        officials.extend(_people(chance, court.key, officers, court_teams))
    return Staff(courts=courts, teams=tuple(teams), officials=tuple(officials))


def _teams(court: str, count: int) -> list[Team]:
    numerals = "一二三四五六七八九十"
    return [
        Team(
            key=f"{court}.team{index + 1}",
            name="快执团队" if index == 0 else f"执行{numerals[index - 1]}组",
            court=court,
            kind="fast" if index == 0 else "ordinary",
        )
        for index in range(count)
    ]


def _people(chance: random.Random, court: str, officers: int, teams: list[Team]) -> list[Official]:
    taken: set[str] = set()

    def hire(role: Role, number: int | None, team: str | None = None) -> Official:
        name = names.person_name(chance, chance.choice(("male", "female")))
        while name in taken:
            name = names.person_name(chance, chance.choice(("male", "female")))
        taken.add(name)
        return Official(f"{court}.{_login(role)}{number or ''}", name, role, court, team)

    people = [hire(role, None) for role in _ONE_EACH]
    for index in range(officers):
        team = teams[index // _TEAM_SIZE].key
        people.append(hire(Role.OFFICER, index + 1, team))
        people.append(hire(Role.CLERK, index + 1, team))
    people += [hire(Role.PANEL_JUDGE, index + 1) for index in range(_PANEL_JUDGES)]
    people += [hire(Role.ADJUDICATION_JUDGE, index + 1) for index in range(_ADJUDICATION_JUDGES)]
    people += [hire(Role.FINANCE, index + 1) for index in range(1 + officers // 6)]
    people += [hire(Role.FILING_HALL, index + 1) for index in range(1 + officers // 6)]
    return people


def _login(role: Role) -> str:
    return {
        Role.BUREAU_DIRECTOR: "director",
        Role.PANEL_JUDGE: "panel",
        Role.ADJUDICATION_JUDGE: "judge",
        Role.FILING_HALL: "filing",
        Role.ADMINISTRATOR: "admin",
    }.get(role, role.value)


def demonstration_password(folder_secret: str, user: str) -> str:
    """The password of a demonstration login: known from the data folder's secret, and only there.

    >>> demonstration_password("a secret", "jinghu.officer1")
    'suzore-tedaje-48'
    """
    digest = hmac.new(folder_secret.encode(), user.encode(), hashlib.sha256).digest()
    consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
    letters = "".join(
        (consonants if place % 2 == 0 else vowels)[
            digest[place] % (len(consonants) if place % 2 == 0 else len(vowels))
        ]
        for place in range(12)
    )
    return f"{letters[:6]}-{letters[6:]}-{digest[12] % 90 + 10}"
