"""The statutory nodes (法定节点) as data, and the one calculator of when each falls due."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from duixian.kernel.calendar import is_provisional, roll_forward
from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Interval, Kind, Period, Unit, days_in_union, natural_end
from duixian.kernel.roles import Role
from duixian.law.texts import citations, parameter, parameters, provisions


@dataclass(frozen=True, slots=True)
class Pause:
    """What stops a clock (不计入期限): the act that starts the pause and those that end it."""

    by: str
    until: tuple[str, ...]
    ground: str


@dataclass(frozen=True, slots=True)
class Node:
    """A statutory node: a clock that acts start, pause and meet. Pure data.

    `per` is "case", or the field of the journal entry that names the subject of the clock;
    `due_field` a field of the starting entry that already holds the due date; `only_if` a field
    of the starting entry without which the clock does not start; `met_if` a field of the meeting
    entry without which it is not met.
    """

    key: str
    title: str
    title_en: str
    started_by: tuple[str, ...]
    met_by: tuple[str, ...]
    pauses: tuple[Pause, ...]
    extended_by: tuple[str, ...]
    cancelled_by: tuple[str, ...]
    per: str
    parameter: str
    kind: Kind
    responsible: Role
    provisions: tuple[str, ...]
    warn_days_before: tuple[int, ...]
    due_field: str | None
    only_if: str | None
    met_if: str | None
    restarts: bool
    ends_after_parameter: str | None

    @property
    def paused_by(self) -> tuple[str, ...]:
        return tuple(pause.by for pause in self.pauses)

    @property
    def resumed_by(self) -> tuple[str, ...]:
        return tuple(act for pause in self.pauses for act in pause.until)

    def applies_on(self, day: date) -> bool:
        """Whether the law has a length for this clock when it starts on the day."""
        return bool(parameters()[self.parameter].on(day))

    def starts(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry of one of the starting acts starts this clock."""
        return self.only_if is None or bool(entry.get(self.only_if))

    def meets(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry of one of the meeting acts meets this clock."""
        return self.met_if is None or bool(entry.get(self.met_if))


def _read(raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> Node:
    row = {**defaults, **raw}
    return Node(
        key=row["key"],
        title=row["title"],
        title_en=row["title_en"],
        started_by=tuple(row["started_by"]),
        met_by=tuple(row["met_by"]),
        pauses=tuple(
            Pause(pause["by"], tuple(pause["until"]), pause["ground"])
            for pause in row.get("pauses", ())
        ),
        extended_by=tuple(row.get("extended_by", ())),
        cancelled_by=tuple(row["cancelled_by"]),
        per=row["per"],
        parameter=row["parameter"],
        kind=Kind(row["kind"]),
        responsible=Role(row["responsible"]),
        provisions=tuple(row["provisions"]),
        warn_days_before=tuple(row["warn_days_before"]),
        due_field=row.get("due_field"),
        only_if=row.get("only_if"),
        met_if=row.get("met_if"),
        restarts=row.get("restarts", False),
        ends_after_parameter=row.get("ends_after_parameter"),
    )


@cache
def load_nodes() -> Mapping[str, Node]:
    """Every statutory node by key, in procedural order."""
    path = resources.files("duixian.law") / "nodes.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    nodes = [_read(row, raw["defaults"]) for row in raw["nodes"]]
    return {node.key: node for node in nodes}


@dataclass(frozen=True, slots=True)
class Extension:
    """An approved extension (延长) of a node's term."""

    period: Period
    ground: str = ""


def _named_due(node: Node, entry: Mapping[str, Any]) -> date | None:
    """The due date the starting entry already names, as a date or ISO text."""
    value = entry.get(node.due_field) if node.due_field else None
    if isinstance(value, str) and value:
        value = date.fromisoformat(value)
    return value if isinstance(value, date) else None


def _cited(node: Node, on: date, extra: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """The node's provisions in force on the day; one that was not yet law is left out."""
    known = [key for key in node.provisions if provisions()[key].on(on)]
    found = {each.key: each for each in (*extra, *citations(*known, on=on))}
    return tuple(found.values())


def due_date(
    node: Node,
    started_on: date,
    entry_result: Mapping[str, Any] | None = None,
    *,
    excluded: Iterable[Interval] = (),
    extended: Sequence[Extension] = (),
) -> Finding[date]:
    """When a clock that started on a day falls due (届满日).

    `excluded` are the days that do not count, without double counting; `extended` the approved
    extensions. Refuses with `law.parameter_not_known_on_day` where the law of that day has no
    length for the node, and with `calendar.day_beyond_data` past the table of holidays.
    """
    named = _named_due(node, entry_result or {})
    if named is not None:
        start_cited = _cited(node, started_on, ())
        steps = [
            Step("法律文书写明的届满日", "", {"起始日": started_on.isoformat()}, named.isoformat())
        ]
        return _finish(node, named, steps, start_cited)
    found = parameter(node.parameter, on=started_on)
    period = Period(found.length, Unit(found.unit))
    cited = _cited(node, started_on, found.provisions)
    natural = natural_end(started_on, period)
    steps = [
        Step(
            f"{node.title}：{period}",
            "起始日不计入，自次日起算",
            {"起始日": started_on.isoformat(), "期限": str(period)},
            natural.isoformat(),
            tuple(each.key for each in cited),
        )
    ]
    for extension in extended:
        natural = natural_end(natural, extension.period)
        steps.append(Step("经批准延长", "", {"延长": str(extension.period)}, natural.isoformat()))
    days = days_in_union(excluded)
    if days:
        natural += timedelta(days=days)
        steps.append(Step("不计入期限的天数", "", {"天数": str(days)}, natural.isoformat()))
    return _finish(node, natural, steps, cited)


def _finish(
    node: Node, natural: date, steps: list[Step], cited: tuple[Citation, ...]
) -> Finding[date]:
    """Roll to a working day where the kind of node rolls."""
    if not node.kind.rolls:
        return Finding(natural, tuple(steps), cited)
    due = roll_forward(natural)
    questions: tuple[str, ...] = ()
    if due != natural:
        rolled = citations("periods", on=due)
        cited = tuple({each.key: each for each in (*cited, *rolled)}.values())
        steps.append(
            Step(
                "届满日是休息日，顺延至其后第一个工作日",
                "",
                {"届满日": natural.isoformat()},
                due.isoformat(),
                ("periods",),
            )
        )
    if is_provisional(due):
        questions = (f"{due.year}年的节假日安排尚未发布，顺延结果为暂定。",)
    return Finding(due, tuple(steps), cited, questions)


def node(key: str) -> Node:
    """The node with this key; refuses with `law.unknown_node`."""
    found = load_nodes().get(key)
    if found is None:
        raise Refusal(
            code="law.unknown_node",
            message=f"没有登记过节点“{key}”。",
            cure="请核对节点键名。",
            field="node",
        )
    return found
