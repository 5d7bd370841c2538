"""Who acts: a person in a court with the roles held today, or the system on a court's behalf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duixian.kernel.roles import Branch, Role


@dataclass(frozen=True, slots=True)
class Delegation:
    """A role held for someone else (授权): signatures under it name both people."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person an act is done by (行为人).

    court_id: the court the person serves; courts: every court whose cases this person may see,
    own court first; delegated: roles held only because another person delegated them.
    """

    person_id: int | None
    name: str
    court_id: int
    roles: frozenset[Role]
    courts: tuple[int, ...]
    delegated: Mapping[Role, Delegation] = field(default_factory=dict)

    def holds(self, *roles: Role) -> bool:
        """Whether any of these roles is held, own or delegated."""
        return any(role in self.roles or role in self.delegated for role in roles)

    def role_among(self, roles: tuple[Role, ...]) -> Role | None:
        """The first of `roles` this person holds; the one the journal names."""
        return next((role for role in roles if self.holds(role)), None)

    @property
    def branches(self) -> frozenset[Branch]:
        return frozenset(role.branch for role in self.roles)


def system_actor(court_id: int) -> Actor:
    """The system acting for one court (系统自动): jobs and workflow act through this."""
    return Actor(
        person_id=None,
        name="系统",
        court_id=court_id,
        roles=frozenset({Role.SYSTEM}),
        courts=(court_id,),
    )
