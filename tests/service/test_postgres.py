"""The embedded server: starts, keeps what it promised, comes back after being killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duixian.service.addresses import DatabaseAddress, of_embedded_server
from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer, binaries_folder
from duixian.service.problems import ServiceProblem
from duixian.service.provision import provision_embedded


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def server(folder: DataFolder) -> Iterator[PostgresServer]:
    server = PostgresServer(folder)
    yield server
    server.stop()


def ask(address: DatabaseAddress, question: str) -> object:
    with psycopg.connect(**address.connect_arguments()) as database:
        row = database.execute(question).fetchone()
    return row[0] if row else None


def test_it_is_durable_private_and_asks_for_passwords(server: PostgresServer) -> None:
    address = server.start()
    assert ask(address, "SHOW fsync") == "on"
    assert ask(address, "SHOW synchronous_commit") == "on"
    assert ask(address, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(address, "SELECT every(auth_method = 'scram-sha-256') FROM pg_hba_file_rules")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(address.as_role("postgres", "wrong"), "SELECT 1")


def test_it_never_runs_as_root_and_secrets_stay_ours(
    server: PostgresServer, folder: DataFolder
) -> None:
    server.start()
    assert server.pid is not None
    assert os.stat(f"/proc/{server.pid}").st_uid != 0  # noqa: PTH116
    assert folder.secrets.stat().st_mode & 0o777 == 0o700
    modes = {file.stat().st_mode & 0o777 for file in folder.secrets.iterdir()}
    assert modes == {0o600}
    assert folder.cluster.stat().st_mode & 0o777 == 0o700


def test_it_works_where_others_may_not_walk(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = PostgresServer(DataFolder(closed / "data"))
    try:
        assert ask(server.start(), "SELECT 1") == 1
    finally:
        server.stop()
    assert closed.stat().st_mode & 0o777 == 0o700, "no mode but our own is changed"


def test_a_killed_server_kept_what_it_confirmed(server: PostgresServer, folder: DataFolder) -> None:
    address = server.start()
    with psycopg.connect(**address.connect_arguments(), autocommit=True) as database:
        database.execute("CREATE TABLE kept (n int)")
        for number in range(50):
            database.execute("INSERT INTO kept VALUES (%s)", [number])
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    again = PostgresServer(folder)
    try:
        address = again.start()
        assert ask(address, "SELECT count(*) FROM kept") == 50
    finally:
        again.stop()


def test_a_pid_file_of_another_program_does_not_stop_it(
    server: PostgresServer, folder: DataFolder
) -> None:
    server.start()
    server.stop()
    stale = f"{os.getpid()}\n{folder.cluster}\n1\n5432\n\n127.0.0.1\n1 1\nready\n"
    (folder.cluster / "postmaster.pid").write_text(stale)
    assert ask(server.start(), "SELECT 1") == 1


def test_a_server_left_running_is_stopped_first(server: PostgresServer, folder: DataFolder) -> None:
    """Its supervisor was killed, and the signal that ends it never came."""
    server.start()
    left = server.pid
    successor = PostgresServer(folder)
    try:
        assert ask(successor.start(), "SELECT 1") == 1
        assert successor.pid != left
        assert not server.alive()
    finally:
        successor.stop()


def test_the_port_is_kept_between_starts(server: PostgresServer) -> None:
    first = server.start().port
    server.stop()
    assert server.start().port == first


def test_roles_and_extensions_are_made_once_and_again(
    server: PostgresServer, folder: DataFolder
) -> None:
    superuser = server.start()
    wanted = of_embedded_server(folder)
    provision_embedded(superuser, wanted)
    provision_embedded(superuser, wanted)
    assert ask(wanted.owner, "SELECT 'a.b'::ltree @> 'a.b.c'::ltree")
    attributes = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles"
    assert ask(wanted.app, f"{attributes} WHERE rolname = current_user") is False
    assert ask(wanted.owner, f"{attributes} WHERE rolname = current_user") is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(wanted.app, "CREATE TABLE mine (n int)")


def test_a_wrong_folder_of_programs_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DUIXIAN_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(ServiceProblem, match="initdb"):
        binaries_folder()
