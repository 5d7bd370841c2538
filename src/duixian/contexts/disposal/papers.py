"""The rulings of disposal and the notice that releases the thing (裁定书、协助执行通知书)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from duixian.contexts.assets import queries as assets
from duixian.contexts.disposal.models import Auction, Lot, Sale
from duixian.contexts.documents import issuing
from duixian.contexts.measures import papers as measure_papers
from duixian.contexts.record.acts import Doing
from duixian.kernel.money import display
from duixian.law.texts import provisions

WHOLE = "全部"


def ruling_to_auction(at: Doing, lot: Lot) -> int:
    """The ruling that the sealed thing is auctioned; once for all its rounds."""
    measure = lot.measure
    values: dict[str, Any] = {
        "seized_on": (measure.starts_on or measure.ordered_on).isoformat(),
        "seizure_ruling_number": measure_papers.number_of(measure.ruling_id),
        "seizure_measure": measure_papers.verb_of(measure),
        "owner_names": lot.asset.owner.party.name,
        "items": [{"object": described(lot.asset), "reference_price": display(lot.price or 0)}],
    }
    return issuing.issue("ruling_auction", at, values, about={"asset": lot.asset_id})


def ruling_to_confirm(at: Doing, lot: Lot, auction: Auction, sale: Sale) -> int:
    """The ruling by which the thing passes to the buyer and the measure ends."""
    assert sale.paid_on is not None  # confirmed only when paid
    values: dict[str, Any] = {
        "way": auction.way,
        "owner_names": lot.asset.owner.party.name,
        "object": described(lot.asset),
        "buyer": sale.buyer,
        "sold_on": sale.sold_on.isoformat(),
        "paid_on": sale.paid_on.isoformat(),
        "price": sale.price,
    }
    if sale.buyer_identity_sealed:
        person = sale.buyer_kind == Sale.BuyerKind.PERSON
        values["buyer_identity_label"] = "公民身份号码" if person else "统一社会信用代码"
        values["buyer_identity"] = sale.buyer_identity_sealed
    about = {"asset": lot.asset_id}
    return issuing.issue("ruling_confirm_sale", at, values, about=about)


def ruling_in_kind(at: Doing, lot: Lot, auction: Auction, creditor: str, price: int) -> int:
    """The ruling by which a creditor takes the thing at the reserve of the failed round."""
    thing, owner = described(lot.asset), lot.asset.owner.party.name
    values = {
        "facts": (
            f"本院依法对被执行人{owner}所有的{thing}进行{auction.get_round_display()}，"
            f"起拍价（保留价）为{display(price)}元，因无人竞买而流拍。"
            f"申请执行人{creditor}同意以该价格接受上述财产抵偿债务。"
        ),
        "reasons": "申请执行人的请求符合法律规定，应予准许。",
        "basis": basis_of("taking-in-kind", at.on),
        "order": (
            f"一、被执行人{owner}所有的{thing}作价{display(price)}元，"
            f"交付申请执行人{creditor}抵偿相应债务，所有权自本裁定送达{creditor}时起转移；\n"
            "二、解除本院对上述财产的查封、扣押、冻结。"
        ),
    }
    return issuing.issue("general_ruling", at, values, about={"asset": lot.asset_id})


def notice_to_release(lot: Lot, ruling: int, reason: str) -> Mapping[str, Any]:
    """Values of the notice that the institution must release the thing."""
    return measure_papers.notice_to_lift(lot.measure, ruling, reason, WHOLE)


def basis_of(key: str, on: date) -> str:
    """A provision as papers cite it, as it stood on a day."""
    provision = provisions()[key]
    cited = "、".join(each.article for each in provision.on(on))
    return f"《{provision.instrument_title}》{cited}"


def described(asset: assets.Asset) -> str:
    """The thing with its certificate or plate, as papers name it."""
    number = str(asset.details.get("certificate") or asset.details.get("plate") or "")
    if not number or number in asset.description:
        return asset.description
    return f"{asset.description}（{number}）"
