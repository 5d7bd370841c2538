"""The recorded facts a check before termination rests on, and the shape of its answer (终本)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duixian.kernel.money import Fen
from duixian.kernel.periods import add_months
from duixian.law.rules.property_facts import PropertyFacts, SurveyFacts
from duixian.law.texts import parameter, parameters, provisions


@dataclass(frozen=True, slots=True)
class DebtorFacts:
    """What was done about one debtor (被执行人).

    declaration: "filed", "late", "false", "refused" or "none" where none came and the time ran
    out, "waiting" while it runs; sanctioned: whether the default was punished; must_list: whether
    a ground of the dishonest list is met (失信); entity: whether it is a legal person or another
    organisation, which the standard of 2015 asks more inquiries about; coded: whether it has an
    organisation code.
    """

    name: str
    declaration: str = "waiting"
    declaration_verified: bool = False
    sanctioned: bool = False
    consumption_restricted_on: date | None = None
    must_list: bool = False
    listed: bool = False
    missing: bool = False
    searched_for: bool = False
    dead: bool = False
    entity: bool = False
    coded: bool = True


@dataclass(frozen=True, slots=True)
class TerminationFacts:
    """The recorded facts of one case, as of a day.

    excluded_days: days not counted in the execution term; resumed_case: whether the case is 执恢;
    creditor_is_court: transferred cases (移送执行); cause_code: the number of the cause of action
    (案由). The rest from `suspended_since` on matters under the standard of 2015 only:
    suspended_since: the day suspended for want of property; unsold_rounds: failed auctions by id
    of the thing; instalments_agreed_on: a settlement by instalments not yet performed;
    creditor_aided_on: judicial assistance paid; no_leads_stated: the creditor said there are no
    leads; objection_until: the last day told to the creditor for objecting; objected: whether the
    creditor did; reheard_on: the hearing before another panel.
    """

    on: date
    filed_on: date
    outstanding: Fen
    debtors: tuple[DebtorFacts, ...]
    enforcement_notice_on: date | None = None
    declaration_ordered_on: date | None = None
    property: tuple[PropertyFacts, ...] = ()
    survey: SurveyFacts = field(default_factory=SurveyFacts)
    unpunished_obstruction: tuple[str, ...] = ()
    talk_on: date | None = None
    creditor_agrees: bool | None = None
    creditor_applied: bool = False
    panel_deliberated_on: date | None = None
    president_approved_on: date | None = None
    conduct_only: bool = False
    excluded_days: int = 0
    resumed_case: bool = False
    creditor_is_court: bool = False
    cause_code: int | None = None
    suspended_since: date | None = None
    unsold_rounds: tuple[tuple[str, int], ...] = ()
    instalments_agreed_on: date | None = None
    creditor_aided_on: date | None = None
    no_leads_stated: bool = False
    objection_until: date | None = None
    objected: bool = False
    reheard_on: date | None = None

    def living(self) -> tuple[DebtorFacts, ...]:
        """The debtors against whom enforcement is still possible."""
        return tuple(debtor for debtor in self.debtors if not debtor.dead)

    def consents(self) -> bool:
        """Whether the creditor agreed to the termination or asked for it."""
        return self.creditor_applied or self.creditor_agrees is True

    def done(self, day: date | None) -> bool:
        """Whether a thing dated so was done by the day of the question."""
        return day is not None and day <= self.on


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of termination, answered."""

    key: str
    title: str
    met: bool
    why: str
    evidence: str = ""
    cure: str = ""
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminationCheck:
    """Whether the case may be terminated, by which standard, and every condition."""

    may_terminate: bool
    conditions: tuple[Condition, ...]
    standard: str = ""

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.met)


def condition(
    key: str, title: str, lacking: list[str], good: str, cure: str, *keys: str, evidence: str = ""
) -> Condition:
    """A condition met when nothing is lacking."""
    if lacking:
        return Condition(key, title, False, "；".join(lacking) + "。", evidence, cure, keys)
    return Condition(key, title, True, good, evidence, "", keys)


def rules_start() -> date:
    """The day from which the rules on termination (终本规定) govern."""
    return provisions()["termination-conditions"].versions[0][0].in_force_from


def interpretation_start() -> date:
    """The day from which the interpretation of the Civil Procedure Law speaks of termination."""
    return provisions()["termination-basis"].versions[0][0].in_force_from


def fresh_since(on: date) -> date | None:
    """The first day whose answers still count before a termination; None where no rule says."""
    if not parameters()["termination-inquiry-freshness"].on(on):
        return None
    limit = parameter("termination-inquiry-freshness", on=on)
    grace = parameter("termination-inquiry-grace", on=on)
    oldest = add_months(on, -limit.length)
    return date.fromordinal(oldest.toordinal() - grace.length)
