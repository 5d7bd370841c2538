"""What comes out of a list of cases: rows as read, and what is wrong with the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from duixian.kernel.money import Fen, yuan

Cell = Any  # what a cell may hold: str, int, float, bool, date, datetime, time, timedelta


class Severity(StrEnum):
    """An error keeps the case out; a warning lets it in and is shown."""

    ERROR = "error"  # 错误
    WARNING = "warning"  # 提示


class Liability(StrEnum):
    """How a debtor answers beside the others (责任形式)."""

    JOINT = "joint"  # 连带
    SEVERAL = "several"  # 按份
    SUPPLEMENTARY = "supplementary"  # 补充


class PartyKind(StrEnum):
    """Kind of party (当事人类型)."""

    PERSON = "person"  # 自然人
    FIRM = "firm"  # 法人
    OTHER = "other"  # 非法人组织


class IdentityKind(StrEnum):
    """Kind of identity document (证件类型)."""

    IDENTITY_CARD = "居民身份证"
    CREDIT_CODE = "统一社会信用代码"
    ORGANISATION_CODE = "组织机构代码"
    OTHER = "其他证件"


class ObligationKind(StrEnum):
    """Content of the subject matter (执行标的内容)."""

    MONEY = "money"  # 金钱
    THING = "thing"  # 物
    ACT = "act"  # 行为


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or doubtful (问题): where, what was there, why, and what to do.

    row: 1-based row of the sheet, 0 for the file as a whole; column: the header as written;
    letter: the column's letter in Excel; value: the cell as the file shows it (it may be personal
    data: show it to the person who brought the file, keep it out of logs).
    """

    row: int
    column: str
    letter: str
    value: str
    code: str
    severity: Severity
    message: str
    cure: str

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "letter": self.letter,
            "value": self.value,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "cure": self.cure,
        }


@dataclass(frozen=True, slots=True)
class Party:
    """One creditor or debtor (当事人) as the list gives them; empty text where it gives nothing.

    liability is None for creditors and for a sole debtor; share (fen) goes with several liability.
    """

    name: str
    kind: PartyKind
    identity_kind: IdentityKind | None = None
    identity_number: str = ""
    address: str = ""
    phone: str = ""
    legal_representative: str = ""
    agent: str = ""
    liability: Liability | None = None
    share: Fen | None = None
    note: str = ""
    row: int = 0

    @property
    def identity(self) -> str:
        """What tells this party from others: the number, or, without one, the name."""
        return self.identity_number or self.name


@dataclass(frozen=True, slots=True)
class Title:
    """Enforcement title (执行依据). `numbers` holds every document number of the cell."""

    numbers: tuple[str, ...] = ()
    kind: str = ""
    court: str = ""
    made_on: date | None = None
    effective_on: date | None = None

    @property
    def number(self) -> str:
        """The first document number, or empty."""
        return self.numbers[0] if self.numbers else ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed under the title (判项): money in fen, or a thing or act in words."""

    kind: ObligationKind
    text: str
    amount: Fen | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case (案件) of the list; it may have stood on several rows of the sheet.

    docket_number: canonical, or None when the case is yet to be filed; docket_written: as in the
    file. claim_total, claim_principal, claim_interest are fen; where the list does not split the
    sum, all of it is principal. further: columns known but not needed for filing (closing date,
    recovered amount ...), by column key, as text. flags: 涉民生, 涉党政机关, 涉企业, 涉金融, 涉未成年人, 涉外,
    集团案件. remarks: the remark column and every unknown
    column as "header：text".
    """

    sheet: str
    rows: tuple[int, ...]
    docket_number: str | None
    docket_written: str
    court: str
    court_code: str
    case_type: str
    received_on: date | None
    filed_on: date | None
    title: Title
    obligations: tuple[Obligation, ...]
    claim_total: Fen | None
    claim_principal: Fen | None
    claim_interest: Fen | None
    performance_due: date | None
    creditors: tuple[Party, ...]
    debtors: tuple[Party, ...]
    cause: str = ""
    source: str = ""
    flags: frozenset[str] = frozenset()
    officer: str = ""
    department: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    remarks: str = ""
    _print: str = field(default="", init=False, repr=False, compare=False)

    @property
    def row(self) -> int:
        """The first row of the sheet this case stands on."""
        return self.rows[0]

    @property
    def fingerprint(self) -> str:
        """Key of idempotence: the same court, title, parties and claim give the same digest.

        Docket number, row, remarks and spelling of dates have no part in it, so the same matter
        is known again from another list. It is made of identity numbers: treat it as personal.
        """
        if not self._print:  # asked for again by whoever looks for the same case elsewhere
            object.__setattr__(self, "_print", self._digest())
        return self._print

    def _digest(self) -> str:
        facts = [
            self.court_code or self.court,
            sorted(self.title.numbers),
            sorted(party.identity for party in self.creditors),
            sorted(party.identity for party in self.debtors),
            self.claim_total,
            sorted(item.text for item in self.obligations if item.kind is not ObligationKind.MONEY),
        ]
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Plain data, amounts in yuan, dates ISO."""
        return {
            "rows": list(self.rows),
            "docket_number": self.docket_number,
            "court": self.court,
            "court_code": self.court_code,
            "case_type": self.case_type,
            "filed_on": _iso(self.filed_on),
            "title": list(self.title.numbers),
            "claim_total": None if self.claim_total is None else yuan(self.claim_total),
            "performance_due": _iso(self.performance_due),
            "creditors": [party.name for party in self.creditors],
            "debtors": [party.name for party in self.debtors],
            "flags": sorted(self.flags),
            "fingerprint": self.fingerprint,
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """One column of the sheet and what it was taken for.

    how: "synonym", "chosen" (by the user's mapping) or "unknown"; key: the column key, as
    "filed_on" or "debtor.phone", None when unknown (kept as remark); suggestion: the label of the
    column it may have meant; factor: what a bare number is multiplied by to be yuan.
    """

    position: int
    letter: str
    header: str
    key: str | None
    label: str
    how: str
    suggestion: str = ""
    suggested_key: str = ""
    factor: Decimal = Decimal(1)
    hidden: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "letter": self.letter,
            "header": self.header,
            "key": self.key,
            "label": self.label,
            "how": self.how,
            "suggestion": self.suggestion,
            "suggested_key": self.suggested_key,
            "factor": str(self.factor),
            "hidden": self.hidden,
        }


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no case: reason is blank, total, note or header."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What was in the sheet. cases = clean + doubtful + refused."""

    rows: int
    cases: int
    clean: int
    doubtful: int
    refused: int
    skipped: int
    errors: int
    warnings: int

    def as_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Preview:
    """All that is known of a list before anything is written.

    rows: cases that may be imported (clean, or with warnings only); problems: sorted by row;
    refused_rows: the raw cells of every row of a refused case, by row number, for the error file;
    refused_cases: those cases as far as they could be read.
    """

    filename: str
    digest: str
    sheet: str
    sheet_names: tuple[str, ...]
    header_rows: tuple[int, ...]
    headers: tuple[HeaderMatch, ...]
    rows: tuple[CaseRow, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[SkippedRow, ...]
    counts: Counts
    refused_rows: Mapping[int, tuple[Cell, ...]] = field(default_factory=dict)
    refused_cases: tuple[CaseRow, ...] = ()

    def problems_of(self, row: int) -> tuple[Problem, ...]:
        """Every problem on one row of the sheet."""
        return tuple(problem for problem in self.problems if problem.row == row)

    def as_json(self) -> dict[str, Any]:
        """Everything but the cases themselves, for `duixian import --dry-run --json`."""
        return {
            "filename": self.filename,
            "digest": self.digest,
            "sheet": self.sheet,
            "sheet_names": list(self.sheet_names),
            "headers": [match.as_json() for match in self.headers],
            "counts": self.counts.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
        }
