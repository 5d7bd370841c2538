"""The statutory nodes: that they are whole, and when each falls due in a case of 2016."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.kernel.calendar import is_working_day
from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Interval, Kind, Period, Unit
from duixian.law import Extension, due_date, load_nodes, node
from duixian.law.texts import parameters, provisions

FILED = date(2016, 12, 12)


@pytest.mark.parametrize("key", sorted(load_nodes()))
def test_a_node_is_whole(key: str) -> None:
    found = node(key)
    assert found.parameter in parameters()
    assert set(found.provisions) <= set(provisions())
    assert found.started_by
    assert found.met_by
    assert not set(found.met_by) & set(found.cancelled_by)
    assert list(found.warn_days_before) == sorted(found.warn_days_before, reverse=True)
    assert found.ends_after_parameter is None or found.ends_after_parameter in parameters()
    for act in (*found.started_by, *found.met_by, *found.cancelled_by, *found.resumed_by):
        room, _, verb = act.partition(".")
        assert room and verb


@pytest.mark.parametrize(
    ("key", "started", "due"),
    [
        ("assign_officer", FILED, date(2016, 12, 19)),
        ("enforcement_notice", FILED, date(2016, 12, 22)),
        ("enforcement_notice", date(2015, 2, 3), date(2015, 2, 6)),  # three days until that day
        ("enforcement_notice", date(2015, 2, 4), date(2015, 2, 15)),  # ten, and a Sunday worked
        ("enforcement_notice_internal", date(2016, 12, 13), date(2016, 12, 16)),
        ("property_survey", FILED, date(2017, 1, 12)),
        ("lead_verification", date(2017, 4, 28), date(2017, 5, 3)),
        ("lead_verification", date(2017, 5, 3), date(2017, 5, 10)),
        ("execution_term", FILED, date(2017, 6, 12)),
        ("payout", date(2017, 4, 24), date(2017, 5, 24)),
        ("payout_internal", date(2022, 3, 1), date(2022, 3, 15)),
        ("first_network_inquiry", date(2022, 3, 1), date(2022, 3, 8)),
        ("termination_library", date(2017, 9, 22), date(2017, 9, 29)),
    ],
)
def test_when_a_clock_falls_due(key: str, started: date, due: date) -> None:
    assert due_date(node(key), started).value == due


def test_the_execution_term_of_the_case_page() -> None:
    # Filed 2016-12-12; 42 days of appraisal do not count: 2017-06-12 becomes 2017-07-24.
    appraisal = Interval(date(2017, 2, 27), date(2017, 4, 10), "评估")
    found = due_date(node("execution_term"), FILED, excluded=[appraisal])
    assert found.value == date(2017, 7, 24)
    assert [step.value for step in found.steps] == ["2017-06-12", "2017-07-24"]
    assert "execution-term" in {each.key for each in found.provisions}


def test_an_extension_and_overlapping_pauses_are_each_counted_once() -> None:
    pauses = [
        Interval(date(2017, 2, 27), date(2017, 4, 10)),
        Interval(date(2017, 4, 1), date(2017, 4, 20)),
    ]
    found = due_date(
        node("execution_term"),
        FILED,
        excluded=pauses,
        extended=[Extension(Period(3, Unit.MONTH))],
    )
    # 2017-09-12 and the 52 days from 02-27 to 04-20.
    assert found.value == date(2017, 11, 3)


def test_the_date_in_the_order_wins_over_the_usual_length() -> None:
    found = due_date(node("declaration"), date(2016, 12, 14), {"due_on": "2016-12-29"})
    assert found.value == date(2016, 12, 29)


def test_a_freeze_ends_on_its_day_even_on_a_sunday() -> None:
    expiry = node("measure_expiry")
    assert expiry.kind is Kind.MEASURE
    found = due_date(expiry, date(2016, 12, 17), {"ends_on": date(2017, 12, 17)})
    assert found.value == date(2017, 12, 17)
    assert not is_working_day(found.value)


def test_a_queued_freeze_starts_no_clock() -> None:
    expiry = node("measure_expiry")
    assert not expiry.starts({"ends_on": None})
    assert expiry.starts({"ends_on": "2017-12-15"})


def test_a_clock_the_law_did_not_have_yet_says_so() -> None:
    internal = node("payout_internal")
    assert not internal.applies_on(FILED)
    with pytest.raises(Refusal) as refused:
        due_date(internal, FILED)
    assert refused.value.code == "law.parameter_not_known_on_day"


def test_an_end_in_a_year_not_decreed_is_provisional() -> None:
    found = due_date(node("execution_term"), date(2026, 9, 1))
    assert found.value == date(2027, 3, 1)
    assert any("2027" in question for question in found.open_questions)


def test_an_unknown_node_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        node("no_such_node")
    assert refused.value.code == "law.unknown_node"
