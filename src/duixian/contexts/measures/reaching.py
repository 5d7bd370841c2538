"""What the acts on measures have in common: finding rows, orders to institutions, terms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.engine import kinds_of
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.measures import queries
from duixian.contexts.measures.ceiling import Ceiling, ceiling
from duixian.contexts.measures.models import Measure, MeasureOrder
from duixian.contexts.record.acts import Doing
from duixian.contexts.record.facts import MeasureRef, Reference
from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.numerals import chinese_number
from duixian.kernel.roles import Branch, Role
from duixian.law.rules.freeze_term import FreezeTerm, MeasureObject, freeze_term

OrderRef = Annotated[int, Reference("measures.MeasureOrder")]
LIVE = (Measure.State.ORDERED, Measure.State.EFFECTIVE, Measure.State.QUEUED)
OBJECTS: Mapping[str, MeasureObject] = {
    "deposit": "deposit",
    "vehicle": "movable",
    "real_estate": "immovable",
    "equity": "other_right",
    "security": "other_right",
    "other": "other_right",
}
AFTER_TERMINATION = "terminated_proceedings"


class MeasureAct(CaseAct):
    """An act on measures: they outlive 终本, so closed cases of that kind still allow it."""

    on_open_case = False

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        case = case_of(at)
        if case.closed_on is not None and case.closing != AFTER_TERMINATION:
            raise Refusal(
                "cases.closed",
                f"本案已于{case.closed_on}以“{case.get_closing_display()}”结案",
                cure="如需继续执行，请恢复执行立案",
            )


class OnMeasure(MeasureAct):
    """An act on one measure of the case, in one of the states the class names."""

    states: ClassVar[tuple[str, ...]] = LIVE
    kinds: ClassVar[tuple[str, ...]] = ("freeze", "seal")
    none_left: ClassVar[tuple[str, str]] = ("measures.none_live", "本案没有可以办理的控制措施")

    measure: MeasureRef = Field(title="控制措施")

    @classmethod
    def _candidates(cls, at: Doing) -> list[Measure]:
        return [
            each
            for each in live_measures(at)
            if each.state in cls.states and each.kind in cls.kinds
        ]

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"measure": [(each.pk, label(each)) for each in cls._candidates(at)]}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls._candidates(at):
            code, message = cls.none_left
            raise Refusal(code, message, cure="先采取措施，待其生效后再办理")

    def check(self, at: Doing) -> None:
        super().check(at)
        self._the(at)

    def _the(self, at: Doing) -> Measure:
        """The measure; a Refusal saying in which state it is when it may not be acted on."""
        for each in type(self)._candidates(at):
            if each.pk == self.measure:
                return each
        other = Measure.objects.filter(pk=self.measure, case_id=at.case_id).first()
        if other is None:
            raise Refusal(
                "measures.not_in_case", "本案没有这一措施", cure="从列表中选择", field="measure"
            )
        raise Refusal(
            "measures.wrong_state",
            f"该措施{other.get_state_display()}，不能办理“{self.title}”",
            cure="从列表中选择可以办理的措施",
            field="measure",
        )


class OfOrder(MeasureAct):
    """What the system records of an order to an institution."""

    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM, Role.OFFICER)
    offered = False

    order: OrderRef = Field(title="协助事项")

    kinds: ClassVar[tuple[str, ...]] = tuple(MeasureOrder.Kind.values)
    order_states: ClassVar[tuple[str, ...]] = ("to_send", "sent", "failed")

    def admit(self, at: Doing) -> None:
        """An officer records by hand only what went over the counter.

        Reads without a lock: the chain's lock is always taken before any row's.
        """
        super().admit(at)
        by_network = MeasureOrder.objects.filter(pk=self.order, case_id=at.case_id, by_network=True)
        if at.role is Role.OFFICER and by_network.exists():
            raise Refusal(
                "measures.by_network",
                "该事项经网络办理，结果由系统登记",
                cure="等待网络反馈",
                field="order",
                status=403,
            )

    def check(self, at: Doing) -> None:
        super().check(at)
        order = self._order(at)
        if order.state not in self.order_states or order.kind not in self.kinds:
            raise Refusal(
                "measures.order_settled",
                f"该协助事项（{order.get_kind_display()}）{order.get_state_display()}，"
                f"不能“{self.title}”",
                cure="无需重复记录",
                field="order",
                status=409,
            )

    def _order(self, at: Doing) -> MeasureOrder:
        def read() -> MeasureOrder | None:
            return (
                MeasureOrder.objects.select_for_update(of=("self", "measure"))
                .select_related("measure__asset__institution", "measure__taken_from", "institution")
                .filter(pk=self.order, case_id=at.case_id)
                .first()
            )

        found: MeasureOrder | None = at.once(("order", self.order), read)
        if found is None:
            raise Refusal(
                "measures.unknown_order", "本案没有这一协助事项", cure="核对编号", field="order"
            )
        return found


def live_measures(at: Doing) -> list[Measure]:
    """What stands or waits in the case, read once for all acts that are offered."""
    return at.once(
        "live_measures",
        lambda: [each for each in queries.all_of_case(at.case_id or 0) if each.state in LIVE],
    )


def label(measure: Measure) -> str:
    """A measure in a list: what, on what, until when."""
    until = f"，至{measure.ends_on}" if measure.ends_on else ""
    return f"{measure.get_kind_display()} {measure.asset.description}{until}"


def asset_of(at: Doing, asset_id: int) -> assets.Asset:
    """An asset of this case; a Refusal when it is none."""
    found: assets.Asset | None = at.once(
        ("asset", asset_id), lambda: assets.asset_in_case(at.case_id or 0, asset_id)
    )
    if found is None:
        raise Refusal(
            "assets.not_in_case", "本案没有这一财产", cure="从本案财产中选择", field="asset"
        )
    return found


def ceiling_of(at: Doing) -> Ceiling:
    """The ceiling of the case on the day of the act, read once."""
    assert at.case_id is not None
    case_id = at.case_id
    return at.once("ceiling", lambda: ceiling(case_id, at.on))


def term_of(
    kind: str, start: date, days: int | None, *, renewal: bool = False
) -> Finding[FreezeTerm]:
    """The term the law allows for a kind of property."""
    return freeze_term(object=OBJECTS[kind], start=start, days=days, renewal=renewal)


def term_words(term: FreezeTerm, days: int | None) -> str:
    """A term as a paper writes it: 一年, or 一百八十日."""
    if days is not None:
        return f"{chinese_number(days)}日"
    return f"{chinese_number(term.longest.length)}{term.longest.unit.words}"


def give_order(
    at: Doing,
    measure: Measure,
    kind: Literal["freeze", "seal", "queue", "continue", "lift", "lift_queued", "reduce", "levy"],
    *,
    amount: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    pay_into: Mapping[str, str] | None = None,
) -> MeasureOrder:
    """Put an order to the asset's institution into the queue of what must be sent, once."""
    institution = measure.asset.institution
    assert institution is not None
    first = measure.taken_from if measure.taken_from is not None else measure
    original = first_order(first)
    return MeasureOrder.objects.create(
        court_id=measure.court_id,
        case_id=measure.case_id,
        measure=measure,
        institution=institution,
        kind=kind,
        by_network=_goes_by_network(measure),
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        pay_into=dict(pay_into) if pay_into else None,
        correlation=uuid.uuid4().hex,
        original=original.correlation if original is not None else "",
        ordered_on=at.on,
        entry_id=at.memo["entry_id"],
    )


def _goes_by_network(measure: Measure) -> bool:
    """Whether the institution controls this kind of thing over the network, by its number."""
    asset = measure.asset
    assert asset.institution is not None
    able = asset.institution.capabilities
    return (
        asset.institution.channel == "network"
        and "control" in able
        and asset.kind in kinds_of(able)
        and bool(asset.key_hash)
    )


def first_order(measure: Measure) -> MeasureOrder | None:
    """The order by which a measure began: later ones must name its request number."""
    return measure.orders.order_by("id").first()


def open_order(measure: Measure) -> MeasureOrder | None:
    """An order on the measure that the institution has not answered."""
    return measure.orders.filter(state__in=("to_send", "sent", "failed")).first()


def refuse_while_open(measure: Measure) -> None:
    """One order at a time: the institution would otherwise get two that contradict each other."""
    waiting = open_order(measure)
    if waiting is not None:
        raise Refusal(
            "measures.order_open",
            f"该措施尚有协助事项（{waiting.get_kind_display()}）未办结",
            cure="等待协助单位回执；发送失败的先重发",
            field="measure",
            transient=True,
        )
