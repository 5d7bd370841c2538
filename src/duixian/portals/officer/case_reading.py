"""One reading of a case for its tabs: what two of them need is read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.documents import queries as documents
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import catalogue
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import named

Column = show.Column


@dataclass
class Reading:
    """One reading of a case; what two parts need is read once."""

    request: HttpRequest
    case: Case
    actor: Actor
    today: date

    @cached_property
    def parties(self) -> list[Any]:
        return cases.parties_of(self.case.pk)

    @cached_property
    def related(self) -> list[Case]:
        debtors = [each.party_id for each in self.parties if each.role == "debtor"]
        return cases.related_open_cases(self.case.court_id, debtors, but=self.case.pk)

    @cached_property
    def things(self) -> list[assets.Asset]:
        return assets.assets_of(self.case.pk)

    @cached_property
    def papers(self) -> list[Any]:
        return list(documents.documents_of(self.case.pk))

    def counts(self) -> dict[str, int]:
        """The digits on the tabs."""
        return {
            "journal": sum(record.entry_counts(self.case.pk)),
            "property": len(self.things),
            "papers": len(self.papers),
            "people": len(self.parties),
            "related": len(self.related),
        }

    def may(self, code: str) -> bool:
        """Whether this person could do an act in the case at all: its role, the own case."""
        try:
            act = catalogue.find(code)
        except Refusal:
            return False
        role = self.actor.role_among(act.done_by)
        if role is None or self.case.court_id != self.actor.court_id:
            return False
        return role is not Role.OFFICER or self.case.officer_id == self.actor.person_id

    def action(self, code: str, query: str = "", label: str = "") -> list[show.Action]:
        if not self.may(code):
            return []
        words = label or named(catalogue.find(code))
        return [show.Action(words, act_href(code, self.case.pk) + query)]


def table(columns: list[Column], found: list[show.Row], caption: str, nothing: str) -> show.Table:
    return show.Table(
        columns,
        [show.Group(found)],
        caption,
        empty=show.Empty(nothing) if not found else None,
        tight=True,
    )
