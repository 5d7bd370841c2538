"""What a debtor has written so far: it travels with the form and is kept nowhere until filed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.portals.components.forms import FormField
from duixian.portals.party.steps import BY_KEY, CHANGES, STEPS, Step
from duixian.portals.written import amount_of, read_day

MOST_LINES = 50
_LONGEST = {"description": 200, "number": 64, "place": 150}
_FIELDS = ("sort", "kind", "description", "number", "place", "amount", "changed_on")
_NONCE = re.compile(r"[0-9a-f]{32}")

Line = dict[str, str]
Errors = dict[str, str]


@dataclass
class Draft:
    """Lines by step, and what is said at the end."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    statement: str = ""
    nothing: bool = False
    truthful: bool = False
    kind: str = "first"
    nonce: str = ""

    @property
    def items(self) -> int:
        return sum(len(self.lines.get(step.key, ())) for step in STEPS if not step.is_changes)

    def tidy(self) -> None:
        """Lines in which nothing was written go."""
        for key, lines in self.lines.items():
            self.lines[key] = [line for line in lines if any(line.values())]

    def hidden(self, showing: str) -> list[tuple[str, str]]:
        """The fields of everything but the step being shown."""
        kept = [("nonce", self.nonce), ("kind", self.kind)]
        for step in STEPS:
            if step.key == showing:
                continue
            for place, line in enumerate(self.lines.get(step.key, ())):
                kept += [(f"{step.key}-{place}-{name}", value) for name, value in line.items()]
        if showing != "review":
            kept.append(("statement", self.statement))
        return kept


def begin(kind: str) -> Draft:
    """An empty form; its nonce makes filing it twice one filing."""
    return Draft(kind=kind, nonce=uuid4().hex)


def read(posted: Mapping[str, str]) -> Draft:
    """The form as posted, empty lines included: they keep their places until `tidy`."""
    draft = Draft(
        statement=posted.get("statement", "").strip(),
        nothing=posted.get("nothing") == "true",
        truthful=posted.get("truthful") == "true",
        kind="supplement" if posted.get("kind") == "supplement" else "first",
        nonce=posted.get("nonce", ""),
    )
    if not _NONCE.fullmatch(draft.nonce):
        draft.nonce = uuid4().hex
    for step in STEPS:
        found = []
        for place in range(MOST_LINES):
            stem = f"{step.key}-{place}-"
            line = {name: posted[stem + name].strip() for name in _FIELDS if stem + name in posted}
            if line:
                found.append(line)
        draft.lines[step.key] = found
    return draft


# --- the fields of a step --------------------------------------------------------------------


def fields_of(step: Step, place: int, line: Line, errors: Errors) -> list[FormField]:
    """The form fields of one line."""
    stem = f"{step.key}-{place}-"

    def made(name: str, label: Any, kind: Any = "text", **more: Any) -> FormField:
        return FormField(
            name=stem + name,
            label=str(label),
            kind=kind,
            value=line.get(name, ""),
            error=errors.get(stem + name, ""),
            **more,
        )

    sorts = [(key, str(each.title)) for key, each in step.sorts.items()]
    found = [made("sort", _("哪一种"), "choice", required=True, choices=sorts)]
    if step.is_changes:
        kinds = [(key, _kind_label(key)) for key in assets.KIND_LABELS]
        found.append(made("kind", _("什么财产"), "choice", required=True, choices=kinds))
    if step.place:
        found.append(made("place", step.place))
    if step.number:
        found.append(made("number", step.number))
    found.append(made("description", step.description))
    if step.is_changes:
        found.append(made("changed_on", _("哪一天"), "date"))
    found.append(made("amount", step.amount, "money"))
    return found


def _kind_label(key: str) -> str:
    return {
        "deposit": _("存款"),
        "real_estate": _("不动产"),
        "vehicle": _("车辆"),
        "equity": _("股权"),
        "security": _("有价证券"),
        "other": _("其他财产"),
    }[key]


# --- checking --------------------------------------------------------------------------------


def errors_of(draft: Draft, step: Step, today: date) -> Errors:
    """What is wrong in a step, by field."""
    found: Errors = {}
    for place, line in enumerate(draft.lines.get(step.key, ())):
        for name, words in _errors_of_line(step, line, today).items():
            found[f"{step.key}-{place}-{name}"] = words
    return found


def _errors_of_line(step: Step, line: Line, today: date) -> Errors:
    found = {
        name: _("最多 %(most)d 个字，请写短一些") % {"most": most}
        for name, most in _LONGEST.items()
        if len(line.get(name, "")) > most
    }
    if line.get("sort") not in step.sorts:
        found["sort"] = _("没有选是哪一种，请从列表中选择")
    if step.is_changes:
        found |= _errors_of_change(line, today)
    elif not any(line.get(name) for name in ("description", "number", "place", "amount")):
        found["description"] = _("还没有写内容，请写明是什么")
    if line.get("amount") and amount_of(line["amount"]) is None:
        found["amount"] = _("看不懂这个金额，请按元写，例如 1234.50 或 3万")
    return found


def _errors_of_change(line: Line, today: date) -> Errors:
    found = {}
    if line.get("kind") not in assets.KIND_LABELS:
        found["kind"] = _("没有选是什么财产，请从列表中选择")
    if not line.get("description"):
        found["description"] = _("还没有写内容，请写明是什么、给了谁")
    day = line.get("changed_on", "")
    if day and (read_day(day) is None or (read_day(day) or today) > today):
        found["changed_on"] = _("日期不对，请填今天或以前的日期，例如 2017-05-17")
    return found


# --- what is filed ---------------------------------------------------------------------------


def facts_of(draft: Draft) -> dict[str, Any]:
    """The facts of the filing; only of a draft without errors."""
    items = [
        {
            "kind": step.sorts[line["sort"]].kind,
            "description": _named(step, line),
            "number": line.get("number", ""),
            "place": line.get("place", ""),
            "amount": amount_of(line.get("amount", "")),
        }
        for step in STEPS
        if not step.is_changes
        for line in draft.lines.get(step.key, ())
    ]
    changes = [
        {
            "kind": line["kind"],
            "description": _named(BY_KEY[CHANGES], line),
            "changed_on": read_day(line.get("changed_on", "")),
            "amount": amount_of(line.get("amount", "")),
        }
        for line in draft.lines.get(CHANGES, ())
    ]
    return {
        "kind": draft.kind,
        "nothing_owned": not items,
        "items": items,
        "changes": changes,
        "statement": draft.statement,
    }


def _named(step: Step, line: Line) -> str:
    name = step.sorts[line["sort"]].name
    return f"{name}：{line['description']}" if line.get("description") else name
