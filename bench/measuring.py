"""How figures are taken: in pairs A B A B so that both sides meet the same machine; medians."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `goal` is what was asked for: a sentence, never an assertion."""

    bench: str
    name: str
    value: float
    unit: str
    goal: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds a turn of each side: medians, and the ratio of neighbours' medians."""

    a: float
    b: float
    ratio: float
    low: float
    high: float

    @property
    def spread(self) -> str:
        return f"middle half of the pairs {self.low:.2f} to {self.high:.2f}"


def pairs(
    a: Callable[[int], object], b: Callable[[int], object], turns: int, warm: int = 3
) -> Pair:
    """Run both in turn; each gets the number of the turn. The first `warm` turns do not count."""
    first: list[float] = []
    second: list[float] = []
    with _no_collector():
        for turn in range(warm + turns):
            taken = _timed(a, turn), _timed(b, turn)
            if turn >= warm:
                first.append(taken[0])
                second.append(taken[1])
    ratios = [one / other for one, other in zip(first, second, strict=True)]
    quarter = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else [ratios[0]] * 3
    return Pair(
        statistics.median(first),
        statistics.median(second),
        statistics.median(ratios),
        quarter[0],
        quarter[2],
    )


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """The median and the 95th of a hundred."""
    if len(seconds) < 2:
        return seconds[0], seconds[0]
    return statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[18]


def timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def _timed(what: Callable[[int], object], turn: int) -> float:
    start = time.perf_counter()
    what(turn)
    return time.perf_counter() - start


@contextmanager
def _no_collector() -> Iterator[None]:
    """Python's collector strikes at random; both sides are measured without it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Statements:
    """The statements that went to the database inside `watching`."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, float]] = []

    def __call__(self, execute: Any, query: Any, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(query, params, many, context)
        finally:
            self.seen.append((str(query), time.perf_counter() - start))

    def __len__(self) -> int:
        return len(self.seen)

    @property
    def seconds(self) -> float:
        return sum(each for _, each in self.seen)


@contextmanager
def watching() -> Iterator[Statements]:
    """Count what Django sends to the database (transaction brackets are not counted)."""
    seen = Statements()
    with connection.execute_wrapper(seen):
        yield seen
