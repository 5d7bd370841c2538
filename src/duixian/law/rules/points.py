"""One condition of a check, met or not, with the reason and the provision (逐项条件)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duixian.kernel.findings import Step


@dataclass(frozen=True, slots=True)
class Point:
    """A condition of a check: its key, its words, whether it is met, and why."""

    key: str
    title: str
    met: bool
    why: str
    provision: str


def steps_of(points: Iterable[Point]) -> list[Step]:
    """The worksheet lines of some conditions."""
    return [
        Step(
            each.title,
            each.why,
            {},
            "具备" if each.met else "不具备",
            (each.provision,) if each.provision else (),
        )
        for each in points
    ]
