"""How values are written (写法): money, days, docket numbers, identity numbers. Plain text."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from duixian.kernel import identifiers, money
from duixian.kernel.clock import CHINA


def amount(fen: int | None) -> str:
    """Fen as 1,234.50 with a true minus sign; an empty string when there is no amount."""
    if fen is None:
        return ""
    return money.display(fen).replace("-", "−")


def civil(moment: datetime) -> datetime:
    """An instant on China's clocks; a moment without a zone is taken as already Chinese."""
    return moment if moment.tzinfo is None else moment.astimezone(CHINA)


def day(value: date | None) -> str:
    """2016-07-01. An instant is written as its Chinese civil day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = civil(value).date()
    return value.isoformat()


def short_day(value: date | None, beside: date | None = None) -> str:
    """07-01, or the full day when `beside` is given and in another year."""
    if value is None:
        return ""
    if beside is not None and value.year != beside.year:
        return day(value)
    return day(value)[5:]


def time_of_day(value: datetime) -> str:
    return f"{civil(value):%H:%M}"


def moment(value: datetime | None) -> str:
    """2016-07-01 08:30 on China's clocks."""
    return "" if value is None else f"{day(value)} {time_of_day(value)}"


def weekday(value: date) -> str:
    names = (
        _("星期一"),
        _("星期二"),
        _("星期三"),
        _("星期四"),
        _("星期五"),
        _("星期六"),
        _("星期日"),
    )
    return names[value.weekday()]


def masked(identity: str) -> str:
    """An identity number as others may read it; what is masked already is left as it is."""
    return identity if not identity or "*" in identity else identifiers.mask(identity)


def percent(part: float, whole: float = 1.0, places: int = 1) -> str:
    """A share as 83.1%; an em dash when there is nothing to divide by."""
    return "—" if not whole else f"{part / whole * 100:.{places}f}%"


def count(number: int) -> str:
    return f"{number:,}"
