"""One cell at a time: text, dates, amounts, marks. Each reader says what it could not be sure of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

import cn2an

from duixian.contexts.cases.spreadsheet.model import Cell
from duixian.kernel.money import Fen, display, round_to_fen

Value = TypeVar("Value")

NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无", "不详", "未知", "N/A"}
)
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_LONGEST_NOTHING = 8  # with blanks around it; longer text always says something
EARLIEST = date(1980, 1, 1)
MOST_FEN = 10**15

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(29_221, 73_051)  # 1980-01-01 to 2099-12-31 as Excel counts days
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader found: the code of the problem and the facts its sentence needs."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A value, or none, and what is to be said about it. `words` is text that was no value."""

    value: Value | None = None
    complaint: Complaint | None = None
    words: str = ""


def shown(cell: Cell) -> str:
    """A cell as a person sees it in the file; what goes into a problem and an error file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell)


def text_of(cell: Cell) -> str:
    """The words of a cell: outer blanks, invisible marks and tricks to force text taken away."""
    if isinstance(cell, str):
        text = cell
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        text = str(int(cell))
    else:
        text = shown(cell)
    if not text or text.isalnum():
        return text
    forced = _TEXT_FORMULA.fullmatch(text)
    if forced:
        text = forced.group(1)
    text = _INVISIBLE.sub("", text).strip()
    return text.removeprefix("'")


def flat(text: str) -> str:
    """Half width and without blanks."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_nothing(text: str) -> bool:
    """Whether a cell says "none" in one of the ways lists do."""
    return len(text) <= _LONGEST_NOTHING and (text in NOTHING or flat(text).upper() in NOTHING)


# Dates

_DATE_FORMS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_CLOCK = re.compile(r"[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+\d\d:?\d\d)?$")
_PARTIAL = re.compile(
    r"\d{4}年?|\d{4}[-/.年]\d{1,2}月?|\d{1,2}[-/.月]\d{1,2}日?|\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
)
_CHINESE_DATE = re.compile(
    r"([〇○Oo零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")


def read_date(cell: Cell) -> Reading[date]:
    """A date as lists write it: a real date, Excel's count of days, 20160701, 2016.7.1, words."""
    if isinstance(cell, datetime):
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell == 0:
            return Reading()
        if abs(cell) < 1e6 and int(cell) in _SERIALS:
            return _sane(_EXCEL_EPOCH + timedelta(days=int(cell)))
    text = text_of(cell)
    if is_nothing(text) or text == "0":
        return Reading()
    return _date_in_text(flat(_CLOCK.sub("", unicodedata.normalize("NFKC", text).strip())))


def _date_in_text(text: str) -> Reading[date]:
    for form in _DATE_FORMS:
        found = form.fullmatch(text)
        if found:
            return _day(*(int(part) for part in found.groups()))
    found = _CHINESE_DATE.fullmatch(text)
    if found:
        year = int(found.group(1).translate(_DIGITS))
        return _day(year, _small_number(found.group(2)), _small_number(found.group(3)))
    if text.isdigit() and int(text[:9]) in _SERIALS and len(text) == 5:
        return _sane(_EXCEL_EPOCH + timedelta(days=int(text)))
    if _PARTIAL.fullmatch(text):
        return Reading(complaint=Complaint("date.incomplete"))
    return Reading(complaint=Complaint("date.unreadable"), words=text)


def _small_number(words: str) -> int:
    tens, ten, ones = words.partition("十")
    digits = "一二三四五六七八九"
    if not ten:
        return digits.find(words) + 1
    return (digits.find(tens) + 1 if tens else 1) * 10 + digits.find(ones[:1] or "零") + 1


def _day(year: int, month: int, day: int) -> Reading[date]:
    try:
        return _sane(date(year, month, day))
    except ValueError:
        return Reading(complaint=Complaint("date.impossible"))


def _sane(day: date) -> Reading[date]:
    if day < EARLIEST:
        return Reading(complaint=Complaint("date.too_early"))
    return Reading(day)


# Amounts

_CURRENCY = re.compile(
    r"美元|港元|港币|欧元|日元|英镑|澳元|USD|HKD|EUR|JPY|GBP|\$|€|£", re.IGNORECASE
)
_RENMINBI = re.compile(r"人民币|RMB|CNY|[¥￥]", re.IGNORECASE)
_APPROXIMATE = re.compile(r"约|大约|左右|余|多(?=元|万|$)|以上")
_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PARTS = re.compile(
    r"(?P<sign>[-+]?)(?:(?P<yi>\d+(?:\.\d+)?)亿)?(?:(?P<wan>\d+(?:\.\d+)?)万)?"
    r"(?P<rest>\d+(?:\.\d+)?)?(?P<yuan>元|圆|块)?(?:整|正)?"
)
_CHINESE_AMOUNT = re.compile(
    r"[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两兆元圆角分整正]+"
)
_SPLIT_AMOUNT = re.compile(r"(本金|利息)[::]?([\d,.]+(?:亿|万)?元?)")


def read_money(cell: Cell, factor: Decimal = Decimal(1)) -> Reading[Fen]:
    """An amount in fen. A bare number is multiplied by `factor`; a unit in the cell wins over it."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        try:
            # Excel itself holds fifteen digits; what lies beyond them is noise of binary fractions.
            return _fen_of(Decimal(f"{cell:.15g}") * factor, factor)
        except (InvalidOperation, OverflowError, ValueError):
            return Reading(complaint=Complaint("amount.unreadable"))
    text = text_of(cell)
    if is_nothing(text):
        return Reading()
    return _money_in_text(flat(text), factor)


def _money_in_text(text: str, factor: Decimal) -> Reading[Fen]:
    if _CURRENCY.search(text):
        return Reading(complaint=Complaint("amount.currency"))
    bare = _RENMINBI.sub("", text)
    certain = _APPROXIMATE.sub("", bare)
    if certain.startswith("(") and certain.endswith(")"):
        certain = "-" + certain[1:-1]
    if "," in certain:
        digits = certain.strip("+-元万亿整正")
        if not _COMMAS.fullmatch(digits):
            wrong = "amount.commas" if re.fullmatch(r"[\d,.]+", digits) else "amount.unreadable"
            return Reading(complaint=Complaint(wrong), words=text)
        certain = certain.replace(",", "")
    amount, own_unit = _number_in(certain)
    if amount is None:
        return Reading(complaint=Complaint("amount.unreadable"), words=text)
    reading = _fen_of(amount if own_unit else amount * factor, Decimal(1) if own_unit else factor)
    if certain != bare and not bare.startswith("(") and reading.complaint is None:
        return _approximate(reading, bare)
    return reading


def _approximate(reading: Reading[Fen], bare: str) -> Reading[Fen]:
    if not _APPROXIMATE.search(bare) or reading.value is None:
        return reading
    return Reading(
        reading.value, Complaint("amount.approximate", {"amount": display(reading.value)})
    )


def _number_in(text: str) -> tuple[Decimal | None, bool]:
    found = _PARTS.fullmatch(text)
    if found and any(found.group(part) for part in ("yi", "wan", "rest")):
        amount = (
            Decimal(found.group("yi") or 0) * 100_000_000
            + Decimal(found.group("wan") or 0) * 10_000
            + Decimal(found.group("rest") or 0)
        )
        own = any(found.group(part) for part in ("yi", "wan", "yuan"))
        return (-amount if found.group("sign") == "-" else amount), own
    if len(text) <= 40 and len(text.strip("元圆整正")) and _CHINESE_AMOUNT.fullmatch(text):
        return _chinese_amount(text)
    return None, False


def _chinese_amount(text: str) -> tuple[Decimal | None, bool]:
    yuan_words, unit, small = re.sub("[整正]$", "", text).replace("圆", "元").partition("元")
    try:
        amount = Decimal(str(cn2an.cn2an(yuan_words, "smart"))) if yuan_words else Decimal(0)
        jiao, fen_words = re.fullmatch(r"零?(?:(.)角)?(?:零?(.)分)?", small).groups()  # type: ignore[union-attr]
        for word, worth in ((jiao, Decimal("0.1")), (fen_words, Decimal("0.01"))):
            amount += Decimal(cn2an.cn2an(word, "smart")) * worth if word else 0
    except (ValueError, AttributeError, InvalidOperation, TypeError):
        return None, False
    return amount, bool(unit)


def _fen_of(yuan_amount: Decimal, factor: Decimal) -> Reading[Fen]:
    if not yuan_amount.is_finite():
        return Reading(complaint=Complaint("amount.unreadable"))
    if yuan_amount < 0:
        return Reading(complaint=Complaint("amount.negative"))
    exact = yuan_amount * 100
    if exact > MOST_FEN:
        facts = {"amount": f"{yuan_amount:,.0f}" if yuan_amount < 10**30 else "超过 30 位数"}
        return Reading(complaint=Complaint("amount.too_large", dict(facts)))
    amount = round_to_fen(exact)
    if amount == 0:
        return Reading(complaint=Complaint("amount.zero"))
    facts = {"amount": display(amount)}
    if amount != exact:
        return Reading(amount, Complaint("amount.rounded", dict(facts)))
    if factor > 1 and amount >= MOST_FEN // 1000:
        return Reading(amount, Complaint("amount.unit_doubtful", dict(facts)))
    return Reading(amount)


def principal_and_interest(text: str) -> dict[str, Fen]:
    """ "本金100000元，利息2000元" as {"本金": …, "利息": …}; empty when it is not of that form."""
    parts: dict[str, Fen] = {}
    for name, amount in _SPLIT_AMOUNT.findall(flat(text)):
        reading = _money_in_text(amount.rstrip(",."), Decimal(1))
        if reading.value is None or name in parts:
            return {}
        parts[name] = reading.value
    return parts


# Marks

_YES = frozenset({"是", "有", "√", "✓", "1", "Y", "YES", "TRUE", "涉", "对"})
_NO = frozenset({"否", "不是", "没有", "×", "0", "N", "NO", "FALSE", "不涉", "非", "不涉及"})


def read_flag(cell: Cell) -> Reading[bool]:
    """A yes or no; anything else is not guessed at."""
    text = flat(text_of(cell)).upper()
    if is_nothing(text) or text in _NO:
        return Reading(False)
    if text in _YES or text.startswith("涉"):
        return Reading(True)
    return Reading(False, Complaint("flag.unreadable", {"value": text[:40]}))
