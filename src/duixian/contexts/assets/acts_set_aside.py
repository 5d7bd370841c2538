"""Property that cannot be turned into money (财产不能处置): on a ground of law the record bears out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.assets import registry
from duixian.contexts.assets.models import Asset
from duixian.contexts.assets.reaching import AssetAct, asset_of
from duixian.contexts.cases.case_act import case_of
from duixian.contexts.cases.owed import owed
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import AssetRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display
from duixian.kernel.roles import Role
from duixian.law.rules.property_facts import Obstacle, PropertyFacts, why_not_counted
from duixian.law.texts import parameters

NOT_ENFORCEABLE = {
    "exempt": "依法不得查封、执行",
    "needed_home": "生活所必需的居住房屋",
    "no_value": "没有变现价值或者处置费用超过价值",
    "prior_rights": "优先权利超过财产价值，没有剩余",
    "not_located": "车辆等已办查封登记但未实际扣押",
    "unsold": "经依法拍卖、变卖未成交且不能抵债",
    "not_owned": "经查不属被执行人所有",
    "other": "其他原因",
}
# What a ground means before termination; on a ground that is not here the thing still counts.
OBSTACLES: Mapping[str, Obstacle] = {
    "exempt": "exempt",
    "needed_home": "needed_home",
    "no_value": "no_value_after_priority",
    "prior_rights": "no_value_after_priority",
    "not_located": "not_located",
    "unsold": "unsold_not_taken_in_kind",
    "not_owned": "title_disputed",
}
AUCTION_RESULT = "disposal.record_auction_result"


def _refusal(message: str, cure: str, *, field: str = "ground") -> Refusal:
    return Refusal(
        "assets.ground_not_on_record",
        message,
        cure=cure,
        field=field,
        provisions=("cannot-be-disposed",),
    )


@catalogue.add
class MarkNotEnforceable(AssetAct):
    """认定不宜执行: why a thing that was found is not turned into money; the director signs."""

    code, title = "assets.mark_not_enforceable", "认定财产不宜执行"
    title_en = "Mark property not enforceable"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("cannot-be-disposed",)

    asset: AssetRef = Field(title="财产")
    ground: Literal[
        "exempt",
        "needed_home",
        "no_value",
        "prior_rights",
        "not_located",
        "unsold",
        "not_owned",
        "other",
    ] = Field(title="原因")
    explanation: Prose = Field(default="", max_length=300, title="情况和依据的材料")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        open_assets = Asset.objects.filter(
            case_id=at.case_id, state__in=[Asset.State.FOUND, Asset.State.CONTROLLED]
        )
        return {
            "asset": [(each.pk, each.description) for each in open_assets.order_by("id")],
            "ground": list(NOT_ENFORCEABLE.items()),
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        if asset.state not in (Asset.State.FOUND, Asset.State.CONTROLLED, Asset.State.RELEASED):
            raise Refusal(
                "assets.settled",
                f"该财产{asset.get_state_display()}",
                cure="无需认定",
                field="asset",
            )
        _CHECKS[self.ground](self, at, asset)

    def _explained(self, at: Doing, asset: Asset) -> None:
        if not self.explanation:
            raise _refusal(
                f"以“{NOT_ENFORCEABLE[self.ground]}”为由的，应写明情况和依据的材料",
                "写明具体情况、材料名称及其在卷位置",
                field="explanation",
            )

    def _is_exempt(self, at: Doing, asset: Asset) -> None:
        if not asset.exempt:
            raise _refusal("该财产没有认定为豁免财产", "先认定豁免财产，再认定不宜执行")

    def _is_a_home(self, at: Doing, asset: Asset) -> None:
        if asset.kind != "real_estate":
            raise _refusal("该财产不是房屋", "改选符合的原因")
        self._explained(at, asset)

    def _is_worth_nothing(self, at: Doing, asset: Asset) -> None:
        """Of money the law of the day says how little is too little; of things a person must."""
        left = asset.available if asset.available is not None else asset.balance
        counted = parameters()["termination-small-balance"].on(at.on)
        if asset.kind != "deposit" or left is None or not counted:
            self._explained(at, asset)
            return
        money = PropertyFacts("", asset.description, "deposit", Fen(left))
        outstanding = owed(case_of(at).pk, at.on).value.outstanding
        if why_not_counted(money, outstanding=outstanding, on=at.on) is None:
            raise _refusal(
                f"账户可用余额 {display(left)} 元，不属于数额过小",
                "冻结、扣划；确属依法不得执行的，认定豁免财产",
            )

    def _is_charged(self, at: Doing, asset: Asset) -> None:
        """The rights of others must be known, and where all amounts are, they must use it up."""
        rights = [each for each in asset.prior if each.get("sort") == "right"]
        if not rights:
            raise _refusal("没有查到该财产上的优先权利", "查询登记单位；查到抵押等权利后再认定")
        amounts = [each.get("amount") for each in rights]
        if asset.value is None or any(each is None for each in amounts):
            self._explained(at, asset)
        elif sum(amounts) < asset.value:
            left = display(asset.value - sum(amounts))
            raise _refusal(
                f"估值 {display(asset.value)} 元，清偿优先权利后还有 {left} 元", "依法处置"
            )

    def _is_not_located(self, at: Doing, asset: Asset) -> None:
        if asset.kind != "vehicle":
            raise _refusal("该财产不是车辆等须实际扣押的财产", "改选符合的原因")
        if asset.state != Asset.State.CONTROLLED:
            raise _refusal("该车辆没有办理查封登记", "先查封并办理登记；仍找不到的再认定")

    def _is_unsold(self, at: Doing, asset: Asset) -> None:
        rounds = record.entries_of(case_of(at).pk, [AUCTION_RESULT])
        results = [each.result for each in rounds if each.result.get("asset") == asset.pk]
        if not results or not results[-1].get("no_more_rounds"):
            raise _refusal("该财产没有经过法定的全部拍卖、变卖程序而未成交", "依法拍卖、变卖")

    def perform(self, at: Doing) -> dict[str, Any]:
        reason = NOT_ENFORCEABLE[self.ground]
        if self.explanation:
            reason = f"{reason}：{self.explanation}"
        registry.mark(self.asset, "not_enforceable", reason=reason)
        return {
            "asset": self.asset,
            "ground": self.ground,
            "still_counts": self.ground not in OBSTACLES,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        effect = "终本审查时仍计为可供执行的财产" if result["still_counts"] else "终本审查时不计"
        return f"财产不宜执行：{NOT_ENFORCEABLE[self.ground]}；{effect}。"


_CHECKS: Mapping[str, Callable[[MarkNotEnforceable, Doing, Asset], None]] = {
    "exempt": MarkNotEnforceable._is_exempt,
    "needed_home": MarkNotEnforceable._is_a_home,
    "no_value": MarkNotEnforceable._is_worth_nothing,
    "prior_rights": MarkNotEnforceable._is_charged,
    "not_located": MarkNotEnforceable._is_not_located,
    "unsold": MarkNotEnforceable._is_unsold,
    "not_owned": MarkNotEnforceable._explained,
    "other": MarkNotEnforceable._explained,
}
