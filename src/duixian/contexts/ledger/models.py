"""Accounts and transfers. A transfer is added, never edited; the database refuses overdrafts.

Credit balances: what the court holds for a case is a credit balance of the case's account, against
the debit balance of the court's bank account. `hold`, `post` and `void` are transfers of their own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """One account of a court's ledger (账户). Balances are sums of its transfers."""

    class Kind(models.TextChoices):
        BANK = "bank", "执行款专户"
        CASE = "case", "案件分户（一案一账号）"
        UNKNOWN = "unknown", "不明款"
        PAID_OUT = "paid_out", "已发放"
        FEE = "fee", "执行申请费"
        REFUNDED = "refunded", "已退回"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="accounts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=40)
    debits_posted = models.BigIntegerField(default=0)
    credits_posted = models.BigIntegerField(default=0)
    debits_held = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court", "number"], name="one_account_a_number"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(kind="case"),
                name="one_account_a_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["case", "unknown"])
                | models.Q(credits_posted__gte=models.F("debits_posted") + models.F("debits_held")),
                name="held_for_others_never_overdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(debits_posted__gte=0, credits_posted__gte=0, debits_held__gte=0),
                name="sums_not_negative",
            ),
        ]

    @property
    def balance(self) -> int:
        """What the account holds for its case, fen, holds not deducted."""
        return self.credits_posted - self.debits_posted

    @property
    def available(self) -> int:
        """What may still be paid out: the balance less what is held for payouts under way."""
        return self.balance - self.debits_held


class Transfer(models.Model):
    """Money moved between two accounts of one court (记账). Append-only."""

    append_only = True

    class Kind(models.TextChoices):
        POSTED = "posted", "入账"
        HOLD = "hold", "预留"
        POST_HOLD = "post_hold", "预留转付"
        VOID_HOLD = "void_hold", "预留撤销"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    on = models.DateField()
    hold = models.ForeignKey("self", models.PROTECT, null=True, related_name="settlements")
    entry_id = models.BigIntegerField()
    purpose = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_positive"),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")), name="transfer_between_two"
            ),
            models.UniqueConstraint(
                fields=["hold"],
                condition=models.Q(hold__isnull=False),
                name="a_hold_is_settled_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["post_hold", "void_hold"], hold__isnull=False)
                | models.Q(kind__in=["posted", "hold"], hold__isnull=True),
                name="settlement_names_its_hold",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["debit", "id"], name="transfer_debit"),
            models.Index(fields=["credit", "id"], name="transfer_credit"),
        ]


class Receipt(models.Model):
    """Money that reached the court for a case, or is not yet known for which (到账).

    `payment_reference`: the sale the money was recognised for (缴款编号), for money of a sale
    alone. `payer_account_hash`: the keyed hash of the account it came from, where the bank said.
    """

    class How(models.TextChoices):
        LEVIED = "levied", "扣划"
        PAID = "paid", "被执行人交纳"
        SOLD = "sold", "变价款"
        OTHER = "other", "其他"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="receipts")
    number = models.CharField(max_length=40)
    how = models.CharField(max_length=8, choices=How.choices)
    amount = models.BigIntegerField()
    received_on = models.DateField()
    payer = models.CharField(max_length=120)
    bank_reference = models.CharField(max_length=80)
    payment_reference = models.CharField(max_length=20, blank=True, default="")
    payer_account_hash = models.CharField(max_length=64, blank=True, default="")
    disbursed = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["court", "bank_reference"], name="one_receipt_a_bank_reference"
            ),
            models.UniqueConstraint(fields=["court", "number"], name="one_receipt_a_number"),
            models.CheckConstraint(
                condition=models.Q(
                    amount__gt=0, disbursed__gte=0, disbursed__lte=models.F("amount")
                ),
                name="disbursed_within_receipt",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["court", "received_on"],
                condition=models.Q(disbursed__lt=models.F("amount")),
                name="receipt_not_disbursed",
            ),
        ]

    @property
    def left(self) -> int:
        return self.amount - self.disbursed


class CourtBankAccount(models.Model):
    """The account a court keeps at a bank for money of cases (执行款专户)."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    institution_key = models.CharField(max_length=63)
    name = models.CharField(max_length=120)
    bank = models.CharField(max_length=120)
    number = models.CharField(max_length=22, unique=True)
    opened_on = models.DateField()
    active = models.BooleanField(default=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["court"],
                condition=models.Q(active=True),
                name="one_active_account_a_court",
            )
        ]


class StatementLine(models.Model):
    """One line of the bank's own statement (银行流水), for reconciliation. Append-only.

    `serial` is absent for lines entered by hand. `named`: the number the payer wrote.
    `payer_account_sealed`: the account the money came from, sealed.
    """

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    bank_reference = models.CharField(max_length=80)
    on = models.DateField()
    amount = models.BigIntegerField()
    counterparty = models.CharField(max_length=120)
    remark = models.CharField(max_length=200, blank=True, default="")
    bank_account = models.CharField(max_length=22, blank=True, default="")
    serial = models.BigIntegerField(null=True)
    named = models.CharField(max_length=40, blank=True, default="")
    value_on = models.DateField(null=True)
    request_number = models.CharField(max_length=64, blank=True, default="")
    order_number = models.CharField(max_length=64, blank=True, default="")
    payer_account_sealed = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["court", "bank_reference"], name="one_line_a_bank_reference"
            ),
            models.UniqueConstraint(
                fields=["court", "bank_account", "serial"],
                condition=models.Q(serial__isnull=False),
                name="one_line_a_serial",
            ),
        ]
