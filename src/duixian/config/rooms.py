"""The rooms in their order (房间次序), and which of them are furnished already."""

from __future__ import annotations

from pathlib import Path

# Each room may know only those before it; the import contracts hold the same order.
ROOMS = (
    "record",
    "courts",
    "parties",
    "cases",
    "deadlines",
    "documents",
    "assets",
    "measures",
    "ledger",
    "disposal",
    "distribution",
    "sanctions",
    "remedies",
    "cooperation",
    "closing",
    "supervision",
    "statistics",
    "openness",
)
# Other packages of the house that bring tables, templates or tasks when they have an apps.py.
FLOORS_WITH_APPS = ("workflow", "gateways", "jobs", "api", "portals")

HOUSE = Path(__file__).resolve().parent.parent


def installed_apps() -> list[str]:
    """Every room and floor that has an `apps.py`, lowest first."""
    rooms = [f"duixian.contexts.{room}" for room in ROOMS if _has_apps("contexts", room)]
    floors = [f"duixian.{floor}" for floor in FLOORS_WITH_APPS if _has_apps(floor)]
    return rooms + floors


def _has_apps(*place: str) -> bool:
    return (HOUSE.joinpath(*place) / "apps.py").exists()
