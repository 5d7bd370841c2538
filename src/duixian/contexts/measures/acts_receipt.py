"""Receipts of institutions (协助回执): sent, effective, queued, refused, lifted. Each once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.assets import registry
from duixian.contexts.measures.models import Measure, MeasureOrder
from duixian.contexts.measures.reaching import LIVE, OfOrder, ceiling_of, term_of
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import Money
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display

_BEGINNING = ("freeze", "seal", "queue")


@catalogue.add
class RecordSent(OfOrder):
    """记录协助事项已发送: the institution has received the order."""

    code, title, title_en = "measures.record_sent", "记录协助事项已发送", "Record an order as sent"
    under = ("network-inquiry",)
    order_states = ("to_send", "failed")

    receipt_number: str = Field(default="", max_length=80, title="受理编号")

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        order.state, order.sent_on, order.reason = MeasureOrder.State.SENT, at.on, ""
        order.receipt_number = self.receipt_number
        order.attempts += 1
        order.save()
        return {"order": order.pk, "attempts": order.attempts}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return "协助事项已送达协助单位。"


@catalogue.add
class RecordFailed(OfOrder):
    """记录协助事项发送失败: it could not be delivered; it may be sent again unchanged."""

    code, title = "measures.record_failed", "记录协助事项发送失败"
    title_en = "Record an order that could not be sent"
    under = ("network-inquiry",)
    # From "sent" too: an institution may have lost what it gave a receipt for.
    order_states = ("to_send", "sent", "failed")

    reason: str = Field(min_length=1, max_length=400, title="原因")

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        order.state, order.reason = MeasureOrder.State.FAILED, self.reason
        order.attempts += 1
        order.save()
        return {"order": order.pk, "attempts": order.attempts}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"协助事项未能送达：{self.reason}。"


@catalogue.add
class ConfirmMeasure(OfOrder):
    """登记控制结果: the measure stands, first-ranked or queued; later, that its turn has come.

    A queued measure has no running term: its term starts when it becomes effective.
    """

    code, title, title_en = "measures.confirm_measure", "登记控制结果", "Confirm a measure"
    under = ("seizure-of-deposits", "queued-measure", "freeze-terms")
    kinds = (*_BEGINNING, "continue")
    order_states = ("to_send", "sent", "failed", "confirmed")

    outcome: Literal["effective", "queued"] = Field(title="结果")
    rank: int | None = Field(default=None, ge=1, title="顺位")
    held_amount: Money | None = Field(default=None, ge=0, title="实际控制金额（元）")
    starts_on: date | None = Field(default=None, title="措施始期")
    ends_on: date | None = Field(default=None, title="措施终期")
    balance: Money | None = Field(default=None, title="余额（元）")
    available: Money | None = Field(default=None, title="可用余额（元）")
    registration: str = Field(default="", max_length=80, title="登记编号")

    def check(self, at: Doing) -> None:
        super().check(at)
        order = self._order(at)
        measure = order.measure
        turn_came = measure.state == Measure.State.QUEUED and self.outcome == "effective"
        if order.state == "confirmed" and not turn_came:
            raise Refusal(
                "measures.order_settled",
                f"该协助事项已办结，措施{measure.get_state_display()}",
                cure="无需重复登记",
                field="order",
                status=409,
            )
        if measure.state not in LIVE:
            raise Refusal(
                "measures.wrong_state",
                f"该措施{measure.get_state_display()}，不能登记控制结果",
                cure="核对协助单位的回执",
                field="order",
            )
        if order.kind == "continue" and self.outcome == "queued":
            raise Refusal(
                "measures.renewal_not_queued",
                "续行的结果不能是轮候",
                cure="核对回执；未能续行的，登记未能办理",
                field="outcome",
            )
        if self.outcome == "effective" and measure.kind == "freeze" and self.held_amount is None:
            raise Refusal(
                "measures.held_amount_missing",
                "冻结的回执应当写明实际控制金额",
                cure="填写实际控制金额，没有余额的填 0",
                field="held_amount",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        measure = order.measure
        was_queued = measure.state == Measure.State.QUEUED
        if self.outcome == "queued":
            self._queue(measure)
        elif order.kind == "continue":
            self._continue(measure, order)
        else:
            self._take_effect(at, measure)
        measure.registration = self.registration or measure.registration
        measure.save()
        order.state, order.settled_on, order.reason = "confirmed", at.on, ""
        order.save(update_fields=["state", "settled_on", "reason"])
        effective = measure.state == Measure.State.EFFECTIVE
        if effective:
            registry.mark(measure.asset_id, "controlled")
        if self.balance is not None or self.available is not None:
            registry.see_money(measure.asset_id, self.balance, self.available, at.on)
        return {
            "measure": measure.pk,
            "asset": measure.asset_id,
            "outcome": self.outcome,
            "rank": measure.rank,
            "held": measure.held_amount,
            "starts_on": measure.starts_on,
            "ends_on": measure.ends_on,
            "term_ended": not effective,
            "turn_came": was_queued and effective,
            "must_be_sold": was_queued and effective and measure.must_be_sold,
            "excess": self._excess(at, measure),
        }

    def _queue(self, measure: Measure) -> None:
        measure.state = Measure.State.QUEUED
        measure.queued_behind_others = True
        measure.rank = self.rank or measure.rank or 2
        measure.starts_on = measure.ends_on = measure.effective_on = None
        measure.held_amount = 0

    def _take_effect(self, at: Doing, measure: Measure) -> None:
        """The term is the institution's, but never longer than the law or our own ruling."""
        starts_on = self.starts_on or at.on
        lawful = term_of(measure.asset.kind, starts_on, measure.days).value.ends_on
        measure.state = Measure.State.EFFECTIVE
        measure.queued_behind_others = False
        measure.rank = self.rank or 1
        measure.starts_on = measure.effective_on = starts_on
        measure.ends_on = min(self.ends_on, lawful) if self.ends_on else lawful
        measure.held_amount = self.held_amount or 0

    def _continue(self, measure: Measure, order: MeasureOrder) -> None:
        assert order.ends_on is not None
        measure.ends_on = min(self.ends_on, order.ends_on) if self.ends_on else order.ends_on
        if self.held_amount is not None:
            measure.held_amount = self.held_amount

    def _excess(self, at: Doing, measure: Measure) -> int:
        """Money now held above everything owed, which must be released at once."""
        if measure.kind != Measure.Kind.FREEZE or measure.state != Measure.State.EFFECTIVE:
            return 0
        at.memo.pop("ceiling", None)
        limit = ceiling_of(at)
        return min(measure.held_amount, max(0, limit.held + limit.on_the_way - limit.total))

    def journal_line(self, result: Mapping[str, Any]) -> str:
        if self.outcome == "queued":
            return f"协助单位登记轮候，第{result['rank']}顺位。"
        came = "轮候转为生效" if result["turn_came"] else "控制措施生效"
        held = f"，实际控制{display(result['held'])}元" if self.held_amount is not None else ""
        over = f"，多出{display(result['excess'])}元应当解除" if result["excess"] else ""
        return f"{came}，至{result['ends_on']}{held}{over}。"


class _NotDone(OfOrder):
    """The institution did not carry the order out, and why."""

    under = ("seizure-of-deposits",)

    reason: str = Field(min_length=1, max_length=400, title="原因")

    def _settle(self, at: Doing) -> MeasureOrder:
        order = self._order(at)
        order.state, order.settled_on = MeasureOrder.State.REFUSED, at.on
        order.reason = self.reason
        order.save(update_fields=["state", "settled_on", "reason"])
        return order

    def journal_line(self, result: Mapping[str, Any]) -> str:
        kind = MeasureOrder.Kind(result["order_kind"]).label
        return f"协助单位未能办理{kind}：{self.reason}。"


@catalogue.add
class RecordRefused(_NotDone):
    """登记未能控制: the measure (or levy) never came to be."""

    code, title, title_en = "measures.record_refused", "登记未能控制", "Record a refused measure"
    kinds = (*_BEGINNING, "levy")

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._settle(at)
        measure = order.measure
        measure.state, measure.ended_on = Measure.State.REFUSED, at.on
        measure.reason = self.reason
        measure.save(update_fields=["state", "ended_on", "reason"])
        return {
            "measure": measure.pk,
            "asset": measure.asset_id,
            "order": order.pk,
            "order_kind": order.kind,
        }


@catalogue.add
class RecordUnchanged(_NotDone):
    """登记续行、解除未办成: the measure stands as it stood before."""

    code, title = "measures.record_unchanged", "登记续行、解除未办成"
    title_en = "Record a measure left unchanged"
    kinds = ("continue", "lift", "lift_queued", "reduce")

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._settle(at)
        measure = order.measure
        if order.kind == "continue":
            measure.ends_on = order.starts_on
        elif order.kind in ("lift", "lift_queued"):
            self._restore(measure, queued=order.kind == "lift_queued")
        measure.save()
        stands = measure.state == Measure.State.EFFECTIVE
        return {
            "measure": measure.pk,
            "asset": measure.asset_id,
            "order": order.pk,
            "order_kind": order.kind,
            "ends_on": measure.ends_on if stands else None,
        }

    def _restore(self, measure: Measure, *, queued: bool) -> None:
        """Not lifted at the institution: it still stands, unless another measure took its place."""
        taken = Measure.objects.filter(asset_id=measure.asset_id, state__in=LIVE)
        if taken.exclude(kind=Measure.Kind.LEVY).exists():
            return
        measure.state = Measure.State.QUEUED if queued else Measure.State.EFFECTIVE
        measure.ended_on = None
        registry.mark(measure.asset_id, "found" if queued else "controlled")


def refusal_of(kind: str) -> type[RecordRefused] | type[RecordUnchanged]:
    """The act that records that an order of this kind was not carried out."""
    return RecordRefused if kind in RecordRefused.kinds else RecordUnchanged


@catalogue.add
class ConfirmLift(OfOrder):
    """登记解除结果: the institution has released the thing, whole or in part."""

    code, title, title_en = "measures.confirm_lift", "登记解除结果", "Confirm a release"
    under = ("measure-release",)
    kinds = ("lift", "lift_queued", "reduce")

    def perform(self, at: Doing) -> dict[str, Any]:
        order = self._order(at)
        measure = order.measure
        released = measure.held_amount
        if order.kind == "reduce":
            amount = order.amount or 0
            limit = (measure.ordered_amount or 0) - amount
            released = max(0, measure.held_amount - limit)
            measure.ordered_amount = limit
        measure.held_amount -= released
        measure.save(update_fields=["held_amount", "ordered_amount"])
        order.state, order.settled_on, order.reason = "confirmed", at.on, ""
        order.save(update_fields=["state", "settled_on", "reason"])
        return {
            "of_measure": measure.pk,
            "order": order.pk,
            "released": released,
            "still_held": measure.held_amount,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"协助单位已解除，释放{display(result['released'])}元。"
