"""Applications for enforcement: who asks what of whom, under which title, on which day.

A case file holds the facts an application carries and nothing a court decides later. Its docket
number, filing day and officer say what a list kept by the court would say of the same case.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from duixian.city.case_shapes import CaseFile, Lead, Obligation, Preservation, Title
from duixian.city.causes import CAUSES, Cause
from duixian.city.composing import Composed, Composer, Party, Pools, as_case_party
from duixian.city.courts import Court, court_for
from duixian.city.draw import Table, day_between, stream
from duixian.city.shapes import Account, Firm, Population, RealEstate, Vehicle
from duixian.city.staff import Staff
from duixian.city.titles import (
    MADE_BY_COURTS,
    Days,
    Numbering,
    days_before,
    make_title,
)
from duixian.kernel.calendar import previous_working_day, roll_forward
from duixian.kernel.roles import Role

_CAUSES = Table([(cause, cause.share) for cause in CAUSES])
_SERIES_CHANCE = 0.035
_SERIES_LEAST, _SERIES_MOST = 6, 30
_PRESERVED_SHARE = 0.14
_LEAD_SHARE = 0.4
_INTERMEDIATE_FROM = 300_000_000
"""Fen from which the city's own practice brings a money claim to the intermediate court."""
_ORDERED_FOR = {"accounts": 365, "vehicles": 540, "real_estate": 730}
"""Days for which these courts' own orders of preservation happened to run."""

Thing = Account | RealEstate | Vehicle


def make_case_files(
    population: Population,
    courts: tuple[Court, ...],
    count: int,
    seed: int,
    period: tuple[date, date],
    staff: Staff | None = None,
) -> list[CaseFile]:
    """`count` applications received in `period`, in the order of receipt.

    Docket numbers run from 1 in each court and year, in that order. With `staff` each case names
    the officer to whom the court's own order of turns would give it.
    """
    maker = _Maker(population, courts, seed, period)
    made: list[CaseFile] = []
    while len(made) < count:
        made.extend(maker.next_group(count - len(made)))
    made.sort(key=lambda case: (case.received_on, case.title.number))
    return _numbered(made, courts, staff)


class _Maker:
    """Makes applications one by one, or a series at a time."""

    def __init__(
        self,
        population: Population,
        courts: tuple[Court, ...],
        seed: int,
        period: tuple[date, date],
    ) -> None:
        self.population = population
        self.courts = courts
        self.period = period
        self.chance = stream(seed, "case-files")
        self.composer = Composer(Pools(population), self.chance)
        self.numbering = Numbering(self.chance)
        self.kinds = {cause.name: Table(list(cause.title_kinds)) for cause in CAUSES}
        self.series_made = 0

    def next_group(self, most: int) -> list[CaseFile]:
        """One case, or a series of cases against one debtor, never more than `most`."""
        cause = _CAUSES.draw(self.chance)
        received_on = self._in_period(day_between(self.chance, *self.period))
        debtor = self.composer.debtor(cause)
        days = days_before(self.chance, received_on)
        if not cause.in_series or self.chance.random() >= _SERIES_CHANCE:
            return [self._case(cause, debtor, days)]
        size = min(most, self.chance.randrange(_SERIES_LEAST, _SERIES_MOST + 1))
        self.series_made += 1
        return self._series(cause, debtor, days, size)

    def _series(self, cause: Cause, debtor: Party, days: Days, size: int) -> list[CaseFile]:
        """Cases of one cause and time against one debtor, or of one creditor of the same place."""
        taken: set[str] = set()
        creditor = None
        if cause.in_series == "creditor":
            creditor = self.composer.creditor(cause, taken)
        cases: list[CaseFile] = []
        while len(cases) < size:
            if creditor is not None:
                neighbour = self._neighbour(cause, creditor, taken)
                if neighbour is None:
                    break
                debtor = neighbour
            later = self._soon_after(days)
            cases.append(self._case(cause, debtor, later, self.series_made, creditor, taken))
        return cases

    def _neighbour(self, cause: Cause, creditor: Party, taken: set[str]) -> Party | None:
        """A debtor of the creditor's own district who is not in this series yet."""
        for _ in range(400):
            debtor = self.composer.debtor(cause)
            if debtor.id not in taken and debtor.district == creditor.district:
                taken.add(debtor.id)
                return debtor
        return None

    def _soon_after(self, days: Days) -> Days:
        """The same title days; the application some days later, but not after the period."""
        later = days.received_on + timedelta(days=self.chance.randrange(0, 12))
        return replace(days, received_on=self._in_period(min(later, self.period[1])))

    def _in_period(self, day: date) -> date:
        """The working day on or after `day`, or the last one of the period."""
        rolled = roll_forward(day)
        return rolled if rolled <= self.period[1] else previous_working_day(self.period[1])

    def _case(
        self,
        cause: Cause,
        debtor: Party,
        days: Days,
        series: int = 0,
        creditor: Party | None = None,
        taken: set[str] | None = None,
    ) -> CaseFile:
        kind = self.kinds[cause.name].draw(self.chance)
        composed = self.composer.compose(
            cause,
            debtor,
            days.made_on,
            creditor=creditor,
            taken=set() if taken is None else taken,
            with_costs=kind in MADE_BY_COURTS,
        )
        obligations = tuple(_with_due(item, days.performance_due) for item in composed.items)
        principal = sum(item.amount for item in obligations)
        interest = sum(
            item.interest.until(days.received_on) for item in obligations if item.interest
        )
        court = self._court(debtor, principal, days.received_on)
        trial = self._court(debtor, principal, days.suit_opened)
        title = make_title(self.numbering, kind, trial, days, obligations)
        return CaseFile(
            id="",
            court=court.key,
            court_code="",
            court_name="",
            docket_number="",
            received_on=days.received_on,
            filed_on=roll_forward(days.received_on + timedelta(days=self.chance.randrange(0, 5))),
            cause=cause.name,
            subject=_subject(obligations),
            source="申请执行人申请",
            title=title,
            obligations=obligations,
            creditors=tuple(as_case_party(self.chance, party) for party in composed.creditors),
            debtors=tuple(
                as_case_party(self.chance, party, how) for party, how in composed.debtors
            ),
            claim_principal=principal,
            claim_interest=interest,
            claim_total=principal + interest,
            flags=_flags(composed, bool(series)),
            series=f"X{series:04d}" if series else None,
            preservation=self._preservation(composed, title, principal + interest, trial),
            leads=self._leads(composed),
            officer="",
            officer_name="",
            team_name="",
        )

    def _court(self, debtor: Party, principal: int, on: date) -> Court:
        key = "wuhu" if principal >= _INTERMEDIATE_FROM else debtor.district
        return court_for(self.courts, key, on)

    def _things(self, composed: Composed) -> list[tuple[Party, Thing]]:
        return [
            (party, thing)
            for party, _ in composed.debtors
            for thing in self.population.holdings.get(party.id, ())
            if not isinstance(thing, Account) or thing.balance >= 100_000
        ]

    def _preservation(
        self, composed: Composed, title: Title, claim: int, court: Court
    ) -> Preservation | None:
        """A freeze ordered in the suit, on something a debtor really owns."""
        things = self._things(composed)
        if not things or self.chance.random() >= _PRESERVED_SHARE:
            return None
        _, thing = self.chance.choice(things)
        since = title.made_on - timedelta(days=self.chance.randrange(20, 160))
        value = thing.balance if isinstance(thing, Account) else thing.market_value
        serial = self.chance.randrange(1, 900)
        return Preservation(
            docket_number=(
                f"({since.year}){court.code(since)}执保{serial}号"
                if since.year >= 2016
                else f"({since.year}){court.abbreviation}民保字第{serial:05d}号"
            ),
            asset_kind=_list_of(thing),
            asset=thing.id,
            amount=min(claim, value),
            since=since,
            until=since + timedelta(days=_ORDERED_FOR[_list_of(thing)]),
        )

    def _leads(self, composed: Composed) -> tuple[Lead, ...]:
        """What the creditor tells about property: mostly true, sometimes hearsay."""
        if self.chance.random() >= _LEAD_SHARE:
            return ()
        things = self._things(composed)
        if not things or self.chance.random() < 0.25:
            debtor = composed.debtors[0][0]
            return (Lead(debtor.id, f"据称{debtor.name}在外地购有房产，具体位置不详", None),)
        owner, thing = self.chance.choice(things)
        return (Lead(owner.id, _lead_text(owner, thing), thing.id),)


def _with_due(item: Obligation, performance_due: date) -> Obligation:
    """Items without a day of their own are due with the title; none after the last day."""
    due = performance_due if item.due == date.min else min(item.due, performance_due)
    return replace(item, due=due)


def _subject(obligations: tuple[Obligation, ...]) -> str:
    """money, act or thing: what the title is about, its costs aside."""
    kinds = {item.kind for item in obligations if item.category != "costs"}
    return "money" if "money" in kinds else kinds.pop()


def _flags(composed: Composed, series: bool) -> frozenset[str]:
    debtors = [party for party, _ in composed.debtors]
    firms = [party for party in (*debtors, *composed.creditors) if isinstance(party, Firm)]
    flags = set()
    if composed.cause.livelihood:
        flags.add("livelihood")
    if any(firm.kind in ("bank", "lender") for firm in firms):
        flags.add("finance")
    if composed.cause.name == "抚养费纠纷":
        flags.add("minor")
    if any(
        isinstance(party, Firm) and party.kind in ("public_body", "village_committee")
        for party in debtors
    ):
        flags.add("public_body_debtor")
    if any(firm.kind not in ("public_body", "village_committee") for firm in firms):
        flags.add("enterprise")
    if series:
        flags.add("series")
    return frozenset(flags)


def _list_of(thing: Thing) -> str:
    if isinstance(thing, Account):
        return "accounts"
    return "real_estate" if isinstance(thing, RealEstate) else "vehicles"


def _lead_text(owner: Party, thing: Thing) -> str:
    if isinstance(thing, Account):
        return f"{owner.name}在{thing.bank_name}开有账户"
    if isinstance(thing, RealEstate):
        return f"{owner.name}名下有{thing.use}用房一处，位于{thing.location}"
    return f"{owner.name}名下有{thing.make}牌车辆，车牌号{thing.plate}"


def _numbered(
    made: list[CaseFile], courts: tuple[Court, ...], staff: Staff | None
) -> list[CaseFile]:
    """Give each case its id, its court's name, code and running number, and its officer."""
    by_key = {court.key: court for court in courts}
    serials: Counter[tuple[str, int]] = Counter()
    turns: Counter[str] = Counter()
    numbered = []
    for index, case in enumerate(made):
        court = by_key[case.court]
        year = case.received_on.year
        serials[(court.key, year)] += 1
        code = court.code(case.received_on)
        officer, officer_name, team_name = _turn(staff, court.key, turns)
        numbered.append(
            replace(
                case,
                id=f"C{index + 1:06d}",
                court_code=code,
                court_name=court.name(case.received_on),
                docket_number=f"({year}){code}执{serials[(court.key, year)]}号",
                officer=officer,
                officer_name=officer_name,
                team_name=team_name,
            )
        )
    return numbered


def _turn(staff: Staff | None, court: str, turns: Counter[str]) -> tuple[str, str, str]:
    if staff is None:
        return "", "", ""
    officers = staff.of(court, Role.OFFICER)
    officer = officers[turns[court] % len(officers)]
    turns[court] += 1
    team = next((team.name for team in staff.teams if team.key == officer.team), "")
    return officer.user, officer.name, team
