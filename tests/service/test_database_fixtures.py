"""The ground under every other test: who we are in the database, and what we may not do there."""

import subprocess
import sys

import psycopg
import pytest
from django.db import connection, connections, transaction


@pytest.mark.django_db
def test_tests_connect_as_a_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (n int)",
        "DROP TABLE django_session",
        "TRUNCATE django_session",
        "DELETE FROM django_migrations",
    ],
)
def test_the_app_role_cannot_change_the_schema(statement: str) -> None:
    with (
        pytest.raises(Exception, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_chinese_names_are_found_by_trigrams() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('芜湖某某机械有限公司', '芜湖某某机械') > 0.4")
        assert cursor.fetchone() == (True,)


def test_an_own_database_keeps_commits_and_serves_other_processes(own_database) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE seen (n int)")
        cursor.execute(f"GRANT SELECT, INSERT ON seen TO {own_database.addresses.app.user}")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seen VALUES (7)")
    program = (
        "import django; django.setup()\n"
        "from django.db import connection as c; k = c.cursor()\n"
        "k.execute('SELECT n FROM seen'); print(k.fetchone()[0])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=own_database.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "7"


def test_an_own_database_starts_empty_each_time(own_database) -> None:
    with psycopg.connect(**own_database.addresses.owner.connect_arguments()) as database:
        assert database.execute("SELECT to_regclass('seen')").fetchone() == (None,)
