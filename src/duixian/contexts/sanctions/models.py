"""Restrictions and listings in force, misconduct and what the court did about it, by debtor."""

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


class Misconduct(models.Model):
    """What a debtor did against enforcement, with its evidence (妨害、规避执行行为). Append-only."""

    append_only = True

    class Sort(models.TextChoices):
        OBSTRUCTS = "obstructs", "妨害、抗拒执行"
        EVADES = "evades", "规避执行"
        BREAKS_RESTRICTION = "breaks_restriction", "违反限制消费令"
        BREAKS_SETTLEMENT = "breaks_settlement", "无正当理由不履行和解协议"
        ABLE_REFUSES = "able_refuses", "有履行能力而拒不履行"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="misconduct")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    conduct = models.TextField()
    evidence = models.CharField(max_length=300)
    happened_on = models.DateField()
    recorded_on = models.DateField()
    entry_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "debtor"], name="misconduct_case")]


class Response(models.Model):
    """What the court did about misconduct, or about a declaration that never came (处理)."""

    append_only = True

    class How(models.TextChoices):
        FINE = "fine", "罚款"
        DETENTION = "detention", "拘留"
        CRIME = "crime", "移送追究刑事责任"
        NONE = "none", "不予处罚"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="responses")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    misconduct = models.ForeignKey(Misconduct, models.PROTECT, null=True, related_name="responses")
    how = models.CharField(max_length=10, choices=How.choices)
    amount = models.BigIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    person = models.CharField(max_length=120, blank=True, default="")
    decision_number = models.CharField(max_length=80, blank=True, default="")
    reason = models.TextField()
    on = models.DateField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["misconduct", "how"],
                condition=models.Q(misconduct__isnull=False),
                name="one_response_of_a_sort",
            ),
            models.CheckConstraint(
                condition=~models.Q(how="fine") | models.Q(amount__gt=0),
                name="fine_has_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(how="detention") | models.Q(days__gt=0),
                name="detention_has_days",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "debtor"], name="response_case")]
