"""Finding the header of a sheet, over one row or two, and what each of its columns is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duixian.contexts.cases.spreadsheet import columns
from duixian.contexts.cases.spreadsheet.cells import flat, text_of
from duixian.contexts.cases.spreadsheet.model import Cell, HeaderMatch
from duixian.contexts.cases.spreadsheet.refusals import refuse

LOOKED_AT = 40
_TELLING = frozenset({"docket_number", "creditors", "debtors", "parties", "title_number", "role"})
_NAME_KEYS = frozenset({"creditors", "debtors", "parties"})

Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Header:
    """The header found: rows count from 0; `unit` is what a line above it says of all amounts."""

    rows: tuple[int, ...]
    matches: tuple[HeaderMatch, ...]
    unit: Decimal | None

    def positions(self) -> dict[str, list[int]]:
        """Where each key stands, left to right."""
        found: dict[str, list[int]] = {}
        for match in self.matches:
            if match.key is not None:
                found.setdefault(match.key, []).append(match.position)
        return found


def find_header(
    first_rows: Sequence[Sequence[Cell]],
    merges: Sequence[Merge] = (),
    hidden: frozenset[int] = frozenset(),
    mapping: Mapping[str, str] | None = None,
) -> Header:
    """The header among the first rows of a sheet.

    mapping: header text or column letter -> column key, "" to leave the column out; it wins over
    the synonyms. Refusals: no_header when no row has two known headers, one of them telling;
    unknown_column when the mapping names a key that does not exist.
    """
    chosen = _chosen(mapping or {})
    texts = [[text_of(cell) for cell in row] for row in first_rows[:LOOKED_AT]]
    best, best_score = -1, 0.0
    for number, row in enumerate(texts):
        score = _score(row, chosen)
        if score > best_score:
            best, best_score = number, score
    if best < 0:
        raise refuse("no_header", looked=min(len(texts), LOOKED_AT) or LOOKED_AT)
    rows, headers = _over_two_rows(texts, best, merges)
    unit = _unit_above(texts[: rows[0]])
    return Header(rows, _match(headers, chosen, hidden, unit), unit)


def _chosen(mapping: Mapping[str, str]) -> dict[str, str]:
    known = columns.known_keys()
    for key in mapping.values():
        if key and key not in known:
            raise refuse("unknown_column", name=key, names="、".join(sorted(known)))
    return {flat(header): key for header, key in mapping.items()}


def _score(row: Sequence[str], chosen: Mapping[str, str]) -> float:
    keys = [chosen.get(flat(text)) or columns.find(text) for text in row if 0 < len(text) < 60]
    known = [key for key in keys if key]
    named = {key.split(".")[-1] for key in known}
    if len(named) < 2 or not (named & _TELLING or chosen):
        return 0
    return len(named) + len(named & _TELLING)


def _over_two_rows(
    texts: Sequence[Sequence[str]], best: int, merges: Sequence[Merge]
) -> tuple[tuple[int, ...], list[str | tuple[str, str]]]:
    """The header rows and, for each column, its header: one text, or (over, under)."""
    upper = _spread(texts[best], best, merges)
    if best > 0 and _is_upper(texts[best - 1], best - 1, merges):
        over, under, rows = (
            _spread(texts[best - 1], best - 1, merges),
            texts[best],
            (best - 1, best),
        )
    elif best + 1 < len(texts) and _is_upper(texts[best], best, merges):
        over, under, rows = upper, texts[best + 1], (best, best + 1)
    elif best + 1 < len(texts) and _implies_lower(texts[best], texts[best + 1]):
        over, under, rows = (
            _lean_left(texts[best], texts[best + 1]),
            texts[best + 1],
            (best, best + 1),
        )
    elif best > 0 and _implies_lower(texts[best - 1], texts[best]):
        over, under, rows = _lean_left(texts[best - 1], texts[best]), texts[best], (best - 1, best)
    else:
        return (best,), list(upper)
    width = max(len(over), len(under))
    joined: list[str | tuple[str, str]] = []
    for position in range(width):
        above = over[position] if position < len(over) else ""
        below = under[position] if position < len(under) else ""
        joined.append((above, below) if above and below and above != below else above or below)
    return rows, joined


def _is_upper(row: Sequence[str], number: int, merges: Sequence[Merge]) -> bool:
    """An upper header has headers over several columns beside headers over two rows."""
    wide = [
        merge
        for merge in merges
        if merge[0] <= number <= merge[2]
        and merge[2] == merge[0]
        and merge[3] > merge[1]
        and merge[1] < len(row)
        and len(row[merge[1]]) < 20
    ]
    return bool(wide) and sum(bool(text) for text in row) >= 2


def _implies_lower(row: Sequence[str], below: Sequence[str]) -> bool:
    """Where merges are lost (.csv), a lower header is known by naming what the upper leaves blank."""
    names = [text for text in below if text]
    blanks = [
        text
        for position, text in enumerate(below)
        if text and (position >= len(row) or not row[position])
    ]
    return (
        bool(blanks)
        and len(names) >= 2
        and all(columns.find(text) for text in names)
        and sum(columns.find(text) is not None for text in row if text) >= 2
    )


def _lean_left(row: Sequence[str], below: Sequence[str]) -> list[str]:
    leaned: list[str] = []
    for position in range(max(len(row), len(below))):
        own = row[position] if position < len(row) else ""
        named = position < len(below) and below[position]
        leaned.append(own or (leaned[-1] if named and leaned else ""))
    return leaned


def _spread(row: Sequence[str], number: int, merges: Sequence[Merge]) -> list[str]:
    spread = list(row)
    for top, left, bottom, right in merges:
        if top <= number <= bottom and top == number and left < len(spread):
            for position in range(left, min(right + 1, len(spread))):
                spread[position] = spread[left]
    return spread


def _unit_above(rows: Sequence[Sequence[str]]) -> Decimal | None:
    for row in rows:
        for text in row:
            if "单位" in text and len(text) < 40:
                factor = columns.unit_factor(text)
                if factor is not None:
                    return factor
    return None


def _match(
    headers: Sequence[str | tuple[str, str]],
    chosen: Mapping[str, str],
    hidden: frozenset[int],
    unit: Decimal | None,
) -> tuple[HeaderMatch, ...]:
    found: list[HeaderMatch] = []
    keys = [_key_of(header) for header in headers]
    by_row = "role" in keys
    side = "debtor"
    for position, header in enumerate(headers):
        letter = columns.letter(position)
        written = " / ".join(header) if isinstance(header, tuple) else header
        if not written:
            continue
        side = {"creditors": "creditor", "debtors": "debtor"}.get(keys[position] or "", side)
        key, how = _settle(keys[position], side, by_row), "synonym"
        picked = chosen.get(letter, chosen.get(flat(written)))
        if picked is not None:
            key, how = picked or None, "chosen"
        suggested = None
        if key is None and how != "chosen":
            how, suggested = "unknown", columns.nearest(written)
        found.append(
            HeaderMatch(
                position=position,
                letter=letter,
                header=written,
                key=key,
                label=columns.label_of(key) if key else "",
                how=how,
                suggestion=columns.label_of(suggested) if suggested else "",
                suggested_key=(_settle(suggested, side, by_row) or "") if suggested else "",
                factor=_factor(header, unit),
                hidden=position in hidden,
            )
        )
    return tuple(found)


def _settle(key: str | None, side: str, by_row: bool) -> str | None:
    """Give a per-party column its side: the side last named to its left."""
    if key is None or not key.startswith("party."):
        return key
    bare = key.removeprefix("party.")
    if bare == "name":
        return "parties" if by_row else f"{side}s"
    return key if by_row else f"{side}.{bare}"


def _key_of(header: str | tuple[str, str]) -> str | None:
    if isinstance(header, str):
        return columns.find(header)
    above, below = header
    under = columns.find(below)
    # The two together say most: 执行依据 over 文号, 申请执行人 over 姓名, 申请执行标的 over 本金.
    return columns.find(above + below) or (
        _under_a_side(columns.find(above), under) if under else columns.find(above)
    )


def _under_a_side(above: str | None, under: str) -> str:
    if under.startswith("party.") and above in _NAME_KEYS and above != "parties":
        side = above.removesuffix("s")
        bare = under.removeprefix("party.")
        return above if bare == "name" else f"{side}.{bare}"
    return under


def _factor(header: str | tuple[str, str], unit: Decimal | None) -> Decimal:
    texts = reversed(header) if isinstance(header, tuple) else [header]
    for text in texts:
        factor = columns.unit_factor(text)
        if factor is not None:
            return factor
    return unit or Decimal(1)
