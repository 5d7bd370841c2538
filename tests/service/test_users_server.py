"""A server of the user's own, by DATABASE_URL: what its role may do is enough, or it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duixian.service.addresses import DatabaseAddress, addresses
from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer
from duixian.service.problems import ServiceProblem
from duixian.service.provision import provision_users_server


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseAddress]:
    """Somebody's server, as its administrator sees it."""
    server = PostgresServer(DataFolder(tmp_path_factory.mktemp("theirs") / "data"), durable=False)
    yield server.start()
    server.stop()


@pytest.fixture
def url(theirs: DatabaseAddress, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database there, owned by a plain role, named by DATABASE_URL."""
    with psycopg.connect(**theirs.connect_arguments(), autocommit=True) as server:
        server.execute("CREATE ROLE court LOGIN PASSWORD '口令 p@ss/word' CREATEROLE")
        server.execute('CREATE DATABASE "兑现" OWNER court')
        url = theirs.at("兑现").as_role("court", "口令 p@ss/word").url()
        for name in ("DUIXIAN_DATABASE_APP", "DUIXIAN_DATABASE_OWNER"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DATABASE_URL", url)
        yield url
        server.execute('DROP DATABASE "兑现" WITH (FORCE)')
        server.execute("DROP ROLE IF EXISTS duixian_app")
        server.execute("DROP ROLE court")


def test_the_app_role_is_made_beside_theirs(url: str, tmp_path: Path) -> None:
    wanted = addresses(DataFolder(tmp_path))
    assert wanted.owner.url() == url
    provision_users_server(wanted)
    provision_users_server(wanted)
    with psycopg.connect(**wanted.app.connect_arguments()) as database:
        assert database.execute("SELECT current_user").fetchone() == ("duixian_app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute("CREATE TABLE mine (n int)")


def test_a_role_that_may_not_make_roles_is_told_what_it_lacks(
    url: str, theirs: DatabaseAddress, tmp_path: Path
) -> None:
    with psycopg.connect(**theirs.connect_arguments(), autocommit=True) as server:
        server.execute("ALTER ROLE court NOCREATEROLE")
    with pytest.raises(ServiceProblem, match="权限不够") as refused:
        provision_users_server(addresses(DataFolder(tmp_path)))
    assert "CREATEROLE" in refused.value.cure


def test_an_app_role_that_could_see_everything_is_refused(
    url: str, theirs: DatabaseAddress, tmp_path: Path
) -> None:
    with psycopg.connect(**theirs.connect_arguments(), autocommit=True) as server:
        server.execute("CREATE ROLE duixian_app LOGIN BYPASSRLS")
    with pytest.raises(ServiceProblem, match="行级安全"):
        provision_users_server(addresses(DataFolder(tmp_path)))


def test_a_wrong_password_is_said_without_a_traceback(url: str, tmp_path: Path) -> None:
    wanted = addresses(DataFolder(tmp_path))
    wrong = type(wanted)(wanted.owner.as_role("court", "wrong"), wanted.app)
    with pytest.raises(ServiceProblem, match="连不上 DATABASE_URL"):
        provision_users_server(wrong)


@pytest.mark.parametrize("url", ["mysql://a:b@c/d", "postgresql://a:b@c"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(ServiceProblem, match="不是 PostgreSQL 地址"):
        DatabaseAddress.from_url(url)
