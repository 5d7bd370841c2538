"""Talks before termination, closings with their computed check, the library of terminations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TerminationTalk(models.Model):
    """The creditor was told and heard before termination (终本约谈). Append-only."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="termination_talks")
    creditor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    held_on = models.DateField()
    agrees = models.BooleanField()
    applied = models.BooleanField(default=False)
    opinion = models.TextField(blank=True, default="")
    leads = models.TextField(blank=True, default="")


class Closing(models.Model):
    """How a case ended, with the amounts and the conditions as computed that day (结案)."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="closings")
    way = models.CharField(max_length=24)
    closed_on = models.DateField()
    owed = models.BigIntegerField()
    collected = models.BigIntegerField()
    outstanding = models.BigIntegerField()
    reason = models.TextField(blank=True, default="")
    check_result = models.JSONField(default=list)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], name="a_case_closes_once")
        ]


class LibraryEntry(models.Model):
    """A case in the library of terminated cases (终本案件信息库)."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="library_entry")
    entered_on = models.DateField()
    masked_on = models.DateField(null=True)
    mask_reason = models.CharField(max_length=200, blank=True, default="")
