"""Lists of cases as courts keep them, clean and dirty: for training, tests and load.

A list is made of invented people (no identity number of it can exist). Dirt is laid on row by row:
some of it a careful reader can still read, some of it must be refused, and the answer says which,
so that an importer can be marked against it.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Literal

import xlsxwriter

from duixian.city import identity, names
from duixian.city.courts import Court, wuhu_courts
from duixian.city.draw import stream

Cell = str | int | Decimal | date
Record = dict[str, Cell]
Target = Path | str | IO[bytes]

COLUMNS = (
    "序号",
    "案号",
    "执行法院",
    "申请执行人",
    "申请执行人证件号码",
    "被执行人",
    "被执行人证件号码",
    "被执行人联系电话",
    "被执行人住址",
    "责任形式",
    "案由",
    "收案日期",
    "立案日期",
    "执行依据文号",
    "执行依据种类",
    "作出执行依据单位",
    "执行依据生效日期",
    "履行期限届满日",
    "申请执行标的金额（元）",
    "承办人",
    "是否涉民生",
    "备注",
)
AMOUNT = "申请执行标的金额（元）"
_CAUSES = (
    "民间借贷纠纷",
    "买卖合同纠纷",
    "金融借款合同纠纷",
    "追索劳动报酬纠纷",
    "机动车交通事故责任纠纷",
    "房屋租赁合同纠纷",
)
_DISTRICTS = ("镜湖区", "弋江区", "鸠江区", "繁昌区", "湾沚区", "南陵县", "无为市")
_KEPT_TOGETHER = ("序号", "案号", "执行法院", "执行依据文号", AMOUNT)


@dataclass(frozen=True, slots=True)
class Dirt:
    """One way a list goes wrong. `refused`: a reader has to refuse the row; else it can read it."""

    refused: bool
    lay: Callable[[Record, random.Random], None]


@dataclass(slots=True)
class MadeList:
    """What was made: `dirty` names the dirt of each row of the sheet, counted from 1 as Excel does."""

    rows: int = 0
    cases: int = 0
    dirty: dict[int, str] = field(default_factory=dict)

    @property
    def must_be_refused(self) -> set[int]:
        """Rows no careful reader may accept."""
        return {row for row, kind in self.dirty.items() if DIRT[kind].refused}


def make_spreadsheet(
    out: Target,
    *,
    cases: int = 200,
    seed: int = 1,
    dirty: float = 0.0,
    kinds: Sequence[str] | None = None,
    form: Literal["xlsx", "csv"] = "xlsx",
    on: date = date(2017, 5, 17),
    courts: Sequence[str] = ("jinghu", "yijiang", "jiujiang"),
    encoding: str = "gb18030",
    court_layout: bool = False,
) -> MadeList:
    """Write a list of cases as .xlsx or .csv; the same seed writes the same list.

    dirty: the share of cases with dirt on them, 0 to 1; kinds: which (keys of `DIRT`), all by
    default; courts: keys of `wuhu_courts`; encoding: of a .csv; court_layout (.xlsx only): a title
    and a unit line above, a row for each debtor under merged cells, a total at the end.

    Raises ValueError for a share outside 0..1 or an unknown kind, KeyError for an unknown court.
    """
    chosen = _checked_kinds(dirty, kinds)
    by_key = {court.key: court for court in wuhu_courts()}
    seats = [by_key[key] for key in courts]
    made = MadeList(cases=cases)
    records = _records(cases, seed, on, seats, dirty, chosen)
    if form == "csv":
        _write_csv(out, records, made, encoding)
    else:
        _write_xlsx(out, records, made, court_layout)
    return made


def _checked_kinds(dirty: float, kinds: Sequence[str] | None) -> list[str]:
    if not 0 <= dirty <= 1:
        raise ValueError(f"dirty is a share from 0 to 1, not {dirty}")
    chosen = list(DIRT) if kinds is None else list(kinds)
    unknown = [kind for kind in chosen if kind not in DIRT]
    if unknown or not chosen:
        raise ValueError(f"unknown kinds of dirt: {unknown}; known: {sorted(DIRT)}")
    return chosen


# Clean cases


def _records(
    cases: int, seed: int, on: date, seats: Sequence[Court], dirty: float, kinds: Sequence[str]
) -> Iterator[tuple[Record, str]]:
    chance = stream(seed, "spreadsheet")
    # Dirt has a stream of its own, so that the cases under it stay those of the clean list.
    filth = stream(seed, "spreadsheet", "dirt")
    serials = dict.fromkeys((seat.key for seat in seats), 0)
    for number in range(1, cases + 1):
        seat = chance.choice(seats)
        serials[seat.key] += 1
        record = _case(chance, number, serials[seat.key], seat, on)
        kind = ""
        if filth.random() < dirty:
            kind = filth.choice(kinds)
            DIRT[kind].lay(record, filth)
        yield record, kind


def _case(chance: random.Random, number: int, serial: int, seat: Court, on: date) -> Record:
    filed = on - timedelta(days=chance.randrange(1, 120))
    effective = filed - timedelta(days=chance.randrange(60, 300))
    due = effective + timedelta(days=chance.randrange(10, 40))
    creditor, creditor_number = _party(chance, number * 4)
    debtors = [_party(chance, number * 4 + 1)]
    if chance.random() < 0.25:
        debtors.append(_party(chance, number * 4 + 2))
    cause = chance.choice(_CAUSES)
    tried = effective.year
    return {
        "序号": number,
        "案号": f"（{filed.year}）{seat.code(filed)}执{serial}号",
        "执行法院": seat.name(filed),
        "申请执行人": creditor,
        "申请执行人证件号码": creditor_number,
        "被执行人": "、".join(name for name, _ in debtors),
        "被执行人证件号码": "；".join(number for _, number in debtors),
        "被执行人联系电话": "、".join(
            identity.telephone(number * 4 + place) for place, _ in enumerate(debtors)
        ),
        "被执行人住址": "；".join(
            names.address(chance, chance.choice(_DISTRICTS)) for _ in debtors
        ),
        "责任形式": "连带" if len(debtors) > 1 else "",
        "案由": cause,
        "收案日期": filed - timedelta(days=chance.randrange(0, 7)),
        "立案日期": filed,
        "执行依据文号": f"（{tried}）{seat.code(effective)}民初{serial + 1000}号",
        "执行依据种类": "民事判决书",
        "作出执行依据单位": seat.name(effective),
        "执行依据生效日期": effective,
        "履行期限届满日": due,
        AMOUNT: Decimal(f"{1 + chance.lognormvariate(10.8, 1.2):.2f}"),
        "承办人": names.person_name(chance, "male"),
        "是否涉民生": "是" if cause.startswith("追索") else "否",
        "备注": "",
    }


def _party(chance: random.Random, serial: int) -> tuple[str, str]:
    """A name and a number; the serial keeps numbers of one list apart, so no two names share one."""
    if chance.random() < 0.3:
        return names.firm_name(chance, "company", names.trade_word(chance)), identity.credit_code(
            "91", serial
        )
    sex = chance.choice(("male", "female"))
    born = date(1945, 1, 1) + timedelta(days=serial // 450 % 21_000)
    sequence = serial % 450 * 2 + (1 if sex == "male" else 2)
    return names.person_name(chance, sex), identity.identity_number(born, sequence)


# Dirt


def _first_number(record: Record) -> str:
    return str(record["申请执行人证件号码"])


def _as_number(record: Record, chance: random.Random) -> None:
    digits = _first_number(record)[:17].translate(str.maketrans("", "", "ABCDEFGHJKLMNPQRTUWXY"))
    record["申请执行人证件号码"] = Decimal(digits.ljust(18, "0"))


def _wrong_digit(record: Record, chance: random.Random) -> None:
    number = _first_number(record)
    wrong = chance.choice([digit for digit in "0123456789" if digit != number[12]])
    record["申请执行人证件号码"] = number[:12] + wrong + number[13:]


def _put(
    column: str, value: Cell | Callable[[Record], Cell]
) -> Callable[[Record, random.Random], None]:
    def lay(record: Record, chance: random.Random) -> None:
        record[column] = value(record) if callable(value) else value

    return lay


def _day(record: Record, column: str) -> date:
    day = record[column]
    assert isinstance(day, date)
    return day


def _amount(record: Record) -> Decimal:
    amount = record[AMOUNT]
    assert isinstance(amount, Decimal)
    return amount


def _spaced(text: str) -> str:
    return f"{text[0]}　{text[1:]}" if len(text) == 2 else f" {text} "


def _in_brackets(record: Record, chance: random.Random) -> None:
    """Numbers beside the names, in the same cell, as clerks paste them."""
    people = zip(
        str(record["被执行人"]).split("、"),
        str(record["被执行人证件号码"]).split("；"),
        strict=True,
    )
    record["被执行人"] = "\n".join(f"{name}（{number}）" for name, number in people)
    record["被执行人证件号码"] = ""


_FULL_WIDTH = str.maketrans("0123456789.,()", "０１２３４５６７８９．，（）")

DIRT: dict[str, Dirt] = {
    # What can still be read
    "date_in_words": Dirt(False, _put("立案日期", lambda r: f"{_day(r, '立案日期'):%Y年%m月%d日}")),
    "date_with_dots": Dirt(
        False, _put("立案日期", lambda r: "{0.year}.{0.month}.{0.day}".format(_day(r, "立案日期")))
    ),
    "date_eight_digits": Dirt(
        False, _put("执行依据生效日期", lambda r: int(f"{_day(r, '执行依据生效日期'):%Y%m%d}"))
    ),
    "date_serial": Dirt(
        False, _put("立案日期", lambda r: (_day(r, "立案日期") - date(1899, 12, 30)).days)
    ),
    "date_with_clock": Dirt(False, _put("立案日期", lambda r: f"{_day(r, '立案日期')} 00:00:00")),
    "amount_in_ten_thousands": Dirt(
        False, _put(AMOUNT, lambda r: f"{_amount(r) / 10_000:.6f}万元")
    ),
    "amount_with_commas": Dirt(False, _put(AMOUNT, lambda r: f"人民币{_amount(r):,.2f}元")),
    "amount_full_width": Dirt(
        False, _put(AMOUNT, lambda r: f"{_amount(r):,.2f}元".translate(_FULL_WIDTH))
    ),
    "docket_brackets": Dirt(
        False, _put("案号", lambda r: str(r["案号"]).replace("（", "〔").replace("）", "〕 "))
    ),
    "docket_full_width": Dirt(False, _put("案号", lambda r: str(r["案号"]).translate(_FULL_WIDTH))),
    "name_spaced": Dirt(False, _put("申请执行人", lambda r: _spaced(str(r["申请执行人"])))),
    "numbers_in_brackets": Dirt(False, _in_brackets),
    "lower_case_x": Dirt(False, _put("申请执行人证件号码", lambda r: _first_number(r).lower())),
    # What must be refused
    "identity_as_number": Dirt(True, _as_number),
    "identity_wrong_digit": Dirt(True, _wrong_digit),
    "identity_short": Dirt(True, _put("申请执行人证件号码", lambda r: _first_number(r)[:-1])),
    "date_impossible": Dirt(True, _put("立案日期", "2017-02-30")),
    "date_without_year": Dirt(True, _put("立案日期", "3月5日")),
    "date_missing": Dirt(True, _put("立案日期", "")),
    "filed_in_future": Dirt(
        True, _put("立案日期", lambda r: _day(r, "立案日期").replace(year=2099, day=1))
    ),
    "filed_before_title": Dirt(
        True, _put("执行依据生效日期", lambda r: _day(r, "立案日期") + timedelta(days=1))
    ),
    "performance_in_words": Dirt(True, _put("履行期限届满日", "判决生效后十日内")),
    "amount_negative": Dirt(True, _put(AMOUNT, lambda r: -_amount(r))),
    "amount_unreadable": Dirt(True, _put(AMOUNT, "见判决书第2项")),
    "amount_misplaced_comma": Dirt(True, _put(AMOUNT, "12,34,5")),
    "amount_foreign": Dirt(True, _put(AMOUNT, "20000美元")),
    "amount_missing": Dirt(True, _put(AMOUNT, "")),
    "docket_unreadable": Dirt(True, _put("案号", "皖执字一二三")),
    "docket_of_a_trial": Dirt(True, _put("案号", lambda r: str(r["案号"]).replace("执", "民初"))),
    "title_missing": Dirt(True, _put("执行依据文号", "")),
    "creditor_missing": Dirt(True, _put("申请执行人", "")),
    "debtor_missing": Dirt(True, _put("被执行人", " ")),
    "debtors_not_all_named": Dirt(True, _put("被执行人", lambda r: f"{r['被执行人']}等5人")),
    "number_for_a_name": Dirt(True, _put("被执行人", lambda r: str(r["被执行人证件号码"]))),
    "numbers_do_not_match": Dirt(
        True, _put("被执行人", lambda r: f"{r['被执行人']}、周某某、吴某某")
    ),
    "formula_error": Dirt(True, _put("执行依据文号", "#REF!")),
}


# Writing


def _write_csv(
    out: Target, records: Iterator[tuple[Record, str]], made: MadeList, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for place, (record, kind) in enumerate(records, start=2):
        writer.writerow([_csv_text(record[column]) for column in COLUMNS])
        made.rows = place
        if kind:
            made.dirty[place] = kind
    content = text.getvalue().encode(encoding)
    if isinstance(out, (str, Path)):
        Path(out).write_bytes(content)
    else:
        out.write(content)


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, Decimal) and abs(cell) >= 10**15:
        return f"{cell:.5E}"  # what Excel itself writes for such a number
    return str(cell)


def _write_xlsx(
    out: Target, records: Iterator[tuple[Record, str]], made: MadeList, court_layout: bool
) -> None:
    book = xlsxwriter.Workbook(
        str(out) if isinstance(out, Path) else out,
        {"strings_to_formulas": False, "strings_to_urls": False},
    )
    writer = _Writer(book, made)
    if court_layout:
        writer.title()
    writer.header()
    for record, kind in records:
        debtors = str(record["被执行人"]).split("、")
        numbers = str(record["被执行人证件号码"]).split("；")
        if court_layout and not kind and len(debtors) == len(numbers) > 1:
            writer.merged(record, debtors, numbers)
        else:
            writer.row(record, kind)
    if court_layout:
        writer.total()
    book.close()


class _Writer:
    """Writes one sheet downwards."""

    def __init__(self, book: xlsxwriter.Workbook, made: MadeList) -> None:
        self.sheet = book.add_worksheet("执行案件")
        self.made = made
        self.line = 0
        self.sum = Decimal(0)
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.head = book.add_format({"bold": True, "border": 1})
        self.middle = book.add_format({"valign": "vcenter"})

    def title(self) -> None:
        last = len(COLUMNS) - 1
        self.sheet.merge_range(0, 0, 0, last, "执行案件清单（合成数据）", self.head)
        self.sheet.write_string(1, last, "单位：元")
        self.line = 2

    def header(self) -> None:
        for place, column in enumerate(COLUMNS):
            self.sheet.write_string(self.line, place, column, self.head)
        self.line += 1

    def row(self, record: Record, kind: str) -> None:
        for place, column in enumerate(COLUMNS):
            self.cell(place, record[column])
        self._done(record)
        if kind:
            self.made.dirty[self.line] = kind

    def merged(self, record: Record, debtors: Sequence[str], numbers: Sequence[str]) -> None:
        """A case on as many rows as it has debtors, its own cells merged over them."""
        top, bottom = self.line, self.line + len(debtors) - 1
        phones = str(record["被执行人联系电话"]).split("、")
        addresses = str(record["被执行人住址"]).split("；")
        lines = zip(debtors, numbers, phones, addresses, strict=True)
        for place, (name, number, phone, address) in enumerate(lines):
            own: dict[str, Cell] = {
                "被执行人": name,
                "被执行人证件号码": number,
                "被执行人联系电话": phone,
                "被执行人住址": address,
                "责任形式": record["责任形式"],
            }
            shown = {**record, **own} if place == 0 else own
            for column, cell in shown.items():
                if column not in _KEPT_TOGETHER:
                    self.cell(COLUMNS.index(column), cell)
            if place == 0:
                for column in _KEPT_TOGETHER:
                    at = COLUMNS.index(column)
                    self.sheet.merge_range(top, at, bottom, at, record[column], self.middle)
            self.line += 1
        self.line -= 1
        self._done(record)

    def cell(self, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            self.sheet.write_datetime(self.line, place, cell, self.day)
        elif isinstance(cell, str):
            self.sheet.write_string(self.line, place, cell)
        else:
            self.sheet.write_number(self.line, place, cell)

    def total(self) -> None:
        self.sheet.write_string(self.line, 0, "合计")
        self.sheet.write_number(self.line, COLUMNS.index(AMOUNT), self.sum)
        self.line += 1
        self.made.rows = self.line

    def _done(self, record: Record) -> None:
        amount = record[AMOUNT]
        self.sum += amount if isinstance(amount, Decimal) else 0
        self.line += 1
        self.made.rows = self.line
