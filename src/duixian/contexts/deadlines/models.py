"""One row a clock: a projection of the journal, rebuilt from it at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Deadline(models.Model):
    """A statutory node running in a case (期限节点)."""

    deletable = True  # a projection: rebuilding replaces the rows of a case

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        PAUSED = "paused", "暂停"
        MET = "met", "已办"
        CANCELLED = "cancelled", "已了"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="deadlines")
    node = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True, default="")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices)
    officer_id = models.BigIntegerField(null=True)
    responsible = models.CharField(max_length=30)
    started_on = models.DateField()
    started_entry = models.BigIntegerField()
    due_on = models.DateField(null=True)
    unknown_because = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    intervals = models.JSONField(default=list)
    open_pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    ended_on = models.DateField(null=True)
    ended_entry = models.BigIntegerField(null=True)
    missed_on = models.DateField(null=True)
    missed_entry = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "node", "subject", "round"], name="one_clock_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "paused"], ended_on__isnull=True)
                | models.Q(state__in=["met", "cancelled"], ended_on__isnull=False),
                name="ended_clock_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "due_on"],
                condition=models.Q(state="running"),
                name="deadline_due_in_court",
            ),
            models.Index(
                fields=["officer_id", "due_on"],
                condition=models.Q(state="running"),
                name="deadline_due_of_officer",
            ),
            models.Index(fields=["case"], name="deadline_case"),
        ]

    @property
    def late(self) -> bool:
        """Met after the day it was due."""
        return (
            self.state == self.State.MET
            and self.due_on is not None
            and self.ended_on is not None
            and self.ended_on > self.due_on
        )
