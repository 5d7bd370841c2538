"""An act's form (办理表单) from its facts: required first, remembered values filled, each message
at its field, rows that can be added and taken away without any script."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import queries as cases
from duixian.contexts.courts import queries as courts
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.documents import queries as documents
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.acts import Act, Doing
from duixian.kernel import money
from duixian.kernel.findings import Refusal
from duixian.law.texts import citation
from duixian.portals.components import contexts as show
from duixian.portals.officer.facts import Fact, Typed, facts_of

Options = Sequence[tuple[str, str]]
FEW = 3  # that many choices are shown side by side


@dataclass(frozen=True)
class Problems:
    """What is wrong with what was typed: by field, and the one beside the button."""

    fields: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None


def problems_of(refusal: Refusal, act: type[Act]) -> Problems:
    """Messages at their fields; what no field can show stands beside the button."""
    every = refusal.details.get("all") if refusal.details else None
    told = every or [refusal.as_json()]
    fields = {
        each["field"]: f"{each['message']}。{each['cure']}".removesuffix("。")
        for each in told
        if each["field"]
    }
    if every and len(every) > 1:
        missing = _("还有 %(count)d 处要填写或更正") % {"count": len(every)}
        refusal = Refusal(refusal.code, missing, cure=_("见各栏下的提示"), status=refusal.status)
    return Problems(fields, refusal)


def refusal_box(refusal: Refusal | None, at: Doing | None = None) -> show.RefusalBox | None:
    """The refusal with its provisions as they stood on the day."""
    if refusal is None:
        return None
    words = provision_words(refusal.provisions, at) if at is not None else ""
    return show.RefusalBox.of(refusal, words)


def provision_words(keys: Sequence[str], at: Doing) -> str:
    """民事诉讼法第二百四十二条；… as in force on the day; what was not yet law is left out."""
    found = []
    for key in keys:
        try:
            found.append(str(citation(key, on=at.on)))
        except Refusal:
            continue
    return "；".join(dict.fromkeys(found))


# ---- what may be chosen


def _parties(at: Doing) -> Options:
    return [
        (str(each.pk), f"{each.party.name}（{each.get_role_display()}）")
        for each in cases.parties_of(at.case_id or 0)
    ]


def _orders(at: Doing) -> Options:
    return [
        (str(each.pk), f"{each.institution.name} {each.get_kind_display()} {each.ordered_on}")
        for each in measures.orders_of(at.case_id or 0)
    ]


def _payouts(at: Doing) -> Options:
    return [
        (str(each.pk), f"{each.number} {each.account_name} {money.display(each.amount)}")
        for each in distribution.payouts_of(at.case_id or 0)
    ]


_OF_REFERENCE: dict[str, Callable[[Doing], Options]] = {
    "cases.CaseParty": _parties,
    "assets.Asset": lambda at: [
        (str(each.pk), each.description) for each in assets.assets_of(at.case_id or 0)
    ],
    "assets.Institution": lambda _at: [(str(each.pk), each.name) for each in assets.institutions()],
    "assets.Inquiry": lambda at: [
        (str(each.pk), f"{each.institution.name} {each.debtor.party.name}")
        for each in assets.inquiries_of(at.case_id or 0)
    ],
    "measures.Measure": lambda at: [
        (str(each.pk), f"{each.get_kind_display()} {each.asset.description}")
        for each in measures.measures_of(at.case_id or 0)
    ],
    "measures.MeasureOrder": _orders,
    "documents.Document": lambda at: [
        (str(each.pk), str(each)) for each in documents.documents_of(at.case_id or 0)
    ],
    "courts.Person": lambda at: [
        (str(each.pk), each.name) for each in courts.people_of(at.court_id, at.on)
    ],
}
_OF_NAME: dict[str, Callable[[Doing], Options]] = {
    "payout": _payouts,
    "team": lambda at: [(str(each.pk), each.name) for each in courts.teams_of(at.court_id)],
    "appointment": lambda at: [
        (str(each.pk), f"{each.person.name} {each.get_role_display()}")
        for each in courts.appointments_of(at.court_id, at.on)
    ],
}


@dataclass
class Filling:
    """The form of one act being laid out: what was typed, what may be chosen, what is wrong."""

    act: type[Act]
    at: Doing
    said: Typed
    problems: Problems = field(default_factory=Problems)
    leave_out: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        offered = self.act.choices(self.at)
        self.choices: dict[str, Options] = {
            name: [(str(value), _(str(label)) if label else "") for value, label in pairs]
            for name, pairs in offered.items()
        }
        self.used: set[str] = set()

    def sections(self) -> list[show.FieldSection]:
        """Required facts, then lists of things, then what may be left out."""
        simple, lists = [], []
        for fact in facts_of(self.act):
            if fact.name not in self.leave_out:
                (lists if fact.kind in ("rows", "group") else simple).append(fact)
        needed = [each for each in simple if each.required]
        rest = [each for each in simple if not each.required]
        found: list[show.FieldSection] = []
        if needed:
            found.append(self._section(_("事项"), needed, self.said, ""))
        for each in lists:
            found += self._things(each, self.said, "")
        if rest:
            title = _("其余事项") if found else _("事项")
            found.append(self._section(title, rest, self.said, "", _("可以不填")))
        return found

    def unplaced(self) -> list[str]:
        """Messages no field of the form shows."""
        return [text for name, text in self.problems.fields.items() if name not in self.used]

    # -- parts

    def _section(
        self,
        title: str,
        facts: Sequence[Fact],
        said: Typed,
        under: str,
        note: str = "",
        buttons: Sequence[tuple[str, str, str]] = (),
        error: str = "",
    ) -> show.FieldSection:
        return show.FieldSection(
            title=title,
            fields=[self._field(each, said.get(each.name), under) for each in facts],
            note=note,
            anchor=under.strip(".").replace(".", "-"),
            buttons=buttons,
            error=error,
        )

    def _of_the_whole(self, *paths: str) -> str:
        """What is wrong with a thing itself, not with one of its fields."""
        self.used.update(path for path in paths if path in self.problems.fields)
        return "　".join(filter(None, (self.problems.fields.get(path, "") for path in paths)))

    def _things(self, fact: Fact, said: Typed, under: str) -> list[show.FieldSection]:
        path = f"{under}{fact.name}"
        if fact.kind == "group":
            return [self._group(fact, said.get(fact.name) or {}, path)]
        rows = said.get(fact.name) or []
        found: list[show.FieldSection] = []
        for place, row in enumerate(rows):
            found += self._row(fact, row, path, place, len(rows))
        add = (("add", path, _("添加%(thing)s") % {"thing": fact.label}),)
        if found:
            last = found[-1]
            found[-1] = dataclasses.replace(last, buttons=[*last.buttons, *add])
            return found
        anchor = path.replace(".", "-")
        error = self._of_the_whole(path)
        return [show.FieldSection(fact.label, [], "", anchor, add, error)]

    def _group(self, fact: Fact, said: Typed, path: str) -> show.FieldSection:
        """A thing that may be absent: what it needs is needed only once it is there."""
        error = self._of_the_whole(path)
        note = "" if fact.required else _("没有就不填")
        section = self._section(fact.label, fact.facts, said, f"{path}.", note, error=error)
        if fact.required:
            return section
        fields = [
            dataclasses.replace(each, required=False, help=each.help or _("填这一部分时必填"))
            if each.required
            else each
            for each in section.fields
        ]
        return dataclasses.replace(section, fields=fields)

    def _row(
        self, fact: Fact, row: Typed, path: str, place: int, total: int
    ) -> list[show.FieldSection]:
        here = f"{path}.{place}."
        simple = [each for each in fact.facts if each.kind not in ("rows", "group")]
        inner = [each for each in fact.facts if each.kind in ("rows", "group")]
        title = fact.label if total == 1 else f"{fact.label} {place + 1}"
        remove = [("remove", f"{path}.{place}", _("删去"))] if total > max(fact.at_least, 0) else []
        error = self._of_the_whole(here.strip("."), *([path] if place == 0 else []))
        found = [self._section(title, simple, row, here, "", remove, error)]
        for each in inner:
            found += self._things(each, row, here)
        return found

    def _field(self, fact: Fact, value: Any, under: str) -> show.FormField:
        name = f"{under}{fact.name}"
        options = self._options(fact, under)
        error = self._error(name)
        return show.FormField(
            name=name,
            label=fact.label,
            kind=_field_kind(fact, options),
            required=fact.required,
            value=value if value is not None else "",
            choices=options,
            error=error,
            minimum=fact.minimum,
            maximum=fact.maximum,
        )

    def _error(self, name: str) -> str:
        for path, text in self.problems.fields.items():
            if path == name or path.startswith(f"{name}."):
                self.used.add(path)
                return text
        return ""

    def _options(self, fact: Fact, under: str) -> Options:
        if not under and fact.name in self.choices:
            return self.choices[fact.name]
        if fact.options:
            return [(value, _(label) if label else label) for value, label in fact.options]
        asked = _OF_REFERENCE.get(fact.reference) or (
            _OF_NAME.get(fact.name) if fact.kind == "number" else None
        )
        return asked(self.at) if asked is not None else ()


def _field_kind(fact: Fact, options: Options) -> show.FieldKind:
    if fact.kind == "multi":
        return "multi"
    if options:
        return "radio" if fact.required and len(options) <= FEW else "choice"
    if fact.kind == "choice":
        return "choice"
    kinds: dict[str, show.FieldKind] = {
        "textarea": "textarea",
        "lines": "textarea",
        "money": "money",
        "number": "number",
        "date": "date",
        "check": "check",
    }
    return kinds.get(fact.kind, "text")


def fresh_key() -> str:
    """An idempotency key: what is sent twice with it is done once."""
    return uuid.uuid4().hex
