"""Published interest rates by date (利率): the LPR and the benchmark loan rates before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import Parameter, parameter, parameters

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


def rate_stretches(series: Series, start: date, end: date) -> list[Stretch]:
    """The rates of the days from `start` up to, not including, `end`, joined where equal."""
    stretches: list[Stretch] = []
    day = start
    while day < end:
        found = parameter(series.parameter_key, on=day)
        following = end
        if found.in_force_to is not None:
            following = min(end, found.in_force_to + timedelta(days=1))
        if stretches and stretches[-1].rate == found.number:
            stretches[-1] = Stretch(stretches[-1].start, following, found.number)
        else:
            stretches.append(Stretch(day, following, found.number))
        day = following
    return stretches
