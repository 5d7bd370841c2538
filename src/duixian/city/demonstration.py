"""Which city lives in an installation (演示): one note in the data folder says so.

Its presence makes the installation a demonstration: footers and documents carry the mark, and
logins may be printed. A folder with a court's own data never has it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duixian.city.staff import Staff, demonstration_password, make_staff
from duixian.service.places import DEMONSTRATION_NOTE, DataFolder

_SECRET = "demonstration_logins"


@dataclass(frozen=True, slots=True)
class City:
    """A city of a size and seed: the day it begins on, and the last day it has lived."""

    size: str
    seed: int
    begins_on: date
    lived_until: date | None = None

    def staff(self) -> Staff:
        """Its courts, teams and people."""
        return make_staff(self.size, self.seed, self.begins_on)

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self)
        return plain | {
            "begins_on": self.begins_on.isoformat(),
            "lived_until": self.lived_until.isoformat() if self.lived_until else None,
        }


def city_of(folder: DataFolder) -> City | None:
    """The city that lives here, or None: then this is no demonstration."""
    note = folder.note(DEMONSTRATION_NOTE)
    if not note:
        return None
    lived = note.get("lived_until")
    return City(
        size=note["size"],
        seed=note["seed"],
        begins_on=date.fromisoformat(note["begins_on"]),
        lived_until=date.fromisoformat(lived) if lived else None,
    )


def remember(folder: DataFolder, city: City) -> None:
    """Write the note, whole or not at all."""
    folder.write_note(DEMONSTRATION_NOTE, city.as_json())


def population_file(folder: DataFolder) -> Path:
    """Where the institutions' servers read who lives in the city."""
    return folder.path / "institutions" / "population.json"


def password_of(folder: DataFolder, user: str) -> str:
    """The password of a demonstration login: from a secret of this folder alone."""
    return demonstration_password(folder.secret(_SECRET), user)
