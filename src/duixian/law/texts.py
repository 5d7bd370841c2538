"""The law's texts as data: which article says a thing on a day, and which number it names.

`sources/*.toml` hold one instrument (规范性文件) each: its versions by date and, for every
provision key the code cites, the article number in each version. `parameters/*.toml` hold the
numbers, each with its unit, its provision and its values by date. Nothing here is guessed: a day
outside the data is a Refusal that says which gap it fell into.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Refusal
from duixian.kernel.numerals import chinese_number

STATUSES = ("coded", "partly", "not coded")


@dataclass(frozen=True, slots=True)
class Version:
    """One version (文本) of an instrument and the days it was in force, both inclusive."""

    id: str
    document: str
    in_force_from: date
    in_force_to: date | None

    def covers(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision (条文) known by its key, with its article number version by version."""

    key: str
    title: str
    instrument: str
    instrument_title: str
    versions: tuple[tuple[Version, Citation], ...]
    status: str
    reason: str
    gap_before: str
    gap_between: str
    gap_after: str
    title_en: str = ""
    instrument_title_en: str = ""

    def on(self, day: date) -> list[Citation]:
        """Every citation in force on the day; a sound record has one, or none in a gap."""
        return [citation for version, citation in self.versions if version.covers(day)]

    def gap_on(self, day: date) -> str:
        """Why no version is in force on the day; empty when the record does not say."""
        if not self.versions or day < self.versions[0][0].in_force_from:
            return self.gap_before
        last = self.versions[-1][0].in_force_to
        if last is not None and day > last:
            return self.gap_after
        return self.gap_between


@dataclass(frozen=True, slots=True)
class Parameter:
    """The value of one number of the law (参数) on a day.

    `value` is an int, an exact Decimal, a text, or for tables the rows as read; `unit` is one of
    day, working_day, month, year, fen, percent, percent_per_day, count, table, text.
    """

    key: str
    title: str
    value: Any
    unit: str
    citation: Citation | None
    certainty: str
    checked_on: date
    in_force_from: date
    in_force_to: date | None
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The value as an exact decimal; for rates in the unit written, never a fraction of one."""
        return Decimal(self.value)

    @property
    def length(self) -> int:
        """The value as a whole number of the parameter's unit, for terms."""
        return int(self.value)

    @property
    def provisions(self) -> tuple[Citation, ...]:
        return (self.citation,) if self.citation else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a parameter and the days it holds."""

    value: Any
    unit: str
    provision: str
    in_force_from: date
    in_force_to: date | None
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class ParameterHistory:
    """All values of one parameter by date."""

    key: str
    title: str
    checked_on: date
    entries: tuple[Entry, ...]
    gap_before: str
    gap_between: str
    gap_after: str

    def on(self, day: date) -> list[Entry]:
        return [
            entry
            for entry in self.entries
            if entry.in_force_from <= day
            and (entry.in_force_to is None or day <= entry.in_force_to)
        ]

    def gap_on(self, day: date) -> str:
        if not self.entries or day < self.entries[0].in_force_from:
            return self.gap_before
        last = self.entries[-1].in_force_to
        if last is not None and day > last:
            return self.gap_after
        return self.gap_between


def _files(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    root = resources.files(f"duixian.law.{folder}")
    for item in sorted(root.iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".toml"):
            yield item.name, tomllib.loads(item.read_text(encoding="utf-8"))


def _ends(starts: list[date], given: list[date | None]) -> list[date | None]:
    """A row without an end of its own holds until the day before the next row starts."""
    ends: list[date | None] = []
    for index, end in enumerate(given):
        if end is None and index + 1 < len(starts):
            end = starts[index + 1] - timedelta(days=1)
        ends.append(end)
    return ends


def _article_text(article: str) -> str:
    return f"第{chinese_number(int(article))}条" if article.isdigit() else article


def _read_versions(raw: list[dict[str, Any]]) -> dict[str, Version]:
    ends = _ends([row["from"] for row in raw], [row.get("to") for row in raw])
    return {
        row["id"]: Version(row["id"], row["document"], row["from"], end)
        for row, end in zip(raw, ends, strict=True)
    }


def _read_provision(
    raw: Mapping[str, Any], versions: dict[str, Version], source: Mapping[str, Any]
) -> Provision:
    rows = []
    recalled = raw.get("memory", [])
    for version in versions.values():
        article = raw["articles"].get(version.id)
        if article is None:
            continue
        certainty = "from memory" if version.id in recalled else raw["certainty"]
        rows.append(
            (
                version,
                Citation(
                    key=raw["key"],
                    title=raw["title"],
                    document=version.document,
                    article=_article_text(article),
                    in_force_from=version.in_force_from,
                    in_force_to=version.in_force_to,
                    certainty=certainty,
                    checked_on=source["checked_on"],
                ),
            )
        )
    return Provision(
        key=raw["key"],
        title=raw["title"],
        instrument=source["key"],
        instrument_title=source["title"],
        versions=tuple(rows),
        status=raw["status"],
        reason=raw.get("reason", ""),
        gap_before=raw.get("gap_before", source.get("gap_before", "")),
        gap_between=raw.get("gap_between", ""),
        gap_after=raw.get("gap_after", source.get("gap_after", "")),
        title_en=raw.get("title_en", ""),
        instrument_title_en=source.get("title_en", ""),
    )


@cache
def provisions() -> Mapping[str, Provision]:
    """Every provision the house knows, by key."""
    found: dict[str, Provision] = {}
    for name, source in _files("sources"):
        versions = _read_versions(source["versions"])
        for raw in source["provisions"]:
            if raw["key"] in found:
                raise ValueError(f"{name}: provision {raw['key']} is written twice")
            found[raw["key"]] = _read_provision(raw, versions, source)
    return found


def _read_history(key: str, raw: Mapping[str, Any]) -> ParameterHistory:
    rows = raw["values"]
    ends = _ends([row["from"] for row in rows], [row.get("to") for row in rows])
    return ParameterHistory(
        key=key,
        title=raw["title"],
        checked_on=raw["checked_on"],
        entries=tuple(
            Entry(
                value=row["value"],
                unit=row.get("unit", raw.get("unit", "")),
                provision=row.get("provision", raw.get("provision", "")),
                in_force_from=row["from"],
                in_force_to=end,
                certainty=row.get("certainty", raw.get("certainty", "from memory")),
                note=row.get("note", raw.get("note", "")),
            )
            for row, end in zip(rows, ends, strict=True)
        ),
        gap_before=raw.get("gap_before", ""),
        gap_between=raw.get("gap_between", ""),
        gap_after=raw.get("gap_after", ""),
    )


@cache
def parameters() -> Mapping[str, ParameterHistory]:
    """Every parameter the house knows, by key."""
    found: dict[str, ParameterHistory] = {}
    for name, source in _files("parameters"):
        for key, raw in source.items():
            if key in found:
                raise ValueError(f"{name}: parameter {key} is written twice")
            found[key] = _read_history(key, raw)
    return found


def citation(key: str, *, on: date) -> Citation:
    """The provision with this key as it stood on a day.

    Refuses with `law.unknown_provision` or `law.provision_not_in_force`.
    """
    provision = provisions().get(key)
    if provision is None:
        raise Refusal(
            code="law.unknown_provision",
            message=f"没有登记过条文“{key}”。",
            cure="请核对条文键名，可用的键见 law/sources。",
            field="subject",
        )
    found = provision.on(on)
    if not found:
        raise Refusal(
            code="law.provision_not_in_force",
            message=f"{on.isoformat()} 没有有效的条文“{provision.title}”："
            f"{provision.gap_on(on) or '资料未收录该日的文本'}。",
            cure="请核对日期，或改引该日有效的规定。",
            field="on",
            provisions=(key,),
        )
    return found[0]


def citations(*keys: str, on: date) -> tuple[Citation, ...]:
    """Several provisions as they stood on a day, in the order asked, without repeats."""
    return tuple(citation(key, on=on) for key in dict.fromkeys(keys))


def parameter(key: str, *, on: date) -> Parameter:
    """The value of a number of the law on a day, with the provision it comes from.

    Refuses with `law.unknown_parameter` or `law.parameter_not_known_on_day`; a value past the
    last verified date is never carried on.
    """
    history = parameters().get(key)
    if history is None:
        raise Refusal(
            code="law.unknown_parameter",
            message=f"没有登记过参数“{key}”。",
            cure="请核对参数键名，可用的键见 law/parameters。",
            field="parameter",
        )
    found = history.on(on)
    if not found:
        raise Refusal(
            code="law.parameter_not_known_on_day",
            message=f"{on.isoformat()} 没有可用的“{history.title}”："
            f"{history.gap_on(on) or '资料未收录该日的数值'}。",
            cure="请核对日期；确有数值的，先把经核对的数值和出处补入参数表。",
            field="on",
        )
    entry = found[0]
    value = entry.value
    if entry.unit in ("percent", "percent_per_day"):
        value = Decimal(value)
    return Parameter(
        key=key,
        title=history.title,
        value=value,
        unit=entry.unit,
        citation=citation(entry.provision, on=on) if entry.provision else None,
        certainty=entry.certainty,
        checked_on=history.checked_on,
        in_force_from=entry.in_force_from,
        in_force_to=entry.in_force_to,
        note=entry.note,
    )
