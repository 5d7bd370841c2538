"""The creditors and debtors of one row, put together from their cells."""

from __future__ import annotations

import re

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.cells import flat, is_nothing, read_money, text_of
from duixian.contexts.cases.spreadsheet.identities import identity_in, read_identity
from duixian.contexts.cases.spreadsheet.model import (
    Cell,
    IdentityKind,
    Liability,
    Party,
    PartyKind,
)
from duixian.contexts.cases.spreadsheet.notes import Notes
from duixian.contexts.cases.spreadsheet.parties import (
    NamedParty,
    divide_sides,
    is_organisation,
    is_shop,
    kind_of,
    liability_in,
    looks_like_a_name,
    names_in,
    split_outside_brackets,
)
from duixian.contexts.cases.spreadsheet.rows import RawRow

_LISTED = frozenset("、,，;；\n\r|")
_LINES = frozenset(";；\n\r|")  # an address has commas of its own
_LONGEST_NAMES = 4_000
_AMOUNT = re.compile(r"\d[\d,.]*(?:亿|万)?元?")
_PHONE = re.compile(r"[\d+\-*()转,/、 ]{7,60}")
_CREDITOR_ROLES = frozenset({"申请执行人", "申请人", "原告", "债权人", "权利人"})
_DEBTOR_ROLES = frozenset({"被执行人", "被申请执行人", "被申请人", "被告", "债务人", "义务人"})

Sides = dict[str, list[Party]]


class PeopleReader:
    """Reads the parties of rows; `further` collects what belongs in the remarks."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def read(self, row: RawRow, further: list[str]) -> Sides:
        """The parties of one row by side."""
        if "role" in row.facts and "parties" in row.facts:
            return self._by_role(row, further)
        sides: Sides = {"creditor": [], "debtor": []}
        if "parties" in row.facts and not {"creditors", "debtors"} & row.facts.keys():
            cell = row.facts["parties"]
            divided = divide_sides(text_of(cell), text_of(row.facts.get("cause", "")))
            if divided is None:
                self._notes.add(row.number, "parties", "parties.undivided", cell)
                return sides
            for side, text in zip(columns.SIDES, divided, strict=True):
                sides[side] = self._side(row, side, side, "parties", text, further)
            return sides
        for side in columns.SIDES:
            cell = row.facts.get(f"{side}s", "")
            if cell != "" and not is_nothing(text_of(cell)):
                sides[side] = self._side(row, side, side, f"{side}s", text_of(cell), further)
        return sides

    def _by_role(self, row: RawRow, further: list[str]) -> Sides:
        role = flat(text_of(row.facts["role"]))
        text = text_of(row.facts["parties"])
        sides: Sides = {"creditor": [], "debtor": []}
        if role in _CREDITOR_ROLES:
            sides["creditor"] = self._side(row, "creditor", "party", "parties", text, further)
        elif role in _DEBTOR_ROLES:
            sides["debtor"] = self._side(row, "debtor", "party", "parties", text, further)
        elif any(word in role for word in ("第三人", "案外人", "利害关系人", "担保人", "代理人")):
            further.append(f"{role}：{text}")
            self._notes.add(row.number, "role", "party.other_role", role, role=role, name=text)
        else:
            self._notes.add(row.number, "role", "party.role", row.facts["role"], role=role)
        return sides

    def _side(
        self, row: RawRow, side: str, prefix: str, key: str, text: str, further: list[str]
    ) -> list[Party]:
        cell = row.facts.get(key, text)
        if len(text) > _LONGEST_NAMES:
            self._notes.add(row.number, key, "parties.too_long", cell, most=_LONGEST_NAMES)
            return []
        found = names_in(text)
        if found.incomplete:
            self._notes.add(row.number, key, "parties.incomplete", cell)
        named = []
        for party in found.parties:
            if looks_like_a_name(party.name):
                named.append(party)
            else:
                self._notes.add(row.number, key, "party.name", cell, name=party.name)
        if not named:
            return []
        self._spread(row, prefix, named, further)
        identities = self._identities(row, f"{prefix}.identity_number", key, named)
        kind_word = text_of(row.facts.get(f"{prefix}.kind", ""))
        if self._notes_liability(row, side):
            self._give_liability(named, row, side)
        agent = text_of(row.facts.get(f"{prefix}.agent", ""))
        parties = []
        for party, (identity_kind, number) in zip(named, identities, strict=True):
            kind = kind_of(party.name, identity_kind, kind_word)
            self._check_kind(row, key, party.name, kind, identity_kind)
            parties.append(_party(party, kind, identity_kind, number, agent, side, row.number))
        return parties

    def _identities(
        self, row: RawRow, number_key: str, name_key: str, named: list[NamedParty]
    ) -> list[tuple[IdentityKind | None, str]]:
        """One identity for each party: beside the name, else from the column of numbers."""
        cell = row.facts.get(number_key, "")
        pieces = self._pieces(cell, named)
        if pieces is None:
            numbers = len(_cut(cell, _LISTED))
            self._notes.add(
                row.number, number_key, "identity.count", cell, names=len(named), numbers=numbers
            )
            pieces = [""] * len(named)
        answers: list[tuple[IdentityKind | None, str]] = []
        for party, piece in zip(named, pieces, strict=True):
            written: Cell = party.identity or piece
            key = name_key if party.identity else number_key
            reading = identity_in(party.identity) if party.identity else read_identity(piece)
            self._notes.complain(row.number, key, reading.complaint, written)
            answers.append(reading.value if reading.value else (None, ""))
        return answers

    @staticmethod
    def _pieces(cell: Cell, named: list[NamedParty]) -> list[Cell] | None:
        if cell == "":
            return [""] * len(named)
        if len(named) == 1:
            return [cell]
        pieces = _cut(cell, _LISTED)
        bare = [index for index, party in enumerate(named) if not party.identity]
        if len(pieces) == len(named):
            return list(pieces)
        if len(pieces) == len(bare):  # the others have theirs beside the name
            spread: list[Cell] = [""] * len(named)
            for index, piece in zip(bare, pieces, strict=True):
                spread[index] = piece
            return spread
        return None

    def _spread(
        self, row: RawRow, prefix: str, named: list[NamedParty], further: list[str]
    ) -> None:
        """Give each party its telephone, address and representative from the columns."""
        for attribute, separators in (
            ("phone", _LISTED),
            ("address", _LINES),
            ("legal_representative", _LISTED),
        ):
            key = f"{prefix}.{attribute}"
            cell = row.facts.get(key, "")
            text = text_of(cell)
            if not text or is_nothing(text):
                continue
            pieces = [text] if len(named) == 1 else _cut(cell, separators)
            if attribute == "legal_representative" and len(pieces) != len(named):
                pieces = _to_organisations(pieces, named)
            if len(pieces) != len(named):
                further.append(f"{columns.label_of(key)}：{text}")
                label = columns.label_of(key)
                self._notes.add(row.number, key, "attribute.count", cell, label=label)
                continue
            if attribute == "phone" and not all(
                _PHONE.fullmatch(flat(one)) for one in pieces if not is_nothing(one)
            ):
                further.append(f"{columns.label_of(key)}：{text}")
                self._notes.add(row.number, key, "phone.unreadable", cell)
                continue
            for party, piece in zip(named, pieces, strict=True):
                if not getattr(party, attribute) and not is_nothing(piece):
                    setattr(party, attribute, piece)

    def _notes_liability(self, row: RawRow, side: str) -> bool:
        return side == "debtor" and "liability" in row.facts

    def _give_liability(self, named: list[NamedParty], row: RawRow, side: str) -> None:
        cell = row.facts["liability"]
        text = text_of(cell)
        pieces = _cut(cell, _LISTED)
        if is_nothing(text) or not pieces:
            return
        if len(pieces) != len(named):
            pieces = [text] * len(named)
        for party, piece in zip(named, pieces, strict=True):
            liability = liability_in(piece)
            if liability is None and not is_nothing(piece):
                self._notes.add(row.number, "liability", "liability.unreadable", cell, value=piece)
            party.liability = party.liability or liability
            amount = _AMOUNT.search(flat(piece))
            if amount and party.liability is Liability.SEVERAL:
                party.share = read_money(amount.group()).value

    def _check_kind(
        self, row: RawRow, key: str, name: str, kind: PartyKind, identity: IdentityKind | None
    ) -> None:
        firm_number = identity in (IdentityKind.CREDIT_CODE, IdentityKind.ORGANISATION_CODE)
        cell = row.facts.get(key, name)
        if identity is IdentityKind.IDENTITY_CARD and is_organisation(name) and not is_shop(name):
            self._notes.add(
                row.number, key, "identity.kind", cell, name=name, looks="单位", is_="身份证号"
            )
        elif firm_number and not is_organisation(name) and len(name) <= 3:
            self._notes.add(
                row.number, key, "identity.kind", cell, name=name, looks="自然人", is_="单位代码"
            )


def _party(
    named: NamedParty,
    kind: PartyKind,
    identity_kind: IdentityKind | None,
    number: str,
    agent: str,
    side: str,
    row: int,
) -> Party:
    return Party(
        name=named.name,
        kind=kind,
        identity_kind=identity_kind,
        identity_number=number,
        address=named.address,
        phone=named.phone,
        legal_representative=named.legal_representative,
        agent="" if is_nothing(agent) else agent,
        liability=named.liability if side == "debtor" else None,
        share=named.share if side == "debtor" else None,
        note=named.note,
        row=row,
    )


def _cut(cell: Cell, separators: frozenset[str]) -> list[str]:
    return split_outside_brackets(text_of(cell), separators)


def _to_organisations(pieces: list[str], named: list[NamedParty]) -> list[str]:
    """Representatives listed only for the organisations among the parties."""
    firms = [index for index, party in enumerate(named) if is_organisation(party.name)]
    if len(pieces) != len(firms):
        return pieces
    spread = [""] * len(named)
    for index, piece in zip(firms, pieces, strict=True):
        spread[index] = piece
    return spread
