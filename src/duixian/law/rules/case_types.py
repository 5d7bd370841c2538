"""Types of enforcement cases (案件类型及其代字), and what a matter is filed as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule

CLASSES = {
    "implementation": "执行实施类",
    "review": "执行审查类",
    "other": "其他执行案件",
    "neighbour": "相邻类型",
}


@dataclass(frozen=True, slots=True)
class CaseType:
    """A type of case: its code (类型代字), national number, class, and which closing modes it has.

    `modes` is the group of closing modes in the law's table; empty where it has none of its own.
    """

    code: str
    number: str
    title: str
    case_class: str
    modes: str

    @property
    def class_words(self) -> str:
        return CLASSES[self.case_class]


@rule
def case_type(*, code: str, on: date) -> Finding[CaseType]:
    """The type of case a code stands for.

    Refuses with `case_type.unknown` and, before 2016, `law.parameter_not_known_on_day`.
    """
    table = parameter("case-types", on=on)
    row = next((each for each in table.value if each["code"] == code), None)
    if row is None:
        raise Refusal(
            code="case_type.unknown",
            message=f"没有类型代字“{code}”。",
            cure="可用的代字：" + "、".join(each["code"] for each in table.value) + "。",
            field="case_type",
            provisions=("case-types",),
        )
    found = CaseType(row["code"], row["number"], row["title"], row["class"], row["modes"])
    step = Step(
        f"类型代字“{code}”",
        f"数字代码 {found.number}",
        {"类别": found.class_words},
        found.title,
        ("case-types",),
    )
    keys = ("case-types", "case-classes") if found.case_class != "neighbour" else ("case-types",)
    return Finding(found, (step,), citations(*keys, on=on))


@rule
def filed_as(*, matter: str, on: date) -> Finding[str]:
    """Which type of case a matter for review is filed as (执行审查类案件的立案).

    Refuses with `case_type.unknown_matter`, and before 2015 `law.parameter_not_known_on_day`.
    """
    table = parameter("review-filing-types", on=on)
    row = next((each for each in table.value if each["matter"] == matter), None)
    if row is None:
        raise Refusal(
            code="case_type.unknown_matter",
            message=f"没有“{matter}”这一类事项。",
            cure="可填：" + "、".join(each["matter"] for each in table.value) + "。",
            field="matter",
            provisions=("review-filing",),
        )
    step = Step(row["title"], "按事项确定案件类型", {}, row["type"], ("review-filing",))
    return Finding(row["type"], (step,), table.provisions)


@rule
def may_split(*, ground: str | None, on: date) -> Finding[bool]:
    """Whether one title may be filed as several cases (不得拆分执行案件), by the ground given.

    Refuses before 2015 with `law.parameter_not_known_on_day`.
    """
    table = parameter("splitting-grounds", on=on)
    row = next((each for each in table.value if each["ground"] == ground), None)
    words = f"可以分别立案：{row['title']}" if row else "一份执行依据只立一个执行案件"
    step = Step("能否分别立案", "", {}, words, ("no-splitting",))
    return Finding(row is not None, (step,), table.provisions)
