"""Who is restricted or listed today."""

from __future__ import annotations

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record.viewing import read_once
from duixian.contexts.sanctions.models import Listing, Restriction


@read_once
def restrictions_in_force(case_id: int) -> list[Restriction]:
    return list(
        Restriction.objects.filter(case_id=case_id, lifted_on=None)
        .select_related("debtor__party")
        .order_by("id")
    )


def restriction_in_force(appearance_id: int) -> Restriction | None:
    return Restriction.objects.filter(debtor_id=appearance_id, lifted_on=None).first()


def not_restricted(case_id: int) -> list[CaseParty]:
    """Debtors of the case under no restriction today."""
    restricted = {each.debtor_id for each in restrictions_in_force(case_id)}
    return [each for each in cases.debtors_of(case_id) if each.pk not in restricted]


@read_once
def listings_in_force(case_id: int) -> list[Listing]:
    return list(
        Listing.objects.filter(case_id=case_id, removed_on=None)
        .select_related("debtor__party")
        .order_by("id")
    )


def listing_in_force(appearance_id: int) -> Listing | None:
    return Listing.objects.filter(debtor_id=appearance_id, removed_on=None).first()


def not_listed(case_id: int) -> list[CaseParty]:
    """Debtors of the case not on the list today."""
    listed = {each.debtor_id for each in listings_in_force(case_id)}
    return [each for each in cases.debtors_of(case_id) if each.pk not in listed]
