"""The published rates, line by line: the tables in the law's data are those that were checked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from duixian.kernel.findings import Refusal
from duixian.law.rules.rate import (
    BENCHMARK_TIERS,
    Series,
    highest_benchmark,
    rate_on,
    rate_stretches,
    rate_table,
)

# 贷款市场报价利率: publication days with the one-year and the five-year value. A row with several
# days repeats the value of the first.
LPR = """
2019-08-20 4.25 4.85
2019-09-20 2019-10-21 4.20 4.85
2019-11-20 2019-12-20 2020-01-20 4.15 4.80
2020-02-20 2020-03-20 4.05 4.75
2020-04-20 2020-05-20 2020-06-22 2020-07-20 2020-08-20 2020-09-21 2020-10-20 2020-11-20 3.85 4.65
2020-12-21 2021-01-20 2021-02-22 2021-03-22 2021-04-20 2021-05-20 2021-06-21 3.85 4.65
2021-07-20 2021-08-20 2021-09-22 2021-10-20 2021-11-22 3.85 4.65
2021-12-20 3.80 4.65
2022-01-20 2022-02-21 2022-03-21 2022-04-20 3.70 4.60
2022-05-20 2022-06-20 2022-07-20 3.70 4.45
2022-08-22 2022-09-20 2022-10-20 2022-11-21 2022-12-20 2023-01-20 2023-02-20 3.65 4.30
2023-03-20 2023-04-20 2023-05-22 3.65 4.30
2023-06-20 2023-07-20 3.55 4.20
2023-08-21 2023-09-20 2023-10-20 2023-11-20 2023-12-20 2024-01-22 3.45 4.20
2024-02-20 2024-03-20 2024-04-22 2024-05-20 2024-06-20 3.45 3.95
2024-07-22 2024-08-20 2024-09-20 3.35 3.85
2024-10-21 2024-11-20 2024-12-20 2025-01-20 2025-02-20 2025-03-20 2025-04-21 3.10 3.60
2025-05-20 2025-06-20 2025-07-21 2025-08-20 2025-09-22 2025-10-20 2025-11-20 3.00 3.50
2025-12-22 2026-01-20 2026-02-24 2026-03-20 2026-04-20 2026-05-20 2026-06-22 3.00 3.50
2026-07-20 2026-08-20 3.00 3.50
2026-09-21 3.00 -
"""
# 贷款基准利率: from, then the five tiers in the order of BENCHMARK_TIERS.
BENCHMARK = """
1991-04-21 8.10 8.64 9.00 9.54 9.72
1993-05-15 8.82 9.36 10.80 12.06 12.24
1993-07-11 9.00 10.98 12.24 13.86 14.04
1995-01-01 9.00 10.98 12.96 14.58 14.76
1995-07-01 10.08 12.06 13.50 15.12 15.30
1996-05-01 9.72 10.98 13.14 14.94 15.12
1996-08-23 9.18 10.08 10.98 11.70 12.42
1997-10-23 7.65 8.64 9.36 9.90 10.53
1998-03-25 7.02 7.92 9.00 9.72 10.35
1998-07-01 6.57 6.93 7.11 7.65 8.01
1998-12-07 6.12 6.39 6.66 7.20 7.56
1999-06-10 5.58 5.85 5.94 6.03 6.21
2002-02-21 5.04 5.31 5.49 5.58 5.76
2004-10-29 5.22 5.58 5.76 5.85 6.12
2006-04-28 5.40 5.85 6.03 6.12 6.39
2006-08-19 5.58 6.12 6.30 6.48 6.84
2007-03-18 5.67 6.39 6.57 6.75 7.11
2007-05-19 5.85 6.57 6.75 6.93 7.20
2007-07-21 6.03 6.84 7.02 7.20 7.38
2007-08-22 6.21 7.02 7.20 7.38 7.56
2007-09-15 6.48 7.29 7.47 7.65 7.83
2007-12-21 6.57 7.47 7.56 7.74 7.83
2008-09-16 6.21 7.20 7.29 7.56 7.74
2008-10-09 6.12 6.93 7.02 7.29 7.47
2008-10-30 6.03 6.66 6.75 7.02 7.20
2008-11-27 5.04 5.58 5.67 5.94 6.12
2008-12-23 4.86 5.31 5.40 5.76 5.94
2010-10-20 5.10 5.56 5.60 5.96 6.14
2010-12-26 5.35 5.81 5.85 6.22 6.40
2011-02-09 5.60 6.06 6.10 6.45 6.60
2011-04-06 5.85 6.31 6.40 6.65 6.80
2011-07-07 6.10 6.56 6.65 6.90 7.05
2012-06-08 5.85 6.31 6.40 6.65 6.80
2012-07-06 5.60 6.00 6.15 6.40 6.55
2014-11-22 5.60 5.60 6.00 6.00 6.15
2015-03-01 5.35 5.35 5.75 5.75 5.90
2015-05-11 5.10 5.10 5.50 5.50 5.65
2015-06-28 4.85 4.85 5.25 5.25 5.40
2015-08-26 4.60 4.60 5.00 5.00 5.15
2015-10-24 4.35 4.35 4.75 4.75 4.90
"""
LPR_ENDS = {"1Y": date(2026, 10, 19), "5Y": date(2026, 9, 20)}
BENCHMARK_ENDS = date(2019, 8, 19)
Row = tuple[date, Decimal]


def _lpr(column: int) -> list[Row]:
    rows: list[Row] = []
    for line in LPR.split("\n"):
        *days, one, five = line.split() or ["-", "-"]
        rate = (one, five)[column]
        if rate != "-":
            rows += [(date.fromisoformat(day), Decimal(rate)) for day in days]
    return rows


def _benchmark(column: int) -> list[Row]:
    lines = [line.split() for line in BENCHMARK.strip().split("\n")]
    return [(date.fromisoformat(line[0]), Decimal(line[column + 1])) for line in lines]


TABLES = [
    (Series("LPR", "1Y"), _lpr(0), LPR_ENDS["1Y"]),
    (Series("LPR", "5Y"), _lpr(1), LPR_ENDS["5Y"]),
    *(
        (Series("benchmark", tier), _benchmark(i), BENCHMARK_ENDS)
        for i, tier in enumerate(BENCHMARK_TIERS)
    ),
]
by_series = pytest.mark.parametrize(
    ("series", "rows", "last"), TABLES, ids=[f"{each[0].name} {each[0].tenor}" for each in TABLES]
)


@by_series
def test_every_publication_is_in_the_data_with_its_day(
    series: Series, rows: list[Row], last: date
) -> None:
    for (day, rate), (following, _) in pairwise([*rows, (last + timedelta(1), Decimal(0))]):
        for each in (day, following - timedelta(1)):
            found = rate_on(series=series, on=each).value
            assert (found.number, found.in_force_from) == (rate, day), each


@by_series
def test_no_day_outside_the_checked_publications_is_answered(
    series: Series, rows: list[Row], last: date
) -> None:
    for day in (rows[0][0] - timedelta(1), last + timedelta(1)):
        with pytest.raises(Refusal) as refused:
            rate_on(series=series, on=day)
        assert refused.value.code == "law.parameter_not_known_on_day"
    with pytest.raises(Refusal):
        rate_stretches(series, rows[0][0] - timedelta(1), rows[1][0])
    with pytest.raises(Refusal):
        rate_stretches(series, rows[-1][0], last + timedelta(2))


@by_series
def test_stretches_join_equal_rates_and_cover_every_day(
    series: Series, rows: list[Row], last: date
) -> None:
    found = rate_stretches(series, rows[0][0], last + timedelta(1))
    assert sum(each.days for each in found) == (last + timedelta(1) - rows[0][0]).days
    for earlier, later in pairwise(found):
        assert earlier.end == later.start
        assert earlier.rate != later.rate
    changes = [row for before, row in pairwise([(last, Decimal(-1)), *rows]) if before[1] != row[1]]
    assert [(each.start, each.rate) for each in found] == changes
    assert len(rate_table(series).starts) == len(changes)


def test_nothing_is_between_a_day_and_itself() -> None:
    assert rate_stretches(Series("LPR", "1Y"), date(2018, 1, 1), date(2018, 1, 1)) == []


def test_the_highest_benchmark_is_the_highest_of_the_five_tiers() -> None:
    table = highest_benchmark()
    tiers = [_benchmark(column) for column in range(len(BENCHMARK_TIERS))]
    assert [date.fromordinal(day) for day in table.starts] == [day for day, _ in tiers[0]]
    for row, rate in enumerate(table.rates):
        assert rate == max(tier[row][1] for tier in tiers)
