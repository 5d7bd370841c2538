"""Contexts of the shared parts. Views fill these; templates read nothing else.

Money is Fen. Text is what the reader sees, already in the reader's language. `href` is a URL
the view has reversed. A missing optional thing is None or empty, never a placeholder word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duixian.kernel.findings import Finding, Refusal
from duixian.portals.components import formats


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button or link that does or opens something. `final` marks what cannot be undone.

    A post action sends `fields` with it; `key` is the keyboard letter shown on it.
    """

    label: str
    href: str
    weight: Literal["plain", "main", "final", "link"] = "plain"
    post: bool = False
    key: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    describe: str = ""  # for people who do not see the row it stands in


@dataclass(frozen=True, slots=True)
class Tag:
    """A fact in a frame (标记): 涉民生, 系列案 3 件."""

    text: str
    tone: Literal["", "ink", "full", "late", "paid"] = ""


class ClockState(StrEnum):
    """What a clock is doing (期限状态); each state has its own shape."""

    MET = "met"  # 已办
    RUNNING = "running"  # 在走
    PAUSED = "paused"  # 暂停
    MISSED = "missed"  # 逾期
    WAITING = "waiting"  # 未到
    PAID = "paid"  # 已发放


@dataclass(frozen=True, slots=True)
class Term:
    """One deadline in a few words: its shape and 逾期 5 天, 今天, 剩 7 天."""

    state: ClockState
    text: str
    pressing: bool = False  # running and to be seen first

    @property
    def tone(self) -> str:
        if self.state is ClockState.MISSED:
            return "late"
        if self.state is ClockState.PAID:
            return "paid"
        return "now" if self.pressing else ""

    @classmethod
    def of(cls, due: date, today: date, pressing_within: int = 10) -> Term:
        """The words for a running clock due on a day: 逾期 n 天, 今天, 明天, 剩 n 天."""
        left = (due - today).days
        if left < 0:
            text = ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -left) % {"days": -left}
            return cls(ClockState.MISSED, text)
        if left == 0:
            return cls(ClockState.RUNNING, _("今天"), True)
        if left == 1:
            return cls(ClockState.RUNNING, _("明天"), pressing_within >= 1)
        text = ngettext("剩 %(days)d 天", "剩 %(days)d 天", left) % {"days": left}
        return cls(ClockState.RUNNING, text, left <= pressing_within)


@dataclass(frozen=True, slots=True)
class ClockNode:
    """A statutory node on the clock strip (节点). `days` is late, left or paused by the state.

    who: whose work it was, shown on a missed node; verdict: overrides the computed last line;
    day_note: a word about the due day itself (调休上班).
    """

    name: str
    state: ClockState
    due: date | None = None
    met_on: date | None = None
    paused_from: date | None = None
    paused_to: date | None = None
    days: int = 0
    who: str = ""
    verdict: str = ""
    day_note: str = ""
    href: str = ""
    after_today: bool = False

    @property
    def dates(self) -> str:
        """12-14，限 12-19."""
        if self.paused_from is not None:
            until = formats.short_day(self.paused_to) if self.paused_to else _("今")
            return _("%(start)s 至 %(end)s") % {
                "start": formats.short_day(self.paused_from),
                "end": until,
            }
        done = formats.short_day(self.met_on)
        if self.due is None:
            return done or _("未到")
        limit = _("限 %(day)s") % {"day": formats.short_day(self.due)}
        if not done:
            return limit
        return (
            done
            if self.met_on == self.due
            else _("%(done)s，%(limit)s")
            % {
                "done": done,
                "limit": limit,
            }
        )

    @property
    def outcome(self) -> str:
        """The word under the node: 按时, 剩 7 天, 迟 4 天，吴明远."""
        if self.verdict:
            return self.verdict
        count = {"days": self.days}
        if self.state is ClockState.MISSED:
            late = ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", self.days)
            if self.met_on:
                late = ngettext("迟 %(days)d 天", "迟 %(days)d 天", self.days)
            text = late % count
            return _("%(late)s，%(who)s") % {"late": text, "who": self.who} if self.who else text
        if self.state is ClockState.RUNNING and self.days == 0:
            return _("今天")
        words = {
            ClockState.MET: _("按时"),
            ClockState.PAID: _("已发放"),
            ClockState.WAITING: _("未到"),
            ClockState.PAUSED: ngettext("停 %(days)d 天", "停 %(days)d 天", self.days) % count,
            ClockState.RUNNING: ngettext("剩 %(days)d 天", "剩 %(days)d 天", self.days) % count,
        }
        return words[self.state]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch not counted in a term (不计入期限)."""

    start: date
    end: date
    reason: str


@dataclass(frozen=True, slots=True)
class TermBar:
    """The execution term to scale (执行期限比例条). original_due: before pauses moved it."""

    title: str
    start_label: str
    start: date
    due: date
    today: date
    original_due: date | None = None
    pauses: Sequence[Pause] = ()
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The worksheet behind a figure (依据). With `href` only, it is loaded when opened."""

    title: str = ""
    as_of: date | None = None
    formula: str = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Any]] = ()
    total: Sequence[Any] = ()
    steps: Sequence[tuple[str, str, str]] = ()  # label, formula, value
    facts: str = ""
    provisions: Sequence[str] = ()
    open_questions: Sequence[str] = ()
    rule_version: str = ""
    actions: Sequence[Action] = ()
    href: str = ""

    @property
    def total_cells(self) -> list[tuple[Column, Any, int]]:
        """The last row as (column, value, columns spanned): its words run over empty cells."""
        cells: list[tuple[Column, Any, int]] = []
        for column, value in zip(self.columns, self.total, strict=True):
            if cells and len(cells) == 1 and value == "" and column.kind == "text":
                first, words, span = cells[0]
                cells[0] = (first, words, span + 1)
            else:
                cells.append((column, value, 1))
        return cells

    @classmethod
    def from_finding(
        cls, title: str, finding: Finding[Any], *, as_of: date | None = None, facts: str = ""
    ) -> Basis:
        """The worksheet of a rule's answer."""
        return cls(
            title=title,
            as_of=as_of,
            steps=[(step.label, step.formula, step.value) for step in finding.steps],
            facts=facts,
            provisions=[
                f"{citation.title}　{citation}" if citation.title else str(citation)
                for citation in finding.provisions
            ],
            open_questions=finding.open_questions,
            rule_version=finding.rule_version,
        )


@dataclass(frozen=True, slots=True)
class RefusalBox:
    """A refusal beside the button (拒绝): what is wrong, under what, what would make it right.

    A cure that posts sends the form it stands in to its own address, with one field more.
    """

    message: str
    explanation: str = ""
    provision: str = ""
    cure: str = ""
    cures: Sequence[Action] = ()
    code: str = ""

    @classmethod
    def of(cls, refusal: Refusal, provision: str = "", cures: Sequence[Action] = ()) -> RefusalBox:
        """The box of a Refusal; `provision` is the reader's text of its provision keys."""
        return cls(refusal.message, "", provision, refusal.cure, cures, refusal.code)


@dataclass(frozen=True, slots=True)
class NextAct:
    """An act whose check passes today (现在可以办)."""

    code: str
    title: str
    href: str
    reason: str = ""
    term: Term | None = None
    verb: str = ""  # empty: 办理


@dataclass(frozen=True, slots=True)
class HeldAct:
    """An act the law does not allow yet (还不能办), with what would make it possible."""

    title: str
    why_short: str
    message: str = ""
    provision: str = ""
    cure: str = ""
    cure_link: Link | None = None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of the ladder of amounts (金额怎么来的)."""

    label: str
    amount: int
    kind: Literal["plain", "sum", "part", "aside"] = "plain"
    basis: Basis | None = None
    note: str = ""
    paid: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """应付, 到位, 尚欠, and how much of what came in has been paid out."""

    due: int
    collected: int
    outstanding: int
    paid_out: int = 0
    waiting: int = 0
    due_basis: Basis | None = None
    outstanding_basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """An entry of the journal (日志) with its two times: happened and recorded."""

    number: int
    happened_at: datetime
    title: str
    text: str = ""
    recorded_at: datetime | None = None
    papers: Sequence[Link] = ()
    by: str = ""
    paid: bool = False
    day_only: bool = False  # it is not known at what hour it happened

    @property
    def late_days(self) -> int:
        """Whole days between happening and recording: how late entry is seen."""
        if self.recorded_at is None:
            return 0
        recorded, happened = formats.civil(self.recorded_at), formats.civil(self.happened_at)
        return (recorded.date() - happened.date()).days


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the case: 申请执行人, 被执行人. `identity` is masked by who may see it."""

    role: str
    name: str
    identity: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """申请执行人 → 被执行人, cut in the table and whole in its title."""

    creditors: str
    debtors: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """An amount as it stood on a day (结算额): what ran on since is not in it."""

    amount: int
    on: date


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    count: int | None = None
    current: bool = False
    key: str = ""


CellKind = Literal[
    "text", "money", "term", "docket", "parties", "tags", "num", "day", "moment", "link", "act"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `width` is one of the w- classes of components.css without its prefix."""

    label: str
    kind: CellKind = "text"
    width: str = ""
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    unseen: bool = False  # the head is only for screen readers
    only_wide: bool = False
    help: str = ""  # what the column means, where its title cannot say all

    @property
    def css(self) -> str:
        """Classes of its cells: figures to the right, and a name for the phone's cards."""
        figure = f"{self.kind} " if self.kind in {"money", "num"} else ""
        return f"{figure}c-{self.kind}{' only-wide' if self.only_wide else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column: str, Fen for money, Term, Link, Parties, Tag or tuple of Tag, Action, date.

    key: what selection sends; next_href: what N does; href: what Enter opens.
    """

    cells: Sequence[Any]
    key: str = ""
    label: str = ""
    href: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    rows: Sequence[Row]
    title: str = ""
    count: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list we are. first and last count rows from 1."""

    first: int
    last: int
    total: int
    previous_href: str = ""
    next_href: str = ""
    total_is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """The empty state of a list: what is so, what is nearest, what to do."""

    title: str
    text: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    groups: Sequence[Group]
    caption: str
    selects: bool = False
    form: str = "selection"  # id of the form the checkboxes belong to
    empty: Empty | None = None
    pages: Pages | None = None
    total: Sequence[Any] = ()
    tight: bool = False
    cards_on_phone: bool = True
    fixed: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)

    @property
    def width(self) -> int:
        return len(self.columns) + (1 if self.selects else 0)


@dataclass(frozen=True, slots=True)
class BulkBar:
    """Acts on what is selected (批量): each says how many of the selection it can do.

    Posts `pick` (row keys, repeated) and `act` (code) to `action`, `pick` alone to
    `export_href`, which answers with the file.
    """

    action: str
    count: int = 0
    acts: Sequence[tuple[str, str, int | None]] = ()  # code, title, can be done
    note: str = ""
    count_href: str = ""  # the bar is loaded anew from here when the selection changes
    export_href: str = ""
