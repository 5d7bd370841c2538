"""The register of property (财产登记): what officers enter and judge by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import QuerySet
from pydantic import Field

from duixian.contexts.assets import registry
from duixian.contexts.assets.acts_inquiry import InstitutionRef
from duixian.contexts.assets.facts import KINDS, AccountNumber, Kind
from duixian.contexts.assets.models import Asset, Institution
from duixian.contexts.assets.reaching import AssetAct, asset_of, debtor_choices, debtor_of
from duixian.contexts.record.acts import Doing, catalogue
from duixian.contexts.record.facts import AssetRef, Money, PartyRef, Prose
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role


@catalogue.add
class RegisterAsset(AssetAct):
    """登记财产: property that did not come by the network."""

    code, title, title_en = "assets.register_asset", "登记财产", "Register property"
    done_by = (Role.OFFICER,)
    under = ("investigation-duty",)

    owner: PartyRef = Field(title="所有人")
    kind: Kind = Field(title="财产种类")
    description: str = Field(min_length=1, max_length=300, title="名称、坐落、特征")
    number: AccountNumber = Field(default="", max_length=64, title="账号、权证号、车辆识别代号")
    institution: InstitutionRef | None = Field(default=None, title="开户或登记单位")
    amount: Money | None = Field(default=None, ge=0, title="余额（元，存款填写）")
    value: Money | None = Field(default=None, ge=0, title="估值（元）")
    share: str = Field(default="", max_length=40, title="份额")
    certificate: str = Field(default="", max_length=120, title="权证号")
    found_by: Literal["lead", "survey", "declaration"] = Field(default="survey", title="来源")
    note: Prose = Field(default="", title="备注")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        active = Institution.objects.filter(active=True).order_by("kind", "key")
        return {
            "owner": debtor_choices(at),
            "kind": list(KINDS.items()),
            "institution": [(each.pk, each.name) for each in active],
            "found_by": [(each, Asset.FoundBy(each).label) for each in ("lead", "survey")],
        }

    def check(self, at: Doing) -> None:
        super().check(at)
        debtor_of(at, self.owner, field="owner")
        if self.institution is not None:
            self._institution()
        hashed = registry.key_hash(self.kind, self.number)
        same = Asset.objects.filter(
            case_id=at.case_id, owner_id=self.owner, kind=self.kind, key_hash=hashed
        ).first()
        adds_institution = same and same.institution_id is None and self.institution is not None
        if hashed and same is not None and not adds_institution:
            raise Refusal(
                "assets.registered_already",
                "同一财产已经登记",
                cure="在已登记的财产上办理",
                field="number",
            )

    def _institution(self) -> Institution:
        found = Institution.objects.filter(pk=self.institution).first()
        if found is None:
            raise Refusal(
                "assets.unknown_institution",
                "协助单位目录中没有所选单位",
                cure="从目录中选择",
                field="institution",
            )
        return found

    def perform(self, at: Doing) -> dict[str, Any]:
        thing = registry.Thing(
            kind=self.kind,
            description=self.description,
            key=self.number,
            balance=self.amount,
            value=self.value,
            share=self.share,
            details={"certificate": self.certificate, "remark": self.note},
        )
        asset, _ = registry.enter(
            thing,
            debtor_of(at, self.owner, field="owner"),
            institution=self._institution() if self.institution is not None else None,
            found_by=self.found_by,
            on=at.on,
        )
        return {"asset": asset.pk, "kind": self.kind}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"登记{KINDS[self.kind]}：{self.description}。"


class _OnAsset(AssetAct):
    asset: AssetRef = Field(title="财产")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"asset": [(each.pk, each.description) for each in _found(at).order_by("id")]}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not at.once("assets_found", lambda: _found(at).exists()):
            raise Refusal("assets.none_found", "本案没有已查明而未处理的财产", cure="先查询或登记")


def _found(at: Doing) -> QuerySet[Asset]:
    return Asset.objects.filter(case_id=at.case_id, state=Asset.State.FOUND)


@catalogue.add
class MarkExempt(_OnAsset):
    """认定豁免财产: what must be left to the debtor, whole or a part of the money."""

    code, title, title_en = "assets.mark_exempt", "认定豁免财产", "Mark property exempt"
    done_by = (Role.OFFICER,)
    under = ("exempt-property",)

    kept_amount: Money | None = Field(
        default=None, gt=0, title="保留数额（元，空着为全部不得执行）"
    )
    reason: Prose = Field(min_length=1, max_length=300, title="理由")

    def check(self, at: Doing) -> None:
        super().check(at)
        asset = asset_of(at, self.asset)
        if self.kept_amount is not None and asset.kind != "deposit":
            raise Refusal(
                "assets.only_money_is_kept_in_part",
                "只有存款可以保留部分数额",
                cure="不填保留数额，整项认定为豁免；或认定为不宜执行",
                field="kept_amount",
            )
        if asset.exempt_reason == registry.PROTECTED:
            raise Refusal(
                "assets.protected",
                f"{registry.PROTECTED}，不能改为保留部分数额或改写理由",
                cure="反馈有误的，由开户银行更正后重新查询",
                field="asset",
                provisions=("exempt-property",),
            )
        if asset.state != Asset.State.FOUND:
            raise Refusal(
                "assets.under_control",
                f"该财产{asset.get_state_display()}，不能直接认定豁免",
                cure="先解除措施",
                field="asset",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        asset = asset_of(at, self.asset)
        asset.exempt = self.kept_amount is None
        asset.kept_amount = self.kept_amount or 0
        asset.exempt_reason = self.reason
        asset.save(update_fields=["exempt", "kept_amount", "exempt_reason"])
        return {"asset": asset.pk, "whole": asset.exempt, "kept": asset.kept_amount}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        extent = "全部" if result["whole"] else f"{display(result['kept'])}元"
        return f"认定豁免财产（{extent}）：{self.reason}"
