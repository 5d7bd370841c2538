"""Pure arithmetic of indicators: shares by day, a forecast with its band, what is missing."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Target:
    """A target of R2.2, as data."""

    indicator: str
    title: str
    title_en: str
    share: float | None
    absolute: bool
    start: date
    by: date | None
    source: str


@cache
def targets() -> tuple[Target, ...]:
    """Every target, in the order of the file."""
    path = resources.files("duixian.contexts.statistics") / "targets.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Target(
            indicator=row["indicator"],
            title=row["title"],
            title_en=row["title_en"],
            share=row["share"] / 100 if "share" in row else None,
            absolute=row.get("absolute", False),
            start=row["from"],
            by=row.get("by"),
            source=row["source"],
        )
        for row in raw["targets"]
    )


def target_in_force(on: date) -> Target | None:
    """The share to be reached next; after the last, the last goes on holding."""
    shares = [each for each in targets() if each.share is not None and each.start <= on]
    return shares[-1] if shares else None


@dataclass(frozen=True, slots=True)
class Point:
    """The share on a day: executed of property cases."""

    day: date
    done: int
    whole: int

    @property
    def share(self) -> float:
        return self.done / self.whole if self.whole else 0.0


def begun(points: Sequence[Point]) -> list[Point]:
    """The points from the first day there was a property case to count; at least the last one."""
    first = next((place for place, each in enumerate(points) if each.whole), len(points) - 1)
    return list(points[first:])


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the share will stand on a day if the present pace goes on, with an 80 % band."""

    day: date
    low: float
    middle: float
    high: float


BAND_80 = 1.2816
DAYS_OF_PACE = 180


def forecast(points: Sequence[Point], by: date) -> Forecast | None:
    """A straight line through the last half year, the band from its scatter; None without history.

    >>> pace = [Point(date(2017, 1, 1) + timedelta(days=d), 50 + d // 3, 100) for d in range(60)]
    >>> round(forecast(pace, date(2017, 4, 1)).middle, 2)
    0.79
    """
    recent = [each for each in points if each.whole]
    if recent:
        start = recent[-1].day - timedelta(days=DAYS_OF_PACE)
        recent = [each for each in recent if each.day >= start]
    if len(recent) < 3:
        return None
    xs = [(each.day - recent[0].day).days for each in recent]
    ys = [each.share for each in recent]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    if spread == 0:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    at = (by - recent[0].day).days
    scatter = math.sqrt(
        sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
        / max(1, len(xs) - 2)
    )
    reach = scatter * math.sqrt(1 + 1 / len(xs) + (at - mean_x) ** 2 / spread) * BAND_80
    middle = ys[-1] + slope * (at - xs[-1])
    return Forecast(by, _share(middle - reach), _share(middle), _share(middle + reach))


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def missing(done: int, whole: int, share: float) -> int:
    """How many more cases must be executed to reach a share of the cases there are.

    >>> missing(7821, 9412, 0.9)
    650
    """
    return max(0, math.ceil(whole * share - 1e-9) - done)
