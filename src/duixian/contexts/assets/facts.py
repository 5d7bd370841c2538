"""The facts of what was found, as answers, declarations and officers give them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    WithJsonSchema,
)

from duixian.contexts.record import sealing
from duixian.contexts.record.facts import IdentityNumber, Money

Kind = Literal["deposit", "real_estate", "vehicle", "equity", "security", "other"]
KINDS: dict[str, str] = {
    "deposit": "存款",
    "real_estate": "不动产",
    "vehicle": "车辆",
    "equity": "股权",
    "security": "有价证券",
    "other": "其他财产",
}


def _read_sealed(value: Any) -> Any:
    return sealing.unseal(value) if isinstance(value, str) and sealing.is_sealed(value) else value


def _store_sealed(value: str, info: SerializationInfo) -> str:
    stored = bool(info.context and info.context.get("stored"))
    return sealing.seal(value) if stored and value else value


AccountNumber = Annotated[
    IdentityNumber,
    WithJsonSchema({"type": "string", "format": "account-number"}),
]
SealedText = Annotated[
    str,
    BeforeValidator(_read_sealed),
    PlainSerializer(_store_sealed, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "long-text"}),
]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PriorMeasure(_Facts):
    """A measure of another authority already on the thing (在先措施)."""

    sequence: int = Field(default=1, ge=0, title="顺序")
    authority: str = Field(default="", max_length=120, title="机关")
    document_number: str = Field(default="", max_length=120, title="文号")
    ends_on: date | None = Field(default=None, title="届满日")
    amount: Money | None = Field(default=None, title="金额（元）")
    queued: bool = Field(default=False, title="轮候")


class PriorRight(_Facts):
    """Another's right in the thing: mortgage, pledge, co-ownership, priority (他项权利)."""

    kind: str = Field(max_length=40, title="权利类型")
    holder: str = Field(default="", max_length=120, title="权利人")
    amount: Money | None = Field(default=None, title="金额（元）")
    certificate: str = Field(default="", max_length=120, title="权证号")


class _Found(_Facts):
    measures: tuple[PriorMeasure, ...] = Field(default=(), title="在先措施")
    rights: tuple[PriorRight, ...] = Field(default=(), title="他项权利")
    remark: str = Field(default="", max_length=400, title="备注")


class FoundDeposit(_Found):
    """An account (存款账户)."""

    kind: Literal["deposit"] = "deposit"
    number: AccountNumber = Field(min_length=1, max_length=64, title="账号")
    account_class: str = Field(default="", max_length=60, title="账户类别")
    account_state: str = Field(default="", max_length=40, title="账户状态")
    branch: str = Field(default="", max_length=150, title="开户网点")
    branch_code: str = Field(default="", max_length=40, title="网点代码")
    currency: str = Field(default="CNY", max_length=10, title="币种")
    balance: Money = Field(title="余额（元）")
    available: Money = Field(title="可用余额（元）")
    opened_on: date | None = Field(default=None, title="开户日期")
    closed_on: date | None = Field(default=None, title="销户日期")
    protected: bool = Field(default=False, title="依法不得冻结的专用账户")


class HolderFacts(_Facts):
    """A registered holder of real estate (权利人)."""

    name: str = Field(min_length=1, max_length=120, title="姓名或名称")
    identity_number: IdentityNumber = Field(default="", title="证件号码")
    share: str = Field(default="", max_length=40, title="份额")
    ownership: str = Field(default="", max_length=40, title="共有方式")


class FoundRealEstate(_Found):
    """A house or land right (不动产)."""

    kind: Literal["real_estate"] = "real_estate"
    unit_number: str = Field(min_length=1, max_length=64, title="不动产单元号")
    right_kind: str = Field(default="", max_length=60, title="权利类型")
    location: str = Field(min_length=1, max_length=200, title="坐落")
    planned_use: str = Field(default="", max_length=60, title="用途")
    floor_area: str = Field(default="", max_length=40, title="面积")
    certificate: str = Field(default="", max_length=120, title="权证号")
    registry: str = Field(default="", max_length=120, title="登记机构")
    registered_on: date | None = Field(default=None, title="登记日期")
    co_ownership: str = Field(default="", max_length=40, title="共有情况")
    register_state: str = Field(default="", max_length=40, title="权属状态")
    holders: tuple[HolderFacts, ...] = Field(default=(), title="权利人")


class FoundVehicle(_Found):
    """A motor vehicle (机动车)."""

    kind: Literal["vehicle"] = "vehicle"
    identification: str = Field(min_length=1, max_length=64, title="车辆识别代号")
    plate: str = Field(min_length=1, max_length=40, title="号牌号码")
    plate_kind: str = Field(default="", max_length=40, title="号牌种类")
    brand: str = Field(default="", max_length=80, title="品牌型号")
    vehicle_kind: str = Field(default="", max_length=40, title="车辆类型")
    engine_number: str = Field(default="", max_length=64, title="发动机号")
    registered_on: date | None = Field(default=None, title="登记日期")
    use: str = Field(default="", max_length=40, title="使用性质")
    colour: str = Field(default="", max_length=40, title="颜色")
    register_state: str = Field(default="", max_length=60, title="机动车状态")
    registry: str = Field(default="", max_length=120, title="登记机构")


class FoundRight(_Found):
    """Equity, securities or another right (股权、有价证券、其他财产权)."""

    kind: Literal["equity", "security", "other"]
    number: str = Field(min_length=1, max_length=64, title="登记号、代码或账号")
    name: str = Field(min_length=1, max_length=200, title="名称")
    share: str = Field(default="", max_length=40, title="比例或数量")
    value: Money | None = Field(default=None, title="价值（元）")


FoundItem = Annotated[
    FoundDeposit | FoundRealEstate | FoundVehicle | FoundRight, Field(discriminator="kind")
]


class DeclaredItemFacts(_Facts):
    """One line of a declaration (财产申报表的一项)."""

    kind: Kind = Field(title="财产种类")
    description: str = Field(min_length=1, max_length=300, title="内容")
    number: AccountNumber = Field(default="", max_length=64, title="账号、权证号、号牌")
    place: str = Field(default="", max_length=200, title="开户行、坐落或存放处")
    amount: Money | None = Field(default=None, ge=0, title="金额或估值（元）")


class DeclaredChangeFacts(_Facts):
    """A change of property within the look-back (一年内的财产变动)."""

    kind: Kind = Field(title="财产种类")
    description: str = Field(min_length=1, max_length=300, title="变动内容")
    changed_on: date | None = Field(default=None, title="变动日期")
    amount: Money | None = Field(default=None, ge=0, title="金额（元）")
