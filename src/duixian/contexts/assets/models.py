"""Institutions, inquiries and their answers, declarations, leads, surveys, and what was found."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PropertyKind(models.TextChoices):
    """What kind of property a thing is (财产种类)."""

    DEPOSIT = "deposit", "存款"
    REAL_ESTATE = "real_estate", "不动产"
    VEHICLE = "vehicle", "车辆"
    EQUITY = "equity", "股权"
    SECURITY = "security", "有价证券"
    OTHER = "other", "其他财产"


class Institution(models.Model):
    """An institution that assists (协助执行单位): whom it is, and what may be asked of it."""

    shared_by_courts = True

    class Channel(models.TextChoices):
        NETWORK = "network", "网络"
        COUNTER = "counter", "临柜"

    key = models.CharField(max_length=63, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=4)
    capabilities = ArrayField(models.CharField(max_length=20), default=list)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.NETWORK)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Inquiry(models.Model):
    """One question about one debtor to one institution (查询)."""

    class State(models.TextChoices):
        TO_SEND = "to_send", "待发送"
        SENT = "sent", "已发送"
        ANSWERED = "answered", "已反馈"
        REFUSED = "refused", "被退回"
        FAILED = "failed", "发送失败"
        OVERDUE = "overdue", "逾期未反馈"

    class Purpose(models.TextChoices):
        SURVEY = "survey", "财产调查"
        BEFORE_CONTROL = "before_control", "控制、续行前核实"
        POST_TERMINATION = "post_termination", "终本后定期查询"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="inquiries")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    kinds = ArrayField(models.CharField(max_length=12, choices=PropertyKind.choices))
    correlation = models.CharField(max_length=64, unique=True)
    entry_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.TO_SEND)
    ordered_on = models.DateField()
    sent_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=400, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="answered") | models.Q(answered_on__isnull=False),
                name="answered_inquiry_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "failed"]) | ~models.Q(reason=""),
                name="failed_inquiry_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "debtor"], name="inquiry_case"),
            models.Index(
                fields=["court", "id"],
                condition=models.Q(state="to_send"),
                name="inquiry_to_send",
            ),
            models.Index(
                fields=["court", "due_on"],
                condition=models.Q(state="sent"),
                name="inquiry_waiting",
            ),
        ]


class Answer(models.Model):
    """What an institution said (反馈), as it came, identity and account numbers sealed."""

    append_only = True

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "身份相符"
        MISMATCH = "mismatch", "身份不符，不予采用"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="answers")
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    answered_on = models.DateField()
    received_at = models.DateTimeField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    evidence_sealed = models.TextField(blank=True, default="")
    found_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "content_hash"], name="one_answer_a_content")
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-received_at"], name="answer_case"),
            models.Index(fields=["court", "-received_at"], name="answer_court"),
        ]


class Asset(models.Model):
    """One thing a debtor of a case owns (被执行人财产)."""

    class State(models.TextChoices):
        FOUND = "found", "已查明"
        CONTROLLED = "controlled", "已控制"
        DISPOSED = "disposed", "已处置"
        RELEASED = "released", "已解除"
        NOT_ENFORCEABLE = "not_enforceable", "不宜执行"

    class FoundBy(models.TextChoices):
        INQUIRY = "inquiry", "网络查询"
        DECLARATION = "declaration", "被执行人报告"
        LEAD = "lead", "财产线索"
        SURVEY = "survey", "实地调查"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assets")
    owner = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PropertyKind.choices)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    key_sealed = models.TextField(blank=True, default="")
    key_hash = models.CharField(max_length=64, blank=True, default="")
    key_masked = models.CharField(max_length=60, blank=True, default="")
    description = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    balance = models.BigIntegerField(null=True)
    available = models.BigIntegerField(null=True)
    value = models.BigIntegerField(null=True)
    share = models.CharField(max_length=40, blank=True, default="")
    prior = models.JSONField(default=list)
    exempt = models.BooleanField(default=False)
    kept_amount = models.BigIntegerField(default=0)
    exempt_reason = models.CharField(max_length=300, blank=True, default="")
    found_by = models.CharField(max_length=12, choices=FoundBy.choices)
    found_on = models.DateField()
    seen_on = models.DateField()
    identity_hash = models.CharField(max_length=64, blank=True, default="")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.FOUND)
    state_reason = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "owner", "kind", "key_hash"],
                condition=~models.Q(key_hash=""),
                name="one_asset_a_key",
            ),
            models.CheckConstraint(
                condition=models.Q(key_hash="", key_sealed="")
                | ~models.Q(key_hash="") & ~models.Q(key_sealed=""),
                name="asset_key_sealed_and_hashed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_enforceable") | ~models.Q(state_reason=""),
                name="not_enforceable_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(exempt=False, kept_amount=0) | ~models.Q(exempt_reason=""),
                name="exempt_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_amount__gte=0), name="kept_not_negative"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "state"], name="asset_case"),
            models.Index(fields=["court", "found_on"], name="asset_found_on"),
            models.Index(fields=["key_hash"], name="asset_key"),
        ]

    def __str__(self) -> str:
        return self.description


class DeclarationOrder(models.Model):
    """An order to one debtor to declare property (报告财产令)."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="declaration_orders")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    entry_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "debtor"], name="declaration_order_case")]


class DeclarationLink(models.Model):
    """A private link through which a debtor declares on line (网上申报链接).

    Only the hash of its token is kept; the token itself is derived from the nonce under the
    installation's key when it is sent, and stands nowhere.
    """

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    order = models.ForeignKey(DeclarationOrder, models.PROTECT, related_name="links")
    nonce = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    last_used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)


class Declaration(models.Model):
    """What a debtor declared (财产报告)."""

    class Kind(models.TextChoices):
        FIRST = "first", "报告"
        SUPPLEMENT = "supplement", "补充报告"

    class Channel(models.TextChoices):
        COUNTER = "counter", "当面提交"
        LINK = "link", "网上申报"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="declarations")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    order = models.ForeignKey(DeclarationOrder, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    filed_on = models.DateField()
    late_days = models.PositiveIntegerField(default=0)
    nothing_owned = models.BooleanField(default=False)
    statement = models.TextField(blank=True, default="")
    entry_id = models.BigIntegerField()

    append_only = True

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "debtor"], name="declaration_case")]


class DeclaredItem(models.Model):
    """One line of a declaration (报告的财产): a thing owned, or a change within the look-back."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="items")
    is_change = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=PropertyKind.choices)
    description = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True, default="")
    amount = models.BigIntegerField(null=True)
    key_sealed = models.TextField(blank=True, default="")
    key_hash = models.CharField(max_length=64, blank=True, default="")
    key_masked = models.CharField(max_length=60, blank=True, default="")
    changed_on = models.DateField(null=True)


class Lead(models.Model):
    """A lead to property (财产线索), to be verified within the law's time."""

    class Outcome(models.TextChoices):
        FOUND = "found", "属实，有财产"
        NOT_FOUND = "not_found", "查无此财产"
        NOT_OWNED = "not_owned", "不属被执行人所有"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="leads")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=PropertyKind.choices)
    description = models.TextField()
    reported_by = models.CharField(max_length=120)
    reported_on = models.DateField()
    urgent = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    verified_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome="", verified_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(verified_on__isnull=False),
                name="verified_lead_has_outcome",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="lead_case")]


class SurveyStep(models.Model):
    """A step of the survey outside the network (传统调查). Append-only."""

    append_only = True

    class Kind(models.TextChoices):
        HOME_VISIT = "home_visit", "住所地走访"
        SEARCH = "search", "搜查"
        OFFLINE_INQUIRY = "offline_inquiry", "临柜查询"
        QUESTIONING = "questioning", "传唤询问"
        AUDIT = "audit", "审计调查"
        REWARD = "reward", "悬赏公告"
        PERSON_SEARCH = "person_search", "查找下落"
        OTHER = "other", "其他调查"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="survey_steps")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField()
    covers = ArrayField(models.CharField(max_length=12, choices=PropertyKind.choices), default=list)
    people = models.CharField(max_length=200, blank=True, default="")
    entry_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "on"], name="survey_step_case")]


class Whereabouts(models.Model):
    """Whether a debtor can be found (下落): the newest row holds. Append-only."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="whereabouts")
    debtor = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    missing = models.BooleanField()
    on = models.DateField()
    basis = models.TextField()
    entry_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "debtor"], name="whereabouts_case")]
