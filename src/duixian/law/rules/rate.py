"""Published interest rates by date (利率): the LPR and the benchmark loan rates before it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import Parameter, parameter, parameters
from duixian.law.versions import rule

LPR_TENORS = ("1Y", "5Y")
BENCHMARK_TIERS = ("6M", "1Y", "3Y", "5Y", "5Y+")


@dataclass(frozen=True, slots=True)
class Series:
    """A published series: "LPR" with a tenor, or "benchmark" with a tier."""

    name: str
    tenor: str

    @property
    def parameter_key(self) -> str:
        """The key of its parameter; refuses a tenor the series does not have."""
        known = LPR_TENORS if self.name == "LPR" else BENCHMARK_TIERS
        if self.name not in ("LPR", "benchmark") or self.tenor not in known:
            raise Refusal(
                code="rate.unknown_series",
                message=f"没有“{self.name} {self.tenor}”这一利率。",
                cure="LPR 的期限为 1Y、5Y；benchmark 的档次为 6M、1Y、3Y、5Y、5Y+。",
                field="tenor" if self.name in ("LPR", "benchmark") else "series",
            )
        return f"{self.name.lower()}-{self.tenor.replace('+', '-plus')}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one rate: from `start` up to, not including, `end`; the rate in percent a year."""

    start: date
    end: date
    rate: Decimal

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def series_title(series: Series) -> str:
    """The series in Chinese, as documents name it."""
    return parameters()[series.parameter_key].title


@rule
def rate_on(*, series: Series, on: date) -> Finding[Parameter]:
    """The rate in force on a day, in percent a year; its `in_force_from` is the publication day.

    Refuses with `law.parameter_not_known_on_day` before the first and after the last verified
    publication.
    """
    found = parameter(series.parameter_key, on=on)
    step = Step(
        found.title,
        "取该日或者以前最近一次公布的数值",
        {"日期": on.isoformat(), "公布日": found.in_force_from.isoformat()},
        f"{found.number}%",
        tuple(each.key for each in found.provisions),
    )
    return Finding(found, (step,), found.provisions)


@dataclass(frozen=True, slots=True)
class RateTable:
    """A series day by day: `starts` are ordinals of days, joined where the rate stays; `end` is
    the first ordinal no longer verified."""

    starts: tuple[int, ...]
    rates: tuple[Decimal, ...]
    end: int


@cache
def rate_table(series: Series) -> RateTable:
    """Every verified rate of a series; refuses a tenor the series does not have."""
    starts: list[int] = []
    rates: list[Decimal] = []
    entries = parameters()[series.parameter_key].entries
    for entry in entries:
        rate = Decimal(entry.value)
        if not rates or rates[-1] != rate:
            starts.append(entry.in_force_from.toordinal())
            rates.append(rate)
    last = entries[-1].in_force_to or date.max
    return RateTable(tuple(starts), tuple(rates), last.toordinal() + 1)


@cache
def highest_benchmark() -> RateTable:
    """The highest benchmark rate of all tiers day by day (同期贷款最高利率)."""
    tables = [rate_table(Series("benchmark", tier)) for tier in BENCHMARK_TIERS]
    days = sorted({day for table in tables for day in table.starts})
    rates = [
        max(table.rates[bisect_right(table.starts, day) - 1] for table in tables) for day in days
    ]
    return RateTable(tuple(days), tuple(rates), min(table.end for table in tables))


@cache
def switch_to_lpr() -> date:
    """The day the LPR took the benchmark's place (2019-08-20)."""
    return parameters()["lpr-1Y"].entries[0].in_force_from


def refuse_unknown_days(series: Series, start: date, end: date) -> None:
    """Refuse as `rate_on` does when a day from `start` up to, not including, `end` has no rate."""
    if start < end:
        parameter(series.parameter_key, on=start)
        parameter(series.parameter_key, on=end - timedelta(days=1))


def rate_stretches(series: Series, start: date, end: date) -> list[Stretch]:
    """The rates of the days from `start` up to, not including, `end`, joined where equal."""
    refuse_unknown_days(series, start, end)
    table = rate_table(series)
    edges = [*table.starts, table.end]
    found = []
    for (first, following), rate in zip(pairwise(edges), table.rates, strict=True):
        opens, closes = max(first, start.toordinal()), min(following, end.toordinal())
        if opens < closes:
            found.append(Stretch(date.fromordinal(opens), date.fromordinal(closes), rate))
    return found
