"""How each calculator is laid out (各计算工具的版面): order, plain words, example, what is shown large.

The places themselves come from the tool's schema. A place no part names stands in a last, folded
part, so that a question which grows keeps its form; a calculator whose tool is not registered
does not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duixian.law.tools import tools

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Places that belong together. A group's path names all its places."""

    title: Any
    paths: tuple[str, ...]
    note: Any = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Calculator:
    """A page.

    `words` says what a code means in the field or answer of a name; `wanted`: places people must
    fill though the schema knows another way; `hidden`: places and answers for programs alone;
    `today`: dates that begin as today; `main`: figures shown large; `verdict`: what yes and no
    mean in plain words; `faults`: plainer words for a refusal of the law, by its code; `fault_at`:
    the field that shows a fault of a group.
    """

    slug: str
    tool: str
    short: Any
    title: Any
    lead: Any
    parts: tuple[Part, ...] = ()
    labels: Words = field(default_factory=dict)
    helps: Words = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    today: tuple[str, ...] = ("on",)
    example: tuple[tuple[str, str], ...] = ()
    main: tuple[str, ...] = ()
    verdict: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    faults: Words = field(default_factory=dict)
    fault_at: Mapping[str, str] = field(default_factory=dict)


def calculators() -> dict[str, Calculator]:
    """Every calculator whose tool is registered, by slug, in the order they are offered."""
    # Imported here because the layouts are made of this module's words.
    from duixian.portals.calculators import layouts_of_facts as facts
    from duixian.portals.calculators import layouts_of_money as money
    from duixian.portals.calculators.layouts_of_interest import INTEREST

    known = tools()
    order = (
        INTEREST, money.FEE, money.DEADLINE, money.FREEZE_TERM, money.RESERVE_PRICE, money.RESALE, facts.DISTRIBUTION,
        facts.TERMINATION, facts.LISTING, facts.EXEMPT, money.RATE,
    )  # fmt: skip
    return {each.slug: each for each in order if each.tool in known}
