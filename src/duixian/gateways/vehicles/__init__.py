"""Vehicle registries (车辆管理所): motor vehicles found and sealed up in the register."""

from __future__ import annotations

from typing import Any

from duixian.gateways.adapter import MEASURES_ON_REGISTERED, ProtocolGateway, control_items
from duixian.gateways.dealings import Order, VehicleTarget
from duixian.gateways.protocol import Capability, InstitutionKind
from duixian.gateways.registry import register


@register
class VehicleGateway(ProtocolGateway):
    """A vehicle registry behind protocol v1 (车辆管理所)."""

    identifier = "vehicles-v1"
    kind = InstitutionKind.VEHICLES
    label = "车辆管理所（协议 v1）"
    label_en = "Vehicle registry (protocol v1)"
    capabilities = frozenset({Capability.VEHICLES, Capability.CONTROL})
    measures = MEASURES_ON_REGISTERED

    def target_items(self, order: Order) -> dict[str, Any]:
        target = order.target
        if not isinstance(target, VehicleTarget):
            raise self.wrong_target(order)
        items = {
            **control_items(order),
            "identification": target.identification,
            "plate": target.plate,
        }
        return {"vehicles": (items,)}
