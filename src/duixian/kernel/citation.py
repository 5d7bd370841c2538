"""Citations: code names a provision by key; the document and article depend on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision (条文) as it stood on one day."""

    key: str
    title: str
    document: str
    article: str
    in_force_from: date
    in_force_to: date | None = None
    certainty: str = "from memory"
    checked_on: date | None = None

    def as_json(self) -> dict[str, str]:
        """The shape the contract fixes: key, title, document, article, in_force_from."""
        return {
            "key": self.key,
            "title": self.title,
            "document": self.document,
            "article": self.article,
            "in_force_from": self.in_force_from.isoformat(),
            "certainty": self.certainty,
        }

    def __str__(self) -> str:
        return f"{self.document} {self.article}".strip()
