"""Who is restricted or listed today, who did what against enforcement and what followed."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record.viewing import read_once
from duixian.contexts.sanctions.models import Listing, Misconduct, Response, Restriction


@read_once
def restrictions_in_force(case_id: int) -> list[Restriction]:
    return list(
        Restriction.objects.filter(case_id=case_id, lifted_on=None)
        .select_related("debtor__party")
        .order_by("id")
    )


def restriction_in_force(appearance_id: int) -> Restriction | None:
    return Restriction.objects.filter(debtor_id=appearance_id, lifted_on=None).first()


def restricted_on(appearance_id: int, day: date) -> bool:
    """Whether a restriction held on a day, though it may be lifted since."""
    begun = Restriction.objects.filter(debtor_id=appearance_id, starts_on__lte=day)
    return begun.filter(Q(lifted_on=None) | Q(lifted_on__gte=day)).exists()


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


# Misconduct the law wants fined, detained for or prosecuted before the proceedings may rest.
TO_BE_PUNISHED = (
    Misconduct.Sort.OBSTRUCTS,
    Misconduct.Sort.EVADES,
    Misconduct.Sort.BREAKS_RESTRICTION,
)


@read_once
def misconduct_of(case_id: int) -> list[Misconduct]:
    """Misconduct on record with its responses, oldest first."""
    return list(
        Misconduct.objects.filter(case_id=case_id)
        .select_related("debtor__party")
        .prefetch_related("responses")
        .order_by("id")
    )


def unpunished(case_id: int) -> list[Misconduct]:
    """Misconduct that should have been dealt with and was not (未处理的妨害执行行为)."""
    return [
        each
        for each in misconduct_of(case_id)
        if each.sort in TO_BE_PUNISHED and not each.responses.all()
    ]


def responses_of(case_id: int, debtor_id: int) -> list[Response]:
    """Fines, detentions and referrals of a debtor in a case, oldest first."""
    return list(Response.objects.filter(case_id=case_id, debtor_id=debtor_id).order_by("id"))
