"""Classification (R2.1): property available or not is computed from the record, never ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.closing import gathering
from duixian.contexts.record.acts import Doing, catalogue
from duixian.kernel.findings import Finding, Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Branch, Role
from duixian.law import Availability, Classification


@catalogue.add
class ClassifyCase(CaseAct):
    """案件分类: what the facts on record now make of the case, put on record when it changes."""

    code, title, title_en = "closing.classify_case", "认定有无财产", "Classify the case"
    branch = Branch.ADMINISTRATION
    done_by = (Role.SYSTEM,)
    under = ("exhausted-survey",)
    offered = False
    on_open_case = False

    def _found(self, at: Doing) -> Finding[Classification]:
        return at.once("class", lambda: gathering.classification(case_of(at), at.on))

    def check(self, at: Doing) -> None:
        super().check(at)
        if case_of(at).property_class == self._found(at).value.availability.value:
            raise Refusal("closing.class_unchanged", "分类没有变化")

    def perform(self, at: Doing) -> dict[str, Any]:
        value = self._found(at).value
        case = case_of(at)
        before = case.property_class
        case.property_class = value.availability.value
        case.classified_on = at.on
        case.save(update_fields=["property_class", "classified_on"])
        forget_case(at)
        return {
            "before": before,
            "class": value.availability.value,
            "counted_value": value.counted_value,
            "lines": [line.words for line in value.lines[:40]],
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        words = Availability(result["class"]).words
        if result["counted_value"]:
            return f"认定为{words}，可计财产 {display(result['counted_value'])} 元。"
        return f"认定为{words}。"
