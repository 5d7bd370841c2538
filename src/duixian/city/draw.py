"""Chance that can be repeated: every part of the city draws from its own stream of a seed.

A stream belongs to a name, so that drawing one vehicle more does not change who owns which house.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *labels: str | int) -> random.Random:
    """The stream of chance that belongs to `seed` and `labels`, the same in every process."""
    text = "/".join(["duixian-city", str(seed), *map(str, labels)])
    return random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


class Table(Generic[T]):
    """Values with weights, drawn quickly many times."""

    def __init__(self, weights: Sequence[tuple[T, float]]) -> None:
        self.values = [value for value, _ in weights]
        self._bounds = list(accumulate(weight for _, weight in weights))
        if not self._bounds or self._bounds[-1] <= 0:
            raise ValueError("a table needs at least one value with a positive weight")

    def draw(self, chance: random.Random) -> T:
        """One value, as often as its weight says."""
        at = bisect_right(self._bounds, chance.random() * self._bounds[-1])
        return self.values[min(at, len(self.values) - 1)]


def day_between(chance: random.Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def heavy_tail_fen(
    chance: random.Random, median_yuan: float, spread: float, most_yuan: int = 500_000_000
) -> int:
    """An amount in fen with a heavy tail: half under the median, a few very far over it."""
    drawn = median_yuan * pow(2.718281828, chance.gauss(0, spread))
    return int(min(drawn, most_yuan) * 100)
