"""What the code expects of the database, told without loading it: a fingerprint of its sources.

The database remembers the fingerprint it was last migrated to, and the city laid into it, as its
own comment, so that a restored or exchanged database is never taken for another.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from duixian.service.addresses import DatabaseAddress

HOUSE = Path(__file__).resolve().parent.parent
# Everything that can change tables, their protection or who reaches them.
SOURCES = (
    "**/models.py",
    "**/migrations/*.py",
    "contexts/record/protection.py",
    "config/*.py",
)
BRING_TABLES = ("django", "django-allauth", "django-axes", "procrastinate")


def fingerprint(app_role: str) -> str:
    """Equal when nothing that shapes the database has changed."""
    digest = hashlib.sha256(app_role.encode())
    for name in BRING_TABLES:
        digest.update(f"{name} {version(name)}".encode())
    for file in sorted({file for pattern in SOURCES for file in HOUSE.glob(pattern)}):
        digest.update(str(file.relative_to(HOUSE)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def remembered(owner: DatabaseAddress) -> dict[str, Any]:
    """What the database says of itself; empty when it is new."""
    with psycopg.connect(**owner.connect_arguments()) as database:
        row = database.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    try:
        found = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def remember(owner: DatabaseAddress, **facts: Any) -> None:
    """Add to what the database says of itself."""
    known = remembered(owner) | facts
    with psycopg.connect(**owner.connect_arguments(), autocommit=True) as database:
        database.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(owner.name), sql.Literal(json.dumps(known, ensure_ascii=False))
            )
        )
