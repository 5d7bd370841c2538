"""The reference price (处置参考价): its start, and its fixing by the parties' agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.disposal import engine
from duixian.contexts.disposal.models import Agency, Lot
from duixian.contexts.disposal.reaching import (
    DisposalAct,
    asset_of,
    assets_of,
    case_id_of,
    disposable,
    open_lot_of,
    parties_of,
    party_choices,
    sealed_of,
)
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import AssetRef, Money, PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role


class _OnControlled(DisposalAct):
    asset: AssetRef = Field(title="财产")

    @classmethod
    def _controlled(cls, at: Doing) -> list[assets.Asset]:
        """Assets under an effective measure that may come to a price now."""
        standing = sealed_of(at)
        return [
            each
            for each in assets_of(at)
            if each.pk in standing
            and standing[each.pk].state == "effective"
            and cls._open_to(at, each)
        ]

    @classmethod
    def _open_to(cls, at: Doing, asset: assets.Asset) -> bool:
        return open_lot_of(at, asset.pk) is None

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"asset": [(each.pk, each.description) for each in cls._controlled(at)]}

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        found = cls._controlled(at)
        return {"asset": found[0].pk} if len(found) == 1 else {}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls._controlled(at):
            raise Refusal(
                "disposal.nothing_to_price",
                "本案没有已生效查封而待变价的财产",
                cure="先办理查封，待协助单位登记生效",
                transient=True,
            )

    def _open(self, at: Doing, **facts: Any) -> Lot:
        asset = asset_of(at, self.asset)
        lot = Lot.objects.create(
            court_id=at.court_id,
            case_id=case_id_of(at),
            asset_id=asset.pk,
            measure=disposable(at, asset),
            started_on=at.on,
            entry_id=at.memo["entry_id"],
            **facts,
        )
        at.memo.pop("disposal.lots", None)
        return lot


def listed_agencies(kind: str) -> list[Agency]:
    """Agencies on the list for a kind of property, by their codes."""
    return list(Agency.objects.filter(active=True, kinds__contains=[kind]).order_by("credit_code"))


@catalogue.add
class StartReferencePrice(_OnControlled):
    """启动确定参考价: the thing must be sold; the candidates for its appraisal are put down.

    Who may be drawn is fixed here, before the seed of the draw exists.
    """

    code, title = "disposal.start_reference_price", "启动确定参考价"
    title_en = "Start the reference price"
    done_by = (Role.OFFICER,)
    under = ("auction-duty", "reference-price-start", "appraiser-draw")
    undone_by = "disposal.withdraw_auction"

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        disposable(at, asset)
        lot = open_lot_of(at, asset.pk)
        if lot is not None:
            raise Refusal(
                "disposal.started_already",
                f"{asset.description}已启动处置（{lot.get_state_display()}）",
                cure="在原处置标的上继续办理",
                field="asset",
                details={"lot": lot.pk},
            )
        if not listed_agencies(asset.kind):
            raise Refusal(
                "disposal.no_agency",
                f"名单中没有能评估{asset.get_kind_display()}的机构",
                cure="请管理员登记评估机构；各方议价一致的，直接办理“议价确定参考价”",
                field="asset",
                provisions=("appraiser-draw",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        asset = asset_of(at, self.asset)
        candidates = [
            {"code": each.credit_code, "name": each.name} for each in listed_agencies(asset.kind)
        ]
        lot = self._open(at, candidates=candidates)
        return {
            "lot": lot.pk,
            "asset": asset.pk,
            "measure": lot.measure_id,
            "candidates": candidates,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"启动确定参考价，候选评估机构{len(result['candidates'])}家。"


@catalogue.add
class FixPriceByAgreement(_OnControlled):
    """议价确定参考价: every creditor and every debtor names the same price."""

    code, title = "disposal.fix_price_by_agreement", "议价确定参考价"
    title_en = "Fix the price by agreement"
    done_by = (Role.OFFICER,)
    under = ("price-by-agreement", "reference-price-validity")

    amount: Money = Field(gt=0, title="议定价格（元）")
    agreed_by: tuple[PartyRef, ...] = Field(min_length=1, title="一致同意的当事人")
    agreed_on: date = Field(title="议价日期")
    record: Prose = Field(min_length=1, title="议价记录")

    @classmethod
    def _open_to(cls, at: Doing, asset: assets.Asset) -> bool:
        lot = open_lot_of(at, asset.pk)
        return lot is None or may_be_priced(lot, at.on)

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {**super().choices(at), "agreed_by": party_choices(at)}

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        return {**super().defaults(at), "agreed_on": at.on}

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        disposable(at, asset)
        lot = open_lot_of(at, asset.pk)
        if lot is not None:
            refuse_priced(lot, at.on)
        if self.agreed_on > at.on:
            raise Refusal(
                "disposal.agreed_in_future",
                "议价日期晚于今天",
                cure="填写实际日期",
                field="agreed_on",
            )
        self._check_everyone_agreed(at)

    def _check_everyone_agreed(self, at: Doing) -> None:
        every = {each.pk: each.party.name for each in parties_of(at)}
        if set(self.agreed_by) - set(every):
            raise Refusal(
                "disposal.not_a_party",
                "所选当事人不是本案当事人",
                cure="从本案当事人中选择",
                field="agreed_by",
            )
        missing = [name for who, name in every.items() if who not in self.agreed_by]
        if missing:
            raise Refusal(
                "disposal.not_all_agreed",
                f"{'、'.join(missing)}没有同意该价格，议价不成",
                cure="取得其同意；一方拒绝或者下落不明的，启动确定参考价并委托评估",
                field="agreed_by",
                provisions=("price-by-agreement",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        lot = open_lot_of(at, self.asset) or self._open(at)
        lot.appraisals.filter(ended_on=None, report_number="").update(
            ended_on=at.on, ended_reason="当事人议价一致"
        )
        set_price(lot, self.amount, Lot.PriceKind.AGREEMENT, at.on)
        return {
            "lot": lot.pk,
            "asset": lot.asset_id,
            "measure": lot.measure_id,
            "price": self.amount,
            "valid_until": lot.valid_until,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"当事人议价一致，参考价 {display(self.amount)} 元。"


def may_be_priced(lot: Lot, on: date) -> bool:
    """A lot without a price, or whose price has run out before anything was sold."""
    waiting = lot.state in (Lot.State.PRICED, Lot.State.UNSOLD)
    return lot.state == Lot.State.PRICING or (waiting and not lot.price_holds_on(on))


def refuse_priced(lot: Lot, on: date) -> None:
    if may_be_priced(lot, on):
        return
    price = display(lot.price or 0)
    raise Refusal(
        "disposal.priced_already",
        f"该财产参考价已确定为 {price} 元（{lot.get_state_display()}）",
        cure="有效期内不再重新确定，继续办理拍卖",
        field="asset",
    )


def set_price(
    lot: Lot, amount: int, kind: Lot.PriceKind, on: date, *, stated: date | None = None
) -> None:
    """Write the price on the lot, with the last day it holds."""
    lot.price, lot.price_kind, lot.fixed_on = amount, kind, on
    lot.valid_until = engine.valid_until(on, stated)
    if lot.state == Lot.State.PRICING:
        lot.state = Lot.State.PRICED
    lot.save(update_fields=["price", "price_kind", "fixed_on", "valid_until", "state"])
