"""Many cases at once: a few real ones, filed through the door, copied by INSERT .. SELECT.

A load, not a history: the copies' rows fit each other by id, but nobody did their acts, so their
hashes do not verify and the ids inside their JSON are those of the case they were copied from.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import psycopg
from django.db import models

from duixian.contexts.cases.models import Case
from duixian.contexts.parties.models import Party
from duixian.contexts.record.models import Chain
from duixian.contexts.record.protection import house_models
from duixian.service.addresses import Addresses

STRIDE = 10_000  # above every id of the cases that are copied
BATCH = 5_000  # copies in one statement

# Columns that hold ids without being foreign keys.
_PLAIN_IDS = frozenset({"case_id", "entry_id", "started_entry", "ended_entry", "missed_entry"})
_OFFICER = "CASE WHEN g <= %(mine)s::int THEN %(officer)s::bigint ELSE (%(others)s::bigint[])[1 + g %% %(n)s::int] END"

# What must differ between copies, or would be unlike life if it did not. `g` numbers the copy.
_OWN: dict[tuple[str, str], str] = {
    ("cases_case", "officer_id"): _OFFICER,
    ("deadlines_deadline", "officer_id"): _OFFICER,
    ("cases_case", "docket_serial"): "docket_serial + g * 100",
    ("cases_case", "docket_number"): "docket_number || '-' || g",
    ("cases_case", "filed_on"): "filed_on - g % 170",
    ("cases_case", "names_key"): "names_key || md5(g::text)",
    ("cases_case", "debtor_names"): "debtor_names || g",
    ("cases_case", "owed_amount"): "owed_amount + g * 100",
    ("cases_case", "fingerprint"): "''",
    ("parties_party", "identity_hash"): "md5(identity_hash || g)",
    ("parties_party", "name_key"): "name_key || md5(g::text)",
    (
        "record_chain",
        "name",
    ): "'case:' || (split_part(name, ':', 2)::bigint + g * %(stride)s::bigint)",
    ("record_entry", "chain"): "'case:' || (case_id + g * %(stride)s::bigint)",
    ("ledger_account", "number"): "number || '-' || g",
    ("ledger_receipt", "number"): "number || '-' || g",
    ("ledger_receipt", "bank_reference"): "bank_reference || '-' || g",
    ("deadlines_deadline", "subject"): (
        "CASE WHEN subject ~ '^[0-9]+$' THEN (subject::bigint + g * %(stride)s::bigint)::text "
        "ELSE subject END"
    ),
    ("deadlines_deadline", "due_on"): "due_on + g % 200 - 20",
}
_ESCAPED = {key: value.replace("g % ", "g %% ") for key, value in _OWN.items()}
_ESCAPED |= {key: _OFFICER for key, value in _OWN.items() if value == _OFFICER}


@dataclass(frozen=True, slots=True)
class Load:
    """How much to lay in: copies of each of the cases, and whose they become.

    first: how many copies there are already (the cases themselves count as one).
    """

    cases: list[int]
    first: int
    copies: int
    officer: int
    officer_copies: int
    others: list[int]


def lay_in(
    addresses: Addresses, load: Load, only: tuple[type[models.Model], ...] = ()
) -> dict[str, int]:
    """Copy the cases with everything that hangs on them; returns the rows written by table."""
    written: dict[str, int] = {}
    values = {
        "stride": STRIDE,
        "mine": load.officer_copies,
        "officer": load.officer,
        "others": load.others,
        "n": len(load.others),
        "cases": load.cases,
        "chains": [f"case:{each}" for each in load.cases],
    }
    with psycopg.connect(**addresses.owner.connect_arguments(), autocommit=True) as owner:
        owner.execute("SET synchronous_commit TO off")
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):  # slower on other servers
            owner.execute("SET session_replication_role TO replica")
        for model in _copied(only):
            statement, table = _statement(model), model._meta.db_table
            last = load.first + load.copies - 1
            for start in range(load.first, last + 1, BATCH):
                end = min(start + BATCH - 1, last)
                done = owner.execute(
                    statement,  # type: ignore[arg-type]
                    {**values, "start": start, "end": end},
                )
                written[table] = written.get(table, 0) + done.rowcount
            if model is not Chain:
                owner.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) "  # type: ignore[arg-type]
                    f'FROM "{table}"'
                )
        owner.execute("VACUUM ANALYZE")
    return written


def _copied(only: tuple[type[models.Model], ...]) -> list[type[models.Model]]:
    """Parties and cases first, then what has a case, in the order of rooms."""
    first: list[type[models.Model]] = [Party, Case, Chain]
    hanging = [
        model
        for model in house_models()
        if model not in first and any(f.column == "case_id" for f in model._meta.concrete_fields)
    ]
    return [model for model in [*first, *hanging] if not only or model in only]


def _statement(model: type[models.Model]) -> str:
    columns = [field.column for field in model._meta.concrete_fields]
    wanted = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_value(model, field) for field in model._meta.concrete_fields)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({wanted}) SELECT {values} '
        f'FROM "{model._meta.db_table}" AS it, generate_series(%(start)s::int, %(end)s::int) AS g '
        f"WHERE {_which(model)}"
    )


def _which(model: type[models.Model]) -> str:
    if model is Party:
        return "id IN (SELECT party_id FROM cases_caseparty WHERE case_id = ANY (%(cases)s))"
    if model is Chain:
        return "name = ANY (%(chains)s)"
    return f"{'id' if model is Case else 'case_id'} = ANY (%(cases)s)"


def _value(model: type[models.Model], field: models.Field) -> str:  # type: ignore[type-arg]
    own = _ESCAPED.get((model._meta.db_table, field.column))
    if own is not None:
        return own
    name = f'it."{field.column}"'
    shifted = f"{name} + g * %(stride)s::bigint"
    if field.primary_key or field.column in _PLAIN_IDS:
        return shifted
    if field.is_relation and field.related_model in _copied(()):
        return shifted
    return name
