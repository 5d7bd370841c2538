"""Reading the record for the law floor: the facts of a case for termination and classification.

Nothing here decides; every fact is what a journal entry or a row says.
"""

from __future__ import annotations

from datetime import date

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_set_aside import OBSTACLES
from duixian.contexts.assets.models import Asset, Whereabouts
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case, CaseParty
from duixian.contexts.cases.owed import owed
from duixian.contexts.closing.models import TerminationTalk
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.models import Measure
from duixian.contexts.parties.models import Party
from duixian.contexts.record import queries as record
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import read_once
from duixian.contexts.sanctions import queries as sanctions
from duixian.contexts.sanctions.listing import must_be_listed
from duixian.kernel.findings import Finding
from duixian.kernel.money import Fen
from duixian.law import (
    Classification,
    ClassificationFacts,
    DebtorFacts,
    InquiryFacts,
    PropertyFacts,
    SurveyFacts,
    TerminationFacts,
    classify,
)
from duixian.law.rules.property_facts import Obstacle, PropertyKind

NOTICE = "documents.issue_enforcement_notice"
ORDER = "assets.order_declaration"
MARK = "assets.mark_not_enforceable"
LIST = "sanctions.list_dishonest"
PUNISH = ("sanctions.list_dishonest", "sanctions.fine", "sanctions.detain")

_KINDS: dict[str, PropertyKind] = {
    "deposit": "deposit",
    "real_estate": "immovable",
    "vehicle": "vehicle",
    "equity": "other_right",
    "security": "other_right",
    "other": "movable",
}


def measures_in_force(case_id: int) -> list[Measure]:
    """Measures ordered, effective or queued: those that must be lifted before closing."""
    return [each for each in measures.all_of_case(case_id) if each.alive]


def levied_on_the_way(case_id: int) -> int:
    """Fen that institutions say they levied and that have not reached the court's account."""
    levied = sum(
        each.levied_amount
        for each in measures.all_of_case(case_id)
        if each.kind == Measure.Kind.LEVY and each.state == Measure.State.LEVIED
    )
    received = sum(each.amount for each in ledger.receipts_of(case_id) if each.how == "levied")
    return max(0, levied - received)


def has_other_items(case_id: int) -> bool:
    """Whether the title also orders an act or a thing, not only money."""
    return any(each.kind != "money" for each in cases.obligations_of(case_id))


@read_once
def things_of(case_id: int) -> tuple[PropertyFacts, ...]:
    """Every thing found, with what controls it and why it may not be disposed of."""
    marks = {entry.result["asset"]: entry for entry in _told(case_id) if entry.act == MARK}
    live: dict[int, Measure] = {}
    for measure in measures.all_of_case(case_id):
        if measure.state in (Measure.State.EFFECTIVE, Measure.State.QUEUED):
            live[measure.asset_id] = measure
    return tuple(
        _thing(each, live.get(each.pk), marks.get(each.pk)) for each in assets.assets_of(case_id)
    )


def worth_to_case(asset: Asset, measure: Measure | None) -> int | None:
    """What a thing can bring this case, in fen (可供执行的价值); None when unknown.

    A bank no longer calls money usable that this case has frozen, yet that is the very money the
    case is to be paid from. Where the bank did not tell the new figures, it is not counted twice.
    """
    if asset.kind != "deposit":
        return asset.value
    if measure is None or measure.state != Measure.State.EFFECTIVE:
        return asset.available
    worth = (asset.available or 0) + measure.held_amount
    return worth if asset.balance is None else min(worth, asset.balance)


def _thing(asset: Asset, measure: Measure | None, mark: Entry | None) -> PropertyFacts:
    obstacle: Obstacle | None = None
    if asset.state != Asset.State.NOT_ENFORCEABLE:
        mark = None
    if asset.state == Asset.State.DISPOSED:
        obstacle = "disposed"
    elif asset.exempt and not asset.kept_amount:
        obstacle = "exempt"
    elif mark is not None:
        obstacle = OBSTACLES.get(mark.facts["ground"])
    value = worth_to_case(asset, measure)
    if value is not None and asset.kept_amount:
        value = max(0, value - asset.kept_amount)
    queued = measure is not None and measure.state == Measure.State.QUEUED
    return PropertyFacts(
        id=str(asset.pk),
        label=asset.description,
        kind=_KINDS[asset.kind],
        value=Fen(value) if value is not None else None,
        controlled=measure is not None,
        first_ranked=not queued,
        physically_held=_held(asset),
        obstacle=obstacle,
        set_aside=asset.state_reason if mark else "",
        evidence=f"{mark.occurred_on} 认定不宜执行（日志 {mark.seq}）" if mark else "",
    )


def _held(asset: Asset) -> bool:
    """A vehicle counts as held only once the court has it in its hands."""
    return asset.kind != "vehicle" or bool(asset.details.get("physically_held"))


@read_once
def survey_of(case_id: int) -> SurveyFacts:
    """How far the search for property went."""
    inquiries = tuple(
        InquiryFacts(
            debtor=each.debtor.party.name,
            kind=kind,
            sent_on=each.sent_on or each.ordered_on,
            answered_on=each.answered_on,
            evidence=f"{each.institution.name} {each.answered_on or ''}".strip(),
        )
        for each in assets.asked_in(case_id)
        for kind in each.kinds
    )
    steps = assets.survey_steps_of(case_id)
    offline = tuple(
        InquiryFacts(
            debtor=debtor.party.name,
            kind=kind,
            sent_on=step.on,
            answered_on=step.on,
            evidence=f"{step.get_kind_display()} {step.on}",
        )
        for step in steps
        for debtor in cases.debtors_of(case_id)
        if step.debtor_id in (None, debtor.pk)
        for kind in step.covers
    )
    visited = [step.on for step in steps if step.kind == "home_visit"]
    return SurveyFacts(
        inquiries=inquiries + offline,
        unverified_leads=tuple(
            each.description[:40] for each in assets.leads_of(case_id) if not each.outcome
        ),
        residence_inquiry_needed=True,
        residence_inquired_on=max(visited, default=None),
    )


def _debtor(case: Case, debtor: CaseParty, on: date) -> DebtorFacts:
    restricted = {each.debtor_id: each for each in sanctions.restrictions_in_force(case.pk)}
    restriction = restricted.get(debtor.pk)
    listed = any(each.debtor_id == debtor.pk for each in sanctions.listings_in_force(case.pk))
    declaration = assets.declaration_state(case.pk, debtor.pk, on)
    gone = debtor.party.standing in (Party.Standing.DEAD, Party.Standing.DEREGISTERED)
    punished = any(
        entry.facts.get("debtor") == debtor.pk for entry in _told(case.pk) if entry.act in PUNISH
    )
    word = assets.whereabouts_of(case.pk).get(debtor.pk)
    missing = word is not None and word.missing
    return DebtorFacts(
        name=debtor.party.name,
        declaration=declaration,
        declaration_verified=declaration in ("filed", "late"),
        sanctioned=punished,
        consumption_restricted_on=restriction.starts_on if restriction else None,
        must_list=must_be_listed(debtor, on),
        listed=listed,
        missing=missing,
        searched_for=word is not None and missing and _searched_for(case.pk, word),
        dead=gone,
        entity=debtor.party.kind != Party.Kind.PERSON,
    )


def _searched_for(case_id: int, word: Whereabouts) -> bool:
    """Whether the court looked for a missing debtor, on or after the day he was missed."""
    return any(
        step.kind == "person_search" and step.debtor_id == word.debtor_id and step.on >= word.on
        for step in assets.survey_steps_of(case_id)
    )


def _obstruction(case_id: int) -> tuple[str, ...]:
    """Misconduct nothing was done about, in words."""
    return tuple(
        f"{each.debtor.party.name}于{each.happened_on}{each.get_sort_display()}"
        for each in sanctions.unpunished(case_id)
    )


def _first_on(case_id: int, code: str) -> date | None:
    return next((entry.occurred_on for entry in _told(case_id) if entry.act == code), None)


@read_once
def _told(case_id: int) -> list[Entry]:
    """The entries that facts are taken from, oldest first."""
    return list(record.entries_of(case_id, [NOTICE, ORDER, MARK, *PUNISH]))


def last_talk(case_id: int) -> TerminationTalk | None:
    return TerminationTalk.objects.filter(case_id=case_id).order_by("-held_on", "-id").first()


def talks_with_all(case_id: int) -> list[TerminationTalk]:
    """Each creditor's last talk; nothing while one of the creditors was not talked to yet."""
    latest = {
        each.creditor_id: each
        for each in TerminationTalk.objects.filter(case_id=case_id).order_by("held_on", "id")
    }
    creditors = [each.pk for each in cases.creditors_of(case_id)]
    if not all(each in latest for each in creditors):
        return []
    return [latest[each] for each in creditors]


def all_creditors_agree(case_id: int) -> bool:
    """Whether every creditor agreed to the termination, or asked for it, when last heard."""
    talks = talks_with_all(case_id)
    return bool(talks) and all(each.agrees or each.applied for each in talks)


def termination_facts(case: Case, on: date, *, confirmed_on: date | None) -> TerminationFacts:
    """The facts of a case for the check before termination.

    confirmed_on: the day panel and president confirm, where their signatures are being asked for.
    """
    talks = talks_with_all(case.pk)
    money = [each for each in cases.obligations_of(case.pk) if each.kind == "money"]
    return TerminationFacts(
        on=on,
        filed_on=case.filed_on,
        outstanding=owed(case.pk, on).value.outstanding,
        debtors=tuple(_debtor(case, each, on) for each in cases.debtors_of(case.pk)),
        enforcement_notice_on=_first_on(case.pk, NOTICE),
        declaration_ordered_on=_first_on(case.pk, ORDER),
        property=things_of(case.pk),
        survey=survey_of(case.pk),
        unpunished_obstruction=_obstruction(case.pk),
        talk_on=max((each.held_on for each in talks), default=None),
        creditor_agrees=all_creditors_agree(case.pk) if talks else None,
        creditor_applied=bool(talks) and all(each.applied for each in talks),
        panel_deliberated_on=confirmed_on,
        president_approved_on=confirmed_on,
        conduct_only=not money,
    )


def classification(case: Case, on: date) -> Finding[Classification]:
    """R2.1: property available for enforcement or not, from recorded facts alone."""
    debtors = tuple(
        each.party.name
        for each in cases.debtors_of(case.pk)
        if each.party.standing not in (Party.Standing.DEAD, Party.Standing.DEREGISTERED)
    )
    return classify(
        ClassificationFacts(
            on=on,
            outstanding=owed(case.pk, on).value.outstanding,
            debtors=debtors,
            property=things_of(case.pk),
            survey=survey_of(case.pk),
        )
    )


def measures_taken(case_id: int) -> list[Entry]:
    """Entries a termination ruling recites: what was done to find and control property."""
    codes = [
        NOTICE,
        ORDER,
        "assets.send_inquiries",
        "assets.record_survey_step",
        "assets.verify_lead",
        "measures.freeze_deposit",
        "measures.seal_up",
        "measures.levy_deposit",
        "disposal.record_auction_result",
        "ledger.record_receipt",
        "sanctions.restrict_consumption",
        "sanctions.list_dishonest",
        "sanctions.fine",
        "sanctions.detain",
    ]
    return list(record.entries_of(case_id, codes))
