"""Who connects to which database, and as whom.

Two roles, always: the owner changes tables, the app role reads and writes rows and owns nothing,
so that row-level security and withheld privileges bind it.

The environment may name them whole (`DUIXIAN_DATABASE_APP`, `DUIXIAN_DATABASE_OWNER`); else
`DATABASE_URL` names a server of the user's own; else it is the embedded server of the data folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from duixian.service.places import DataFolder
from duixian.service.problems import ServiceProblem

OWNER_ROLE = "duixian_owner"
APP_ROLE = "duixian_app"
DATABASE_NAME = "duixian"
SERVER_NOTE = "postgres.json"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """One role on one database of one server."""

    host: str
    port: int
    name: str
    user: str
    password: str
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_url(cls, url: str) -> DatabaseAddress:
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise ServiceProblem(
                "DATABASE_URL 不是 PostgreSQL 地址。",
                "写成 postgresql://用户:密码@主机:端口/数据库。",
            )
        return cls(
            host=unquote(parts.hostname or ""),
            port=parts.port or 5432,
            name=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=dict(parse_qsl(parts.query)),
        )

    def url(self) -> str:
        query = f"?{urlencode(self.options)}" if self.options else ""
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        name = quote(self.name, safe="")
        return f"postgresql://{who}@{quote(self.host, safe='')}:{self.port}/{name}{query}"

    def at(self, name: str) -> DatabaseAddress:
        """The same role on another database of the same server."""
        return replace(self, name=name)

    def as_role(self, user: str, password: str) -> DatabaseAddress:
        return replace(self, user=user, password=password)

    def connect_arguments(self) -> dict[str, Any]:
        """Keyword arguments of `psycopg.connect`."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
            **self.options,
        }

    def django(self) -> dict[str, Any]:
        """An entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": str(self.port),
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": dict(self.options),
        }


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two addresses a house needs."""

    owner: DatabaseAddress
    app: DatabaseAddress

    def environment(self) -> dict[str, str]:
        """What a child process needs to reach the same database."""
        return {
            "DUIXIAN_DATABASE_OWNER": self.owner.url(),
            "DUIXIAN_DATABASE_APP": self.app.url(),
        }

    def at(self, name: str) -> Addresses:
        return Addresses(self.owner.at(name), self.app.at(name))


def addresses(folder: DataFolder) -> Addresses:
    """The addresses in force. With the embedded server not yet started the port is 0."""
    owner, app = os.environ.get("DUIXIAN_DATABASE_OWNER"), os.environ.get("DUIXIAN_DATABASE_APP")
    if app:
        app_address = DatabaseAddress.from_url(app)
        # A web process may be given the app role alone; then nothing can be migrated from it.
        return Addresses(DatabaseAddress.from_url(owner or app), app_address)
    if url := os.environ.get("DATABASE_URL"):
        return of_users_server(folder, url)
    return of_embedded_server(folder)


def of_users_server(folder: DataFolder, url: str) -> Addresses:
    """The user's own server: the role of the URL owns, the app role stands beside it."""
    owner = DatabaseAddress.from_url(url)
    return Addresses(owner, owner.as_role(APP_ROLE, folder.secret("database_app")))


def of_embedded_server(folder: DataFolder) -> Addresses:
    server = folder.note(SERVER_NOTE)
    owner = DatabaseAddress(
        host=str(server.get("host", "127.0.0.1")),
        port=int(server.get("port", 0)),
        name=DATABASE_NAME,
        user=OWNER_ROLE,
        password=folder.secret("database_owner"),
    )
    return Addresses(owner, owner.as_role(APP_ROLE, folder.secret("database_app")))
