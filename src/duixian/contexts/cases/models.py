"""A case, its titles and obligations, its parties, who handles it, what stops its clocks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from duixian.contexts.cases.models_import import ImportBatch as ImportBatch
from duixian.contexts.cases.models_import import ImportRow as ImportRow


class Case(models.Model):
    """An enforcement case (执行案件)."""

    class State(models.TextChoices):
        OPEN = "open", "在办"
        SUSPENDED = "suspended", "中止"
        CLOSED = "closed", "已结"

    class Closing(models.TextChoices):
        EXECUTED = "executed", "执行完毕"
        TERMINATED_PROCEEDINGS = "terminated_proceedings", "终结本次执行程序"
        FINALLY_TERMINATED = "finally_terminated", "终结执行"
        STRUCK_OFF = "struck_off", "销案"
        NOT_ENFORCED = "not_enforced", "不予执行"
        REJECTED = "rejected", "驳回申请"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    docket_number = models.CharField(max_length=60)
    docket_year = models.PositiveSmallIntegerField()
    docket_type = models.CharField(max_length=6)
    docket_serial = models.PositiveIntegerField()
    source = models.CharField(max_length=40)
    cause = models.CharField(max_length=80)
    applied_on = models.DateField()
    filed_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True)
    closing = models.CharField(max_length=24, choices=Closing.choices, blank=True, default="")
    officer = models.ForeignKey("courts.Person", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("courts.Team", models.PROTECT, null=True, related_name="+")
    assigned_on = models.DateField(null=True)
    flags = ArrayField(models.CharField(max_length=30), default=list)
    series = models.CharField(max_length=80, blank=True, default="")
    creditor_names = models.CharField(max_length=400)
    debtor_names = models.CharField(max_length=400)
    names_key = models.CharField(max_length=800)
    claim_amount = models.BigIntegerField()
    collected_amount = models.BigIntegerField(default=0)
    waived_amount = models.BigIntegerField(default=0)
    owed_amount = models.BigIntegerField()
    owed_on = models.DateField()
    property_class = models.CharField(max_length=20, blank=True, default="")
    classified_on = models.DateField(null=True)
    resumed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="resumptions")
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    remarks = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court", "docket_number"], name="one_case_a_docket"),
            models.UniqueConstraint(
                fields=["court", "docket_year", "docket_type", "docket_serial"],
                condition=models.Q(docket_serial__gt=0),
                name="one_case_a_serial",
            ),
            models.UniqueConstraint(
                fields=["court", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="one_case_a_fingerprint",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False) & ~models.Q(closing="")
                | ~models.Q(state="closed") & models.Q(closed_on__isnull=True, closing=""),
                name="closed_with_day_and_way",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    claim_amount__gte=0, collected_amount__gte=0, waived_amount__gte=0
                ),
                name="amounts_not_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "officer", "filed_on"],
                condition=~models.Q(state="closed"),
                name="case_open_of_officer",
            ),
            models.Index(fields=["court", "-filed_on", "-id"], name="case_newest"),
            models.Index(fields=["court", "closing", "closed_on"], name="case_closed"),
            GinIndex(fields=["names_key"], opclasses=["gin_trgm_ops"], name="case_names_trigram"),
            GinIndex(
                fields=["docket_number"], opclasses=["gin_trgm_ops"], name="case_docket_trigram"
            ),
        ]

    def __str__(self) -> str:
        return self.docket_number


class Title(models.Model):
    """What is enforced (执行依据): a judgment, mediation statement, award, notarial deed."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="titles")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    effective_on = models.DateField()
    performance_due_on = models.DateField()
    operative_text = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["court", "number"], name="title_number")]


class Obligation(models.Model):
    """One operative item of a title (判项). Money in fen; interest terms as the law floor reads."""

    class Kind(models.TextChoices):
        MONEY = "money", "给付金钱"
        ACT = "act", "作为"
        THING = "thing", "交付物"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    title = models.ForeignKey(Title, models.PROTECT, related_name="obligations")
    case = models.ForeignKey(Case, models.PROTECT, related_name="obligations")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    text = models.TextField(blank=True, default="")
    principal = models.BigIntegerField(default=0)
    interest_fixed = models.BigIntegerField(default=0)
    costs = models.BigIntegerField(default=0)
    interest_terms = models.JSONField(null=True)
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "seq"], name="one_item_a_seq"),
            models.CheckConstraint(
                condition=models.Q(principal__gte=0, interest_fixed__gte=0, costs__gte=0),
                name="obligation_not_negative",
            ),
        ]


class CaseParty(models.Model):
    """A party in its role in a case (申请执行人、被执行人)."""

    class Role(models.TextChoices):
        CREDITOR = "creditor", "申请执行人"
        DEBTOR = "debtor", "被执行人"

    class Liability(models.TextChoices):
        SOLE = "sole", "单独"
        JOINT = "joint", "连带"
        SEVERAL = "several", "按份"
        SUPPLEMENTARY = "supplementary", "补充"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="appearances")
    role = models.CharField(max_length=10, choices=Role.choices)
    seq = models.PositiveSmallIntegerField()
    liability = models.CharField(
        max_length=14, choices=Liability.choices, default=Liability.SOLE, blank=True
    )
    share = models.BigIntegerField(null=True)
    agent = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "party", "role"], name="one_appearance_a_role"),
            models.CheckConstraint(
                condition=~models.Q(liability="several") | models.Q(share__isnull=False),
                name="several_liability_has_share",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "role"], name="appearance_of_party")]


class Assignment(models.Model):
    """Who was given the case, when and why (分案). Append-only; the newest holds."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    officer = models.ForeignKey("courts.Person", models.PROTECT, related_name="+")
    assigned_on = models.DateField()
    reasons = models.JSONField()


class PanelMember(models.Model):
    """A judge of the case's panel (合议庭成员). Append-only; the newest forming sits."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="panel")
    person = models.ForeignKey("courts.Person", models.PROTECT, related_name="+")
    presiding = models.BooleanField(default=False)
    forming = models.PositiveSmallIntegerField(default=1)
    formed_on = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "forming", "person"], name="one_seat_a_judge")
        ]


class Pause(models.Model):
    """A time that stops the case's clocks (中止、暂缓、扣除期限): ground, from, to."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=20)
    ground = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    stops_interest = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="pause_not_reversed",
            )
        ]


class Extension(models.Model):
    """The execution term was extended (延长执行期限). Append-only."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    ground = models.TextField()
    months = models.PositiveSmallIntegerField()
    approved_on = models.DateField()


class Credit(models.Model):
    """Money credited to the claim (抵充): what the debtor is taken to have paid, by date.

    Written by the ledger's acts; a correction is another row. Everything that computes what is
    still owed reads it here. Append-only.
    """

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="credits")
    on = models.DateField()
    amount = models.BigIntegerField()
    source = models.CharField(max_length=60)
