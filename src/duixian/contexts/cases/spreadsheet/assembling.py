"""From the rows of one case to a `CaseRow`, noting what is wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.cells import (
    ERRORS,
    flat,
    is_nothing,
    principal_and_interest,
    read_date,
    read_flag,
    read_money,
    shown,
    text_of,
)
from duixian.contexts.cases.spreadsheet.dockets import (
    is_enforcement,
    normal_title_number,
    read_docket,
    year_of,
)
from duixian.contexts.cases.spreadsheet.header import Header
from duixian.contexts.cases.spreadsheet.model import (
    CaseRow,
    Liability,
    Obligation,
    ObligationKind,
    Party,
    Title,
)
from duixian.contexts.cases.spreadsheet.notes import Notes
from duixian.contexts.cases.spreadsheet.parties import split_outside_brackets
from duixian.contexts.cases.spreadsheet.people import PeopleReader, Sides
from duixian.contexts.cases.spreadsheet.rows import Group
from duixian.contexts.cases.spreadsheet.words import (
    ACT_WORDS,
    FLAG_WORDS,
    FLAGS,
    LONGEST,
    OTHER_TITLE,
    TITLE_SEPARATORS,
)
from duixian.kernel.identifiers import DocketNumber
from duixian.kernel.money import Fen, display


class Assembler:
    """Builds cases; `court` is the court chosen at import, used where the list names none."""

    def __init__(self, header: Header, notes: Notes, *, sheet: str, on: date, court: str) -> None:
        self._notes = notes
        self._sheet = sheet
        self._on = on
        self._court = court
        self._people = PeopleReader(notes)
        keys = {match.key for match in header.matches}
        self._numbered_sides = {
            side
            for side in columns.SIDES
            if {f"{side}.identity_number", "party.identity_number"} & keys
        }
        self._factors: Mapping[str, Decimal] = {
            match.key: match.factor for match in reversed(header.matches) if match.key
        }
        self._kept = [
            one.key for one in columns.columns() if one.kind == "kept" and one.key in keys
        ]

    def case_of(self, group: Group) -> CaseRow:
        """The case of a group of rows. Whatever could not be read is noted and left empty."""
        remarks: list[str] = []
        self._formula_errors(group)
        docket, written = self._docket(group)
        court, court_code = self._court_of(group, docket)
        title = self._title(group, court, court_code)
        sides = self._parties(group, remarks)
        total, principal, interest, obligations = self._claim(group)
        filed_on = self._date(group, "filed_on")
        due = self._performance_due(group)
        row = CaseRow(
            sheet=self._sheet,
            rows=tuple(raw.number for raw in group.rows),
            docket_number=docket.canonical if docket else None,
            docket_written=written,
            court=court,
            court_code=court_code,
            case_type=self._text(group, "case_type") or (docket.type_code if docket else ""),
            received_on=self._date(group, "received_on"),
            filed_on=filed_on,
            title=title,
            obligations=tuple(obligations),
            claim_total=total,
            claim_principal=principal,
            claim_interest=interest,
            performance_due=due,
            creditors=tuple(sides["creditor"]),
            debtors=tuple(sides["debtor"]),
            cause=self._text(group, "cause"),
            source=self._text(group, "source"),
            flags=self._flags(group),
            officer=self._text(group, "officer"),
            department=self._text(group, "department"),
            further=self._further(group),
            remarks=self._remarks(group, remarks),
        )
        self._check_needed(row)
        self._check_lengths(row)
        self._check_dates(row, docket)
        return row

    # Cells

    def _text(self, group: Group, key: str) -> str:
        text = text_of(group.first(key)[0])
        return "" if is_nothing(text) else text

    def _date(self, group: Group, key: str, *, future: bool = False) -> date | None:
        cell, number = group.first(key)
        reading = read_date(cell)
        self._notes.complain(number, key, reading.complaint, cell)
        if reading.value and reading.value > self._on and not future:
            self._notes.add(number, key, "date.future", cell, on=self._on)
            return None
        return reading.value

    def _money(self, group: Group, key: str) -> Fen | None:
        cell, number = group.first(key)
        reading = read_money(cell, self._factors.get(key, Decimal(1)))
        self._notes.complain(number, key, reading.complaint, cell)
        return reading.value

    def _formula_errors(self, group: Group) -> None:
        for raw in group.rows:
            for key, cell in raw.facts.items():
                if isinstance(cell, str) and cell[:1] == "#" and cell.strip() in ERRORS:
                    self._notes.add(raw.number, key, "cell.error", cell)

    # Docket number and court

    def _docket(self, group: Group) -> tuple[DocketNumber | None, str]:
        cell, number = group.first("docket_number")
        written = text_of(cell)
        if is_nothing(written):
            return None, ""
        docket = read_docket(written)
        if docket is None:
            self._notes.add(number, "docket_number", "docket_number.unreadable", cell)
        elif not is_enforcement(docket):
            word = docket.type_code
            self._notes.add(
                number, "docket_number", "docket_number.not_enforcement", cell, word=word
            )
        elif docket.year > self._on.year:
            self._notes.add(number, "docket_number", "docket_number.year", cell)
        return docket, written

    def _court_of(self, group: Group, docket: DocketNumber | None) -> tuple[str, str]:
        court = self._text(group, "court")
        code = docket.court_code if docket else ""
        named_by_code = court[:1].isalpha() and court[1:].isdigit()
        if named_by_code and code and court != code:
            cell, number = group.first("court")
            self._notes.add(number, "court", "docket_number.court", cell, code=code, court=court)
        if not (court or code or self._court):
            self._notes.add(group.rows[0].number, "court", "court.missing")
        if not code and named_by_code:
            code = court
        return court or ("" if code else self._court), code

    # Title

    def _title(self, group: Group, court: str, court_code: str) -> Title:
        cell, number = group.first("title_number")
        text = text_of(cell)
        numbers: tuple[str, ...] = ()
        if is_nothing(text):
            self._notes.add(group.rows[0].number, "title_number", "title_number.missing")
        else:
            pieces = split_outside_brackets(text, TITLE_SEPARATORS)
            numbers = tuple(dict.fromkeys(normal_title_number(piece) for piece in pieces))
        filed = read_date(group.first("filed_on")[0]).value or self._on
        if any((year_of(one) or 0) > filed.year for one in numbers):
            self._notes.add(number, "title_number", "title_number.year", cell)
        return Title(
            numbers=numbers,
            kind=self._title_kind(group, numbers),
            court=self._title_court(group, numbers, court, court_code),
            made_on=self._date(group, "title_made_on"),
            effective_on=self._date(group, "title_effective_on"),
        )

    def _title_kind(self, group: Group, numbers: tuple[str, ...]) -> str:
        cell, number = group.first("title_kind")
        text = flat(text_of(cell))
        said = text if text and not is_nothing(text) else "".join(numbers)
        for kind, words in columns.title_kinds().items():
            if any(word in said for word in words):
                return kind
        if not said:
            return ""
        self._notes.add(number, "title_kind", "title_kind.unknown", cell, value=said)
        return OTHER_TITLE

    def _title_court(
        self, group: Group, numbers: tuple[str, ...], court: str, court_code: str
    ) -> str:
        named = self._text(group, "title_court")
        if named or not numbers:
            return named
        docket = read_docket(numbers[0])
        number = group.first("title_number")[1]
        if docket is None:
            self._notes.add(number, "title_court", "title_court.missing")
            return ""
        if court and docket.court_code == court_code:
            return court
        code = docket.court_code
        self._notes.add(number, "title_court", "title_court.from_number", numbers[0], code=code)
        return code

    def _performance_due(self, group: Group) -> date | None:
        cell, number = group.first("performance_due")
        reading = read_date(cell)
        if reading.complaint and reading.complaint.code == "date.unreadable":
            # "within ten days of taking effect" is a period; which day it ends is not guessed.
            self._notes.add(number, "performance_due", "date.in_words", cell)
            return None
        return self._date(group, "performance_due", future=True)

    def _check_needed(self, row: CaseRow) -> None:
        """What filing asks for: an empty cell is an error unless it was complained of already."""
        needed = {
            "cause": row.cause,
            "title_effective_on": row.title.effective_on,
            "performance_due": row.performance_due,
        }
        if row.docket_number:
            needed["filed_on"] = row.filed_on
        for key, value in needed.items():
            if not value and key in self._factors and not self._noted(row.row, key):
                self._notes.add(row.row, key, f"{key}.missing")
        if row.docket_number and "filed_on" not in self._factors:
            self._notes.add(row.row, "filed_on", "filed_on.missing")

    def _check_lengths(self, row: CaseRow) -> None:
        """Texts longer than filing can hold are refused here, not cut."""
        texts = [("cause", row.cause, row.row), ("title_court", row.title.court, row.row)]
        texts += [("title_number", number, row.row) for number in row.title.numbers]
        for side, parties in (("creditor", row.creditors), ("debtor", row.debtors)):
            for party in parties:
                for key in ("address", "phone", "agent", "legal_representative"):
                    texts.append((f"{side}.{key}", getattr(party, key), party.row))
        for key, text, number in texts:
            most = LONGEST[key.split(".")[-1]]
            if len(text) > most:
                self._notes.add(number, key, "cell.too_long", text, length=len(text), most=most)

    def _check_dates(self, row: CaseRow, docket: DocketNumber | None) -> None:
        number, title, due = row.row, row.title, row.performance_due
        filed = row.filed_on or self._on
        effective = title.effective_on
        if row.filed_on and docket and filed.year != docket.year:
            self._notes.add(number, "filed_on", "filed_on.year", filed)
        if effective and filed < effective:
            self._notes.add(number, "filed_on", "filed_on.before_title", filed, effective=effective)
        elif due and due >= filed:
            self._notes.add(number, "performance_due", "performance_due.not_over", due)
        if row.received_on and row.received_on > filed:
            self._notes.add(number, "received_on", "received_on.after_filed", row.received_on)
        if effective and title.made_on and effective < title.made_on:
            self._notes.add(
                number, "title_effective_on", "title_effective_on.before_made", effective
            )
        if due and effective and due < effective:
            self._notes.add(number, "performance_due", "performance_due.before_effective", due)

    def _noted(self, number: int, key: str) -> bool:
        """Whether this very cell has been complained of, so that "missing" is not said as well."""
        for problem in reversed(self._notes.problems):
            if problem.row != number:
                return False
            if problem.code.startswith("date.") and self._notes.stands_in(key) == problem.column:
                return True
        return False

    # Claim

    def _claim(self, group: Group) -> tuple[Fen | None, Fen | None, Fen | None, list[Obligation]]:
        obligations = self._obligations(group)
        total, split = self._total(group, obligations)
        principal = split.get("本金") or self._money(group, "claim_principal")
        interest = split.get("利息") or self._money(group, "claim_interest")
        if total is None and (principal or interest):
            total = Fen((principal or 0) + (interest or 0))
        if total is None:
            self._missing_claim(group, obligations)
            return None, None, None, obligations
        if principal is not None and interest is not None and principal + interest != total:
            cell, number = group.first("claim_amount")
            parts = display(principal + interest)
            self._notes.add(
                number, "claim_amount", "claim.sum", cell, sum=parts, total=display(total)
            )
        elif interest is not None and interest > total:
            cell, number = group.first("claim_interest")
            self._notes.add(
                number,
                "claim_interest",
                "claim.sum",
                cell,
                sum=display(interest),
                total=display(total),
            )
            return total, principal, interest, obligations
        if interest is None:
            interest = Fen(total - principal) if principal and principal <= total else Fen(0)
        if principal is None:
            principal = Fen(total - interest)
        text = self._text(group, "operative_items")
        return (
            total,
            principal,
            interest,
            [
                Obligation(ObligationKind.MONEY, text, total),
                *obligations,
            ],
        )

    def _total(
        self, group: Group, obligations: list[Obligation]
    ) -> tuple[Fen | None, dict[str, Fen]]:
        cell, number = group.first("claim_amount")
        split = principal_and_interest(cell) if isinstance(cell, str) else {}
        if split:
            return Fen(sum(split.values())), split
        reading = read_money(cell, self._factors.get("claim_amount", Decimal(1)))
        if reading.words and not any(character.isdigit() for character in flat(reading.words)):
            act = any(word in reading.words for word in ACT_WORDS)
            kind = ObligationKind.ACT if act else ObligationKind.THING
            obligations.append(Obligation(kind, reading.words))
            what = "行为" if act else "交付的物"
            self._notes.add(number, "claim_amount", "claim.in_words", cell, what=what)
            return None, {}
        self._notes.complain(number, "claim_amount", reading.complaint, cell)
        return reading.value, {}

    def _obligations(self, group: Group) -> list[Obligation]:
        found = []
        for key, kind in (("thing", ObligationKind.THING), ("act", ObligationKind.ACT)):
            text = self._text(group, key)
            if text:
                found.append(Obligation(kind, text))
        return found

    def _missing_claim(self, group: Group, obligations: list[Obligation]) -> None:
        cell, number = group.first("claim_amount")
        reading = read_money(cell)
        unreadable = reading.complaint is not None and reading.complaint.code != "amount.zero"
        if not obligations and not unreadable:
            self._notes.add(number, "claim_amount", "claim.missing", cell)

    # Parties

    def _parties(self, group: Group, remarks: list[str]) -> Sides:
        known: dict[str, dict[tuple[str, str], Party]] = {side: {} for side in columns.SIDES}
        for raw in group.rows:
            for side, parties in self._people.read(raw, remarks).items():
                for party in parties:
                    self._join(known[side], party, side)
        sides = {side: list(parties.values()) for side, parties in known.items()}
        for side in columns.SIDES:
            if not sides[side] and not self._names_at_fault(group):
                self._notes.add(group.rows[0].number, f"{side}s", f"{side}s.missing")
            self._missing_identities(side, sides[side])
        creditors = {party.identity for party in sides["creditor"]}
        for party in sides["debtor"]:
            if party.identity in creditors:
                self._notes.add(party.row, "debtors", "parties.same", party.name, name=party.name)
        sides["debtor"] = self._liabilities(group, sides["debtor"])
        return sides

    def _names_at_fault(self, group: Group) -> bool:
        faults = {"party.name", "parties.too_long", "parties.undivided", "party.role"}
        numbers = {raw.number for raw in group.rows}
        return any(
            problem.row in numbers and problem.code in faults
            for problem in self._notes.problems[-40:]
        )

    def _join(self, known: dict[tuple[str, str], Party], party: Party, side: str) -> None:
        """Add a party unless an earlier row, or this one, has named it."""
        first = known.setdefault((party.identity, party.name), party)
        if first is not party and first.row == party.row:
            key = f"{side}s"
            self._notes.add(party.row, key, "parties.repeated", party.name, name=party.name)

    def _missing_identities(self, side: str, parties: list[Party]) -> None:
        if side not in self._numbered_sides:
            return
        key = f"{side}.identity_number"
        label = columns.SIDE_LABELS[side]
        for party in parties:
            if not party.identity_number and party.row not in self._notes.rows_in_error:
                self._notes.add(
                    party.row, key, "identity.missing", party.name, side=label, name=party.name
                )

    def _liabilities(self, group: Group, debtors: list[Party]) -> list[Party]:
        """Who answers how: stated, else by the words of the title, else an error."""
        for party in debtors:
            if party.liability is Liability.SEVERAL and party.share is None:
                self._notes.add(party.row, "liability", "liability.share", name=party.name)
        if len(debtors) < 2 or any(party.liability for party in debtors):
            return debtors
        cell, number = group.first("operative_items")
        for word, liability in (("连带", Liability.JOINT), ("补充", Liability.SUPPLEMENTARY)):
            if f"{word}" in text_of(cell) and "责任" in text_of(cell):
                self._notes.add(number, "operative_items", "liability.from_words", cell, word=word)
                return [replace(party, liability=liability) for party in debtors]
        self._notes.add(group.rows[0].number, "liability", "liability.missing")
        return debtors

    # The rest

    def _flags(self, group: Group) -> frozenset[str]:
        flags = set()
        for key, label in FLAGS.items():
            cell, number = group.first(key)
            reading = read_flag(cell)
            self._notes.complain(number, key, reading.complaint, cell)
            if reading.value:
                flags.add(label)
        words = self._text(group, "flags")
        flags.update(flag for word, flag in FLAG_WORDS.items() if word in words)
        return frozenset(flags)

    def _further(self, group: Group) -> dict[str, str]:
        values = {key: shown(group.first(key)[0]).strip() for key in self._kept}
        return {key: value for key, value in values.items() if value}

    def _remarks(self, group: Group, remarks: list[str]) -> str:
        lines = []
        for raw in group.rows:
            text = text_of(raw.facts.get("remarks", ""))
            if text:
                lines.append(text)
            lines.extend(f"{header}：{words}" for header, words in raw.unknown)
        return "\n".join(dict.fromkeys(lines + remarks))
