"""Makes the roles, the database and the extensions; safe to repeat on every start."""

from __future__ import annotations

import psycopg
from psycopg import sql

from duixian.service.addresses import APP_ROLE, OWNER_ROLE, Addresses, DatabaseAddress
from duixian.service.problems import ServiceProblem

EXTENSIONS = ("ltree", "btree_gist", "pg_trgm")
VERSIONS = range(15, 19)


def provision_embedded(superuser: DatabaseAddress, wanted: Addresses) -> None:
    """On our own server: the superuser makes the owner, the app role, and what they need."""
    with psycopg.connect(**superuser.connect_arguments(), autocommit=True) as server:
        _make_role(server, OWNER_ROLE, wanted.owner.password)
        _make_role(server, APP_ROLE, wanted.app.password)
        make_database(server, wanted.owner.name, owner=OWNER_ROLE)
    with psycopg.connect(
        **superuser.at(wanted.owner.name).connect_arguments(), autocommit=True
    ) as database:
        furnish(database, wanted.app)


def provision_users_server(wanted: Addresses) -> None:
    """On the user's server: the role of DATABASE_URL does it, or it is said what it lacks."""
    try:
        database = psycopg.connect(**wanted.owner.connect_arguments(), autocommit=True)
    except psycopg.OperationalError as failure:
        raise ServiceProblem(
            f"连不上 DATABASE_URL 的数据库：{str(failure).strip()}", "检查地址、密码和库名。"
        ) from failure
    with database:
        major = database.info.server_version // 10000
        if major not in VERSIONS:
            raise ServiceProblem(
                f"DATABASE_URL 的服务器是 PostgreSQL {major}。",
                f"需要 {VERSIONS[0]} 至 {VERSIONS[-1]} 版。",
            )
        if _encoding(database) != "UTF8":
            raise ServiceProblem("DATABASE_URL 的数据库不是 UTF8 编码。", "以 ENCODING UTF8 重建。")
        try:
            _make_role(database, wanted.app.user, wanted.app.password)
            furnish(database, wanted.app)
        except psycopg.errors.InsufficientPrivilege as failure:
            raise ServiceProblem(
                f"DATABASE_URL 的用户权限不够：{str(failure).strip()}",
                "请数据库管理员给该用户 CREATEROLE，并让它拥有该数据库；"
                f"或先由管理员建好扩展 {', '.join(EXTENSIONS)}。",
            ) from failure


def make_database(
    server: psycopg.Connection, name: str, *, owner: str, template: str = "template0"
) -> bool:
    """Create a database unless it is there; true when it was made now."""
    known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known:
        return False
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template)
        )
    )
    return True


def furnish(database: psycopg.Connection, app: DatabaseAddress) -> None:
    """Extensions, and the app role's right to come in and nothing more."""
    for extension in EXTENSIONS:
        database.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )
    who, where = sql.Identifier(app.user), sql.Identifier(app.name)
    for statement in (
        "REVOKE ALL ON DATABASE {where} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {where} TO {who}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {who}",
    ):
        database.execute(sql.SQL(statement).format(who=who, where=where))


def _make_role(server: psycopg.Connection, name: str, password: str) -> None:
    known = server.execute(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()
    if known and any(known):
        raise ServiceProblem(
            f"数据库角色 {name} 是超级用户或可绕过行级安全。", f"对 {name} 撤销这些权限。"
        )
    verb = "ALTER" if known else "CREATE"
    server.execute(
        sql.SQL(f"{verb} ROLE {{}} LOGIN PASSWORD {{}}").format(
            sql.Identifier(name), sql.Literal(password)
        )
    )


def _encoding(database: psycopg.Connection) -> str:
    found = database.execute("SHOW server_encoding").fetchone()
    return str(found[0]) if found else ""
