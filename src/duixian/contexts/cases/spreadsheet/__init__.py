"""Lists of cases as courts keep them in spreadsheets (案件清单): read, checked, never guessed at.

Pure: no database, no clock. `read_spreadsheet` gives a `Preview`; the room decides what to do
with it. docs/import.md says the rules in words.
"""

from duixian.contexts.cases.spreadsheet.columns import known_keys, label_of
from duixian.contexts.cases.spreadsheet.model import (
    CaseRow,
    Counts,
    HeaderMatch,
    IdentityKind,
    Liability,
    Obligation,
    ObligationKind,
    Party,
    PartyKind,
    Preview,
    Problem,
    Severity,
    SkippedRow,
    Title,
)
from duixian.contexts.cases.spreadsheet.reading import read_spreadsheet
from duixian.contexts.cases.spreadsheet.refusals import FileRefusal
from duixian.contexts.cases.spreadsheet.writing import write_errors, write_template

__all__ = [
    "CaseRow",
    "Counts",
    "FileRefusal",
    "HeaderMatch",
    "IdentityKind",
    "Liability",
    "Obligation",
    "ObligationKind",
    "Party",
    "PartyKind",
    "Preview",
    "Problem",
    "Severity",
    "SkippedRow",
    "Title",
    "known_keys",
    "label_of",
    "read_spreadsheet",
    "write_errors",
    "write_template",
]
