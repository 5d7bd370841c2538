"""Docket numbers and document numbers in a list, old and new."""

from __future__ import annotations

import re

from duixian.kernel.findings import Refusal
from duixian.kernel.identifiers import DocketNumber, normalise, parse_docket_number

# Types that are cases of enforcement (执行类案件); the law's table of types lists the rest.
_ENFORCEMENT = "执"
_LONGEST = 60
_YEAR = re.compile(r"^\D{0,12}?\((\d{4})\)")


def read_docket(text: str) -> DocketNumber | None:
    """The docket number a text is, or None. A missing 号 at the end is put back.

    >>> read_docket("〔2016〕皖0202执恢 123 号").canonical
    '(2016)皖0202执恢123号'
    """
    plain = normalise(text)
    if len(plain) > _LONGEST:
        return None
    if plain[-1:].isdigit() and "号" not in plain:
        plain += "号"
    try:
        return parse_docket_number(plain)
    except Refusal:
        return None


def is_enforcement(docket: DocketNumber) -> bool:
    """Whether the type word is that of an enforcement case (执, 执恢 ...)."""
    return docket.type_code.startswith(_ENFORCEMENT) or docket.type_code == "法执"


def normal_title_number(text: str) -> str:
    """A document number with one kind of bracket and no blanks, canonical where it is a docket."""
    docket = read_docket(text)
    return docket.canonical if docket else normalise(text)


def year_of(text: str) -> int | None:
    """The year in brackets a document number has, or None."""
    found = _YEAR.search(normalise(text))
    return int(found.group(1)) if found else None
