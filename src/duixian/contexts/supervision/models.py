"""Warnings to those who must act, instructions by superiors, and what a court warns of when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

_LIVE = models.Q(state__in=["open", "answered"])


class Warning(models.Model):
    """A clock is near its day or past it, or more is frozen than is owed (预警).

    step: days before the due date (3), or after it (-1: one day late) at which it was raised.
    """

    class Cause(models.TextChoices):
        DEADLINE = "deadline", "期限"
        EXCESS = "excess", "超额控制"

    class Level(models.TextChoices):
        OFFICER = "officer", "承办人"
        DIRECTOR = "bureau_director", "执行局长"
        PRESIDENT = "president", "院长"

    class State(models.TextChoices):
        OPEN = "open", "待回应"
        ANSWERED = "answered", "已说明"
        CLOSED = "closed", "已消除"

    class Because(models.TextChoices):
        MET = "met", "已办"
        CANCELLED = "cancelled", "不再需要"
        PAUSED = "paused", "期限暂停"
        MOVED = "moved", "届满日顺延"
        REPLACED = "replaced", "由新预警接替"
        RELEASED = "released", "多余部分已解除"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="warnings")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.DEADLINE)
    node = models.CharField(max_length=60, blank=True, default="")
    subject = models.CharField(max_length=40, blank=True, default="")
    round = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(max_length=20, choices=Level.choices)
    to_role = models.CharField(max_length=30)
    step = models.SmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    raised_on = models.DateField()
    entry_id = models.BigIntegerField()
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    plan = models.TextField(blank=True, default="")
    plan_by = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_because = models.CharField(
        max_length=10, choices=Because.choices, blank=True, default=""
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "cause", "node", "subject", "round", "level"],
                condition=_LIVE,
                name="one_live_warning_a_level",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                & ~models.Q(closed_because="")
                | _LIVE & models.Q(closed_on__isnull=True, closed_because=""),
                name="closed_warning_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | models.Q(answered_on__isnull=False) & ~models.Q(reason="") & ~models.Q(plan=""),
                name="answered_warning_has_answer",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["court", "level"], condition=_LIVE, name="warning_live_of_court"),
            models.Index(fields=["case"], name="warning_case"),
            models.Index(fields=["court", "raised_on"], name="warning_raised"),
        ]

    @property
    def live(self) -> bool:
        return self.state != self.State.CLOSED


class WarningSetting(models.Model):
    """When a court warns and reports upwards (预警设置); node "" holds for every node."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    node = models.CharField(max_length=60, blank=True, default="")
    days_before = ArrayField(models.PositiveSmallIntegerField(), null=True)
    director_after = models.PositiveSmallIntegerField(null=True)
    president_after = models.PositiveSmallIntegerField(null=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court", "node"], name="one_warning_setting_a_node")
        ]


class Instruction(models.Model):
    """A superior tells the officer to do something in a case by a day (督办)."""

    class State(models.TextChoices):
        OPEN = "open", "待报告"
        REPORTED = "reported", "已报告"
        SETTLED = "settled", "已销号"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="instructions")
    from_court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    from_person = models.ForeignKey("courts.Person", models.PROTECT, related_name="+")
    from_name = models.CharField(max_length=60)
    from_role = models.CharField(max_length=30)
    demand = models.TextField()
    given_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    report = models.TextField(blank=True, default="")
    reported_on = models.DateField(null=True)
    reported_by = models.CharField(max_length=60, blank=True, default="")
    settled_on = models.DateField(null=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("given_on")),
                name="instruction_due_after_given",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="reported")
                | models.Q(reported_on__isnull=False) & ~models.Q(report=""),
                name="reported_instruction_has_report",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "due_on"],
                condition=~models.Q(state="settled"),
                name="instruction_live",
            ),
            models.Index(fields=["case"], name="instruction_case"),
            models.Index(fields=["from_person"], name="instruction_giver"),
        ]
