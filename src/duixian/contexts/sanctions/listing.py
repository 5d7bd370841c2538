"""Reading the record for the dishonest list: what bears out a ground, and what spares a debtor."""

from __future__ import annotations

from datetime import date
from typing import get_args

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.models import Asset
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.cases.owed import owed
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.ceiling import net_value
from duixian.contexts.parties.models import Party
from duixian.contexts.record.viewing import read_once
from duixian.contexts.sanctions import queries
from duixian.contexts.sanctions.models import Misconduct, Response
from duixian.law import ListingFacts, ListingGround, listing_check
from duixian.law.texts import provisions

GONE = (Asset.State.DISPOSED, Asset.State.NOT_ENFORCEABLE)


def _worth(asset: Asset) -> int | None:
    """What a thing can bring its owner's creditor in fen; None when nobody has said."""
    if asset.kind == "deposit":
        known = asset.balance if asset.balance is not None else asset.available
        return None if known is None else max(0, known - asset.kept_amount)
    return asset.value


def _has_means(case_id: int, debtor_id: int) -> bool:
    """Whether property to pay from was found with a debtor: worth something, and not spared."""
    return any(
        _worth(each) != 0
        for each in assets.assets_of(case_id)
        if each.owner_id == debtor_id and not each.exempt and each.state not in GONE
    )


@read_once
def covered(case_id: int, on: date) -> bool:
    """Whether what is controlled first in rank is worth what is owed (足以清偿).

    What others' secured claims take of a thing pays nothing here.
    """
    held = 0
    for each in measures.measures_of(case_id):
        if each.state == "effective":
            held += each.held_amount if each.kind == "freeze" else net_value(each)
    return held > 0 and held >= owed(case_id, on).value.outstanding


def _recorded(case_id: int, debtor_id: int) -> tuple[str, ...]:
    """The sorts of misconduct on record, without what was left unpunished for good reason."""
    return tuple(
        each.sort
        for each in queries.misconduct_of(case_id)
        if each.debtor_id == debtor_id
        and not any(answer.how == Response.How.NONE for answer in each.responses.all())
    )


def listing_facts(
    debtor: CaseParty,
    on: date,
    ground: ListingGround,
    *,
    secured: bool = False,
    creditor_defers: bool = False,
    others_exhausted: bool = False,
) -> ListingFacts:
    """The facts of one debtor for one ground. What no act records yet the officer must say."""
    case_id = debtor.case_id
    recorded = _recorded(case_id, debtor.pk)
    evidence = {Misconduct.Sort.ABLE_REFUSES, Misconduct.Sort.EVADES} & set(recorded)
    state = assets.declaration_state(case_id, debtor.pk, on)
    later = debtor.liability == CaseParty.Liability.SUPPLEMENTARY
    return ListingFacts(
        on=on,
        name=debtor.party.name,
        ground=ground,
        minor=debtor.party.standing == Party.Standing.MINOR,
        able=bool(evidence) or _has_means(case_id, debtor.pk),
        declaration_broken=state in assets.BROKEN_DECLARATIONS,
        recorded=recorded,
        covered=covered(case_id, on),
        secured=secured,
        later_ranked=later and not others_exhausted,
        creditor_defers=creditor_defers,
    )


def must_be_listed(debtor: CaseParty, on: date) -> bool:
    """Whether the record bears out a ground on which the law wants the debtor listed.

    That property was found is no refusal yet: the first ground counts once it is on record.
    """
    if not provisions()["dishonest-list"].on(on):
        return False
    grounds: list[ListingGround] = list(get_args(ListingGround))
    if Misconduct.Sort.ABLE_REFUSES not in _recorded(debtor.case_id, debtor.pk):
        grounds.remove("able_refuses")
    return any(not listing_check(listing_facts(debtor, on, each)).value for each in grounds)
