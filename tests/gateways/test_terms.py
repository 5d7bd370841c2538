"""Terms run out by themselves, and the queue moves up (到期自动解除、轮候生效)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.city.institutions.book import Book
from duixian.city.institutions.money import MoneyRefused, move_money
from duixian.city.institutions.ranking import Ranking
from duixian.gateways.protocol import Measure
from tests.gateways import stories, town
from tests.gateways.running import RunningInstitutions

YEAR = (date(2016, 3, 15), date(2017, 3, 14))


@pytest.fixture
def book(tmp_path):
    opened = Book(tmp_path / "bank.sqlite")
    yield opened
    opened.close()


def enter(book: Book, key: str, balance: int | None) -> None:
    book.run("INSERT INTO objects (object_key, balance) VALUES (?, ?)", key, balance)


def place(book: Book, key: str, court: str, limit: int | None, term=YEAR) -> int:
    return Ranking(book).place(
        key,
        day=term[0],
        court=court,
        authority=court,
        document="裁定",
        request_number=f"{court}-{key}",
        limit=limit,
        term=term,
    )


def states(book: Book, key: str) -> list[tuple[str, str | None, str | None]]:
    rows = book.all("SELECT * FROM measures WHERE object_key = ? ORDER BY number", key)
    return [(row["state"], row["starts_on"], row["ends_on"]) for row in rows]


def test_a_measure_stands_on_its_last_day_and_is_gone_on_the_next(book: Book) -> None:
    enter(book, "A", 1_000)
    place(book, "A", "一", 1_000)
    assert Ranking(book).expire(date(2017, 3, 14)) == 0
    assert Ranking(book).standing("A").available == 0
    assert Ranking(book).expire(date(2017, 3, 15)) == 1
    assert Ranking(book).standing("A").available == 1_000


def test_the_next_in_the_queue_takes_effect_that_day_for_its_whole_term(book: Book) -> None:
    enter(book, "A", 1_000)
    place(book, "A", "一", 1_000)
    place(book, "A", "二", 1_000)
    assert states(book, "A")[1] == ("queued", None, None)
    Ranking(book).expire(date(2017, 4, 10))
    assert states(book, "A")[1] == ("effective", "2017-03-15", "2018-03-14"), (
        "its term is as long as ordered and began when the first ended, not when it was noticed"
    )


def test_after_a_long_sleep_each_of_a_queue_had_its_turn(book: Book) -> None:
    enter(book, "H", None)
    for court in ("一", "二", "三"):
        place(book, "H", court, None)
    assert Ranking(book).expire(date(2020, 1, 1)) == 3
    assert [state for state, _, _ in states(book, "H")] == ["expired"] * 3
    starts = [starts_on for _, starts_on, _ in states(book, "H")]
    assert starts == ["2016-03-15", "2017-03-15", "2018-03-15"]


@pytest.mark.parametrize(
    ("ordered", "begins", "ends"),
    [
        (("2016-02-29", "2017-02-28"), "2017-03-01", "2018-03-01"),  # a year, same day
        (("2016-05-17", "2017-05-17"), "2017-08-31", "2018-08-31"),
        (("2016-05-17", "2016-11-16"), "2017-08-31", "2018-02-27"),  # six months, day before
        (("2016-05-17", "2016-06-26"), "2017-01-01", "2017-02-10"),  # forty days
    ],
)
def test_a_term_keeps_its_length_in_months_or_else_in_days(
    book: Book, ordered: tuple[str, str], begins: str, ends: str
) -> None:
    enter(book, "H", None)
    first = (date(2016, 1, 1), date.fromisoformat(begins) - timedelta(days=1))
    place(book, "H", "一", None, term=first)
    place(book, "H", "二", None, term=tuple(date.fromisoformat(day) for day in ordered))
    Ranking(book).expire(date.fromisoformat(begins))
    assert states(book, "H")[1] == ("effective", begins, ends)


def test_a_term_beyond_the_calendar_does_not_break_the_queue(book: Book) -> None:
    enter(book, "H", None)
    place(book, "H", "一", None)
    place(book, "H", "二", None, term=(date(2016, 1, 1), date.max))
    Ranking(book).expire(date(2017, 6, 1))
    assert states(book, "H")[1] == ("effective", "2017-03-15", date.max.isoformat())


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("place"), st.integers(1, 3_000)),
            st.tuples(st.just("move"), st.integers(-2_000, 2_000).filter(bool)),
            st.tuples(st.just("end"), st.integers(0, 5)),
            st.tuples(st.just("pass"), st.integers(1, 500)),
        ),
        max_size=25,
    )
)
def test_whatever_happens_nothing_is_held_twice(tmp_path_factory, steps) -> None:
    """Held is never above balance; a queue waits only while nothing is free; order is kept."""
    book = Book(tmp_path_factory.mktemp("book") / "bank.sqlite")
    enter(book, "A", 1_000)
    ranking, day = Ranking(book), date(2016, 1, 1)
    book.set("today", day.isoformat())
    for step, size in steps:
        standing = ranking.standing("A")
        if step == "place":
            place(book, "A", "法院", size, term=(day, day + timedelta(days=200)))
        elif step == "move":
            try:
                move_money(book, "A", size, "某人")
            except MoneyRefused:
                assert -size > standing.available
        elif step == "end" and standing.live:
            ranking.end(standing.live[size % len(standing.live)], "lifted", day)
        elif step == "pass":
            day += timedelta(days=size)
            book.set("today", day.isoformat())
            ranking.expire(day)
        standing = ranking.standing("A")
        assert 0 <= sum(standing.held.values()) <= (standing.balance or 0)
        assert all(
            standing.held[one.number] <= (one.limit or 0) for one in standing.live if one.effective
        )
        queued = [one.queued for one in standing.live]
        assert queued == sorted(queued), "nobody overtakes"
        assert not any(queued) or standing.available == 0, "nobody waits beside free money"
        assert not any(one.ends_on and one.ends_on < day for one in standing.live)
    book.close()


def test_the_day_moves_by_the_city_and_terms_with_it(tmp_path) -> None:
    with RunningInstitutions.started(tmp_path, town.population(), today=town.DAY) as running:
        city, bank = running.administration, running.gateway("bank-7001")
        account = stories.target_of("bank-7001", 1)
        first = stories.freeze(account, 100_000)
        stories.done(bank, first)
        second = stories.freeze(account, 100_000)
        stories.done(running.gateway("bank-7001", other_court=True), second)
        city.set_day(date(2017, 5, 17))
        assert stories.done(bank, stories.follow(first, Measure.LIFT)).reason == "measure_ended"
        (deposit, *_) = stories.answered(bank, stories.inquiry()).deposits
        (left,) = deposit.existing
        assert left.document_number == second.ruling_number and not left.queued
        assert left.ends_on == date(2018, 5, 16)
