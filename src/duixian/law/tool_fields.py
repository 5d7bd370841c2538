"""How money, rates and reasons are written in the law tools' JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from duixian.kernel.findings import Finding
from duixian.kernel.money import Fen, fen, yuan

# More than any case: beyond it an amount is a slip, and exact decimals would run out of digits.
MOST = Fen(10**17)
LONGEST_RATE = 12
_MONEY = r"^-?\d+(\.\d{1,2})?$"
_RATE = r"^\d+(\.\d+)?$"


def _read_money(value: object) -> object:
    """A decimal string in yuan to fen; numbers are refused, since JSON floats lose fen."""
    if isinstance(value, str):
        try:
            amount = fen(value)
        except ValueError:
            pass
        else:
            if abs(amount) > MOST:
                raise PydanticCustomError("money_out_of_range", "more money than there is")
            return amount
    raise PydanticCustomError("money", "not a decimal string in yuan")


def _read_rate(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(_RATE, value):
        if len(value) > LONGEST_RATE:
            raise PydanticCustomError("rate_out_of_range", "more digits than a rate has")
        return Decimal(value)
    raise PydanticCustomError("rate", "not a decimal string")


def _not_yes_or_no(value: object) -> object:
    """Python takes true for 1, so a choice among numbers must refuse it by itself."""
    if isinstance(value, bool | float):
        raise PydanticCustomError("choice", "not a choice")
    return value


NoBoolean = BeforeValidator(_not_yes_or_no)
Money = Annotated[
    Fen,
    BeforeValidator(_read_money),
    WithJsonSchema({"type": "string", "pattern": _MONEY, "examples": ["1234.50"]}),
]
Rate = Annotated[
    Decimal,
    BeforeValidator(_read_rate),
    WithJsonSchema({"type": "string", "pattern": _RATE, "examples": ["4.35"]}),
]


# Days no case of enforcement can lie outside; beyond them a date is a slip of the pen.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Input(BaseModel):
    """A question; unknown fields are refused, so that a misspelt one is never ignored."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    @field_validator("*", mode="after")
    @classmethod
    def _a_day_of_our_time(cls, value: Any) -> Any:
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and not EARLIEST <= day <= LATEST:
            raise PydanticCustomError("date_out_of_range", "not a day of our time")
        return value


class StepOut(BaseModel):
    """One line of the worksheet."""

    label: str
    formula: str
    inputs: dict[str, str]
    value: str
    provisions: list[str]


class ProvisionOut(BaseModel):
    """A provision as it stood on the day."""

    key: str
    title: str
    document: str
    article: str
    in_force_from: str
    certainty: str


class Output(BaseModel):
    """An answer with its reasons."""

    model_config = ConfigDict(populate_by_name=True)

    steps: list[StepOut] = Field(title="计算步骤")
    provisions: list[ProvisionOut] = Field(title="条文")
    open_questions: list[str] = Field(title="条文未明说的")
    rule: str = Field(default="", title="规则")
    rule_version: str = Field(default="", title="规则版本")


def reasons(finding: Finding[Any]) -> dict[str, Any]:
    """The reasons of a finding as keyword arguments of an Output."""
    return {
        "steps": [step.as_json() for step in finding.steps],
        "provisions": [each.as_json() for each in finding.provisions],
        "open_questions": list(finding.open_questions),
        "rule": finding.rule,
        "rule_version": finding.rule_version,
    }


def money(amount: int | None) -> str | None:
    """Fen as the contract's decimal string, None kept."""
    return None if amount is None else yuan(amount)


def iso(day: date | None) -> str | None:
    """A date as ISO text, None kept."""
    return None if day is None else day.isoformat()


Question = TypeVar("Question", bound=Input)


@dataclass(frozen=True, slots=True)
class Tool(Generic[Question]):
    """A tool of the law: its word, its Chinese title, its models and its answer."""

    name: str
    title: str
    question: type[Question]
    answer_model: type[Output]
    answer: Callable[[Question], Output]
