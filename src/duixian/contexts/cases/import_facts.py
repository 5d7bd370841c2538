"""From a case of a list to the facts of its filing (立案), and what may be shown of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.spreadsheet import (
    CaseRow,
    ObligationKind,
    Party,
    Problem,
    label_of,
)
from duixian.contexts.record.acts import read_facts
from duixian.kernel import identifiers

SOURCES: tuple[str, ...] = get_args(FileCase.model_fields["source"].annotation)
_LONG_NUMBER = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{11,}")
_ANY_NUMBER = re.compile(r"[0-9A-Za-z.*+-]{6,}")


def filing_of(row: CaseRow, today: date) -> FileCase:
    """The act that files a case of a list. Raises a Refusal when filing could not take its facts.

    A case that brings its own docket number has been filed already: whether it is a duplicate
    was its court's question then, and the preview has pointed to it.
    """
    filed_on = row.filed_on or today
    facts: dict[str, Any] = {
        "applied_on": min(row.received_on or filed_on, filed_on),
        "source": row.source if row.source in SOURCES else SOURCES[0],
        "cause": row.cause,
        "creditors": [_party(each) | {"agent": each.agent} for each in row.creditors],
        "debtors": [_debtor(each) for each in row.debtors],
        "titles": [_title(row)],
        "flags": sorted(row.flags),
        "docket_number": row.docket_number or "",
        "fingerprint": row.fingerprint,
        "known_duplicate": bool(row.docket_number),
        "remarks": "\n".join(_remarks(row)),
    }
    act = read_facts(FileCase, facts)
    assert isinstance(act, FileCase)
    return act


def _party(party: Party) -> dict[str, Any]:
    return {
        "kind": party.kind.value,
        "name": party.name,
        "identity_kind": party.identity_kind.value if party.identity_kind else "",
        "identity_number": party.identity_number,
        "address": party.address,
        "phone": party.phone,
        "legal_representative": party.legal_representative,
    }


def _debtor(party: Party) -> dict[str, Any]:
    liability = party.liability.value if party.liability else "sole"
    return _party(party) | {"liability": liability, "share": party.share}


def _title(row: CaseRow) -> dict[str, Any]:
    return {
        "kind": row.title.kind,
        "number": row.title.number,
        "issuer": row.title.court,
        "effective_on": row.title.effective_on,
        "performance_due_on": row.performance_due,
        "obligations": [
            {
                "kind": item.kind.value,
                "text": item.text,
                "principal": (row.claim_principal or 0) if _is_money(item.kind) else 0,
                "interest_fixed": (row.claim_interest or 0) if _is_money(item.kind) else 0,
            }
            for item in row.obligations
        ],
    }


def _is_money(kind: ObligationKind) -> bool:
    return kind is ObligationKind.MONEY


def _remarks(row: CaseRow) -> Iterator[str]:
    """What the list says beyond the facts of filing, each line under the name of its column."""
    if row.remarks:
        yield row.remarks
    if row.source and row.source not in SOURCES:
        yield f"案件来源：{row.source}"
    if len(row.title.numbers) > 1:
        yield f"其他执行依据文号：{'、'.join(row.title.numbers[1:])}"
    if row.department:
        yield f"{label_of('department')}：{row.department}"
    for party in (*row.creditors, *row.debtors):
        if party.note:
            yield f"{party.name}：{party.note}"
    for key, text in row.further.items():
        yield f"{label_of(key)}：{text}"


# What may be kept and shown


def names_of(parties: tuple[Party, ...]) -> str:
    """Names as one line; a number written where a name belongs is masked."""
    return masked("、".join(each.name for each in parties))[:400]


def masked(text: str) -> str:
    """Text in which every number as long as a person's telephone or identity number is masked.

    >>> masked("证件 349900197402150017 有误")
    '证件 3499**********0017 有误'
    """
    return _LONG_NUMBER.sub(lambda found: identifiers.mask(found.group()), text)


def problem_as_kept(problem: Problem) -> dict[str, Any]:
    """A problem as a row keeps it: without any identity or telephone number."""
    kept = problem.as_json()
    value = problem.value
    if problem.code.startswith(("identity.", "phone.")):
        plain = "".join(unicodedata.normalize("NFKC", value).split())
        value = _ANY_NUMBER.sub(lambda found: identifiers.mask(found.group()), plain)
    return kept | {"value": masked(value), "message": masked(problem.message)}
