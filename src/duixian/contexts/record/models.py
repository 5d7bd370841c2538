"""Tables of the record. Refers to courts, cases and people by id only: it stands under them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Chain(models.Model):
    """The head of one hash chain (链首); its row lock serialises the acts of one case."""

    name = models.CharField(max_length=40, primary_key=True)
    court_id = models.BigIntegerField(db_index=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(length=0, head="") | models.Q(length__gt=0) & ~models.Q(head=""),
                name="chain_head_fits_length",
            )
        ]


class Entry(models.Model):
    """One line of the journal (日志): an act that took effect. Append-only in the database."""

    append_only = True

    chain = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    court_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    signers = models.JSONField(default=list)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField()
    result = models.JSONField()
    provisions = models.JSONField(default=list)
    line = models.TextField(default="")
    previous = models.CharField(max_length=64, default="", blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_place_in_chain"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="entry_seq_from_one"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case_id", "seq"], name="entry_case_seq"),
            models.Index(fields=["court_id", "recorded_at"], name="entry_court_recorded"),
            models.Index(fields=["act", "occurred_on"], name="entry_act_occurred"),
        ]


class Draft(models.Model):
    """An act waiting for signatures (待签发). Its facts are checked again when it takes effect."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待签"
        EFFECTED = "effected", "已签发"
        REFUSED = "refused", "退回"
        LAPSED = "lapsed", "条件已失"
        WITHDRAWN = "withdrawn", "撤回"

    court_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=80)
    facts = models.JSONField()
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    occurred_on = models.DateField()
    created_at = models.DateTimeField()
    steps = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    step = models.PositiveSmallIntegerField(default=0)
    waiting_role = models.CharField(max_length=30, blank=True, default="")
    entry_id = models.BigIntegerField(null=True)
    refusal = models.JSONField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["court_id", "waiting_role", "created_at"],
                condition=models.Q(status="waiting"),
                name="draft_waiting",
            ),
            models.Index(fields=["case_id"], name="draft_case"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(status="effected") | models.Q(entry_id__isnull=False),
                name="effected_draft_has_entry",
            )
        ]


class DraftSignature(models.Model):
    """One person's word on a draft (签批意见). Append-only."""

    append_only = True

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="signatures")
    court_id = models.BigIntegerField()
    step = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    for_person_id = models.BigIntegerField(null=True)
    for_person_name = models.CharField(max_length=80, blank=True, default="")
    agreed = models.BooleanField()
    note = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "person_id"], name="one_word_a_person")
        ]


class Repeat(models.Model):
    """An idempotency key already used (幂等键): the same key gives the same answer."""

    append_only = True

    court_id = models.BigIntegerField()
    who = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    facts_hash = models.CharField(max_length=64)
    entry_id = models.BigIntegerField(null=True)
    draft_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["who", "key"], name="one_act_a_key")
        ]


class Counter(models.Model):
    """A serial without gaps (连续编号): the row stays locked until the act commits."""

    scope = models.CharField(max_length=120, primary_key=True)
    court_id = models.BigIntegerField()
    last = models.PositiveIntegerField()


class DayRoot(models.Model):
    """The Merkle root over a court's chain heads at the end of a day (日根). Append-only."""

    append_only = True

    court_id = models.BigIntegerField()
    day = models.DateField()
    heads = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court_id", "day"], name="one_root_a_day")
        ]
