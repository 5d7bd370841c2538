"""`duixian migrate`: tables and their protection, as the database's owner."""

from __future__ import annotations

import argparse

from duixian.service import shape
from duixian.service.addresses import addresses
from duixian.service.places import data_folder

NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-v", "--verbose", action="store_true", help="列出每一步 / name each step")


def run(arguments: argparse.Namespace) -> int:
    from duixian.config import migration

    migration.migrate(verbosity=1 if arguments.verbose else 0)
    reached = addresses(data_folder())
    shape.remember(reached.owner, migrated=shape.fingerprint(reached.app.user))
    return 0
