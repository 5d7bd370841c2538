"""Contexts of the supervisor's pages and the manual. Each template reads `page` and `shell`.

Template by context:
    supervisor/board.html    BoardPage       supervisor/matrix.html   MatrixPage
    manual/index.html        ManualPage      manual/act.html          ManualActPage
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from duixian.portals.components.pages import Approval
from duixian.portals.components.parts import Action, Link, Table

# ---- supervisor


@dataclass(frozen=True, slots=True)
class Aim:
    """A target (目标) on the trend: from when it holds, by when, how much."""

    start: date
    by: date
    share: float
    outcome: str = ""  # 80.6% 达到


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A share over time with its targets and, where there is one, a forecast with a band."""

    title: str
    description: str
    points: Sequence[tuple[date, float]]
    today: date
    aims: Sequence[Aim] = ()
    forecast: Sequence[ForecastPoint] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A target of the year and where it stands. absolute: it must be a hundred per cent."""

    label: str
    value: str
    note: str = ""
    href: str = ""
    met: bool | None = None
    absolute: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why cases are not closed, counted. ours: the court itself can move them."""

    label: str
    count: int
    ours: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class WarningLine:
    """Warnings by cause (预警): overdue, coming due, and the change since last week."""

    label: str
    overdue: int
    coming: int
    change: int | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class CourtLine:
    """A court on the board; the same scale in each line."""

    name: str
    href: str
    done: int
    with_property: int
    trend: Trend | None = None
    forecast: float | None = None
    short_by: int | None = None  # cases missing to the target; 0: enough
    average_days: Decimal | None = None
    termination_rate: float | None = None
    dishonest_rate: float | None = None
    overdue_weeks: Sequence[int] = ()
    overdue: int = 0
    overdue_href: str = ""
    money_overdue: int = 0
    is_total: bool = False

    @property
    def rate(self) -> float | None:
        return self.done / self.with_property if self.with_property else None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """看板: targets, what waits for a signature, what stands in the way, warnings, courts."""

    title: str
    as_of: datetime
    lead: str
    trend: Trend | None
    trend_note: str = ""
    trend_link: Link | None = None
    trend_words: str = ""
    targets: Sequence[Target] = ()
    approvals: Sequence[Approval] = ()
    approvals_count: int = 0
    approvals_link: Link | None = None
    obstacles: Sequence[Obstacle] = ()
    stuck: Table | None = None
    warnings: Sequence[WarningLine] = ()
    courts: Sequence[CourtLine] = ()
    courts_target: str = "90%"
    scopes: Sequence[tuple[str, str, bool]] = ()  # value, label, chosen
    scope_name: str = "court"
    actions: Sequence[Action] = ()


Mark = Literal["", "do", "sign", "both"]


@dataclass(frozen=True, slots=True)
class MatrixAct:
    """An act's line: per role column "", "do" (办), "sign" (签) or both."""

    code: str
    title: str
    href: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class MatrixRoom:
    title: str
    acts: Sequence[MatrixAct]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The permission matrix (权限表), drawn from the catalogue of acts."""

    roles: Sequence[tuple[str, str]]  # title, branch
    rooms: Sequence[MatrixRoom]
    note: str = ""


# ---- manual


@dataclass(frozen=True, slots=True)
class ManualRoom:
    title: str
    acts: Sequence[tuple[str, str, str]]  # title, href, one line


@dataclass(frozen=True, slots=True)
class ManualPage:
    rooms: Sequence[ManualRoom]
    search: str = ""


@dataclass(frozen=True, slots=True)
class ManualActPage:
    """One act in the manual (办事手册), all of it from the catalogue."""

    title: str
    code: str
    meaning: str
    rooms: Sequence[ManualRoom]
    done_by: Sequence[str] = ()
    signed_by: Sequence[str] = ()
    provisions: Sequence[str] = ()
    fields: Sequence[tuple[str, bool, str]] = ()  # label, required, meaning
    refusals: Sequence[tuple[str, str]] = ()  # message, cure
    document: str = ""
    starts: Sequence[str] = ()
    api: str = ""
