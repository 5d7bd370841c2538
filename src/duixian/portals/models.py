"""What the public pages remember of visits: how many came, never from whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class VisitSlot(models.Model):
    """Visits within one span of time (访问频次); the key is a keyed hash, not an address."""

    shared_by_courts = True
    deletable = True

    key = models.CharField(max_length=64, primary_key=True)
    opened_at = models.DateTimeField()
    visits = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["opened_at"], name="visit_slot_opened")]
