"""The same rows by hand: what a careful programmer would send to PostgreSQL without a house.

Every row an act writes is written here, and every row is read whose values go into them. Nothing
is checked, no law is asked, no paper is composed: the values come from a `sample` the act made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import psycopg
import rfc8785
from psycopg.types.json import Jsonb

from duixian.contexts.record.journal import HASHED

Row = dict[str, Any]

_LOCK = """
SELECT length, head, nextval('record_entry_id_seq') FROM record_chain WHERE name = %s FOR UPDATE
"""
_GROW = "UPDATE record_chain SET length = %s, head = %s WHERE name = %s"
_ENTRY = """
INSERT INTO record_entry (id, chain, seq, court_id, case_id, act, person_id, person_name, role,
    signers, occurred_on, recorded_at, facts, result, provisions, line, previous, hash)
VALUES (%(id)s, %(chain)s, %(seq)s, %(court_id)s, %(case_id)s, %(act)s, %(person_id)s,
    %(person_name)s, %(role)s, %(signers)s, %(occurred_on)s, %(recorded_at)s, %(facts)s,
    %(result)s, %(provisions)s, %(line)s, %(previous)s, %(hash)s)
"""
_CLOCKS = "SELECT node, subject, round, state FROM deadlines_deadline WHERE case_id = %s"
_JOB = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
    ROW('workflow', 'duixian.deliver_entry', 0, %s, NULL, %s, NULL)
]::procrastinate_job_to_defer_v1[]))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """What the programmer knows beforehand: which case, and of which court."""

    id: int
    court_id: int


class ByHand:
    """One connection of the application's role, and the two acts written out."""

    def __init__(self, connection: psycopg.Connection[Row], by: Row) -> None:
        self._connection = connection
        self._by = by  # person_id, person_name, role

    def _begin(self, court_id: int) -> None:
        self._connection.execute("SELECT set_config('duixian.courts', %s, true)", [str(court_id)])

    def _one(self, query: str, values: Sequence[Any] | Row) -> Row:
        found = self._connection.execute(query, values).fetchone()
        assert found is not None
        return found

    def _all(self, query: str, values: Sequence[Any]) -> list[Row]:
        return self._connection.execute(query, values).fetchall()

    def _journal(self, case: Case, head: Row, sample: Row, facts: Row, result: Row) -> None:
        """The entry with its hash, and the chain grown by it."""
        entry = {
            **{name: sample[name] for name in ("act", "signers", "provisions", "line")},
            **self._by,
            "chain": f"case:{case.id}",
            "seq": head["length"] + 1,
            "court_id": case.court_id,
            "case_id": case.id,
            "occurred_on": date.today().isoformat(),  # noqa: DTZ011
            "recorded_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "facts": facts,
            "result": result,
            "previous": head["head"],
        }
        digest = sha256(rfc8785.dumps({name: entry[name] for name in HASHED})).hexdigest()
        json_ = {name: Jsonb(entry[name]) for name in ("signers", "facts", "result", "provisions")}
        self._connection.execute(_ENTRY, {**entry, **json_, "id": head["nextval"], "hash": digest})
        self._connection.execute(_GROW, [entry["seq"], digest, entry["chain"]])

    def _started(self, case: Case, clocks: Sequence[Row], subject: str, entry_id: int) -> None:
        for sample in clocks:
            clock = {
                **sample,
                "case_id": case.id,
                "subject": subject,
                "started_entry": entry_id,
                **{name: Jsonb(sample[name]) for name in _JSON_OF_CLOCKS},
            }
            names = list(clock)
            self._connection.execute(
                f"INSERT INTO deadlines_deadline ({', '.join(names)}) "  # type: ignore[arg-type]
                f"VALUES ({', '.join(f'%({name})s' for name in names)})",
                clock,
            )

    def receipt(self, case: Case, sample: Row, clocks: Sequence[Row], reference: str) -> None:
        """登记到账: receipt, account, transfer, credit, the case's sums, entry, clocks, job."""
        with self._connection.transaction():
            self._begin(case.court_id)
            head = self._one(_LOCK, [f"case:{case.id}"])
            facts = {**sample["facts"], "case": case.id, "bank_reference": reference}
            amount, day = sample["result"]["amount"], sample["result"]["received_on"]
            number = self._numbered(case, day)
            receipt = self._one(_RECEIPT, [*self._of(case), number, amount, day, reference])["id"]
            self._transfer(case, amount, day, head["nextval"], f"到账 {number}")
            self._connection.execute(_CREDIT, [*self._of(case), day, amount, number])
            for query in _WHAT_IS_OWED:
                self._all(query, [case.id])
            self._connection.execute(_CREDITED, [amount, amount, day, case.id])
            result = {**sample["result"], "receipt": receipt, "number": number}
            self._journal(case, head, sample, facts, result)
            self._all(_CLOCKS, [case.id])
            self._started(case, clocks, str(receipt), head["nextval"])
            args = Jsonb({"court_id": case.court_id, "entry_id": head["nextval"]})
            self._connection.execute(_JOB, [f"case:{case.id}", args])

    def _of(self, case: Case) -> tuple[int, int]:
        return case.court_id, case.id

    def _numbered(self, case: Case, day: str) -> str:
        scope = f"receipt:{case.court_id}:{day[:4]}"
        return f"{day[:4]}收{self._one(_SERIAL, [scope, case.court_id])['last']:06d}"

    def _transfer(self, case: Case, amount: int, day: str, entry_id: int, purpose: str) -> None:
        own = self._one(_ACCOUNT, [*self._of(case), f"CASE-{case.id}"])["id"]
        bank = self._one(_BANK, [case.court_id])["id"]
        self._connection.execute(_DEBIT, [amount, bank])
        self._connection.execute(_CREDIT_ACCOUNT, [amount, own])
        values = [case.court_id, bank, own, amount, day, entry_id, purpose]
        self._connection.execute(_TRANSFER, values)

    def notice(self, case: Case, sample: Row, paper: Row) -> None:
        """发出执行通知书: the paper with its facts, the entry, two clocks met."""
        with self._connection.transaction():
            self._begin(case.court_id)
            head = self._one(_LOCK, [f"case:{case.id}"])
            known = self._one(_CASE, [case.id])
            debtors = self._all(_PARTIES, [case.id])
            self._all(_OBLIGATIONS, [case.id])
            named = {"value": known["docket_number"], "source": f"cases.Case#{case.id}"}
            values = {
                **paper,
                "case_id": case.id,
                "number": paper["number"],
                "entry_id": head["nextval"],
                "content_hash": sha256(json.dumps(paper["facts"]).encode()).hexdigest(),
                "facts": Jsonb({**paper["facts"], "docket_number": named}),
                "signers": Jsonb([]),
                "about": Jsonb(paper["about"]),
            }
            names = list(values)
            document = self._one(
                f"INSERT INTO documents_document ({', '.join(names)}) "
                f"VALUES ({', '.join(f'%({name})s' for name in names)}) RETURNING id",
                values,
            )["id"]
            owing = [each["id"] for each in debtors if each["role"] == "debtor"]
            result = {**sample["result"], "document": document, "debtors": owing}
            self._journal(case, head, sample, {**sample["facts"], "case": case.id}, result)
            self._all(_CLOCKS, [case.id])
            met = [date.today(), head["nextval"], case.id, sample["met"]]  # noqa: DTZ011
            self._connection.execute(_MET, met)


_JSON_OF_CLOCKS = ("facts", "intervals", "open_pauses", "extensions")
_SERIAL = """
INSERT INTO record_counter (scope, court_id, last) VALUES (%s, %s, 1)
ON CONFLICT (scope) DO UPDATE SET last = record_counter.last + 1 RETURNING last
"""
_RECEIPT = """
INSERT INTO ledger_receipt (court_id, case_id, number, how, amount, received_on, payer,
    bank_reference, payer_account_hash, payment_reference, disbursed)
VALUES (%s, %s, %s, 'paid', %s, %s, '方某平', %s, '', '', 0) RETURNING id
"""
_ACCOUNT = """
INSERT INTO ledger_account (court_id, case_id, kind, number, debits_posted, credits_posted,
    debits_held)
VALUES (%s, %s, 'case', %s, 0, 0, 0) RETURNING id
"""
_BANK = "SELECT id FROM ledger_account WHERE court_id = %s AND number = 'BANK' FOR UPDATE"
_DEBIT = "UPDATE ledger_account SET debits_posted = debits_posted + %s WHERE id = %s"
_CREDIT_ACCOUNT = "UPDATE ledger_account SET credits_posted = credits_posted + %s WHERE id = %s"
_TRANSFER = """
INSERT INTO ledger_transfer (court_id, kind, debit_id, credit_id, amount, "on", entry_id, purpose)
VALUES (%s, 'posted', %s, %s, %s, %s, %s, %s)
"""
_CREDIT = """
INSERT INTO cases_credit (court_id, case_id, "on", amount, source) VALUES (%s, %s, %s, %s, %s)
"""
_WHAT_IS_OWED = (
    "SELECT principal, interest_fixed, costs, interest_terms, due_on FROM cases_obligation "
    "WHERE case_id = %s AND kind = 'money' ORDER BY id",
    'SELECT "on", amount FROM cases_credit WHERE case_id = %s ORDER BY "on", id',
    "SELECT starts_on, ends_on, stops_interest FROM cases_pause WHERE case_id = %s",
)
_CREDITED = """
UPDATE cases_case SET collected_amount = collected_amount + %s, owed_amount = owed_amount - %s,
    owed_on = %s WHERE id = %s
"""
_CASE = """
SELECT docket_number, cause, filed_on, claim_amount, person.name AS officer, court.name AS court
FROM cases_case AS it JOIN courts_court AS court ON court.id = it.court_id
LEFT JOIN courts_person AS person ON person.id = it.officer_id WHERE it.id = %s
"""
_PARTIES = """
SELECT appearance.id, role, seq, liability, name, identity_masked, address
FROM cases_caseparty AS appearance JOIN parties_party AS party ON party.id = party_id
WHERE case_id = %s ORDER BY role, seq
"""
_OBLIGATIONS = """
SELECT title.kind, title.number, title.issuer, item.text, principal, interest_fixed, costs,
    interest_terms
FROM cases_obligation AS item JOIN cases_title AS title ON title.id = item.title_id
WHERE item.case_id = %s ORDER BY item.id
"""
_MET = """
UPDATE deadlines_deadline SET state = 'met', ended_on = %s, ended_entry = %s
WHERE case_id = %s AND node = ANY (%s) AND state = 'running'
"""
