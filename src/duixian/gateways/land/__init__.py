"""Real-estate registries (不动产登记机构): houses and land found and sealed up."""

from __future__ import annotations

from typing import Any

from duixian.gateways.adapter import MEASURES_ON_REGISTERED, ProtocolGateway, control_items
from duixian.gateways.dealings import EstateTarget, Order
from duixian.gateways.protocol import Capability, InstitutionKind
from duixian.gateways.registry import register


@register
class LandGateway(ProtocolGateway):
    """A real-estate registry behind protocol v1 (不动产登记中心)."""

    identifier = "land-v1"
    kind = InstitutionKind.LAND
    label = "不动产登记机构（协议 v1）"
    label_en = "Real-estate registry (protocol v1)"
    capabilities = frozenset({Capability.REAL_ESTATE, Capability.CONTROL})
    measures = MEASURES_ON_REGISTERED

    def target_items(self, order: Order) -> dict[str, Any]:
        target = order.target
        if not isinstance(target, EstateTarget):
            raise self.wrong_target(order)
        items = {
            **control_items(order),
            "unit_number": target.unit_number,
            "certificate": target.certificate,
            "location": target.location,
        }
        return {"estates": (items,)}
