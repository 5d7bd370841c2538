"""Types for the facts of acts: each knows its JSON form, its form field and its check.

In Python a `Money` is fen; in JSON and forms it is a decimal string in yuan. An
`IdentityNumber` is plain in memory and sealed wherever facts are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainSerializer,
    SerializationInfo,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from duixian.contexts.record import sealing
from duixian.kernel.money import fen, yuan

# Above this no sum of a case is meant; the journal's canonical form holds integers below 2**53.
_MOST_FEN = 10**15


def _read_money(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        try:
            amount = fen(value.strip().replace(",", ""))
        except ValueError:
            raise ValueError("金额应为元，最多两位小数，例如 1234.50") from None
        if abs(amount) >= _MOST_FEN:
            raise ValueError("金额过大，请核对单位是否为元")
        return amount
    if isinstance(value, int) and not isinstance(value, bool) and info.mode == "python":
        return value
    raise ValueError('金额应以字符串写明元数，例如 "1234.50"')


Money = Annotated[
    int,
    BeforeValidator(_read_money),
    PlainSerializer(lambda amount: yuan(amount), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "money", "pattern": r"^-?\d+(\.\d{1,2})?$"}),
]


def _read_identity(value: Any) -> Any:
    if isinstance(value, str):
        return sealing.unseal(value) if sealing.is_sealed(value) else value.strip().upper()
    return value


def _store_identity(value: str, info: SerializationInfo) -> str:
    stored = bool(info.context and info.context.get("stored"))
    return sealing.seal(value) if stored and value else value


IdentityNumber = Annotated[
    str,
    BeforeValidator(_read_identity),
    PlainSerializer(_store_identity, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "identity-number"}),
]


def _read_sealed(value: Any) -> Any:
    return sealing.unseal(value) if isinstance(value, str) and sealing.is_sealed(value) else value


# Text about a person that the journal keeps sealed, as a telephone number (联系电话).
SealedText = Annotated[
    str,
    BeforeValidator(_read_sealed),
    PlainSerializer(_store_identity, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string"}),
]


@dataclass(frozen=True)
class Reference:
    """Marks an integer fact as the id of a row: `Annotated[int, Reference("assets.Asset")]`."""

    to: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        described["x-reference"] = self.to
        return described


@dataclass(frozen=True)
class LongText:
    """Marks a text fact as several lines."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        described["format"] = "long-text"
        return described


CaseRef = Annotated[int, Reference("cases.Case")]
PartyRef = Annotated[int, Reference("cases.CaseParty")]
AssetRef = Annotated[int, Reference("assets.Asset")]
MeasureRef = Annotated[int, Reference("measures.Measure")]
PersonRef = Annotated[int, Reference("courts.Person")]
DocumentRef = Annotated[int, Reference("documents.Document")]
Prose = Annotated[str, LongText()]
