"""The draw anyone can compute again, and what a lot's history means for its next round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from duixian.kernel.clock import CHINA
from duixian.kernel.findings import Refusal
from duixian.kernel.periods import Kind, Period, Unit, due_on, natural_end
from duixian.law import parameter
from duixian.law.rules.reserve_price import AuctionObject, Round

MOVABLES = ("vehicle",)


def seed_of(docket_number: str, asset: int, commitment: str) -> str:
    """The seed of a draw (摇号种子): fixed before anyone can know it.

    commitment: the hash of the journal entry by which pricing began. It covers the candidates and
    the microsecond of recording, so that neither the candidates nor the moment can be chosen
    to suit, and it cannot change afterwards.
    """
    return sha256(f"{docket_number}|{asset}|{commitment}".encode()).hexdigest()


def draw_order(seed: str, candidates: Sequence[str]) -> list[str]:
    """The candidates in the order drawn: by the hash of the seed with each one's own code.

    >>> draw_order("7f", ["A", "B", "C"]) == draw_order("7f", ["C", "A", "B"])
    True
    """
    return sorted(candidates, key=lambda each: sha256(f"{seed}|{each}".encode()).hexdigest())


def object_of(kind: str) -> AuctionObject:
    """Movables have shorter notices; houses and rights the longer ones."""
    return "movable" if kind in MOVABLES else "other"


def round_of(text: str) -> Round:
    """A round as the law floor names it."""
    rounds: dict[str, Round] = {"1": 1, "2": 2, "3": 3, "sale": "sale"}
    return rounds[text]


def valid_until(fixed_on: date, stated: date | None = None) -> date | None:
    """The last day of a reference price; None where the law of the day set no limit.

    stated: the day the report itself gives, which may be earlier but not later.
    """
    try:
        longest = parameter("reference-price-validity", on=fixed_on)
    except Refusal:
        return stated
    last = natural_end(fixed_on, Period(longest.length, Unit(longest.unit)))
    return min(last, stated) if stated is not None else last


def saleable_until(last_day: date, on: date) -> date:
    """How long a lot announced in time may still be sold after its price's last day."""
    grace = parameter("reference-price-grace", on=on)
    return natural_end(last_day, Period(grace.length, Unit(grace.unit)))


def objections_until(served_on: date) -> date:
    """The last day on which a party served on a day may object to the report."""
    term = parameter("report-objection-term", on=served_on)
    return due_on(served_on, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due


def bidding_starts(starts_on: date, hour: int) -> datetime:
    return datetime.combine(starts_on, time(hour), tzinfo=CHINA)


def earliest_start(announced_on: date, notice_days: int) -> date:
    """The first day on which bidding may begin: so many days after the notice."""
    return announced_on + timedelta(days=notice_days)
