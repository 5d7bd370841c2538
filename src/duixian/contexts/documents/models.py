"""What the court issued and how it reached people. Nothing here is ever changed or deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from duixian.contexts.documents.engine import Method


class TemplateText(models.Model):
    """A template as it stood when a paper was issued with it (文书样式存本), by its digest.

    Papers are printed from here, so a template improved later changes no paper of the past.
    """

    shared_by_courts = True
    append_only = True

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = models.JSONField()


class Document(models.Model):
    """A paper the court issued (文书): its facts with their sources, from which it is printed.

    facts: {field: {"value", "source"}}, identity numbers sealed; serial: its place in the run of
    numbers of its series (之几), none for papers that bear the bare docket number; about: what
    else it concerns, by the names the journal uses ({"measure": 5}); content_hash: SHA-256 over
    its words.
    """

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=60)
    series = models.CharField(max_length=20, blank=True, default="")
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=80, blank=True, default="")
    addressee = models.CharField(max_length=400, blank=True, default="")
    facts = models.JSONField()
    template = models.ForeignKey(TemplateText, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    entry_id = models.BigIntegerField()
    signers = models.JSONField(default=list)
    seal = models.CharField(max_length=80, blank=True, default="")
    notice = models.CharField(max_length=120, blank=True, default="")
    must_be_served = models.BooleanField(default=False)
    about = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "series", "serial"],
                condition=models.Q(serial__isnull=False),
                name="one_document_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(series="", serial__isnull=True)
                | ~models.Q(series="") & models.Q(serial__gte=1),
                name="document_numbered_in_series",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "issued_on", "id"], name="document_case_issued"),
            models.Index(fields=["court", "kind", "issued_on"], name="document_court_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def values(self) -> dict[str, Any]:
        """The facts without their sources, identity numbers still sealed."""
        return {name: traced["value"] for name, traced in self.facts.items()}


class Service(models.Model):
    """One attempt to bring a paper to a person (送达): how, when, with what proof.

    served_on: day of the signature, of the receipt, or of publication; completed_on: the day
    from which the law takes it as served, none when the attempt failed.
    """

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="services")
    document = models.ForeignKey(Document, models.PROTECT, related_name="services")
    recipient = models.ForeignKey(
        "cases.CaseParty", models.PROTECT, null=True, related_name="services"
    )
    recipient_name = models.CharField(max_length=120)
    method = models.CharField(
        max_length=12, choices=[(method.value, method.label) for method in Method]
    )
    served_on = models.DateField()
    completed_on = models.DateField(null=True)
    address = models.CharField(max_length=200, blank=True, default="")
    received_by = models.CharField(max_length=120, blank=True, default="")
    receipt = models.CharField(max_length=400, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(completed_on__isnull=True)
                | models.Q(completed_on__gte=models.F("served_on")),
                name="service_completed_after_begun",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_on__isnull=False) | ~models.Q(reason=""),
                name="failed_service_has_reason",
            ),
            models.UniqueConstraint(
                fields=["document", "recipient"],
                condition=models.Q(completed_on__isnull=False, recipient__isnull=False),
                name="served_on_a_party_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "served_on"], name="service_case_served"),
        ]

    @property
    def succeeded(self) -> bool:
        return self.completed_on is not None
