"""Restrictions and listings in force, by debtor."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Restriction(models.Model):
    """A consumption restriction on a debtor (限制消费)."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="restrictions")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="restrictions")
    persons = models.CharField(max_length=400)
    ground = models.CharField(max_length=200)
    starts_on = models.DateField()
    lifted_on = models.DateField(null=True)
    lift_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debtor"],
                condition=models.Q(lifted_on__isnull=True),
                name="one_restriction_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True)
                | models.Q(lifted_on__gte=models.F("starts_on")),
                name="lifted_after_start",
            ),
        ]


class Listing(models.Model):
    """A debtor on the list of dishonest judgment debtors (失信被执行人名单)."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="listings")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="listings")
    ground = models.CharField(max_length=30)
    conduct = models.TextField()
    listed_on = models.DateField()
    removed_on = models.DateField(null=True)
    removal_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debtor"],
                condition=models.Q(removed_on__isnull=True),
                name="one_listing_in_force",
            )
        ]
