"""Interest as whole numbers (逐日利率表): what a fen earns a day, summed so that no day is walked.

A table holds for each stretch of days an integer numerator over one denominator; the interest of
any number of days is the difference of two running sums. Exact: nothing is rounded here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm

from duixian.law.rules.delay_facts import OrdinaryInterest, refuse
from duixian.law.rules.rate import RateTable, Series, highest_benchmark, rate_table
from duixian.law.texts import Parameter, parameter, parameters

_FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class DayTable:
    """The interest of one fen day by day; days are ordinals.

    `starts[i]` opens a stretch whose every day earns `numerators[i]/denominator` fen for a fen;
    `sums[i]` is what all days before it earned; `rates` and `words` say the same to people.
    `source` is the parameter to ask about days the table does not hold.
    """

    starts: tuple[int, ...]
    end: int
    numerators: tuple[int, ...]
    sums: tuple[int, ...]
    denominator: int
    rates: tuple[Decimal, ...]
    words: tuple[str, ...]
    source: str

    def earned(self, first: int, following: int) -> int:
        """Numerator of what the days from `first` up to, not including, `following` earn."""
        starts = self.starts
        if first < starts[0] or following > self.end:
            self._refuse(first, following)
        row, last = bisect_right(starts, first) - 1, bisect_right(starts, following) - 1
        if row == last:
            return self.numerators[row] * (following - first)
        return (
            self.sums[last]
            - self.sums[row]
            + self.numerators[last] * (following - starts[last])
            - self.numerators[row] * (first - starts[row])
        )

    def stretches(self, first: int, following: int) -> Iterator[tuple[int, int, int]]:
        """The same days one stretch after the other: first day, following day, row."""
        edges = (*self.starts, self.end)
        for row, (opens, closes) in enumerate(pairwise(edges)):
            start, end = max(opens, first), min(closes, following)
            if start < end:
                yield start, end, row

    def _refuse(self, first: int, following: int) -> None:
        for day in (first, following - 1):
            parameter(self.source, on=date.fromordinal(day))
        raise AssertionError("a day the table lacks is one its parameter refuses")


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch before it is brought to the table's denominator: a year's percent, as a fraction
    of `days` days."""

    start: int
    rate: Decimal
    days: int
    words: str


def day_table(rows: Sequence[Row], end: int, source: str) -> DayTable:
    """The table of these rows, in the order of their days."""
    exact = [Fraction(row.rate) / (100 * row.days) for row in rows]
    denominator = lcm(*(each.denominator for each in exact))
    numerators = [each.numerator * (denominator // each.denominator) for each in exact]
    sums = [0]
    for (row, following), numerator in zip(pairwise(rows), numerators, strict=False):
        sums.append(sums[-1] + numerator * (following.start - row.start))
    return DayTable(
        starts=tuple(row.start for row in rows),
        end=end,
        numerators=tuple(numerators),
        sums=tuple(sums),
        denominator=denominator,
        rates=tuple(row.rate for row in rows),
        words=tuple(row.words for row in rows),
        source=source,
    )


def rate_words(rate: Decimal, multiple: Decimal, day_base: int, note: str = "") -> str:
    """A yearly rate as the worksheet writes it: 4.35%×2/360."""
    times = f"×{multiple}" if multiple != 1 else ""
    return f"{rate}%{times}/{day_base}{note}"


def _rows(
    table: RateTable, first: int, end: int, multiple: Decimal, day_base: int, note: str = ""
) -> Iterator[Row]:
    for opens, closes, rate in zip(
        table.starts, (*table.starts[1:], table.end), table.rates, strict=True
    ):
        start = max(opens, first)
        if start < min(closes, end):
            words = rate_words(rate, multiple, day_base, note)
            yield Row(start, rate * multiple, day_base, words)


@lru_cache(maxsize=4096)
def ordinary_table(
    annual_rate: Decimal | None, series: Series | None, multiple: Decimal, day_base: int
) -> DayTable:
    """The table of an ordinary interest: a published series, or one rate for all days."""
    if series is not None:
        table = rate_table(series)
        rows = list(_rows(table, table.starts[0], table.end, multiple, day_base))
        return day_table(rows, table.end, series.parameter_key)
    if annual_rate is None:
        raise refuse(
            "no_ordinary_rate",
            "ordinary.annual_rate",
            "一般债务利息没有写明利率。",
            "请填年利率、LPR 或者贷款基准利率中的一种。",
        )
    words = rate_words(annual_rate, multiple, day_base)
    return day_table([Row(1, annual_rate * multiple, day_base, words)], _FOREVER, "")


def table_of(interest: OrdinaryInterest) -> DayTable:
    """The table of an ordinary interest by its own terms."""
    base = interest.day_base or practised_day_base()
    return ordinary_table(interest.annual_rate, interest.series, interest.multiple, base)


@lru_cache(maxsize=1)
def practised_day_base() -> int:
    """The days of a year where the title names none."""
    return int(parameters()["ordinary-day-base"].entries[-1].value)


@lru_cache(maxsize=1)
def calendar_day_base() -> int:
    """The other number of days some worksheets divide a year by."""
    return int(parameters()["calendar-day-base"].entries[-1].value)


@lru_cache(maxsize=1)
def doubled_table() -> DayTable:
    """The doubled part's daily rates since 2014-08-01."""
    history = parameters()["doubled-part-daily-rate"]
    rows = [
        Row(each.in_force_from.toordinal(), Decimal(each.value), 1, f"{each.value}%/日")
        for each in history.entries
    ]
    return day_table(rows, _FOREVER, history.key)


@lru_cache(maxsize=4096)
def old_table(
    tier: str, day_base: int | None, before_2009: str, fixed_from: int | None, multiple: int | None
) -> DayTable:
    """The rates of delay before 2014-08-01: the 1992 opinion's, then the 2009 reply's.

    `fixed_from`: the day whose rate stays for the whole delay, None where changes are followed;
    `multiple` stands in for the doubling where the benchmark is added once.
    """
    rows: list[Row] = []
    for entry in parameters()["old-delay-multiple"].entries:
        first, last = entry.in_force_from, entry.in_force_to or date.max
        highest = entry.provision == "old-delay-interest-1992" and before_2009 == "highest"
        table = highest_benchmark() if highest else rate_table(Series("benchmark", tier))
        times = Decimal(multiple or entry.value)
        base = day_base or parameter("old-delay-day-base", on=first).length
        note = "（最高利率）" if highest else ""
        opens, closes = first.toordinal(), last.toordinal() + 1
        if fixed_from is None:
            rows += _rows(table, opens, closes, times, base, note)
        else:
            row = bisect_right(table.starts, fixed_from) - 1
            rate = table.rates[max(row, 0)]
            words = rate_words(rate, times, base, note)
            rows.append(Row(opens, rate * times, base, words))
    return day_table(rows, old_rule_ends(), "old-delay-multiple")


@lru_cache(maxsize=1)
def old_rule_ends() -> int:
    """The first day the old rules no longer govern (2014-08-01), as an ordinal."""
    last: date | None = parameters()["old-delay-multiple"].entries[-1].in_force_to
    assert last is not None
    return (last + timedelta(days=1)).toordinal()


def cap_on(made_on: date, sued_on: date | None) -> tuple[Decimal, Parameter] | None:
    """The yearly cap of a private loan's interest in percent, and the number it comes from.

    A loan made before the LPR existed is measured by the LPR of the day of the suit; None where
    no cap is on record.
    """
    history = parameters()["private-loan-cap-multiple"]
    day = made_on
    if sued_on is not None and sued_on >= history.entries[0].in_force_from:
        first_lpr = parameters()["lpr-1Y"].entries[0].in_force_from
        day = sued_on if made_on < first_lpr else made_on
        multiple = parameter("private-loan-cap-multiple", on=sued_on)
        return multiple.number * parameter("lpr-1Y", on=day).number, multiple
    if history.on(made_on):
        multiple = parameter("private-loan-cap-multiple", on=made_on)
        return multiple.number * parameter("lpr-1Y", on=made_on).number, multiple
    if parameters()["private-loan-cap-rate"].on(made_on):
        fixed = parameter("private-loan-cap-rate", on=made_on)
        return fixed.number, fixed
    return None
