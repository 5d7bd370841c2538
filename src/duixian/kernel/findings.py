"""What a rule answers: a Finding with its reasons, or a Refusal with its cure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from duixian.kernel.citation import Citation

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worksheet (计算步骤). `value` and `inputs` are already printable text."""

    label: str
    formula: str
    inputs: Mapping[str, str]
    value: str
    provisions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "formula": self.formula,
            "inputs": dict(self.inputs),
            "value": self.value,
            "provisions": list(self.provisions),
        }


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """A value computed by law, with the steps that led to it and the provisions it rests on."""

    value: Value
    steps: tuple[Step, ...] = ()
    provisions: tuple[Citation, ...] = ()
    open_questions: tuple[str, ...] = ()
    rule_version: str = ""
    rule: str = ""

    def reasons_as_json(self) -> dict[str, Any]:
        """Steps and provisions in the shape of the law contract."""
        reasons: dict[str, Any] = {
            "steps": [step.as_json() for step in self.steps],
            "provisions": [citation.as_json() for citation in self.provisions],
        }
        if self.open_questions:
            reasons["open_questions"] = list(self.open_questions)
        if self.rule_version:
            reasons["rule_version"] = self.rule_version
        return reasons


@dataclass(eq=False)
class Refusal(Exception):
    """The law, or the record, does not allow this now (拒绝). Nothing was written.

    code: stable name, `room.what_is_wrong`; message: one Chinese sentence that says what is
    wrong; cure: what would make it possible; field: the fact at fault, where there is one;
    provisions: keys of provisions; transient: true when the same act may pass later unchanged;
    status: the HTTP status the API answers with (422 unless access or conflict is the reason).
    """

    code: str
    message: str
    cure: str = ""
    field: str | None = None
    provisions: tuple[str, ...] = ()
    transient: bool = False
    status: int = 422
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f"（{self.cure}）" if self.cure else "")

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "provisions": list(self.provisions),
            "cure": self.cure,
            "transient": self.transient,
        }
