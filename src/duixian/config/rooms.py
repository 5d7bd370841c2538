"""The rooms in their order (房间次序), and which of them are furnished already."""

from __future__ import annotations

import sys
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
    """Every room and floor that is furnished: it has an `apps.py`, and migrations for its tables.

    A room whose tables are not laid out yet would break every other one's database; only the
    command that lays them out sees it.
    """
    rooms = [f"duixian.contexts.{room}" for room in ROOMS if _furnished("contexts", room)]
    floors = [f"duixian.{floor}" for floor in FLOORS_WITH_APPS if _furnished(floor)]
    return rooms + floors


def _furnished(*place: str) -> bool:
    folder = HOUSE.joinpath(*place)
    has_tables = any((folder / name).exists() for name in ("models.py", "migrations/__init__.py"))
    laid_out = any(folder.glob("migrations/0*.py")) or "makemigrations" in sys.argv
    return (folder / "apps.py").exists() and (laid_out or not has_tables)
