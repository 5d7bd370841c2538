"""Taking control (查封、冻结): never without equal identity, never above what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.measures import papers, queries
from duixian.contexts.measures.ceiling import net_worth
from duixian.contexts.measures.models import Measure
from duixian.contexts.measures.reaching import (
    MeasureAct,
    asset_of,
    ceiling_of,
    give_order,
    label,
    live_measures,
    term_of,
    term_words,
)
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import AssetRef, Money, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display, yuan
from duixian.kernel.roles import Role

Asset = assets.Asset


class _TakeControl(MeasureAct):
    asset: AssetRef = Field(title="财产")
    days: int | None = Field(default=None, ge=1, title="期限（日，空着为法律最长）")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        money = cls.code == "measures.freeze_deposit"
        if not _free_assets(at, money=money):
            raise Refusal(
                "measures.nothing_to_control",
                f"没有已查明而未控制的{'存款' if money else '存款以外的财产'}",
                cure="先查询财产，或登记已知的财产",
                transient=True,
            )

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        _check_state(at, asset)
        _check_exempt(asset)
        _check_identity(asset)
        if asset.institution is None:
            raise Refusal(
                "measures.institution_missing",
                "不知道该财产的开户或登记单位，无法通知协助执行",
                cure="在“登记财产”中以同一号码登记，并选定单位",
                field="asset",
            )
        term_of(asset.kind, at.on, self.days)

    def _open(self, at: Doing, asset: Asset, kind: str, **facts: Any) -> Measure:
        queued = queries.behind(asset, at.on) > 0 and self._waits(at, asset)
        ends_on = term_of(asset.kind, at.on, self.days).value.ends_on
        return Measure.objects.create(
            court_id=at.court_id,
            case_id=at.case_id,
            asset=asset,
            kind=kind,
            ordered_on=at.on,
            days=self.days,
            queued_behind_others=queued,
            rank=queries.behind(asset, at.on) + 1 if queued else None,
            starts_on=None if queued else at.on,
            ends_on=None if queued else ends_on,
            entry_id=at.memo["entry_id"],
            **facts,
        )

    def _waits(self, at: Doing, asset: Asset) -> bool:
        """Whether others' measures leave nothing for ours until they end."""
        return True


def _free_assets(at: Doing, *, money: bool) -> list[Asset]:
    def read() -> list[Asset]:
        taken = {each.asset_id for each in live_measures(at) if each.kind != "levy"}
        return [
            each
            for each in assets.assets_of(at.case_id or 0)
            if each.state in ("found", "released") and each.pk not in taken
        ]

    free: list[Asset] = at.once("free_assets", read)
    return [each for each in free if (each.kind == "deposit") is money]


def _check_state(at: Doing, asset: Asset) -> None:
    if asset.state in ("disposed", "not_enforceable"):
        raise Refusal(
            "measures.asset_settled",
            f"该财产{asset.get_state_display()}",
            cure="改为控制其他财产",
            field="asset",
        )
    live = next((each for each in live_measures(at) if each.asset_id == asset.pk), None)
    if live is not None:
        raise Refusal(
            "measures.controlled_already",
            f"该财产已有本案措施：{label(live)}（{live.get_state_display()}）",
            cure="在原措施上办理续行或解除",
            field="asset",
            details={"measure": live.pk},
        )


def _check_exempt(asset: Asset) -> None:
    if asset.exempt:
        raise Refusal(
            "measures.exempt",
            f"{asset.description}不得控制：{asset.exempt_reason}",
            cure="改为控制其他财产",
            field="asset",
            provisions=("exempt-property",),
        )


def _check_identity(asset: Asset) -> None:
    """Number and name equal, or no measure: by the answer, or by the institution on the order."""
    party = asset.owner.party
    if not party.identity_hash:
        raise Refusal(
            "measures.identity_missing",
            f"{party.name}没有证件号码，不能控制其名下财产",
            cure="先核实并补录证件号码；同名不能推定为同一人",
            field="asset",
            provisions=("network-inquiry-person",),
        )
    if asset.identity_hash and asset.identity_hash != party.identity_hash:
        raise Refusal(
            "measures.identity_differs",
            f"反馈该财产时的证件号码与{party.name}现在的证件号码不一致",
            cure="以更正后的证件号码重新查询",
            field="asset",
            provisions=("network-inquiry-person",),
        )


@catalogue.add
class FreezeDeposit(_TakeControl):
    """冻结存款: hold a deposit so that it cannot be paid out."""

    code, title, title_en = "measures.freeze_deposit", "冻结存款", "Freeze a deposit"
    done_by = (Role.OFFICER,)
    under = ("seizure-of-deposits", "no-over-seizure", "freeze-terms")
    document = "notice_of_assistance_freeze"
    undone_by = "measures.lift"

    amount: Money = Field(gt=0, title="冻结金额（元）")

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        """The first account of the control plan, with its amount."""
        plan, accounts = queries.plan_of(at.case_id or 0, ceiling_of(at).room, at.on)
        for line in sorted(plan.lines, key=lambda each: (each.queued, -each.amount)):
            if line.amount > 0:
                return {"asset": line.key, "amount": yuan(line.amount)}
        return {"asset": accounts[0].key} if len(accounts) == 1 else {}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "asset": [
                (each.pk, f"{each.description}，可用 {display(each.available or 0)}")
                for each in _free_assets(at, money=True)
            ]
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        if asset.kind != "deposit":
            raise Refusal(
                "measures.not_a_deposit",
                "该财产不是存款",
                cure="办理“查封、冻结财产”",
                field="asset",
            )
        if not asset.key_hash:
            raise Refusal(
                "measures.number_missing", "没有账号，不能冻结", cure="补登账号", field="asset"
            )
        if asset.details.get("closed_on"):
            raise Refusal(
                "measures.account_closed", "该账户已销户", cure="重新查询后另选账户", field="asset"
            )
        if queries.is_foreign(asset):
            raise Refusal(
                "measures.foreign_currency",
                f"该账户以{asset.details['currency']}计价，不能按人民币数额网络冻结",
                cure="临柜冻结外币存款，或先控制其他财产",
                field="asset",
            )
        self._check_kept(at, asset)
        self._check_ceiling(at, asset)

    def _check_kept(self, at: Doing, asset: Asset) -> None:
        """What must be left to the debtor is never within the limit of the freeze."""
        usable = queries.account_of(asset, at.on).usable
        if asset.kept_amount and self.amount > usable:
            raise Refusal(
                "measures.touches_what_is_kept",
                f"该账户应当保留 {display(asset.kept_amount)} 元：{asset.exempt_reason}",
                cure=f"改为不超过 {display(usable)}",
                field="amount",
                provisions=("exempt-property",),
                details={"at_most": yuan(usable)},
            )

    def _check_ceiling(self, at: Doing, asset: Asset) -> None:
        limit = ceiling_of(at)
        account = queries.account_of(asset, at.on)
        most = limit.total if account.would_queue else limit.room.of(asset.owner_id)
        if self.amount <= most:
            return
        over = self.amount - most
        words = (
            f"把{account.label} 改为 {display(most)}"
            if most
            else "无需再冻结：已控制的财产足以清偿债权和费用"
        )
        raise Refusal(
            "measures.over_ceiling",
            f"比本次最多可冻结的 {display(most)} 元多出 {display(over)} 元",
            cure=words,
            field="amount",
            provisions=("no-over-seizure",),
            details={"at_most": yuan(most), "over": yuan(over)},
        )

    def _waits(self, at: Doing, asset: Asset) -> bool:
        return queries.account_of(asset, at.on).would_queue

    def perform(self, at: Doing) -> dict[str, Any]:
        asset = asset_of(at, self.asset)
        measure = self._open(at, asset, "freeze", ordered_amount=self.amount)
        term = term_of("deposit", at.on, self.days).value
        words = term_words(term, self.days)
        measure.ruling_id = papers.ruling_to_freeze(at, measure, term.ends_on, words)
        measure.save(update_fields=["ruling_id"])
        order = give_order(
            at,
            measure,
            "queue" if measure.queued_behind_others else "freeze",
            amount=self.amount,
            starts_on=at.on,
            ends_on=term.ends_on,
        )
        at.memo["measure"] = measure
        return {
            "measure": measure.pk,
            "asset": asset.pk,
            "order": order.pk,
            "ruling": measure.ruling_id,
            "amount": self.amount,
            "queued": measure.queued_behind_others,
            "ends_on": measure.ends_on,
            "renew_by": None if measure.queued_behind_others else term.renew_by,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        term = term_of("deposit", at.on, self.days).value
        words = term_words(term, self.days)
        return papers.notice_to_freeze(at.memo["measure"], at.on, term.ends_on, words)

    def journal_line(self, result: Mapping[str, Any]) -> str:
        if result["queued"]:
            return f"轮候冻结存款，限额{display(self.amount)}元，生效前不计入已控金额。"
        return f"裁定冻结存款{display(self.amount)}元，至{result['ends_on']}。"


@catalogue.add
class SealUp(_TakeControl):
    """查封、冻结财产: real estate, vehicles, equity, securities and other rights.

    The net value, where known, counts against the ceiling; an indivisible thing above it may be
    sealed with the reason why nothing smaller will do.
    """

    code, title, title_en = "measures.seal_up", "查封、冻结财产", "Seal up or freeze property"
    done_by = (Role.OFFICER,)
    under = ("seizure-and-sale", "seizure-ruling", "no-over-seizure", "freeze-terms")
    document = "notice_of_assistance_seal"
    undone_by = "measures.lift"

    must_be_sold: bool = Field(default=True, title="需要拍卖、变卖")
    use_allowed: bool = Field(default=True, title="允许被执行人继续使用")
    excess_reason: Prose = Field(
        default="", max_length=300, title="超出债权额的理由（不可分且无其他财产）"
    )

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"asset": [(each.pk, each.description) for each in _free_assets(at, money=False)]}

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        if asset.kind == "deposit":
            raise Refusal(
                "measures.is_a_deposit", "存款应当冻结", cure="办理“冻结存款”", field="asset"
            )
        if queries.behind(asset, at.on) == 0:
            self._check_ceiling(at, asset)

    def _check_ceiling(self, at: Doing, asset: Asset) -> None:
        limit = ceiling_of(at)
        left = limit.room.of(asset.owner_id)
        if left == 0:
            raise Refusal(
                "measures.controlled_enough",
                "已控制的款项足以清偿债权和费用，不能再查封",
                cure="无需查封；确有变化的，先核对尚欠数额",
                field="asset",
                provisions=("no-over-seizure",),
            )
        over = limit.sealed + net_worth(asset.value, asset.prior) - left
        if over > 0 and not self.excess_reason:
            raise Refusal(
                "measures.over_ceiling",
                f"连同已查封的财产，价值比尚未控制的债权和费用多出 {display(over)} 元",
                cure="改为查封价值较小的财产；不可分且没有其他可供执行财产的，写明理由",
                field="excess_reason",
                provisions=("no-over-seizure",),
                details={"over": yuan(over)},
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        asset = asset_of(at, self.asset)
        measure = self._open(
            at,
            asset,
            "seal",
            must_be_sold=self.must_be_sold,
            excess_reason=self.excess_reason,
        )
        term = term_of(asset.kind, at.on, self.days).value
        words = term_words(term, self.days)
        measure.ruling_id = papers.ruling_to_seal(
            at, measure, term.ends_on, words, use_allowed=self.use_allowed
        )
        measure.save(update_fields=["ruling_id"])
        order = give_order(
            at,
            measure,
            "queue" if measure.queued_behind_others else "seal",
            starts_on=at.on,
            ends_on=term.ends_on,
        )
        at.memo["measure"] = measure
        return {
            "measure": measure.pk,
            "asset": asset.pk,
            "order": order.pk,
            "ruling": measure.ruling_id,
            "queued": measure.queued_behind_others,
            "ends_on": measure.ends_on,
            "must_be_sold": self.must_be_sold and not measure.queued_behind_others,
            "renew_by": None if measure.queued_behind_others else term.renew_by,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        asset = asset_of(at, self.asset)
        term = term_of(asset.kind, at.on, self.days).value
        words = term_words(term, self.days)
        return papers.notice_to_seal(at.memo["measure"], at.on, term.ends_on, words)

    def journal_line(self, result: Mapping[str, Any]) -> str:
        if result["queued"]:
            return "裁定轮候查封（冻结），期限自转为生效之日起算。"
        return f"裁定查封（冻结）财产，至{result['ends_on']}。"
