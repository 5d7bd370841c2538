"""Payouts: each is a hold on the case's account until the bank says it was paid or not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Payout(models.Model):
    """Money on its way to a payee (发放): ordered, paid or failed.

    Whose it is: `payee`, a party of the case, or the buyer of `sale`, or who paid towards
    `round` in which nobody bought: they get back what is theirs.
    `account_name` is the name of whoever it is paid to.

    `paid_from`: the number at the bank `institution_key` the order draws on; empty: no bank is
    connected, finance pays at the counter. `trouble`: why the order does not reach the bank;
    `doubt`: in what the bank's answer differs from the order (待核实).
    """

    class State(models.TextChoices):
        ORDERED = "ordered", "付款中"
        PAID = "paid", "已付"
        FAILED = "failed", "付款失败"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="payouts")
    payee = models.ForeignKey("cases.CaseParty", models.PROTECT, null=True, related_name="payouts")
    sale = models.ForeignKey("disposal.Sale", models.PROTECT, null=True, related_name="payouts")
    round = models.ForeignKey("disposal.Auction", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    account_name = models.CharField(max_length=120)
    account_sealed = models.TextField()
    account_masked = models.CharField(max_length=40)
    bank_name = models.CharField(max_length=120)
    order_id = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    ordered_on = models.DateField()
    settled_on = models.DateField(null=True)
    bank_reference = models.CharField(max_length=80, blank=True, default="")
    failure = models.CharField(max_length=200, blank=True, default="")
    institution_key = models.CharField(max_length=63, blank=True, default="")
    paid_from = models.CharField(max_length=40, blank=True, default="")
    sent_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    trouble = models.CharField(max_length=200, blank=True, default="")
    doubt = models.CharField(max_length=200, blank=True, default="")
    hold = models.OneToOneField("ledger.Transfer", models.PROTECT, related_name="payout")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_positive"),
            models.UniqueConstraint(fields=["court", "number"], name="one_payout_a_number"),
            models.CheckConstraint(
                condition=models.Q(payee__isnull=False, sale__isnull=True, round__isnull=True)
                | models.Q(payee__isnull=True, sale__isnull=False, round__isnull=True)
                | models.Q(payee__isnull=True, sale__isnull=True, round__isnull=False),
                name="payout_to_a_party_or_a_buyer",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ordered", settled_on__isnull=True)
                | models.Q(state__in=["paid", "failed"], settled_on__isnull=False),
                name="settled_payout_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "ordered_on"],
                condition=models.Q(state="ordered"),
                name="payout_under_way",
            )
        ]


class Plan(models.Model):
    """How money is split among several creditors (财产分配方案). The newest of a case holds."""

    append_only = True

    class DebtorKind(models.TextChoices):
        PERSON = "person", "公民或者其他组织"
        COMPANY = "company", "企业法人"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plans")
    debtor_kind = models.CharField(max_length=8, choices=DebtorKind.choices)
    drawn_on = models.DateField()
    entry_id = models.BigIntegerField()


class PlanClaim(models.Model):
    """One creditor's claim in a plan (参与分配的债权), in fen, with its rank."""

    append_only = True

    class Rank(models.TextChoices):
        SECURED = "secured", "担保物权"
        PRIORITY = "priority", "其他优先受偿权"
        ORDINARY = "ordinary", "普通债权"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="claims")
    creditor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    principal = models.BigIntegerField()
    ordinary = models.BigIntegerField(default=0)
    doubled = models.BigIntegerField(default=0)
    rank = models.CharField(max_length=8, choices=Rank.choices, default=Rank.ORDINARY)
    charge_on_object = models.BooleanField(default=False)
    charge_order = models.PositiveSmallIntegerField(default=1)
    measure_order = models.PositiveSmallIntegerField(default=1)
    wages = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "creditor"], name="one_claim_a_creditor"),
            models.CheckConstraint(
                condition=models.Q(principal__gte=0, ordinary__gte=0, doubled__gte=0),
                name="plan_claim_not_negative",
            ),
        ]
