"""How a national data item becomes an attribute: code, Chinese name, the forms it is read in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo

from duixian.kernel.money import Fen, fen, yuan

NATIONAL = "national"  # the code stands in the national data items
OURS = "ours"  # the code was chosen here because no national one was found

WIRE = {"from": "wire"}
Body = TypeVar("Body", bound=BaseModel)

GREATEST_AMOUNT = 10**17
"""A thousand million million yuan in fen: fits every integer column on both sides."""

_COMPACT_DATE = re.compile(r"\d{8}")


def item(code: str, chinese: str, english: str, *, origin: str = NATIONAL, **options: Any) -> Any:
    """One data item (数据项): its wire code, both names, and whether the code is national."""
    extra: dict[str, Any] = {"code": code, "english": english, "origin": origin}
    return Field(alias=code, title=chinese, description=english, json_schema_extra=extra, **options)


def _read_date(value: object) -> object:
    """Banks write 20160501, 2016/05/01 or 2016-05-01, with or without a time; empty is absent."""
    if not isinstance(value, str):
        return value
    text = value.strip().replace("/", "-")
    if not text:
        return None
    if _COMPACT_DATE.fullmatch(text[:8]):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return date.fromisoformat(text[:10])


def _read_amount(value: object, info: ValidationInfo) -> object:
    """On the wire a text in yuan; from our own code an integer in fen."""
    if isinstance(value, int) and not isinstance(value, bool) and info.context is not WIRE:
        return value
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        amount = fen(text)
        if abs(amount) > GREATEST_AMOUNT:
            raise ValueError("the amount is beyond anything a bank could hold")
        return amount
    if value is None:
        return None
    raise ValueError("an amount is a decimal text in yuan, never a number")


def _write_date(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _write_amount(value: int | None) -> str | None:
    return yuan(value) if value is not None else None


WireDate = Annotated[
    date,
    BeforeValidator(_read_date, json_schema_input_type=str),
    PlainSerializer(_write_date, return_type=str),
]
OptionalDate = Annotated[
    date | None,
    BeforeValidator(_read_date, json_schema_input_type=str | None),
    PlainSerializer(_write_date, return_type=str | None),
]
WireAmount = Annotated[
    Fen,
    BeforeValidator(_read_amount, json_schema_input_type=str),
    PlainSerializer(_write_amount, return_type=str),
]
OptionalAmount = Annotated[
    Fen | None,
    BeforeValidator(_read_amount, json_schema_input_type=str | None),
    PlainSerializer(_write_amount, return_type=str | None),
]


def normal_name(name: str) -> str:
    """A name in the one form in which two names are compared: width and blanks do not count.

    >>> normal_name("芜湖（鸠江） 有限公司") == normal_name("芜湖(鸠江)有限公司")
    True
    """
    folded = unicodedata.normalize("NFKC", name)
    without_blanks = "".join(folded.split())
    return without_blanks.replace("•", "·").replace("・", "·").upper()


def read_body(model: type[Body], body: dict[str, Any]) -> Body:
    """A body as it came over the wire, by its model. Raises pydantic's ValidationError."""
    return model.model_validate(body, context=WIRE)


class Strict(BaseModel):
    """What orders and requests are made of: an item nobody knows is refused, never skipped."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, frozen=True, str_strip_whitespace=True
    )


class Lenient(BaseModel):
    """What answers are made of: an institution may send items this version does not know."""

    model_config = ConfigDict(
        extra="ignore", populate_by_name=True, frozen=True, str_strip_whitespace=True
    )
