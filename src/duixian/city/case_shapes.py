"""The shape of a case file: what an application for enforcement (申请执行书) states.

Amounts are integer fen, dates Chinese civil dates. `party` and `asset` are ids of the population.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CaseParty:
    """One creditor or debtor (当事人).

    `kind`: person, firm, other_organisation. `identity_kind`: identity_card, credit_code.
    `liability` of a debtor beside others: joint (连带), several (按份), supplementary (补充);
    None for a single debtor and for creditors.
    """

    party: str
    kind: str
    name: str
    identity_kind: str
    identity_number: str
    sex: str
    born: date | None
    address: str
    phone: str
    legal_representative: str
    agent: str
    liability: str | None


@dataclass(frozen=True, slots=True)
class Interest:
    """Ordinary interest (一般债务利息) the title awards: `rate` a year in millionths of `base`."""

    base: int
    rate: int
    since: date

    def until(self, day: date) -> int:
        """Fen accrued from `since` to `day`, a year of 365 days, rounded half up."""
        days = max(0, (day - self.since).days)
        return (2 * self.base * self.rate * days + 365 * 1_000_000) // (2 * 365 * 1_000_000)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One operative item (判项).

    `kind`: money, act, thing. `category`: principal, damages, wages, support, instalment, rent,
    costs (诉讼费用), act, thing. `debtors` are the ids of those who owe it; `liability` how, when
    several owe it. `priority_on` is the asset the creditor is paid from before others (优先受偿).
    """

    number: int
    kind: str
    category: str
    text: str
    amount: int
    interest: Interest | None
    due: date
    debtors: tuple[str, ...]
    liability: str | None
    priority_on: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """The enforcement title (执行依据)."""

    number: str
    kind: str
    issued_by: str
    made_on: date
    effective_on: date
    performance_due: date
    text: str


@dataclass(frozen=True, slots=True)
class Preservation:
    """A measure ordered before or during the suit (财产保全), still standing or lately lapsed."""

    docket_number: str
    asset_kind: str
    asset: str
    amount: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Lead:
    """What the creditor says about the debtor's property (财产线索); `asset` when it is true."""

    debtor: str
    text: str
    asset: str | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One application, and what a court's list would say of it once filed.

    `court` is the key of the court, `claim_interest` what is asked up to `received_on`.
    `flags`: livelihood (涉民生), public_body_debtor (涉党政机关), enterprise (涉企), finance
    (涉金融), minor (涉未成年人), series (系列案).
    `officer` is a login, `officer_name` and `team_name` are printed; empty without staff.
    """

    id: str
    court: str
    court_code: str
    court_name: str
    docket_number: str
    received_on: date
    filed_on: date
    cause: str
    subject: str
    source: str
    title: Title
    obligations: tuple[Obligation, ...]
    creditors: tuple[CaseParty, ...]
    debtors: tuple[CaseParty, ...]
    claim_principal: int
    claim_interest: int
    claim_total: int
    flags: frozenset[str]
    series: str | None
    preservation: Preservation | None
    leads: tuple[Lead, ...]
    officer: str
    officer_name: str
    team_name: str
