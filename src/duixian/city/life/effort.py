"""What a life takes: acts a second, and what keeps them from being more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from django.db import connection

from duixian.city.life.town import Tally


@dataclass
class Effort:
    """Seconds of all processes of a life: `lived` at work, of those `in_database` waiting for it;

    `waited` for the slowest process to end its day. statements: sent to the database.
    """

    processes: int = 1
    statements: int = 0
    lived: float = 0.0
    in_database: float = 0.0
    waited: float = 0.0
    tally: Tally = field(default_factory=Tally)

    def add(self, other: Effort) -> None:
        """That of one more process."""
        self.statements += other.statements
        self.lived += other.lived
        self.in_database += other.in_database
        self.tally.done.update(other.tally.done)
        self.tally.refused.update(other.tally.refused)


@dataclass(frozen=True, slots=True)
class Lived:
    """What a life came to."""

    days: int
    seconds: float
    acts: int
    effort: Effort

    @property
    def tally(self) -> Tally:
        return self.effort.tally

    @property
    def acts_a_second(self) -> float:
        return self.acts / self.seconds if self.seconds else 0.0

    def shares(self) -> dict[str, float]:
        """Where the processes' time went, as shares of 1: Python, the database, each other."""
        whole = self.seconds * self.effort.processes
        if not whole:
            return {}
        python = self.effort.lived - self.effort.in_database
        spent = {
            "程序自身计算": python,
            "等数据库": self.effort.in_database,
            "等其他进程过完同一天": self.effort.waited,
        }
        return {what: seconds / whole for what, seconds in spent.items()}

    def limited_by(self) -> str:
        """What took most of the time, with the figures, in words."""
        shares = self.shares()
        if not shares or not self.acts:
            return ""
        most = max(shares, key=lambda what: shares[what])
        figures = "，".join(f"{what} {share:.0%}" for what, share in shares.items())
        per_act = self.effort.statements / self.acts
        return (
            f"{self.effort.processes} 个进程；时间用在：{figures}；"
            f"每项行为 {per_act:.0f} 条语句。限制在于{most}"
        )


class Measured:
    """Counts, inside, the statements of this process and the time it waits for their answers."""

    def __init__(self) -> None:
        self._effort = Effort()
        self._wrapper: Any = None
        self._since = 0.0

    def __enter__(self) -> Self:
        self._since = time.monotonic()
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._wrapper.__exit__(kind, error, where)

    def effort(self, tally: Tally, lived: float | None = None) -> Effort:
        """What was spent so far; lived: seconds at work, all since the beginning if not said."""
        self._effort.lived = time.monotonic() - self._since if lived is None else lived
        self._effort.tally = tally
        return self._effort

    def _count(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        before = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self._effort.in_database += time.perf_counter() - before
            self._effort.statements += 1
