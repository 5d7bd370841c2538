"""A person or firm as one court knows it. Its identity number is sealed and found by keyed hash."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Party(models.Model):
    """A natural person, firm or other body that is party to cases of a court (当事人)."""

    class Kind(models.TextChoices):
        PERSON = "person", "自然人"
        FIRM = "firm", "法人"
        OTHER = "other", "非法人组织"

    class Standing(models.TextChoices):
        PRESENT = "present", "正常"
        DEAD = "dead", "死亡"
        MINOR = "minor", "未成年"
        DEREGISTERED = "deregistered", "注销"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    pinyin_key = models.CharField(max_length=400, blank=True, default="")
    identity_kind = models.CharField(max_length=20, blank=True, default="")
    identity_sealed = models.TextField(blank=True, default="")
    identity_hash = models.CharField(max_length=64, blank=True, default="")
    identity_masked = models.CharField(max_length=40, blank=True, default="")
    identity_tail = models.CharField(max_length=4, blank=True, default="")
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    phone_sealed = models.TextField(blank=True, default="")
    legal_representative = models.CharField(max_length=120, blank=True, default="")
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.PRESENT)
    public_body = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["court", "identity_hash"],
                condition=~models.Q(identity_hash=""),
                name="one_party_an_identity",
            ),
            models.CheckConstraint(
                condition=models.Q(identity_hash="", identity_sealed="")
                | ~models.Q(identity_hash="") & ~models.Q(identity_sealed=""),
                name="identity_sealed_and_hashed_together",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["identity_hash"], name="party_identity_hash"),
            models.Index(fields=["court", "identity_tail"], name="party_identity_tail"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="party_name_trigram"),
        ]
