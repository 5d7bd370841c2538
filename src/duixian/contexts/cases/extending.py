"""Keeping an extension of the execution term (延长执行期限), within the act of a room above."""

from __future__ import annotations

from datetime import date

from duixian.contexts.cases.models import Case, Extension


def extend(case: Case, on: date, *, months: int, ground: str) -> Extension:
    """Put the extension on record; the clock itself is moved by the entry."""
    return Extension.objects.create(
        court_id=case.court_id, case=case, ground=ground, months=months, approved_on=on
    )
