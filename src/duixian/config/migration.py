"""Brings a database to the shape the code expects (迁移): tables, then their protection.

Done as the owner. The app role gets its rights from the record's protection, which withholds what
nobody may do: rewriting journal and ledger, seeing other courts' rows.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connections

OWNER = "owner"


def app_role() -> str:
    """The role the house itself connects as."""
    return str(connections["default"].settings_dict["USER"])


def migrate(verbosity: int = 0) -> None:
    """Run all migrations as the owner, then lay the protection over the tables."""
    from duixian.contexts.record import protection

    call_command("migrate", database=OWNER, interactive=False, verbosity=verbosity)
    protection.apply(app_role(), using=OWNER)
    connections[OWNER].close()


def fingerprint() -> str:
    """Changes when a migration or the protection changes; equal means nothing to migrate."""
    from duixian.contexts.record import protection

    digest = hashlib.sha256(protection.fingerprint(app_role()).encode())
    for app in apps.get_app_configs():
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
