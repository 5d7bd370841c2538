"""Measures on property, and the orders that institutions must carry out, each exactly once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Measure(models.Model):
    """A measure on one asset (控制措施): freeze, seal up, or the levy of what was frozen."""

    class Kind(models.TextChoices):
        FREEZE = "freeze", "冻结"
        SEAL = "seal", "查封"
        LEVY = "levy", "扣划"

    class State(models.TextChoices):
        ORDERED = "ordered", "已裁定，待回执"
        EFFECTIVE = "effective", "已生效"
        QUEUED = "queued", "轮候"
        REFUSED = "refused", "未能办理"
        LIFTED = "lifted", "已解除"
        EXPIRED = "expired", "届满失效"
        LEVIED = "levied", "已扣划"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="measures")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ORDERED)
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="levies")
    ordered_on = models.DateField()
    ordered_amount = models.BigIntegerField(null=True)
    days = models.PositiveIntegerField(null=True)
    queued_behind_others = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    held_amount = models.BigIntegerField(default=0)
    levied_amount = models.BigIntegerField(default=0)
    effective_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    must_be_sold = models.BooleanField(default=False)
    excess_reason = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=400, blank=True, default="")
    registration = models.CharField(max_length=80, blank=True, default="")
    ruling_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=models.Q(state__in=["ordered", "effective", "queued"])
                & ~models.Q(kind="levy"),
                name="one_live_measure_an_asset",
            ),
            models.CheckConstraint(
                condition=models.Q(held_amount__gte=0, levied_amount__gte=0),
                name="held_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="levy", taken_from__isnull=False)
                | ~models.Q(kind="levy") & models.Q(taken_from__isnull=True),
                name="levy_has_its_freeze",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["freeze", "levy"]) | models.Q(ordered_amount__gt=0),
                name="money_measure_has_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="effective") | models.Q(ends_on__isnull=False),
                name="effective_measure_ends",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "state"], name="measure_case"),
            models.Index(
                fields=["court", "ends_on"],
                condition=models.Q(state="effective"),
                name="measure_expiring",
            ),
            models.Index(
                fields=["court", "id"],
                condition=models.Q(state="queued"),
                name="measure_queue",
            ),
        ]

    @property
    def alive(self) -> bool:
        """Ordered, effective or waiting its turn."""
        return self.state in (self.State.ORDERED, self.State.EFFECTIVE, self.State.QUEUED)


class MeasureOrder(models.Model):
    """One order to one institution (协助执行事项). `correlation` makes it take effect once."""

    class Kind(models.TextChoices):
        FREEZE = "freeze", "冻结"
        SEAL = "seal", "查封"
        QUEUE = "queue", "轮候"
        CONTINUE = "continue", "续行"
        LIFT = "lift", "解除"
        LIFT_QUEUED = "lift_queued", "解除轮候"
        REDUCE = "reduce", "部分解除"
        LEVY = "levy", "扣划"

    class State(models.TextChoices):
        TO_SEND = "to_send", "待发送"
        SENT = "sent", "已发送"
        CONFIRMED = "confirmed", "已办结"
        REFUSED = "refused", "未能办理"
        FAILED = "failed", "发送失败"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="orders")
    institution = models.ForeignKey("assets.Institution", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by_network = models.BooleanField(default=True)
    amount = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    pay_into = models.JSONField(null=True)
    correlation = models.CharField(max_length=64, unique=True)
    original = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.TO_SEND)
    ordered_on = models.DateField()
    sent_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=models.Q(state__in=["to_send", "sent", "failed"]),
                name="one_open_order_a_measure",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "failed"]) | ~models.Q(reason=""),
                name="failed_order_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "id"],
                condition=models.Q(state="to_send", by_network=True),
                name="order_to_send",
            ),
            models.Index(
                fields=["court", "sent_on"],
                condition=models.Q(state="sent"),
                name="order_waiting",
            ),
            models.Index(fields=["measure"], name="order_measure"),
        ]
