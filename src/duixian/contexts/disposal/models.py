"""Lots on their way to money: reference price, draw of the appraiser, auctions, sales."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from duixian.contexts.assets.models import PropertyKind


class Agency(models.Model):
    """An appraisal agency on the list lots are drawn from (评估机构)."""

    shared_by_courts = True

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    kinds = ArrayField(models.CharField(max_length=12, choices=PropertyKind.choices))
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """One asset being turned into money (处置标的), from the start of its price to its end."""

    class State(models.TextChoices):
        PRICING = "pricing", "确定参考价中"
        PRICED = "priced", "参考价已确定"
        ANNOUNCED = "announced", "已公告"
        SOLD = "sold", "已成交待付款"
        UNSOLD = "unsold", "流拍"
        CONFIRMED = "confirmed", "成交已确认"
        TAKEN = "taken", "以物抵债"
        WITHDRAWN = "withdrawn", "已撤回"

    class PriceKind(models.TextChoices):
        AGREEMENT = "agreement", "当事人议价"
        APPRAISAL = "appraisal", "委托评估"

    OPEN = (State.PRICING, State.PRICED, State.ANNOUNCED, State.SOLD, State.UNSOLD)

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="lots")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="lots")
    measure = models.ForeignKey("measures.Measure", models.PROTECT, related_name="lots")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PRICING)
    started_on = models.DateField()
    entry_id = models.BigIntegerField()
    candidates = models.JSONField(default=list)
    price = models.BigIntegerField(null=True)
    price_kind = models.CharField(max_length=10, choices=PriceKind.choices, blank=True, default="")
    fixed_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=models.Q(state__in=["pricing", "priced", "announced", "sold", "unsold"]),
                name="one_open_lot_an_asset",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pricing", "withdrawn"])
                | models.Q(price__gt=0, fixed_on__isnull=False),
                name="lot_on_sale_has_price",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(reason=""),
                name="withdrawn_lot_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], name="lot_case"),
            models.Index(
                fields=["court", "state"],
                condition=models.Q(state__in=["pricing", "priced", "announced", "sold", "unsold"]),
                name="lot_open",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def price_holds_on(self, on: date) -> bool:
        """Whether the reference price is fixed and still valid (有效期内)."""
        return self.price is not None and (self.valid_until is None or on <= self.valid_until)


class Draw(models.Model):
    """The draw of the appraiser (摇号): all that is needed to compute it again. Append-only."""

    append_only = True

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="draws")
    drawn_on = models.DateField()
    docket_number = models.CharField(max_length=60)
    asset_number = models.BigIntegerField()
    commitment = models.CharField(max_length=64)
    candidates = models.JSONField()
    seed = models.CharField(max_length=64)
    order = models.JSONField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot"], name="one_draw_a_lot")]


class Appraisal(models.Model):
    """An appraisal entrusted to one agency (委托评估), with its report once it is in."""

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="appraisals")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="appraisals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    entrusted_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True, default="")
    report_number = models.CharField(max_length=80, blank=True, default="")
    report_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    value = models.BigIntegerField(null=True)
    valid_until = models.DateField(null=True)
    served_on = models.DateField(null=True)
    objections_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lot"],
                condition=models.Q(ended_on__isnull=True),
                name="one_appraisal_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["court", "agency", "report_number"],
                condition=~models.Q(report_number=""),
                name="one_report_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(report_number="", value__isnull=True)
                | ~models.Q(report_number="")
                & models.Q(value__gt=0, report_on__isnull=False, received_on__isnull=False),
                name="report_has_value_and_day",
            ),
        ]

    @property
    def reported(self) -> bool:
        return bool(self.report_number)


class Objection(models.Model):
    """An objection of a party to the appraisal report (对评估报告的异议)."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "异议成立，报告已补正"
        REJECTED = "rejected", "异议不成立"
        LATE = "late", "逾期，不予受理"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="objections")
    objector = models.ForeignKey("cases.CaseParty", models.PROTECT, related_name="+")
    received_on = models.DateField()
    content = models.TextField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    settled_on = models.DateField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(settled_on__isnull=False),
                name="settled_objection_has_day",
            )
        ]


class Auction(models.Model):
    """One announced round (拍卖、变卖): its terms and how it ended.

    `returned`: of the money paid towards a round nobody bought in, what went back to its payers
    or is on its way (fen); a buyer's is on his sale.
    """

    class Round(models.TextChoices):
        FIRST = "1", "第一次拍卖"
        SECOND = "2", "第二次拍卖"
        THIRD = "3", "第三次拍卖"
        SALE = "sale", "变卖"

    class Procedure(models.TextChoices):
        ONLINE = "online", "网络拍卖"
        TRADITIONAL = "traditional", "委托拍卖"

    class State(models.TextChoices):
        ANNOUNCED = "announced", "已公告"
        SOLD = "sold", "成交"
        UNSOLD = "unsold", "流拍"
        WITHDRAWN = "withdrawn", "已撤回"
        DEFAULTED = "defaulted", "悔拍"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="auctions")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="auctions")
    round = models.CharField(max_length=4, choices=Round.choices)
    procedure = models.CharField(max_length=12, choices=Procedure.choices)
    platform = models.CharField(max_length=80)
    url = models.CharField(max_length=300, blank=True, default="")
    announced_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lowest_start = models.BigIntegerField()
    starting_price = models.BigIntegerField()
    deposit = models.BigIntegerField()
    step = models.BigIntegerField()
    pay_within_days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")
    ruling_id = models.BigIntegerField(null=True)
    returned = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(returned__gte=0), name="returned_not_negative"
            ),
            models.UniqueConstraint(
                fields=["lot"],
                condition=models.Q(state__in=["announced", "sold"]),
                name="one_live_auction_a_lot",
            ),
            models.CheckConstraint(
                condition=models.Q(starting_price__gte=models.F("lowest_start")),
                name="starting_price_not_below_floor",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="bidding_not_reversed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lot"], name="auction_lot"),
            models.Index(
                fields=["court", "starts_at"],
                condition=models.Q(state="announced"),
                name="auction_upcoming",
            ),
        ]

    @property
    def way(self) -> str:
        """As papers say it: 拍卖 or 变卖."""
        return "变卖" if self.round == self.Round.SALE else "拍卖"


class Sale(models.Model):
    """What a round brought (成交): the buyer, the price, and when it was paid and confirmed.

    Of the buyer's money: `forfeited` is the deposit he lost by his default, `returned` what went
    back to him or is on its way (fen).
    """

    class BuyerKind(models.TextChoices):
        PERSON = "person", "自然人"
        FIRM = "firm", "单位"

    court = models.ForeignKey("courts.Court", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="sales")
    auction = models.OneToOneField(Auction, models.PROTECT, related_name="sale")
    buyer = models.CharField(max_length=120)
    buyer_kind = models.CharField(max_length=6, choices=BuyerKind.choices)
    buyer_identity_sealed = models.TextField(blank=True, default="")
    buyer_identity_hash = models.CharField(max_length=64, blank=True, default="")
    buyer_identity_masked = models.CharField(max_length=40, blank=True, default="")
    price = models.BigIntegerField()
    bids = models.PositiveIntegerField()
    sold_on = models.DateField()
    pay_by = models.DateField()
    paid_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    forfeited = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(price__gt=0, bids__gte=1, forfeited__gte=0, returned__gte=0),
                name="sale_has_price_and_bid",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on__isnull=True) | models.Q(paid_on__isnull=False),
                name="confirmed_sale_was_paid",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="sale_case")]
