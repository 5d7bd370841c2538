"""An imported list of cases (导入批次) and what became of each case of it.

Identity numbers and telephone numbers are never kept here: the list itself is, for some days, in
the data folder, readable by the house alone, and it is read again when its cases are filed.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportBatch(models.Model):
    """One list brought to one court (导入批次). done of total: cases worked through (进度).

    While it is checked they count the rows of the sheet instead.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "检查中"
        UNREADABLE = "unreadable", "读不了"
        PREVIEWED = "previewed", "待导入"
        RUNNING = "running", "导入中"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已取消"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=120, blank=True, default="")
    sheet = models.CharField(max_length=120, blank=True, default="")
    mapping = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    read_on = models.DateField()
    rows_read = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey("courts.Person", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    started_by = models.ForeignKey("courts.Person", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="import_not_beyond_total"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(started_at__isnull=False),
                name="running_import_was_started",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["court", "-id"], name="import_newest")]


class ImportRow(models.Model):
    """One case of a list (导入行): where it stands in the file, and what became of it.

    clean: to be filed; refused: at fault in the list; duplicate: filed already; failed: filing
    refused it, with message and cure among its problems. Amounts in fen.
    """

    class State(models.TextChoices):
        CLEAN = "clean", "可以导入"
        REFUSED = "refused", "有问题"
        IMPORTED = "imported", "已导入"
        DUPLICATE = "duplicate", "以前导入过"
        FAILED = "failed", "没有导入"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    first_row = models.PositiveIntegerField()
    rows = ArrayField(models.PositiveIntegerField())
    state = models.CharField(max_length=10, choices=State.choices)
    docket_number = models.CharField(max_length=80, blank=True, default="")
    creditor_names = models.CharField(max_length=400, blank=True, default="")
    debtor_names = models.CharField(max_length=400, blank=True, default="")
    claim_amount = models.BigIntegerField(null=True)
    filed_on = models.DateField(null=True)
    officer_name = models.CharField(max_length=80, blank=True, default="")
    problems = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "first_row"], name="one_import_row_a_place"),
            models.CheckConstraint(
                condition=~models.Q(state="imported") | models.Q(case__isnull=False),
                name="imported_row_has_case",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "state", "first_row"], name="import_row_by_state"),
        ]
