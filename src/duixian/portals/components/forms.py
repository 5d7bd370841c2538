"""Contexts of forms, long work and the frame around a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from duixian.portals.components.parts import Action, Basis, Link

FieldKind = Literal[
    "text",
    "textarea",
    "money",
    "number",
    "date",
    "choice",
    "radio",
    "check",
    "multi",
    "reference",
    "file",
    "static",
]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of an act's form. Required first; the error stands at the field.

    kind reference: `search_href` answers `?q=` with components/picker_options.html;
    value is then the key and value_label what the reader sees.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    value: Any = ""
    value_label: str = ""
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    error: str = ""
    unit: str = ""
    readonly: bool = False
    basis: Basis | None = None
    beside: str = ""  # what follows from the value: 至 2018-05-17
    search_href: str = ""
    minimum: str = ""
    maximum: str = ""
    accept: str = ""

    @property
    def chosen(self) -> Sequence[str]:
        """The selected values of a multi field as text."""
        if isinstance(self.value, str):
            return [self.value] if self.value else []
        return [str(item) for item in self.value or ()]


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work (长任务): counted, leavable, ending in a summary. Polls `poll_href` until done."""

    title: str
    done: int
    total: int
    poll_href: str = ""
    finished: bool = False
    counts: Sequence[tuple[str, int]] = ()  # 已答复 47, 失败 2
    note: str = ""
    failures: Sequence[tuple[str, str]] = ()  # which, why
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Toast:
    """A short word after an act: what was done, where to see it."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class PaperPreview:
    """A document as it will be issued, before the seal (文书预览)."""

    court: str
    title: str
    number: str
    addressee: str
    paragraphs: Sequence[str]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of every page behind sign-in: whose court, where one can go, who is here."""

    court: str
    home_href: str
    nav: Sequence[NavItem] = ()
    person: str = ""
    post: str = ""  # 承办人，执行一组
    search_href: str = ""
    search_hint: str = ""
    search_value: str = ""
    working: Progress | None = None
    working_href: str = ""
    links: Sequence[Link] = ()  # under the person's name
    toasts: Sequence[Toast] = ()
