"""What the workflow did about an entry: seen, retried, switched off."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Reaction(models.Model):
    """One reaction to one entry (流程反应): done, refused with its reason, or switched off."""

    class Outcome(models.TextChoices):
        DONE = "done", "已办"
        WAITING = "waiting", "待签"
        REFUSED = "refused", "未办"
        OFF = "off", "已停用"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    message = models.CharField(max_length=400, blank=True, default="")
    done_at = models.DateTimeField()

    append_only = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry_id", "name"], name="one_reaction_an_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["case_id"], name="reaction_case")]


class Switch(models.Model):
    """A reaction a court has switched off (停用的流程反应)."""

    deletable = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court", "name"], name="one_switch_a_reaction")
        ]
