"""The course of a measure (续行、解除、届满): longer, less, no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from duixian.contexts.assets import registry
from duixian.contexts.documents import issuing
from duixian.contexts.measures import papers
from duixian.contexts.measures.models import Measure
from duixian.contexts.measures.reaching import (
    OnMeasure,
    give_order,
    refuse_while_open,
    term_of,
    term_words,
)
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import Money, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Branch, Role


@catalogue.add
class Renew(OnMeasure):
    """续行: the measure goes on from the day its term ends, within the law's longest term."""

    code, title, title_en = "measures.renew", "续行查封、冻结", "Renew a measure"
    done_by = (Role.OFFICER,)
    under = ("freeze-terms", "measure-expiry")
    states = ("effective",)

    days: int | None = Field(default=None, ge=1, title="续行期限（日，空着为法律最长）")

    def check(self, at: Doing) -> None:
        super().check(at)
        measure = self._the(at)
        end = _end_of(measure)
        if at.on > end:
            raise Refusal(
                "measures.too_late_to_renew",
                f"该措施已于{end}届满，效力消灭，不能续行",
                cure="重新采取措施",
                field="measure",
                provisions=("measure-expiry",),
            )
        refuse_while_open(measure)
        latest = measure.orders.filter(kind="continue", state="confirmed").order_by("id").last()
        if latest is not None and latest.starts_on is not None and latest.starts_on >= at.on:
            raise Refusal(
                "measures.renewed_already",
                f"已续行至{end}，续行的期限自{latest.starts_on}才开始",
                cure="待该期限开始后再办理下一次续行",
                field="measure",
                provisions=("freeze-terms",),
                transient=True,
            )
        term_of(measure.asset.kind, end, self.days, renewal=True)

    def perform(self, at: Doing) -> dict[str, Any]:
        measure = self._the(at)
        previous = _end_of(measure)
        term = term_of(measure.asset.kind, previous, self.days, renewal=True).value
        words = term_words(term, self.days)
        measure.ends_on, measure.starts_on = term.ends_on, measure.starts_on or at.on
        notice = self._issue(at, measure, previous, term.ends_on, words)
        measure.save(update_fields=["ends_on", "starts_on", "ruling_id"])
        order = give_order(
            at,
            measure,
            "continue",
            amount=measure.ordered_amount,
            starts_on=previous,
            ends_on=term.ends_on,
        )
        return {
            "measure": measure.pk,
            "order": order.pk,
            "previous_end": previous,
            "ends_on": term.ends_on,
            "renew_by": term.renew_by,
            "term_ended": True,
            "ruling": measure.ruling_id,
            "document": notice,
        }

    def _issue(self, at: Doing, measure: Measure, start: date, end: date, words: str) -> int:
        """The ruling, then the notice, whose id it gives; the term begins when the old one ends."""
        began, measure.starts_on = measure.starts_on, start
        if measure.kind == Measure.Kind.FREEZE:
            measure.ruling_id = papers.ruling_to_freeze(at, measure, end, words)
            values = papers.notice_to_freeze(measure, start, end, words)
            kind = "notice_of_assistance_freeze"
        else:
            measure.ruling_id = papers.ruling_to_seal(at, measure, end, words, use_allowed=True)
            values = papers.notice_to_seal(measure, start, end, words)
            kind = "notice_of_assistance_seal"
        measure.starts_on = began
        return issuing.issue(kind, at, values)

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"续行，自{result['previous_end']}至{result['ends_on']}。"


@catalogue.add
class Lift(OnMeasure):
    """解除查封、冻结: the whole measure ends."""

    code, title, title_en = "measures.lift", "解除查封、冻结", "Lift a measure"
    done_by = (Role.OFFICER,)
    under = ("measure-release",)
    document = "notice_of_assistance_lift"
    states = ("effective", "queued")

    reason: Prose = Field(min_length=1, max_length=300, title="解除事由")

    def check(self, at: Doing) -> None:
        super().check(at)
        measure = self._the(at)
        refuse_while_open(measure)
        refuse_while_levied(measure)

    def perform(self, at: Doing) -> dict[str, Any]:
        measure = self._the(at)
        queued = measure.state == Measure.State.QUEUED
        ruling = papers.ruling_to_lift(at, measure, self.reason, "全部")
        order = give_order(at, measure, "lift_queued" if queued else "lift")
        measure.state, measure.ended_on = Measure.State.LIFTED, at.on
        measure.reason = self.reason
        measure.save(update_fields=["state", "ended_on", "reason"])
        registry.mark(measure.asset_id, "released", reason=self.reason)
        at.memo["lifted"] = measure
        return {
            "measure": measure.pk,
            "asset": measure.asset_id,
            "order": order.pk,
            "ruling": ruling,
            "released": measure.held_amount,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return papers.notice_to_lift(at.memo["lifted"], result["ruling"], self.reason, "全部")

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"解除控制措施：{self.reason}"


@catalogue.add
class Reduce(OnMeasure):
    """部分解除冻结: a part of the frozen money is released, the rest stays frozen."""

    code, title, title_en = "measures.reduce", "部分解除冻结", "Release part of a freeze"
    done_by = (Role.OFFICER,)
    under = ("measure-release", "no-over-seizure")
    document = "notice_of_assistance_lift"
    states = ("effective",)
    kinds = ("freeze",)

    amount: Money = Field(gt=0, title="解除金额（元）")
    reason: Prose = Field(min_length=1, max_length=300, title="解除事由")

    def check(self, at: Doing) -> None:
        super().check(at)
        measure = self._the(at)
        refuse_while_open(measure)
        refuse_while_levied(measure)
        frozen = measure.ordered_amount or 0
        if self.amount >= frozen:
            raise Refusal(
                "measures.releases_everything",
                f"冻结限额为 {display(frozen)} 元，部分解除应当小于此数",
                cure="全部解除的，办理“解除查封、冻结”",
                field="amount",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        measure = self._the(at)
        extent = f"其中{papers.money(self.amount)}元"
        ruling = papers.ruling_to_lift(at, measure, self.reason, extent)
        order = give_order(at, measure, "reduce", amount=self.amount)
        at.memo["lifted"] = measure
        return {
            "measure": measure.pk,
            "order": order.pk,
            "ruling": ruling,
            "amount": self.amount,
            "extent": extent,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return papers.notice_to_lift(
            at.memo["lifted"], result["ruling"], self.reason, result["extent"]
        )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"部分解除冻结{display(self.amount)}元：{self.reason}"


@catalogue.add
class NoteExpired(OnMeasure):
    """记录届满失效: the term passed without renewal; the measure has no effect any more."""

    code, title, title_en = "measures.note_expired", "记录届满失效", "Note an expired measure"
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    under = ("measure-expiry",)
    offered = False
    states = ("effective",)

    def check(self, at: Doing) -> None:
        super().check(at)
        if at.on <= _end_of(self._the(at)):
            raise Refusal(
                "measures.not_expired", "措施尚未届满", cure="届满后再记录", transient=True
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        measure = self._the(at)
        measure.state, measure.ended_on = Measure.State.EXPIRED, _end_of(measure)
        measure.save(update_fields=["state", "ended_on"])
        registry.mark(measure.asset_id, "found")
        return {
            "measure": measure.pk,
            "asset": measure.asset_id,
            "ended_on": measure.ended_on,
            "lost": measure.held_amount,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"控制措施于{result['ended_on']}届满未续行，效力消灭。"


def _end_of(measure: Measure) -> date:
    assert measure.ends_on is not None, "an effective measure has an end"
    return measure.ends_on


def refuse_after_end(at: Doing, measure: Measure) -> None:
    """A freeze past its term holds nothing, whether or not that was noted yet."""
    end = _end_of(measure)
    if at.on > end:
        raise Refusal(
            "measures.expired",
            f"该措施已于{end}届满，效力消灭",
            cure="重新采取措施",
            field="measure",
            provisions=("measure-expiry",),
        )


def refuse_while_levied(measure: Measure) -> None:
    """A freeze whose money is being taken must stand until the institution has answered."""
    if measure.levies.filter(state=Measure.State.ORDERED).exists():
        raise Refusal(
            "measures.levy_open",
            "该冻结正在扣划，尚无回执",
            cure="等待扣划回执",
            field="measure",
            transient=True,
        )
