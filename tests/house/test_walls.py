"""The wall between courts is in the database, for every table there is and every one to come."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from duixian.contexts.record import protection
from duixian.contexts.record.viewing import set_viewer
from tests.world import World, file_case, make_world

# Tables without a court that are not shared: the texts of templates are not about anybody.
ABOUT_NOBODY = {"documents_templatetext"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_every_table_of_the_house_says_whose_it_is() -> None:
    loose = [
        model._meta.db_table
        for model in protection.house_models()
        if not protection.has_court(model)
        and not protection.is_shared(model)
        and model._meta.db_table not in ABOUT_NOBODY
    ]
    assert not loose, f"give these a court, or say shared_by_courts: {loose}"


def _walled() -> list[str]:
    return [
        model._meta.db_table
        for model in protection.house_models()
        if protection.has_court(model) and not protection.is_shared(model)
    ]


def test_every_walled_table_has_its_policy(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'court_visible'")
        covered = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        enabled = {row[0] for row in cursor.fetchall()}
    assert set(_walled()) <= covered & enabled


def test_the_application_owns_nothing_and_is_no_superuser(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
        assert cursor.fetchone() == (0,)


def test_raw_sql_sees_no_row_of_another_court_and_none_without_a_viewer(world: World) -> None:
    case_id = file_case(world.jinghu)
    seen_by_own = 0
    for table in _walled():
        with transaction.atomic(), connection.cursor() as cursor:
            set_viewer([world.jiujiang.court.pk])
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), f"{table} shows another court's rows"
            set_viewer([])
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), f"{table} shows rows to nobody"
            set_viewer([world.jinghu.court.pk])
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            row = cursor.fetchone()
            seen_by_own += row[0] if row else 0
    assert seen_by_own > 10 and case_id


def test_a_row_cannot_be_written_into_another_court(world: World) -> None:
    case_id = file_case(world.jinghu)
    with (
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        set_viewer([world.jinghu.court.pk])
        cursor.execute(
            "UPDATE cases_case SET court_id = %s WHERE id = %s",
            [world.jiujiang.court.pk, case_id],
        )


def test_append_only_tables_refuse_update_delete_and_truncate(world: World) -> None:
    file_case(world.jinghu)
    tables = [
        model._meta.db_table
        for model in protection.house_models()
        if protection.is_append_only(model)
    ]
    assert {"record_entry", "ledger_transfer", "cases_credit"} <= set(tables)
    for table in tables:
        for statement in (f'DELETE FROM "{table}"', f'TRUNCATE "{table}"'):
            with (
                pytest.raises(Exception, match=r"permission denied|append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                set_viewer([world.jinghu.court.pk])
                cursor.execute(statement)
