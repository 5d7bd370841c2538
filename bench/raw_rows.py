"""The rows an import wrote, written once more by hand: the floor under `rows`.

Every table that holds something of the imported cases is copied empty (columns, defaults and
indexes; no triggers, no foreign keys, no policies), and the same rows go in again, one statement a
row and one transaction a case, as little as that can be done with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from duixian.service.addresses import Addresses

_OF_CASES = """
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'case_id' AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name
"""
_PARTIES = "id IN (SELECT party_id FROM cases_caseparty WHERE case_id = ANY(%(cases)s))"
_CHAINS = "name = ANY(%(chains)s)"


@dataclass(frozen=True, slots=True)
class RawRows:
    """Statements by case, ready to be sent."""

    by_case: list[list[tuple[sql.Composed, list[Any]]]]

    @property
    def rows(self) -> int:
        return sum(len(each) for each in self.by_case)

    def write(self, addresses: Addresses) -> None:
        """Send them: a transaction a case, commits not waiting for the disk, as the import's."""
        with psycopg.connect(**addresses.owner.connect_arguments()) as server:
            server.execute("SET synchronous_commit TO off")
            server.commit()
            for statements in self.by_case:
                for statement, values in statements:
                    server.execute(statement, values)
                server.commit()


def rows_of(addresses: Addresses, cases: list[int]) -> RawRows:
    """Read every row of these cases and lay out empty tables for them."""
    by_case: dict[int, list[tuple[sql.Composed, list[Any]]]] = defaultdict(list)
    wanted = {"cases": cases, "chains": [f"case:{each}" for each in cases]}
    with psycopg.connect(**addresses.owner.connect_arguments()) as server:
        # The owner reads past the courts' policies where they would hide rows from him.
        server.execute(
            "SELECT set_config('duixian.courts', string_agg(id::text, ','), false)"
            " FROM courts_court"
        )
        tables = [row[0] for row in server.execute(_OF_CASES)]
        for table in tables:
            _add(server, table, "case_id = ANY(%(cases)s)", wanted, by_case)
        _add(server, "cases_case", "id = ANY(%(cases)s)", wanted, by_case, case="id")
        _add(server, "record_chain", _CHAINS, wanted, by_case, case="name")
        _add(server, "parties_party", _PARTIES, wanted, by_case, case="")
        server.commit()
    return RawRows(list(by_case.values()))


def _add(
    server: psycopg.Connection,
    table: str,
    where: str,
    wanted: dict[str, Any],
    by_case: dict[int, list[tuple[sql.Composed, list[Any]]]],
    case: str = "case_id",
) -> None:
    found = server.execute(f"SELECT * FROM {table} WHERE {where}", wanted)  # type: ignore[arg-type]
    names = [column.name for column in found.description or ()]
    rows = found.fetchall()
    if not rows:
        return
    copy = sql.Identifier(f"raw_{table}")
    server.execute(
        sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING INDEXES)").format(
            copy, sql.Identifier(table)
        )
    )
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        copy,
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    for place, row in enumerate(rows):
        values = [
            Jsonb(value)
            if isinstance(value, dict) or _is_json(server, table, name, value)
            else value
            for name, value in zip(names, row, strict=True)
        ]
        of = _case_of(dict(zip(names, row, strict=True)), case, place, by_case)
        by_case[of].append((statement, values))


def _case_of(row: dict[str, Any], case: str, place: int, by_case: dict[int, Any]) -> int:
    if not case:  # parties belong to many cases: they are spread over all of them
        return list(by_case)[place % len(by_case)]
    return int(str(row[case]).rpartition(":")[2])


_JSON: dict[str, set[str]] = {}


def _is_json(server: psycopg.Connection, table: str, name: str, value: object) -> bool:
    """Whether a list is JSON rather than an array of the database's own."""
    if not isinstance(value, list):
        return False
    if table not in _JSON:
        found = server.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND data_type = 'jsonb'",
            [table],
        )
        _JSON[table] = {row[0] for row in found}
    return name in _JSON[table]
