"""Whoever changes the record, even as the tables' owner, is found, and the entry is named."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from django.db import connections

from duixian.contexts.record import verification
from duixian.contexts.record.models import DayRoot
from duixian.contexts.record.viewing import viewing
from tests.conftest import OwnDatabase
from tests.world import TestCourt, file_case, make_world, on_day

UNLOCK = "ALTER TABLE record_entry DISABLE TRIGGER ALL"


@pytest.fixture
def court(own_database: OwnDatabase) -> TestCourt:
    world = make_world()
    file_case(world.jinghu, "2016-12-12")
    file_case(world.jinghu, "2016-12-13")
    root = closed(world.jinghu)
    assert root is not None and root.heads == 2
    return world.jinghu


def closed(court: TestCourt) -> DayRoot | None:
    """The day closed, asked again as the job does: a test beside this one may still be writing."""
    for _ in range(20):
        with on_day("2016-12-20"), viewing(court.officer):
            root = verification.close_day(court.court.pk, date(2016, 12, 19))
        if root is not None:
            return root
    return None


def tamper(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(UNLOCK)
        cursor.execute(statement)


def verify(database: OwnDatabase) -> tuple[int, dict[str, object]]:
    """`duixian verify --json` as an operator would run it."""
    ran = subprocess.run(
        [sys.executable, "-m", "duixian.cli.main", "verify", "--json"],
        env=database.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout, ran.stderr
    answer: dict[str, object] = json.loads(ran.stdout)
    return ran.returncode, answer


def test_a_whole_record_verifies(court: TestCourt, own_database: OwnDatabase) -> None:
    status, answer = verify(own_database)
    assert status == 0 and answer["whole"] is True


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE record_entry SET facts = jsonb_set(facts, '{cause}', '\"另一案由\"') "
            "WHERE act = 'cases.file_case' AND id = (SELECT min(id) FROM record_entry)",
            "entry_changed",
        ),
        (
            "UPDATE record_entry SET occurred_on = occurred_on - 1 "
            "WHERE id = (SELECT max(id) FROM record_entry)",
            "entry_changed",
        ),
        ("DELETE FROM record_entry WHERE id = (SELECT min(id) FROM record_entry)", "entry_missing"),
        (
            "DELETE FROM record_entry WHERE id = (SELECT max(id) FROM record_entry)",
            "end_missing",
        ),
        (
            "UPDATE record_entry SET previous = repeat('0', 64) WHERE seq = 2 "
            "AND chain = (SELECT min(chain) FROM record_entry)",
            "link_broken",
        ),
    ],
)
def test_every_kind_of_tampering_is_found(
    court: TestCourt, own_database: OwnDatabase, statement: str, what: str
) -> None:
    tamper(statement)
    status, answer = verify(own_database)
    assert status == 1
    first = answer["first"]
    assert isinstance(first, dict) and first["what"] == what and first["chain"]


def test_a_chain_removed_with_its_head_is_missed_by_the_day_root(
    court: TestCourt, own_database: OwnDatabase
) -> None:
    tamper("DELETE FROM record_entry WHERE chain = (SELECT max(name) FROM record_chain)")
    tamper("DELETE FROM record_chain WHERE name = (SELECT max(name) FROM record_chain)")
    status, answer = verify(own_database)
    first = answer["first"]
    assert status == 1 and isinstance(first, dict) and first["what"] == "root_differs"


def test_an_entry_rewritten_with_a_fitting_hash_is_missed_by_the_day_root(
    court: TestCourt, own_database: OwnDatabase
) -> None:
    from duixian.contexts.record.journal import HASHED, hash_of
    from duixian.contexts.record.models import Entry

    with viewing(court.officer):
        last = Entry.objects.order_by("-id").values("id", "chain", *HASHED[1:]).first()
    assert last is not None
    changed = {**last, "person_name": "另一人"}
    digest = hash_of(changed)
    tamper(
        f"UPDATE record_entry SET person_name = '另一人', hash = '{digest}' WHERE id = {last['id']}"
    )
    tamper(f"UPDATE record_chain SET head = '{digest}' WHERE name = '{last['chain']}'")
    status, answer = verify(own_database)
    first = answer["first"]
    assert status == 1 and isinstance(first, dict) and first["what"] == "root_differs"


def test_a_closed_day_stays_closed(court: TestCourt) -> None:
    with on_day("2016-12-25"), viewing(court.officer):
        again = verification.close_day(court.court.pk, date(2016, 12, 19))
        assert again is not None
        assert DayRoot.objects.filter(day=date(2016, 12, 19)).count() == 1
        with pytest.raises(ValueError, match="over"):
            verification.close_day(court.court.pk, date(2016, 12, 25))
