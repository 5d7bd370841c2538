"""An act (执行行为) is a class: its fields are its facts, its attributes say who, how and why.

From the catalogue of acts come the form, the API operation, the permission matrix, the journal
line and the manual's page; nothing is described twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from duixian.contexts.record.actors import Actor
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

Memo = TypeVar("Memo")


@dataclass(frozen=True, slots=True)
class Signature:
    """One step of approval (签批): how many people of which role must sign."""

    role: Role
    people: int = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about: a court, and a case of it unless the act is the court's own."""

    court_id: int
    case_id: int | None = None


@dataclass
class Doing:
    """One doing of an act: who, when, about what; `once` remembers reads within it."""

    by: Actor
    on: date
    now: datetime
    court_id: int
    case_id: int | None = None
    role: Role | None = None
    signers: list[dict[str, Any]] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, read: Callable[[], Memo]) -> Memo:
        """Read something at most once in this doing."""
        if key not in self.memo:
            self.memo[key] = read()
        found: Memo = self.memo[key]
        return found

    def opens_case(self, case_id: int) -> None:
        """The act just created this case: its entry becomes the first of the case's chain."""
        if self.case_id is not None:
            raise AssertionError("an act about a case cannot open another one")
        self.case_id = case_id


class Act(BaseModel):
    """Base of every act. Subclasses set the class attributes and override check and perform."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    title_en: ClassVar[str] = ""
    branch: ClassVar[Branch] = Branch.IMPLEMENTATION
    done_by: ClassVar[tuple[Role, ...]] = ()
    signed_by: ClassVar[tuple[Signature, ...]] = ()
    under: ClassVar[tuple[str, ...]] = ()
    document: ClassVar[str | None] = None
    irreversible: ClassVar[bool] = False
    offered: ClassVar[bool] = True  # False: done by the system or another act's page only
    opens_case: ClassVar[bool] = False  # True: its entry is the first of a new case's chain
    by_superior: ClassVar[bool] = False  # True: those who command a court above may do it too
    undone_by: ClassVar[str | None] = None  # code of the counter-act, where there is one

    def subject(self, by: Actor) -> Subject:
        """The court (and case) the act is about; default: the actor's own court."""
        return Subject(court_id=by.court_id)

    def case_in_question(self) -> int | None:
        """The case the facts name, if any: its chain is locked before anything is read."""
        return None

    def needs(self, at: Doing) -> tuple[Signature, ...]:
        """The signatures this very act needs; most acts need what the class says."""
        return self.signed_by

    def drafted(self, at: Doing) -> Self:
        """The act as it is put before its signers: what depends on the day of the draft is said."""
        return self

    def admit(self, at: Doing) -> None:
        """A room's own condition on who may do this act here; raises a Refusal (403 or 404)."""

    @classmethod
    def admits_signer(cls, by: Actor, role: Role, case_id: int | None) -> None:
        """A room's own condition on who may sign this act; raises a Refusal (403)."""

    @classmethod
    def ready(cls, at: Doing) -> None:
        """Refuse when no facts whatever would make the act possible on this case today."""

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        """Facts the record already knows: they fill the form."""
        return {}

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        """For facts that refer to rows: what may be chosen, with its label."""
        return {}

    def check(self, at: Doing) -> None:
        """Raise a Refusal when the law or the record does not allow the act on `at.on`."""
        type(self).ready(at)

    def perform(self, at: Doing) -> dict[str, Any]:
        """The only code that writes. Returns the result the journal keeps (JSON values)."""
        raise NotImplementedError

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """Values of the document the act issues, field by field with their source."""
        return {}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        """One Chinese sentence for the journal; the default says the title."""
        return str(result.get("line", ""))

    def stored_facts(self) -> dict[str, Any]:
        """Facts as the journal and drafts keep them: identity numbers sealed."""
        return self.model_dump(mode="json", context={"stored": True})


class Catalogue:
    """Every act by its code; filled by `catalogue.add`, in the order of rooms."""

    def __init__(self) -> None:
        self._acts: dict[str, type[Act]] = {}

    def add(self, act: type[Act]) -> type[Act]:
        """Class decorator: enter an act. A second act of the same code is a fault."""
        if not act.code or not act.title or not act.title_en or not act.done_by:
            raise TypeError(f"{act.__name__} lacks code, title, title_en or done_by")
        if Role.SYSTEM in act.done_by and (act.signed_by or act.needs is not Act.needs):
            raise TypeError(f"{act.code}: the system drafts nothing for people to sign")
        if act.code in self._acts and self._acts[act.code] is not act:
            raise TypeError(f"two acts are called {act.code}")
        self._acts[act.code] = act
        return act

    def __iter__(self) -> Any:
        return iter(self._acts.values())

    def __len__(self) -> int:
        return len(self._acts)

    def find(self, code: str) -> type[Act]:
        """The act of this code; a Refusal (404) when there is none."""
        try:
            return self._acts[code]
        except KeyError:
            raise Refusal(
                "record.unknown_act",
                f"没有“{code}”这一执行行为",
                cure="在办理目录中查看可用的行为",
                field="code",
                status=404,
            ) from None


catalogue = Catalogue()


_PLAIN_WORDS = {
    "missing": ("缺少此项", "填写后再提交"),
    "extra_forbidden": ("没有这一项", "删去后再提交"),
    "date_from_datetime_parsing": ("日期写法不对", "按 2017-05-17 的写法填写"),
    "date_parsing": ("日期写法不对", "按 2017-05-17 的写法填写"),
    "int_parsing": ("应为整数", "从列表中选择或填写整数"),
    "int_type": ("应为整数", "从列表中选择或填写整数"),
    "enum": ("不在可选范围内", "从列表中选择"),
    "literal_error": ("不在可选范围内", "从列表中选择"),
    "bool_parsing": ("应为是或否", "选择是或否"),
    "string_too_short": ("不能为空", "填写后再提交"),
    "string_type": ("应为文字", "填写文字"),
    "too_short": ("至少要有一项", "添加一项后再提交"),
}


def refusals_of(fault: ValidationError) -> list[Refusal]:
    """Every fault of malformed facts as a Refusal naming field, reason and cure."""
    found = []
    errors = fault.errors()
    for error in errors:
        if error["type"] == "too_short" and _fails_inside(error["loc"], errors):
            continue
        where = ".".join(str(part) for part in error["loc"]) or None
        words = _PLAIN_WORDS.get(error["type"])
        if words is None:
            reason = error["msg"].removeprefix("Value error, ")
            words = (reason, "更正后再提交")
        found.append(
            Refusal("record.malformed_facts", words[0], cure=words[1], field=where, status=400)
        )
    return found


def _fails_inside(where: tuple[int | str, ...], errors: Sequence[ErrorDetails]) -> bool:
    """Whether a list is only short because the things in it could not be read."""
    depth = len(where)
    return any(len(each["loc"]) > depth and each["loc"][:depth] == where for each in errors)


def read_facts(act: type[Act], facts: Mapping[str, Any]) -> Act:
    """Build an act from facts; malformed facts give the first Refusal, with all in details."""
    try:
        return act.model_validate(dict(facts))
    except ValidationError as fault:
        raise _first_refusal(fault) from None


def read_json_facts(act: type[Act], facts: str) -> Act:
    """Build an act from JSON text, where money is a string in yuan and never a number."""
    try:
        return act.model_validate_json(facts)
    except ValidationError as fault:
        raise _first_refusal(fault) from None


def _first_refusal(fault: ValidationError) -> Refusal:
    every = refusals_of(fault)
    first = every[0]
    first.details = {"all": [refusal.as_json() for refusal in every]}
    return first
